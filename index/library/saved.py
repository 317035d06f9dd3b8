"""Saved searches: queries kept under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.errors import UsageError
from index.library.database import Database

if TYPE_CHECKING:
    from index.types import SavedSearch

NAME_LIMIT = 100
"""The longest name of a saved search, in characters."""


class SavedSearches:
    """The part of the library that keeps saved searches."""

    database: Database

    def saved_searches(self) -> list[SavedSearch]:
        """Returns the saved searches by name."""
        from index.types import SavedSearch  # not on the first screen

        found = self.database.rows("SELECT name, query FROM saved ORDER BY lower(name), name")
        return [SavedSearch(name, query) for name, query in found]

    def save_search(self, name: str, query: str) -> None:
        """Keeps a query under a name, in place of the one that had the name.

        Raises:
            UsageError: the name is empty or too long.
        """
        from index.cleaning.safety import safe_line  # with the first search saved: a reader starts without the cleaning

        name, query = safe_line(name), safe_line(query)
        if not 1 <= len(name) <= NAME_LIMIT:
            raise UsageError(f"a saved search's name has 1 to {NAME_LIMIT} characters", name)
        self.database.execute_many("INSERT OR REPLACE INTO saved VALUES (?, ?)", [(name, query)])

    def forget_search(self, name: str) -> None:
        """Forgets a saved search; nothing happens when there is none of that name."""
        self.database.execute_many("DELETE FROM saved WHERE name = ?", [(name,)])
