"""What the terminal sends, as the text that Textual's parser takes in.

Textual decodes strictly and ends on a byte that is no UTF-8, and it replays escape sequences inside a paste as keys.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.driver import Driver

_BEGIN, _END = "\x1b[200~", "\x1b[201~"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class TerminalInput:
    """An incremental decoder of UTF-8: replaces what is none, and leaves control characters out of what is pasted."""

    def __init__(self) -> None:
        self._utf8 = codecs.getincrementaldecoder("utf-8")("replace")
        self._pasting = False
        self._held = ""
        self._before = ""

    def decode(self, data: bytes, final: bool = False) -> str:  # noqa: FBT001, FBT002 - the form of a codec
        """The text that bytes stand for, together with those that came before and were not whole."""
        text, self._held = self._held + self._utf8.decode(data, final), ""
        out = ""
        while text:
            piece, text = self._pasted(text) if self._pasting else self._typed(text)
            out += piece
        return out

    def _typed(self, text: str) -> tuple[str, str]:
        """What is typed, with the beginning of a paste, and the rest. Nothing waits: an escape may be the key."""
        so_far = self._before + text
        place = so_far.find(_BEGIN)
        self._pasting = place >= 0
        cut = place + len(_BEGIN) - len(self._before) if self._pasting else len(text)
        self._before = "" if self._pasting else so_far[1 - len(_BEGIN) :]
        return text[:cut], text[cut:]

    def _pasted(self, text: str) -> tuple[str, str]:
        """What is pasted, with its end, and the rest. What may be the first half of the end waits for the second."""
        piece, end, rest = text.partition(_END)
        self._pasting = not end
        if not end:
            half = next((size for size in range(len(_END) - 1, 0, -1) if piece.endswith(_END[:size])), 0)
            piece, self._held = piece[: len(piece) - half], piece[len(piece) - half :]
        return _CONTROL.sub("", piece) + end, rest


def reads_safely(driver: type[Driver]) -> type[Driver]:
    """The driver, which from now on reads by `TerminalInput` if it is one of a Unix terminal."""
    if driver.__name__ == "LinuxDriver":
        from textual.drivers import linux_driver

        # The reading loop is one function, which takes its decoder from here.
        linux_driver.getincrementaldecoder = lambda _encoding: TerminalInput  # type: ignore[attr-defined, assignment]
    return driver
