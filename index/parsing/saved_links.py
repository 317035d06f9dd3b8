"""Lists of saved pages, for those who want the pages: what reading lists and browsers export, addresses in a text.

A page whose text is in the list already is none of them. When something was saved is no date of publication.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from index.errors import InputTooLargeError, NotAnArticleError, UsageError
from index.parsing.csv_rows import CSV, table_records
from index.parsing.decode import decode, looks_binary
from index.parsing.exports import SavedLink, export_fields
from index.parsing.feeds.document import is_short
from index.parsing.feeds.entries import Entry
from index.parsing.json_fields import fields_of, looks_like_article
from index.parsing.json_names import NAMES, plain_key
from index.parsing.json_records import JSON
from index.parsing.json_stream import read_records
from index.parsing.links import LINKS
from index.parsing.markup import inline_text
from index.parsing.records import listed_records
from index.parsing.whole import read_whole
from index.sources import Limits, RawDocument, SourceItem, open_documents
from index.sources.names import suffix_of
from index.sources.web.address import clean_address
from index.types import Failure

MOST_LINKS: Final = 50_000

_HEAD: Final = 4096
_ADDRESSES: Final = frozenset(NAMES["url"]) - {"id", "guid"}
_ADVICE: Final = "Name an export of a reading list, a browser's bookmarks, or a text with one address a line."
_BEFORE: Final = "-*•<> \t"
"""What may stand before the address in a line of text."""


def saved_links(item: SourceItem, limits: Limits | None = None) -> tuple[Entry, ...]:
    """The pages that a file names, in its order, each once: their addresses, titles and tags.

    Raises:
        InputError: it cannot be read, names none, or more than MOST_LINKS.
    """
    limits = limits or Limits()
    found: dict[str, Entry] = {}
    problem: str | None = None
    for document in open_documents(item, limits=limits):
        if isinstance(document, Failure):
            problem = problem or document.message
            continue
        try:
            _join(found, _links(document, limits.text), item.location)
        except NotAnArticleError as error:  # another file of an archive
            problem = problem or error.what
    if not found:
        raise NotAnArticleError(problem or "there is no address in it", item.location, "" if problem else _ADVICE)
    return tuple(found.values())


def _join(found: dict[str, Entry], links: Iterable[Entry], location: str) -> None:
    """Adds links to those that were found; of one that comes again the first title is kept, and all tags."""
    for link in links:
        known = found.get(link.name, link)
        tags = tuple(dict.fromkeys((*known.tags, *link.tags)))
        found[link.name] = replace(known, title=known.title or link.title, tags=tags)
        if len(found) > MOST_LINKS:
            raise InputTooLargeError(f"it names more than {MOST_LINKS:,} pages", location, "Split it up.")


def _links(document: RawDocument, limit: int) -> Iterator[Entry]:
    head = document.stream.peek(_HEAD)[:_HEAD]  # type: ignore[attr-defined]  # a BufferedReader
    read: Callable[[RawDocument, int], Iterator[Entry]] = _of_text
    if LINKS.accepts(document.name, head):
        read = _of_page
    elif CSV.accepts(document.name, head):
        read = _of_table
    elif JSON.accepts(document.name, head):
        read = _of_json
    elif looks_binary(head) or suffix_of(document.name) in {".html", ".htm"}:
        raise NotAnArticleError("it is no list of addresses that can be read", document.location, _ADVICE)
    yield from read(document, limit)


def _link(address: str, title: str = "", tags: Iterable[str] = ()) -> Iterator[Entry]:
    """The link, or none where nothing can be fetched from there."""
    if not address.strip().lower().startswith(("http://", "https://")):
        return
    try:
        address = clean_address(address)
    except UsageError:
        return
    kept = tuple(dict.fromkeys(tag.strip() for tag in tags if tag.strip()))
    yield Entry(address, title=" ".join(title.split()), url=address, tags=kept)


# ---- the forms ----


def _of_page(document: RawDocument, limit: int) -> Iterator[Entry]:
    from index.parsing.html.tree import page_tree  # lxml takes long to load

    tree = page_tree(read_whole(document, limit, "list"))
    for link in tree.iter("a") if tree is not None else ():
        title = "".join(str(text) for text in link.itertext())
        yield from _link(link.get("href") or "", title, (link.get("tags") or "").split(","))


def _of_table(document: RawDocument, limit: int) -> Iterator[Entry]:
    yield from _of_records(table_records(document, limit))


def _of_json(document: RawDocument, limit: int) -> Iterator[Entry]:
    lines = suffix_of(document.name) in {".jsonl", ".ndjson"}
    yield from _of_records(read_records(document.stream, lines=lines, limit=limit, is_record=_is_record))


def _is_record(record: Any) -> bool:
    return looks_like_article(record) or (
        isinstance(record, dict)
        and any(isinstance(value, str) and plain_key(key) in _ADDRESSES for key, value in record.items())
    )


def _of_records(records: Iterable[Any]) -> Iterator[Entry]:
    for record in records:
        if isinstance(record, dict):
            for each in [record] if _is_record(record) else listed_records(record):
                yield from _of_record(each)
        elif isinstance(record, str):
            yield from _link(record)


def _of_record(record: Any) -> Iterator[Entry]:
    """The link of a record that does not hold the page's text."""
    if not isinstance(record, dict):
        return
    fields = export_fields(record) or fields_of(record, {})
    if not isinstance(fields, SavedLink) and not is_short(fields.blocks):
        return
    values = {name: [each.value for each in found] for name, found in fields.values.items()}
    address, title = ("".join(values.get(name, ())[:1]) for name in ("url", "headline"))
    tags = [tag for each in values.get("tags", ()) for tag in each.split(",")]
    yield from _link(_unchanged(record, address), title, tags)


def _unchanged(record: Mapping[str, Any], address: str) -> str:
    """An address as the record has it: `&copy=1` is no sign of copyright there."""
    values = (value.strip() for value in record.values() if isinstance(value, str))
    return next((value for value in values if value == address or inline_text(value).strip() == address), address)


def _of_text(document: RawDocument, limit: int) -> Iterator[Entry]:
    text, _encoding = decode(read_whole(document, limit, "list"))
    for line in text.splitlines():
        words = line.lstrip(_BEFORE).split(maxsplit=1)
        if words:
            yield from _link(words[0].rstrip(">"))
