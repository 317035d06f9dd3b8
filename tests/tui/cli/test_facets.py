"""Facets on the command line, against a Counter over the articles that the same query prints."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from index import Library, catch_up
from index.types import ArticleId, MarkChange, StoredArticle
from tests.index.library.making import article, put
from tests.tui.cli.conftest import Dateline

ARTICLES = 60
OUTLETS = (None, "Port Ansel Mail", "The Fictional Post", "Ärgernis")
AUTHORS = [f"Ilse {name}" for name in ("Varga", "Mare", "Brandt", "Quill", "Öst")] + [f"Jon {n}" for n in range(25)]
QUERIES = ("*", "ferry", "harbour -ferry", "is:unread", "outlet:post OR date:2031", "tag:ports", "zeppelin")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    chance = random.Random(7)  # noqa: S311 - the same articles each time
    some = [
        article(
            f"Report {number}",
            chance.choice(["The ferry came first.", "Boats stay in the harbour.", "The ferry left the harbour."]),
            outlet=chance.choice(OUTLETS),
            section=chance.choice((None, "Front", "Weather")),
            place=chance.choice((None, "Port Ansel", "東")),
            authors=tuple(chance.sample(AUTHORS, chance.randrange(3))),
            language=chance.choice((None, "en", "fr")),
            published=chance.choice((None, "2030-12-31", "2031-01-01", f"{2000 + number}-05-02T23:30:00-11:00")),
            tags=tuple(chance.sample(["ports", "sea"], chance.randrange(2))),
        )
        for number in range(ARTICLES)
    ]
    with Library.open(tmp_path / "library") as library:
        put(library, *some)
        library.mark([MarkChange(ArticleId(number), tags=("weekend", "ports")) for number in range(1, 9)])
        catch_up(library)
        yield library


def leading(values: Iterable[str | None]) -> list[list[object]]:
    counts = Counter(value for value in values if value)
    return [list(item) for item in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:20]]


def counted(stored: list[StoredArticle]) -> dict[str, list[list[object]]]:
    each = [one.article for one in stored]
    return {
        "outlet": leading(one.outlet for one in each),
        "section": leading(one.section for one in each),
        "place": leading(one.place for one in each),
        "author": leading(author for one in each for author in set(one.authors)),
        "language": leading(one.language for one in each),
        "tag": leading(tag for one in stored for tag in {*one.article.tags, *one.marks.tags}),
        "year": leading((one.published or "")[:4] for one in each),
    }


def asked(dateline: Dateline, query: str, *options: str) -> Any:
    return json.loads(dateline("search", query, "--facets", "--format", "json", *options).stdout)


def check(dateline: Dateline, library: Library, query: str) -> None:
    told = asked(dateline, query, "--limit", str(2 * ARTICLES))
    stored = library.get_many([hit["id"] for hit in told["hits"]])
    assert len(stored) == told["total"], query
    assert told["facets"] == counted(stored), query
    assert list(told["facets"]) == ["outlet", "section", "place", "author", "language", "tag", "year"]


def test_facets_are_what_a_counter_counts(dateline: Dateline, library: Library) -> None:
    for query in QUERIES:
        check(dateline, library, query)


def test_facets_agree_with_results_where_articles_wait_for_the_index(dateline: Dateline, library: Library) -> None:
    put(library, article("Waiting", "The ferry again.", section="New", outlet="Ärgernis", published="2031-01-01"))
    with library.write_lock("test"):  # so that nobody can index them
        for query in ("*", "ferry", "is:unread"):
            check(dateline, library, query)


def test_facets_are_of_all_results_however_many_are_printed(dateline: Dateline, library: Library) -> None:
    few, none = asked(dateline, "ferry", "--limit", "2"), asked(dateline, "ferry", "--offset", "999")
    assert (len(few["hits"]), len(none["hits"])) == (2, 0)
    stored = library.get_many(range(1, ARTICLES + 1))
    assert few["facets"] == none["facets"] == counted([one for one in stored if "ferry" in str(one.article.blocks)])
    text = dateline("search", "ferry", "--facets", "--limit", "0").stdout
    assert text.splitlines()[0].startswith("outlet: ")
