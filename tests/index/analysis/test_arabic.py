from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import fold
from index.analysis.arabic import bare, prefixed


@pytest.mark.parametrize(
    ("word", "rests"),
    [
        ("كتاب", ["كتاب"]),
        ("الكتاب", ["كتاب"]),
        ("والكتاب", ["كتاب"]),
        ("فالكتاب", ["كتاب"]),
        ("بالكتاب", ["كتاب"]),
        ("وبالكتاب", ["كتاب"]),
        ("كالكتاب", ["كتاب"]),
        ("للكتاب", ["كتاب"]),
        ("وكتاب", ["كتاب"]),
        ("بكتاب", ["بكتاب", "كتاب"]),
        ("كتابه", ["كتابه", "تابه"]),
        ("الله", ["الله"]),
        ("ولد", ["ولد"]),
        ("الم", ["الم"]),
    ],
)
def test_what_is_left_without_prefixes(word: str, rests: list[str]) -> None:
    assert list(bare(word)) == rests


@given(st.text("ابفكلوحمن", min_size=1, max_size=8))
def test_a_word_is_among_those_that_what_is_left_of_it_may_be(word: str) -> None:
    assert all(word in prefixed(rest) for rest in bare(word))
    assert all(word in bare(spelling) for spelling in prefixed(word))


@given(st.text("ابفكلوحمن", min_size=3, max_size=8))
def test_three_letters_are_left_at_least(word: str) -> None:
    assert all(len(rest) >= 3 and word.endswith(rest) for rest in bare(fold(word)))
