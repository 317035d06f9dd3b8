"""From one story of newswire SGML to a document: Reuters-21578, and the TREC, LDC and AP kind of `<DOC>`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from index.cleaning.byline import dateline_of, in_usual_case, is_name
from index.cleaning.document import Found, RawBlock
from index.cleaning.safety import safe_line, safe_text
from index.parsing.markup import unescaped
from index.parsing.sgml_elements import Element, attribute, elements, without_tags
from index.parsing.wire_text import wire_blocks
from index.types import BlockKind

Fields = dict[str, tuple[Found, ...]]

_HEADLINES: Final = ("HEADLINE", "HEAD", "HL", "TITLE", "TTL", "TI", "HT", "H3", "H4")
_NAMES: Final = {
    "standfirst": ("SUBHEAD", "SUBJECT", "LEADPARA"),
    "authors": ("BYLINE", "AUTHOR", "BY", "AU"),
    "outlet": ("PUB", "SO", "SOURCE"),
    "section": ("SECTION", "CATEGORY", "SC"),
    "published": ("DATE", "DATE_TIME", "DATETIME", "PUBDATE", "DATE1", "DD", "ENDTIME"),
    "language": ("LANGUAGE", "LANG"),
    "url": ("URL", "URI"),
}
_IDS: Final = ("DOCNO", "DOCID", "ID", "FILEID")
_BODIES: Final = ("LP", "TEXT", "BODY", "TX")
_TAGS: Final = ("TOPICS", "PLACES", "PEOPLE", "ORGS", "EXCHANGES", "COMPANIES")
_APART: Final = frozenset((*_HEADLINES, *(name for names in _NAMES.values() for name in names), "DATELINE"))

_PARAGRAPH = re.compile(r"</?P(?:\s[^<>]{0,200})?>", re.IGNORECASE)
_DAY = re.compile(r"\s*(\d{1,2})-([A-Z]{3})-(\d{4})\b", re.IGNORECASE)
_PAPER_DAY = re.compile(r"(\d\d)/(\d\d)/(\d\d)")  # the American order, in the WSJ's DD
_ID_DAY = re.compile(r"(?:^|[A-Z_])((?:19|20)\d{6}|\d{6})[._-]\d{3,5}$", re.IGNORECASE)
_WORDED_DAY = re.compile(r"[A-Z][a-z]+ \d{1,2}, ?\d{4}")
_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DATELINE = re.compile(
    rf"(?P<place>[^\W\d_][^,(\d]*?)(?:,[^-\d]*?)?,?\s+(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH})\s*-+(?=\s|$)",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(rf"{_MONTH}(?:\s|$)", re.IGNORECASE)
_BEFORE_PLACE = re.compile(r"(?:[^\W\d_]{1,4}\s+)?[\W\d_]+|[a-z]\s+(?=[A-Z]{2})")
_CAPITALS = re.compile(r"([A-Z][A-Z .'-]{2,30}),[^-]{1,40}-")
_STAMP = re.compile(r"\d*\*+")
_BYLINE = re.compile(r"\s*by\s+(.*?)(?:,?\s*reuters?)?\s*", re.IGNORECASE | re.DOTALL)
_PLACEHOLDER = re.compile(r"\s*(\w+)(?:\s+\1){2,}[.\s]*", re.IGNORECASE)
_FULL_LINE: Final = 56
_FEW: Final = 3  # elements of one name that a field is looked for in
_FIELD_LENGTH: Final = 8000
_MOST_TAGS: Final = 500
_MOST_PARTS: Final = 50
_PLACE_LENGTH: Final = 40


class Story:
    """One story, taken apart.

    Args:
        text: its text, decoded, its own tags included.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._elements = elements(text)
        self._named: dict[str, list[Element]] = {}
        for element in self._elements:
            self._named.setdefault(element.name, []).append(element)

    @property
    def key(self) -> str:
        """The story's own number or name."""
        own = self._elements[0] if self._elements else None
        if own is not None and own.name == "REUTERS":
            return attribute(own, "NEWID")
        found = next((self._line(name) for name in _IDS if self._line(name)), "")
        return found or (attribute(own, "ID") if own is not None else "")

    def read(self) -> tuple[Fields, tuple[RawBlock, ...]]:
        """What it declares, and its body."""
        is_reuters = "REUTERS" in self._named
        fields: Fields = {}
        for name, names in (("headline", _HEADLINES), *_NAMES.items()):
            found = [Found(self._line(tag), f"sgml:{tag}") for tag in names if self._line(tag)]
            if found:
                fields[name] = tuple(found[:1])
        place, rest = self._dateline()
        if place:
            fields["place"] = (Found(place, "sgml:DATELINE"),)
        self._put_date(fields)
        if "authors" in fields:
            fields["authors"] = (Found(_names(fields["authors"][0].value), fields["authors"][0].evidence),)
        if is_reuters:
            fields["outlet"] = (Found("Reuters", "sgml:REUTERS"),)
            fields["language"] = (Found("en", "sgml:REUTERS"),)
            fields["tags"] = tuple(self._tags())
        elif kind := attribute(self._elements[0], "TYPE") if self._elements else "":
            fields["tags"] = (Found(kind, "sgml:TYPE"),)
        return fields, tuple(self._body(fields, rest, headless=is_reuters))

    # ---- fields ----

    def _inner(self, element: Element) -> str:
        return self._text[element.start : element.end]

    def _line(self, name: str) -> str:
        """The text of the first element of that name as one line."""
        for element in self._named.get(name, [])[:_FEW]:
            text = self._text[element.start : min(element.end, element.start + _FIELD_LENGTH)]
            line = safe_line(unescaped(without_tags(_PARAGRAPH.sub(" ", text))))
            if line:
                return line
        return ""

    def _dateline(self) -> tuple[str, str]:
        """The place of the dateline, and what stands behind it: it may hold the body's first words."""
        raw = next((self._inner(element) for element in self._named.get("DATELINE", [])), "")[:_FIELD_LENGTH]
        text = safe_line(unescaped(without_tags(raw)))
        before = _BEFORE_PLACE.match(text)
        text = text[before.end() :] if before else text
        found = _DATELINE.match(f"{text} ")
        if found is not None:
            place = found["place"].split("/")[0].strip(" .-")
            place = place.title() if place.islower() else in_usual_case(place)
            return (place if len(place) <= _PLACE_LENGTH else ""), text[found.end() :].strip()
        if "REUTERS" in self._named:  # misprinted days; or a table's first row
            capitals = _CAPITALS.match(text)
            return in_usual_case(capitals[1].strip()) if capitals else "", ""
        place = dateline_of(f"{text} - X") or in_usual_case(re.split(r"\s*[,(\d]|\s[-_]", text)[0])
        return (place if is_name(place) and not _MONTH_FIRST.match(place) else ""), ""

    def _tags(self) -> Iterator[Found]:
        groups = [element for name in _TAGS for element in self._named.get(name, [])[:_FEW]]
        for group in groups:
            for each in self._named.get("D", [])[:_MOST_TAGS]:
                if group.start <= each.start and each.end <= group.end:
                    yield Found(safe_line(unescaped(self._inner(each))), f"sgml:{group.name}")

    def _put_date(self, fields: Fields) -> None:
        """The date as a declared one that nobody can misread, and where there is none the one in the story's name."""
        found = fields.pop("published", ())
        day = _iso_day(found[0].value) if found else None
        if day is not None:
            fields["published"] = (Found(day, found[0].evidence),)
        elif (in_name := _ID_DAY.search(self.key)) and (day := _digits_day(in_name[1])):
            fields["published"] = (Found(day, "sgml:DOCNO"),)

    # ---- the body ----

    def _body(self, fields: Fields, rest: str, *, headless: bool) -> Iterator[RawBlock]:
        has_blocks, at = False, -1
        for name in _BODIES:
            for element in self._named.get(name, [])[:_MOST_PARTS]:
                if element.start < at or (name == "TEXT" and headless and "BODY" in self._named):
                    continue  # it holds, or stands in, what was read
                at = element.end
                for block in self._text_of(element, fields, "" if has_blocks else rest, headless=headless):
                    has_blocks = True
                    yield block

    def _text_of(self, element: Element, fields: Fields, rest: str, *, headless: bool) -> Iterator[RawBlock]:
        text = f"{rest}\n{self._own(element).lstrip()}" if rest else self._own(element)
        if headless and element.name == "TEXT":
            text = _STAMP.sub("", safe_text(unescaped(without_tags(text))).strip(" \n"), count=1).lstrip(" ")
            if "headline" not in fields:
                text = _take_headline(text, fields)
            if _PLACEHOLDER.fullmatch(text):
                yield RawBlock(safe_line(text), kind=BlockKind.PARAGRAPH, dropped="stands for a text that is not there")
            else:
                yield from wire_blocks(text)
            return
        pieces = _PARAGRAPH.split(text)
        for piece in pieces:
            yield from wire_blocks(unescaped(without_tags(piece)), paragraph=len(pieces) > 1)

    def _own(self, element: Element) -> str:
        """An element's content without the fields that stand inside it."""
        own, at = [], element.start
        for inner in self._elements:
            if inner.start > at and inner.end <= element.end and inner.name in _APART:
                opening = self._text.rfind("<", at, inner.start)
                own.append(self._text[at : max(at, opening)])
                at = inner.end
        own.append(self._text[at : element.end])
        return "".join(own)


def _take_headline(text: str, fields: Fields) -> str:
    """The headline is the first line, and goes on while lines are full; gives what comes after it."""
    lines = text.strip("\n").split("\n")
    end = 1
    while end < len(lines) and len(lines[end - 1].rstrip()) >= _FULL_LINE and _is_headline(lines[end]):
        end += 1
    headline = safe_line(" ".join(lines[:end]))
    if headline:
        fields["headline"] = (Found(headline, "first line"),)
    return "\n".join(lines[end:])


def _is_headline(line: str) -> bool:
    """Whether a line can be a headline's next: it begins at the margin, and is in capitals, or short."""
    if not line[:1].strip() or dateline_of(line) is not None:
        return False
    return line.isupper() or len(line.rstrip()) < _FULL_LINE


def _names(byline: str) -> str:
    """A byline without the agency; a name in small letters gets its capitals."""
    found = _BYLINE.fullmatch(byline)
    names = found[1] if found else byline
    if names.islower() and is_name(names.title()):
        return names.title()
    return names


def _iso_day(value: str) -> str | None:
    found = _DAY.match(value)
    if found is not None:
        value = f"{found[1]}-{found[2].title()}-{found[3]}"
        return _parsed(value, "%d-%b-%Y") or value
    paper = _PAPER_DAY.fullmatch(value)
    if paper is not None:
        return _parsed(value, "%m/%d/%y")
    if value.isdecimal():
        return _digits_day(value)
    worded = _WORDED_DAY.search(value)
    return worded[0] if worded else value


def _digits_day(digits: str) -> str | None:
    return _parsed(digits, "%y%m%d") if len(digits) == len("yymmdd") else _parsed(digits, "%Y%m%d")


def _parsed(value: str, form: str) -> str | None:
    try:
        return datetime.strptime(value, form).date().isoformat()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
