"""A query with one of its conditions changed by a key."""

from __future__ import annotations

import pytest

from index import all_respelled, respelled, understand, without
from index.types import Spelling


@pytest.mark.parametrize(
    ("query", "chip", "spelling", "expected"),
    [
        ("wadi militia", 1, Spelling.EXACT, "wadi =militia"),
        ("wadi =militia", 1, Spelling.FORMS, "wadi militia"),
        ("wadi OR (militia border)", 2, Spelling.EXACT, "wadi OR (militia =border)"),
        ('headline:"wadi militia"', 0, Spelling.EXACT, 'headline:="wadi militia"'),
        ("-wadi militia sort:newest", 0, Spelling.EXACT, "-=wadi militia sort:newest"),
        ("wadi since:2016", 1, Spelling.EXACT, "wadi date:2016-01-01.."),
        ("wad* militia", 0, Spelling.EXACT, "wad* militia"),
        ("note:militia", 0, Spelling.EXACT, "note:=militia"),
    ],
)
def test_the_words_of_a_condition_stand_for_something_else(
    query: str, chip: int, spelling: Spelling, expected: str
) -> None:
    assert respelled(understand(query), chip, spelling) == expected


@pytest.mark.parametrize("query", ["US troops", 'headline:"The US Army"', "==US", "o'Neill"])
@pytest.mark.parametrize("spelling", Spelling)
def test_what_was_changed_is_read_as_what_was_asked_for(query: str, spelling: Spelling) -> None:
    changed = understand(all_respelled(understand(query), spelling))
    assert {chip.spelling for chip in changed.chips} == {spelling}
    assert not changed.repairs
    back = all_respelled(changed, Spelling.FORMS)
    assert back == all_respelled(understand(query), Spelling.FORMS)


def test_exact_case_takes_the_case_that_was_typed() -> None:
    assert respelled(understand("US troops"), 0, Spelling.CASED) == "==US troops"


@pytest.mark.parametrize(
    ("query", "chip", "expected"),
    [
        ("wadi militia", 0, "militia"),
        ("wadi", 0, ""),
        ("wadi sort:newest", 0, "sort:newest"),
        ("wadi (militia OR border)", 1, "wadi border"),
        ("wadi -(militia border)", 2, "wadi -militia"),
        ("-wadi", 0, ""),
        ("wadi NEAR/5 militia", 0, ""),
        ("wadi NEAR/5 militia", 1, "militia"),
        ("atleast3(wadi) militia", 1, "militia"),
    ],
)
def test_a_condition_is_left_out(query: str, chip: int, expected: str) -> None:
    assert without(understand(query), chip) == expected


def test_a_chip_that_is_not_there_changes_nothing() -> None:
    assert without(understand("wadi militia"), 9) == "wadi militia"
    assert respelled(understand("wadi militia"), 9, Spelling.EXACT) == "wadi militia"
