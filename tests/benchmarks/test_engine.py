from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.library import Library
from index.search import Searcher
from tests.benchmarks import measuring, page_cache
from tests.benchmarks.corpora import of_corpus
from tests.benchmarks.engine import SEARCHED, Run, built, main
from tests.benchmarks.facts import facts
from tests.benchmarks.generate import articles
from tests.benchmarks.measuring import Built
from tests.benchmarks.peers.base import Archive, Engine, Setup, archive
from tests.benchmarks.peers.fts5 import Fts5
from tests.benchmarks.peers.ours import Ours, OursEverywhere
from tests.benchmarks.peers.tantivy import Tantivy
from tests.benchmarks.peers.whoosh import Whoosh
from tests.benchmarks.peers.xapian import Xapian
from tests.benchmarks.queries import QUERIES, Kind, classes
from tests.benchmarks.table import Table

COUNT = 150
DEFINED_OTHERWISE = {Kind.SLOP, Kind.STEMS}


@pytest.fixture(scope="module")
def some_articles(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return archive(articles(COUNT), tmp_path_factory.mktemp("archive") / "articles")


@pytest.fixture(scope="module")
def ours(some_articles: Archive, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ours")
    Ours().build(some_articles, folder, Setup())
    return folder


@pytest.mark.parametrize("make", [Fts5, Tantivy, Whoosh, Xapian])
def test_all_engines_find_as_many_articles(
    make: type[Engine], some_articles: Archive, ours: Path, tmp_path: Path
) -> None:
    engine, mine = make(), Ours()
    try:
        engine.prepare()
    except ImportError:
        pytest.skip("it is not installed")
    engine.build(some_articles, tmp_path, Setup())
    engine.open(tmp_path)
    mine.open(ours)
    asked = classes(facts(ours / "all", "en"))
    compared = [query for some in asked.values() for query in some if query.kind not in DEFINED_OTHERWISE]
    found = {query: engine.search(query) for query in compared}
    known = {query: total for query, total in found.items() if total is not None}
    assert len({query.kind for query in known}) > 10
    assert known == {query: mine.search(query) for query in known}
    engine.close()
    mine.close()


@pytest.mark.parametrize("make", [Fts5, Tantivy, Whoosh, Xapian])
def test_stems_are_found_in_an_index_of_their_own(make: type[Engine], some_articles: Archive, tmp_path: Path) -> None:
    engine = make()
    try:
        engine.prepare()
    except ImportError:
        pytest.skip("it is not installed")
    setup = Setup(stems=True)
    assert engine.can(setup)
    engine.build(some_articles, tmp_path, setup)
    engine.open(tmp_path)
    folder = tmp_path / "ours"
    folder.mkdir()
    Ours().build(some_articles, folder, Setup())
    (queries,) = [some for some in classes(facts(folder / "all", "en")).values() if some[0].kind is Kind.STEMS]
    assert all(engine.search(query) for query in queries)
    engine.close()


def test_every_class_has_several_queries(ours: Path) -> None:
    asked = classes(facts(ours / "all", "en"))
    assert {query.kind for some in asked.values() for query in some} == set(Kind)
    assert all(len(set(some)) == QUERIES for some in asked.values())


def test_words_in_all_fields_and_forms_are_found_at_least_as_often(some_articles: Archive, tmp_path: Path) -> None:
    OursEverywhere().build(some_articles, tmp_path, Setup())
    wide, narrow = OursEverywhere(), Ours()
    wide.open(tmp_path)
    narrow.open(tmp_path)
    for some in classes(facts(tmp_path / "all", "en")).values():
        if some[0].kind in {Kind.WORD, Kind.AND, Kind.OR, Kind.NEWEST}:
            assert all((wide.search(query) or 0) >= (narrow.search(query) or 0) > 0 for query in some)


@pytest.mark.parametrize("processes", [1, 2])
def test_a_kept_archive_is_a_library(processes: int, some_articles: Archive, tmp_path: Path) -> None:
    parts = Ours().build(some_articles, tmp_path, Setup(kept=True, processes=processes))
    assert list(parts) == ["keep", "build"]
    with Library.open(tmp_path / "library", create=False) as library, Searcher(library) as searcher:
        assert library.count() == COUNT
        assert searcher.search("ba").total > 0


def test_what_is_there_before_is_no_part_of_an_index(some_articles: Archive, tmp_path: Path) -> None:
    engine, setup = Ours(), Setup(processes=2)
    engine.lay_out(some_articles, tmp_path, setup)
    engine.build(some_articles, tmp_path, setup)
    assert not (tmp_path / "library" / "library.db").exists()
    assert any((tmp_path / "library" / "search").rglob("*"))


def test_cold_runs_are_measured_for_each_query(ours: Path) -> None:
    asked = {label: some for label, some in classes(facts(ours / "all", "en")).items() if label == "AND"}
    _, cold = measuring.search_cold(Ours, ours, ours / "none", asked)
    assert list(cold) == ["AND"]
    assert len(cold["AND"].times) == len(cold["AND"].read) == QUERIES


def test_pages_in_memory_are_counted(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x" * 100_000)
    (tmp_path / "file").read_bytes()
    size = page_cache.resident(tmp_path)
    assert 100_000 <= size < 200_000
    assert page_cache.forget(tmp_path) <= size  # none where the file system is a disk


def test_an_archive_is_written_once(tmp_path: Path) -> None:
    first = archive(articles(5), tmp_path / "articles")
    assert archive(iter(()), tmp_path / "articles") == first
    assert list(first) == list(articles(5))
    assert (first.count, first.language) == (5, "en")


def test_a_corpus_is_read_as_dateline_reads_it(tmp_path: Path) -> None:
    story = (
        "<REUTERS><DATE> 2-MAR-1987 10:00:00.00</DATE><TEXT><TITLE>COCOA &lt;UP></TITLE>"
        "<BODY>Cocoa rose\nagain.\n    It fell later.\n&#3;</BODY></TEXT></REUTERS>"
        "<REUTERS><DATE> 3-MAR-1987 10:00:00.00</DATE><TITLE>NOTHING MORE</TITLE></REUTERS>"
    )
    (tmp_path / "a.sgm.gz").write_bytes(gzip.compress(story.encode()))
    record = {"title": "Rain is coming", "text": "It will rain tomorrow.", "date": "2015-07-21"}
    (tmp_path / "b.jsonl").write_text(json.dumps(record) + "\n")
    (tmp_path / "PROVENANCE.txt").write_text("From somewhere.")
    read = list(of_corpus(tmp_path))
    assert [(article.id, article.headline, article.body, article.published) for article in read] == [
        (0, "COCOA <UP>", "Cocoa rose again.\n\nIt fell later.", "1987-03-02"),
        (1, "NOTHING MORE", "", "1987-03-03"),
        (2, "Rain is coming", "It will rain tomorrow.", "2015-07-21"),
    ]


def test_one_command_prints_a_table_and_keeps_what_it_built(tmp_path: Path) -> None:
    arguments = ["--count", "60", "--peers", "ours", "--builds", "index", "--keep", str(tmp_path)]
    printed = CliRunner().invoke(main, arguments, catch_exceptions=False).stdout
    for line in ("### 60 invented articles", "|  | ours |", "| opening, cold |", "| word in all its forms |"):
        assert line in printed
    run = Run(archive(iter(()), tmp_path / "60" / "articles"), tmp_path / "60", Table([]), {}, [], [])
    assert run.archive.count == 60
    assert built(run, "ours", SEARCHED) == Built(**json.loads((tmp_path / "60" / "ours" / "index.json").read_text()))
    assert len(run.loads) == 2
