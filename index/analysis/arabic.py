"""Arabic words without what is written onto their beginning: `and`, `so`, the article, `by`, `for`, `like`.

After the light stemmer light10 (Larkey, Ballesteros and Connell, Light Stemming for Arabic Information Retrieval,
2007), its prefixes only: the endings are left to Snowball's stemmer, which leaves most of these prefixes on. A single
`b`, `l` or `k` before a word may also be its first letter: such a word has both spellings.
"""

from __future__ import annotations

BARE = "bare:ar:"
"""What keys begin with that are words without their prefixes. The index keeps none: `prefixed` gives what has them."""

_CONJUNCTIONS = ("و", "ف")  # wa-, fa-
_ARTICLES = ("ال", "بال", "كال", "لل")  # al-, bi-l-, ka-l-, li-l-
_PREPOSITIONS = ("ب", "ل", "ك")  # bi-, li-, ka-
_LEFT = 3
"""So many letters are left, behind a single letter of two that may be taken off one more."""


def bare(word: str) -> tuple[str, ...]:
    """Give what a plain spelling (as `fold` makes it) may be without its prefixes, at least one, at most two words."""
    rest = word[1:] if word.startswith(_CONJUNCTIONS) and len(word) > _LEFT + 1 else word
    for article in _ARTICLES:
        if rest.startswith(article) and len(rest) >= len(article) + _LEFT:
            return (rest[len(article) :],)
    if rest.startswith(_PREPOSITIONS) and len(rest) > _LEFT + 1:
        return rest, rest[1:]
    return (rest,)


def prefixed(rest: str) -> list[str]:
    """Give all plain spellings that may be a word with prefixes, and itself, if it may be without."""
    inner = ("", *_ARTICLES, *_PREPOSITIONS)
    spellings = (f"{outer}{one}{rest}" for outer in ("", *_CONJUNCTIONS) for one in inner)
    return [spelling for spelling in spellings if rest in bare(spelling)]
