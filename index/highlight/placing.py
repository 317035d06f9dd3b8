"""Where conditions on the places of words are met in one field of an article, and what takes part in meeting them.

A way of meeting a condition takes one occurrence of each child: for `Near` none overlap and each is at most `distance`
from the end of one to the start of the next, in order if ordered; for `Within` all lie in one unit from end to end; of
an `Or` it takes one of any child. An occurrence takes part if there is a way with it. What stands inside a `Near`
(a phrase with slop, an `Or`, another `Near`) is met at its shortest places only, those that contain no other one: so
the index decides, too.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from index.highlight.texts import FieldText
from index.query.tree import OPENING, AtLeast, Near, Node, Or, Placed, Terms, Unit, Within
from index.schema import BOUNDED_FIELDS

Place = tuple[int, int]
"""The positions of a first and a last word."""

Row = tuple[int, ...]
"""The positions of the words of an occurrence."""

_Chain = tuple[int, int, int]  # a place and the number of the child that stands there
_ENDS = itemgetter(0, -1)


def fields_of(node: Node) -> tuple[str, ...]:
    """Give the fields in which a condition can be met, all of it in one."""
    match node:
        case Terms(fields=fields):
            return fields
        case Or(children):
            return tuple(dict.fromkeys(name for child in children for name in fields_of(child)))
        case Near(children) | Within(children):
            shared = [name for name in fields_of(children[0]) if all(name in fields_of(one) for one in children[1:])]
            bounded = isinstance(node, Within)
            return tuple(name for name in shared if not bounded or name == OPENING or name in BOUNDED_FIELDS)
        case AtLeast(child):
            return fields_of(child)
        case _:
            return ()


class FieldPlaces:
    """Places in one field. Nodes are told apart as objects: they must outlive it."""

    def __init__(self, name: str, text: FieldText) -> None:
        self._name = name
        self._text = text
        self._rows: dict[int, list[Row]] = {}
        self._spots: dict[int, list[Place]] = {}

    def taking_part(self, node: Placed) -> list[tuple[Terms, Row]] | None:
        """Give the occurrences of words and phrases that take part in meeting a condition; None where it is not."""
        if not self._is_met(node, None):
            return None
        found: list[tuple[Terms, Row]] = []
        self._take(node, None, found)
        return found

    def spots(self, node: Node) -> list[Place]:
        """Give the shortest places at which words, alternatives or a nearness are met, ascending."""
        found = self._spots.get(id(node))
        if found is None:
            found = self._spots[id(node)] = self._find(node)
        return found

    def _find(self, node: Node) -> list[Place]:
        match node:
            case Terms():
                rows = self._rows_of(node)
                return _shortest(map(_ENDS, rows)) if node.readings else [_ENDS(row) for row in rows]
            case Or(children):
                return _shortest(spot for child in children for spot in self.spots(child))
            case Near():
                whole = (1 << len(node.children)) - 1
                chains = self._chains(node, None)
                reached = zip(_reached(chains, node), chains, strict=True)
                return _shortest((starts[whole], end) for starts, (_, end, _) in reached if whole in starts)
            case _:
                return []

    def _rows_of(self, terms: Terms) -> list[Row]:
        """Give all occurrences of a word or phrase, ascending."""
        found = self._rows.get(id(terms))
        if found is None:
            found = []
            if self._name in terms.fields:
                found = list(occurrences_of(terms, self._text))
            self._rows[id(terms)] = found
        return found

    def _is_met(self, node: Node, within: Place | None) -> bool:
        if isinstance(node, AtLeast):
            return self._is_met(node.child, within)
        if isinstance(node, Within):
            return any(True for _ in self._units(node, within))
        return bool(self.spots(node)) if within is None else bool(_inside(self.spots(node), within, most=1))

    def _units(self, node: Within, within: Place | None) -> Iterator[Place]:
        """Give the units, or what is inside a place of them, in which all children are met."""
        for number, paragraph in _overlapping(self._text.paragraphs, within):
            if not all(self._is_met(child, paragraph) for child in node.children):
                continue
            if node.unit is Unit.PARAGRAPH:
                yield paragraph
                continue
            for _, sentence in _overlapping(self._text.sentences(number), paragraph):
                if all(self._is_met(child, sentence) for child in node.children):
                    yield sentence

    def _take(self, node: Node, places: Sequence[Place] | None, found: list[tuple[Terms, Row]]) -> None:
        """Add what takes part in meeting a condition inside any of some places, or anywhere."""
        match node:
            case Terms():
                rows = self._rows_of(node)
                kept = rows if places is None else _rows_inside(rows, places)
                found.extend((node, row) for row in kept)
            case Or(children):
                for child in children:
                    self._take(child, places, found)
            case AtLeast(child):
                self._take(child, places, found)
            case Near():
                chosen: list[set[Place]] = [set() for _ in node.children]
                for place in _each(places):
                    self._choose(node, place, chosen)
                for child, spots in zip(node.children, chosen, strict=True):
                    self._take(child, sorted(spots), found)
            case Within():
                units = {unit for place in _each(places) for unit in self._units(node, place)}
                for child in node.children:
                    self._take(child, sorted(units), found)

    def _choose(self, node: Near, within: Place | None, chosen: Sequence[set[Place]]) -> None:
        """Add for each child the places at which it takes part."""
        whole = (1 << len(node.children)) - 1
        chains = self._chains(node, within)
        before = _reached(chains, node)
        mirrored = sorted(((-end, -start, child) for start, end, child in chains))
        after = dict(zip(mirrored, _reached(mirrored, node, backwards=True), strict=True))
        for (start, end, child), sets in zip(chains, before, strict=True):
            own = 1 << child
            if any(whole & ~some | own in after[-end, -start, child] for some in sets):
                chosen[child].add((start, end))

    def _chains(self, node: Near, within: Place | None) -> list[_Chain]:
        found: list[_Chain] = []
        for number, child in enumerate(node.children):
            spots = self.spots(child)
            if not spots:
                return []
            kept = spots if within is None else _inside(spots, within)
            found.extend((start, end, number) for start, end in kept)
        found.sort()
        return found


def occurrences_of(terms: Terms, text: FieldText) -> Iterable[Row]:
    """Give the occurrences of a word or phrase and of its other readings in a text, ascending."""
    found = text.occurrences(terms.words, terms.slop)
    if not terms.readings:
        return found
    return sorted({*found, *(row for words in terms.readings for row in text.occurrences(words, 0))})


def _reached(chains: Sequence[_Chain], node: Near, *, backwards: bool = False) -> list[dict[int, int]]:
    """Tell for each place which sets of children can end with it, as bits, each with the latest start of them all.

    `chains` are sorted; `backwards` they are mirrored, so that the sets begin with it. For each set the ends that are
    still near are kept with the latest starts only (the usual queue for the maximum of a moving window): each place
    is looked at once for each set.
    """
    whole = (1 << len(node.children)) - 1
    found: list[dict[int, int]] = [{} for _ in chains]
    ended: dict[int, deque[Place]] = {}
    by_end = sorted(range(len(chains)), key=lambda number: chains[number][1])
    closed = 0
    for number, (start, _, child) in enumerate(chains):
        while chains[by_end[closed]][1] < start:
            _close(ended, found[by_end[closed]], chains[by_end[closed]][1])
            closed += 1
        own = 1 << child
        if not node.ordered:
            sets: Iterable[int] = (some for some in ended if not some & own)
        else:
            needed = whole & ~(2 * own - 1) if backwards else own - 1
            sets = (needed,) if needed in ended else ()
            if not needed:
                found[number][own] = start
        if not node.ordered:
            found[number][own] = start
        for some in sets:
            near = ended[some]
            while near and near[0][1] < start - node.distance:
                near.popleft()
            if near:
                found[number][some | own] = near[0][0]
    return found


def _close(ended: dict[int, deque[Place]], starts: dict[int, int], end: int) -> None:
    for some, start in starts.items():
        near = ended.setdefault(some, deque())
        while near and near[-1][0] <= start:
            near.pop()
        near.append((start, end))


def _shortest(places: Iterable[Place]) -> list[Place]:
    """Leave out the places that contain another one, and sort the rest."""
    found: list[Place] = []
    for start, end in sorted(set(places), key=lambda place: (place[1], -place[0])):
        if not found or start > found[-1][0]:
            found.append((start, end))
    return found


def _inside(spots: Sequence[Place], within: Place, most: int | None = None) -> Sequence[Place]:
    """Give the places inside another one; starts and ends ascend together."""
    first = bisect_left(spots, (within[0], -1))
    last = bisect_right(spots, within[1], key=itemgetter(1))
    return spots[first : last if most is None else min(last, first + most)]


def _rows_inside(rows: Sequence[Row], places: Sequence[Place]) -> Iterator[Row]:
    for start, end in places:
        first = bisect_left(rows, start, key=itemgetter(0))
        for number in range(first, len(rows)):
            if rows[number][0] > end:
                break
            if rows[number][-1] <= end:
                yield rows[number]


def _each(places: Sequence[Place] | None) -> Sequence[Place | None]:
    return [None] if places is None else places


def _overlapping(units: Sequence[Place], within: Place | None) -> Iterator[tuple[int, Place]]:
    """Give the units with their numbers, cut to what is inside a place."""
    if within is None:
        yield from enumerate(units)
        return
    for number in range(bisect_left(units, within[0], key=itemgetter(1)), len(units)):
        start, end = units[number]
        if start > within[1]:
            break
        yield number, (max(start, within[0]), min(end, within[1]))
