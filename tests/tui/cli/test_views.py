"""Concordances, articles like one, rising words and several snippets in the shell, on a real library."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from index import Library
from tests.index.library.making import article, put
from tests.tui.cli.conftest import Dateline


@pytest.fixture
def filled(dateline: Dateline, tmp_path: Path) -> Dateline:
    with Library.open(tmp_path / "library") as library:
        put(
            library,
            article("Ferry strike", "The crews left the ferry. The ferry stays. No other ferry.", language="en",
                    published="2031-05-02", outlet="Port Ansel Mail"),
            article("Crews at sea", "An old ferry sailed. The crews of the ferries were glad.", language="en",
                    published="2031-05-04"),
            article("東京の港", "東京 ferry 横浜", published="2030-01-01"),
            *(article(f"Storm {number}", "The boats stay in the harbour.", language="en") for number in range(12)),
            *(article(f"Strike {number}", "The union spoke of wages.", language="en") for number in range(8)),
        )  # fmt: skip
    return dateline


def test_every_match_has_a_line_and_the_matches_stand_under_one_another(filled: Dateline) -> None:
    run = filled("concordance", "ferry", "--width", "80", "--sort", "right")
    assert run.returncode == 0
    lines = run.stdout.splitlines()
    assert len(lines) == 7
    for line in lines:
        begins = [cell_len(line[: found.start()]) for found in re.finditer("(?i)ferr", line)]
        assert 48 in begins, line
        assert cell_len(line) <= 80
    assert "7 matches of 3 articles" in run.stderr


def test_a_concordance_for_programs(filled: Dateline) -> None:
    told = json.loads(filled("concordance", "ferry", "--format", "json", "--sort", "left").stdout)
    assert list(told) == ["version", "query", "total", "lines"]
    assert told["total"] == 3
    lefts = [line["left"] for line in told["lines"]]
    nearest = [left.casefold().split()[-1:] for left in lefts]
    assert nearest == sorted(nearest)
    first = told["lines"][0]
    assert list(first) == [
        *("id", "published", "outlet", "headline", "part", "index", "start", "end", "left", "match", "right", "term")
    ]
    table = list(csv.DictReader(io.StringIO(filled("concordance", "ferry", "--format", "csv").stdout)))
    assert len(table) == 7
    assert {row["match"] for row in table} == {"Ferry", "ferry", "ferries"}


def test_the_newest_matches_come_first(filled: Dateline) -> None:
    run = filled("concordance", "ferry", "--sort", "date", "--limit", "3", "--format", "json")
    assert [line["id"] for line in json.loads(run.stdout)["lines"]] == [2, 2, 1]


def test_nothing_in_a_concordance_is_exit_code_one(filled: Dateline) -> None:
    run = filled("concordance", "zeppelin")
    assert (run.returncode, run.stdout) == (1, "")
    assert filled("concordance", "is:unread").stdout == ""  # many articles, and nothing to light


def test_articles_like_one_are_found_by_a_query_that_can_be_seen(filled: Dateline) -> None:
    run = filled("search", "--like", "1", "--format", "json")
    told = json.loads(run.stdout)
    assert told["query"]["text"].endswith("-id:1")
    assert told["hits"][0]["id"] == 2
    assert 1 not in [hit["id"] for hit in told["hits"]]
    narrowed = json.loads(filled("search", "--like", "1", "pilots", "OR", "since:2031", "--format", "json").stdout)
    assert [hit["id"] for hit in narrowed["hits"]] == [2]


def test_like_wants_an_article_and_search_a_query(filled: Dateline) -> None:
    assert filled("search", "--like", "99").returncode == 1
    assert filled("search", "--like", "x").returncode == 1
    run = filled("search")
    assert run.returncode == 2
    assert "--like" in run.stderr


def test_rising_words_are_told_on_demand(filled: Dateline) -> None:
    told = json.loads(filled("search", "strike", "--rising", "--format", "json").stdout)
    assert ["union", 8, 8] in [word[:3] for word in told["rising"]]
    assert "rising words: " in filled("search", "strike", "--rising").stdout
    assert json.loads(filled("search", "strike", "--format", "json").stdout)["rising"] is None


def test_as_many_snippets_as_asked_for(filled: Dateline) -> None:
    def snippets(number: int) -> list[str]:
        run = filled("search", "id:1 ferry", "--snippets", str(number), "--format", "json")
        return [snippet["text"] for snippet in json.loads(run.stdout)["hits"][0]["snippets"]]

    assert snippets(0) == []
    assert len(snippets(1)) == 1
    assert snippets(5)[:1] == snippets(1)
    assert len(snippets(5)) >= 1
