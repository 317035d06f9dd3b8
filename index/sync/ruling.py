"""Rules for lines take effect: the files that have such a line, and no others, are to be read again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

from index.library import Library
from index.library.held_rules import HeldRule, line_rules
from index.library.rules import RuleStore
from index.parsing.holding import holds_line
from index.sources import SourceItem
from index.sources.folders import Locator
from index.sync.contexts import Contexts
from index.sync.progress import Stop
from index.types import SourceKind

# What is not complete is read by the next run in any case, and what failed is not tried here: it may be hostile.
_REACHED = "SELECT id, key, source_id, present FROM items WHERE complete AND NOT failed AND "
_UNDER = "(key = ? OR (key > ? AND key < ?))"


@dataclass(frozen=True, slots=True)
class Affected:
    """An item to read again; `file` is None where it is no file, or not there now."""

    item_id: int
    source_id: int
    file: SourceItem | None


def settle(library: Library, stop: Stop) -> list[Affected]:
    """Looks for the lines of new and of withdrawn rules, and has what has them be read again by the next run.

    Stopped, it leaves all as it was. Under the write lock.
    """
    store = RuleStore(library.database)
    unsettled = store.unsettled()
    if not unsettled:
        return []
    affected = []
    for found in _affected(library, unsettled):
        if stop():
            return []
        affected.append(found)
    store.settle(unsettled, [each.item_id for each in affected])
    return affected


def _affected(library: Library, held: list[HeldRule]) -> Iterator[Affected]:
    sources = {int(source.id): source for source in library.sources()}
    contexts = Contexts(library, list(sources.values()))
    locators = {number: Locator(os.fsencode(source.path)) for number, source in sources.items()}
    for item_id, key, source_id, present in _reached(library, held):
        rules = line_rules(rule for rule in held if rule.reaches(key, source_id))
        if sources[source_id].kind is not SourceKind.FILES or not present:
            yield Affected(item_id, source_id, None)
            continue
        try:
            item = locators[source_id].item(key)
        except OSError:
            yield Affected(item_id, source_id, None)
            continue
        if holds_line(item, contexts.of(key, source_id), rules):
            yield Affected(item_id, source_id, item)


def _reached(library: Library, held: list[HeldRule]) -> Iterator[tuple[int, bytes, int, int]]:
    """The items that any of some rules reaches, each once."""
    seen: set[int] = set()
    for rule in held:
        for row in _items(library, rule):
            if row[0] not in seen:
                seen.add(row[0])
                yield row


def _items(library: Library, rule: HeldRule) -> list[tuple[int, bytes, int, int]]:
    if rule.path is None:
        return library.database.rows(f"{_REACHED} source_id = ? ORDER BY id", (rule.source_id,))
    path = rule.path.rstrip(b"/")
    within = (rule.path, path + b"/", path + b"0")  # "0" is what comes after "/"
    return library.database.rows(f"{_REACHED} {_UNDER} ORDER BY id", within)
