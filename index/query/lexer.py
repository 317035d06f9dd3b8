"""From typed text to lexemes, mending what can be mended on the way: quotes, brackets, unknown names.

Total on any text: brackets come out balanced and no deeper than `DEEPEST`, and there is an end to the length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from index.query.names import FIELDS, shown

LONGEST = 10_000
"""Characters of a query that are read."""

MOST_LEXEMES = 2_000
"""Words, phrases and signs of a query that are read."""

DEEPEST = 32
"""Levels of brackets that are read."""


class LexemeKind(Enum):
    """What a piece of a query is."""

    WORD = auto()
    PHRASE = auto()
    FIELD = auto()  # text: the field's own name
    UNKNOWN = auto()  # text: a name before a colon that is no field
    OPEN = auto()
    CLOSE = auto()
    AND = auto()
    OR = auto()
    NOT = auto()


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of a query. `exact`: marked with `=`; `slop`: behind a phrase; `apart`: a field with a blank behind."""

    kind: LexemeKind
    text: str = ""
    exact: bool = False
    slop: int = 0
    apart: bool = False


_QUOTES = '"“”„‟«»″＂'
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]+"
)
_SCAN = re.compile(
    rf"""
      (?P<blank> \s+ )
    | (?P<near> (?: (?:NEAR|ADJ|AROUND|near|adj) (?:/?\d+|\(\s*\d+\s*\))
                  | (?:w|pre|W|PRE)/(?:\d+|[spSP]) | /[spSP] ) (?=[\s()]|$) )
    | (?P<least> atleast\d*(?=\() )
    | (?P<open> [(（] )
    | (?P<close> [)）] )
    | (?P<bar> \|+ )
    | (?P<quote> [{_QUOTES}] )
    | (?P<word> [^\s()（）|{_QUOTES}]+ )
    """,
    re.VERBOSE,
)
_OPENING = f"(（{_QUOTES}"
_SIGNS = "-!+"
_QUESTION = re.compile(r"\w\?$")
_LEAST_QUESTION = 3
_RANGE = re.compile(r"(?<=:)[\[{]\s*([^\s\[\]{}]+)\s+TO\s+([^\s\[\]{}]+)\s*[\]}]")
_QUOTE = re.compile(f"[{_QUOTES}]")
_TAIL = re.compile(r"~([0-9]{0,4})|\^[0-9.]*")
_NAME = re.compile(r"([^\W\d_][\w-]*):(?!//)")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://.", re.DOTALL)
_BOOST = re.compile(r"(?<=\w)\^[0-9.]+$")
_FUZZY = re.compile(r"(?<=\w)~[0-9.]*$")
_REGEX = re.compile(r"/(.+)/")
_SPEAKING = re.compile(r"[^\W_]|[*]")
LOGIC = {
    "OR": LexemeKind.OR, "or": LexemeKind.OR, "AND": LexemeKind.AND, "and": LexemeKind.AND, "&&": LexemeKind.AND,
    "&": LexemeKind.AND, "NOT": LexemeKind.NOT,
}  # fmt: skip


def lex(text: str) -> tuple[list[Lexeme], list[str]]:
    """Take a query apart; gives the lexemes and the sentences on what was mended."""
    lexer = _Lexer(_UNSAFE.sub(" ", text[:LONGEST]))
    if len(text) > LONGEST:
        lexer.repairs.append(f"read the first {LONGEST:,} characters only")
    lexer.run()
    return lexer.lexemes, lexer.repairs


def is_address(text: str) -> bool:
    """Is it the address of a page, as it is pasted."""
    return _ADDRESS.match(text) is not None


class _Lexer:
    """Reads a query from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.lexemes: list[Lexeme] = []
        self.repairs: list[str] = []
        self._brackets: list[bool] = []  # for each open bracket: was it kept
        self._exact = False  # a `=` stands before the next quotation mark

    def run(self) -> None:
        self.text = _RANGE.sub(lambda ends: f"{ends[1].strip('*')}..{ends[2].strip('*')}", self.text)
        self._end_question()
        while match := _SCAN.match(self.text, self.place):
            self.place = match.end()
            self._read(match)
            if len(self.lexemes) >= MOST_LEXEMES:
                self.repairs.append(f"read the first {MOST_LEXEMES:,} words and signs only")
                break
        if any(self._brackets):
            self.repairs.append("closed a bracket")
            self.lexemes.extend(Lexeme(LexemeKind.CLOSE) for kept in self._brackets if kept)

    def _end_question(self) -> None:
        """Read the mark at the end of a question of several words as one, not as a pattern's."""
        text = self.text
        if _QUESTION.search(text) and text.count("?") == 1 and "*" not in text and len(text.split()) >= _LEAST_QUESTION:
            self.repairs.append("read the last ? as a question mark")
            self.text = text[:-1]

    def _read(self, match: re.Match[str]) -> None:
        found = match.group()
        match match.lastgroup:
            case "word":
                self._read_word(found)
            case "quote":
                self._read_phrase()
            case "open":
                self._read_open()
            case "close":
                self._read_close()
            case "bar":
                self._put(LexemeKind.OR, found)
            case "near":
                self.repairs.append(f"read {found} as AND: nearness is not understood yet")
                self._put(LexemeKind.AND, found)
            case "least":
                self.repairs.append(f"ignored {found}: counting words is not understood yet")

    def _put(self, kind: LexemeKind, text: str = "", *, exact: bool = False, slop: int = 0) -> None:
        self.lexemes.append(Lexeme(kind, text, exact, slop))

    def _read_open(self) -> None:
        kept = len(self._brackets) < DEEPEST
        self._brackets.append(kept)
        if kept:
            self._put(LexemeKind.OPEN)
        else:
            self.repairs.append(f"ignored brackets nested deeper than {DEEPEST}")

    def _read_close(self) -> None:
        if not self._brackets:
            self.repairs.append("ignored a closing bracket without an opening one")
        elif self._brackets.pop():
            self._put(LexemeKind.CLOSE)

    def _read_phrase(self) -> None:
        end = _QUOTE.search(self.text, self.place)
        if end is None:
            self.repairs.append("closed a quotation mark")
        phrase = self.text[self.place : end.start() if end else None]
        self.place = end.end() if end else len(self.text)
        slop = 0
        if end and (tail := _TAIL.match(self.text, self.place)):
            self.place = tail.end()
            slop = int(tail[1] or 0)
            if tail.group().startswith("^"):
                self.repairs.append(f"ignored the weight {shown(tail.group())}")
        self._put(LexemeKind.PHRASE, phrase, exact=self._exact, slop=slop)
        self._exact = False

    @property
    def _glued(self) -> bool:
        """Does a phrase or a bracket follow without a blank."""
        return self.text[self.place : self.place + 1] in _OPENING and self.place < len(self.text)

    def _read_word(self, raw: str) -> None:
        if kind := self._operator(raw):
            self._put(kind, raw)
        elif not self._glued and not _SPEAKING.search(raw):
            if raw in _SIGNS:
                self.repairs.append(f"ignored a lonely {raw}")
        else:
            rest = self._put_signs(raw)
            if not _ADDRESS.match(rest):
                rest = self._put_name(rest)
            self._put_value(rest)

    def _operator(self, raw: str) -> LexemeKind | None:
        """Tell a logical operator. In small letters one at the beginning is a word, and `not` follows `and` only."""
        last = self.lexemes[-1].kind if self.lexemes else LexemeKind.OPEN
        if raw == "not" and last is LexemeKind.AND:
            return LexemeKind.NOT
        if raw.islower() and last is LexemeKind.OPEN:
            return None
        return LOGIC.get(raw)

    def _put_signs(self, raw: str) -> str:
        """Read the signs before a condition (`-a`, `!a`, `+a`); gives the rest."""
        rest = raw.lstrip(_SIGNS)
        if not rest and not self._glued:
            return raw
        for sign in raw[: len(raw) - len(rest)]:
            if sign != "+":
                self._put(LexemeKind.NOT, sign)
        return rest

    def _put_name(self, raw: str) -> str:
        """Read a name with its colon; gives the rest."""
        match = _NAME.match(raw)
        if not match:
            return raw
        rest = raw[match.end() :]
        if known := FIELDS.get(match[1].lower()):
            apart = not rest and not self._glued
            self.lexemes.append(Lexeme(LexemeKind.FIELD, known[0], apart=apart))
        elif self._glued or _SPEAKING.search(rest):
            self._put(LexemeKind.UNKNOWN, match[1])
        else:
            return match[1]  # a colon behind a word is punctuation
        return self._put_signs(rest)

    def _put_value(self, raw: str) -> None:
        rest = raw.lstrip("=")
        exact = len(rest) < len(raw)
        if len(raw) - len(rest) > 1:
            self.repairs.append(f"read {shown(raw)} without regard to case")
        if not rest:
            self._exact = exact and self._glued
            return
        if not self.lexemes or self.lexemes[-1].kind is not LexemeKind.FIELD:
            rest = self._without_operators(rest)
        self._put(LexemeKind.WORD, rest, exact=exact)

    def _without_operators(self, raw: str) -> str:
        """Take off a word what is not understood yet: fuzziness, weight, the slashes of a pattern."""
        if match := _FUZZY.search(raw):
            self.repairs.append(
                f"read {shown(raw)} as {shown(raw[: match.start()])}: similar spellings are not understood yet"
            )
            return raw[: match.start()]
        if match := _BOOST.search(raw):
            self.repairs.append(f"ignored the weight {shown(match.group())}")
            return raw[: match.start()]
        if match := _REGEX.fullmatch(raw):
            self.repairs.append(f"read {shown(raw)} as words: patterns are not understood yet")
            return match[1]
        return raw
