"""What could not be read for a reason that lies outside of it is tried again, though the file has not changed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from index.errors import BrokenInputError, MissingLibraryError, UnreadableError
from index.library import Library
from index.sources.item import failure
from index.sync import add, sync
from tests.index.parsing.test_pdf import story
from tests.index.writing import everything


def test_which_failures_are_tried_again() -> None:
    assert failure(MissingLibraryError("no library"), "a.pdf").again
    assert failure(UnreadableError("no permission"), "a.txt").again
    assert not failure(BrokenInputError("damaged"), "a.zip").again


def test_a_file_is_read_once_its_library_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    news = tmp_path / "news"
    news.mkdir()
    (news / "story.pdf").write_bytes(story())
    (news / "moss.txt").write_text("Moss found on the moon\n\nGreen moss was found, the observatory said on Monday.\n")
    with Library.open(tmp_path / "library") as library:
        with monkeypatch.context() as without:
            without.setitem(sys.modules, "pypdf", None)
            first = add(library, [news])
        assert (first.added, len(first.failures)) == (1, 1)
        second = sync(library)
        assert (second.added, second.unchanged, list(second.failures)) == (1, 1, [])
        third = sync(library)
        assert (third.added, third.unchanged) == (0, 2)
        assert len(everything(library)) == 2
