"""A full disk, a folder that cannot be written."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import DiskFullError, LibraryNotWritableError
from index.library import Library
from index.types import MarkChange, Order
from tests.index.library.disks import fill, read_only, resize, small_disk
from tests.index.library.making import article, put


def test_a_read_only_library_can_be_read(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        (article_id,) = put(library, article("Kept"))
    with read_only(tmp_path / "library"), Library.open(tmp_path / "library") as library:
        assert not library.writable
        assert library.get(article_id).article.headline == "Kept"
        assert list(library.ids(Order.NEWEST)) == [article_id]
        assert library.stats().articles == 1
        assert library.data_version() == library.data_version()
        with pytest.raises(LibraryNotWritableError):
            library.mark([MarkChange(article_id, read=True)])
        with pytest.raises(LibraryNotWritableError), library.write_lock("add"):
            pass


def test_a_library_that_is_in_use_can_be_read_where_it_cannot_be_written(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library") as writer:
        put(writer, article("Kept"))
        with read_only(tmp_path / "library"), Library.open(tmp_path / "library") as library:
            assert library.count() == 1


def test_no_library_is_made_in_a_read_only_folder(tmp_path: Path) -> None:
    (tmp_path / "place").mkdir()
    with read_only(tmp_path / "place"), pytest.raises(LibraryNotWritableError, match="--library"):
        Library.open(tmp_path / "place" / "library")


def test_a_full_disk_loses_nothing_that_was_committed(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 1_024) as disk, Library.open(disk / "library") as library:
        kept: list[int] = []

        def write_until_full() -> None:
            for number in range(10_000):
                kept.extend(put(library, article(f"Story {number}", f"Its own words {number}. " * 50)))

        with pytest.raises(DiskFullError, match="Free some space"):
            write_until_full()
        assert [row.id for row in library.rows(library.ids(Order.OLDEST))] == kept
        library.close()
        with Library.open(disk / "library") as again:
            assert again.count() == len(kept) > 10
            resize(disk, 4_096)
            assert put(again, article("After")) == [kept[-1] + 1]


def test_a_library_on_a_full_disk_can_be_read(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 2_048) as disk:
        with Library.open(disk / "library") as library:
            put(library, article("Kept"))
        rest = fill(disk)
        with Library.open(disk / "library") as library:
            assert library.count() == 1
        rest.unlink()
        with Library.open(disk / "library") as library:
            assert library.writable


def test_no_library_is_made_on_a_full_disk(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 64) as disk:
        rest = fill(disk)
        for _ in range(2):
            with pytest.raises(DiskFullError):
                Library.open(disk / "library")
        rest.unlink()
        resize(disk, 1_024)
        with Library.open(disk / "library") as library:
            assert library.count() == 0
