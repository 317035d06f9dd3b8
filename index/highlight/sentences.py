"""Where the sentences of a text begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(r"""(?<![.!?؟…])[.!?؟…]+["'”’»)\]]*\s+(?=["'“‘«(\[¿¡]*[^\Wa-z_])|[。！？]+[」』”]*\s*|\n+""")
_SHORT = re.compile(
    r"(?:\b[^\W\d_]|\b(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Col|Lt|Sgt|Capt|Sen|Rep|Gov|Rev|Jr|Sr|vs|No|Inc|Ltd|Co|Corp|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mme|Sra?|bzw))\.$"
)
_LONGEST_SHORT = 8


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Give the sentences as `[start, end)` without the white space between them. A line break ends one too.

    A point behind an initial or a usual abbreviation ends none.
    """
    start = 0
    for end in _END.finditer(text):
        mark = end.start() + 1
        if text[end.start()] == "." and _SHORT.search(text[max(start, mark - _LONGEST_SHORT) : mark]):
            continue
        yield from _trimmed(text, start, end.end())
        start = end.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    sentence = text[start:end]
    left = len(sentence) - len(sentence.lstrip())
    if stripped := sentence.strip():
        yield start + left, start + left + len(stripped)
