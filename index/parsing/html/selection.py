"""Which blocks of a page are the article's: an extractor's choice, repaired where it is known to err.

The repairs are general and each was measured (tests/benchmarks/README.md): what stands before the headline, links to
other articles between paragraphs, boxes whose names say what they are, requests to subscribe at the end; and
quotations, subheads and paragraphs that were left out between others of the same place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final

from index.cleaning.byline import byline_of
from index.cleaning.dates import dated_line
from index.cleaning.furniture import furniture_of
from index.cleaning.lines import PROSE_WORDS, SHORT_WORDS, count_words, ends_sentence
from index.parsing.html.page_blocks import PageBlock, PageText
from index.parsing.html.phrases import asks_something, is_label, leads_elsewhere
from index.types import BlockKind

_BOXES: Final = frozenset(
    {"comments", "newsletter", "share", "advertisement", "related links", "author", "tags", "cookie notice", "byline"}
)
_OUTSIDE: Final = _BOXES | {"menu", "footer", "sidebar", "form", "gallery"}
_SHARED: Final = frozenset({"share"})
_ITEMS: Final = frozenset({"li", "dd", "dt", "p", "tr"})
_UNIMPORTANT: Final = frozenset({"share", "gallery", "sidebar"})
_LARGEST_BOX: Final = 0.25  # of the text that was kept; what holds more is no box, whatever its name
_LINK: Final = 0.8
_FEW_LINKS: Final = 0.3
_MOSTLY: Final = 0.8
_MOST_LINKS: Final = 0.4
_LONGEST_LINK: Final = 30  # words
_MOST_BEFORE: Final = 0.2
_MOST_TAIL: Final = 0.45
_ALIKE: Final = 0.75
_SHORTEST_TITLE: Final = 8  # characters

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+$", re.IGNORECASE)


def plain(text: str) -> str:
    """A text by its letters and digits alone, without case."""
    return "".join(filter(str.isalnum, text.casefold()))


def select(page: PageText, headlines: Collection[str]) -> int | None:
    """Repairs the choice that `kept` holds, and gives every block that is not the article's a reason.

    `headlines` are what the page calls its article. Returns the index of the block that is the headline, or None.
    """
    if not any(block.kept for block in page.blocks):
        return None
    title = _headline(page.blocks, headlines)
    _drop_before(page, title)
    _drop_boxes(page)
    _drop_links(page)
    _restore(page, title)
    _drop_tail(page.blocks)
    return title


# ---- the head ----


def _headline(blocks: Sequence[PageBlock], headlines: Collection[str]) -> int | None:
    """The index of the block that is the headline: the last one so before the running text."""
    wanted = [key for key in map(plain, headlines) if key]
    first = next((index for index, block in enumerate(blocks) if block.kept and block.is_prose), len(blocks))
    found = None
    for index, block in enumerate(blocks[:first]):
        if len(block.text) <= 4 * _LONGEST_LINK * _SHORTEST_TITLE and is_title(plain(block.text), wanted):
            found = index
    if found is None:
        found = next((index for index, block in enumerate(blocks[:first]) if block.kept and block.tag == "h1"), None)
    return found


def is_title(key: str, wanted: Collection[str]) -> bool:
    """Whether a plain text is one of the titles, or most of one."""
    if len(key) < _SHORTEST_TITLE:
        return key in wanted
    return any(
        key == title
        or (min(len(key), len(title)) >= _ALIKE * max(len(key), len(title)) and (key in title or title in key))
        for title in wanted
    )


def _drop_before(page: PageText, title: int | None) -> None:
    """Drops the headline with all before it, and the lines between it and the first running text."""
    if title is None:
        return
    blocks = page.blocks
    total = sum(len(block.text) for block in blocks if block.kept)
    before = [block for block in blocks[:title] if block.kept]
    if sum(len(block.text) for block in before) <= _MOST_BEFORE * total:
        for block in before:
            _drop(block, "before the headline")
    if blocks[title].kept:
        _drop(blocks[title], "headline")
    _drop_below(page, title)


def _drop_below(page: PageText, title: int) -> None:
    """Drops what stands between the headline and the running text: a standfirst, the byline, the date."""
    blocks = page.blocks
    last = max(index for index, block in enumerate(blocks) if block.kept or index == title)
    own = (block for block in blocks[title + 1 : last + 1] if block.kept or _hint_inside(page, block, ()) is None)
    levels = Counter(block.tag for block in own)
    for block in blocks[title + 1 :]:
        if not block.kept:
            continue
        if block.kind is BlockKind.HEADING and levels[block.tag] == 1:
            _drop(block, "standfirst")
        elif block.is_prose or block.kind is BlockKind.HEADING:
            break
        elif _is_head_line(block.text):
            _drop(block, "byline or date")


def _is_head_line(text: str) -> bool:
    """Whether a short line is a byline, a date, or a label."""
    words = count_words(text)
    if words > SHORT_WORDS:
        return False
    if furniture_of(text, words) is not None or is_label(text) or byline_of(text) is not None:
        return True
    dated = dated_line(text) if any(map(str.isdigit, text)) else None
    return dated is not None and count_words(dated.rest) <= PROSE_WORDS


def _drop(block: PageBlock, reason: str) -> None:
    block.kept, block.reason = False, reason


# ---- boxes, and links to other articles ----


def _drop_boxes(page: PageText) -> None:
    """Drops what stands in a place whose names say that it is no part of the article."""
    total = sum(len(block.text) for block in page.blocks if block.kept)
    sizes: Counter[int] = Counter()
    for block in page.blocks:
        if block.kept:
            for place in page.ancestors(block.place):
                sizes[place] += len(block.text)
    for block in page.blocks:
        if block.kept:
            hint = _box(page, block, sizes, total)
            if hint is not None:
                _drop(block, hint)


def _box(page: PageText, block: PageBlock, sizes: Counter[int], total: int) -> str | None:
    around = page.ancestors(block.place)
    for place in around[1:] if block.is_prose else around:  # a paragraph's own class often says how it is laid out
        if sizes[place] > _LARGEST_BOX * total:
            return None
        hint = page.places[place].hint
        if hint in _BOXES:
            return hint
    return None


def _drop_links(page: PageText) -> None:
    """Drops paragraphs, headings and lists that are nothing but links, unless much of the text is."""
    kept = [block for block in page.blocks if block.kept]
    links = [block for index, block in enumerate(kept) if _is_link(kept, index)]
    links += _lists_of_links(page, kept)
    if sum(len(block.text) for block in links) <= _MOST_LINKS * sum(len(block.text) for block in kept):
        for block in links:
            _drop(block, "link to something else")


def _is_link(kept: Sequence[PageBlock], index: int) -> bool:
    """Whether a paragraph or a heading only leads elsewhere. A sentence or an address may be meant to be read."""
    block = kept[index]
    if block.kind is BlockKind.LIST or block.words > _LONGEST_LINK:
        return False
    if block.linked and leads_elsewhere(block.text):
        return True
    if block.link_share < _LINK or ends_sentence(block.text) or _ADDRESS.match(block.text):
        return False
    return block.kind is not BlockKind.HEADING or index + 1 == len(kept) or not kept[index + 1].is_prose


def _lists_of_links(page: PageText, kept: Sequence[PageBlock]) -> list[PageBlock]:
    """The items of lists that hold nothing but links, at the end of the text or under a label that says so."""
    lists: dict[int, list[int]] = {}
    for index, block in enumerate(kept):
        if block.kind is BlockKind.LIST:
            lists.setdefault(_home(page, block), []).append(index)
    last = max((index for index, block in enumerate(kept) if block.is_prose), default=len(kept))
    found = []
    for items in lists.values():
        if all(kept[index].link_share >= _LINK for index in items):
            label = kept[items[0] - 1] if items[0] else None
            is_labelled = label is not None and furniture_of(label.text, label.words) is not None
            if is_labelled or last - items[-1] <= 1:
                found += [kept[index] for index in items]
    return found


# ---- what was left out ----


def _restore(page: PageText, title: int | None) -> None:
    """Takes back what stands with paragraphs that were kept: quotations, lists, subheads, captions, more paragraphs."""
    kept = [index for index, block in enumerate(page.blocks) if block.kept]
    if not kept:
        return
    homes = Counter(_home(page, page.blocks[index]) for index in kept if page.blocks[index].is_prose)
    region = _region(page, kept)
    start = kept[0] if title is None else min(title, kept[0])
    end = kept[-1]
    for index, block in enumerate(page.blocks[start:], start):
        is_behind = index > end
        if block.kept or block.reason is not None or block.link_share >= _LINK:
            continue
        if block.kind is BlockKind.CAPTION:
            block.kept = index <= end + 1 and _is_in(page, block, region)
        elif index < kept[0] or is_behind:
            block.kept = block.is_prose and _belongs(page, block, homes)
            if is_behind and not block.kept:
                break
        else:
            block.kept = _belongs(page, block, homes)


def _is_in(page: PageText, block: PageBlock, region: Collection[int]) -> bool:
    """Whether a caption stands in the region of the article, and in no box."""
    hint = _hint_inside(page, block, region, but=_UNIMPORTANT)
    return hint is None and any(place in region for place in page.ancestors(block.place))


def _region(page: PageText, kept: Sequence[int]) -> set[int]:
    """The places that hold nearly all of what was kept."""
    total = sum(len(page.blocks[index].text) for index in kept)
    sizes: Counter[int] = Counter()
    for index in kept:
        for place in page.ancestors(page.blocks[index].place):
            sizes[place] += len(page.blocks[index].text)
    return {place for place, size in sizes.items() if size >= _MOSTLY * total}


def _home(page: PageText, block: PageBlock) -> int:
    """The place around the element that a block is: that of its neighbours."""
    return page.places[block.place].parent if block.place >= 0 else -1


def _belongs(page: PageText, block: PageBlock, homes: Collection[int]) -> bool:
    """Whether a block stands beside paragraphs that were kept, or as a quotation or a list among them."""
    if block.kind is BlockKind.QUOTE or (block.kind is BlockKind.LIST and block.tag in _ITEMS):
        is_among = any(place in homes for place in page.ancestors(block.place))
        return (
            is_among and _hint_inside(page, block, homes, but=_SHARED if block.kind is BlockKind.QUOTE else ()) is None
        )
    if furniture_of(block.text, block.words) is not None or _is_request(block, block.words):
        return False
    if not block.is_prose and block.link_share > _FEW_LINKS:
        return False
    is_beside = _home(page, block) in homes or block.place in homes
    return is_beside and _hint_inside(page, block, homes) is None


def _hint_inside(page: PageText, block: PageBlock, known: Collection[int], but: Collection[str] = ()) -> str | None:
    """What the names of the places say that lie between a block and one that is known to hold the article."""
    for place in page.ancestors(block.place):
        if place in known:
            return None
        hint = page.places[place].hint
        if hint in _OUTSIDE and hint not in but:
            return hint
    return None


# ---- the end ----


def _drop_tail(blocks: Sequence[PageBlock]) -> None:
    """Drops what follows the last of the running text: labels, requests, and what stands behind a related heading."""
    kept = [block for block in blocks if block.kept]
    total = sum(len(block.text) for block in kept)
    behind = 0
    while kept:
        block = kept[-1]
        words = block.words
        if not (_is_request(block, words) or is_label(block.text) or furniture_of(block.text, words)):
            heading = block.kind is BlockKind.HEADING
            if not heading:
                break
        behind += len(block.text)
        if behind > _MOST_TAIL * total:
            break
        _drop(block, "end of the page")
        kept.pop()


def _is_request(block: PageBlock, words: int) -> bool:
    """Whether it asks the reader to subscribe, to follow, or to read something else."""
    return words <= 3 * SHORT_WORDS and asks_something(block.text)


def give_reasons(page: PageText) -> None:
    """Says of every block that is not the article's why."""
    kept = [index for index, block in enumerate(page.blocks) if block.kept]
    for index, block in enumerate(page.blocks):
        if block.kept or block.reason is not None:
            continue
        hints = (page.places[place].hint for place in page.ancestors(block.place))
        hint = next((hint for hint in hints if hint in _OUTSIDE), None)
        if hint is None and block.link_share >= _LINK:
            hint = "link to something else"
        inside = bool(kept) and kept[0] < index < kept[-1]
        block.reason = hint or ("not part of the text" if inside else "outside the article")
