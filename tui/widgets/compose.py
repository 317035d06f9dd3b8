"""From an article to flows: what the reader shows, in which order and in which form. Pure, and no width yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from index.types import Article, Block, BlockKind, Part, PartKind, Position, StoredArticle
from tui.widgets.flow import HEAD, START, Composer, Flow, Piece, Role, Shape, showable
from tui.widgets.text import counted


def compose(stored: StoredArticle) -> tuple[Flow, ...]:
    """Everything that the reader shows of an article, from the section above the headline to its location."""
    article = stored.article
    head = _in_one_block(_head(stored), HEAD)
    body = [flow for number, block in enumerate(article.blocks) for flow in _block(number, block)]
    foot = _in_one_block(_foot(stored), len(article.blocks))
    return (*head, *body, *foot)


# ---- head ---------------------------------------------------------------------------------------------------------


def _head(stored: StoredArticle) -> Iterator[Flow]:
    article = stored.article
    if article.section:
        section = showable(article.section)
        piece = Piece(0, len(section), Part(PartKind.SECTION))
        yield Flow(Role.SECTION, _capitals(section), pieces=(piece,), source=section)
    yield _headline(article.headline)
    if article.standfirst:
        yield _whole(Role.STANDFIRST, Part(PartKind.STANDFIRST), article.standfirst)
    yield _byline(article, stored.words)
    marks = _marks(stored)
    if marks.text:
        yield marks
    yield Flow(Role.RULE, shape=Shape.RULE, gap=0)


def _headline(text: str) -> Flow:
    headline = _whole(Role.HEADLINE, Part(PartKind.HEADLINE), text) if text else Flow(Role.HEADLINE, "(no headline)")
    return replace(headline, shape=Shape.BALANCED)


_SHORT_NAME = 24


def _is_short(name: str) -> bool:
    """Whether a name fits any line, so that it need not be broken."""
    return len(name) <= _SHORT_NAME


def _byline(article: Article, words: int) -> Flow:
    """`By Ana Ruiz and Tom Hale in Port Vell · 9 March 2017 · The Courier · 512 words`."""
    line = Composer(Role.BYLINE)
    for number, author in enumerate(article.authors):
        last = number == len(article.authors) - 1
        line.add("By " if number == 0 else " and " if last else ", ")
        line.add(author, Role.NAME, Part(PartKind.AUTHOR, number))
    if article.place:
        line.add(" in " if article.authors else "")
        line.add(article.place, part=Part(PartKind.PLACE), unbroken=_is_short(article.place))
    line.add_fact(long_date(article.published), unbroken=True)
    if article.outlet:
        line.add_fact(article.outlet, part=Part(PartKind.OUTLET), unbroken=_is_short(article.outlet))
    line.add_fact(counted(words, "word"), unbroken=True)
    return replace(line.flow(), shape=Shape.FACTS)


def _marks(stored: StoredArticle) -> Flow:
    """`★ starred · + liked · ✎ note · #ports`: empty for an article without marks."""
    marks = stored.marks
    line = Composer(Role.MARKS)
    if marks.starred:
        line.add_fact("★ starred", Role.STAR, unbroken=True)
    if marks.rating:
        line.add_fact("+ liked" if marks.rating > 0 else "- disliked", unbroken=True)
    if marks.note:
        line.add_fact("✎ note", unbroken=True)
    for tag in marks.tags:
        line.add_fact(f"#{tag}")
    return replace(line.flow(), shape=Shape.FACTS, gap=0)


# ---- body ---------------------------------------------------------------------------------------------------------


def _block(number: int, block: Block) -> Iterator[Flow]:
    place, part = Position(number, 0), Part(PartKind.BLOCK, number)
    match block.kind:
        case BlockKind.HEADING:
            yield replace(_whole(Role.SUBHEAD, part, block.text, place), shape=Shape.BALANCED, gap=2)
        case BlockKind.QUOTE:
            yield replace(_whole(Role.QUOTE, part, block.text, place), indent=2, lead="▎ ", hang="▎ ")
        case BlockKind.LIST:
            yield from _list_items(block.text, place, part)
        case BlockKind.CAPTION:
            yield _caption(block, place, part)
        case BlockKind.PRE:
            yield _preformatted(block.text, place, part)
        case _:
            yield _whole(Role.BODY, part, block.text, place)


def _caption(block: Block, place: Position, part: Part) -> Flow:
    line = Composer(Role.CAPTION, place)
    line.add(block.text, part=part)
    if block.credit:
        line.add(" (" if block.text else "(", Role.CREDIT)
        line.add(block.credit, Role.CREDIT, Part(PartKind.CREDIT, part.index))
        line.add(")", Role.CREDIT)
    return replace(line.flow(), indent=4)


_MARKER = re.compile(r"(\(?(?:\d{1,3}|[a-zA-Z])[.)])\s+|[-*•‣·–—]\s+")


def _list_items(text: str, place: Position, part: Part) -> Iterator[Flow]:
    """One flow an item. An item keeps the number it begins with; a dash or nothing becomes a bullet."""
    offset = 0
    for number, line in enumerate(text.split("\n")):
        marker = _MARKER.match(line)
        skipped = marker.end() if marker else 0
        lead = f"{marker[1]} " if marker and marker[1] else "• "
        shown = showable(line[skipped:])
        yield Flow(
            Role.BODY,
            shown,
            place=Position(place.block, offset),
            pieces=(Piece(0, len(shown), part, offset + skipped),),
            gap=0 if number else 1,
            indent=2,
            lead=lead,
            hang=" " * len(lead),
        )
        offset += len(line) + 1


_TAB_STOP = 4


def _preformatted(text: str, place: Position, part: Part) -> Flow:
    """Tabs become blanks up to the next stop, so that columns stand as they were meant."""
    line = Composer(Role.PRE, place)
    for number, row in enumerate(text.split("\n")):
        if number:
            line.add("\n", part=part)
        first, *others = row.split("\t")
        line.add(first, part=part)
        for cell in others:
            line.add(" " * (_TAB_STOP - line.column % _TAB_STOP))
            line.skip(part, 1)
            line.add(cell, part=part)
    return replace(line.flow(), indent=2, shape=Shape.VERBATIM)


# ---- foot ---------------------------------------------------------------------------------------------------------


_NOTE_TITLE = "Note"


def _foot(stored: StoredArticle) -> Iterator[Flow]:
    if stored.marks.note:
        yield Flow(Role.NOTE_TITLE, _NOTE_TITLE, source=" " * len(_NOTE_TITLE), shape=Shape.BOX_TOP)
        yield replace(_whole(Role.NOTE, Part(PartKind.NOTE), stored.marks.note), shape=Shape.BOXED, gap=0)
        yield Flow(Role.EDGE, shape=Shape.BOX_BOTTOM, gap=0)
    yield Flow(Role.RULE, shape=Shape.RULE)
    facts = [stored.article.url, stored.location if stored.location != stored.article.url else None]
    if stored.duplicate_of is not None:
        facts.append(f"Same text as article {stored.duplicate_of}.")
    if stored.gone:
        facts.append("Its file has gone; the library keeps the text.")
    for fact in facts:
        if fact:
            yield Flow(Role.FOOT, showable(fact), gap=0)


# ---- tools ---------------------------------------------------------------------------------------------------------


def long_date(published: str | None) -> str:
    """`9 March 2017`, `9 March 2017, 06:12 UTC`; `undated` when it is not known, as it stands when it is no date."""
    if published is None:
        return "undated"
    try:
        if len(published) <= len("2017-03-09"):
            return _day(date.fromisoformat(published))
        moment = datetime.fromisoformat(published)
    except ValueError:
        return showable(published)
    return f"{_day(moment)}, {moment:%H:%M}{_offset(moment)}"


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _offset(moment: datetime) -> str:
    if moment.tzinfo is None:
        return ""
    return f" {moment:%z}" if moment.utcoffset() else " UTC"


def _capitals(text: str) -> str:
    """Capitals, one for each character: `ß`, whose capitals are two, stays."""
    return "".join(upper if len(upper := character.upper()) == 1 else character for character in text)


def _whole(role: Role, part: Part, text: str, place: Position = START) -> Flow:
    """A flow that is one part of the article from end to end."""
    shown = showable(text)
    return Flow(role, shown, place, (Piece(0, len(shown), part),))


def _in_one_block(flows: Iterator[Flow], block: int) -> Iterator[Flow]:
    """Flows that share a block number get their places in it one after the other."""
    offset = 0
    for flow in flows:
        yield replace(flow, place=Position(block, offset))
        offset += len(flow.text) + 1
