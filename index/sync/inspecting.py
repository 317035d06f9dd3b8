"""An article beside the text that it was recovered from. The text is read anew; nothing is written."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace

from index.cleaning.document import ParsedDocument
from index.cleaning.inspection import examine, fields_of
from index.errors import InputError, NotAnArticleError
from index.library import Library
from index.library.addresses import addresses, original_of
from index.library.held_rules import Home
from index.library.rules import RuleStore
from index.parsing import ParseContext
from index.parsing.reading import parsed_documents
from index.sources.folders import Locator
from index.sync.contexts import Contexts
from index.types import Inspection, RuleScope, StoredArticle

_CHANGED = "The file has changed since it was read; the next sync reads it again."
_PENDING = "A rule was made or taken back; the article follows with the next sync."
_REMOVED = "Its source was removed from the library: only the article is left."
_LOST = "The file is no longer there: only the article is left."
_NOT_IN_IT = "The file no longer holds it: only the article is left."
_NOT_KEPT = "What it was made of is not kept: only the article is left."


@dataclass(frozen=True, slots=True)
class _Raw:
    document: ParsedDocument
    context: ParseContext


def inspect(library: Library, article_id: int) -> Inspection:
    """An article, what the lines of its text were taken for, and where its fields come from.

    Where the text is no longer there, or gives another article by now, the inspection says so.

    Raises:
        ArticleNotFoundError: no article has that id.
        LibraryDamagedError: its body is damaged.
    """
    stored = library.get(article_id)
    store = RuleStore(library.database)
    home = store.home_of(article_id)
    if home is None:
        return _only_cleaned(stored, _REMOVED)
    raw = _raw(library, home)
    if isinstance(raw, str):
        return _only_cleaned(stored, raw)
    try:
        article, lines = examine(raw.document, raw.context.rules.of_record(home.record))
    except NotAnArticleError:
        return _only_cleaned(stored, _CHANGED)
    message = None
    if article != stored.article:
        message = _PENDING if store.unsettled() else _CHANGED
    return Inspection(stored.id, stored.location, article, fields_of(article), lines, _scopes(library, home), message)


def _scopes(library: Library, home: Home) -> tuple[RuleScope, ...]:
    return home.scopes() if library.writable else ()


def _only_cleaned(stored: StoredArticle, message: str) -> Inspection:
    return Inspection(stored.id, stored.location, stored.article, fields_of(stored.article), (), message=message)


def _raw(library: Library, home: Home) -> _Raw | str:
    """The article's text as its parser gives it, or why there is none."""
    if not home.is_file:
        return _kept(library, home)
    source = next(source for source in library.sources() if source.id == home.source_id)
    try:
        item = Locator(os.fsencode(source.path)).item(home.key)
    except OSError:
        return _LOST
    context = replace(Contexts(library, [source]).of(home.key, home.source_id), inspect=True)
    try:
        for document in parsed_documents(item, context):
            if document.record == home.record:
                return _Raw(document, context)
    except InputError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - somebody else's parser
        return f"The file could not be read ({type(error).__name__}): only the article is left."
    return _NOT_IN_IT


def _kept(library: Library, home: Home) -> _Raw | str:
    """The text of an article that was fetched, from what is kept of it."""
    from index.sync.entries import kept_cleaned  # the parsers of pages and feeds, only where one is looked at

    original = original_of(library.database, home.source_id, home.key)
    (state,) = addresses(library.database, [home.source_id])
    rules = RuleStore(library.database).book().of_file(home.key, home.source_id)
    context = ParseContext(inspect=True, rules=rules)
    try:
        cleaned = None if original is None else kept_cleaned(state, original, context)
    except InputError:
        return _CHANGED
    return _NOT_KEPT if cleaned is None else _Raw(cleaned.document, context)
