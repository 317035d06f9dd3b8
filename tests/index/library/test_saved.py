from __future__ import annotations

import pytest

from index.errors import UsageError
from index.library import Library
from index.types import SavedSearch


def test_searches_are_kept_by_name(library: Library) -> None:
    assert library.saved_searches() == []
    library.save_search("tide", "tide wall")
    library.save_search(" Council ", 'is:unread "harbour council"')
    library.save_search("tide", "tide OR flood")
    assert library.saved_searches() == [
        SavedSearch("Council", 'is:unread "harbour council"'),
        SavedSearch("tide", "tide OR flood"),
    ]
    library.forget_search("tide")
    library.forget_search("never there")
    assert [saved.name for saved in library.saved_searches()] == ["Council"]


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "\x1b[0m"])
def test_a_saved_search_needs_a_name(library: Library, name: str) -> None:
    with pytest.raises(UsageError):
        library.save_search(name, "tide")
