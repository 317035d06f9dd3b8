"""How many articles of each source are unread, through everything that may happen to them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.library import Library
from index.library.check import examine
from index.sync import add, check, remove_source
from index.types import ArticleId, MarkChange, Order
from tests.index.writing import write


@pytest.fixture
def news(tmp_path: Path) -> Path:
    for folder in ("north", "south"):
        for number in range(3):
            write(tmp_path / "news" / folder / f"{number}.txt", f"Story {folder} {number}", f"Told {folder} {number}.")
    return tmp_path / "news"


@pytest.fixture
def library(tmp_path: Path, news: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as made:
        add(made, [news])
        yield made


def unread(library: Library) -> list[int]:
    assert examine(library) == []
    return [source.unread for source in library.sources()]


def ids(library: Library) -> list[ArticleId]:
    return [ArticleId(each) for each in sorted(library.ids(Order.NEWEST))]


def turn(library: Library, ids: list[ArticleId], *, read: bool) -> None:
    library.mark([MarkChange(each, read=read) for each in ids])


def test_marks_are_followed_and_undone(library: Library) -> None:
    assert unread(library) == [6]
    undo = library.mark([MarkChange(each, read=True) for each in [*ids(library)[:4], ids(library)[0]]])
    assert unread(library) == [2]
    turn(library, ids(library)[:4], read=True)
    library.mark([MarkChange(each, starred=True) for each in ids(library)])
    assert unread(library) == [2]
    library.mark(undo)
    assert unread(library) == [6]


def test_a_source_inside_another_takes_its_share(library: Library, news: Path) -> None:
    turn(library, ids(library)[1:4], read=True)
    add(library, [news / "south"])
    assert sum(unread(library)) == 3
    assert [source.articles for source in library.sources()] == [3, 3]
    remove_source(library, 2, keep_marked=False)
    assert unread(library) == [3]


def test_articles_that_change_vanish_or_stay_without_a_source(library: Library, news: Path) -> None:
    turn(library, ids(library), read=True)
    write(news / "north" / "0.txt", "Story north 0", "Told anew.")
    add(library, [news])
    assert unread(library) == [0]
    library.mark([MarkChange(ids(library)[0], starred=True)])
    remove_source(library, 1, keep_marked=True)
    assert unread(library) == []
    add(library, [news])
    assert [source.articles - source.unread for source in library.sources()] == [1]
    assert unread(library) == [5]


def test_wrong_counts_are_mended(library: Library) -> None:
    turn(library, ids(library)[:2], read=True)
    with library.database.transaction() as connection:
        connection.execute("UPDATE counters SET count = 5 WHERE kind = 'read'")
    assert check(library, repair=True) != []
    assert unread(library) == [4]
