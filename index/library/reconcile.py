"""Which record of a changed file is which article: by content, by own key, by body or headline, then by place.

A file is read once. Records whose content is known, or that plainly are new, are settled on the way; the others are
laid aside in a scratch table until every record was seen, because the article at a record's place may turn out to be
another record's. Memory stays bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.library.codec import unpack_body
from index.library.database import Database
from index.library.packing import Packed, head_json, pack, restore, word_set
from index.parsing import RecoveredArticle
from index.types import ArticleId, Failure

_PAGE = 200
_RELATED = 0.6
_NUMBERED = re.compile(r"#\d+\Z")

_TABLES = """
    CREATE TEMP TABLE IF NOT EXISTS old (
        id INTEGER PRIMARY KEY, rank INTEGER UNIQUE, digest BLOB, key TEXT, body_digest BLOB, headline TEXT,
        location TEXT, record TEXT, ordinal INTEGER, gone INTEGER, taken_by INTEGER
    );
    CREATE INDEX IF NOT EXISTS temp.old_by_digest ON old(digest);
    CREATE INDEX IF NOT EXISTS temp.old_by_key ON old(key);
    CREATE INDEX IF NOT EXISTS temp.old_by_body ON old(body_digest);
    CREATE INDEX IF NOT EXISTS temp.old_by_headline ON old(headline);
    CREATE TEMP TABLE IF NOT EXISTS aside (
        number INTEGER PRIMARY KEY, place INTEGER, location TEXT, record TEXT, head TEXT, body BLOB
    );
    DELETE FROM old;
    DELETE FROM aside;
"""
_LOAD = """
    INSERT INTO old (id, rank, digest, key, body_digest, headline, location, record, ordinal, gone)
    SELECT id, CASE WHEN gone = 1 THEN NULL ELSE row_number() OVER (PARTITION BY gone = 1 ORDER BY ordinal, id) END,
           digest, own_key(record, url), body_digest, headline, location, record, ordinal, gone
    FROM articles WHERE item_id = ?
"""
_OLD = "SELECT id, rank, key, location, record, ordinal, gone FROM old WHERE taken_by IS NULL AND "


@dataclass(frozen=True, slots=True)
class Record:
    """The `number`th record of a file (from 1), as it was read. Its body need stand in `packed` only."""

    number: int
    recovered: RecoveredArticle
    packed: Packed

    @property
    def key(self) -> str | None:
        """What names the record inside its file, whatever its place; None when only the place does."""
        return own_key(self.recovered.record, self.recovered.article.url)


@dataclass(frozen=True, slots=True)
class Old:
    """An article that the file held when it was last read. `rank` is its place among them, from 1."""

    id: ArticleId
    rank: int | None
    key: str | None
    location: str
    record: str
    ordinal: int
    gone: int


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a record: the article it is (None: a new one), and whether the content differs."""

    record: Record
    old: Old | None
    changed: bool


def own_key(record: str, url: str | None) -> str | None:
    """Returns what names a record whatever its place in the file; None when there is nothing."""
    return record if not _NUMBERED.search(record) else url or None


def _may_be(record: Record, old: Old) -> bool:
    """Whether own keys leave it open that a record is an article."""
    return record.key is None or old.key is None


class Reconciliation:
    """Matches the records of one changed file with the articles that it held."""

    def __init__(self, database: Database, item_id: int) -> None:
        self._database = database
        database.connection().create_function("own_key", 2, own_key, deterministic=True)
        database.scratch_script(_TABLES)
        database.scratch(_LOAD, (item_id,))
        self._last_rank = self._value("SELECT max(rank) FROM old") or 0
        self._place = 1  # the rank that the next record would have if nothing had changed
        self._last_number = 0

    def take(self, record: Record) -> Settled | None:
        """Takes the next record; None when it can be settled only when all were seen."""
        self._last_number = record.number
        same = self._find("digest = ?", record.packed.digest)
        if same is not None:
            self._mark_taken(same, record.number)
            self._place = (same.rank or self._place) + 1
            return Settled(record, same, changed=False)
        new = self._is_new(record)
        if not new:
            self._lay_aside(record)
        self._place += 1
        return Settled(record, None, changed=True) if new else None

    def rest(self) -> Iterator[Settled]:
        """Yields what became of the records that were laid aside, once all were taken."""
        for record, _place in self._aside():
            old = self._find("key = ?", record.key) or self._alike(record)
            if old is not None:
                yield self._settle(record, old)
        for record, place in self._aside():
            yield self._settle(record, self._at_place(record, place))

    def _aside(self) -> Iterator[tuple[Record, int]]:
        last = 0
        sql = "SELECT number, place, location, record, head, body FROM aside WHERE number > ? ORDER BY number LIMIT ?"
        while page := self._database.rows(sql, (last, _PAGE)):
            for number, place, location, name, head, body in page:
                article = restore(head, body)
                yield Record(number, RecoveredArticle(location, name, article), pack(article)), place
                last = number

    def _settle(self, record: Record, old: Old | None) -> Settled:
        if old is not None:
            self._mark_taken(old, record.number)
        self._database.scratch("DELETE FROM aside WHERE number = ?", (record.number,))
        return Settled(record, old, changed=True)

    def keep(self, failure: Failure) -> None:
        """Says that a record could not be read: an article that stood there and was not found is not dropped."""
        self._database.scratch(
            "UPDATE old SET taken_by = 0 WHERE taken_by IS NULL AND substr(location, 1, length(?1)) = ?1"
            " AND substr(location, length(?1) + 1, 1) IN ('', '#', '/')",
            (failure.location,),
        )

    def keep_all(self) -> None:
        """Says that too much could not be read: no article is dropped."""
        self._database.scratch("UPDATE old SET taken_by = 0 WHERE taken_by IS NULL")

    def dropped(self) -> Iterator[list[int]]:
        """Yields pages of the articles that the file no longer holds."""
        last = 0
        sql = "SELECT id FROM old WHERE taken_by IS NULL AND gone <> 1 AND id > ? ORDER BY id LIMIT ?"
        while page := self._database.column(sql, (last, _PAGE)):
            yield page.tolist()
            last = page[-1]

    def present(self, ids: list[int]) -> int:
        """Returns how many of some articles were not gone before."""
        slots = ", ".join("?" * len(ids))
        return self._value(f"SELECT count(*) FROM old WHERE gone = 0 AND id IN ({slots})", *ids) or 0  # noqa: S608 - slots

    # ---- matching -------------------------------------------------------------------------------------------------

    def _find(self, condition: str, value: object) -> Old | None:
        if value is None:
            return None
        found = self._database.row(f"{_OLD}{condition} ORDER BY rank IS NULL, rank, id LIMIT 1", (value,))
        return Old(*found) if found else None

    def _is_new(self, record: Record) -> bool:
        """Whether a record can be no article of before, whatever comes after it."""
        if self._find("key = ?", record.key) is not None:
            return False
        old = self._find("rank = ?", self._place)
        return old is None if record.key is None else old is None or old.key is not None

    def _alike(self, record: Record) -> Old | None:
        """Returns the one article with the same body or else the same headline."""
        for condition, value in (
            ("body_digest = ?", record.packed.body_digest),
            ("headline = ?", record.recovered.article.headline),
        ):
            found = self._database.rows(f"{_OLD}{condition} AND gone <> 1 LIMIT 2", (value,))
            if len(found) == 1 and _may_be(record, Old(*found[0])):
                return Old(*found[0])
        return None

    def _at_place(self, record: Record, place: int) -> Old | None:
        """Returns the article at a record's place, when the record can be a new form of it."""
        old = self._find("rank = ?", place)
        if old is None or not _may_be(record, old):
            return None
        related = self._is_anchored(record.number, place) or self._is_related(old.id, record.packed.body)
        return old if related else None

    def _is_anchored(self, number: int, place: int) -> bool:
        """Whether the records before and after are those that stood before and after, or there are none."""
        before = place == 1 if number == 1 else self._taker(place - 1) == number - 1
        after = place == self._last_rank if number == self._last_number else self._taker(place + 1) == number + 1
        return before and after

    def _is_related(self, article_id: int, body: bytes) -> bool:
        """Whether most words of the shorter body stand in the other; a damaged body is related to none."""
        found = self._database.row("SELECT data FROM bodies WHERE article_id = ?", (article_id,))
        try:
            before = word_set(unpack_body(found[0])[2]) if found else frozenset()
        except ValueError:
            return False
        after = word_set(unpack_body(body)[2])
        return len(before & after) > _RELATED * max(1, min(len(before), len(after)))

    def _taker(self, rank: int) -> int | None:
        return self._value("SELECT taken_by FROM old WHERE rank = ?", rank)

    def _mark_taken(self, old: Old, number: int) -> None:
        self._database.scratch("UPDATE old SET taken_by = ? WHERE id = ?", (number, old.id))

    def _lay_aside(self, record: Record) -> None:
        recovered = record.recovered
        self._database.scratch(
            "INSERT INTO aside VALUES (?, ?, ?, ?, ?, ?)",
            (
                record.number,
                self._place,
                recovered.location,
                recovered.record,
                head_json(recovered.article),
                record.packed.body,
            ),
        )

    def _value(self, sql: str, *parameters: int) -> int | None:
        found = self._database.row(sql, parameters)
        return found[0] if found else None
