"""From a value that was typed to the condition it states, or to the sentence that says why there is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from index.query.bigrams import pieces
from index.query.dates import DayReader
from index.query.joining import joined
from index.query.lexemes import LOGIC
from index.query.names import LANGUAGES, STATES, Kind, fields_of, shown
from index.query.reading import name_readings_of, read_words
from index.query.tree import (
    And,
    Ids,
    In,
    Is,
    Leaf,
    Length,
    Node,
    Not,
    Noted,
    Nothing,
    Or,
    Published,
    Tagged,
    Terms,
    Undated,
    Valued,
    WordKind,
)
from index.query.values import VALUED, value_key
from index.types import ArticleId

UNLIT = -1
"""The term number of what is never lit."""

_SHOWN = frozenset((Kind.TEXT, Kind.NOTE))
_WORDY = frozenset((Kind.TEXT, Kind.CODE, Kind.NOTE))
_WIDEST_SLOP = 99
_MOST_DIGITS = 18  # of an id: SQLite has no larger ones
_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://(?:www\.)?")
_BOOST = re.compile(r"(?<=[^\s^])\^[0-9.]+$")
_LENGTH = re.compile(r"(>=|<=|>|<|=)?\s*([0-9]{1,9})|(>?)([0-9]{0,9})\.\.\.?(<?)([0-9]{0,9})")


@dataclass(frozen=True, slots=True)
class Value:
    """What was typed as a value: a word or, `quoted`, a phrase, behind so many `=`; `named` is behind `name:`."""

    text: str
    equals: int = 0
    quoted: bool = False
    slop: int = 0
    named: bool = False

    def label(self, field: str | None) -> str:
        """Write the condition as it could be typed."""
        text = f'"{self.text}"' if self.quoted or (self.text in LOGIC and not field) else self.text
        slop = f"~{self.slop}" if self.slop else ""
        return f"{f'{field}:' if field else ''}{'name:' * self.named}{'=' * self.equals}{text}{slop}"

    @property
    def kind(self) -> WordKind:
        """What its words are, where they have no signs of their own."""
        if self.equals:
            return WordKind.EXACT if self.equals == 1 else WordKind.CASED
        return WordKind.NAME if self.named else WordKind.STEM


def condition(
    field: str | None, kind: Kind, value: Value, today: Callable[[], date], repairs: list[str]
) -> Node | None:
    """Read a value of a field; adds the sentences on what was mended, or why it states no condition."""
    if "^" in value.text and kind in _SHOWN and not value.quoted and (weight := _BOOST.search(value.text)):
        repairs.append(f"ignored the weight {shown(weight.group())}")
        value = replace(value, text=value.text[: weight.start()])
    label = shown(value.label(field))
    if kind in _WORDY:
        if value.quoted and value.equals > 1 and field in VALUED:
            return _valued(VALUED[field], value.text, label, repairs)
        if not value.text.isascii() and kind in _SHOWN and not value.quoted and value.kind is WordKind.STEM:
            parts = pieces(value.text)
            if parts != [value.text]:
                found = [condition(field, kind, replace(value, text=part), today, repairs) for part in parts]
                return joined(And, found)
        return _terms(field, kind, value, label, repairs)
    text = value.text.strip()
    if kind in _READERS:
        read = _READERS[kind](kind, text, label)
    else:
        reader = DayReader(today)
        read = _published(kind, text, label, reader)
        repairs += reader.notes
    if isinstance(read, str):
        repairs.append(read)
        return None
    return read


def _ignored(label: str) -> str:
    return f"ignored {label}: nothing to look for in it"


def _valued(facet: str, text: str, label: str, repairs: list[str]) -> Valued | None:
    value = value_key(text)
    if value:
        return Valued(facet, value, UNLIT, label)
    repairs.append(_ignored(label))
    return None


def _terms(field: str | None, kind: Kind, value: Value, label: str, repairs: list[str]) -> Node | None:
    text = value.text
    if field == "lang" and "," in text:
        several = [_terms(field, kind, replace(value, text=one), label, repairs) for one in text.split(",") if one]
        return joined(Or, several)
    if field == "lang":
        text = LANGUAGES.get(text.strip().lower(), text.strip().partition("-")[0])
    elif field == "url":
        text = _SCHEME.sub("", text.strip())
    code = kind is Kind.CODE
    read = read_words(text, WordKind.EXACT if code else value.kind, quoted=value.quoted, signs=not code)
    repairs += read.repairs
    found = tuple(read.words[:1] if field == "lang" else read.words)
    if not found:
        repairs.append(_ignored(label))
        return None
    if kind is Kind.NOTE:
        return Noted(found, UNLIT, label)
    slop = min(value.slop + read.free, _WIDEST_SLOP) if len(found) > 1 else 0
    named = not slop and found[0].kind is WordKind.NAME
    return Terms(found, fields_of(field), UNLIT, label, slop, name_readings_of(read.words) if named else ())


def _tagged(_kind: Kind, text: str, label: str) -> Tagged | str:
    tag = text.removeprefix("#").strip()
    return Tagged(tag, label) if tag else _ignored(label)


def _source(_kind: Kind, text: str, label: str) -> In | str:
    return In(text, label) if text else _ignored(label)


def _ids(_kind: Kind, text: str, label: str) -> Ids | Nothing:
    typed = text.replace(",", " ").split()
    if not typed or not all(item.isascii() and item.isdigit() for item in typed):
        return Nothing(label)
    ids = [ArticleId(int(item)) for item in typed if len(item) <= _MOST_DIGITS]
    return Ids(tuple(dict.fromkeys(ids)), label) if ids else Nothing(label)


def _published(kind: Kind, text: str, label: str, reader: DayReader) -> Published | Undated | str:
    if kind is Kind.DATE and text.lower() == "none":
        return Undated(label)
    first = last = None
    if kind in (Kind.SINCE, Kind.NEWER):
        first = reader.since(text)
    elif kind is Kind.OLDER:
        last = reader.before(text)
    elif found := reader.days(text):
        last = (found.last or found.first) if kind is Kind.UNTIL else found.last
        first = None if kind is Kind.UNTIL else found.first
    if first is None and last is None:
        return (
            f'ignored {label}: a date is written 2016, 2016-03, 2016-03-09, 2016..2017-03, 2w, yesterday, "last week"'
        )
    days = Published(first.isoformat() if first else None, last.isoformat() if last else None, label)
    return replace(days, label=_resolved(days)) if reader.notes or any(map(str.isalpha, text)) else days


def _resolved(days: Published) -> str:
    """Write days that were counted from today, or could be others, as they came out."""
    if days.first == days.last:
        return f"date:{days.first}"
    if days.first and days.last:
        return f"date:{days.first}..{days.last}"
    return f"since:{days.first}" if days.first else f"until:{days.last}"


def _state(_kind: Kind, text: str, label: str) -> Is | Undated | Not | str:
    name = text.lower()
    if name == "undated":
        return Undated(label)
    if name in {"dated", "date"}:
        return Not(Undated())
    state = STATES.get(name)
    return Is(state, label) if state else f'ignored {label}: there is no state "{shown(text)}"'


def _length(_kind: Kind, text: str, label: str) -> Length | str:
    match = _LENGTH.fullmatch(text)
    if not match or text.strip(".") == "":
        return f"ignored {label}: a length is written >800, <=800 or 800..1200"
    if match[2] is None:
        least, most = (int(end) if end else None for end in match.group(4, 6))
        least = least + bool(match[3]) if least is not None else None
        most = most - bool(match[5]) if most else most
        if least is not None and most is not None:
            least, most = sorted((least, most))
        return Length(least, most, label)
    number = int(match[2])
    sign = match[1] or "="
    least = number + (sign == ">") if ">" in sign or sign == "=" else None
    most = number - (sign == "<") if "<" in sign or sign == "=" else None
    return Length(least, most, label)


_READERS: dict[Kind, Callable[[Kind, str, str], Leaf | Not | str]] = {
    Kind.TAG: _tagged,
    Kind.SOURCE: _source,
    Kind.IDS: _ids,
    Kind.STATE: _state,
    Kind.WORDS: _length,
}
