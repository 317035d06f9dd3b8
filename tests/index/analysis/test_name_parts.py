"""Names of several words: with particles apart, joined, or left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.name_keys import are_one_name
from index.analysis.name_parts import name_readings


def is_read_as(typed: str, written: str) -> bool:
    """Is a written name found as one of the rows of words that a typed one stands for."""
    return any(_stands_in(row, written.split()) for row in name_readings(typed.split()))


def _stands_in(row: tuple[str, ...], words: list[str]) -> bool:
    places = range(len(words) - len(row) + 1)
    return any(all(map(are_one_name, row, words[place : place + len(row)])) for place in places)


@pytest.mark.parametrize(
    "spellings",
    [
        "jughaifi, al jughaify, aljughayfi, el jughayfi",
        "deir ezzor, deir ez zor, dayr az zawr, deir al zour, deir alzour, deir zor",
        "bashar assad, bashar al assad, bashar el asad, bashar alassad, bashar elassad",
        "osama bin laden, usama ben ladin, osama ibn laden",
        "abd al rahman, abdul rahman, abdurrahman, abdelrahman, abd ar rahman, abdel rahman, abderrahmane, abdalrahman",
        "abd al aziz, abdul aziz, abdulaziz, abdelaziz, abd el aziz",
        "abu bakr, abou bakr, aboubakr, abubakr",
        "abu bakr al baghdadi, abou bakr el baghdadi, abu bakr albaghdadi, abubakr al baghdadi, abu bakr baghdadi",
        "muammar gaddafi, moammar al qadhafi, mouammar kadhafi, muammar elgaddafi",
        "hassan nasrallah, hasan nasrullah",
        "al sadr, el sadr, as sadr",
        "bin laden, ben laden",
    ],
)
def test_one_finds_the_other(spellings: str) -> None:
    names = spellings.split(", ")
    missed = [(one, other) for one in names for other in names if not is_read_as(one, other)]
    assert missed == []


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("al sadr", "alsadr"),
        ("al sadr", "assadr"),
        ("deir ez zor", "deirezzor"),
        ("osama bin laden", "usama binladin"),
        ("osama bin laden", "osama laden's"),
    ],
)
def test_what_is_written_together_is_found(typed: str, written: str) -> None:
    assert is_read_as(typed, written)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("abu bakr", "umm bakr"),
        ("abu bakr", "bakr"),
        ("hassan nasrallah", "hassan nasser"),
        ("deir ez zor", "deir ez hor"),
        ("abd al rahman", "abd al rahim"),
    ],
)
def test_one_does_not_find_the_other(typed: str, written: str) -> None:
    assert not is_read_as(typed, written)


@pytest.mark.parametrize("words", [(), ("نصر", "الله"), ("f", "16"), ("mohammed",), ("al",), ("abdul",), ("bin",)])
def test_what_stays_as_it_is(words: tuple[str, ...]) -> None:
    assert name_readings(words) == (words,)


WORDS = ("al", "bin", "abu", "abd", "abdul", "ez", "zor", "assad", "rahman", "deir", "alzour", "abdulaziz", "o", "é")


@given(st.lists(st.sampled_from(WORDS)))
def test_readings_are_bounded_and_of_words(words: list[str]) -> None:
    readings = name_readings(words)
    assert 1 <= len(readings) <= 32
    assert all(all(word.isalpha() for word in row) for row in readings)
    assert len(set(readings)) == len(readings)
    assert not words or all(readings)
