"""Pure helpers for shown text: cells, truncation, marks, dates and numbers.

Widths are in terminal cells as `rich.cells` counts them, which is how Textual lays out strips. All text here is plain:
nothing is ever read as markup.
"""

from __future__ import annotations

import re
from typing import NamedTuple, TypeAlias

from rich.cells import cell_len, split_graphemes

ELLIPSIS = "…"

Marks: TypeAlias = tuple[tuple[int, int, int], ...]
"""Lit ranges of a text, `(start, end, term)`, sorted and disjoint."""

Pieces: TypeAlias = list[tuple[str, str]]
"""A shown line as `(text, role)`; the widget knows the style of each role."""

_UNSHOWABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_JOINERS = ("\u200d", "\ufe0f")  # zero width joiner, emoji presentation
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PUBLISHED = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
# What is looked at of an endless text: no text needs more code points a cell than this.
_POINTS_PER_CELL = 16


class MarkedText(NamedTuple):
    """A text and what is lit in it."""

    text: str
    marks: Marks = ()


# ---- cells --------------------------------------------------------------------------------------------------------


def one_line(text: str) -> str:
    """The text with every control character as a blank. The length is kept, so offsets stay true.

    Articles are cleaned on the way in; this holds for any text, so that no widget depends on it.
    """
    if text.startswith(_JOINERS):
        text = " " + text[1:]
    if text.endswith(_JOINERS[0]):
        text = text[:-1] + " "  # it would swallow what is put behind it
    return text if text.isprintable() else _UNSHOWABLE.sub(" ", text)


def cut(text: str, width: int) -> str:
    """The longest start of the text that fits into `width` cells, never splitting a character from its accents."""
    if text.isascii():
        return text[: max(width, 0)]
    text = text[: max(width, 0) * _POINTS_PER_CELL]
    used = 0
    for start, _end, cells in split_graphemes(text)[0]:
        used += cells
        if used > width:
            return text[:start]
    return text


def fit(text: str, width: int) -> str:
    """The text in at most `width` cells, ending in an ellipsis when something was left out."""
    if _fits(text, width):
        return text
    return cut(text, width - 1).rstrip(" \u200d") + ELLIPSIS if width > 0 else ""


def pad(text: str, width: int) -> str:
    """The text in exactly `width` cells: truncated, or followed by blanks."""
    fitted = fit(text, width)
    return fitted + " " * (width - cell_len(fitted))


def pad_left(text: str, width: int) -> str:
    """The text in exactly `width` cells, at the right end."""
    fitted = fit(text, width)
    return " " * (width - cell_len(fitted)) + fitted


def _fits(text: str, width: int) -> bool:
    return len(text) <= width * _POINTS_PER_CELL and cell_len(text) <= width


# ---- marks --------------------------------------------------------------------------------------------------------


def with_terms(text: str, marks: tuple[tuple[int, int], ...], terms: tuple[int, ...]) -> MarkedText:
    """A safe line with its marks: sorted, disjoint, inside the text. Without terms all are term 0."""
    numbered = sorted(
        (start, end, terms[number] if number < len(terms) else 0) for number, (start, end) in enumerate(marks)
    )
    kept: list[tuple[int, int, int]] = []
    reached = 0
    for start, end, term in numbered:
        first, last = max(start, reached), min(end, len(text))
        if first < last:
            kept.append((first, last, term))
            reached = last
    return MarkedText(one_line(text), tuple(kept))


def fit_marked(marked: MarkedText, width: int) -> MarkedText:
    """The start of the text in at most `width` cells, with the marks that are still there."""
    fitted = fit(marked.text, width)
    if fitted == marked.text:
        return marked
    return MarkedText(fitted, _within(marked.marks, 0, max(len(fitted) - 1, 0)))


def window(marked: MarkedText, width: int) -> MarkedText:
    """At most `width` cells of the text, moved on so that the first mark is seen with some words before it."""
    if not marked.marks or _fits(marked.text, width):
        return fit_marked(marked, width)
    start, end, _term = marked.marks[0]
    if cell_len(marked.text[:end]) <= width - width // 5:
        return fit_marked(marked, width)  # seen as it is, with some words after it
    # A third of the room for what comes before, more when little comes after.
    lead = max(width // 3, width - len(ELLIPSIS) - cell_len(marked.text[start:]))
    first = _word_start(marked.text, start, lead)
    if first == 0:
        return fit_marked(marked, width)
    while marked.text.startswith(_JOINERS, first):
        first += 1  # it would be joined to the ellipsis
    rest = MarkedText(marked.text[first:], _within(marked.marks, first, len(marked.text)))
    fitted = fit_marked(rest, width - 1)
    if not fitted.text:
        return fitted
    return MarkedText(ELLIPSIS + fitted.text, tuple((a + 1, b + 1, term) for a, b, term in fitted.marks))


def marked_pieces(marked: MarkedText, role: str, mark_role: str) -> Pieces:
    """The text as pieces: `role`, and `mark_role` with the term's number for what is lit (`match-` gives `match-0`).

    Marks are widened to whole characters, so that no accent is parted from its letter.
    """
    pieces: Pieces = []
    reached = 0
    for start, end, term in _whole_characters(marked):
        if reached < start:
            pieces.append((marked.text[reached:start], role))
        pieces.append((marked.text[start:end], f"{mark_role}{term}"))
        reached = end
    if reached < len(marked.text):
        pieces.append((marked.text[reached:], role))
    return pieces


def _within(marks: Marks, first: int, last: int) -> Marks:
    """The marks inside `[first, last)`, counted from `first`."""
    return tuple(
        (max(start, first) - first, min(end, last) - first, term)
        for start, end, term in marks
        if start < last and end > first
    )


def _word_start(text: str, offset: int, lead: int) -> int:
    """Where to begin so that at most `lead` cells stand before `offset`: at a word, if one starts in them."""
    first = offset
    for start, _end, cells in reversed(split_graphemes(text[:offset])[0]):
        lead -= cells
        if lead < 0:
            break
        first = start
    blank = text.find(" ", first - 1, offset) if first > 0 else -1
    # No blank in reach, as in Chinese: begin at a whole character.
    return blank + 1 if blank >= 0 else first


def _whole_characters(marked: MarkedText) -> Marks:
    if not marked.marks or marked.text.isascii():
        return marked.marks
    spans = split_graphemes(marked.text)[0]
    starts, ends = {}, {}
    for start, end, _cells in spans:
        starts.update(dict.fromkeys(range(start, end), start))
        ends.update(dict.fromkeys(range(start + 1, end + 1), end))
    widened: list[tuple[int, int, int]] = []
    for start, end, term in marked.marks:
        first = max(starts[start], widened[-1][1] if widened else 0)
        if first < ends[end]:
            widened.append((first, ends[end], term))
    return tuple(widened)


# ---- dates and numbers --------------------------------------------------------------------------------------------

DATE_WIDTH = 11
"""The cells of the widest short date."""


def short_date(published: str | None) -> str:
    """`09 Mar 2017`, or what is known of it (`Mar 2017`, `2017`); empty for an undated article."""
    match = _PUBLISHED.match(published or "")
    if match is None:
        return ""
    year, month, day = match.groups()
    if month is None or not 1 <= int(month) <= len(_MONTHS):
        return str(year)
    return " ".join(part for part in (day, _MONTHS[int(month) - 1], year) if part)


def number(value: int) -> str:
    """`1,204`."""
    return f"{value:,}"


def short_number(value: int) -> str:
    """`999`, `1.2k`, `120k`, `3.4M`: at most five cells below a thousand million."""
    for limit, suffix in ((1_000_000, "M"), (1_000, "k")):
        if value >= limit:
            scaled = value / limit
            # 9.95 and more would round up to two digits and a decimal.
            return f"{scaled:.1f}{suffix}" if scaled < 9.95 else f"{int(scaled)}{suffix}"  # noqa: PLR2004 - above
    return str(value)


def counted(value: int, noun: str) -> str:
    """`1 article`, `1,204 articles`."""
    return f"{number(value)} {noun}" if value == 1 else f"{number(value)} {noun}s"


def duration(milliseconds: float) -> str:
    """`0.4 ms`, `17 ms`, `1.2 s`."""
    if milliseconds < 10:  # noqa: PLR2004 - one decimal below ten
        return f"{milliseconds:.1f} ms"
    return f"{milliseconds:.0f} ms" if milliseconds < 1000 else f"{milliseconds / 1000:.1f} s"  # noqa: PLR2004 - ms


def time_left(seconds: float) -> str:
    """`8 s`, `4 min`, `2 h 05 min`."""
    whole = max(0, round(seconds))
    if whole < 60:  # noqa: PLR2004 - seconds a minute
        return f"{whole} s"
    minutes = round(whole / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"  # noqa: PLR2004 - minutes
