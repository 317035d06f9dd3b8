"""From the text of a value to its words and patterns: `harbour`, `=harbours`, `==US`, `harb*`, `harbor~1`, `/h.+/`."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass, field
from functools import lru_cache

from index.analysis import LONGEST_WORD, Token, tokenize, words
from index.analysis.name_parts import name_readings
from index.analysis.tokens import plain
from index.query.names import shown
from index.query.tree import Word, WordKind

MOST_WORDS = 256
"""Words of a phrase that are read."""

MOST_EDITS = 2
"""Letters that a near spelling may be off."""

_LONGEST_REGEX = 200
_SHORT = 3  # letters of words that may be one letter off at most
_MIDDLING = 5  # letters of words that are looked for one letter off where no number is given

# Letters that stand for `*` and `?` while a pattern is analysed, so that they count as parts of its words.
_STAR, _MARK = "\ua4d0", "\ua4d1"
_TO_LETTERS = str.maketrans({"*": _STAR, "?": _MARK, _STAR: " ", _MARK: " "})
_FROM_LETTERS = str.maketrans({_STAR: "*", _MARK: "?"})
_STARS = re.compile(r"\*+")
_FUZZY = re.compile(r"(?<=[^\s~=])~([0-9]*)(\.[0-9]+)?[.,;:!]?$")
_REGEX = re.compile(r"/((?:[^\s/\\]|\\\S)+)/")
_NAME = re.compile(r"name:(?=.)", re.IGNORECASE)
_LITERAL = re.compile(r"\\.|\(\?P|[^\\(]+|\(", re.DOTALL)


@dataclass(slots=True)
class Reading:
    """What was read: the words, the `*` between them that each stand for any one word, sentences on what was mended."""

    words: list[Word] = field(default_factory=list)
    free: int = 0
    repairs: list[str] = field(default_factory=list)


def read_words(text: str, kind: WordKind, *, quoted: bool, signs: bool = True) -> Reading:
    """Read the words and patterns of a value.

    In a phrase a question mark behind a word is punctuation.

    Args:
        text: the value.
        kind: what words without a sign of their own are.
        quoted: is it a phrase.
        signs: may words have signs: `=` and `~`, slashes around them.
    """
    read = Reading()
    waiting = 0
    for item in text.split():
        if quoted and item.strip("*") == "":
            waiting += bool(read.words)
            continue
        before = len(read.words)
        reader = _signed if signs else _unsigned
        reader(item.rstrip("?") if quoted else item, kind, read)
        if len(read.words) > before:
            read.free, waiting = read.free + waiting, 0
        if len(read.words) >= MOST_WORDS:
            read.repairs.append(f"read the first {MOST_WORDS} words of a phrase only")
            break
    del read.words[MOST_WORDS:]
    return read


def written_words(text: str) -> list[str]:
    """Find the words of a text in their own case."""
    return [_as_written(token, text) for token in tokenize(text)]


def name_readings_of(words: list[Word]) -> tuple[tuple[Word, ...], ...]:
    """Give the other rows of words that a name may be written as; none for words that are no name."""
    if any(word.kind is not WordKind.NAME for word in words):
        return ()
    typed = tuple(word.text for word in words)
    rows = name_readings(typed)
    if len(rows[0]) == len(typed):
        rows = rows[1:]  # the same words: particles stand for one another
    return tuple(tuple(Word(text, WordKind.NAME) for text in row) for row in rows)


def _as_written(token: Token, text: str) -> str:
    return plain(text[token.start : token.end])[:LONGEST_WORD]


def _signed(item: str, kind: WordKind, read: Reading) -> None:
    """Read an item with its signs."""
    if item.isalnum():
        _unsigned(item, kind, read)
        return
    if named := _NAME.match(item):
        item, kind = item[named.end() :], WordKind.NAME
    bare = item.lstrip("=")
    if equals := len(item) - len(bare):
        kind = WordKind.EXACT if equals == 1 else WordKind.CASED
    if expression := _REGEX.fullmatch(bare):
        _regex(expression[1], read)
        return
    if (tail := _FUZZY.search(bare)) and kind in (WordKind.STEM, WordKind.EXACT):
        _fuzzy(bare[: tail.start()], tail, kind, read)
        return
    if tail:
        bare = bare[: tail.start()]
        why = "a name has spellings of its own" if kind is WordKind.NAME else "it counts how the word is written"
        read.repairs.append(f"ignored {shown(tail.group())} behind {shown(bare)}: {why}")
    _unsigned(bare, kind, read)


def _unsigned(item: str, kind: WordKind, read: Reading) -> None:
    if "*" not in item and "?" not in item:
        found = written_words(item) if kind is WordKind.CASED else words(item)
        read.words += [Word(word, kind) for word in found]
        return
    if kind is WordKind.CASED and item.strip("*?"):
        read.repairs.append(f"read {shown(item)} without regard to case")
        kind = WordKind.EXACT
    for token in tokenize(item.translate(_TO_LETTERS)):
        pattern = _STARS.sub("*", token.word.translate(_FROM_LETTERS))
        if "*" not in pattern and "?" not in pattern:
            read.words.append(Word(pattern, kind))
        elif pattern.strip("*?"):
            read.words.append(Word(pattern, WordKind.WILDCARD))


def _fuzzy(item: str, tail: re.Match[str], kind: WordKind, read: Reading) -> None:
    """Read `word~`, `word~2`, and `word~0.8` as Lucene once wrote it."""
    if "*" in item or "?" in item:
        read.repairs.append(
            f"read {shown(item + tail.group().strip())} as {shown(item)}: a pattern has no near spellings"
        )
        _unsigned(item, kind, read)
        return
    for word in words(item):
        edits, repair = _edits(word, tail[1], tail[2])
        if repair:
            read.repairs.append(repair)
        read.words.append(Word(word, WordKind.FUZZY, edits=edits) if edits else Word(word, WordKind.EXACT))


def _edits(word: str, number: str, fraction: str | None) -> tuple[int, str | None]:
    """Tell how many letters a word's near spellings may be off, and the sentence on it where another was typed."""
    most = 0 if len(word) == 1 else 1 if len(word) <= _SHORT else MOST_EDITS
    if not number and not fraction:
        edits = 1 if len(word) <= _MIDDLING else MOST_EDITS
        wished = min(edits, most)
        return wished, None if wished else f"read {word}~ as ={word}: one letter has no near spellings"
    if fraction and fraction.strip(".0") and not number.strip("0"):
        wished = min(max(round((1 - float(f"0{fraction}")) * len(word)), 1), most)
        return wished, f"read {shown(word)}~{shown(number + fraction)} as {shown(word)}~{wished}"
    wished = min(int(number[:4] or 0), most)
    if wished == int(number[:4] or 0) and wished:
        return wished, None
    said = f"{shown(word)}~{wished}" if wished else f"={shown(word)}"
    return wished, f"read {shown(word)}~{shown(number)} as {said}"


def _regex(expression: str, read: Reading) -> None:
    """Read a regular expression over the words of the index, which are folded; words where it is none."""
    problem = _problem(folded := _folded(expression))
    if problem is None:
        read.words.append(Word(folded, WordKind.REGEX))
        return
    read.repairs.append(f"read /{shown(expression)}/ as words: {problem}")
    read.words += [Word(word) for word in words(expression)]


def _folded(expression: str) -> str:
    """Fold the letters of an expression that stand for themselves; not to NFKC, which makes new signs."""
    return _LITERAL.sub(lambda part: part[0] if part[0][0] in "\\(" else part[0].casefold(), expression)


@lru_cache(maxsize=64)
def _problem(expression: str) -> str | None:
    """Say what is wrong with a regular expression."""
    if len(expression) > _LONGEST_REGEX:
        return f"a pattern has at most {_LONGEST_REGEX} characters"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(expression)
    except re.error as error:
        return f"as a pattern it has an error, {shown(str(error))}"
    except (OverflowError, RecursionError, MemoryError):
        return "as a pattern it asks for too much"
    return None
