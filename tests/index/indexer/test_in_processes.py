"""An index that several processes build is the one that a single one builds."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.indexer import Indexer, indexer
from index.indexer.workers import SegmentWorkers
from index.library import Library
from tests.index.indexer.test_indexer import change, found, generation, live_ids, put_harbours, reading
from tests.index.library.making import remove


@pytest.fixture(autouse=True)
def _small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexer, "_PORTION", 7)


def index_in_processes(library: Library, count: int = 2) -> int:
    with library.write_lock("test"), Indexer(library, processes=count) as made:
        return made.catch_up()


def test_an_index_of_several_processes_is_complete(library: Library) -> None:
    ids = put_harbours(library, 40)
    assert index_in_processes(library) == 40
    with reading(library) as reader:
        assert sorted(live_ids(reader)) == sorted(ids)
        assert reader.revision == library.revision()
    assert sorted(found(library, "ferry")) == sorted(ids)
    assert not (generation(library) / "building").exists()


def test_changed_and_removed_articles_are_followed(library: Library) -> None:
    ids = put_harbours(library, 40)
    index_in_processes(library)
    for article_id in ids[:9]:
        change(library, article_id, "Nobody sailed.")
    remove(library, ids[30:])
    index_in_processes(library)
    assert sorted(found(library, "sailed")) == sorted(ids[:9])
    assert sorted(found(library, "ferry")) == sorted(ids[9:30])


def test_what_is_stopped_goes_on_where_it_was(library: Library) -> None:
    ids = put_harbours(library, 60)
    told: list[int] = []
    with library.write_lock("test"), Indexer(library, processes=2) as made:
        done = made.catch_up(
            report=lambda progress: told.append(progress.articles), stop=lambda: max(told, default=0) > 20
        )
    assert 0 < done < 60
    with reading(library) as reader:
        assert len(live_ids(reader)) == done
    index_in_processes(library)
    with reading(library) as reader:
        assert sorted(live_ids(reader)) == sorted(ids)


def test_no_two_runs_give_their_files_the_same_names(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    names: list[str] = []
    submit = SegmentWorkers.submit

    def submitted(workers: SegmentWorkers, ids: Sequence[int], name: str) -> None:
        names.append(name)
        submit(workers, ids, name)

    monkeypatch.setattr(SegmentWorkers, "submit", submitted)
    for _ in range(2):  # processes of a killed run end a moment after the next one may have begun
        put_harbours(library, 20)
        index_in_processes(library)
    assert len(names) == len(set(names)) > 4
