"""The archive engine: recovers articles, keeps them, searches them. Importable on its own.

Public names are resolved on first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES: dict[str, str] = {
    "Library": "index.library:Library",
    "Searcher": "index.search:Searcher",
    "add_sources": "index.sync:add",
    "catch_up": "index.sync:catch_up",
    "check": "index.sync:check",
    # Named apart from the module: once it is imported, `index.highlight` is the module.
    "highlight_article": "index.highlight:highlight",
    "reindex": "index.sync:reindex",
    "remove_gone": "index.sync:remove_gone",
    "remove_source": "index.sync:remove_source",
    "sync_sources": "index.sync:sync",
    "understand": "index.query:understand",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, attribute = _HOMES[name].partition(":")
    return getattr(import_module(module), attribute)
