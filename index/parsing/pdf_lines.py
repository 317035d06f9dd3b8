"""The lines of a PDF's text layer, with where and how they are set."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from index.errors import InputTooLargeError

OPERATIONS: Final = 2_000_000
"""Drawing operations of a whole file: about half a minute of a processor, and a thousand pages of a book."""

_LIGATURES: Final = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_LIGATURE = re.compile("[ﬀ-ﬆ]")
_BOLD = re.compile("bold|black|heavy|semibold|demi", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line: the page (from 0), the place of its beginning in points from the lower left, the size of its type."""

    text: str
    page: int
    x: float
    y: float
    size: float
    is_bold: bool


class OperationsExceededError(Exception):
    """The file draws more than it is worth waiting for."""


@dataclass(slots=True)
class LineReader:
    """Collects the lines of one page after another. `spent` counts the operations so far."""

    limit: int
    lines: list[PdfLine] = field(default_factory=list)
    spent: int = 0
    _length: int = 0
    _parts: list[tuple[str, float, float, float, bool]] = field(default_factory=list)

    def read(self, page: Any, number: int, location: str) -> None:
        """The lines of a page, in the order in which they are drawn.

        Raises:
            OperationsExceededError: the file draws too much.
            InputTooLargeError: there is more text than the limit.
        """
        before = len(self.lines)
        page.extract_text(visitor_text=self._text, visitor_operand_before=self._count)
        self._end(number)
        self._length += sum(len(line.text) for line in self.lines[before:])
        if self._length > self.limit:
            raise InputTooLargeError("there is too much text in it for one article", location, "Split it up.")

    def _count(self, *_: object) -> None:
        self.spent += 1
        if self.spent > OPERATIONS:
            raise OperationsExceededError

    def _text(self, text: str, outer: Sequence[float], inner: Sequence[float], font: Any, size: float) -> None:
        """A piece of text, as the library gives it: with its matrices, its font and the size of its type."""
        if not text:
            return
        x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
        y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
        scale = math.hypot(inner[2], inner[3]) * math.hypot(outer[2], outer[3])
        is_bold = bool(font) and _BOLD.search(str(font.get("/BaseFont", ""))) is not None
        *before, last = text.split("\n")
        for piece in before:
            self._parts.append((piece, x, y, abs(size) * scale, is_bold))
            self._end(-1)
        self._parts.append((last, x, y, abs(size) * scale, is_bold))

    def _end(self, page: int) -> None:
        """Ends a line; with a page's number all lines that wait for theirs get it."""
        parts, self._parts = [part for part in self._parts if part[0].strip()], []
        text = " ".join("".join(part[0] for part in parts).split())
        if text:
            text = _LIGATURE.sub(lambda found: _LIGATURES[found[0]], text)
            _, x, y, size, _ = parts[0]
            most = max(parts, key=lambda part: len(part[0]))
            size = most[3] or size
            self.lines.append(PdfLine(text, -1, *_finite(x, y, size), most[4]))
        if page >= 0:
            for index in range(len(self.lines) - 1, -1, -1):
                line = self.lines[index]
                if line.page >= 0:
                    break
                self.lines[index] = PdfLine(line.text, page, line.x, line.y, line.size, line.is_bold)


def _finite(*values: float) -> tuple[float, float, float]:
    x, y, size = (value if math.isfinite(value) else 0.0 for value in values)
    return x, y, round(size * 2) / 2
