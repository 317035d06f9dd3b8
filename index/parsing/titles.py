"""Titles and authors in the properties of a file: real ones, and those that a program put there."""

from __future__ import annotations

import re
from typing import Final

from index.cleaning.byline import is_name

_FILE = re.compile(
    r"\.(?:docx?|dotx?|rtf|odt|ott|pdf|indd|qxd|qxp|tex|dvi|ps|html?|xlsx?|pptx?|pages|wpd|txt|jpe?g|tiff?|png)\b",
    re.IGNORECASE,
)
_MADE_UP = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)|powerpoint presentation|word document|untitled|unbenannt|sans titre"
    r"|sin título|document\s*\d*$|dokument\s*\d*$|layout\s*\d*$|slide\s*\d+|print(?:ing)?\b.*\.|about:|https?:|file:"
    r"|new document|pdf document|full page (?:photo|fax)|scan(?:ned)?\b|img[_ ]?\d|\(?anonymous\)?$)",
    re.IGNORECASE,
)
_LONGEST: Final = 300
_NOBODY: Final = frozenset({"python-docx", "microsoft office user", "office user", "default user", "windows user"})


def is_real_title(text: str) -> bool:
    """Whether a title was written for the text: it is no file's name, no program's filler, and more than a word."""
    text = " ".join(text.split())
    if len(text.split()) == 1 and text.isascii():
        return False
    return (
        0 < len(text) <= _LONGEST
        and any(map(str.isalpha, text))
        and _FILE.search(text) is None
        and _MADE_UP.match(text) is None
    )


def is_real_author(text: str) -> bool:
    """Whether an author is a person's first and last name, not an account's."""
    return len(text.split()) > 1 and is_name(text) and text.casefold() not in _NOBODY
