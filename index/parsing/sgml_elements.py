"""The elements of newswire SGML: tags in any case, end tags that may be missing, entities."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from index.errors import InputTooLargeError
from index.sources.item import MEBIBYTE

_MOST_TAGS: Final = 20_000  # of one story
_CHUNK: Final = 256 * 1024
_TAG = re.compile(r"<(/?)([A-Za-z][\w.-]{0,30})((?:\s[^<>]{0,500})?)>")
_ATTRIBUTE = re.compile(r"""([\w.-]{1,40})\s{0,3}=\s{0,3}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_BOUNDARY = re.compile(rb"<(/?)(?:REUTERS|DOC)(?:\s[^<>]{0,500})?>", re.IGNORECASE)
_LONGEST_TAG: Final = 600


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a story: its name in upper case, and where its content stands in the story's text."""

    name: str
    attributes: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Record:
    """The bytes of one story with its own tags; `whole` says that its end tag was there."""

    data: bytes
    whole: bool


def records(stream: BinaryIO, limit: int) -> Iterator[Record | InputTooLargeError]:
    """The stories of a file, one after another; one that is longer than `limit` is an error, and the rest goes on.

    Memory is bounded by the limit. What stands between stories is passed over.
    """
    buffer = bytearray()
    position = 0  # up to where the buffer was searched
    inside = skipping = False
    while chunk := stream.read(_CHUNK):
        buffer += chunk
        while found := _BOUNDARY.search(buffer, position):
            is_end = bool(found[1])
            if inside and not skipping:  # a start inside says that the end is missing
                yield Record(bytes(buffer[: found.end() if is_end else found.start()]), whole=is_end)
            inside, skipping = not is_end, False
            del buffer[: found.end() if is_end else found.start()]
            position = 0 if is_end else found.end() - found.start()
        if not inside or skipping:
            del buffer[:-_LONGEST_TAG]
        elif len(buffer) > limit:
            skipping = True
            yield InputTooLargeError(f"a story of more than {limit // MEBIBYTE} MB is no article", "", "Split it up.")
        position = max(position if inside and not skipping else 0, len(buffer) - _LONGEST_TAG)
    if inside and not skipping:
        yield Record(bytes(buffer), whole=False)


def elements(text: str) -> list[Element]:
    """The elements in a story's text, by where they begin. An element without an end tag ends with the one around it.

    Of more than 20,000 tags the rest counts as text.
    """
    found: list[tuple[int, Element]] = []
    opened: list[tuple[int, str, str, int]] = []
    names: Counter[str] = Counter()
    for number, tag in enumerate(_TAG.finditer(text)):
        if number >= _MOST_TAGS:
            break
        name = tag[2].upper()
        if not tag[1]:
            opened.append((number, name, tag[3], tag.end()))
            names[name] += 1
        elif names[name]:
            while opened:
                at, inner, attributes, start = opened.pop()
                names[inner] -= 1
                found.append((at, Element(inner, attributes, start, tag.start())))
                if inner == name:
                    break
    found += [(at, Element(name, attributes, start, len(text))) for at, name, attributes, start in opened]
    return [element for _, element in sorted(found, key=lambda each: each[0])]


def attribute(element: Element, name: str) -> str:
    """The value of an element's attribute, "" where it has none."""
    for found in _ATTRIBUTE.finditer(element.attributes):
        if found[1].upper() == name:
            return found[2] or found[3] or found[4] or ""
    return ""


def without_tags(text: str) -> str:
    """A text without tags."""
    return _TAG.sub("", text) if "<" in text else text
