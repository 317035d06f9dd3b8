"""Text that cannot touch a terminal: what every text from outside passes through, once, on its way in.

The functions work on whole texts in one pass. What they return holds none of the characters that they look for,
so a second pass changes nothing.
"""

from __future__ import annotations

import re
from typing import Final

_MAX_PAYLOAD: Final = 65_536  # a sixel image in a text is junk, however long; beyond this it is taken for text
_MAX_OPEN_PAYLOAD: Final = 256  # an unterminated string sequence swallows the rest of a line only when that is short
_MAX_MARKS: Final = 4  # combining marks on one letter; no orthography needs more

# An escape sequence goes as a whole: its parameters and payload are not text.
_STRING_BODY = (
    rf"[^\x07\x18\x1a\x1b\x9c]{{0,{_MAX_PAYLOAD}}}(?:\x07|\x1b\\|\x9c|(?=[\x18\x1a\x1b]))"
    rf"|[^\x07\x18\x1a\x1b\x9c\n\r]{{0,{_MAX_OPEN_PAYLOAD}}}(?=[\n\r]|\Z)"
)
_SEQUENCE = (
    rf"(?:\x1b[\]PX^_]|[\x90\x98\x9d\x9e\x9f])(?:{_STRING_BODY}|)"  # OSC, DCS, SOS, PM, APC
    r"|(?:\x1b\[|\x9b)[0-?]{0,4096}[ -/]{0,16}[@-~]?"  # CSI
    r"|\x1b[ -/]{1,4}[0-~]?"  # charset selection and the like
    r"|\x1b[0-~]?"  # two-character sequences, and an ESC alone
)

# Unicode's bidirectional controls, invisible characters without meaning in running text (ZWNJ and ZWJ have one),
# interlinear and musical format controls, tag characters, variation selectors beyond the emoji ones, noncharacters,
# lone surrogates, and the object replacement character that a copied picture leaves behind.
_JUNK = (
    "\u00ad\u034f\u061c\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff"
    "\ufff0-\ufffc\ufffe\uffff\ud800-\udfff"
)
_ASTRAL_JUNK = "\U0001d173-\U0001d17a\U000e0000-\U000e0fff" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
)
_BREAKS = "\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
_CONTROLS = r"\x00-\x08\x0e-\x1f\x7f-\x9f"
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"

# Three plain classes: a search for one class is many times faster than one for an alternation.
_UNSAFE_ASCII = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_UNSAFE = re.compile(f"[{_CONTROLS}{_BREAKS}{_JUNK}{_MARKS}]")
_UNSAFE_ASTRAL = re.compile(f"[{_ASTRAL_JUNK}]")
_REPAIR = re.compile(
    f"(?P<sequence>{_SEQUENCE})"
    f"|(?P<newline>\r\n|[{_BREAKS}])"
    r"|(?P<quote>[\x91-\x97])"
    f"|(?P<junk>[{_CONTROLS}{_JUNK}{_ASTRAL_JUNK}])"
)
_MARK_FLOOD = re.compile(f"([{_MARKS}]{{{_MAX_MARKS}}})[{_MARKS}]+")

# A windows-1252 page that was read as Latin-1 has its quotes and dashes here, where no text has controls.
_QUOTES = {"\x91": "‘", "\x92": "’", "\x93": "“", "\x94": "”", "\x95": "•", "\x96": "–", "\x97": "—"}


def _repair(match: re.Match[str]) -> str:
    kind = match.lastgroup
    if kind == "newline":
        return "\n"
    return _QUOTES[match[0]] if kind == "quote" else ""


def _is_suspicious(text: str) -> bool:
    if text.isascii():
        return _UNSAFE_ASCII.search(text) is not None
    if _UNSAFE.search(text) is not None:
        return True
    has_astral = len(text.encode("utf-16-le", "surrogatepass")) != 2 * len(text)
    return has_astral and _UNSAFE_ASTRAL.search(text) is not None


def safe_text(text: str) -> str:
    r"""The text without anything that a terminal, or the eye, could be tricked with.

    Escape sequences vanish whole, payloads included; so do control characters, bidirectional controls, invisible
    characters (ZWNJ and ZWJ stay), noncharacters and lone surrogates. Every form of line end becomes `\n`; `\n` and
    `\t` are the only control characters left. At most four combining marks stay on a letter. The rest is kept as it
    was written. Idempotent.
    """
    if not _is_suspicious(text):
        return text
    repaired = _REPAIR.sub(_repair, text)
    return _MARK_FLOOD.sub(r"\1", repaired)


def safe_line(text: str) -> str:
    """The safe text on one line: runs of white space become one blank, none at the ends. Idempotent."""
    return " ".join(safe_text(text).split())
