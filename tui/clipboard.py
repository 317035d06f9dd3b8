"""The clipboard of the terminal that the user sits at, over ssh and inside tmux or screen too (OSC 52)."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping

LIMIT = 74_994
"""The most bytes that are sent: terminals drop a sequence of more than 100,000 characters."""

_SCREEN_CHUNK = 76
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def clipboard_sequence(text: str, environment: Mapping[str, str]) -> str:
    """The control sequence that puts `text` on the clipboard.

    tmux gets it twice: by itself for `set-clipboard on`, and wrapped for the terminal outside for
    `allow-passthrough on`; either one suffices. GNU screen gets it wrapped, in pieces that it does not drop.
    """
    payload = base64.b64encode(text.encode("utf-8", "replace")).decode("ascii")
    plain = f"\x1b]52;c;{payload}\a"
    if environment.get("TMUX"):
        return plain + _for_tmux(plain)
    if environment.get("TERM", "").startswith("screen") or environment.get("STY"):
        return _for_screen(plain)
    return plain


def fits(text: str) -> bool:
    """Can terminals be expected to take all of `text`?"""
    return len(text.encode("utf-8", "replace")) <= LIMIT


def safe_paste(text: str) -> str:
    """Pasted text without what could act on the terminal when it is shown."""
    return _UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _for_tmux(sequence: str) -> str:
    return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"


def _for_screen(sequence: str) -> str:
    pieces = (sequence[start : start + _SCREEN_CHUNK] for start in range(0, len(sequence), _SCREEN_CHUNK))
    return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
