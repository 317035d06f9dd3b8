"""The lines of the list of sources. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from rich.cells import cell_len

from index.types import Source
from tui.widgets.strips import filled
from tui.widgets.text import ELLIPSIS, Pieces, counted, fit, number, one_line, pad, pad_left, short_number

_KIND, _ARTICLES, _UNREAD, _SYNCED, _FAILED = 7, 9, 9, 9, 8
_WITH_KIND, _WITH_ARTICLES, _WITH_SYNCED = 64, 52, 40
"""Columns from which there is room for them."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source as the list shows it. `kind` is empty while it is not known, `state` what happens to it now."""

    source: Source
    kind: str = ""
    state: str = ""


def source_line(row: SourceRow, width: int, now: datetime) -> Pieces:
    """A source in exactly `width` cells: its name, and behind it as many facts as there is room for."""
    source = row.source
    facts: Pieces = []
    if width >= _WITH_KIND:
        facts.append((f"  {pad(fit(row.kind, _KIND), _KIND)}", "kind"))
    if width >= _WITH_ARTICLES:
        facts.append((pad_left(number(source.articles), _ARTICLES), "count"))
    unread = (number if width >= _WITH_ARTICLES else short_number)(source.unread) if source.unread else ""
    wide = _UNREAD if width >= _WITH_ARTICLES else _UNREAD - 2
    facts.append((pad_left(unread, wide), "unread"))
    if width >= _WITH_SYNCED:
        facts.append((pad_left(row.state or ago(source.last_sync, now), _SYNCED), "busy" if row.state else "synced"))
        facts.append((pad_left(_failed(source), _FAILED), "failed"))
    elif source.failures:
        facts.append((" !", "failed"))
    room = width - sum(cell_len(text) for text, _ in facts)
    role = "problem" if source.problem else "name" if source.unread else "read"
    return filled([*filled([(name_in(source, room), role)], max(room, 0)), *facts], width)


def heading(width: int) -> Pieces:
    """What stands above the columns."""
    facts = ""
    if width >= _WITH_KIND:
        facts += f"  {pad('kind', _KIND)}"
    if width >= _WITH_ARTICLES:
        facts += pad_left("articles", _ARTICLES)
    facts += pad_left("unread", _UNREAD if width >= _WITH_ARTICLES else _UNREAD - 2)
    if width >= _WITH_SYNCED:
        facts += pad_left("synced", _SYNCED) + pad_left("failed", _FAILED)
    room = max(0, width - cell_len(facts))
    return filled([(pad(fit("source", room), room), "heading"), (facts, "heading")], width)


def name_in(source: Source, width: int) -> str:
    """What a source is called, in at most `width` cells; of a path the end says more than the beginning."""
    name = one_line(source.name)
    if source.title or source.address or cell_len(name) <= width:
        return fit(name, max(width, 0))
    end = name[-max(width, 1) :]
    while end and cell_len(end) >= width:
        end = end[1:]
    return fit(f"{ELLIPSIS}{end}", max(width, 0))


def about(row: SourceRow, width: int) -> str:
    """What the list has no room for: where the source is, and what is wrong with it."""
    source = row.source
    facts = [one_line(source.label)]
    if source.full_page is not None:
        facts.append(f"full pages: {FULL_PAGES[source.full_page.value]}")
    if source.marked:
        facts.append(f"{number(source.marked)} marked")
    if source.waits_until:
        facts.append(f"its server wants to be left alone until {one_line(source.waits_until)}")
    if source.problem:
        facts.append(one_line(source.problem))
    elif source.failures:
        facts.append(f"{number(source.failures)} could not be read: ! shows why")
    return fit(" · ".join(facts), width * 2)


FULL_PAGES = {"never": "never", "short": "when short", "always": "always"}
"""The settings of a feed, in words."""


def summed_up(sources: Sequence[Source], width: int) -> str:
    """All sources in a line."""
    unread, articles = sum(source.unread for source in sources), sum(source.articles for source in sources)
    broken = failing(sources)
    facts = [counted(len(sources), "source"), f"{number(unread)} unread of {number(articles)}"]
    if broken:
        facts.append(f"{number(len(broken))} failed")
    return fit(" · ".join(facts), width)


def failing(sources: Sequence[Source]) -> list[Source]:
    """The sources of which nothing could be read last time."""
    return [source for source in sources if source.problem]


def ago(last_sync: str | None, now: datetime) -> str:
    """`now`, `5 min`, `3 h`, `2 d`, `7 w`; `never` where it was not read yet."""
    if last_sync is None:
        return "never"
    try:
        then = datetime.fromisoformat(last_sync)
    except ValueError:
        return "?"
    minutes = int((now - (then if then.tzinfo else then.replace(tzinfo=UTC))).total_seconds()) // 60
    for size, name in ((60 * 24 * 7 * 52, "y"), (60 * 24 * 14, "w"), (60 * 24, "d"), (60, "h"), (1, "min")):
        if minutes >= size:
            unit = {"y": 60 * 24 * 365, "w": 60 * 24 * 7}.get(name, size)
            return f"{max(1, minutes // unit)} {name}"
    return "now"


def _failed(source: Source) -> str:
    return short_number(source.failures) if source.failures else ""
