"""Where lines of text break, by cell width: pure, and only ever in offsets of the text that was given.

Text breaks at blanks, after hyphens and dashes inside words, and between ideographs; a word longer than a line breaks
after its punctuation, as addresses should, or between characters. What a reader sees as one character is never split.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from rich.cells import get_character_cell_size, split_graphemes

Span = tuple[int, int]
"""Half-open `[start, end)` offsets in code points."""

BLANKS = "\t \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u200b\u205f\u3000"
"""The blanks that a line may break at; the no-break blanks are not among them."""

# Scripts and punctuation whose every character takes one cell, with the plain blank for their only break.
_PLAIN = re.compile("[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*")

# Ideographs, kana and their punctuation: a line may break on either side of one.
_EAST_ASIAN = re.compile(
    "[\u2e80-\u2fff\u3001-\u3029\u3030-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff9f\U00020000-\U0003ffff]"
)
_OPENING = frozenset("([{‘“「『（［｛〈《【〔")
_CLOSING = frozenset(
    ")]},.;:!?’”」』）］｝〉》】〕、。，．：；！？…—・ーｰ々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ％"
)

_DASHES = "-‐–—"
_DASH_BREAK = re.compile(r"(?<=[^\W_])[-‐](?=[^\W\d_])|[–—]+(?=\w)")
_LONG_WORD_BREAK = frozenset("/?&=#._-,;:%~+@|\\")

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001eeff]")

_JOINER = "\u200d"
_EMOJI_FORM = "\ufe0f"
_VIRAMA = 9  # the combining class of the signs that join two consonants
_SPACING_MARKS = frozenset("\u0e33\u0eb3")  # Thai and Lao AM: letters that hang on the one before


def break_lines(text: str, width: int) -> list[Span]:
    """The lines of a paragraph, at most `width` cells each, without the blanks around them.

    Between two lines stand only the blanks or the newline dropped there. A newline always breaks; an empty text is
    one empty line. `width` is at least 2, so that the widest character has room.
    """
    return [line for start, end in _newline_spans(text) for line in _Paragraph(text, start, end, width).lines()]


def break_verbatim(text: str, width: int) -> list[Span]:
    """The lines of preformatted text: as they stand, with lines that are too long cut between characters."""
    lines: list[Span] = []
    for start, end in _newline_spans(text):
        paragraph = _Paragraph(text, start, end, width)
        while not paragraph.fits(start):
            cut = paragraph.cut_between_characters(start, paragraph.reach(start))
            lines.append((start, cut))
            start = cut  # noqa: PLW2901 - the rest of the line
        lines.append((start, max(start, paragraph.end)))
    return lines


def is_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction is Hebrew, Arabic or the like: the paragraph's direction."""
    if not _RIGHT_TO_LEFT.search(text):
        return False
    for character in text:
        match unicodedata.bidirectional(character):
            case "L":
                return False
            case "R" | "AL":
                return True
    return False


def clusters(text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """What a reader sees as single characters of `text[start:end]`: (start, end, cells).

    Joined emoji, flags, and letters with their marks stay whole.
    """
    spans, _ = split_graphemes(text[start:end])
    held: tuple[int, int, int] | None = None
    for left, right, cells in spans:
        span = (start + left, start + right, cells)
        if held is not None and _belongs_together(text, held, span):
            held = (held[0], span[1], held[2] + cells)
            continue
        if held is not None:
            yield held
        held = span
    if held is not None:
        yield held


class _Paragraph:
    """`text[start:end]` without its last blanks, measured once, to be cut into lines."""

    def __init__(self, text: str, start: int, end: int, width: int) -> None:
        while end > start and text[end - 1] in BLANKS:
            end -= 1
        self.text, self.start, self.end, self.width = text, start, end, width
        plain = _PLAIN.fullmatch(text, start, end) is not None
        self._cells = None if plain else _running_cells(text[start:end])
        self._blanks = " " if plain else "".join(blank for blank in BLANKS if text.find(blank, start, end) >= 0)
        self._dashes = "".join(dash for dash in _DASHES if text.find(dash, start, end) >= 0)
        self._east_asian = not plain and _EAST_ASIAN.search(text, start, end) is not None

    def lines(self) -> Iterator[Span]:
        text, start, end = self.text, self.start, self.end
        while start < end and text[start] in self._blanks:
            start += 1
        if start == end:
            yield start, start
        while start < end:
            cut = end if self.fits(start) else self._cut(start, self.reach(start))
            stop = cut
            while text[stop - 1] in self._blanks:
                stop -= 1
            yield start, stop
            start = cut
            while start < end and text[start] in self._blanks:
                start += 1

    def fits(self, start: int) -> bool:
        """Whether the rest from `start` is one line."""
        if self._cells is None:
            return self.end - start <= self.width
        return self._cells[-1] - self._cells[start - self.start] <= self.width

    def reach(self, start: int) -> int:
        """How far a line from `start` can reach."""
        if self._cells is None:
            return start + self.width
        return self.start + bisect_right(self._cells, self._cells[start - self.start] + self.width) - 1

    def _cut(self, start: int, limit: int) -> int:
        """Where a line that could reach to `limit` breaks best."""
        text = self.text
        blank = max([text.rfind(blank, start, limit + 1) for blank in self._blanks], default=-1)
        cut = max(blank, start)
        if self._dashes and cut < limit:
            cut = max(cut, self._after_dash(cut + (blank >= 0), limit))
        if self._east_asian:
            cut = max(cut, self._beside_ideograph(cut, limit))
        return cut if cut > start else self._inside_word(start, limit)

    def _after_dash(self, start: int, limit: int) -> int:
        """After the last hyphen or dash of the word part `text[start:limit]`; 0 for none, and inside addresses."""
        text = self.text
        if max(text.rfind(dash, start, limit) for dash in self._dashes) < 0 or _is_address(text, start):
            return 0
        return max((found.end() for found in _DASH_BREAK.finditer(text, start, limit + 1)), default=0)

    def _beside_ideograph(self, start: int, limit: int) -> int:
        text = self.text
        for cut in range(limit, start, -1):
            before, after = text[cut - 1], text[cut]
            if (
                (_EAST_ASIAN.match(after) or _EAST_ASIAN.match(before))
                and after not in _CLOSING
                and before not in _OPENING
                and before != _JOINER
                and not _hangs_on(after)
            ):
                return cut
        return 0

    def _inside_word(self, start: int, limit: int) -> int:
        """Where to cut a word that fills a line: after punctuation in the line's second half, or at its end."""
        limit = self.cut_between_characters(start, limit)
        for cut in range(limit, start + (limit - start) // 2, -1):
            if self.text[cut - 1] in _LONG_WORD_BREAK and (self._cells is None or not _hangs_on(self.text[cut])):
                return cut
        return limit

    def cut_between_characters(self, start: int, limit: int) -> int:
        """The last place up to `limit` that splits no character; beyond it when one character is too wide."""
        if self._cells is None:
            return limit
        ends = [right for _, right, _ in clusters(self.text, start, limit + 1)]
        return max((end for end in ends if end <= limit), default=ends[0])


class _CellCharacters(dict[int, str]):
    """Code point to a character whose code is the width in cells: for `str.translate`, which is fast."""

    def __missing__(self, point: int) -> str:
        self[point] = cells = chr(get_character_cell_size(chr(point)))
        return cells


_CELL_CHARACTERS = _CellCharacters()


def _running_cells(text: str) -> Sequence[int]:
    """The cells before each character, and after the last."""
    if _JOINER not in text and _EMOJI_FORM not in text:
        return list(accumulate(text.translate(_CELL_CHARACTERS).encode("latin-1"), initial=0))
    cells = [0] * len(text)
    for left, _, width in split_graphemes(text)[0]:
        cells[left] = width
    return list(accumulate(cells, initial=0))


def _belongs_together(text: str, held: tuple[int, int, int], following: tuple[int, int, int]) -> bool:
    first, last = text[following[0]], text[held[1] - 1]
    if _is_regional(first):
        return held[1] - held[0] == 1 and _is_regional(last)
    return _hangs_on(first) or (unicodedata.combining(last) == _VIRAMA and first.isalpha())


def _hangs_on(character: str) -> bool:
    """Whether a character is drawn on the one before it."""
    return character in _SPACING_MARKS or character == _JOINER or unicodedata.category(character).startswith("M")


def _is_regional(character: str) -> bool:
    """Whether a character is half a flag."""
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _is_address(text: str, start: int) -> bool:
    return text.startswith("www.", start) or "://" in text[start : start + 12]


def _newline_spans(text: str) -> Iterator[Span]:
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield start, end
        start = end + 1
    yield start, len(text)
