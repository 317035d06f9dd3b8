"""Rules that a person made for lines: that they are furniture, or the article's. Durable at once, like marks.

A rule is *pending* until the files that have such a line are to be read again; one that was taken back stays, as
*removed*, until then. So nothing is lost when a process dies in between, and no run has to wait for another.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime

from index.cleaning.safety import safe_line
from index.errors import ArticleNotFoundError, UsageError
from index.library.database import Database
from index.library.held_rules import HeldRule, Home, RuleBook
from index.types import Rule, RuleAction, RuleScope, SourceId

_COLUMNS = "id, source_id, scope, path, record, action, alike, text, place, created, state"
_HELD = f"SELECT {_COLUMNS} FROM rules WHERE state <> 'removed' ORDER BY id"  # noqa: S608 - constants
_SAME = "path IS ? AND record IS ? AND alike = ? AND text = ? AND (path IS NOT NULL OR source_id = ?)"
_HOME = """
    SELECT i.source_id, i.key, a.record, a.location, s.path, s.label, s.kind
    FROM articles a JOIN items i ON i.id = a.item_id JOIN sources s ON s.id = i.source_id WHERE a.id = ?
"""


class RuleStore:
    """The rules of a library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def rules(self, source_id: int | None = None) -> list[Rule]:
        """Returns the rules in the order in which they were made: those of one source, or all."""
        return [_rule(rule) for rule in self.book().held if source_id in {None, rule.source_id}]

    def book(self) -> RuleBook:
        """Returns the rules in the form in which files are read by them."""
        return RuleBook(tuple(HeldRule(*row) for row in self._database.rows(_HELD)))

    def unsettled(self) -> list[HeldRule]:
        """Returns the rules that were made or taken back since files were last looked through for them."""
        sql = f"SELECT {_COLUMNS} FROM rules WHERE state <> 'settled' ORDER BY id"  # noqa: S608 - constants
        return [HeldRule(*row) for row in self._database.rows(sql)]

    def home_of(self, article_id: int) -> Home | None:
        """Returns where an article comes from; None when its source was removed.

        Raises:
            ArticleNotFoundError: no article has that id.
        """
        found = self._database.row(_HOME, (article_id,))
        if found is not None:
            return Home(*found)
        if self._database.row("SELECT 1 FROM articles WHERE id = ?", (article_id,)) is None:
            raise ArticleNotFoundError("there is no such article", str(article_id), "It may have been removed.")
        return None

    def keep(self, article_id: int, text: str, action: RuleAction, scope: RuleScope, *, like: bool) -> int | None:
        """Keeps a rule for a line of an article; returns its number.

        Where the opposite was said of the same line in the same scope, that is taken back, and nothing is kept: None.

        Raises:
            ArticleNotFoundError: no article has that id.
            UsageError: the article has no such scope, or the text is no line.
            LibraryNotWritableError: the library is open for reading only.
        """
        home = self.home_of(article_id)
        text = _line(text)
        if home is None or scope not in home.scopes():
            raise UsageError("no rule of that scope can be made for the article", scope.value)
        path, record, place = home.reach(scope)
        same = (path, record, like, text, home.source_id)
        with self._database.transaction() as connection:
            told = connection.execute(
                f"SELECT id, action FROM rules WHERE {_SAME} AND state <> 'removed'",  # noqa: S608 - constants
                same,
            ).fetchone()
            if told is not None:
                if told[1] == action:
                    return int(told[0])
                _take_back(connection, told[0])
                return None
            (number,) = connection.execute(
                "INSERT INTO rules (source_id, scope, path, record, action, alike, text, place, created)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                (home.source_id, scope.value, path, record, action.value, like, text, place, _now()),
            ).fetchone()
            return int(number)

    def forget(self, number: int) -> None:
        """Takes a rule back.

        Raises:
            UsageError: there is no rule of that number.
        """
        with self._database.transaction() as connection:
            if not _take_back(connection, number):
                raise UsageError("there is no such rule", str(number), "`dateline rules` lists them.")

    def put_back(self, rule: Rule) -> int:
        """Keeps a rule again that was taken back; returns its number, which is another one.

        Raises:
            UsageError: its source was removed.
        """
        values = (rule.scope.value, rule.path, rule.record, rule.action.value, rule.like, rule.text, rule.place)
        with self._database.transaction() as connection:
            made = connection.execute(
                "INSERT INTO rules (source_id, scope, path, record, action, alike, text, place, created)"
                " SELECT id, ?, ?, ?, ?, ?, ?, ?, ? FROM sources WHERE id = ? RETURNING id",
                (*values, rule.created, rule.source_id),
            ).fetchone()
        if made is None:
            raise UsageError("the rule's source was removed", rule.place)
        return int(made[0])

    def settle(self, held: Sequence[HeldRule], item_ids: Sequence[int]) -> None:
        """Notes that files were looked through for some rules, and that those of `item_ids` must be read again."""
        with self._database.transaction() as connection:
            connection.executemany("UPDATE items SET complete = 0 WHERE id = ?", [(item_id,) for item_id in item_ids])
            for rule in held:
                # Only in the state in which it was seen: it may have been taken back meanwhile.
                seen = (rule.id, rule.state)
                if rule.state == "removed":
                    connection.execute("DELETE FROM rules WHERE id = ? AND state = ?", seen)
                else:
                    connection.execute("UPDATE rules SET state = 'settled' WHERE id = ? AND state = ?", seen)


def _take_back(connection: sqlite3.Connection, number: int) -> bool:
    """Whether there was such a rule. Files may have been read by it, pending or not: it goes when they were again."""
    sql = "UPDATE rules SET state = 'removed' WHERE id = ? AND state <> 'removed'"
    return connection.execute(sql, (number,)).rowcount > 0


def _line(text: str) -> str:
    line = safe_line(text)
    if not line:
        raise UsageError("a rule needs the text of a line", "", "Give one that has words.")
    return line


def _rule(held: HeldRule) -> Rule:
    return Rule(
        id=held.id,
        source_id=SourceId(held.source_id),
        action=RuleAction(held.action),
        scope=RuleScope(held.scope),
        place=held.place,
        like=bool(held.alike),
        text=held.text,
        created=held.created,
        pending=held.state == "pending",
        path=held.path,
        record=held.record,
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
