"""Records that are articles: of JSON, of tables, of what other programs export."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from index.cleaning.document import Found, ParsedDocument
from index.cleaning.safety import safe_line
from index.errors import InputError, NotAnArticleError
from index.parsing.exports import SavedLink, export_fields, links_notice
from index.parsing.json_fields import Fields, fields_of, looks_like_article
from index.parsing.json_names import NAMES, SURE_HEADLINES, plain_key
from index.parsing.record_keys import RecordKeys
from index.parsing.registry import ParseContext
from index.sources.item import RawDocument, failure
from index.types import Failure

_MISSES: Final = 20  # records without an article after which a document is given up, when it had none at all
_FAILURES: Final = 100  # failures told one by one; the rest of a document's are counted
_SHOWN_KEYS: Final = 12
_LIST_DEPTH: Final = 4

_USUAL: Final = SURE_HEADLINES | frozenset(NAMES["body"])

Parsed = ParsedDocument | Failure


class RecordReader:
    """The reading of one document: numbers its records and counts what is no article.

    `form` is what the evidence calls it: "json", "csv".
    """

    def __init__(self, document: RawDocument, context: ParseContext, form: str = "json") -> None:
        self._document = document
        self._form = form
        self._mapping = context.mapping
        self._keys = RecordKeys()
        self._articles = 0
        self._failures: list[Failure] = []  # held back until the first article
        self._failed = 0
        self._links = 0
        self._seen_keys: tuple[str, ...] = ()

    def only(self, record: dict[str, Any]) -> Iterator[Parsed]:
        """A document that is one object: the article, or the wrapping of a list of articles."""
        fields = self._fields(record)
        if isinstance(fields, Fields) and fields.is_article:
            yield self._parsed(fields, self._document.location, "")
        else:
            yield from self.documents(listed_records(record) or [record])

    def documents(self, records: Iterator[Any] | list[Any]) -> Iterator[Parsed]:
        """The records that are articles; failures for the others, unless none is."""
        for number, record in enumerate(records, 1):
            location = f"{self._document.location}#{number}"
            fields = self._fields(record) if isinstance(record, dict) else None
            if isinstance(fields, SavedLink):
                self._links += 1
                continue
            if fields is not None and fields.is_article:
                self._articles += 1
                yield from self._held_back()
                yield self._parsed(fields, location, f"#{number}")
                continue
            yield from self._missed(record, location)
            if not self._articles and self._failed >= _MISSES:
                break
        if self._links:
            yield failure(links_notice(self._links), self._document.location)
        if not self._articles:
            yield from self._nothing()
        elif self._failed > _FAILURES:
            more = self._failed - _FAILURES
            error = NotAnArticleError(f"{more:,} more records could not be read", "", "The first are named above.")
            yield failure(error, self._document.location)

    def _fields(self, record: dict[str, Any]) -> Fields | SavedLink:
        known = None if self._mapping else export_fields(record)
        return known if known is not None else fields_of(record, self._mapping)

    def _held_back(self) -> Iterator[Failure]:
        yield from self._failures
        self._failures.clear()

    def _missed(self, record: Any, location: str) -> Iterator[Failure]:
        self._failed += 1
        if isinstance(record, InputError):
            missed = failure(record, location)
        else:
            self._seen_keys = self._seen_keys or _shown_keys(record)
            missed = failure(_missing(record), location)
        if self._articles and self._failed <= _FAILURES:
            yield missed
        elif not self._articles:
            self._failures.append(missed)

    def _nothing(self) -> Iterator[Failure]:
        if self._seen_keys:
            raise _no_article(self._seen_keys, "no record in it")
        yield from self._held_back()
        if not self._failed and not self._links:
            raise NotAnArticleError("there is no record in it", self._document.location, "Remove it from the source.")

    def _parsed(self, fields: Fields, location: str, number: str) -> ParsedDocument:
        own = safe_line(fields.values["id"][0].value) if number and "id" in fields.values else ""
        record = self._keys.member(self._document.member, own, number)
        values = {name: tuple(map(self._named, found)) for name, found in fields.values.items()}
        return ParsedDocument(location, fields.blocks, values, folder=self._document.section, record=record)

    def _named(self, found: Found) -> Found:
        """The value with the form's own name in its evidence."""
        kind, _, key = found.evidence.partition(":")
        return replace(found, evidence=f"{self._form}:{key}") if kind == "json" else found


def _missing(record: Any) -> NotAnArticleError:
    if isinstance(record, dict) and any(plain_key(key) in _USUAL for key in record):
        return NotAnArticleError("the record has no text", "", "Nothing is lost with it.")
    return _no_article(_shown_keys(record), "nothing in the record")


def _no_article(keys: tuple[str, ...], what: str) -> NotAnArticleError:
    which = f" (its keys: {', '.join(keys)})" if keys else ""
    return NotAnArticleError(
        f"{what} has text or a headline under a usual name{which}",
        "",
        "Name the keys with --map, as in --map headline=KEY --map body=KEY.",
    )


_KINDS = {list: "a list", str: "a text", bool: "true or false", type(None): "null"}


def _shown_keys(record: Any) -> tuple[str, ...]:
    if not isinstance(record, dict):
        return (f"none: it is {_KINDS.get(type(record), 'a number')}",)
    keys = [safe_line(key)[:40] for key in record if isinstance(key, str)]
    return (*keys[:_SHOWN_KEYS], *(["…"] if len(keys) > _SHOWN_KEYS else []))


def listed_records(value: Any, depth: int = _LIST_DEPTH) -> list[Any]:
    """The first list of articles inside an object, under whatever key."""
    if not depth or not isinstance(value, dict):
        return []
    for inner in value.values():
        if isinstance(inner, list) and any(looks_like_article(record) for record in inner):
            return inner
    found = (listed_records(inner, depth - 1) for inner in value.values())
    return next((records for records in found if records), [])
