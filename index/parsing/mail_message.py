"""From one mail to its articles: the mail itself, and those that were forwarded inside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import policy
from email.message import Message
from email.parser import BytesParser
from typing import Final

from index.cleaning.document import Found, ParsedDocument, RawBlock
from index.errors import BrokenInputError, InputError, InputTooLargeError, NotAnArticleError
from index.parsing.decode import decode
from index.parsing.mail_headers import header, mail_fields
from index.parsing.mail_text import is_about_mail, mail_blocks
from index.sources.item import failure
from index.types import Failure

_DEPTH: Final = 12
_MOST_PARTS: Final = 500
_MOST_BOUNDARIES: Final = 100  # each line is compared with those that are open
_LONG_HEADER = re.compile(
    rb"^content-[\w-]{1,40}:(?:[^\n]{10000}|(?:[^\n]*\n[ \t]){100})", re.IGNORECASE | re.MULTILINE
)
_HTML_SHARE: Final = 0.4  # of the plain text's words, below which a page's article is not the mail's


@dataclass(frozen=True, slots=True)
class Envelope:
    """Where a mail stands: its location, its key in the file, and the folder's name where that is a section."""

    location: str
    record: str = ""
    folder: str | None = None
    inspect: bool = False


@dataclass(slots=True)
class _Texts:
    """The parts of a mail that can be read, in order."""

    plain: list[Message]
    html: list[Message]
    inner: list[Message]


def message_of(data: bytes, location: str) -> Message:
    """The mail in some bytes.

    Raises:
        InputTooLargeError: its headers are too long, or its parts too many.
        BrokenInputError: it cannot be taken apart.
    """
    if _LONG_HEADER.search(data):
        raise InputTooLargeError("a header of the mail is too long", location, "Save what you need of it as text.")
    if data.lower().count(b"boundary=") > _MOST_BOUNDARIES:
        raise InputTooLargeError("the mail has too many parts in parts", location, "Save what you need of it as text.")
    try:
        return BytesParser(policy=policy.compat32).parsebytes(data)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise BrokenInputError("the mail cannot be taken apart", location, "Save it again as text.") from error


def mail_documents(message: Message, envelope: Envelope, depth: int = 0) -> Iterator[ParsedDocument | Failure]:
    """The articles of a mail, each with a key below that of the mail it stands in."""
    texts = _Texts([], [], [])
    _collect(message, texts)
    try:
        yield _document(message, texts, envelope)
    except NotAnArticleError as error:
        if not texts.inner:
            yield failure(error, envelope.location)
    for number, inner in enumerate(texts.inner, 1):
        below = f"{envelope.record}/{number}" if envelope.record else f"#{number}"
        location = f"{envelope.location}{'.' if depth else '#'}{number}"
        if depth + 1 >= _DEPTH:
            too_deep = InputTooLargeError("mails stand too deep in one another", location, "Save them one by one.")
            yield failure(too_deep, location)
            return
        yield from mail_documents(inner, replace(envelope, location=location, record=below), depth + 1)


def _collect(message: Message, texts: _Texts, depth: int = 0) -> None:
    """Sorts the parts of a mail, not those of the mails inside it."""
    kind = message.get_content_type()
    parts = message.get_payload()
    if kind == "message/rfc822" and isinstance(parts, list):
        texts.inner += [part for part in parts if isinstance(part, Message)]
    elif isinstance(parts, list):
        for part in parts[:_MOST_PARTS]:
            if depth < _DEPTH and isinstance(part, Message):
                _collect(part, texts, depth + 1)
    elif message.get_content_disposition() != "attachment" or kind == "text/html":
        if kind in {"text/html", "application/xhtml+xml"}:
            texts.html.append(message)
        elif kind.startswith("text/") and kind not in {"text/calendar", "text/x-vcard", "text/vcard", "text/css"}:
            texts.plain.append(message)


def _document(message: Message, texts: _Texts, envelope: Envelope) -> ParsedDocument:
    """The mail as a document: its page, or the plain text where that says more.

    Raises:
        NotAnArticleError: there is no text in it.
    """
    fields = mail_fields(message)
    plain = _plain(texts)
    page = _page(texts, envelope, fields)
    if page is not None and _words(page.blocks) >= _HTML_SHARE * _words(plain):
        blocks = tuple(_told(block) for block in page.blocks)
        return replace(page, blocks=blocks, fields={**page.fields, **fields})
    if not any(block.dropped is None for block in plain) and not fields.get("headline"):
        raise NotAnArticleError("there is no text in it", envelope.location, "Remove it from the source.")
    if not plain and not message.keys():
        raise NotAnArticleError("this is no mail", envelope.location, "Remove it, or rename it.")
    return ParsedDocument(envelope.location, plain, fields, folder=envelope.folder, record=envelope.record)


def _page(texts: _Texts, envelope: Envelope, fields: dict[str, tuple[Found, ...]]) -> ParsedDocument | None:
    from index.parsing.html import page_document

    for part in texts.html[:2]:
        try:
            return page_document(
                _text(part),
                location=envelope.location,
                record=envelope.record,
                folder=envelope.folder,
                fields=fields,
                inspect=envelope.inspect,
            )
        except InputError:
            continue
    return None


def _told(block: RawBlock) -> RawBlock:
    return replace(block, dropped="about the mail") if block.dropped is None and is_about_mail(block.text) else block


def _plain(texts: _Texts) -> tuple[RawBlock, ...]:
    blocks: list[RawBlock] = []
    for part in texts.plain:
        flowed = _parameter(part, "format") == "flowed"
        blocks += mail_blocks(_text(part), flowed=flowed, joined=_parameter(part, "delsp") == "yes")
    return tuple(blocks)


def _words(blocks: tuple[RawBlock, ...]) -> int:
    return sum(len(block.text.split()) for block in blocks if block.dropped is None)


def _parameter(part: Message, name: str) -> str:
    try:
        return str(part.get_param(name, "")).lower()
    except (ValueError, TypeError, LookupError):
        return ""


def _text(part: Message) -> str:
    """The text of a part: its transfer encoding undone, in the charset that it names where that fits."""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        data = None
    if not isinstance(data, bytes):
        return header(part, "Subject") and ""
    try:
        charset = part.get_content_charset() or ""
        return data.decode(charset) if charset and charset not in {"us-ascii", "unknown-8bit"} else decode(data)[0]
    except (LookupError, ValueError, TypeError):
        return decode(data)[0]
