"""How a query was understood, as one line of pieces, or two. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.types import Chip, Order, Suggestion, Understood
from tui.widgets.strips import MATCH, filled, width_of
from tui.widgets.text import Pieces, counted, duration, fit, number, one_line, short_number

SUGGESTION = "suggestion-"
"""The role of a suggestion is this and its number."""
_LABEL_MOST = 28
_SPEAKS_FOR_ITSELF = (" or ", "(")
_FORMS, _COUNTS, _SHORT, _BARE = range(4)
# Less and less: the detail of the conditions, and of the total.
_DETAIL = ((_FORMS, 0), (_COUNTS, 0), (_COUNTS, 1), (_SHORT, 1), (_SHORT, 2), (_BARE, 2))
_ORDERS = {Order.RELEVANCE: "best first", Order.NEWEST: "newest first", Order.OLDEST: "oldest first"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to be said of a query: how it was read, how many articles it found and how fast.

    `understood` is None when nothing was asked. `total` and `took_ms` are None while they are not known.
    """

    understood: Understood | None = None
    total: int | None = None
    took_ms: float | None = None
    order: Order | None = None
    busy: bool = False

    @property
    def repairs(self) -> tuple[str, ...]:
        """What was mended in the query."""
        return self.understood.repairs if self.understood else ()

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """What would match where nothing does."""
        return self.understood.suggestions if self.understood else ()


def answer_lines(answer: Answer, width: int) -> list[Pieces]:
    """The answer in lines of exactly `width` cells.

    One line says it all where it can; less important things are left out before important ones are truncated. What
    was mended moves to a second line before it is truncated; so do suggestions, when nothing was found.
    """
    inline = _best(answer, width, _repairs(answer)) if answer.repairs else None
    first = inline or _best(answer, width, []) or _forced(answer, width)
    lines = [first]
    below = _suggestions(answer) if answer.total == 0 else []
    if answer.repairs and inline is None:
        below = _apart([_repairs(answer), below])
    if below:
        lines.append(filled(below, width))
    return lines


def _best(answer: Answer, width: int, after: Pieces) -> Pieces | None:
    """The first line in the most detail that fits, None if none does."""
    right = list(_rights(answer))
    for conditions, total in _DETAIL:
        start = _apart([_left(answer, conditions), after])
        end = right[min(total, len(right) - 1)]
        if width_of(start) + 2 + width_of(end) <= width:
            return _spread(start, end, width)
    return None


def _forced(answer: Answer, width: int) -> Pieces:
    """The first conditions, bare, and how many more there are; the total stays."""
    end = list(_rights(answer))[-1]
    room = max(0, width - width_of(end) - 1)
    groups = [_chip(chip, _BARE) for chip in answer.understood.chips] if answer.understood else []
    for shown in range(len(groups) - 1, 0, -1):
        start = _apart([*groups[:shown], [(f"+{len(groups) - shown}", "count")]])
        if width_of(start) <= room:
            break
    else:
        start = _left(answer, _BARE)
    return filled([*filled(start, room), (" ", ""), *end], width)


def _spread(start: Pieces, end: Pieces, width: int) -> Pieces:
    gap = width - width_of(start) - width_of(end)
    return [*start, (" " * gap, ""), *end]


def _apart(groups: list[Pieces]) -> Pieces:
    """The groups with two blanks between them."""
    line: Pieces = []
    for group in filter(None, groups):
        line += [("  ", ""), *group] if line else group
    return line


# ---- left: the conditions -----------------------------------------------------------------------------------------


def _left(answer: Answer, detail: int) -> Pieces:
    """The conditions, with their counts by form, their counts, short counts or none."""
    understood = answer.understood
    if understood is None or understood.is_empty:
        return [("all articles", "spoken")]
    line = _apart([_chip(chip, detail) for chip in understood.chips])
    # A row of conditions does not tell how they are joined.
    if detail == _FORMS and any(sign in understood.spoken for sign in _SPEAKS_FOR_ITSELF):
        line = _apart([line, [(one_line(understood.spoken), "spoken")]])
    return line


def _chip(chip: Chip, detail: int) -> Pieces:
    label = ("not " if chip.negated else "") + fit(one_line(chip.label), _LABEL_MOST)
    role = "chip" if chip.term is None else f"{MATCH}{chip.term}"
    pieces: Pieces = [(f" {label} " if detail < _SHORT else label, role)]
    if chip.count is not None and detail < _BARE:
        count = short_number(chip.count) if detail == _SHORT else number(chip.count)
        pieces.append((f" {count}", "none" if chip.count == 0 and not chip.negated else "count"))
    if chip.form_count > 1 and detail == _FORMS:
        pieces.append((f" in {chip.form_count} forms", "spoken"))
    return pieces


def _repairs(answer: Answer) -> Pieces:
    return [(one_line("; ".join(answer.repairs)), "repair")]


def _suggestions(answer: Answer) -> Pieces:
    groups: list[Pieces] = [
        [(f" {one_line(_tried(each))} ", f"{SUGGESTION}{place}"), (f" {number(each.count)}", "count")]
        for place, each in enumerate(answer.suggestions)
    ]
    return _apart([[("try", "spoken")], *groups]) if groups else []


def _tried(suggestion: Suggestion) -> str:
    """What is tried: behind `try` it need not be asked whether it was meant."""
    return suggestion.label.removeprefix("did you mean ")


# ---- right: what was found ----------------------------------------------------------------------------------------


def _rights(answer: Answer) -> Iterator[Pieces]:
    """The total in less and less detail."""
    if answer.total is None:
        yield [("searching…", "busy")] if answer.busy else []
        return
    role = "total" if answer.total else "none"
    total = counted(answer.total, "article") if answer.total else "nothing matches"
    facts = [_ORDERS[answer.order]] if answer.order is not None and answer.total > 1 else []
    if answer.busy:
        facts = ["searching…"]
    elif answer.took_ms is not None:
        facts.append(duration(answer.took_ms))
    yield [(total, role), *((f" · {fact}", "busy" if answer.busy else "spoken") for fact in facts)]
    yield [(total, role), *([(" …", "busy")] if answer.busy else [])]
    yield [(short_number(answer.total), role), *([("…", "busy")] if answer.busy else [])]


def details(understood: Understood) -> str:
    """The whole of it in words, a line each: what was asked, and the forms that each word stands for."""
    lines = [understood.spoken]
    for chip in understood.chips:
        if chip.form_count > 1:
            forms = [f"{form} {number(count)}" for form, count in chip.forms]
            more = chip.form_count - len(chip.forms)
            lines.append(f"{chip.label}: {', '.join([*forms, f'{more} more'] if more > 0 else forms)}")
    return "\n".join(one_line(line) for line in lines)
