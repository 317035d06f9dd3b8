"""How the files of each source are read: with the person's field names and rules for lines."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace

from index.library import Library
from index.library.held_rules import RuleBook
from index.library.rules import RuleStore
from index.parsing import ParseContext
from index.sync.repetition import KnownRepetition
from index.types import Source


class Contexts:
    """The context of every file of some sources.

    Args:
        library: whose rules hold.
        sources: those that files are of.
        repetition: what tells which lines come again in folders; None for what the library knows.
    """

    def __init__(self, library: Library, sources: Sequence[Source], repetition: KnownRepetition | None = None) -> None:
        self._book: RuleBook = RuleStore(library.database).book()
        self._plain = {int(source.id): ParseContext(source.mapping) for source in sources}
        self._roots = {int(source.id): os.fsencode(source.path) for source in sources}
        self._repetition = repetition or KnownRepetition(library)
        self._last = ParseContext()

    def of(self, key: bytes, source_id: int) -> ParseContext:
        """How the file with that key is read."""
        rules = self._book.of_file(key, source_id)
        repeated = self._repetition.of(key, self._roots[source_id], source_id)
        context = self._plain[source_id]
        if rules or repeated:
            context = replace(context, inspect=rules.keeps, rules=rules, repeated=repeated)
        if context != self._last:  # the same object for files that are read alike: it is sent once
            self._last = context
        return self._last
