"""Words that a regular expression fits from end to end, in bounded time.

The `regex` library takes a limit of time, also inside one word, and lets other threads run meanwhile; `re` has neither.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from index.codec.segment import SegmentReader
from index.codec.wordlist import Poll
from index.search.collection import Collection
from index.search.postings import Forms

_TOGETHER: Final = 1 << 13
"""So many words are looked at at a time."""

_SECONDS: Final = 0.25
"""Of the processor's time for as many words, which take a few thousandths."""

_SECONDS_A_WORD: Final = 0.04

_LITERAL = re.compile(r"\\([^\w\s])|([^\\.^$*+?{}\[\]|()\s])|(\[\^?\]?(?:\\.|[^\]\\])*\]|\{[^}]*\}|\\?.)", re.DOTALL)
_HARD = re.compile(r"[|()]|[^\x00-\x7f]|\\[^\WdDwWsSbB]")
"""Groups and alternatives, letters that may have two cases, letters that are written as numbers."""

_QUANTIFIER = re.compile(r"[*?]|\{")
_NEGATED = re.compile(r"\\.|\[\^(\]?)", re.DOTALL)
_CROSSING = re.compile(r"\\(?!B)[A-Zsnrtfvxuaz0]|\(\?(?!:)|\[:|&&|--|~~|\|\|")
"""What may match the newline between two words, or change what else does; but for what a negated set does."""


class GivenUpError(Exception):
    """An expression takes too long, or is none."""


def fitting(collection: Collection, expression: str, poll: Poll) -> Forms:
    """Find the words that an expression fits, without regard to case.

    Raises:
        GivenUpError: it takes too long, or is no expression.
    """
    at_once = _CROSSING.search(expression) is None
    search = partial(_all_at_once if at_once else _each, _compiled(_in_lines(expression) if at_once else expression))
    prefix, literal = _literals(expression)
    return [_fitting(segment, search, prefix, literal, poll) for segment in collection.segments]


def fits(expression: str) -> Callable[[str], bool]:
    """Make what tells whether an expression fits a word; of what takes too long it says that it does not."""
    try:
        pattern = _compiled(expression)
    except GivenUpError:
        return lambda _: False

    def tell(word: str) -> bool:
        try:
            return pattern.fullmatch(word, timeout=_SECONDS_A_WORD) is not None
        except TimeoutError:
            return False

    return tell


def _compiled(expression: str) -> Any:
    import regex

    try:
        flags = regex.IGNORECASE if expression != expression.lower() else 0
        return regex.compile(f"^(?:{expression})$", flags | regex.MULTILINE | regex.VERSION0)
    except (regex.error, OverflowError, RecursionError, MemoryError) as error:
        raise GivenUpError(str(error)) from error


def _in_lines(expression: str) -> str:
    """Leave newlines out of what negated sets match."""
    return _NEGATED.sub(
        lambda match: match[0] if match[1] is None else "[^\\n" + (r"\]" if match[1] else ""), expression
    )


_Search = Callable[[SegmentReader, NDArray[np.int64]], list[int]]
"""Gives the places of those of some words that an expression fits."""


def _fitting(segment: SegmentReader, search: _Search, prefix: str, literal: str, poll: Poll) -> NDArray[np.int64]:
    words = segment.words
    first, last = words.beginning_with(prefix)
    if literal:
        having = words.matching(re.compile(re.escape(literal.encode(errors="surrogatepass"))), poll, first, last)
        candidates = np.array(having, np.int64)
    else:
        candidates = np.arange(first, last)
    found: list[NDArray[np.int64]] = [np.empty(0, np.int64)]
    for start in range(0, len(candidates), _TOGETHER):
        poll()
        some = candidates[start : start + _TOGETHER]
        try:
            found.append(some.take(np.array(search(segment, some), np.int64)))
        except TimeoutError as error:
            raise GivenUpError("it takes too long") from error
    return np.concatenate(found)


def _all_at_once(pattern: Any, segment: SegmentReader, ordinals: NDArray[np.int64]) -> list[int]:
    """Look for them in one text, a line each."""
    text = segment.words.lines(ordinals)
    places = [match.start() for match in pattern.finditer(text, concurrent=True, timeout=_SECONDS)]
    ends = np.cumsum(segment.sizes.take(ordinals).astype(np.int64) + 1)
    found: list[int] = ends.searchsorted(places, side="right").tolist() if places else []
    return [place for place in found if place < len(ordinals)]


def _each(pattern: Any, segment: SegmentReader, ordinals: NDArray[np.int64]) -> list[int]:
    """Look at one word after the other."""
    words = segment.words.several(ordinals.tolist())
    return [place for place, word in enumerate(words) if pattern.fullmatch(word, timeout=_SECONDS_A_WORD)]


def _literals(expression: str) -> tuple[str, str]:
    """Give what all words that an expression fits begin with, and the longest literal that is in all of them.

    Both are empty where that is hard to tell.
    """
    if expression != expression.lower() or _HARD.search(expression):
        return "", ""
    runs, ends = [""], 0
    for match in _LITERAL.finditer(expression):
        sign = match[1] or match[2]
        optional = _QUANTIFIER.match(expression, match.end()) is not None
        if sign and not optional:
            runs[-1] += sign
        elif match[0] != "^" or match.start():
            runs.append("")
        ends = match.end()
    return (runs[0], max(runs, key=len)) if ends == len(expression) else ("", "")
