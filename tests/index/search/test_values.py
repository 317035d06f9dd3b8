"""Narrowing a query to a value that its results are counted by finds exactly what was counted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.highlight import highlight
from index.indexer import Indexer
from index.library import Library
from index.query.narrowing import faceted, narrowed, widened
from index.search import Searcher
from index.types import Article, ArticleId, Block, BlockKind
from tests.index.library.making import put, remove

OUTLETS = (
    "Reuters", "Reuters Africa", "reuters", 'The "Port" Mail', "«Port» Gazette", "Port (evening)", "NOT a paper",
    "Port-Ansel: OR | else", "-Minus", "=Equal", "***", "?", "[bold]Red[/bold]", "x" * 300, "Ünï çödé", "الساحل",
    "東京 Mail", "e\u0301te\u0301", "Tab\tbed", "trailing ~2", "a~", "#hash", "http://port.example/",
)  # fmt: skip
QUERIES = ("", "ferry", "ferry OR storm", "-storm", "ferry sort:oldest", 'ferry "day', "(ferry")


def _article(number: int, outlet: str) -> Article:
    return Article(
        headline="Ferry strike" if number % 3 else "Storm warning",
        blocks=(Block(BlockKind.PARAGRAPH, f"The quay, day {number}."),),
        authors=(("Ilse Varga", "Jon Mare") if number % 2 else ("Ilse Varga Mare",)),
        place="Port Ansel" if number % 2 else "Port",
        section=("Town", "Town Hall", "town")[number % 3],
        outlet=outlet,
        published=f"20{30 + number % 3}-0{1 + number % 9}-11" if number % 5 else None,
        language=("en", "fr", None)[number % 3],
        tags=(("sea", "Sea level") if number % 2 else ("SEA",)),
    )


def _catch_up(library: Library) -> None:
    with library.write_lock("test") as lock, Indexer(library) as indexer:
        assert lock
        indexer.catch_up()


@pytest.fixture
def searcher(library: Library) -> Iterator[Searcher]:
    half = len(OUTLETS) // 2
    for batch in (range(half), range(half, 2 * len(OUTLETS))):  # two segments
        put(library, *(_article(number, OUTLETS[number % len(OUTLETS)]) for number in batch))
        _catch_up(library)
    remove(library, [ArticleId(9)])
    with Searcher(library) as made:
        yield made


@pytest.mark.parametrize("query", QUERIES)
def test_each_value_has_as_many_results_as_were_counted(searcher: Searcher, query: str) -> None:
    total = searcher.search(query).total
    for facet, counted in searcher.facets(query, most=100).items():
        assert counted
        for value, count in counted:
            narrow = narrowed(query, facet, value)
            assert narrow is not None, value
            assert searcher.search(narrow).total == count, narrow
            exclude = narrowed(query, facet, value, exclude=True)
            assert exclude is not None, value
            assert searcher.search(exclude).total == total - count, exclude
            assert searcher.search(widened(narrow, facet, value)).total == total
            chosen = faceted(narrow, searcher.facets(narrow, most=100))[facet][0]
            assert (chosen.chosen, chosen.count) == (True, count), narrow


def test_a_value_is_no_part_of_a_longer_one(searcher: Searcher) -> None:
    assert searcher.search("outlet:reuters").total == 6
    for value in ("Reuters", "reuters", "Reuters Africa"):
        assert searcher.search(f'outlet:=="{value}"').total == 2
    assert searcher.search('outlet:=="Reut"').total == 0
    assert searcher.search('place:=="Port"').total + searcher.search('place:=="Port Ansel"').total == 45


def test_quotation_marks_and_blanks_are_alike(searcher: Searcher) -> None:
    for text in ('outlet:=="The Port Mail"', "outlet:==“The  Port Mail”", 'source:=="The Port Mail "'):
        assert searcher.search(text).total == 2


def test_it_is_said_and_counted(searcher: Searcher) -> None:
    understood = searcher.understand('outlet:=="Reuters" -byline:=="Jon Mare"')
    assert understood.spoken == "outlet is Reuters, not author is Jon Mare"
    assert [(chip.count, chip.negated) for chip in understood.chips] == [(2, False), (23, True)]


def test_the_whole_value_is_lit(searcher: Searcher, library: Library) -> None:
    found = searcher.search('outlet:=="Reuters Africa" byline:=="Jon Mare"')
    stored = library.get(found.ids[0])
    lit = highlight(stored, found.understood)
    assert [(match.part.kind, span.start, span.end) for match in lit.matches for span in match.spans] == [
        ("author", 0, len("Jon Mare")),
        ("outlet", 0, len("Reuters Africa")),
    ]


def test_without_an_index_nothing_is_found_and_it_is_said(library: Library) -> None:
    put(library, _article(1, "Reuters"))
    with Searcher(library) as searcher:
        found = searcher.search('outlet:=="Reuters"')
        assert found.total == 0
        assert found.understood.repairs
