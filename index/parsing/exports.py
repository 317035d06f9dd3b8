"""Records that reading lists export: Wallabag, Readwise and Reader, Pocket, Instapaper. Known by their keys.

What was saved with its text is an article. What is only an address is a `SavedLink`: there is nothing to read in it, so
its count is told, not an article made. When something was saved is no date of publication. A star becomes the tag
"starred"; read, unread and archived are states of the other program and are left there.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from index.cleaning.document import Found, RawBlock
from index.cleaning.safety import safe_text
from index.errors import InputTooLargeError, NotAnArticleError
from index.parsing.json_fields import Fields
from index.parsing.markup import has_block_markup, inline_text, markup_blocks
from index.parsing.text import raw_blocks
from index.sources.item import MEBIBYTE
from index.types import BlockKind

Record = Mapping[str, Any]

_STARRED: Final = "starred"
_NO_CONTENT: Final = "wallabag can't retrieve contents"
"""How Wallabag's text begins where it could not fetch the page."""

_FOLDERS: Final = frozenset({"", "unread", "archive", _STARRED})
_NOBODY: Final = frozenset({"", "unknown author"})


@dataclass(frozen=True, slots=True)
class SavedLink:
    """A record that is the address of a page and no text of it. `values`: what it says, as in `Fields`."""

    values: Mapping[str, tuple[Found, ...]]


def export_fields(record: Record) -> Fields | SavedLink | None:
    """What a record says that one of these programs exported, or None for any other."""
    for keys, read in _SHAPES:
        if keys <= record.keys():
            return read(record)
    return None


def links_notice(count: int) -> NotAnArticleError:
    """What is told of saved addresses."""
    what = "one page is saved in it" if count == 1 else f"{count:,} pages are saved in it"
    return NotAnArticleError(
        f"{what} by address only, without the text",
        "",
        "To fetch them all: dateline add --pages FILE.",
    )


def grouped_highlights(rows: Iterable[Any], limit: int) -> Iterator[Any]:
    """The rows of Readwise's table, one a highlight, as one record for each text; what is no row is passed on.

    Raises:
        InputTooLargeError: the highlights come to more than `limit` characters.
    """
    texts: dict[tuple[str, str], dict[str, Any]] = {}
    length = 0
    for row in rows:
        if not isinstance(row, dict):
            yield row
            continue
        title, author = row.get("Book Title", ""), row.get("Book Author", "")
        length += len(row.get("Highlight", "")) + len(row.get("Note", ""))
        if length > limit:
            raise InputTooLargeError(f"it has more than {limit // MEBIBYTE} MB of highlights", "", "Split it up.")
        text = texts.setdefault(
            (title, author),
            {"title": title, "author": author, "highlights": [], "book_tags": row.get("Document tags", "")},
        )
        text["highlights"].append({"text": row.get("Highlight", ""), "note": row.get("Note", "")})
    yield from texts.values()


# ---- each program's records ----


def _wallabag(record: Record) -> Fields | SavedLink:
    content = str(record.get("content") or "")
    blocks = () if content.startswith(_NO_CONTENT) else _blocks(content)
    authors = record.get("published_by")
    return _fields(
        "wallabag",
        blocks,
        headline=("title", record.get("title")),
        authors=("published_by", authors if isinstance(authors, list) else [authors]),
        outlet=("domain_name", str(record.get("domain_name") or "").removeprefix("www.")),
        published=("published_at", record.get("published_at")),
        language=("language", record.get("language")),
        url=("url", record.get("url")),
        tags=("tags", [*_names(record.get("tags")), *_star(record.get("is_starred"))]),
        id=("id", record.get("id") or record.get("url")),
    )


def _reader(record: Record) -> Fields | SavedLink:
    text = record.get("html_content") or record.get("content") or record.get("summary")
    return _fields(
        "reader",
        _blocks(str(text or "")),
        headline=("title", record.get("title")),
        authors=("author", record.get("author")),
        outlet=("site_name", record.get("site_name")),
        published=("published_date", record.get("published_date")),
        url=("source_url", record.get("source_url") or record.get("url")),
        tags=("tags", _names(record.get("tags"))),
        id=("id", record.get("id")),
    )


def _highlights(record: Record) -> Fields | SavedLink:
    found = record.get("highlights")
    blocks: list[RawBlock] = []
    for each in found if isinstance(found, list) else []:
        if isinstance(each, dict):
            quoted = str(each.get("text") or each.get("quote") or "")
            blocks += [RawBlock(block.text, kind=BlockKind.QUOTE) for block in _blocks(quoted)]
            noted = _blocks(str(each.get("note") or ""))
            blocks += [RawBlock(block.text, kind=block.kind or BlockKind.PARAGRAPH) for block in noted]
    author = str(record.get("author") or "")
    is_site = "." in author and " " not in author
    return _fields(
        "highlights",
        tuple(blocks),
        headline=("title", record.get("title")),
        authors=("author", "" if is_site or author.lower() in _NOBODY else author),
        outlet=("author", author if is_site else ""),
        url=("source_url", record.get("source_url") or record.get("url")),
        tags=("tags", _names(record.get("book_tags") or record.get("tags"))),
        id=("title", record.get("user_book_id") or f"{record.get('title')} {author}".strip()),
    )


def _instapaper(record: Record) -> Fields | SavedLink:
    folder = str(record.get("Folder") or "")
    tags = [*_names(record.get("Tags")), *_star(folder.lower() == _STARRED)]
    return _fields(
        "instapaper",
        _blocks(str(record.get("Selection") or "")),
        headline=("Title", record.get("Title")),
        url=("URL", record.get("URL")),
        tags=("Tags", [*tags, *([folder] if folder.lower() not in _FOLDERS else [])]),
        id=("URL", record.get("URL")),
    )


def _pocket(record: Record) -> Fields | SavedLink:
    return _link("pocket", record.get("title"), record.get("url"), record.get("tags"))


def _reader_table(record: Record) -> Fields | SavedLink:
    return _link("reader", record.get("Title"), record.get("URL"), record.get("Document tags"))


def _link(form: str, title: Any, address: Any, tags: Any) -> Fields | SavedLink:
    return _fields(form, (), headline=("title", title), url=("url", address), tags=("tags", _names(tags)))


_SHAPES: Final[tuple[tuple[frozenset[str], Callable[[Record], Fields | SavedLink]], ...]] = (
    (frozenset({"is_archived", "is_starred", "url", "content"}), _wallabag),
    (frozenset({"title", "highlights"}), _highlights),
    (frozenset({"title", "source_url", "reading_progress"}), _reader),
    (frozenset({"URL", "Title", "Selection", "Folder"}), _instapaper),
    (frozenset({"title", "url", "time_added", "status"}), _pocket),
    (frozenset({"Title", "URL", "Saved date", "Reading progress"}), _reader_table),
)
"""The keys that a program's records always have, and what reads them; the more special ones first."""


# ---- values ----


def _fields(form: str, blocks: tuple[RawBlock, ...], **values: tuple[str, Any]) -> Fields | SavedLink:
    """The fields from their keys and values; an address without text is no more than that."""
    found: dict[str, tuple[Found, ...]] = {}
    for name, (key, value) in values.items():
        texts = value if isinstance(value, list) else [value]
        held = [inline_text(str(text)).strip() for text in texts if isinstance(text, (str, int)) and str(text).strip()]
        if held:
            found[name] = tuple(Found(text, f"{form}:{key}") for text in held)
    return Fields(found, blocks) if blocks else SavedLink(found)


def _blocks(text: str) -> tuple[RawBlock, ...]:
    if not text.strip():
        return ()
    return tuple(markup_blocks(text) if has_block_markup(text) else raw_blocks(safe_text(inline_text(text))))


def _star(value: Any) -> list[str]:
    return [_STARRED] if str(value) in {"True", "1"} else []


def _names(value: Any) -> list[str]:
    """The tags in a list, in an object, in a text with commas or `|`, or in a list that was written as text."""
    if isinstance(value, str):
        value = _written(value)
    if isinstance(value, dict):
        value = list(value.values()) if all(isinstance(each, dict) for each in value.values()) else list(value)
    if not isinstance(value, list):
        return []
    named = [each.get("label") or each.get("name") if isinstance(each, dict) else each for each in value]
    return [name for name in named if isinstance(name, str) and name.strip()]


def _written(text: str) -> list[Any]:
    if text.startswith("[") and len(text) < MEBIBYTE:
        for read in (json.loads, ast.literal_eval):  # Instapaper writes JSON, Reader writes Python
            try:
                value = read(text)
            except (ValueError, SyntaxError, MemoryError, RecursionError):
                continue
            return value if isinstance(value, list) else []
    return [part.strip() for part in text.replace("|", ",").split(",")]
