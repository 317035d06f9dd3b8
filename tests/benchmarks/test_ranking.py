"""The measures, the collections and the engines of the benchmark of rankings, on texts written for it."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.benchmarks.ranking import judged as measured
from tests.benchmarks.ranking import main
from tests.benchmarks.ranking_engines import RANKERS, opened, question
from tests.benchmarks.ranking_measures import average_precision, mean, reciprocal_rank
from tests.benchmarks.ranking_topics import TOPICS, Question, Text, judged, known_items

ARTICLES = (
    ("Ferry strike at the quay", "Crews of the ferries walked out at noon.\n\nThe quay stood empty."),
    ("Storm warning", "Boats stay in the harbour while the storm lasts."),
    ("Walkout of the crews", "Crews of the ferries walked out at noon.\n\nThe quay stood empty."),
    ("", "A letter without a headline, about boats."),
)


def test_average_precision_counts_what_was_not_found() -> None:
    assert average_precision([7, 1, 8, 2], {1, 2}) == pytest.approx((1 / 2 + 2 / 4) / 2)
    assert average_precision([1, 9], {1, 2, 3}) == pytest.approx(1 / 3)
    assert average_precision([], {1}) == average_precision([1], set()) == 0


def test_the_reciprocal_rank_is_that_of_the_first_right_one() -> None:
    assert reciprocal_rank([5, 6, 1, 2], {1, 2}) == pytest.approx(1 / 3)
    assert reciprocal_rank([5], {1}) == 0
    assert mean([0.5, 1.0]) == 0.75
    assert mean([]) == 0


def test_a_headline_is_right_for_every_article_with_its_body() -> None:
    topics = known_items("News", "en", ARTICLES)
    assert topics.label == "News, MRR"
    assert [asked.right for asked in topics.questions] == [{0, 2}, {1}, {0, 2}]
    assert {text.headline for text in topics.texts} == {""}


def test_judgements_are_read(tmp_path: Path) -> None:
    documents = [{"id": "a", "title": "One", "text": "one ferry"}, {"id": "b", "title": "", "text": "two"}]
    (tmp_path / "docs.jsonl").write_text("\n".join(map(json.dumps, documents)))
    (tmp_path / "queries.tsv").write_text("1\twhich ferry\n2\tnothing is right\n")
    (tmp_path / "qrels.txt").write_text("1 0 a 2\n1 0 b 0\n2 0 b 0\n")
    topics = judged("Small", tmp_path)
    assert topics.label == "Small, MAP"
    assert topics.questions == [Question("which ferry", frozenset({0}))]
    assert topics.texts[0] == Text("One", "one ferry")


@pytest.mark.parametrize("name", RANKERS)
def test_every_engine_ranks(name: str, tmp_path: Path) -> None:
    topics = known_items("News", "en", ARTICLES)
    try:
        ranker = opened(name, topics, tmp_path)
    except ImportError:
        pytest.skip("it is not installed")
    with closing(ranker):
        assert set(ranker.rank("the storm-tossed harbours or not")) == {0, 1, 2}
        assert ranker.rank("storm")[0] == 1
        assert measured(topics, ranker.rank) == [1.0, 1.0, 1.0]
        assert ranker.rank("zeppelin") == []


def test_a_question_is_any_of_its_words() -> None:
    assert question("Is it not U.S. or UK?") == 'is OR it OR "not" OR "u.s" OR "or" OR uk'


def test_what_is_asked_for_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    topics = known_items("News", "en", ARTICLES)
    monkeypatch.setitem(TOPICS, "bbc", lambda _corpora: topics)
    made = CliRunner().invoke(main, ["--corpora", str(tmp_path), "--only", "bbc", "--engines", "plain,ours"])
    assert made.exit_code == 0, made.output
    assert "| News, MRR | 1.000 | 1.000 |" in made.output
    assert "no 'xapian'" in CliRunner().invoke(main, ["--engines", "xapian"]).output
