"""From typed text to lexemes, mending what can be mended on the way: quotes, brackets, unknown names.

Total on any text: brackets come out balanced and no deeper than `DEEPEST`, and there is an end to the length.
"""

from __future__ import annotations

import re

from index.query import operators
from index.query.lexemes import BEFORE_OPERAND, LOGIC, Lexeme, LexemeKind
from index.query.names import FIELDS, SEGMENTS, SHY, Kind, shown
from index.query.values import QUOTES

LONGEST = 10_000
"""Characters of a query that are read."""

MOST_LEXEMES = 2_000
"""Words, phrases and signs of a query that are read."""

DEEPEST = 32
"""Levels of brackets that are read."""

_MOST_TIMES = 999
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]+"
)
_NAME = r"[^\W\d_][\w-]*+"
_SCAN = re.compile(
    rf"""
      (?P<blank> \s+ )
    | (?P<near> {operators.PATTERN} )
    | (?P<regex> [-!+]* (?:{_NAME}:)* [-!+]* / (?:[^\s/\\]|\\\S)+ / (?=[\s()（）|]|$) )
    | (?P<open> [(（] )
    | (?P<close> [)）] )
    | (?P<bar> \|+ )
    | (?P<quote> [{QUOTES}] )
    | (?P<word> [^\s()（）|{QUOTES}]+ )
    """,
    re.VERBOSE,
)
_OPENING = f"(（{QUOTES}"
_SIGNS = "-!+"
_QUESTION = re.compile(r"\w\?$")
_LEAST_QUESTION = 3
_RANGE = re.compile(r"(?<=[:=])([\[{])\s*([^\s\[\]{}]+)\s+(?:TO|to)\s+([^\s\[\]{}]+)\s*([\]}])")
_QUOTE = re.compile(f"[{QUOTES}]")
_TAIL = re.compile(r"~([0-9]{0,4})|\^[0-9.]*")
_FIELD = re.compile(rf"({_NAME})(?::(?!//)|(=|[<>]=?))")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://.", re.DOTALL)
_REGEX = re.compile(r"/(?:[^\s/\\]|\\\S)+/")
_SPEAKING = re.compile(r"[^\W_]|[*]")
_LEAST = re.compile(r"at-?least(\d{0,9})", re.IGNORECASE)
_COMPARED = frozenset((Kind.DATE, Kind.WORDS))
_SIGNED = frozenset((Kind.DATE, Kind.SINCE, Kind.UNTIL, Kind.NEWER, Kind.OLDER, Kind.WORDS, Kind.IDS))


def lex(text: str, deepest: int = DEEPEST) -> tuple[list[Lexeme], list[str]]:
    """Take a query apart, its brackets up to so deep; gives the lexemes and the sentences on what was mended."""
    lexer = _Lexer(_UNSAFE.sub(" ", text[:LONGEST]), deepest)
    if len(text) > LONGEST:
        lexer.repairs.append(f"read the first {LONGEST:,} characters only")
    lexer.run()
    return lexer.lexemes, lexer.repairs


def is_address(text: str) -> bool:
    """Is it the address of a page, as it is pasted."""
    return _ADDRESS.match(text) is not None


class _Lexer:
    """Reads a query from left to right."""

    def __init__(self, text: str, deepest: int) -> None:
        self.text = text
        self.deepest = deepest
        self.place = 0
        self.lexemes: list[Lexeme] = []
        self.repairs: list[str] = []
        self._brackets: list[bool] = []  # for each open bracket: was it kept
        self._equals = 0  # so many `=` stand before the next quotation mark

    def run(self) -> None:
        self.text = _RANGE.sub(_dotted, self.text)
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
            case "word" | "regex":
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
                self._read_near(found)

    def _put(self, kind: LexemeKind, text: str = "") -> None:
        self.lexemes.append(Lexeme(kind, text))

    @property
    def _last(self) -> LexemeKind:
        return self.lexemes[-1].kind if self.lexemes else LexemeKind.OPEN

    def _read_near(self, found: str) -> None:
        """Read an operator of nearness. Behind a NOT, and `not`, it is negated."""
        last = self.lexemes[-1] if self.lexemes else None
        negated = last is not None and (last.kind is LexemeKind.NOT or last == Lexeme(LexemeKind.WORD, "not"))
        before = self.lexemes[-2:-1] if negated else self.lexemes[-1:]
        if operators.is_word(found) and (not before or before[0].kind in BEFORE_OPERAND):
            self._read_word(found)
            return
        if negated:
            self.lexemes.pop()
            if self._last is LexemeKind.AND and self.lexemes:
                self.lexemes.pop()
        nearness, repair = operators.read_operator(found)
        if repair:
            self.repairs.append(repair)
        if nearness:
            self.lexemes.append(Lexeme(LexemeKind.NEAR, found, nearness=nearness, negated=negated))
        else:
            self._put(LexemeKind.AND, found)

    def _read_open(self) -> None:
        kept = len(self._brackets) < self.deepest
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
        self.lexemes.append(Lexeme(LexemeKind.PHRASE, phrase, equals=self._equals, slop=slop))
        self._equals = 0

    @property
    def _glued(self) -> bool:
        """Does a phrase or a bracket follow without a blank."""
        return self.text[self.place : self.place + 1] in _OPENING and self.place < len(self.text)

    def _read_word(self, raw: str) -> None:
        if kind := self._operator(raw):
            self._put(kind, raw)
        elif not self._glued and not _SPEAKING.search(raw) and not _REGEX.search(raw):
            if raw in _SIGNS:
                self.repairs.append(f"ignored a lonely {raw}")
        else:
            rest = self._put_signs(raw)
            if not _ADDRESS.match(rest):
                rest = self._put_name(rest)
            self._put_value(rest)

    def _operator(self, raw: str) -> LexemeKind | None:
        """Tell a logical operator. In small letters one at the beginning is a word, and `not` follows `and` only."""
        if raw == "not" and self._last is LexemeKind.AND:
            return LexemeKind.NOT
        if raw.islower() and self._last is LexemeKind.OPEN:
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
        match = _FIELD.match(raw)
        if not match:
            return raw
        name, rest = match[1].lower(), raw[match.end() :]
        known = FIELDS.get(name)
        if match[2]:
            return self._put_compared(raw, match, known)
        apart = not rest and not self._glued
        if known and not (apart and name in SHY):
            return self._put_field(known, rest, apart=apart)
        if self._glued or _SPEAKING.search(rest):
            self._put(LexemeKind.UNKNOWN, match[1])
        else:
            return match[1]  # a colon behind a word is punctuation
        return self._put_signs(rest)

    def _put_field(self, known: tuple[str, Kind], rest: str, *, apart: bool) -> str:
        """Put a field; the name of its value's kind may follow (`headline:name:x`)."""
        field, kind = known
        self.lexemes.append(Lexeme(LexemeKind.FIELD, field, apart=apart))
        if kind not in _SIGNED:
            rest = self._put_signs(rest)
        inner = _FIELD.match(rest)
        if kind is Kind.TEXT and inner and FIELDS.get(inner[1].lower(), ("", kind))[1] is Kind.NAME and not inner[2]:
            self._put(LexemeKind.FIELD, "name")
            rest = rest[inner.end() :]
        return rest

    def _put_compared(self, raw: str, match: re.Match[str], known: tuple[str, Kind] | None) -> str:
        """Read `wc>500` and `la=en`, as Factiva and Nexis write them; gives the rest."""
        rest = raw[match.end() :]
        equal = match[2] == "="
        if known is None or not (rest or self._glued) or not (equal or known[1] in _COMPARED):
            return raw
        self.repairs.append(f"read {match.group()} as {known[0]}:{'' if equal else match[2]}")
        return self._put_field(known, rest if equal else match[2] + rest, apart=False)

    def _put_value(self, raw: str) -> None:
        if self._glued and raw.lower() in SEGMENTS and self.text[self.place] not in QUOTES:
            field = FIELDS[raw.lower()][0]
            self.repairs.append(f"read {raw}( as {field}:(")
            self._put(LexemeKind.FIELD, field)
            return
        if (count := _LEAST.fullmatch(raw)) and self._counts(count[1]):
            self._put_least(raw, count[1])
            return
        rest = raw.lstrip("=")
        equals = len(raw) - len(rest)
        if not rest:
            self._equals = equals if self._glued else 0
        elif _REGEX.fullmatch(rest):
            self.lexemes.append(Lexeme(LexemeKind.REGEX, rest))
        else:
            self.lexemes.append(Lexeme(LexemeKind.WORD, rest, equals=equals))

    def _counts(self, number: str) -> bool:
        """Does `atleast` with this number count what follows: a bracket, or with a number anything."""
        return self._glued or (number != "" and self.text[self.place :].strip(" )") != "")

    def _put_least(self, raw: str, number: str) -> None:
        times = min(max(int(number or 1), 1), _MOST_TIMES)
        if not number or times != int(number):
            self.repairs.append(f"read {raw} as atleast{times}")
        self.lexemes.append(Lexeme(LexemeKind.LEAST, raw, times=times))


def _dotted(ends: re.Match[str]) -> str:
    """Write a range in brackets with dots: `[a TO b}` is `a..<b`."""
    first, last = ends[2].strip("*"), ends[3].strip("*")
    after = ">" if ends[1] == "{" and first else ""
    before = "<" if ends[4] == "}" and last else ""
    return f"{after}{first}..{before}{last}"
