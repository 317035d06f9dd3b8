"""What the headers of a mail say: whatever is wrong with them, nothing is raised.

RFC 5322, RFC 2047 (encoded words), RFC 2919 (List-Id), RFC 5064 (Archived-At), and what rss2email adds.
"""

from __future__ import annotations

import re
from datetime import UTC
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from typing import Final

from index.cleaning.byline import is_name
from index.cleaning.document import Found
from index.cleaning.safety import safe_line
from index.parsing.decode import decode

_LONGEST: Final = 10_000
_ANSWER = re.compile(r"(?:(?:re|aw|sv|vs|antw|rif|fwd?|wg|tr|rv|enc|i|doorst)(?:\[\d+\])?\s?:\s*)+", re.IGNORECASE)
_LIST_TAG = re.compile(r"\[([^\[\]]{1,40})\]\s*")
_FROM_SOMEWHERE = re.compile(r"(.{2,60}?)\s+(?:from|at|via|of|@|\||de|von|·|[-–—])\s+(.{2,80})$")
_ADDRESS = re.compile(r"https?://[^\s<>]+")
_AUTOMATIC = re.compile(
    r"\b(?:news\w*|letter|mail|info|editors?|noreply|no-reply|team|updates?|digest|alerts?|briefing|redaktion|service)\b",
    re.IGNORECASE,
)


def header(message: Message, name: str) -> str:
    """A header's value as one safe line, decoded; "" where there is none."""
    return next(iter(headers(message, name)), "")


def headers(message: Message, name: str) -> list[str]:
    """The values of all headers of a name."""
    return [line for value in message.get_all(name, []) if (line := safe_line(_decoded(str(value)[:_LONGEST])))]


def _decoded(value: str) -> str:
    """A value with its encoded words read; bytes that are not ASCII as the text that they are."""
    try:
        value.encode("ascii")
    except UnicodeEncodeError:
        return decode(value.encode("utf-8", "surrogateescape"))[0] if _has_bytes(value) else value
    if "=?" not in value:
        return value
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError, LookupError):
        return value
    return "".join(piece if isinstance(piece, str) else _piece(piece, charset) for piece, charset in pieces)


def _has_bytes(value: str) -> bool:
    return any("\udc80" <= character <= "\udcff" for character in value)


def _piece(data: bytes, charset: str | None) -> str:
    try:
        return data.decode(charset or "ascii")
    except (LookupError, ValueError):
        return decode(data)[0]


def mail_fields(message: Message) -> dict[str, tuple[Found, ...]]:
    """The fields that the headers of a mail say."""
    list_name, list_tag = _list(message)
    author, outlet = _sender(message, list_name)
    published, dated_by = _date(message)
    found = (
        ("headline", _subject(header(message, "Subject"), list_tag), "Subject"),
        ("authors", author, "From"),
        ("outlet", outlet, "List-Id" if outlet == list_name else "From"),
        ("published", published, dated_by),
    )
    fields: dict[str, tuple[Found, ...]] = {
        name: (Found(value, f"mail:{where}"),) for name, value, where in found if value
    }
    for name, keys in (("url", ("X-RSS-URL", "Archived-At")), ("tags", ("X-RSS-TAGS", "Keywords"))):
        for key in keys:
            value = header(message, key)
            address = _ADDRESS.search(value)
            if name not in fields and value and (name != "url" or address):
                fields[name] = (Found(address[0] if name == "url" and address else value, f"mail:{key}"),)
    return fields


def _subject(subject: str, list_tag: str) -> str:
    """The subject without "Re:", "Fwd:", and the list's own name in brackets."""
    bare = _ANSWER.sub("", subject, count=1) if _ANSWER.match(subject) else subject
    tag = _LIST_TAG.match(bare)
    if tag and list_tag and tag[1].casefold().replace(" ", "-") in {list_tag, list_tag.rpartition("-")[2]}:
        bare = bare[tag.end() :]
        bare = _ANSWER.sub("", bare, count=1) if _ANSWER.match(bare) else bare
    return bare or subject


def _list(message: Message) -> tuple[str, str]:
    """The name of the list that a mail came through, and its short form in small letters."""
    value = header(message, "List-Id")
    phrase, _, rest = value.partition("<")
    short = (rest or value).strip(" <>").partition(".")[0].casefold()
    return phrase.strip(' "'), short


def _sender(message: Message, list_name: str) -> tuple[str, str]:
    """Who wrote it, and the paper or list that sent it."""
    name = _name(header(message, "From"))
    is_list = bool(header(message, "List-Post")) and "NO" not in header(message, "List-Post")
    is_letter = any(header(message, key) for key in ("List-Id", "List-Unsubscribe", "X-RSS-Feed", "List-Post"))
    if not is_letter:
        return (name, "") if not _AUTOMATIC.search(name) else ("", name)
    both = _FROM_SOMEWHERE.match(name)
    if both and is_name(both[1]) and len(both[1].split()) > 1:
        return both[1], (is_list and list_name) or both[2]
    if is_list and name and list_name and name != list_name:
        return name, list_name
    return "", name or list_name


def _name(value: str) -> str:
    """The display name of an address; "" where there is only the address."""
    try:
        name = parseaddr(value)[0]
    except (RecursionError, ValueError, IndexError):
        name = ""
    name = name or (value.partition("<")[0] if "<" in value else "")
    name = name.strip(" '\"")
    return "" if "@" in name and " " not in name else name


def _date(message: Message) -> tuple[str, str]:
    """When it was sent, with the offset of its sender; else when it was received."""
    for name in ("Date", "Resent-Date"):
        for value in headers(message, name):
            if moment := _moment(value):
                return moment, name
    for value in headers(message, "Received")[:1]:
        if moment := _moment(value.rpartition(";")[2]):
            return moment, "Received"
    return "", ""


def _moment(value: str) -> str:
    try:
        moment = parsedate_to_datetime(value)
        if moment.tzinfo is None:  # "-0000": universal time, from an unknown place
            moment = moment.replace(tzinfo=UTC)
        return moment.isoformat()
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError, RecursionError):
        return ""
