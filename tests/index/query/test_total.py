from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.query import conditions, understand, written
from index.query.tree import And, AtLeast, Everything, Near, Node, Not, Or, Within
from index.types import Understood

PIECES = st.sampled_from(
    [
        *"()\"“”«|*?-!+=~^:#&<>[]{}/.,'’…\n\t\\ ",
        *(
            " OR ",
            " AND ",
            " NOT ",
            " or ",
            " and not ",
            " NEAR/5 ",
            " w/3 ",
            " NOT w/3 ",
            "atleast2(",
            " /s ",
            "~2",
            "==",
        ),
        *(" NEAR ", " ADJ ", " pre/2 ", " /p ", " SAME ", " w/500 ", "atleast3 ", " near5 ", " AROUND(4) ", " w/seg "),
        *("headline:", "by:", "note:", "tag:", "date:", "since:", "is:", "words:", "id:", "sort:", "url:", "lang:"),
        *("foo:", "saved:", "name:", "lead:", "opening:", "outlet:", "newer:", "older:", "hlead(", "wc>", "la="),
        *("2016", "2016-03", "..", "unread", "newest", ">8", "quay", "al-Marra", "東京", "É", "US", "quay~", "al~0.8"),
        *("/qu.y/", "/a(b|c)/", "/a(/", " /usr/bin ", "2w", "yesterday", "5/3/2017", "iPhone手机壳", "東京都庁"),
        *("u.s.", "http://quay.example/x?y=1", "wom?n", "qu*", "\u202e", "\ud800", "\x1b[31m", "هَذَا", "🙂"),
    ]
)
QUERIES = st.one_of(st.text(), st.lists(PIECES, max_size=25).map("".join))


def sound(understood: Understood) -> None:
    tree: Node = understood.tree  # type: ignore[assignment]
    leaves = list(conditions(tree))
    assert [chip.negated for chip in understood.chips] == [negated for _, negated in leaves]
    terms = [chip.term for chip in understood.chips if chip.term is not None]
    assert sorted(set(terms)) == list(range(len(set(terms))))
    assert [term for place, term in enumerate(terms) if term not in terms[:place]] == sorted(set(terms))
    for shown in (understood.spoken, *understood.repairs, *(chip.label for chip in understood.chips)):
        assert shown.strip()
        assert "\n" not in shown
        assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in shown)
    for sentence in understood.repairs:
        assert len(sentence) < 300


@given(QUERIES)
@example("a:- a:-")
@example("foo:=")
@example("headline:-(")
@example('="')
@example("[ TO ]")
def test_every_text_is_understood(text: str) -> None:
    understood = understand(text)
    assert understood.text == text
    sound(understood)


def bare(tree: Node) -> Node:
    """Takes the labels off."""
    match tree:
        case And(children) | Or(children):
            return type(tree)(tuple(map(bare, children)))
        case Near(children) | Within(children):
            return replace(tree, children=tuple(map(bare, children)), label="")
        case AtLeast(child):
            return replace(tree, child=bare(child), label="")
        case Not(child):
            return Not(bare(child))
        case Everything():
            return tree
        case leaf:
            return replace(leaf, label="")


@given(QUERIES)
@example("=0:0?")
@example('"=x a?-b"~2')
@example("who is (he?)")
def test_a_written_tree_reads_as_the_same_tree(text: str) -> None:
    tree = understand(text).tree
    again = understand(written(tree))  # type: ignore[arg-type]
    assert bare(again.tree) == bare(tree)  # type: ignore[arg-type]
    assert again.repairs == ()


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000,
        ")" * 10_000,
        "(a " * 5_000,
        "-" * 10_000 + "a",
        "NOT " * 2_500 + "a",
        "-(" * 5_000,
        "a:- " * 2_500,
        "foo:" * 2_500,
        "headline: " * 1_000,
        "headline:(" * 1_000,
        '"' * 10_001,
        '="' * 5_000,
        "a|" * 5_000,
        "[ " * 5_000,
        "date:[" * 1_600,
        "a?" * 5_000,
        "?" * 10_000,
        "~" * 10_000,
        "^1" * 5_000,
        "東" * 10_000,
        "x" * 1_000_000,
        " " * 9_999 + "?",
        "\ud800" * 10_000,
        "1,1" * 3_000,
        "'a" * 5_000,
        "a w/5 " * 1_700,
        "((a b) w/5 " * 900,
        " ".join(f"a w/{number % 99}" for number in range(1_500)),
        "(a OR b w/2 c) w/5 " * 500,
        "(a b c d) w/5 " * 700,
        "a NOT w/5 " * 1_000,
        "headline:(a w/5 " * 600,
        "atleast3 headline:" * 550,
        "atleast3(" * 1_000,
        "/(a" * 3_000,
        "/" * 10_000,
        "/((((a{99}){99}){99}){99})/ " * 300,
        "hlead(" * 1_500,
        "headline:name:" * 700,
        'name:"' + "deir ez zor bin abu " * 400,
        "".join(f"date:foo{number} " for number in range(900)),
        "東京都庁a " * 1_600,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_texts_are_understood(text: str) -> None:
    sound(understand(text))


@pytest.mark.parametrize(
    ("text", "repair"),
    [
        ("date:2016 " * 40, "read the first 32 dates only"),
        ("a w/5 " * 70 + "a", "read w/5 as AND: more than 64 in a row"),
        ("(a b c d) w/5 (a b c d) " * 40, "read w/5 as AND: too many combinations"),
    ],
)
def test_what_costs_much_has_an_end(text: str, repair: str) -> None:
    assert repair in understand(text).repairs


def test_naughty_strings_are_understood(corpora: Path) -> None:
    for text in json.loads((corpora / "hostile/naughty-strings/blns.json").read_text()):
        sound(understand(text))
        for prefix in (
            "headline:",
            "-",
            '"',
            "date:",
            "(",
            "is:",
            "=",
            "==",
            "name:",
            "/",
            "a w/5 ",
            "newer:",
            "atleast2(",
        ):
            sound(understand(prefix + text))
        for suffix in ("/", "~2", " /s b", "^2", ")"):
            sound(understand(f"/{text}{suffix}"))
