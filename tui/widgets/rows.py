"""What a list shows of an article: pieces of text, laid out for a width. Pure: no widget, no style.

Below 64 columns a row is the headline, then date, outlet and place; a search adds a line for the snippet. From 64 on it
is two lines, the headline with its date at the right end, then the snippet or what is known of the article. From 90 on
the date, the outlet and the section stand in columns before headline and snippet. The two lines begin with the cursor's
bar and two marks each: unread and star, rating and note.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from index.types import Hit, Row
from tui.widgets.strips import MATCH, filled, width_of
from tui.widgets.text import (
    DATE_WIDTH,
    Pieces,
    counted,
    fit,
    fit_marked,
    marked_pieces,
    one_line,
    pad,
    pad_left,
    short_date,
    window,
    with_terms,
)

DATE_BESIDE = 64
COLUMNS = 90
_GAP = 2
_OUTLET_LEAST, _OUTLET_MOST = 12, 22
_OUTLET_BEFORE_SNIPPET = 16
_FACTS_ABOVE = 3  # of a row with three lines and no snippet
_SEPARATOR = " · "
_BAR, _UNREAD, _STAR, _LIKED, _DISLIKED, _NOTE = "▌●★+-✎"  # each one cell


@dataclass(frozen=True, slots=True)
class RowLayout:
    """How rows are laid out: the width in cells, with room for snippets or not."""

    width: int
    snippets: bool = False

    @property
    def height(self) -> int:
        """The lines of every row."""
        return 3 if self.snippets and self.width < DATE_BESIDE else 2


def row_lines(hit: Hit | None, layout: RowLayout, *, cursor: bool = False) -> list[Pieces]:
    """The lines of a row, `layout.height` of them, each exactly `layout.width` cells.

    Without a hit it is the row of an article that has not arrived.
    """
    gutters = _gutters(hit, layout, cursor=cursor)
    room = layout.width - width_of(gutters[0])
    if hit is None:
        bodies = [[("…", "placeholder")]]
    elif layout.width >= COLUMNS:
        bodies = _in_columns(hit, room)
    elif layout.width >= DATE_BESIDE:
        bodies = _with_date_beside(hit, room)
    else:
        bodies = _stacked(hit, room, snippet=layout.snippets)
    bodies += [[] for _ in range(layout.height - len(bodies))]
    return [filled([*gutter, *body], layout.width) for gutter, body in zip(gutters, bodies, strict=True)]


# ---- the three layouts --------------------------------------------------------------------------------------------


def _stacked(hit: Hit, room: int, *, snippet: bool) -> list[Pieces]:
    facts = [(short_date(hit.row.published), "date"), *_facts(hit.row)]
    if not snippet:
        return [_headline(hit, room), _joined(facts, room)]
    if hit.snippets:
        return [_headline(hit, room), _joined(facts, room), _snippet(hit, room)]
    return [_headline(hit, room), _joined(facts[:_FACTS_ABOVE], room), _joined(facts[_FACTS_ABOVE:], room)]


def _with_date_beside(hit: Hit, room: int) -> list[Pieces]:
    date = short_date(hit.row.published)
    if date:
        left = room - DATE_WIDTH - _GAP
        first = [*filled(_headline(hit, left), left), (" " * _GAP, ""), (pad_left(date, DATE_WIDTH), "date")]
    else:
        first = _headline(hit, room)
    if not hit.snippets:
        return [first, _joined(_facts(hit.row), room)]
    source = fit(one_line(hit.row.outlet or hit.row.section or ""), _OUTLET_BEFORE_SNIPPET)
    lead = _joined([*_states(hit.row), (source, "source")], room)
    if lead:
        lead.append((_SEPARATOR, "separator"))
    return [first, [*lead, *_snippet(hit, room - width_of(lead))]]


def _in_columns(hit: Hit, room: int) -> list[Pieces]:
    row = hit.row
    source = max(_OUTLET_LEAST, min(_OUTLET_MOST, room // 8))
    left = room - DATE_WIDTH - source - 2 * _GAP
    places = [place for place in (row.outlet, row.section, row.place) if place]
    first, second, *rest = [*places, "", ""]
    authors = [", ".join(row.authors)]
    more = [*_states(row), *((text, "meta") for text in [*rest, *authors]), *_tags(row)]
    if hit.snippets:
        lead = _joined(_states(row), left)
        if lead:
            lead.append((_SEPARATOR, "separator"))
        below = [*lead, *_snippet(hit, left - width_of(lead))]
    else:
        below = _joined(more, left)
    gap = (" " * _GAP, "")
    headline = _headline(hit, left)
    return [
        [_cell(short_date(row.published), DATE_WIDTH, "date"), gap, _cell(first, source, "source"), gap, *headline],
        [_cell(counted(row.words, "word"), DATE_WIDTH, "meta"), gap, _cell(second, source, "meta"), gap, *below],
    ]


# ---- parts of a row -----------------------------------------------------------------------------------------------


def _gutters(hit: Hit | None, layout: RowLayout, *, cursor: bool) -> list[Pieces]:
    bar = (_BAR, "bar") if cursor else (" ", "")
    blank = (" ", "")
    first: Pieces = [bar, blank, blank, blank]
    second: Pieces = [bar, blank, blank, blank]
    if hit is not None:
        row = hit.row
        first[1] = blank if row.read else (_UNREAD, "mark")
        first[2] = (_STAR, "star") if row.starred else blank
        second[1] = _rating(row.rating)
        second[2] = (_NOTE, "note") if row.has_note else blank
    if layout.width < 2 * len(first):
        first, second = [bar], [bar]
    return [first, second, *([bar, *[blank] * (len(first) - 1)] for _ in range(layout.height - 2))]


def _rating(rating: int) -> tuple[str, str]:
    if rating == 0:
        return (" ", "")
    return (_LIKED, "liked") if rating > 0 else (_DISLIKED, "disliked")


def _headline(hit: Hit, room: int) -> Pieces:
    row = hit.row
    role = "faded" if row.gone or row.duplicate else "headline" if row.read else "unread"
    marked = with_terms(row.headline or "(no headline)", hit.headline_marks, hit.headline_terms)
    return marked_pieces(fit_marked(marked, room), role, MATCH)


def _snippet(hit: Hit, room: int) -> Pieces:
    if not hit.snippets:
        return []
    best = hit.snippets[0]
    return marked_pieces(window(with_terms(best.text, best.marks, best.terms), room), "snippet", MATCH)


def _states(row: Row) -> Pieces:
    return [(word, "state") for word, holds in (("gone", row.gone), ("duplicate", row.duplicate)) if holds]


def _tags(row: Row) -> Pieces:
    return [(f"#{tag}", "tag") for tag in row.tags]


def _facts(row: Row) -> Pieces:
    """What stands under a headline: state, outlet, section, place, authors, tags, length."""
    source, *known = [text for text in (row.outlet, row.section, row.place, ", ".join(row.authors)) if text] or [""]
    return [
        *_states(row),
        (source, "source" if row.outlet or row.section else "meta"),
        *((text, "meta") for text in known),
        *_tags(row),
        (counted(row.words, "word"), "meta"),
    ]


def _joined(facts: Iterable[tuple[str, str]], room: int) -> Pieces:
    """The facts with dots between them, in at most `room` cells; the last that is shown may be truncated."""
    line: Pieces = []
    for text, role in facts:
        whole = one_line(text)
        if not whole.strip():
            continue
        separator = [(_SEPARATOR, "separator")] if line else []
        shown = fit(whole, room - width_of(line) - width_of(separator))
        # The start of a word says nothing.
        if shown != whole and len(shown) <= 3:  # noqa: PLR2004 - two letters and the ellipsis
            break
        line += [*separator, (shown, role)]
    return line


def _cell(text: str, width: int, role: str) -> tuple[str, str]:
    return (pad(one_line(text), width), role)
