"""Rules that a person makes for lines: making them, taking them back, and having the articles follow."""

from __future__ import annotations

from index.codec.memory import Memory
from index.library import Library
from index.library.lock import Patience, no_patience
from index.library.rules import RuleStore
from index.sync.progress import Report, Stop, never, no_report
from index.sync.run import Run
from index.types import Rule, RuleAction, RuleScope, SyncReport


def add_rule(
    library: Library,
    article_id: int,
    text: str,
    action: RuleAction,
    scope: RuleScope = RuleScope.ARTICLE,
    *,
    like: bool | None = None,
) -> int | None:
    """Keeps a rule for a line of an article, durably and at once; `apply_rules` has the articles follow.

    Args:
        library: where it is kept.
        article_id: an article that has the line.
        text: the line, as `inspect` gives it.
        action: what is done with such lines.
        scope: where; one of the inspection's `scopes`.
        like: whether lines are meant too that differ in case and numbers only; None for all scopes but one article.

    Returns:
        The rule's number; None where this took back the opposite rule for the same line and scope.

    Raises:
        ArticleNotFoundError: no article has that id.
        UsageError: the article has no such scope, or the text is no line.
        LibraryNotWritableError: the library is open for reading only.
    """
    alike = scope is not RuleScope.ARTICLE if like is None else like
    return RuleStore(library.database).keep(article_id, text, action, scope, like=alike)


def remove_rule(library: Library, number: int) -> None:
    """Takes a rule back, durably and at once; `apply_rules` has the articles follow.

    Raises:
        UsageError: there is no rule of that number.
        LibraryNotWritableError: the library is open for reading only.
    """
    RuleStore(library.database).forget(number)


def restore_rule(library: Library, rule: Rule) -> int:
    """Keeps a rule again that was taken back; returns its new number. `apply_rules` has the articles follow.

    Raises:
        UsageError: its source was removed.
        LibraryNotWritableError: the library is open for reading only.
    """
    return RuleStore(library.database).put_back(rule)


def apply_rules(
    library: Library,
    *,
    report: Report = no_report,
    stop: Stop = never,
    patience: Patience = no_patience,
    memory: int | None = None,
) -> SyncReport:
    """Reads those files again that have a line which new or withdrawn rules are about, and no others.

    Articles keep their ids and marks. Every `sync` does as much for its sources.

    Raises:
        LibraryError: the library cannot be written; what was committed stays.
    """
    with library.write_lock("rules", patience) as lock:
        return Run(library, lock, report, stop, Memory.of(memory)).over_ruled()
