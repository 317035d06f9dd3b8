"""Flows: the stretches of text that the reader sets one under the other. Pure, and no width yet.

A flow's text is what is shown, character for character; pieces say which of its characters are which characters of
the article's parts, so that matches find their place and copied text is the article's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from rich.cells import cell_len

from index.types import Part, Position

HEAD = -1
"""The block number of what stands above the body, in positions."""


START = Position(HEAD, 0)


DOT = "\u00a0·"
"""What stands after a fact that another follows."""


class Role(StrEnum):
    """What a text is for the eye: each has a style, `reader--headline` and so on."""

    SECTION = "section"
    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    NAME = "name"
    MARKS = "marks"
    STAR = "star"
    BODY = "body"
    SUBHEAD = "subhead"
    CAPTION = "caption"
    CREDIT = "credit"
    QUOTE = "quote"
    PRE = "pre"
    NOTE = "note"
    NOTE_TITLE = "note-title"
    EDGE = "edge"
    RULE = "rule"
    FOOT = "foot"


class Shape(StrEnum):
    """How a flow becomes lines."""

    TEXT = "text"
    BALANCED = "balanced"  # lines of about the same length, for headlines
    FACTS = "facts"  # the dot between two facts is left out where a line ends
    VERBATIM = "verbatim"
    BOXED = "boxed"
    BOX_TOP = "box-top"
    BOX_BOTTOM = "box-bottom"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Piece:
    """`flow.text[start:end]` is the text of `part` from `offset` on."""

    start: int
    end: int
    part: Part
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Tint:
    """`flow.text[start:end]` looks like `role`."""

    start: int
    end: int
    role: Role


@dataclass(frozen=True, slots=True)
class Flow:
    """A stretch of text set as one paragraph.

    `place` is the reading position of its first character. `source` is what copying gives where it differs from
    `text`, of the same length. `gap` is the number of blank lines above. `lead` and `hang` stand before the first
    line and before the others: a bullet, a bar.
    """

    role: Role
    text: str = ""
    place: Position = START
    pieces: tuple[Piece, ...] = ()
    tints: tuple[Tint, ...] = ()
    source: str | None = None
    shape: Shape = Shape.TEXT
    gap: int = 1
    indent: int = 0
    lead: str = ""
    hang: str = ""

    @property
    def copied(self) -> str:
        """The text for the clipboard."""
        return self.text if self.source is None else self.source


class Composer:
    """Puts a flow together from texts of several parts and words of its own."""

    def __init__(self, role: Role, place: Position = START) -> None:
        self._flow = Flow(role, place=place)
        self._shown: list[str] = []
        self._copied: list[str] = []
        self._pieces: list[Piece] = []
        self._tints: list[Tint] = []
        self._offsets: dict[Part, int] = {}
        self.length = 0
        self.column = 0
        """The cells of the last line."""

    def add(self, text: str, role: Role | None = None, part: Part | None = None, *, unbroken: bool = False) -> None:
        """Append text: of a part, or words of our own; `unbroken` keeps its blanks from breaking lines."""
        copied = showable(text)
        shown = copied.replace(" ", "\u00a0") if unbroken else copied
        start, self.length = self.length, self.length + len(shown)
        line = shown.rfind("\n") + 1
        self.column = (0 if line else self.column) + cell_len(shown[line:])
        self._shown.append(shown)
        self._copied.append(copied)
        if part is not None:
            self._pieces.append(Piece(start, self.length, part, self._offsets.get(part, 0)))
            self.skip(part, len(shown))
        if role is not None:
            self._tints.append(Tint(start, self.length, role))

    def skip(self, part: Part, characters: int) -> None:
        """Characters of a part that are not shown, or not as they are."""
        self._offsets[part] = self._offsets.get(part, 0) + characters

    def add_fact(
        self, text: str, role: Role | None = None, part: Part | None = None, *, unbroken: bool = False
    ) -> None:
        """Append text after a dot, which never begins a line."""
        if self.length:
            self.add(DOT.replace("\u00a0", " "), Role.EDGE, unbroken=True)
            self.add(" ")
        self.add(text, role, part, unbroken=unbroken)

    def flow(self) -> Flow:
        """What was put together."""
        return replace(
            self._flow,
            text="".join(self._shown),
            source="".join(self._copied),
            pieces=tuple(self._pieces),
            tints=tuple(self._tints),
        )


# ---- tools --------------------------------------------------------------------------------------------------------

_NEWLINES = frozenset("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
_INVISIBLE = frozenset("\u00ad\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_UNSHOWABLE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff\ud800-\udfff]"
)
_NOTHING = "\u200c"  # a character without a width and without an effect here


def showable(text: str) -> str:
    """The text without anything that could act on a terminal. The length is kept, so offsets stay true.

    Articles are cleaned on the way in; this holds for any text, so that the reader does not depend on it. The marks
    that steer the direction of text go as well: the terminal decides on the direction, by the letters.
    """
    return _UNSHOWABLE.sub(_stand_in, text) if not text.isascii() or not text.isprintable() else text


def _stand_in(found: re.Match[str]) -> str:
    character = found.group()
    if character in _NEWLINES:
        return "\n"
    if character in _INVISIBLE or "\u206a" <= character <= "\u206f":
        return _NOTHING
    return "\ufffd" if character >= "\ud800" else " "
