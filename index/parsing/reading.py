"""One call from a file to its articles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from index.cleaning import clean
from index.cleaning.document import FIELD_NAMES, ParsedDocument
from index.cleaning.rules import NO_RULES, Rules
from index.cleaning.safety import safe_line
from index.errors import BrokenInputError, InputError, InputTooLargeError, NotAnArticleError, UsageError
from index.parsing.decode import looks_binary
from index.parsing.registry import ParseContext, is_readable_name, parser_for
from index.sources import Limits, RawDocument, SourceItem, open_documents
from index.sources.item import failure
from index.sources.names import suffix_of
from index.types import Article, Failure

_HEAD: Final = 4096


@dataclass(frozen=True, slots=True)
class RecoveredArticle:
    """An article and where it stood: `location` as shown text; `record`, the stable key inside the file.

    `record` is "" for a file that is one article, the member's path in an archive, and for a record of a JSON file
    its own id or address, or else `#17`; in an archive `member#17`.
    """

    location: str
    record: str
    article: Article


def read_articles(
    item: SourceItem,
    *,
    mapping: Mapping[str, str] | None = None,
    limits: Limits | None = None,
    rules: Rules = NO_RULES,
) -> Iterator[RecoveredArticle | Failure]:
    """The articles of a file, one after another, in bounded memory.

    Whatever cannot be read is given as a Failure, and the rest goes on; no InputError is raised.

    Args:
        item: the file, as `discover` gives it.
        mapping: where unusual JSON keeps a field, `{"headline": "ttl", "published": "meta.date"}`.
        limits: what keeps memory bounded.
        rules: the user's rules for lines of this file.

    Raises:
        UsageError: the mapping names a field that does not exist (raised by the call, not by the first step).
    """
    checked = check_mapping(mapping or {})
    return read_in_context(item, ParseContext(checked, limits or Limits(), inspect=rules.keeps, rules=rules))


def check_mapping(mapping: Mapping[str, str]) -> Mapping[str, str]:
    """The mapping itself, when every field in it exists and has a key.

    Raises:
        UsageError: otherwise; names the fields that exist.
    """
    for name, key in mapping.items():
        if name not in FIELD_NAMES:
            known = ", ".join(FIELD_NAMES)
            raise UsageError("there is no such field", safe_line(name), f"The fields are {known}.")
        if not key.strip("."):
            raise UsageError("no key is given for the field", name, f"Write it as {name}=KEY.")
    return mapping


def read_in_context(item: SourceItem, context: ParseContext) -> Iterator[RecoveredArticle | Failure]:
    """The articles of a file, as `read_articles` gives them, with all that parsers may need beside it."""
    for document in open_documents(item, limits=context.limits):
        if isinstance(document, Failure):
            yield document
        else:
            yield from _read_document(document, context)


def parsed_documents(item: SourceItem, context: ParseContext) -> Iterator[ParsedDocument]:
    """The documents in a file before they are cleaned; what cannot be read is passed over.

    Raises:
        Exception: what a parser of somebody else's may raise.
    """
    for document in open_documents(item, limits=context.limits):
        if not isinstance(document, Failure):
            with suppress(InputError):
                yield from (found for found in _parsed(document, context) if not isinstance(found, Failure))


def _read_document(document: RawDocument, context: ParseContext) -> Iterator[RecoveredArticle | Failure]:
    try:
        for parsed in _parsed(document, context):
            yield parsed if isinstance(parsed, Failure) else _cleaned(parsed, context)
    except InputError as error:
        yield failure(error, document.location)
    except MemoryError:
        too_large = InputTooLargeError("reading it takes more memory than there is", document.location, "Split it up.")
        yield failure(too_large, document.location)
    except Exception as error:  # noqa: BLE001 - one bad file never stops a run, whatever it did to a parser
        broken = BrokenInputError(
            f"reading it failed ({type(error).__name__}: {safe_line(str(error))[:200]})",
            document.location,
            "Please report this as a fault of Dateline.",
        )
        yield failure(broken, document.location)


def _cleaned(parsed: ParsedDocument, context: ParseContext) -> RecoveredArticle | Failure:
    try:
        article = clean(parsed, context.rules.of_record(parsed.record))
    except NotAnArticleError as error:
        return failure(error, parsed.location)
    return RecoveredArticle(parsed.location, parsed.record, article)


def _parsed(document: RawDocument, context: ParseContext) -> Iterator[ParsedDocument | Failure]:
    head = document.stream.peek(_HEAD)[:_HEAD]  # type: ignore[attr-defined]  # a BufferedReader
    nameless = suffix_of(document.name) == "" and not document.outright
    if nameless and (not head or head.startswith(b"#!") or looks_binary(head)):
        return  # a program or data that a walk came upon
    if not head:
        raise NotAnArticleError("the file is empty", document.location, "Remove it from the source.")
    parser = parser_for(document.name, head)
    if parser is None:
        raise _no_reader(document)
    yield from parser.parse(document, context)


def _no_reader(document: RawDocument) -> NotAnArticleError:
    suffix = suffix_of(document.name)
    if suffix and is_readable_name(document.name):
        what = f"it is of no form of {suffix} files that can be read"
    else:
        what = f"there is no reader for {suffix or 'such files'} yet"
    return NotAnArticleError(what, document.location, "Save it as text or JSON.")
