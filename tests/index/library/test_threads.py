from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.errors import LibraryError
from index.library import Library
from index.types import MarkChange, Order
from tests.index.library.making import article, put


def test_readers_see_whole_transactions_while_one_writes(library: Library) -> None:
    written = threading.Event()
    torn: list[tuple[int, int]] = []

    def read() -> int:
        looks = 0
        while not written.is_set() or not looks:
            ids = library.ids(Order.NEWEST)
            if len(library.rows(ids)) != len(ids) or len(ids) % 10:
                torn.append((len(ids), library.count()))
            looks += 1
        return looks

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        for batch in range(30):
            put(library, *(article(f"Story {batch}-{number}") for number in range(10)))
        written.set()
        assert all(reader.result() for reader in readers)
    assert torn == []
    assert library.count() == 300


def test_marks_of_many_threads_all_arrive(library: Library) -> None:
    ids = put(library, *(article(f"Story {number}") for number in range(60)))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda each: library.mark([MarkChange(each, starred=True)]), ids))
    assert list(library.ids_in_state("starred")) == ids


def test_connections_of_ended_threads_are_closed(library: Library) -> None:
    for _ in range(20):
        thread = threading.Thread(target=library.count)
        thread.start()
        thread.join()
    assert len(library.database._open) <= 2


def test_closing_closes_for_all_threads(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    opened, closed = threading.Event(), threading.Event()
    said: list[str] = []

    def work() -> None:
        library.count()
        opened.set()
        closed.wait()
        try:
            library.count()
        except LibraryError as error:
            said.append(str(error))

    thread = threading.Thread(target=work)
    thread.start()
    opened.wait()
    library.close()
    closed.set()
    thread.join()
    assert said == [f"the library is closed: {tmp_path / 'library.db'}"]
    with pytest.raises(LibraryError, match="closed"):
        library.count()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["library.db"]
