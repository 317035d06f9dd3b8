"""What `saved:` stands for: the saved query in its place, as often and as deep as that makes sense."""

from __future__ import annotations

import pytest

from index.query import understand
from index.query.tree import And, Not, Or
from index.types import Order, Understood

KEPT = {
    "tide": "tide OR flood",
    "my harbour": '"old harbour" sort:oldest',
    "both": 'saved:tide saved:"my harbour"',
    "round": "quay saved:about",
    "about": "ship saved:round",
    "broken": '"quay (ship OR',
    "": "nothing",
}


def read(text: str) -> Understood:
    return understand(text, saved=KEPT.get)


def same(text: str, other: str) -> bool:
    return read(text).spoken == read(other).spoken


def test_a_saved_query_stands_in_brackets() -> None:
    understood = read("quay saved:tide")
    assert understood.spoken == "quay and (tide or flood)"
    assert [chip.label for chip in understood.chips] == ["quay", "tide", "flood"]
    assert understood.repairs == ()
    assert isinstance(understood.tree, And)
    assert isinstance(read("-saved:tide").tree, Not)
    assert isinstance(read("saved:(tide OR both)").tree, Or)


def test_query_is_another_name() -> None:
    assert same('query:"my harbour"', '"old harbour" sort:oldest')


def test_a_saved_order_counts_where_none_was_typed() -> None:
    assert read('saved:"my harbour"').order is Order.OLDEST
    assert read('sort:newest saved:"my harbour"').order is Order.NEWEST
    assert read('saved:"my harbour" sort:newest').order is Order.NEWEST


def test_saved_queries_may_stand_in_saved_queries() -> None:
    assert same("saved:both", '(tide OR flood) "old harbour" sort:oldest')


def test_a_saved_query_can_be_near_something() -> None:
    assert same("saved:tide w/5 wall", "(tide OR flood) w/5 wall")


@pytest.mark.parametrize(
    ("text", "meaning", "repair"),
    [
        ("saved:nobody quay", "quay", "ignored saved:nobody: there is no saved search of this name"),
        ("saved:round", "quay ship", "ignored saved:round: it holds itself"),
        ("saved:broken", '"quay ship or"', "closed a quotation mark"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, meaning: str, repair: str) -> None:
    understood = read(text)
    assert understood.spoken == understand(meaning).spoken
    assert repair in understood.repairs


def test_without_saved_queries_it_is_said() -> None:
    assert understand("saved:tide").repairs == ("ignored saved:tide: saved searches cannot be used here",)


def test_saved_queries_that_grow_without_end_are_bounded() -> None:
    asked: list[str] = []

    def saved(name: str) -> str:
        asked.append(name)
        return " ".join(f"saved:{name}{number} quay" for number in range(9))

    understood = understand("saved:a", saved=saved)
    assert len(understood.chips) < 4_000
    assert len(asked) < 4_000
    assert any("too long" in repair or "too deep" in repair for repair in understood.repairs)


def test_deep_saved_queries_are_bounded() -> None:
    def saved(name: str) -> str:
        return "-(a " * 6 + f"saved:{name}x"

    understood = understand("-(b " * 5 + "saved:x", saved=saved)
    assert "ignored brackets nested deeper than 32" in understood.repairs
    assert any("too deep" in repair for repair in understood.repairs)
    assert understand("saved:x", saved=lambda name: f"saved:{name}x").repairs[0].endswith("the query is too deep")
