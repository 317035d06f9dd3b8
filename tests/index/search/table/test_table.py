"""The table of queries: its answers, worked out by hand, the searcher's and the judge's have to be the same."""

from __future__ import annotations

import pytest

from index.highlight import highlight
from index.query.tree import Node
from tests.index.search.table.archive import entries
from tests.index.search.table.conftest import Archive
from tests.index.search.table.lit import characters, lit_words, text_of
from tests.index.search.table.questions import Question, questions

QUESTIONS = [
    pytest.param(one, id=one.query, marks=pytest.mark.xfail(strict=True, reason=one.fault) if one.fault else ())
    for one in questions(len(entries()))
]


def test_the_table_is_long() -> None:
    assert len({one.values[0].query for one in QUESTIONS}) == len(QUESTIONS) >= 300  # type: ignore[union-attr]


@pytest.mark.parametrize("question", QUESTIONS)
def test_three_answers_are_one(question: Question, filled: Archive) -> None:
    found = filled.searcher.search(question.query)
    tree: Node = found.understood.tree  # type: ignore[assignment]
    judged = {number: judge.lights(tree) for number, judge in filled.judges.items()}
    assert set(found.ids) == question.ids, found.understood.spoken
    assert {number for number, lit in judged.items() if lit is not None} == question.ids, found.understood.spoken
    for article in filled.articles:
        if article.id in question.ids:
            lit = lit_words(article, highlight(article, found.understood))
            assert characters(lit) == characters(judged[article.id] or frozenset())


@pytest.mark.parametrize("question", [one for one in QUESTIONS if one.values[0].said or one.values[0].repaired])  # type: ignore[union-attr]
def test_the_query_is_said_as_it_was_read(question: Question, filled: Archive) -> None:
    understood = filled.searcher.understand(question.query)
    for said in question.said:
        assert understood.spoken == said
    for repaired in question.repaired:
        assert repaired in "\n".join(understood.repairs)


@pytest.mark.parametrize(
    ("query", "number", "lit"),
    [
        ("cafe", 27, ["café", "cafe\u0301"]),
        ("naive", 27, ["naïve"]),
        ("first flag", 27, ["ﬁrst", "ﬂag"]),
        ("full", 27, ["Ｆｕｌｌ"]),
        ('"up over"', 27, ["up 🙂 over"]),
        ("strasse", 25, ["Straße"]),
        ("müller", 25, ["Müller", "Mueller"]),
        ("iskele isik", 26, ["İskele", "Işık"]),
        ("カメラ", 21, ["カメラ", "ｶﾒﾗ"]),
        ("船長", 21, ["船長"]),
        ("เรือ", 23, ["เรือ", "เรือ", "เรือ"]),
        ("رحب", 16, ["رحّب"]),
        ("كتاب", 17, ["كتـــاب"]),
        ("کشتیها", 18, ["کشتی", "کشتی‌ها"]),
        ("oeuf", 24, ["d'Œuf"]),
        ("équipage", 24, ["L'équipage"]),
    ],
)
def test_what_is_lit_is_whole_letters(query: str, number: int, lit: list[str], filled: Archive) -> None:
    article = filled.articles[number - 1]
    highlights = highlight(article, filled.searcher.understand(query))
    found = []
    for part in dict.fromkeys(match.part for match in highlights.matches):
        lit_there = {place for span in highlights.of(part) for place in range(span.start, span.end)}
        marked = "".join(one if at in lit_there else "\n" for at, one in enumerate(text_of(article, part)))
        found += marked.split("\n")
    assert list(filter(None, found)) == lit
