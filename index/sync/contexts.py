"""How the files of each source are read: with the person's field names and rules for lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.library import Library
from index.library.held_rules import RuleBook
from index.library.rules import RuleStore
from index.parsing import ParseContext
from index.types import Source


class Contexts:
    """The context of every file of some sources.

    Args:
        library: whose rules hold.
        sources: those that files are of.
    """

    def __init__(self, library: Library, sources: Sequence[Source]) -> None:
        self._book: RuleBook = RuleStore(library.database).book()
        self._plain = {int(source.id): ParseContext(source.mapping) for source in sources}

    def of(self, key: bytes, source_id: int) -> ParseContext:
        """How the file with that key is read."""
        rules = self._book.of_file(key, source_id)
        plain = self._plain[source_id]
        return replace(plain, inspect=rules.keeps, rules=rules) if rules else plain
