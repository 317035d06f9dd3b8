from __future__ import annotations

from itertools import pairwise, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.search.phrases import STRIDE, starts

texts = st.lists(st.lists(st.sampled_from("abc"), max_size=9), max_size=4)


def places(archive: list[list[str]], word: str) -> list[int]:
    return [
        document * STRIDE + position
        for document, text in enumerate(archive)
        for position, other in enumerate(text)
        if other == word
    ]


@given(texts, st.lists(st.sampled_from("abc"), min_size=1, max_size=4), st.integers(0, 5))
def test_starts_are_those_from_which_some_choice_of_words_is_near_enough(
    archive: list[list[str]], phrase: list[str], slop: int
) -> None:
    expected = set()
    for chosen in product(*(places(archive, word) for word in phrase)):
        rising = all(one < other for one, other in pairwise(chosen))
        if rising and chosen[-1] - chosen[0] <= len(phrase) - 1 + slop:
            expected.add(chosen[0])
    words = [np.array(places(archive, word), np.int64) for word in phrase]
    assert starts(words, slop).tolist() == sorted(expected)
