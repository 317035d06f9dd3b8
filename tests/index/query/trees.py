"""Short ways to write trees in tests."""

from __future__ import annotations

from index.query.tree import TEXT_FIELDS, Terms, Word, WordKind


def stem(*texts: str, fields: tuple[str, ...] = TEXT_FIELDS, term: int = 0, label: str = "", slop: int = 0) -> Terms:
    """Makes words or a phrase with all their forms."""
    return Terms(tuple(Word(text) for text in texts), fields, term, label or " ".join(texts), slop)


def kind(
    kind: WordKind, *texts: str, fields: tuple[str, ...] = TEXT_FIELDS, term: int = 0, label: str, edits: int = 0
) -> Terms:
    """Makes words or a phrase of one kind."""
    return Terms(tuple(Word(text, kind, edits=edits) for text in texts), fields, term, label)
