from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import UsageError
from index.library import Library
from index.types import NOTE_LIMIT, ArticleId, MarkChange, Marks, Position
from tests.index.library.making import article, put, remove


def marks(library: Library, article_id: int) -> Marks:
    return library.get(article_id).marks


def test_an_article_begins_without_marks(library: Library) -> None:
    (article_id,) = put(library, article())
    assert marks(library, article_id) == Marks()


def test_none_leaves_a_mark_as_it_is(library: Library) -> None:
    (article_id,) = put(library, article())
    library.mark([MarkChange(article_id, read=True, starred=True, rating=-1, tags=("a", "b"), note="why")])
    library.mark([MarkChange(article_id, read=False)])
    assert marks(library, article_id) == Marks(read=False, starred=True, rating=-1, tags=("a", "b"), note="why")


def test_marking_returns_what_undoes_it(library: Library) -> None:
    first, second = put(library, article("A"), article("B"))
    library.mark([MarkChange(first, note="before", tags=("x",), rating=1)])
    undo = library.mark(
        [
            MarkChange(first, note="after", tags=("y", "z"), rating=-1),
            MarkChange(second, starred=True, note="new"),
            MarkChange(first, note="later still"),
        ]
    )
    redo = library.mark(undo)
    assert marks(library, first) == Marks(note="before", tags=("x",), rating=1)
    assert marks(library, second) == Marks()
    library.mark(redo)
    assert marks(library, first) == Marks(note="later still", tags=("y", "z"), rating=-1)
    assert marks(library, second) == Marks(starred=True, note="new")


def test_an_empty_note_removes_the_note(library: Library) -> None:
    (article_id,) = put(library, article())
    library.mark([MarkChange(article_id, note="  words  ")])
    assert marks(library, article_id).note == "words"
    library.mark([MarkChange(article_id, note=" \n ")])
    assert marks(library, article_id).note is None
    assert list(library.ids_in_state("noted")) == []


def test_a_note_has_a_limit(library: Library) -> None:
    (article_id,) = put(library, article())
    library.mark([MarkChange(article_id, note="é" * NOTE_LIMIT)])
    with pytest.raises(UsageError, match="1,500"):
        library.mark([MarkChange(article_id, read=True), MarkChange(article_id, note="x" * (NOTE_LIMIT + 1))])
    assert marks(library, article_id) == Marks(note="é" * NOTE_LIMIT)


def test_what_a_person_types_cannot_touch_the_terminal(library: Library) -> None:
    (article_id,) = put(library, article())
    library.mark([MarkChange(article_id, note="a\x1b[2Jb\nc", tags=("x\x1b]0;t\x07y\nz",))])
    assert marks(library, article_id).note == "ab\nc"
    assert marks(library, article_id).tags == ("xy z",)


def test_tags_are_one_tag_whatever_their_case(library: Library) -> None:
    (article_id,) = put(library, article(tags=("Wahl",)))
    library.mark([MarkChange(article_id, tags=("Straße", "STRASSE", " ", "ﬁnance"))])
    assert marks(library, article_id).tags == ("Straße", "ﬁnance")
    for tag in ("strasse", "FINANCE", "wahl"):
        assert list(library.ids_tagged(tag)) == [article_id]
    assert list(library.ids_tagged("other")) == []
    with pytest.raises(UsageError, match="Shorten"):
        library.mark([MarkChange(article_id, tags=("t" * 101,))])


@pytest.mark.parametrize("rating", [2, -2, 100])
def test_a_rating_is_one_of_three(library: Library, rating: int) -> None:
    (article_id,) = put(library, article())
    with pytest.raises(UsageError):
        library.mark([MarkChange(article_id, rating=rating)])


def test_articles_that_are_not_there_are_passed_over(library: Library) -> None:
    (article_id,) = put(library, article())
    undo = library.mark([MarkChange(ArticleId(99), read=True), MarkChange(article_id, read=True)])
    assert undo == [MarkChange(article_id, read=False)]
    library.keep_position(99, Position(1, 2))
    assert library.stats().marked == 1


def test_a_position_is_kept_beside_the_marks(library: Library) -> None:
    (article_id,) = put(library, article())
    library.keep_position(article_id, Position(3, 120))
    library.mark([MarkChange(article_id, starred=True)])
    library.keep_position(article_id, Position(-1, 0))
    assert marks(library, article_id) == Marks(starred=True, position=Position(-1, 0))


def test_marks_go_with_their_article(library: Library) -> None:
    first, second = put(library, article("A"), article("B"))
    library.mark([MarkChange(each, note="n", tags=("t",)) for each in (first, second)])
    remove(library, [first])
    assert list(library.notes()) == [(second, "n")]
    assert list(library.ids_tagged("t")) == [second]


def test_notes_come_in_the_order_of_articles(library: Library) -> None:
    ids = put(library, *(article(f"Story {number}") for number in range(1_500)))
    library.mark([MarkChange(each, note=f"note {each}") for each in reversed(ids)])
    assert list(library.notes()) == [(each, f"note {each}") for each in ids]


def test_marks_need_no_lock_and_wait_for_a_writer(library: Library) -> None:
    (article_id,) = put(library, article())
    begun = threading.Event()
    done: list[list[MarkChange]] = []

    def mark() -> None:
        begun.set()
        done.append(library.mark([MarkChange(article_id, starred=True)]))

    thread = threading.Thread(target=mark)
    with library.write_lock("test") as lock, library.writing(lock) as writer:
        thread.start()
        begun.wait()
        writer.set_gone([article_id], gone=True)
    thread.join()
    assert done == [[MarkChange(article_id, starred=False)]]
    assert marks(library, article_id).starred


changes = st.builds(
    MarkChange,
    id=st.integers(1, 3).map(ArticleId),
    read=st.none() | st.booleans(),
    starred=st.none() | st.booleans(),
    rating=st.none() | st.integers(-1, 1),
    tags=st.none() | st.lists(st.sampled_from(("a", "B", "b", "ç")), max_size=3).map(tuple),
    note=st.none() | st.text(st.characters(codec="utf-8"), max_size=30),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(changes, max_size=4), max_size=5))
def test_undoing_everything_restores_everything(
    tmp_path_factory: pytest.TempPathFactory, steps: list[list[MarkChange]]
) -> None:
    folder: Path = tmp_path_factory.mktemp("undo")
    with Library.open(folder) as library:
        ids = put(library, article("A"), article("B"), article("C", tags=("a",)))
        states, undos = [library.get_many(ids)], []
        for step in steps:
            undos.append(library.mark(step))
            states.append(library.get_many(ids))
        for undo in reversed(undos):
            assert library.get_many(ids) == states.pop()
            library.mark(undo)
        assert library.get_many(ids) == states.pop()
