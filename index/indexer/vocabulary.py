"""The words of the index with the keys that make them forms of one another: a small SQLite file beside the postings.

Words are only ever added, before the postings that use them: the vocabulary holds at least the words of the index.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from hashlib import blake2b
from pathlib import Path

from index.analysis import FOLD, keys
from index.errors import SearchIndexError

VOCABULARY_FILE = "vocabulary.db"

_TABLES = """
CREATE TABLE words (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE keys (key TEXT, word TEXT, PRIMARY KEY (key, word)) WITHOUT ROWID;
CREATE TABLE languages (language TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE state (stamp TEXT NOT NULL);
"""
_WAIT_SECONDS = 10
_CACHE_KILOBYTES = 16_384
_MOST_SEEN = 1_000_000
_MOST_VARIABLES = 500
_LAST_CHARACTER = "\U0010ffff"


class Vocabulary:
    """The vocabulary for queries. Belongs to the thread that made it."""

    def __init__(self, path: Path) -> None:
        self._database = _connect(path)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def words_with_keys(self, keys: Iterable[str]) -> set[str]:
        """Give the words that have one of these keys."""
        wanted = sorted({key for key in keys if _storable(key)})
        found: set[str] = set()
        for first in range(0, len(wanted), _MOST_VARIABLES):
            some = wanted[first : first + _MOST_VARIABLES]
            marks = ",".join("?" * len(some))
            rows = self._database.execute(f"SELECT word FROM keys WHERE key IN ({marks})", some)  # noqa: S608 - marks only
            found.update(word for (word,) in rows)
        return found

    def words_matching(self, pattern: str, *, folded: bool = False) -> Iterator[str]:
        """Give the words that match a pattern, in order: `*` stands for any characters, `?` for one.

        With `folded`, those of which a plainest spelling does: a word's `fold:` keys.
        """
        if not _storable(pattern):
            return
        if folded:
            pattern = FOLD + pattern
        literal = pattern[: min((pattern + mark).index(mark) for mark in "*?")]
        table, column = ("keys", "key") if folded else ("words", "word")
        query = (
            f"SELECT DISTINCT word FROM {table} WHERE {column} >= ? AND {column} < ? AND {column} GLOB ? ORDER BY word"  # noqa: S608 - names only
        )
        bounds = (literal, literal + _LAST_CHARACTER, pattern.replace("[", "[[]"))
        for (word,) in self._database.execute(query, bounds):
            yield word

    def contains(self, word: str) -> bool:
        """Tell whether a word is in the vocabulary."""
        query = "SELECT 1 FROM words WHERE word = ?"
        return _storable(word) and self._database.execute(query, (word,)).fetchone() is not None

    def languages(self) -> tuple[str, ...]:
        """Give the languages (ISO 639-1) of the articles that the words came from, in order."""
        return tuple(language for (language,) in self._database.execute("SELECT language FROM languages ORDER BY 1"))

    def words_near_length(self, first: str, shortest: int, longest: int) -> Iterator[str]:
        """Give the words that begin with a character and are so many characters long, for spelling suggestions."""
        if not _storable(first):
            return
        query = "SELECT word FROM words WHERE word >= ? AND word < ? AND length(word) BETWEEN ? AND ?"
        for (word,) in self._database.execute(query, (first, first + _LAST_CHARACTER, shortest, longest)):
            yield word


class VocabularyWriter:
    """Adds words. One at a time, under the library's write lock."""

    def __init__(self, path: Path) -> None:
        self._path = path
        if not path.exists():
            _create(path)
        self._database = _connect(path)
        self._seen: dict[str, set[str]] = {}
        self._new: dict[str, set[str]] = {}

    def add(self, words: set[str], language: str | None) -> None:
        """Take up the words of an article; nothing is written before `commit`."""
        name = language or ""
        fresh = words.difference(self._seen.setdefault(name, set()))
        if fresh:
            self._seen[name] |= fresh
            self._new.setdefault(name, set()).update(fresh)

    def commit(self) -> str:
        """Write the words taken up, and give the stamp of the file: a new one if it changed."""
        if not self._new:
            return self.stamp()
        stamp = _stamp(_number(self.stamp()) + 1)
        with self._database:
            for language, fresh in self._new.items():
                self._write(language, sorted(fresh))
            self._database.execute("UPDATE state SET stamp = ?", (stamp,))
        self._new.clear()
        if sum(map(len, self._seen.values())) > _MOST_SEEN:
            self._seen.clear()
        return stamp

    def stamp(self) -> str:
        """Give the stamp of the last commit."""
        return _read_stamp(self._database)

    def close(self) -> None:
        """Close the file; words not committed are dropped."""
        self._database.close()

    def _write(self, language: str, words: list[str]) -> None:
        some = (language,) if language else ()
        pairs = sorted((key, word) for word in words for key in keys(word, some))
        execute_many = self._database.executemany
        execute_many("INSERT OR IGNORE INTO words VALUES (?)", ((word,) for word in words))
        execute_many("INSERT OR IGNORE INTO keys VALUES (?, ?)", pairs)
        execute_many("INSERT OR IGNORE INTO languages VALUES (?)", [some] if some else [])


@contextmanager
def reading(path: Path) -> Iterator[str]:
    """Hold the file still, no commit between, and give its stamp.

    Raises:
        SearchIndexError: it is not a vocabulary.
    """
    try:
        with closing(_connect(path)) as database, database:
            database.execute("BEGIN")
            yield _read_stamp(database)
    except sqlite3.Error as error:
        raise SearchIndexError("the vocabulary of the search index cannot be read", str(error)) from error


def check(path: Path) -> str | None:
    """Read the whole file and say what is wrong with its structure, or None."""
    try:
        with closing(_connect(path)) as database:
            (finding,) = database.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.Error as error:
        return str(error)
    return None if finding == "ok" else str(finding)


def _connect(path: Path, mode: str = "rw") -> sqlite3.Connection:
    database = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=_WAIT_SECONDS)
    database.execute(f"PRAGMA cache_size = {-_CACHE_KILOBYTES}")
    return database


def _create(path: Path) -> None:
    with closing(_connect(path, "rwc")) as database, database:
        database.executescript(_TABLES)
        database.execute("INSERT INTO state VALUES (?)", (_stamp(0),))


def _read_stamp(database: sqlite3.Connection) -> str:
    row = database.execute("SELECT stamp FROM state").fetchone()
    if row is None or row[0] != _stamp(_number(row[0])):
        raise sqlite3.DatabaseError("its stamp is broken")
    return str(row[0])


def _number(stamp: str) -> int:
    head = stamp.partition(":")[0]
    return int(head) if head.isdecimal() and head.isascii() else -1


def _stamp(number: int) -> str:
    """Make a stamp that a flipped bit would spoil: the number of the commit and its checksum."""
    return f"{number}:{blake2b(str(number).encode(), digest_size=8).hexdigest()}"


def newer(stamp: str, other: str) -> bool:
    """Tell whether a stamp was made after another one."""
    return _number(stamp) > _number(other)


def _storable(text: str) -> bool:
    """Tell whether SQLite can hold a text: lone surrogates, as from undecodable arguments, are not UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
