from __future__ import annotations

from dataclasses import replace

from index.library import Library
from index.library.check import examine
from index.library.writer import Place
from index.types import LibraryStats, MarkChange
from tests.index.library.making import article, put, remove


def plain(library: Library) -> LibraryStats:
    return replace(library.stats(), database_bytes=0, index_bytes=0)


NOTHING = LibraryStats(0, 0, 0, 0, 0, None, None, 0, (), (), (), 0, 0)


def test_an_empty_library(library: Library) -> None:
    assert plain(library) == NOTHING
    assert library.stats().database_bytes > 0


def test_counters_follow_every_change(library: Library) -> None:
    first, second, third = put(
        library,
        article("One two", "three", language="en", outlet="Courier", section="City", published="2017-03-09"),
        article("One two", "three", language="en", outlet="Post", published="2018-03-09T10:00:00Z"),
        article("One", "two", language="fr", section="City"),
    )
    library.mark([MarkChange(first, read=True), MarkChange(second, read=False), MarkChange(third, tags=("t",))])
    assert plain(library) == LibraryStats(
        articles=3,
        duplicates=1,
        gone=0,
        marked=2,
        words=8,
        first_published="2017-03-09",
        last_published="2018-03-09T10:00:00Z",
        undated=1,
        languages=(("en", 2), ("fr", 1)),
        outlets=(("Courier", 1), ("Post", 1)),
        sections=(("City", 2),),
        database_bytes=0,
        index_bytes=0,
    )
    with library.write_lock("test") as lock, library.writing(lock) as writer:
        writer.update(third, article("One", "three", language="en"), Place("c.txt"))
        writer.set_gone([second, third], gone=True)
    after = library.stats()
    assert (after.words, after.duplicates, after.gone) == (8, 2, 2)
    assert (after.languages, after.sections) == ((("en", 3),), (("City", 1),))
    assert examine(library) == []
    remove(library, [first, second, third])
    assert plain(library) == NOTHING
    assert examine(library) == []


def test_the_size_of_the_index_is_told(library: Library) -> None:
    (library.search_folder / "1").mkdir(parents=True)
    (library.search_folder / "1" / "words").write_bytes(bytes(1_000))
    (library.search_folder / "current").write_bytes(bytes(24))
    assert library.stats().index_bytes == 1_024
