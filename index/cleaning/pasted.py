"""The structure of pasted text, recovered from position, shape, repetition, punctuation and known forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from index.cleaning.body import body_blocks, without_furniture
from index.cleaning.furniture import BARRIERS, Furniture
from index.cleaning.head import Head, read_head, section_before
from index.cleaning.headline import headline_of_page
from index.cleaning.lines import Line
from index.cleaning.roles import mark_roles, split_by_rule, with_forced
from index.cleaning.segment import ENOUGH, PROSE_CAP, is_whole_page, may_be_page
from index.cleaning.tail import tail_start
from index.types import Block

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_TAIL_SHARE: Final = 0.25  # of the prose, that may stand after what ends an article
_COMMENTS_SHARE: Final = 0.4
_TAIL_FURNITURE: Final = 2
_HEAD_LINES: Final = 10  # before a body, among which the first is the headline
_REPEATED: Final = 0.2  # of its likelihood, that is left to a line that stands in many files of the folder


@dataclass(frozen=True, slots=True)
class Recovered:
    """What lines say. `evidence` tells for each field where it stood."""

    blocks: tuple[Block, ...]
    headline: str | None = None
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    place: str | None = None
    section: str | None = None
    outlet: str | None = None
    published: str | None = None
    evidence: Mapping[str, str] = field(default_factory=dict)


def recover(lines: Sequence[Line]) -> Recovered:
    """The article in the lines of a pasted text: a whole page, or a text with little around it.

    Every line gets its role and the reason for it. What a rule of the user's says of a line is done.
    """
    lines = split_by_rule(lines)
    recovered = _from_page(lines) if may_be_page(lines) else _from_text(lines)
    if recovered.headline is None and not recovered.blocks:
        # Nothing but furniture: then the words are meant, as in a note that says "Weather".
        for line in lines:
            line.furniture = None
        recovered = _from_text([line for line in lines if line.has_letters])
    return recovered


def _from_text(lines: Sequence[Line]) -> Recovered:
    head = read_head(lines)
    end = _without_repeated(lines, head.body, end_of_text(lines, head.body))
    end = tail_start(lines, head.body, end, is_sure=end < len(lines))
    own = [lines[index] for index in sorted([*head.captions, *head.left])]
    body = without_furniture([*own, *lines[head.body : end]], page=False)
    return _recovered(lines, head, body, "first line")


def _without_repeated(lines: Sequence[Line], start: int, end: int) -> int:
    """The end before the last lines that stand in many files of the folder; only these, as subheads may come again."""
    while end > start + 1 and lines[end - 1].is_repeated:
        end -= 1
    return end


def _from_page(lines: Sequence[Line]) -> Recovered:
    """The lines that the model takes for the article's, with the head that is found before them."""
    from index.cleaning.model import chosen, page_model  # the first screen needs no numbers

    likely = page_model().likelihoods(lines)
    likely[[line.is_repeated for line in lines]] *= _REPEATED
    likely[_comments_start(lines, likely) :] = 0
    taken = chosen(likely, [line.words for line in lines])
    kept = {index for index in map(int, taken.nonzero()[0]) if lines[index].furniture is None}
    if not kept:
        return _from_text(lines)
    first, last = min(kept), max(kept) + 1
    end = tail_start(lines, first, last, is_sure=last < len(lines))
    tail = {index for index in kept if index >= end > first}
    kept -= tail
    last = max(kept) + 1
    is_far = first > _HEAD_LINES or is_whole_page(lines)
    head = _head_of_page(lines, first, last) if is_far else read_head(lines)
    kept |= {index for index in range(first, last) if lines[index].caption is not None}
    kept |= {index for index in head.captions if index < last}
    body = [lines[index] for index in sorted(kept - head.roles.keys()) if not lines[index].repeats]
    reasons = {
        index: "repeated in this folder" if line.is_repeated else f"the model: {likely[index]:.0%} article"
        for index, line in enumerate(lines)
        if line.furniture is None and not line.repeats
    }
    reasons |= dict.fromkeys(tail, "after the article")
    head.body = first
    return _recovered(lines, head, body, "line that the body is about" if is_far else "first line", reasons)


def _comments_start(lines: Sequence[Line], likely: NDArray[np.float32]) -> int:
    """The index of the label over what readers wrote, which may be longer than the article and read like one."""
    words = 0.0
    for index, line in enumerate(lines):
        if line.furniture is Furniture.COMMENTS and line.words > 1 and words >= ENOUGH:
            return index
        words += min(line.words, PROSE_CAP) * float(likely[index])
    return len(lines)


def _head_of_page(lines: Sequence[Line], first: int, last: int) -> Head:
    """The head that stands before a body."""
    title = headline_of_page(lines, first, last)
    if title is None:
        return Head(body=first)
    head = read_head(lines, title + 1, title)
    if (section := section_before(lines, title)) is not None:
        head.section, index = section
        head.roles[index] = "section"
    return head


def end_of_text(lines: Sequence[Line], start: int) -> int:
    """The index after the last line of the article: before comments, votes, links and law at its end."""
    total = sum(line.words for line in lines[start:] if line.is_prose and line.furniture is None)
    furniture = prose = 0
    end = len(lines)
    for index in range(len(lines) - 1, start - 1, -1):
        line = lines[index]
        if line.furniture is None:
            prose += line.words if line.is_prose else 0
            continue
        furniture += 1
        if (
            not (line.furniture in BARRIERS or line.furniture in {Furniture.SHARE, Furniture.ACCOUNT})
            or line.words == 1
        ):
            continue
        allowed = _COMMENTS_SHARE if line.furniture is Furniture.COMMENTS else _TAIL_SHARE
        if prose == 0 or (furniture >= _TAIL_FURNITURE and prose <= allowed * total):
            end = index
    return end


def _recovered(
    lines: Sequence[Line], head: Head, body: Sequence[Line], where: str, reasons: Mapping[int, str] | None = None
) -> Recovered:
    body = with_forced(lines, body)
    mark_roles(lines, body, head.roles, reasons or {}, head.body)
    evidence = {
        "headline": where if head.headline is not None else None,
        "standfirst": "before the byline" if head.standfirst else None,
        "authors": "byline" if head.authors else None,
        "place": "byline" if head.place else None,
        "outlet": "byline" if head.outlet else None,
        "section": "line before the headline" if head.section else None,
        "published": "date line" if head.published else None,
    }
    return Recovered(
        tuple(body_blocks(body)),
        lines[head.headline].text if head.headline is not None else None,
        head.standfirst,
        head.authors,
        head.place,
        head.section,
        head.outlet,
        head.published,
        {name: found for name, found in evidence.items() if found},
    )
