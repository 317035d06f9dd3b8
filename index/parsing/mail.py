"""Mail: a message a file (`.eml`, `.emlx`, Maildir), and mailboxes as a stream (mbox, RFC 4155)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from index.cleaning.document import ParsedDocument
from index.errors import InputError, InputTooLargeError, NotAnArticleError
from index.parsing.mail_headers import header
from index.parsing.mail_message import Envelope, mail_documents, message_of
from index.parsing.record_keys import RecordKeys
from index.parsing.registry import ParseContext
from index.parsing.whole import read_whole
from index.sources.item import MEBIBYTE, RawDocument, failure
from index.sources.names import suffix_of
from index.types import Failure

_LINE: Final = MEBIBYTE
_TELLING: Final = 3
_FIRST = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,60}:[ \t]?")
_HEADER = re.compile(
    rb"^(From|To|Date|Subject|Message-ID|MIME-Version|Received|Return-Path|Delivered-To|Content-Type|Reply-To):",
    re.IGNORECASE | re.MULTILINE,
)
_SEPARATOR = re.compile(rb"From \S.{0,500}\d\d:\d\d")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_COUNT = re.compile(rb"\s*\d{1,12}\s*\n")


def looks_like_mail(head: bytes) -> bool:
    """Whether some bytes begin with the headers of a mail: a header first, and three that mails have."""
    top = head.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return _FIRST.match(top) is not None and len({found.lower() for found in _HEADER.findall(top)}) >= _TELLING


def looks_like_mailbox(head: bytes) -> bool:
    """Whether some bytes begin as mailboxes do, with a `From ` line and headers after it."""
    first, _, rest = head.replace(b"\r\n", b"\n").partition(b"\n")
    return _SEPARATOR.match(first) is not None and looks_like_mail(rest.lstrip(b">"))


class MailParser:
    """Reads a message a file."""

    kind = "mail"

    def accepts(self, name: str, head: bytes) -> bool:
        """A suffix of mail, or a name without one (as in a Maildir) and content that begins with headers."""
        return suffix_of(name) in {".eml", ".emlx"} or (suffix_of(name) == "" and looks_like_mail(head))

    def parse(self, document: RawDocument, context: ParseContext) -> Iterator[ParsedDocument | Failure]:
        """One document a message: the mail, and those inside it.

        Raises:
            InputTooLargeError: longer than the limit, or nested too deep.
            NotAnArticleError: no mail, or one without text.
        """
        data = read_whole(document, context.limits.text, "mail")
        count = _COUNT.match(data) if suffix_of(document.name) == ".emlx" else None
        if count is not None:  # Apple's: a length first, a property list behind
            data = data[count.end() : count.end() + int(count[0])]
        message = message_of(data, document.location)
        if not header(message, "From") and not header(message, "Subject") and not header(message, "Date"):
            raise NotAnArticleError("this is no mail", document.location, "Remove it, or rename it.")
        envelope = Envelope(document.location, document.member, document.section, context.inspect)
        yield from mail_documents(message, envelope)


class MailboxParser:
    """Reads one message after another."""

    kind = "mailbox"

    def accepts(self, name: str, head: bytes) -> bool:
        """Content that begins with a `From ` line; with the suffix of mailboxes, any."""
        return suffix_of(name) in {".mbox", ".mbx"} or (suffix_of(name) == "" and looks_like_mailbox(head))

    def parse(self, document: RawDocument, context: ParseContext) -> Iterator[ParsedDocument | Failure]:
        """One document a message; a message over the limit, or a broken one, is a failure and the rest goes on.

        Raises:
            NotAnArticleError: there is no message in it.
        """
        keys = RecordKeys()
        number = 0
        for number, data in enumerate(messages(document.stream, context.limits.text), 1):
            location = f"{document.location}#{number}"
            try:
                if isinstance(data, InputError):
                    raise data
                message = message_of(data, location)
            except InputError as error:
                yield failure(error, location)
                continue
            own = header(message, "Message-ID").strip("<> ")
            key = keys.member(document.member, own, f"#{number}")
            yield from mail_documents(message, Envelope(location, key, document.section, context.inspect))
        if not number:
            raise NotAnArticleError("there is no mail in it", document.location, "Remove it from the source.")


MAIL = MailParser()
MAILBOX = MailboxParser()


def messages(stream: BinaryIO, limit: int) -> Iterator[bytes | InputTooLargeError]:
    """The messages of a mailbox: a `From ` line after an empty one begins each. Memory is bounded by the limit."""
    lines: list[bytes] = []
    size = 0
    began = after_blank = True
    is_open = False
    while line := stream.readline(_LINE):
        if began and after_blank and _SEPARATOR.match(line):
            if is_open:
                yield _message(lines, size, limit)
            lines, size, is_open = [], 0, True
        elif is_open:
            size += len(line)
            if size <= limit:
                lines.append(line)
            else:
                lines.clear()
        after_blank = began and not line.strip()
        began = line.endswith(b"\n")
    if is_open:
        yield _message(lines, size, limit)


def _message(lines: list[bytes], size: int, limit: int) -> bytes | InputTooLargeError:
    if size > limit:
        return InputTooLargeError(f"a mail of more than {limit // MEBIBYTE} MB is no article", "", "Split it up.")
    return _ESCAPED.sub(rb"\1", b"".join(lines))
