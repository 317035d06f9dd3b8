"""From what a person typed to what it means."""

from __future__ import annotations

from index.query.expand import Vocabulary, expand
from index.query.names import query_words
from index.query.spoken import spoken
from index.query.understood import understand
from index.query.walk import conditions, rebuilt
from index.query.written import written

__all__ = ["Vocabulary", "conditions", "expand", "query_words", "rebuilt", "spoken", "understand", "written"]
