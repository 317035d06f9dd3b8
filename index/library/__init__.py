"""The library: one SQLite database as the truth, with its articles, sources, marks and saved searches.

The schema is described in `index.library.migrations`.
"""

from __future__ import annotations

from index.library.articles import Change
from index.library.lock import WriteLock
from index.library.store import Library

__all__ = ["Change", "Library", "WriteLock"]
