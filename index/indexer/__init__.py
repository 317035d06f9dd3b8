"""Writes the search index, derived from the library: generations of segments, checked, swapped in one step."""

from __future__ import annotations

from index.indexer.indexer import Indexer

__all__ = ["Indexer"]
