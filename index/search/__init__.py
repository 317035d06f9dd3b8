"""Searches: from typed text to articles in order, with what to show of them."""

from __future__ import annotations

from index.search.searcher import Searcher

__all__ = ["Searcher"]
