"""Sorted lists of strings against Python's own sorted lists."""

from __future__ import annotations

import re
from bisect import bisect_left

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.codec.wordlist import WordList, packed

WORDS = st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), min_size=1), unique=True)


def listed(words: list[str]) -> WordList:
    return WordList(*packed(sorted(words)))


def never() -> None:
    """Polls nobody."""


@given(WORDS, st.text(max_size=3))
def test_strings_are_found_where_they_stand(words: list[str], other: str) -> None:
    found = listed(words)
    ordered = sorted(words)
    assert len(found) == len(ordered)
    assert [found[number] for number in range(len(found))] == ordered == found.between(0, len(found))
    assert all(found.find(word) == number for number, word in enumerate(ordered))
    assert found.find(other) == (ordered.index(other) if other in ordered else -1)


@given(WORDS, WORDS, st.data())
def test_equal_strings_of_different_lists_have_equal_digests(
    words: list[str], others: list[str], data: st.DataObject
) -> None:
    digests: dict[str, int] = {}
    for some in (sorted(words), sorted(others)):
        chosen = sorted(data.draw(st.sets(st.sampled_from(range(len(some))))) if some else [])
        for number, digest in zip(chosen, listed(some).digests(np.array(chosen, np.int64)).tolist(), strict=True):
            assert digests.setdefault(some[number], digest) == digest
    assert len(set(digests.values())) == len(digests)


@given(WORDS, st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=2))
def test_ranges_are_those_of_a_sorted_list(words: list[str], prefix: str) -> None:
    found, ordered = listed(words), sorted(words)
    first, last = found.beginning_with(prefix)
    assert ordered[first:last] == [word for word in ordered if word.startswith(prefix)]
    low, high = found.from_to(prefix, None)
    assert (low, high) == (bisect_left(ordered, prefix), len(ordered))


@given(WORDS)
def test_a_pattern_finds_each_string_once(words: list[str]) -> None:
    found, ordered = listed(words), sorted(words)
    expression = re.compile(rb"[a-f0]")
    expected = [number for number, word in enumerate(ordered) if expression.search(word.encode())]
    assert found.matching(expression, never) == expected


def test_long_lists_are_scanned_in_steps_that_can_be_stopped() -> None:
    ordered = sorted(f"word{number:06}" for number in range(50_000))
    found = WordList(*packed(ordered))
    steps: list[None] = []
    places = found.matching(re.compile(b"77"), lambda: steps.append(None))
    assert [ordered[place] for place in places] == [word for word in ordered if "77" in word]
    assert len(steps) > 5
