"""What results consist of, against a Counter over the articles: the index up to date, behind, and not there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import SearchCancelledError
from index.indexer import Indexer
from index.library import Library, facets
from index.library.codec import fold_tag
from index.library.facets import FacetValues
from index.library.writer import Place
from index.search import Searcher, tags
from index.search.view import Evaluation
from index.types import Article, ArticleId, Block, BlockKind, MarkChange, StoredArticle, Timeline
from tests.index.library.making import article, put, remove

Facet = list[tuple[str, int]]

some = st.sampled_from
articles = st.builds(
    Article,
    headline=some(["Ferry strike", "Quay reopened", "Storm warning"]),
    blocks=some(["The ferry came first.", "Boats stay in the harbour."]).map(lambda text: (_paragraph(text),)),
    authors=st.lists(some(["Ilse Varga", "Jon Mare", "Été Öst"]), max_size=2).map(tuple),
    place=some([None, "Port Ansel", "東"]),
    section=some([None, "Front", "Weather", "front"]),
    outlet=some([None, "Port Ansel Mail", "Fictional Post"]),
    published=some([None, "2029-12-31", "2031-05-02", "2031-05-02T23:30:00-11:00", "2031-05-03", "2042-01-01"]),
    language=some([None, "en", "fr"]),
    tags=st.lists(some(["Ports", "ports", "Sea", "été"]), max_size=3, unique=True).map(tuple),
)
marks = st.builds(
    MarkChange,
    id=st.integers(1, 8).map(ArticleId),
    read=st.booleans(),
    tags=some([None, (), ("Sea",), ("weekend", "PORTS")]),
)
QUERIES = ("", "*", "ferry", "ferry OR storm", "harbour -ferry", "-ferry", "section:front", "headline:quay is:unread")
QUERIES_WITHOUT_WORDS = ("is:unread", "date:2031", "is:undated", "tag:ports", "-tag:sea", "has:tag OR is:read")


def _paragraph(text: str) -> Block:
    return Block(BlockKind.PARAGRAPH, text)


def catch_up(library: Library) -> None:
    with library.write_lock("test") as lock, Indexer(library) as indexer:
        assert lock
        indexer.catch_up()


def mark(library: Library, changes: Iterable[MarkChange]) -> None:
    present = set(library.ids_in_state("read")) | set(library.ids_in_state("unread"))
    library.mark([change for change in changes if change.id in present])


def update(library: Library, article_id: int, changed: Article) -> None:
    with library.write_lock("test") as lock, library.writing(lock) as writer:
        writer.update(ArticleId(article_id), changed, Place("made/changed.txt"))


def leading(counts: Counter[str], most: int) -> Facet:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]


def counted(stored: Sequence[StoredArticle], most: int) -> dict[str, Facet]:
    """Every facet but the tags."""
    each = [one.article for one in stored]
    values = {
        "outlet": Counter(one.outlet for one in each if one.outlet),
        "section": Counter(one.section for one in each if one.section),
        "place": Counter(one.place for one in each if one.place),
        "author": Counter(author for one in each for author in set(one.authors)),
        "language": Counter(one.language for one in each if one.language),
        "year": Counter(one.published[:4] for one in each if one.published),
    }
    return {name: leading(counts, most) for name, counts in values.items()}


def spellings(stored: Sequence[StoredArticle]) -> dict[str, set[str]]:
    found = defaultdict(set)
    for one in stored:
        for tag in (*one.article.tags, *one.marks.tags):
            found[fold_tag(tag)].add(tag)
    return found


def counted_tags(stored: Sequence[StoredArticle], most: int) -> Facet:
    """The tags, folded."""
    folded = (set(map(fold_tag, (*one.article.tags, *one.marks.tags))) for one in stored)
    return leading(Counter(tag for some in folded for tag in some), most)


def agrees(found: Timeline, stored: Sequence[StoredArticle]) -> bool:
    days = [date.fromisoformat(one.article.published[:10]) for one in stored if one.article.published]
    starts = [date.fromisoformat(start) for start, _ in found.buckets]
    counts = Counter(max(start for start in starts if start <= day).isoformat() for day in days) if starts else {}
    return (
        found.undated == len(stored) - len(days)
        and sum(number for _, number in found.buckets) == len(days)
        and all(counts.get(start, 0) == number for start, number in found.buckets)
    )


def check(library: Library, searcher: Searcher, most: int) -> None:
    everything = library.get_many(sorted({*library.ids_in_state("read"), *library.ids_in_state("unread")}))
    for query in (*QUERIES, *QUERIES_WITHOUT_WORDS):
        stored = library.get_many(searcher.search(query).ids)
        found = searcher.facets(query, most=most)
        assert list(found) == ["outlet", "section", "place", "author", "language", "tag", "year"], query
        found_tags = found.pop("tag")
        assert found == counted(stored, most), query
        assert [(fold_tag(tag), number) for tag, number in found_tags] == counted_tags(stored, most), query
        assert all(tag in spellings(everything)[fold_tag(tag)] for tag, _ in found_tags), query
        assert agrees(searcher.timeline(query, most), stored), query
    assert searcher.status.problem is None


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few articles make several pages."""
    monkeypatch.setattr(facets, "_PAGE", 2)
    monkeypatch.setattr(tags, "_PAGE", 2)


@pytest.fixture
def ports(library: Library) -> Iterator[Searcher]:
    """A searcher on four articles that are indexed."""
    put(
        library,
        article("Ferry strike", "Crews walked out.", section="Front", published="2031-05-02", tags=("Strikes",)),
        article("Quay reopened", "The ferry came first.", section="Front", published="2031-05-04", tags=("ports",)),
        article("Storm warning", "Boats stay in the harbour.", section="Weather", published="2033-01-01"),
        article("Letters", "A reader asks after the ferry.", tags=("Ports",)),
    )
    catch_up(library)
    with Searcher(library) as searcher:
        yield searcher


@given(
    st.lists(st.lists(articles, min_size=1, max_size=4), max_size=3),
    st.lists(articles, max_size=2),
    st.lists(st.tuples(st.integers(1, 8), articles), max_size=3),
    st.sets(st.integers(1, 8), max_size=2),
    st.lists(marks, max_size=3),
    st.integers(1, 4),
)
@settings(deadline=None, max_examples=12)
def test_breakdowns_are_what_a_counter_counts(
    batches: list[list[Article]],
    new: list[Article],
    changed: list[tuple[int, Article]],
    removed: set[int],
    changes: list[MarkChange],
    most: int,
) -> None:
    with (
        TemporaryDirectory() as folder,
        Library.open(Path(folder, "library")) as library,
        Searcher(library) as searcher,
    ):
        for batch in batches:
            put(library, *batch)
            catch_up(library)
        mark(library, changes[:1])
        searcher.refresh()
        check(library, searcher, most)

        put(library, *new)
        present = {*library.ids_in_state("read"), *library.ids_in_state("unread")}
        for number, one in changed:
            if number in present:
                update(library, number, one)
        check(library, searcher, most)
        remove(library, removed & present)
        mark(library, changes)
        check(library, searcher, most)
        with Searcher(library) as another:
            check(library, another, most)

        catch_up(library)
        searcher.refresh()
        check(library, searcher, most)


@given(st.lists(articles, max_size=6), st.lists(marks, max_size=3), st.integers(1, 4))
@settings(deadline=None, max_examples=8)
def test_without_an_index_the_library_is_counted(some: list[Article], changes: list[MarkChange], most: int) -> None:
    with (
        TemporaryDirectory() as folder,
        Library.open(Path(folder, "library")) as library,
        Searcher(library) as searcher,
    ):
        put(library, *some)
        mark(library, changes)
        check(library, searcher, most)


def test_facets_are_of_all_results_and_as_the_list_shows_them(library: Library, ports: Searcher) -> None:
    library.mark([MarkChange(ArticleId(4), tags=("PORTS", "Later"))])
    assert ports.facets("ferry") == {
        "outlet": [],
        "section": [("Front", 2)],
        "place": [],
        "author": [],
        "language": [],
        "tag": [("PORTS", 2), ("Later", 1), ("Strikes", 1)],
        "year": [("2031", 2)],
    }
    update(library, 2, article("Quay reopened", "The ferry came first.", section="Harbour"))
    put(library, article("Another ferry", section="New"))
    assert ports.facets("ferry")["section"] == [("Front", 1), ("Harbour", 1)]
    assert ports.facets("")["section"] == [("Front", 1), ("Harbour", 1), ("New", 1), ("Weather", 1)]


def test_timelines_are_of_all_results(library: Library, ports: Searcher) -> None:
    assert ports.timeline("ferry", 9) == Timeline(
        "day", 1, (("2031-05-02", 1), ("2031-05-03", 0), ("2031-05-04", 1)), 1
    )
    assert ports.timeline("", 5) == Timeline("year", 1, (("2031-01-01", 2), ("2032-01-01", 0), ("2033-01-01", 1)), 1)
    put(library, article("Waiting", published="2030-01-01"))
    assert ports.timeline("is:unread", 5).buckets[0] == ("2030-01-01", 1)
    assert ports.timeline("zeppelin", 5) == Timeline("day", 1, (), 0)


def test_nothing_typed_raises(ports: Searcher) -> None:
    for query in ('"', "(((", "OR", "-", "headline:", "*?*", "\udcff", "date:tomorrowish", "saved:x"):
        assert set(ports.facets(query)) >= {"outlet", "year"}
        assert ports.timeline(query, 3).undated <= 1


# ---- what it costs --------------------------------------------------------------------------------------------------


def test_only_what_waits_is_read_from_the_library(
    library: Library, ports: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    values = Library.facet_values

    def watched(self: Library, ids: Sequence[int]) -> Iterator[list[FacetValues]]:
        asked.extend(ids)
        return values(self, ids)

    monkeypatch.setattr(Library, "facet_values", watched)
    for query in ("", "ferry", "is:unread"):
        ports.facets(query)
        ports.timeline(query, 5)
    assert asked == []
    put(library, article("Another ferry"))
    update(library, 1, article("Ferry strike"))
    ports.facets("ferry")
    assert asked == [1]
    ports.facets("")
    assert asked == [1, 1, 5]


def test_a_query_is_evaluated_once_for_its_head_its_whole_and_its_facets(
    library: Library, ports: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[Any] = []
    run = Evaluation.run

    def watched(self: Evaluation, tree: Any) -> Any:
        ran.append(tree)
        return run(self, tree)

    monkeypatch.setattr(Evaluation, "run", watched)
    for query in ("ferry crews", "ferry -crews"):
        ran.clear()
        head = ports.search(query, most=1)
        assert ports.search(query).total == head.total
        assert ports.search(f"{query} sort:oldest").total == head.total
        ports.facets(query)
        ports.timeline(query, 5)
        assert len(ran) == 1
    library.mark([MarkChange(ArticleId(2), starred=True)])
    assert list(ports.search("ferry is:starred").ids) == [2]
    library.mark([MarkChange(ArticleId(2), starred=False)])
    assert list(ports.search("ferry is:starred").ids) == []


def test_counting_can_be_cancelled_at_any_moment(library: Library, ports: Searcher) -> None:
    put(library, *(article(f"Waiting {number}") for number in range(5)))
    for query in ("ferry OR is:unread", "is:unread"):
        expected = ports.facets(query), ports.timeline(query, 5)
        for calls in count():
            left = iter(range(calls))
            with Searcher(library) as searcher:
                try:
                    found = (
                        searcher.facets(query, cancelled=lambda: next(left, None) is None),  # noqa: B023 - called here
                        searcher.timeline(query, 5, cancelled=lambda: next(left, None) is None),  # noqa: B023
                    )
                    break
                except SearchCancelledError:
                    assert searcher.status.problem is None
        assert found == expected
        assert calls > 5


def test_a_reading_of_tags_that_is_given_up_goes_on(
    library: Library, ports: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(library, *(article(f"Tagged {number}", tags=(f"tag {number}",)) for number in range(9)))
    read: list[tuple[str, int]] = []
    own_tags = Library.own_tags

    def watched(self: Library, after: tuple[str, int], limit: int) -> list[tuple[str, int]]:
        read.append(after)
        return own_tags(self, after, limit)

    monkeypatch.setattr(Library, "own_tags", watched)
    while True:
        pages = len(read)
        try:
            found = ports.facets("", cancelled=lambda: len(read) > pages + 1)  # noqa: B023 - called here
            break
        except SearchCancelledError:
            pass
    assert len(found["tag"]) == 11
    assert len(set(read)) == len(read) == 7
    ports.facets("")
    assert len(read) == 7


def test_damage_met_while_counting_is_told(library: Library, ports: Searcher) -> None:
    ports.refresh()
    for path in library.search_folder.glob("*/*"):
        if path.is_file() and path.name != "manifest.json":
            with path.open("r+b") as file:
                file.write(b"\xff" * path.stat().st_size)
    assert ports.facets("")["section"] == [("Front", 2), ("Weather", 1)]
    assert not ports.status.usable
    assert ports.facets("ferry")["section"] == []
    assert ports.timeline("is:unread", 5).undated == 1
