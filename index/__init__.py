"""The archive engine: recovers articles, keeps them, searches them. Importable on its own.

Public names are resolved on first use, so that importing the package costs nothing.

Sources are folders, files and archives, feeds, pages of the web, and files of links whose pages are fetched
(`Source.kind`): `add_sources` takes paths and addresses, and lists of feeds (OPML); `sync_sources` brings some or all
up to date; `Library.sources` lists them with their counts, their last sync and what they failed with,
`Library.failures` every input that could not be read; `set_full_page` is a feed's setting, `remove_source` removes
one, `export_subscriptions` gives the feeds as OPML.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from index.highlight import highlight as highlight_article
    from index.highlight.concordance import arrange as arrange_concordance
    from index.library import Library
    from index.query import query_words, understand
    from index.query.narrowing import dated, faceted, narrowed, undated, widened
    from index.query.respelling import all_respelled, respelled, without
    from index.search import Searcher
    from index.sources import shown_path
    from index.sync import add as add_sources
    from index.sync import catch_up, check, export_subscriptions, reindex, remove_gone, remove_source, set_full_page
    from index.sync import sync as sync_sources
    from index.sync.corrections import add_rule, apply_rules, remove_rule, restore_rule
    from index.sync.inspecting import inspect
    from index.sync.watching import watch as watch_sources

_HOMES: dict[str, str] = {
    "Library": "index.library:Library",
    "Searcher": "index.search:Searcher",
    "add_rule": "index.sync.corrections:add_rule",
    "add_sources": "index.sync:add",
    "all_respelled": "index.query.respelling:all_respelled",
    "apply_rules": "index.sync.corrections:apply_rules",
    "arrange_concordance": "index.highlight.concordance:arrange",
    "catch_up": "index.sync:catch_up",
    "check": "index.sync:check",
    "dated": "index.query.narrowing:dated",
    "export_subscriptions": "index.sync:export_subscriptions",
    "faceted": "index.query.narrowing:faceted",
    # Named apart from the module: once it is imported, `index.highlight` is the module.
    "highlight_article": "index.highlight:highlight",
    "inspect": "index.sync.inspecting:inspect",
    "narrowed": "index.query.narrowing:narrowed",
    "query_words": "index.query:query_words",
    "reindex": "index.sync:reindex",
    "remove_gone": "index.sync:remove_gone",
    "remove_rule": "index.sync.corrections:remove_rule",
    "remove_source": "index.sync:remove_source",
    "respelled": "index.query.respelling:respelled",
    "restore_rule": "index.sync.corrections:restore_rule",
    "set_full_page": "index.sync:set_full_page",
    "shown_path": "index.sources:shown_path",
    "sync_sources": "index.sync:sync",
    "undated": "index.query.narrowing:undated",
    "understand": "index.query:understand",
    "watch_sources": "index.sync.watching:watch",
    "widened": "index.query.narrowing:widened",
    "without": "index.query.respelling:without",
}

__all__ = [
    "Library",
    "Searcher",
    "add_rule",
    "add_sources",
    "all_respelled",
    "apply_rules",
    "arrange_concordance",
    "catch_up",
    "check",
    "dated",
    "export_subscriptions",
    "faceted",
    "highlight_article",
    "inspect",
    "narrowed",
    "query_words",
    "reindex",
    "remove_gone",
    "remove_rule",
    "remove_source",
    "respelled",
    "restore_rule",
    "set_full_page",
    "shown_path",
    "sync_sources",
    "undated",
    "understand",
    "watch_sources",
    "widened",
    "without",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, attribute = _HOMES[name].partition(":")
    return getattr(import_module(module), attribute)
