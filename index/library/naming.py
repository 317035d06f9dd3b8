"""Which sources a person means by what was typed: a number, an address, or a part of one."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Sequence

_BLANK = re.compile(r'[\s"“”„‟«»″＂]+')
"""Quotation marks count as blanks: no query can have them inside a value."""


def meant(name: str, sources: Sequence[tuple[int, str, str | None]]) -> list[int]:
    """Returns the sources that a name means: those whose number, label or title it is, else those that have it inside.

    Args:
        name: as typed; case and a slash at its end do not count, unless it is a label to the letter.
        sources: number, label and title of each.
    """
    number = name.strip()
    key = _key(name)
    to_the_letter = [source_id for source_id, label, _ in sources if label == number]
    if to_the_letter:
        return to_the_letter
    known = [(source_id, [_key(text) for text in (label, title) if text]) for source_id, label, title in sources]
    whole = {key, _key(os.path.expanduser(number))}  # noqa: PTH111 - Path's raises where there is no such user
    exactly = [source_id for source_id, keys in known if str(source_id) == number or whole & {*keys}]
    return exactly or [source_id for source_id, keys in known if key and any(key in one for one in keys)]


def _key(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _BLANK.sub(" ", folded).strip().rstrip("/")
