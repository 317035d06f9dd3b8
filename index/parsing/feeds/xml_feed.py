"""RSS, Atom, RDF and CDF by feedparser, which knows what is wrong with them."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from index.errors import BrokenInputError, InputTooLargeError, NotAnArticleError
from index.parsing.feeds.entries import Entry, Feed, named
from index.sources.item import MEBIBYTE

_ADVICE: Final = "Fetch it again; if it stays so, tell its publisher."
_ENTITY = re.compile(rb"""<!ENTITY\s+%?\s*([^\s"']+)\s+["']([^"'<>]*)["']""")
_ADDRESS_ID = re.compile(rb"<guid\b[^<>]*>\s*(?:<!\[CDATA\[)?\s*(https?://[^\s<\]]+)", re.IGNORECASE)
_MOST_UNFOLDED: Final = 8 * MEBIBYTE
_DOCTYPE_WITHIN: Final = 256 * 1024
_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
_DATES: Final = ("published", "created")
_LATER_DATES: Final = ("updated",)


def read_xml_feed(data: bytes, location: str, content_type: str = "") -> Feed:
    """A feed in XML, however damaged.

    Args:
        data: the document, in any encoding.
        location: where it stands; relative links start there when it is an address.
        content_type: as the server gave it; its encoding wins over that of the document.

    Raises:
        NotAnArticleError: it is no feed.
        BrokenInputError: nothing can be made out.
    """
    _check_entities(data, location)
    import feedparser

    headers = {"content-location": location} if "://" in location else {}
    if content_type:
        headers["content-type"] = content_type
    try:
        # A stream, never the bytes or a text: feedparser takes those for addresses where they look so.
        parsed = feedparser.parse(io.BytesIO(data), response_headers=headers, sanitize_html=False)
    except RecursionError:
        raise BrokenInputError("the feed is nested too deeply", location, _ADVICE) from None
    except Exception as error:
        raise BrokenInputError(f"the feed is damaged ({type(error).__name__})", location, _ADVICE) from error
    if not parsed.get("version") and not parsed.get("entries"):
        damage = parsed.get("bozo_exception") if parsed.get("bozo") else None
        if damage is not None:
            raise BrokenInputError(f"it is no feed, or a damaged one ({type(damage).__name__})", location, _ADVICE)
        raise NotAnArticleError("it is no feed", location, "Name the address of a feed or of a page.")
    return _feed(parsed, data)


def _check_entities(data: bytes, location: str) -> None:
    """Refuses what would unfold to many times its size: feedparser resolves the entities of a document itself."""
    if b"\0" in data[:64]:
        data = data.replace(b"\0", b"")
    unfolded = 0
    for name, value in _ENTITY.findall(data[:_DOCTYPE_WITHIN]):
        unfolded += len(value) * data.count(b"&" + name + b";")
        if unfolded > _MOST_UNFOLDED:
            raise InputTooLargeError(
                f"its entities unfold to more than {_MOST_UNFOLDED // MEBIBYTE} MB, as in documents made to do harm",
                location,
                "Leave it out.",
            )


def _feed(parsed: Mapping[str, Any], data: bytes) -> Feed:
    channel = parsed.get("feed", {})
    title = _text(channel.get("title"))
    language = _text(channel.get("language"))
    linked = [item for item in parsed.get("entries", ()) if item.get("guidislink")]
    written = _written_ids(data) if linked else frozenset()
    for item in linked:
        if _text(item.get("link")) not in written:
            item.pop("link", None)  # an id without a host, which feedparser has completed to an address
    entries = (_entry(each, channel, title, language) for each in parsed.get("entries", ()))
    return Feed(named(entries), title or None, _text(channel.get("link")) or None)


def _written_ids(data: bytes) -> frozenset[str]:
    """The ids that are whole addresses as they stand."""
    found = _ADDRESS_ID.findall(data.replace(b"\0", b""))
    return frozenset(html.unescape(address.decode("utf-8", "replace")) for address in found)


def _entry(item: Mapping[str, Any], channel: Mapping[str, Any], title: str, language: str) -> Entry:
    content, is_html, own_language = _content(item)
    summary = _text(item.get("summary"))
    if not content:
        content, summary = summary, ""
        is_html = _is_html(item.get("summary_detail"))
    source = item.get("source")
    outlet = _text(source.get("title")) if isinstance(source, Mapping) else ""
    return Entry(
        name=_text(item.get("id")),
        title=_text(item.get("title")),
        url=_text(item.get("feedburner_origlink")) or _text(item.get("link")) or None,
        content=content,
        summary=summary if summary != content else "",
        is_html=is_html,
        authors=tuple(dict.fromkeys(_authors(item))) or tuple(dict.fromkeys(_authors(channel))),
        published=tuple(dict.fromkeys(_dates(item))),
        tags=tuple(dict.fromkeys(_tags(item))),
        language=own_language or language or None,
        outlet=outlet or title or None,
    )


def _content(item: Mapping[str, Any]) -> tuple[str, bool, str]:
    """The longest of an entry's texts, whether it is HTML, and its language."""
    texts = [each for each in item.get("content", ()) if isinstance(each, Mapping) and _text(each.get("value"))]
    if not texts:
        return "", True, ""
    longest = max(texts, key=lambda each: len(each["value"]))
    return _text(longest["value"]), _is_html(longest), _text(longest.get("language"))


def _is_html(detail: Any) -> bool:
    kind = _text(detail.get("type")) if isinstance(detail, Mapping) else ""
    return kind != "text/plain"


def _authors(record: Mapping[str, Any]) -> Iterator[str]:
    for author in record.get("authors", ()):
        if isinstance(author, Mapping):
            name = _text(author.get("name"))
            if name:
                yield name


def _dates(item: Mapping[str, Any]) -> Iterator[str]:
    """When it was published, as written and as feedparser understands it; when it was changed, failing that."""
    for names in (_DATES, _LATER_DATES):
        found = [text for name in names for text in _date(item, name)]
        if found:
            yield from found
            return


def _date(item: Mapping[str, Any], name: str) -> Iterator[str]:
    written, understood = _text(_own(item, name)), _own(item, f"{name}_parsed")
    if written:
        yield written
    if understood is not None:
        try:
            year, month, day, hour, minute, second = understood[:6]
            yield datetime(year, month, day, hour, minute, second, tzinfo=UTC).isoformat()
        except (ValueError, TypeError):
            return


def _own(item: Mapping[str, Any], name: str) -> Any:
    """A value under its very name: feedparser's dictionaries give `published` for an absent `updated`."""
    return dict.get(item, name) if isinstance(item, dict) else item.get(name)


def _tags(item: Mapping[str, Any]) -> Iterator[str]:
    for tag in item.get("tags", ()):
        if isinstance(tag, Mapping):
            text = _text(tag.get("label")) or _text(tag.get("term"))
            if text:
                yield text


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
