"""How conditions on where words stand are read: operators, what may stand beside them, how they bind, repairs."""

from __future__ import annotations

import pytest

from index.query import understand, written
from index.query.tree import LEAD_FIELDS, And, AtLeast, Near, Node, Not, Or, Terms, Unit, Within
from tests.index.query.trees import stem

A, B, C = stem("a"), stem("b", term=1), stem("c", term=2)


def near(*children: Node, distance: int = 5, ordered: bool = False, label: str) -> Near:
    return Near(children, distance, ordered, label)


@pytest.mark.parametrize(
    ("operator", "distance", "ordered", "repair"),
    [
        ("NEAR/5", 5, False, None),
        ("near/5", 5, False, None),
        ("NEAR5", 5, False, None),
        ("near5", 5, False, None),
        ("NEAR(5)", 5, False, None),
        ("NEAR", 10, False, None),
        ("NEAR 5", 5, False, "read NEAR 5 as NEAR/5"),
        ("w/5", 5, False, None),
        ("W/5", 5, False, None),
        ("AROUND(5)", 5, False, None),
        ("around(5)", 5, False, None),
        ("AROUND 5", 5, False, "read AROUND 5 as NEAR/5"),
        ("/5", 5, False, "read /5 as NEAR/5"),
        ("/n5", 5, False, "read /n5 as NEAR/5"),
        ("ADJ/5", 5, True, None),
        ("adj/5", 5, True, None),
        ("ADJ5", 5, True, None),
        ("adj5", 5, True, None),
        ("ADJ", 1, True, None),
        ("pre/5", 5, True, None),
        ("PRE/5", 5, True, None),
        ("onear/5", 5, True, "read onear/5 as ADJ/5"),
        ("NEAR/1", 1, False, None),
        ("NEAR/99", 99, False, None),
        ("NEAR/100", 99, False, "read NEAR/100 as NEAR/99: no further than 99 words"),
        ("pre/999999", 99, True, "read pre/999999 as ADJ/99: no further than 99 words"),
        ("w/0", 1, False, "read w/0 as NEAR/1"),
    ],
)
def test_every_spelling_of_nearness(operator: str, distance: int, ordered: bool, repair: str | None) -> None:  # noqa: FBT001
    understood = understand(f"a {operator} b")
    label = f"a {'ADJ' if ordered else 'NEAR'}/{distance} b"
    assert understood.tree == near(A, B, distance=distance, ordered=ordered, label=label)
    assert understood.repairs == ((repair,) if repair else ())


@pytest.mark.parametrize(
    ("operator", "unit", "repair"),
    [
        ("/s", Unit.SENTENCE, None),
        ("/S", Unit.SENTENCE, None),
        ("w/s", Unit.SENTENCE, None),
        ("w/sent", Unit.SENTENCE, None),
        ("near/s", Unit.SENTENCE, None),
        ("pre/s", Unit.SENTENCE, "read pre/s as /s: in any order"),
        ("/p", Unit.PARAGRAPH, None),
        ("w/p", Unit.PARAGRAPH, None),
        ("w/para", Unit.PARAGRAPH, None),
        ("SAME", Unit.PARAGRAPH, "read SAME as /p: in one paragraph"),
    ],
)
def test_every_spelling_of_sentence_and_paragraph(operator: str, unit: Unit, repair: str | None) -> None:
    understood = understand(f"a {operator} b")
    assert understood.tree == Within((A, B), unit, f"a /{unit[0]} b")
    assert understood.repairs == ((repair,) if repair else ())


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("a near b", "a and near and b"),
        ("near east", "near and east"),
        ("NEAR EAST", "near and east"),
        ("(NEAR east) OR a", "(near and east) or a"),
        ("a AND SAME b", "a and same and b"),
        ("headline:NEAR", "in headline: near"),
        ("a same b", "a and same and b"),
        ("around 5 people", "around and 5 and people"),
        ("a AROUND b", "a and around and b"),
        ("9/5 b", '"9 5" and b'),
        ("w/e b", '"w e" and b'),
        ("/usr/bin", '"usr bin"'),
        ("and/or", '"and or"'),
        ("near5 b", "b"),
    ],
)
def test_what_is_no_operator(text: str, spoken: str) -> None:
    assert understand(text).spoken == spoken


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("a NEAR/5 b", "a within 5 words of b"),
        ("a ADJ/5 b", "a up to 5 words before b"),
        ("a NEAR/1 b", "a next to b"),
        ("a ADJ b", "a right before b"),
        ("a NEAR/5 b NEAR/5 c", "a, b and c within 5 words of one another"),
        ("a ADJ/5 b ADJ/5 c", "a, b and c within 5 words of one another, in this order"),
        ("a NEAR/1 b NEAR/1 c", "a, b and c next to one another"),
        ("(a NEAR/5 b) NEAR/5 c", "(a within 5 words of b) within 5 words of c"),
        ("a b w/5 c d", "a and (b within 5 words of c) and d"),
        ("a OR b w/5 c", "a or (b within 5 words of c)"),
        ("a w/5 b OR c", "(a within 5 words of b) or c"),
        ("-(a w/5 b) c", "not (a within 5 words of b) and c"),
        ("a w/5 b w/2 c", "a within 5 words of (b within 2 words of c)"),
        ("a w/2 b w/5 c", "(a within 2 words of b) within 5 words of c"),
        ("a /s b w/2 c", "a and (b within 2 words of c) in one sentence"),
        ("a /p b /s c", "a and (b and c in one sentence) in one paragraph"),
        ("a w/5 b pre/5 c", "a within 5 words of (b up to 5 words before c)"),
        ('"a b" w/5 "c d"', '"a b" within 5 words of "c d"'),
        ("(a OR b) w/5 c", "(a or b) within 5 words of c"),
        ("a w/5 (b OR (c OR d))", "a within 5 words of (b or c or d)"),
        ("(a AND b) w/5 c", "(a within 5 words of c) and (b within 5 words of c)"),
        ("(a b) w/5 (c d)", " and ".join(f"({one} within 5 words of {two})" for one in "ab" for two in "cd")),
        ("(a b OR c) w/5 d", "((a within 5 words of d) and (b within 5 words of d)) or (c within 5 words of d)"),
        ("(a OR b w/2 c) w/5 d", "(a within 5 words of d) or ((b within 2 words of c) within 5 words of d)"),
        ("headline:a NEAR/5 b", "in headline: a within 5 words of b"),
        ("b NEAR/5 headline:a", "in headline: b within 5 words of a"),
        ("headline:(a NEAR/5 b)", "in headline: a within 5 words of b"),
        ("lead:a /s b", "in the lead: a and b in one sentence"),
        ("lead:a w/5 body:b", "in the opening: a within 5 words of b"),
        ("lead:a w/5 headline:b", "in headline: a within 5 words of b"),
        ("(headline:a OR b) w/5 c", "(in headline: a within 5 words of c) or (b within 5 words of c)"),
        ("url:(a w/5 b)", "in url: exactly a within 5 words of exactly b"),
        ("harb* w/5 =a", "harb* within 5 words of exactly a"),
        ("foo:a w/5 b", "(foo within 5 words of b) and (a within 5 words of b)"),
    ],
)  # fmt: skip
def test_how_nearness_binds_and_what_may_stand_beside_it(text: str, spoken: str) -> None:
    understood = understand(text)
    assert understood.spoken == spoken
    assert understand(written(understood.tree)).spoken == spoken  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "spoken", "repair"),
    [
        ("a NOT w/5 b", "a and not (a within 5 words of b)", "read NOT w/5 as a NOT (a NEAR/5 b)"),
        ("a not w/5 b", "a and not (a within 5 words of b)", "read NOT w/5 as a NOT (a NEAR/5 b)"),
        ("a AND NOT w/5 b", "a and not (a within 5 words of b)", "read NOT w/5 as a NOT (a NEAR/5 b)"),
        ("a NOT /s b", "a and not (a and b in one sentence)", "read NOT /s as a NOT (a /s b)"),
        ("a NOT NEAR b", "a and not (a within 10 words of b)", "read NOT NEAR as a NOT (a NEAR/10 b)"),
        ("-a w/5 b", "not a and b", "read w/5 as AND: NOT a stands nowhere; brackets can exclude the nearness"),
        ("a w/5 -b", "a and not b", "read w/5 as AND: NOT b stands nowhere; brackets can exclude the nearness"),
        ("a w/5 is:read", "a, read", "read w/5 as AND: is:read has no place of its own"),
        ("a w/5 since:2016", "a, since 2016-01-01", "read w/5 as AND: since:2016 has no place of its own"),
        ("note:a w/5 b", "in your note: a, b", "read w/5 as AND: note:a has no place of its own"),
        ("(a is:read) w/5 b", "(a within 5 words of b), read, b", "read w/5 as AND: is:read has no place of its own"),
        ("(a /s b) w/5 c", "(a and b in one sentence) and c", "read w/5 as AND: (a /s b) has no place of its own"),
        ("* w/5 b", "b", "read w/5 as AND: * has no place of its own"),
        ("atleast2(a) w/5 b", "a at least 2 times and b", "read w/5 as AND: atleast2(a) has no place of its own"),
        (
            "headline:a w/5 body:b",
            "in headline: a, in body: b",
            "read w/5 as AND: headline:a and body:b have no text in common",
        ),
        ("url:a /s url:b", "in url: a, in url: b", "read /s as AND: url:a and url:b have no text in common"),
        ("a w/seg b", "a and b", "read w/seg as AND"),
        ("a w/5", "a", "ignored a lonely w/5"),
        ("w/5 a", "a", "ignored a lonely w/5"),
        ("a /s", "a", "ignored a lonely /s"),
        ("a NEAR", "a", "ignored a lonely NEAR"),
        ("a w/5 w/3 b", "a and b", "ignored a lonely w/5"),
        ("a AND w/5 b", "a and b", "ignored a lonely w/5"),
        ("a w/5 OR b", "a or b", "ignored a lonely w/5"),
        ("a w/5 headline:... b", "a and b", "ignored w/5: nothing stands on one side of it"),
        (f"({' '.join('abcdefghi')}) w/5 ({' '.join('abcdefghi')})", None, "read w/5 as AND: too many combinations"),
        (" w/5 ".join("abcdefgh"), None, "asked 6 conditions at a time whether w/5 holds"),
        (" ".join(f"a w/{number}" for number in range(1, 20)) + " a", None, "read w/7 as AND: nested too deep"),
    ],
)
def test_what_cannot_be_near_is_read_as_and(text: str, spoken: str | None, repair: str) -> None:
    understood = understand(text)
    assert repair in understood.repairs
    assert spoken is None or understood.spoken == spoken


def test_at_most_six_are_near_one_another_in_any_order() -> None:
    tree = understand(" w/5 ".join("abcdefgh")).tree
    assert isinstance(tree, And)
    assert [[child.label for child in node.children] for node in tree.children] == [list("abcdef"), list("fgh")]  # type: ignore[union-attr]
    ordered = understand(" pre/5 ".join("abcdefgh")).tree
    assert isinstance(ordered, Near)
    assert len(ordered.children) == 8


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("atleast3(a)", AtLeast(A, 3, "atleast3(a)")),
        ("ATLEAST3 (a)", AtLeast(A, 3, "atleast3(a)")),
        ("ATLEAST3 a", AtLeast(A, 3, "atleast3(a)")),
        ("at-least3(a)", AtLeast(A, 3, "atleast3(a)")),
        ("atleast3(a OR b)", AtLeast(Or((A, B)), 3, "atleast3(a OR b)")),
        ("atleast3(a AND b)", And((AtLeast(A, 3, "atleast3(a)"), AtLeast(B, 3, "atleast3(b)")))),
        ("atleast3(a w/5 b)", AtLeast(near(A, B, label="a NEAR/5 b"), 3, "atleast3(a NEAR/5 b)")),
        ("atleast3 a b", And((AtLeast(A, 3, "atleast3(a)"), B))),
        ("-atleast3(a)", Not(AtLeast(stem("a", term=-1), 3, "atleast3(a)"))),
        (
            "headline:atleast3(a)",
            AtLeast(stem("a", fields=("headline",), label="headline:a"), 3, "atleast3(headline:a)"),
        ),
        ("lead:atleast2(a)", AtLeast(stem("a", fields=LEAD_FIELDS, label="lead:a"), 2, "atleast2(lead:a)")),
    ],
)
def test_at_least(text: str, tree: Node) -> None:
    understood = understand(text)
    assert understood.tree == tree
    assert understood.repairs == ()


@pytest.mark.parametrize(
    ("text", "spoken", "repair"),
    [
        ("atleast(a)", "a at least 1 time", "read atleast as atleast1"),
        ("atleast0(a)", "a at least 1 time", "read atleast0 as atleast1"),
        ("atleast5000(a)", "a at least 999 times", "read atleast5000 as atleast999"),
        ("atleast3(is:read)", "read", "ignored atleast3: is:read cannot be counted"),
        ("atleast3(a /s b)", "a and b in one sentence", "ignored atleast3: (a /s b) cannot be counted"),
        ("atleast3(-a)", "not a", "ignored atleast3: -a cannot be counted"),
        ("atleast3(atleast2(a))", "a at least 3 times", "ignored one atleast inside another"),
        ("atleast3 OR a", "a", "ignored a lonely atleast3"),
        ("a atleast3", "a and atleast3", None),
        ("at least 3", "at and least and 3", None),
    ],
)
def test_what_cannot_be_counted_is_said(text: str, spoken: str, repair: str | None) -> None:
    understood = understand(text)
    assert understood.spoken == spoken
    assert understood.repairs == ((repair,) if repair else ())


def test_a_chip_stands_for_each_condition_on_places_before_those_of_its_words() -> None:
    understood = understand("a w/5 (b OR c) -atleast2(a)")
    assert [(chip.label, chip.negated, chip.term) for chip in understood.chips] == [
        ("a NEAR/5 (b OR c)", False, None),
        ("a", False, 0),
        ("b", False, 1),
        ("c", False, 2),
        ("atleast2(a)", True, None),
        ("a", True, None),
    ]


@pytest.mark.parametrize("text", ["lead:a", "hlead:a", "lp:a", "hlp:a", "LEAD:a", "hlead(a)", "HLEAD(a)"])
def test_every_name_of_the_lead(text: str) -> None:
    assert understand(text).tree == Terms(A.words, LEAD_FIELDS, 0, "lead:a")
