from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.library.bitmaps import blocks, members, united, without

IDS = st.sets(st.integers(0, 20_000))


@given(IDS)
def test_what_is_put_in_comes_out(ids: set[int]) -> None:
    assert list(members(blocks(ids))) == sorted(ids)


@given(IDS, IDS)
def test_blocks_are_united_and_taken_from_one_another(one: set[int], other: set[int]) -> None:
    first, second = dict(blocks(one)), dict(blocks(other))
    empty = bytes(512)
    every = sorted({*first, *second})
    both = [(block, united(first.get(block, empty), second.get(block, empty))) for block in every]
    left = [(block, without(first.get(block, empty), second.get(block, empty))) for block in every]
    assert list(members(both)) == sorted(one | other)
    assert list(members([(block, bits) for block, bits in left if bits])) == sorted(one - other)
