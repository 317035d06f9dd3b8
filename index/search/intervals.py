"""Where conditions on words are met, as intervals of places; and intervals joined: any of some, some near one another.

Of the places where a condition is met only the shortest count: no interval contains another one. So starts and ends
ascend together (Clarke, Cormack and Burkowski, "An algebra for structured text search and a framework for its
implementation", 1995).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.search.joins import distinct

Line = NDArray[np.int64]
"""Places on a line of positions."""


_LENGTH = 31
"""Intervals are shorter than two to the power of this."""

_TWO = 2
_ONE, _OTHER = 1, 3
_BOTH = _ONE + _OTHER
"""What one word and the other one add up to, and no two others do."""


class Intervals(NamedTuple):
    """Intervals from the place of a first word to that of a last one, by their ends, of which no two are the same."""

    starts: Line
    ends: Line


Condition = Callable[[Sequence[list[Line]]], Intervals]
"""Given for each word of a query the places of its forms, each ascending, gives where a condition is met."""


def word(number: int) -> Condition:
    """Make a condition that is met where a word stands, by its number in the query."""

    def met(words: Sequence[list[Line]]) -> Intervals:
        places = sorted_places(words[number])
        return Intervals(places, places)

    return met


def row(numbers: Sequence[int], slop: int) -> Condition:
    """Make a condition of words in order with at most `slop` others among them in all."""

    def met(words: Sequence[list[Line]]) -> Intervals:
        begins, ends = in_turn([sorted_places(words[number]) for number in numbers])
        close = np.flatnonzero(ends - begins <= len(numbers) - 1 + slop)
        return shortest(begins.take(close), ends.take(close))

    return met


def any_of(conditions: Sequence[Condition]) -> Condition:
    """Make a condition that is met where any of some is."""

    def met(words: Sequence[list[Line]]) -> Intervals:
        found = [condition(words) for condition in conditions]
        return shortest(np.concatenate([one.starts for one in found]), np.concatenate([one.ends for one in found]))

    return met


def near(conditions: Sequence[Condition], distance: int, *, ordered: bool) -> Condition:
    """Make a condition of several, each met once, none inside another: see `index.search.positional.Near`.

    Without an order each set of conditions is joined from the smaller ones: twice as many steps for each condition
    more, and one step more for each.
    """

    def met(words: Sequence[list[Line]]) -> Intervals:
        found = [condition(words) for condition in conditions]
        pairs = _neighbours(found[0], found[1], distance, ordered=ordered) if len(found) == _TWO else None
        if pairs is not None:
            return pairs
        if ordered:
            joined = reduce(lambda before, after: _followed([before], after, distance), found)
        else:
            joined = _in_any_order(found, distance)
        return shortest(*joined)

    return met


def within(conditions: Sequence[Condition], unit: int) -> Condition:
    """Make a condition of several, each met inside the same unit, of which the word number `unit` is the beginning.

    They may overlap. It is met from the beginning of the first one to the end of the last one.
    """

    def met(words: Sequence[list[Line]]) -> Intervals:
        (bounds,) = words[unit]
        found = [condition(words) for condition in conditions]
        pairs = _in_one_unit(found[0], found[1], bounds) if len(found) == _TWO else None
        return _together(found, bounds) if pairs is None else pairs

    return met


def shortest(starts: Line, ends: Line) -> Intervals:
    """Leave out the intervals that contain another one, and sort the rest."""
    keys = ends << _LENGTH  # those that end together by their length
    keys |= ends - starts
    keys.sort(kind="stable")  # which merges what is sorted in parts, as all is here
    ends = keys >> _LENGTH
    keys &= (1 << _LENGTH) - 1
    starts = ends - keys
    latest = np.maximum.accumulate(starts)
    kept = np.ones(len(starts), bool)
    np.greater(starts[1:], latest[:-1], out=kept[1:])
    places = np.flatnonzero(kept)
    return Intervals(starts.take(places), ends.take(places))


def in_turn(lines: Sequence[Line]) -> tuple[Line, Line]:
    """Give for each place of the first words where the others stand next, in turn: the first place and the last."""
    begins = ends = lines[0]
    for later in lines[1:]:
        following = np.searchsorted(later, ends, side="right")
        there = np.flatnonzero(following < len(later))
        begins, ends = begins.take(there), later.take(following.take(there))
    return begins, ends


def sorted_places(forms: list[Line]) -> Line:
    """Give the places of all forms of a word."""
    if not forms:
        return np.empty(0, np.int64)
    return forms[0] if len(forms) == 1 else np.sort(np.concatenate(forms), kind="stable")


def _neighbours(one: Intervals, other: Intervals, distance: int, *, ordered: bool) -> Intervals | None:
    """Join two words: their shortest matches have none of them inside. None if they are no words, or stand together."""
    merged = _merged(one, other)
    if merged is None:
        return None
    places, which = merged
    turn = which[1:] > which[:-1] if ordered else which[1:] != which[:-1]
    turn &= places[1:] - places[:-1] <= distance
    first = np.flatnonzero(turn)
    return Intervals(places.take(first), places.take(first + 1))


def _in_one_unit(one: Intervals, other: Intervals, bounds: Line) -> Intervals | None:
    """Join two words in one unit, as `_neighbours` does: then no bound is between them."""
    merged = _merged(one, other, bounds)
    if merged is None:
        return None
    places, which = merged
    first = np.flatnonzero(which[1:] + which[:-1] == _BOTH)
    return Intervals(places.take(first), places.take(first + 1))


def _merged(one: Intervals, other: Intervals, bounds: Line | None = None) -> tuple[Line, NDArray[np.int8]] | None:
    """Give the places of two words, ascending, and which each is, 1 or 3; None if they are no words or share a place.

    Bounds, if any, are 0 and come before the words that stand there.
    """
    if one.starts is not one.ends or other.starts is not other.ends:
        return None
    places = np.concatenate(
        [one.ends << 2 | _ONE, other.ends << 2 | _OTHER, *([] if bounds is None else [bounds << 2])]
    )
    places.sort(kind="stable")
    which = (places & 3).astype(np.int8)
    places >>= 2
    shared = (places[1:] == places[:-1]) & (which[:-1] != 0)
    return None if shared.any() else (places, which)


def _units(places: Line, bounds: Line) -> NDArray[np.int64]:
    """Give the number of the unit of each place."""
    return np.searchsorted(bounds, places, side="right")


def _together(found: Sequence[Intervals], bounds: Line) -> Intervals:
    """Give for each end of an interval the latest start from which on there is one of each, if that is in one unit.

    An interval that crosses a bound hides none that does not: what begins before it ends in an earlier unit.
    """
    ends = distinct(np.concatenate([one.ends for one in found]))
    starts = ends
    for one in found:
        last = np.searchsorted(one.ends, ends, side="right") - 1
        there = np.flatnonzero(last >= 0)
        ends, starts = ends.take(there), np.minimum(starts.take(there), one.starts.take(last.take(there)))
    same = np.flatnonzero(_units(starts, bounds) == _units(ends, bounds))
    return shortest(starts.take(same), ends.take(same))


def _in_any_order(found: Sequence[Intervals], distance: int) -> Intervals:
    """Join sets of conditions by their number: a set that ends with one of them is what it follows, all the others."""
    whole = (1 << len(found)) - 1
    reached: dict[int, Mapping[int, Intervals]] = {}  # by set of conditions, by the last of them
    for some in range(1, whole + 1):
        lasts = [last for last in range(len(found)) if some >> last & 1]
        if len(lasts) == 1:
            reached[some] = {lasts[0]: found[lasts[0]]}
        else:
            reached[some] = {
                last: _followed(list(reached[some & ~(1 << last)].values()), found[last], distance) for last in lasts
            }
    ways = list(reached[whole].values())
    return Intervals(np.concatenate([way.starts for way in ways]), np.concatenate([way.ends for way in ways]))


def _followed(before: Sequence[Intervals], after: Intervals, distance: int) -> Intervals:
    """Give the intervals that follow any of some by 1 to `distance` places, each from the latest start that it can."""
    latest = np.full(len(after.starts), -1)
    for starts, ends in before:
        last = np.searchsorted(ends, after.starts)
        if not len(ends):
            continue
        there = np.flatnonzero((last > 0) & (ends.take(last - 1) >= after.starts - distance))
        own, last = after.starts.take(there), last.take(there)
        latest[there] = np.maximum(latest.take(there), _greatest(starts, ends, own - distance, last))
    kept = np.flatnonzero(latest >= 0)
    return Intervals(latest.take(kept), after.ends.take(kept))


def _greatest(starts: Line, ends: Line, bound: Line, last: Line) -> Line:
    """Give the greatest start before each `last` of what ends at each bound or later; there is always one."""
    if bool((starts[1:] >= starts[:-1]).all()):
        return starts.take(last - 1)
    first = np.searchsorted(ends, bound)
    found = starts.take(first)
    step, size = 1, last - first
    while len(starts):  # each is the greatest of `step` from its place on; two of them cover a range
        wide = np.flatnonzero(size >= step)
        if not len(wide):
            break
        two = starts.take(first.take(wide)), starts.take(last.take(wide) - step)
        found[wide] = np.maximum(found.take(wide), np.maximum(*two))
        starts, step = np.maximum(starts[:-step], starts[step:]), step * 2
    return found
