"""The table of queries: its answers, worked out by hand, the searcher's and the judge's have to be the same."""

from __future__ import annotations

import pytest

from index.highlight import highlight
from index.query.tree import Node
from tests.index.search.table.archive import entries
from tests.index.search.table.conftest import Archive
from tests.index.search.table.lit import characters, lit_words
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
