from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index import Library
from index.types import Marks
from tests.tui.conftest import ARTICLES, MANY, headline
from tests.tui.driving import NARROW, WIDE, driving, marks_in
from tui.widgets.status_line import StatusLine

MARKS = [
    ("s", "Starred", Marks(starred=True)),
    ("m", "Marked read", Marks(read=True)),
    ("plus", "Liked", Marks(rating=1)),
    ("minus", "Disliked", Marks(rating=-1)),
]


@pytest.mark.parametrize(("key", "said", "marks"), MARKS)
async def test_a_mark_in_the_list_is_shown_kept_and_undone(folder: Path, key: str, said: str, marks: Marks) -> None:
    async with driving(folder, NARROW) as driven:
        await driven.press("j", key)
        await driven.until(lambda: driven.said == said)
        row = driven.row
        assert (row.read, row.starred, row.rating) == (marks.read, marks.starred, marks.rating)
        assert marks_in(folder, row.id) == marks
        await driven.press("U")
        await driven.until(lambda: driven.said == f"Undone: {said.lower()}")
        assert marks_in(folder, row.id) == Marks()
        assert (driven.row.read, driven.row.starred, driven.row.rating) == (False, False, 0)


@pytest.mark.parametrize(
    ("key", "said"),
    [("s", "Unstarred"), ("m", "Marked unread"), ("plus", "No longer liked"), ("minus", "No longer disliked")],
)
async def test_the_same_key_again_takes_a_mark_back(folder: Path, key: str, said: str) -> None:
    async with driving(folder, NARROW) as driven:
        await driven.press(key)
        await driven.until(lambda: driven.said)
        await driven.press(key)
        await driven.until(lambda: driven.said == said)
        assert marks_in(folder, driven.row.id) == Marks()


async def test_marks_of_the_article_that_is_read(folder: Path) -> None:
    async with driving(folder, WIDE) as driven:
        await driven.press("enter")
        await driven.until(lambda: driven.reader.has_focus and driven.marks.read)
        await driven.press("s", "plus")
        await driven.until(lambda: driven.marks.starred and driven.marks.rating == 1)
        assert driven.row.starred
        await driven.press("ctrl+z", "ctrl+z", "ctrl+z")
        await driven.until(lambda: driven.said == "Undone: marked read")
        assert driven.marks == Marks()
        await driven.press("ctrl+z")
        await driven.until(lambda: driven.said == "Nothing to undo.")


async def test_all_are_marked_read_and_one_undo_brings_them_back(folder: Path) -> None:
    async with driving(folder, NARROW) as driven:
        await driven.press("m")
        await driven.until(lambda: driven.row.read)
        await driven.press("A")
        await driven.until(lambda: driven.said == f"Marked {ARTICLES - 1} read")
        await driven.press("j")
        await driven.until(lambda: driven.row.read)
        await driven.press("A")
        await driven.until(lambda: driven.said == "All are read already.")
        await driven.press("U")
        await driven.until(lambda: driven.said == f"Undone: marked {ARTICLES - 1} read")
        assert not driven.row.read
    with Library.open(folder) as library:
        assert len(library.ids_in_state("unread")) == ARTICLES - 1


async def test_many_marks_are_shown_on_rows_that_were_out_of_sight(long_folder: Path) -> None:
    async with driving(long_folder, NARROW) as driven:
        await driven.press("G")
        await driven.until(lambda: driven.under_cursor == headline(0))
        await driven.press("g", "A")
        await driven.until(lambda: driven.said == f"Marked {MANY} read")
        await driven.press("G")
        await driven.until(lambda: driven.row.read)
        await driven.press("U")
        await driven.until(lambda: driven.said == f"Undone: marked {MANY} read")
        await driven.press("g")
        await driven.until(lambda: not driven.row.read)
        await driven.press("A")
        await driven.until(lambda: driven.row.read)
        await driven.press("U")
        await driven.until(lambda: not driven.row.read)
        await driven.press("G")
        await driven.until(lambda: not driven.row.read)


async def test_only_the_results_of_a_search_are_marked_read(folder: Path) -> None:
    async with driving(folder, NARROW) as driven:
        await driven.search("lighthouse")
        await driven.press("A")
        await driven.until(lambda: driven.said == "Marked 3 read")
    with Library.open(folder) as library:
        assert len(library.ids_in_state("read")) == 3


async def test_a_note_is_written_shown_changed_and_removed(folder: Path) -> None:
    async with driving(folder, WIDE) as driven:
        await driven.press("c", *"ask the mayor", "ctrl+s")
        await driven.until(lambda: driven.said == "Kept the note")
        assert driven.row.has_note
        await driven.until(lambda: driven.marks.note == "ask the mayor")
        await driven.press("c", *" twice", "ctrl+s")
        await driven.until(lambda: driven.marks.note == "ask the mayor twice")
        await driven.search("note:twice")
        await driven.until(lambda: driven.under_cursor == headline(ARTICLES - 1))
        await driven.press("c", "ctrl+r")
        await driven.until(lambda: driven.said == "Removed the note")
        await driven.until(lambda: not driven.row.has_note)
        await driven.press("U")
        await driven.until(lambda: driven.row.has_note)
        assert marks_in(folder, driven.row.id).note == "ask the mayor twice"


@contextmanager
def refusing() -> Iterator[None]:
    """Files cannot be written, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_what_the_disk_refuses_is_not_lost(folder: Path) -> None:
    async with driving(folder, WIDE) as driven:
        await driven.press("s")
        await driven.until(lambda: driven.row.starred)
        with refusing():
            await driven.press("c", *"ask the mayor", "ctrl+s")
            await driven.until(lambda: any("library" in toast for toast in driven.toasts))
            driven.app.clear_notifications()
            await driven.press("U")
            await driven.until(lambda: any("library" in toast for toast in driven.toasts))
            assert driven.row.starred
        await driven.press("c")
        await driven.until(lambda: len(driven.app.screen_stack) == 2)
        await driven.press("ctrl+s")
        await driven.until(lambda: driven.said == "Kept the note")
        await driven.press("U", "U")
        await driven.until(lambda: not driven.row.starred and not driven.row.has_note)


async def test_a_note_can_be_left_alone(folder: Path) -> None:
    async with driving(folder) as driven:
        await driven.press("c", "x", "escape", "escape")
        await driven.until(lambda: driven.list.has_focus and len(driven.app.screen_stack) == 1)
        assert not driven.row.has_note


@pytest.mark.parametrize(
    "key", ["s", "m", "plus", "minus", "c", "y", "o", "enter", "J", "n", "u", "U", "A", "asterisk"]
)
async def test_with_no_article_a_key_only_says_so(folder: Path, key: str) -> None:
    async with driving(folder) as driven:
        await driven.search("zebra")
        await driven.until(lambda: len(driven.list.source) == 0 and driven.reader.article is None)
        driven.main.query_one(StatusLine).say("")
        await driven.press(key)
        if key not in {"enter", "asterisk"}:
            await driven.until(lambda: driven.said)
        assert len(driven.app.screen_stack) == 1
