from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.cleaning.repeated import RepeatedLines

MENU = ["Harbour", "Weather", "Letters to the lighthouse keeper", "12 readers are here now"]


def page(number: int) -> list[str]:
    return [*MENU[:3], f"{number} readers are here now", f"Ferry number {'x' * number} sails again", "Good night."]


def test_lines_of_three_files_are_repeated_and_numbers_are_alike() -> None:
    known = RepeatedLines.learn(page(number) for number in range(1, 4))
    assert all(known.is_repeated(line) for line in MENU)
    assert known.is_repeated("  harbour ")
    assert known.is_repeated("99 readers are here now")
    assert not known.is_repeated("Ferry number x sails again")


def test_two_files_tell_nothing() -> None:
    assert not RepeatedLines.learn([page(1), page(2)])


def test_a_line_of_too_small_a_share_is_not_repeated() -> None:
    texts = [[f"Ferry {'x' * number} sails", "Menu"] for number in range(300)]
    texts[:5] = [[*text, "Sold out"] for text in texts[:5]]
    known = RepeatedLines.learn(texts)
    assert known.is_repeated("Menu")
    assert not known.is_repeated("Sold out")
    assert RepeatedLines.learn(texts, share=0.0).is_repeated("Sold out")


def test_copies_of_one_text_do_not_make_its_lines_furniture() -> None:
    assert not RepeatedLines.learn([page(1)] * 5)
    assert not RepeatedLines.learn([*([page(1)] * 5), page(2)]).is_repeated("Good night.")


def test_no_text_and_empty_ones() -> None:
    assert not RepeatedLines.learn([])
    assert not RepeatedLines.learn([[], ["", "  "], []])
    assert not RepeatedLines().is_repeated("Harbour")


@given(st.lists(st.lists(st.sampled_from("abcdefghij"), max_size=8), max_size=12), st.randoms())
def test_the_order_of_files_and_lines_does_not_matter(texts: list[list[str]], chance: random.Random) -> None:
    known = RepeatedLines.learn(texts)
    shuffled = [chance.sample(lines, len(lines)) for lines in texts]
    chance.shuffle(shuffled)
    assert RepeatedLines.learn(shuffled) == known
    assert RepeatedLines.from_bytes(known.to_bytes()) == known


@pytest.mark.parametrize("data", [b"", b"\x02", b"\x01short", b"\x00" * 9])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="no repeated lines"):
        RepeatedLines.from_bytes(data)
