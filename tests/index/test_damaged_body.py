"""An article whose body is damaged costs no other one anything: the rest is indexed, and it can be read anew."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.indexer import Indexer, indexer
from index.library import Library
from index.search import Searcher
from index.sync import add, check, reindex, sync
from index.types import ArticleId, Failure, MarkChange

PLACES = ("Skell", "Vane", "Dunmouth", "Old Tamber")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as made:
        yield made


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for place in PLACES:
        text = f"The ferry came in late, and nobody in {place} minded: the quay stayed open for the whole night."
        (folder / f"{place}.json").write_text(json.dumps({"headline": f"News from {place}", "text": text}))
    return folder


@pytest.fixture
def filled(library: Library, pages: Path) -> Library:
    assert add(library, [pages]).added == len(PLACES)
    return library


@pytest.fixture(
    params=["UPDATE bodies SET data = x'00' WHERE article_id = ?", "DELETE FROM bodies WHERE article_id = ?"]
)
def damaged(request: pytest.FixtureRequest, filled: Library) -> ArticleId:
    """The id of an article whose body is damaged, or not there."""
    (article_id,) = found(filled, "headline:Vane")
    filled.database.execute_many(request.param, [(article_id,)])
    return ArticleId(article_id)


def found(library: Library, query: str) -> list[int]:
    with Searcher(library) as searcher:
        return sorted(searcher.search(query).ids)


def in_processes(library: Library, failed: Callable[[Failure], None]) -> int:
    with library.write_lock("test"), Indexer(library, processes=2) as made:
        return made.rebuild(failed=failed)


def in_one(library: Library, failed: Callable[[Failure], None]) -> int:
    return reindex(library, failed=failed)


@pytest.mark.parametrize("build", [in_one, in_processes])
def test_the_rest_is_indexed_and_it_is_named(
    filled: Library, damaged: ArticleId, build: Callable[[Library, Callable[[Failure], None]], int]
) -> None:
    failures: list[Failure] = []
    assert build(filled, failures.append) == len(PLACES)
    assert len(found(filled, "ferry")) == len(PLACES) - 1
    assert found(filled, "headline:Vane") == [damaged]
    (failure,) = failures
    assert failure.location.endswith("Vane.json")
    assert f"article {damaged} cannot be read" in failure.message
    assert "check --repair" in failure.message


def test_a_page_of_results_shows_it_without_a_snippet(filled: Library, damaged: ArticleId) -> None:
    with Searcher(filled) as searcher:
        results = searcher.search("ferry")  # of the index of before
        hits = {hit.row.id: hit for hit in searcher.hits(results, 0, 10)}
    assert len(hits) == len(PLACES)
    assert not hits[damaged].snippets
    assert all(hit.snippets for article_id, hit in hits.items() if article_id != damaged)


def test_a_sync_that_meets_it_goes_on_and_names_it(filled: Library, damaged: ArticleId, pages: Path) -> None:
    for path in sorted(filled.search_folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (pages / "new.json").write_text(json.dumps({"headline": "Quarry closes", "text": "The last ferry has left it."}))
    report = sync(filled)
    assert report.added == 1
    assert [f"article {damaged} cannot be read" in failure.message for failure in report.failures] == [True]
    assert len(found(filled, "ferry")) == len(PLACES)


def test_it_is_read_anew_from_its_file_and_keeps_its_marks(filled: Library, damaged: ArticleId) -> None:
    filled.mark([MarkChange(damaged, starred=True, note="ask again")])
    (finding,) = check(filled)
    assert f"article {damaged}" in finding
    assert "Vane.json" in finding
    assert check(filled, repair=True) == [finding]
    assert check(filled) == []
    stored = filled.get(damaged)
    assert "nobody in Vane" in stored.article.blocks[0].text
    assert (stored.marks.starred, stored.marks.note) == (True, "ask again")
    assert len(found(filled, "ferry")) == len(PLACES)
    assert filled.count() == len(PLACES)


def test_without_its_file_it_stays_and_that_is_said(filled: Library, damaged: ArticleId, pages: Path) -> None:
    (pages / "Vane.json").unlink()
    check(filled, repair=True)
    (finding,) = check(filled)
    assert f"article {damaged}" in finding
    assert "is no longer there" in finding
    assert found(filled, "headline:Vane") == [damaged]


@pytest.fixture(autouse=True)
def _small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexer, "_PORTION", 2)
