from __future__ import annotations

import pytest

from index.errors import ArticleNotFoundError, LibraryError
from index.library import Change, Library
from index.library.writer import Place
from index.types import Article, Block, BlockKind, MarkChange
from tests.index.library.making import article, put, remove

FULL = Article(
    headline="Harbour council votes on the tide wall",
    blocks=(
        Block(BlockKind.HEADING, "A long night"),
        Block(BlockKind.PARAGRAPH, "The council of Port Ansel voted at 2 a.m."),
        Block(BlockKind.CAPTION, "The wall in autumn.", "Ines Moreau/Ansel Courier"),
        Block(BlockKind.LIST, "stone\nsand"),
    ),
    standfirst="Nine for, two against.",
    authors=("Ines Moreau", "بشير حداد"),
    place="Port Ansel",
    section="City",
    outlet="Ansel Courier",
    published="2017-03-09T06:12:00+02:00",
    language="en",
    url="https://courier.example/tide",
    tags=("Harbour", "Council"),
    evidence={"headline": "first line"},
)


def test_an_article_comes_back_as_it_was_put(library: Library) -> None:
    (article_id,) = put(library, FULL)
    stored = library.get(article_id)
    assert stored.article == FULL
    assert stored.location == "made/1.txt"
    assert stored.words == 29
    assert not stored.gone
    assert stored.duplicate_of is None


def test_a_row_shows_an_article_and_its_marks(library: Library) -> None:
    (article_id,) = put(library, FULL)
    library.mark([MarkChange(article_id, starred=True, rating=-1, note="read again", tags=("harbour", "mine"))])
    (row,) = library.rows([article_id])
    assert (row.headline, row.authors, row.place, row.section) == (FULL.headline, FULL.authors, FULL.place, "City")
    assert (row.outlet, row.published, row.language, row.url) == (FULL.outlet, FULL.published, "en", FULL.url)
    assert (row.words, row.read, row.starred, row.rating, row.has_note) == (29, False, True, -1, True)
    assert row.tags == ("harbour", "mine", "Council")


def test_rows_keep_the_order_asked_for_and_leave_out_what_is_not_there(library: Library) -> None:
    ids = put(library, *(article(f"Story {number}") for number in range(1_200)))
    asked = [*reversed(ids), 99_999]
    assert [row.id for row in library.rows(asked)] == asked[:-1]
    assert [stored.id for stored in library.get_many(asked)] == asked[:-1]
    assert library.rows([]) == []


def test_an_unknown_id_is_said(library: Library) -> None:
    with pytest.raises(ArticleNotFoundError, match="7"):
        library.get(7)


def test_every_change_gets_the_next_revision_and_a_removal_leaves_a_tombstone(library: Library) -> None:
    first, second, third = put(library, article("A"), article("B"), article("C"))
    assert library.changes(0, 10) == [Change(1, first, False), Change(2, second, False), Change(3, third, False)]
    with library.write_lock("test") as lock, library.writing(lock) as writer:
        writer.update(first, article("A, corrected"), Place("made/1.txt"))
        writer.remove([second])
    assert library.revision() == 5
    assert library.changes(2, 10) == [Change(3, third, False), Change(4, first, False), Change(5, second, True)]
    assert library.changes(3, 1) == [Change(4, first, False)]
    assert library.changes(5, 10) == []


def test_marks_are_no_change_of_an_article(library: Library) -> None:
    (article_id,) = put(library, article())
    library.mark([MarkChange(article_id, read=True)])
    assert library.revision() == 1


def test_ids_are_never_used_twice(library: Library) -> None:
    (article_id,) = put(library, article())
    remove(library, [article_id])
    assert put(library, article()) == [article_id + 1]


def test_an_update_keeps_marks_and_brings_back(library: Library) -> None:
    (article_id,) = put(library, article())
    library.mark([MarkChange(article_id, starred=True)])
    with library.write_lock("test") as lock, library.writing(lock) as writer:
        assert writer.set_gone([article_id], gone=True) == 1
        assert writer.set_gone([article_id], gone=True) == 0
    assert library.get(article_id).gone
    with library.write_lock("test") as lock, library.writing(lock) as writer:
        writer.update(article_id, FULL, Place("elsewhere.txt"))
    stored = library.get(article_id)
    assert (stored.article, stored.location, stored.gone, stored.marks.starred) == (FULL, "elsewhere.txt", False, True)


def test_a_failed_transaction_leaves_nothing(library: Library) -> None:
    put(library, article("A"))

    def failing() -> None:
        with library.write_lock("test") as lock, library.writing(lock) as writer:
            writer.add(article("B"), Place("b.txt"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert library.count() == 1
    assert library.revision() == 1


def test_writing_asks_for_the_lock(library: Library) -> None:
    with library.write_lock("test") as lock:
        pass
    with pytest.raises(LibraryError, match="write lock"), library.writing(lock):
        pass
