"""From a value that was typed to the condition it states, or to the sentence that says why there is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from index.analysis import tokenize, words
from index.query.dates import read_days
from index.query.lexer import LOGIC
from index.query.names import LANGUAGES, STATES, Kind, fields_of, shown
from index.query.tree import Ids, Is, Leaf, Length, Noted, Nothing, Published, Tagged, Terms, Undated, Word, WordKind
from index.types import ArticleId

UNLIT = -1
"""The term number of what is never lit."""

MOST_WORDS = 256
"""Words of a phrase that are read."""

_WIDEST_SLOP = 99
_MOST_DIGITS = 18  # of an id: SQLite has no larger ones

# Letters that stand for `*` and `?` while a pattern is analysed, so that they count as parts of its words.
_STAR, _MARK = "\ua4d0", "\ua4d1"
_TO_LETTERS = str.maketrans({"*": _STAR, "?": _MARK, _STAR: " ", _MARK: " "})
_FROM_LETTERS = str.maketrans({_STAR: "*", _MARK: "?"})
_STARS = re.compile(r"\*+")
_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://(?:www\.)?")
_LENGTH = re.compile(r"(>=|<=|>|<|=)?\s*([0-9]{1,9})|([0-9]{0,9})\.\.\.?([0-9]{0,9})")


@dataclass(frozen=True, slots=True)
class Value:
    """What was typed as a value: a word or, `quoted`, a phrase; `exact` was asked for with `=`."""

    text: str
    exact: bool = False
    quoted: bool = False
    slop: int = 0

    def label(self, field: str | None) -> str:
        """Write the condition as it could be typed."""
        text = f'"{self.text}"' if self.quoted or (self.text in LOGIC and not field) else self.text
        slop = f"~{self.slop}" if self.slop else ""
        return f"{field}:{'=' * self.exact}{text}{slop}" if field else f"{'=' * self.exact}{text}{slop}"


def condition(field: str | None, kind: Kind, value: Value) -> Leaf | str:
    """Read a value of a field; a sentence instead when it states no condition."""
    label = shown(value.label(field))
    if kind in (Kind.TEXT, Kind.CODE, Kind.NOTE):
        return _terms(field, kind, value, label)
    reader = _READERS.get(kind)
    return reader(kind, value.text.strip(), label) if reader else f"ignored {label}: {field}: is not understood yet"


def _ignored(label: str) -> str:
    return f"ignored {label}: nothing to look for in it"


def _terms(field: str | None, kind: Kind, value: Value, label: str) -> Terms | Noted | str:
    text = value.text
    if field == "lang":
        text = LANGUAGES.get(text.strip().lower(), text.strip().partition("-")[0])
    elif field == "url":
        text = _SCHEME.sub("", text.strip())
    found, free = read_words(text, exact=value.exact or kind is Kind.CODE, quoted=value.quoted)
    if not found:
        return _ignored(label)
    if field == "lang":
        found = found[:1]
    if kind is Kind.NOTE:
        return Noted(found, UNLIT, label)
    slop = min(value.slop + free, _WIDEST_SLOP) if len(found) > 1 else 0
    return Terms(found, fields_of(field), UNLIT, label, slop)


def read_words(text: str, *, exact: bool, quoted: bool) -> tuple[tuple[Word, ...], int]:
    """Read the words and patterns of a value; also how many `*` stand alone inside it, each for any one word.

    In a phrase a question mark behind a word is punctuation.
    """
    found: list[Word] = []
    free = waiting = 0
    for item in text.split():
        if quoted and item.strip("*") == "":
            waiting += bool(found)
            continue
        plain = item.rstrip("?") if quoted else item
        before = len(found)
        found.extend(_item_words(plain, exact=exact or plain.startswith("=")))
        if len(found) > before:
            free, waiting = free + waiting, 0
        if len(found) >= MOST_WORDS:
            break
    return tuple(found[:MOST_WORDS]), free


def _item_words(item: str, *, exact: bool) -> list[Word]:
    kind = WordKind.EXACT if exact else WordKind.STEM
    if "*" not in item and "?" not in item:
        return [Word(word, kind) for word in words(item)]
    found: list[Word] = []
    for token in tokenize(item.translate(_TO_LETTERS)):
        pattern = _STARS.sub("*", token.word.translate(_FROM_LETTERS))
        if "*" not in pattern and "?" not in pattern:
            found.append(Word(pattern, kind))
        elif pattern.strip("*?"):
            found.append(Word(pattern, WordKind.WILDCARD))
    return found


def _tagged(_kind: Kind, text: str, label: str) -> Tagged | str:
    tag = text.removeprefix("#").strip()
    return Tagged(tag, label) if tag else _ignored(label)


def _ids(_kind: Kind, text: str, label: str) -> Ids | Nothing:
    typed = text.replace(",", " ").split()
    if not typed or not all(item.isascii() and item.isdigit() for item in typed):
        return Nothing(label)
    ids = [ArticleId(int(item)) for item in typed if len(item) <= _MOST_DIGITS]
    return Ids(tuple(dict.fromkeys(ids)), label) if ids else Nothing(label)


def _published(kind: Kind, text: str, label: str) -> Published | Undated | str:
    if kind is Kind.DATE and text.lower() == "none":
        return Undated(label)
    days = read_days(text)
    if days is None:
        return f"ignored {label}: a date is written 2016, 2016-03, 2016-03-09 or 2016..2017-03"
    if kind is Kind.SINCE:
        return Published(days.first or days.last, None, label)
    if kind is Kind.UNTIL:
        return Published(None, days.last or days.first, label)
    return Published(days.first, days.last, label)


def _state(_kind: Kind, text: str, label: str) -> Is | Undated | str:
    name = text.lower()
    if name == "undated":
        return Undated(label)
    state = STATES.get(name)
    return Is(state, label) if state else f'ignored {label}: there is no state "{shown(text)}"'


def _length(_kind: Kind, text: str, label: str) -> Length | str:
    match = _LENGTH.fullmatch(text)
    if not match or text.strip(".") == "":
        return f"ignored {label}: a length is written >800, <=800 or 800..1200"
    if match[2] is None:
        least, most = (int(end) if end else None for end in match.group(3, 4))
        if least is not None and most is not None:
            least, most = sorted((least, most))
        return Length(least, most, label)
    number = int(match[2])
    sign = match[1] or "="
    least = number + (sign == ">") if ">" in sign or sign == "=" else None
    most = number - (sign == "<") if "<" in sign or sign == "=" else None
    return Length(least, most, label)


_READERS: dict[Kind, Callable[[Kind, str, str], Leaf | str]] = {
    Kind.TAG: _tagged,
    Kind.IDS: _ids,
    Kind.DATE: _published,
    Kind.SINCE: _published,
    Kind.UNTIL: _published,
    Kind.STATE: _state,
    Kind.WORDS: _length,
}
