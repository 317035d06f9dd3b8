"""Reading articles: rows for lists, whole articles for the reader, and the feed of changes for the index."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from index.errors import ArticleNotFoundError, LibraryDamagedError
from index.library.codec import HEAD, fold_tag, unpack_body
from index.library.database import Database
from index.types import Article, ArticleId, Block, Failure, Marks, Position, Row, StoredArticle

_PAGE = 500
_REPAIR = "`dateline check --repair` reads it anew from its file."
_LOCATION = 1 + len(HEAD)  # its place in a row

_Body = tuple[str | None, dict[str, str], tuple[Block, ...]]
"""Standfirst, evidence and blocks."""

_ROW = f"""
    a.id, {", ".join(f"a.{name}" for name in HEAD)},
    a.location, a.words, a.duplicate_of, a.gone,
    coalesce(m.read, 0), coalesce(m.starred, 0), coalesce(m.rating, 0), m.note,
    (SELECT json_group_array(tag) FROM (SELECT tag FROM mark_tags WHERE article_id = a.id ORDER BY ordinal))
"""  # noqa: S608 - made of constants
_ROWS = f"""
    SELECT {_ROW} FROM articles a LEFT JOIN marks m ON m.article_id = a.id
    WHERE a.id IN (SELECT value FROM json_each(?))
"""  # noqa: S608 - made of constants
_WHOLE = f"""
    SELECT {_ROW}, m.block, m.offset, b.data
    FROM articles a LEFT JOIN bodies b ON b.article_id = a.id LEFT JOIN marks m ON m.article_id = a.id
    WHERE a.id IN (SELECT value FROM json_each(?))
"""  # noqa: S608 - made of constants


@dataclass(frozen=True, slots=True)
class Change:
    """An article that was put in, changed or removed. Revisions rise in the order of commits."""

    revision: int
    id: ArticleId
    removed: bool


class Articles:
    """The part of the library that hands out articles."""

    database: Database

    def identity(self) -> str:
        """Returns what tells this library from every other one: what is derived from it names it."""
        return str(self.database.rows("SELECT value FROM about WHERE name = 'identity'")[0][0])

    def count(self) -> int:
        """Returns the number of articles."""
        return self._total("articles")

    def data_version(self) -> int:
        """Returns a number that changes when any thread or process has committed something. Compare within a thread."""
        return self.database.version()

    def rows(self, ids: Sequence[int]) -> list[Row]:
        """Returns what lists show, in the order of `ids`; ids that are not in the library are left out."""
        return [_row(values) for values in self._pages(_ROWS, ids)]

    def get(self, article_id: int) -> StoredArticle:
        """Returns an article.

        Raises:
            ArticleNotFoundError: no article has that id.
        """
        found = self.get_many([article_id])
        if not found:
            raise ArticleNotFoundError("there is no such article", str(article_id), "It may have been removed.")
        return found[0]

    def get_many(self, ids: Sequence[int], *, damaged: Callable[[Failure], None] | None = None) -> list[StoredArticle]:
        """Returns articles in the order of `ids`; ids that are not in the library are left out.

        Args:
            ids: which articles.
            damaged: told of each article whose body is damaged, which is then given without one; None to raise.

        Raises:
            LibraryDamagedError: the body of one is damaged; it says of which.
        """
        found: list[StoredArticle] = []
        for values in self._pages(_WHOLE, ids):
            *row, data = values
            try:
                body = _body(data)
            except ValueError as problem:
                location = row[_LOCATION]
                error = LibraryDamagedError(f"article {row[0]} cannot be read ({problem})", location, _REPAIR)
                if damaged is None:
                    raise error from problem
                damaged(Failure(location, str(error)))
                body = None, {}, ()
            found.append(_stored(row, body))
        return found

    def revision(self) -> int:
        """Returns the number of the last change to an article; 0 before the first."""
        return self._total("revision")

    def changes(self, after: int, limit: int) -> list[Change]:
        """Returns the first `limit` changes after a revision, ascending. Only the last one of an article is kept."""
        found = self.database.rows(
            "SELECT * FROM (SELECT revision, id, 0 FROM articles WHERE revision > ?1 ORDER BY revision LIMIT ?2)"
            " UNION ALL"
            " SELECT * FROM (SELECT revision, article_id, 1 FROM removals WHERE revision > ?1 ORDER BY 1 LIMIT ?2)"
            " ORDER BY 1 LIMIT ?2",
            (after, limit),
        )
        return [Change(revision, ArticleId(article_id), bool(removed)) for revision, article_id, removed in found]

    def _pages(self, sql: str, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        ordered: list[tuple[Any, ...]] = []
        for start in range(0, len(ids), _PAGE):
            page = list(ids[start : start + _PAGE])
            found = {values[0]: values for values in self.database.rows(sql, (json.dumps(page),))}
            ordered.extend(found[article_id] for article_id in page if article_id in found)
        return ordered

    def _total(self, name: str) -> int:
        found = self.database.row("SELECT count FROM counters WHERE kind = 'total' AND name = ?", (name,))
        return int(found[0]) if found else 0


def _row(values: tuple[Any, ...]) -> Row:
    article_id, *head, location, words, duplicate_of, gone, read, starred, rating, note, user_tags = values
    fields = _head(head)
    return Row(
        id=ArticleId(article_id),
        location=location,
        words=words,
        read=bool(read),
        starred=bool(starred),
        rating=rating,
        has_note=note is not None,
        duplicate=duplicate_of is not None,
        gone=bool(gone),
        **fields | {"tags": _union(json.loads(user_tags), fields["tags"])},
    )


def _body(data: bytes | None) -> _Body:
    if data is None:
        raise ValueError("it has no body")
    return unpack_body(data)


def _stored(values: Sequence[Any], body: _Body) -> StoredArticle:
    *row, block, offset = values
    article_id, *head, location, words, duplicate_of, gone, read, starred, rating, note, user_tags = row
    standfirst, evidence, blocks = body
    return StoredArticle(
        id=ArticleId(article_id),
        article=Article(**_head(head), blocks=blocks, standfirst=standfirst, evidence=evidence),
        location=location,
        words=words,
        marks=Marks(
            read=bool(read),
            starred=bool(starred),
            rating=rating,
            tags=tuple(json.loads(user_tags)),
            note=note,
            position=None if block is None else Position(block, offset),
        ),
        duplicate_of=None if duplicate_of is None else ArticleId(duplicate_of),
        gone=bool(gone),
    )


def _head(values: Iterable[Any]) -> dict[str, Any]:
    fields = dict(zip(HEAD, values, strict=True))
    return fields | {name: tuple(json.loads(fields[name])) for name in ("authors", "tags")}


def _union(first: Iterable[str], second: Iterable[str]) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for tag in (*first, *second):
        seen.setdefault(fold_tag(tag), tag)
    return tuple(seen.values())
