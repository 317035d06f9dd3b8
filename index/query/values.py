"""Whole values of facets in a query: `outlet:=="The Fictional Post"`."""

from __future__ import annotations

import re
from typing import Final

VALUED: Final = {"outlet": "outlet", "section": "section", "place": "place", "byline": "author", "lang": "language"}
"""From the fields that have whole values to their facets."""

FIELD_OF: Final = {facet: field for field, facet in VALUED.items()}
"""From each facet of the index to its field."""

QUOTES: Final = '"“”„‟«»″＂'
"""The marks that a phrase of a query can be put in, so that none stands inside one."""

_BLANK = re.compile(
    rf"[\s{QUOTES}\x00-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    r"\ufeff\ufff9-\uffff]+"
)


def value_key(text: str) -> str:
    """Give what two values have in common that a query cannot tell apart: quotation marks and blanks are alike."""
    return _BLANK.sub(" ", text).strip()
