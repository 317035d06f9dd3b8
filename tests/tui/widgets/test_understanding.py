from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from index.types import Chip, Order, Suggestion, Understood
from tui.widgets.strips import plain
from tui.widgets.understanding import Answer, answer_lines, details

FERRY = Chip("ferry", term=0, count=1204, forms=(("ferry", 1000), ("ferries", 204)), form_count=2)
COUNCIL = Chip('"harbour council"', term=1, count=42)
NOT_LAMPS = Chip("lamps", negated=True, count=310)
SINCE = Chip("since:2016", count=88_000)
QUERY = Understood(
    text='ferry OR "harbour council" -lamps since:2016',
    spoken='(ferry or "harbour council") and not lamps, since 2016-01-01',
    tree=None,
    chips=(FERRY, COUNCIL, NOT_LAMPS, SINCE),
)
SIMPLE = Understood("ferry", "ferry", None, (FERRY,))

words = st.text(max_size=30)
counts = st.none() | st.integers(0, 10**9)
answers = st.builds(
    Answer,
    understood=st.none()
    | st.builds(
        Understood,
        words,
        words,
        st.none(),
        st.lists(st.builds(Chip, words, st.booleans(), st.none() | st.integers(0, 9), counts), max_size=6).map(tuple),
        repairs=st.lists(words, max_size=2).map(tuple),
        suggestions=st.lists(st.builds(Suggestion, words, words, st.integers(0, 10**6)), max_size=3).map(tuple),
    ),
    total=counts,
    took_ms=st.none() | st.floats(0, 10**6),
    order=st.none() | st.sampled_from(Order),
    busy=st.booleans(),
)


def shown(answer: Answer, width: int) -> list[str]:
    return [plain(line).rstrip() for line in answer_lines(answer, width)]


@given(answers, st.integers(0, 200))
def test_one_or_two_lines_of_the_width_told(answer: Answer, width: int) -> None:
    lines = answer_lines(answer, width)
    assert 1 <= len(lines) <= 2
    for line in lines:
        assert sum(cell_len(text) for text, _role in line) == width


def test_a_wide_line_says_it_all() -> None:
    (line,) = shown(Answer(QUERY, 37, 1.7, Order.RELEVANCE), 190)
    conditions = ' ferry  1,204 in 2 forms   "harbour council"  42   not lamps  310   since:2016  88,000'
    assert line.startswith(f'{conditions}  (ferry or "harbour council") and not lamps, since 2016-01-01  ')
    assert line.endswith("  37 articles · best first · 1.7 ms")


def test_less_is_said_on_less_room() -> None:
    answer = Answer(QUERY, 37, 1.7, Order.RELEVANCE)
    assert shown(answer, 100) == [
        ' ferry  1,204   "harbour council"  42   not lamps  310   since:2016  88,000              37 articles'
    ]
    assert shown(answer, 80) == ['ferry 1.2k  "harbour council" 42  not lamps 310  since:2016 88k      37 articles']
    assert shown(answer, 56) == ['ferry  "harbour council"  not lamps  since:2016       37']
    assert shown(answer, 40) == ['ferry  "harbour council"  +2          37']
    assert shown(answer, 12) == ["ferry  +3 37"]
    assert shown(answer, 9) == ["ferry… 37"]


def test_forty_columns_hold_a_simple_query() -> None:
    assert shown(Answer(SIMPLE, 37, 1.7), 40) == [" ferry  1,204       37 articles · 1.7 ms"]


def test_terms_have_their_colours_and_other_conditions_none() -> None:
    roles = {text.strip(): role for text, role in answer_lines(Answer(QUERY, 37), 190)[0] if text.strip()}
    assert roles["ferry"] == "match-0"
    assert roles['"harbour council"'] == "match-1"
    assert roles["not lamps"] == roles["since:2016"] == "chip"


def test_the_word_that_nothing_has_is_told() -> None:
    suggestions = (Suggestion("without wadi", "ferry", 1204), Suggestion("did you mean wade", "wade", 2))
    chips = (FERRY, Chip("wadi", term=1, count=0))
    query = Understood("ferry wadi", "ferry and wadi", None, chips, suggestions=suggestions)
    first, second = answer_lines(Answer(query, 0), 80)
    assert (" 0", "none") in first
    assert ("nothing matches", "none") in first
    assert plain(second).rstrip() == "try   without wadi  1,204   wade  2"
    assert (" wade ", "suggestion-1") in second


def test_suggestions_are_for_no_result_only() -> None:
    query = replace(SIMPLE, suggestions=(Suggestion("x", "x", 1),))
    assert len(answer_lines(Answer(query, 3), 80)) == 1


def test_repairs_stand_beside_the_query_or_below_it() -> None:
    query = replace(SIMPLE, repairs=("closed a quotation mark", "ignored a lonely OR"))
    answer = Answer(query, 37, 1.7)
    assert shown(answer, 100) == [
        " ferry  1,204 in 2 forms  closed a quotation mark; ignored a lonely OR          37 articles · 1.7 ms"
    ]
    assert shown(answer, 40) == [
        " ferry  1,204       37 articles · 1.7 ms",
        "closed a quotation mark; ignored a lone…",
    ]


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        (Answer(SIMPLE), "1,204 in 2 forms"),
        (Answer(SIMPLE, busy=True), "searching…"),
        (Answer(SIMPLE, 37, 1.7, busy=True), "37 articles · searching…"),
        (Answer(SIMPLE, 1, 1.7, Order.NEWEST), "1 article · 1.7 ms"),
        (Answer(SIMPLE, 2, 250.0, Order.NEWEST), "2 articles · newest first · 250 ms"),
        (Answer(None, 2225), "2,225 articles"),
    ],
)
def test_the_total(answer: Answer, right: str) -> None:
    assert shown(answer, 100)[0].endswith(right)


def test_nothing_asked_is_everything() -> None:
    assert shown(Answer(None, 2225, None, Order.NEWEST), 60) == [
        "all articles                   2,225 articles · newest first"
    ]


def test_markup_in_a_query_is_only_text() -> None:
    query = Understood("[red]x[/]", "[red]x[/]", None, (Chip("[@click=app.bell]x[/]", term=0, count=1),))
    assert "[@click=app.bell]x[/]" in shown(Answer(query, 1), 80)[0]


def test_the_details_name_the_forms() -> None:
    many = Chip("lamp*", term=1, count=9, forms=(("lamp", 5), ("lamps", 4)), form_count=40)
    query = Understood("ferry lamp*", "ferry and lamp*", None, (FERRY, many, SINCE))
    assert details(query).splitlines() == [
        "ferry and lamp*",
        "ferry: ferry 1,000, ferries 204",
        "lamp*: lamp 5, lamps 4, 38 more",
    ]
