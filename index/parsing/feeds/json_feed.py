"""JSON Feed, versions 1.0 and 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urljoin

from index.errors import BrokenInputError
from index.parsing.decode import decode
from index.parsing.feeds.entries import Entry, Feed, named

_ADVICE: Final = "Fetch it again; if it stays so, tell its publisher."


def read_json_feed(data: bytes, location: str) -> Feed:
    """A JSON Feed.

    Raises:
        BrokenInputError: it is no JSON, or not the JSON of a feed.
    """
    text, _encoding = decode(data)
    try:
        feed = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise BrokenInputError("the JSON of the feed is damaged", location, _ADVICE) from error
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise BrokenInputError("the feed has no list of items", location, _ADVICE)
    title = _text(feed.get("title"))
    entries = (_entry(item, feed, location) for item in feed["items"] if isinstance(item, dict))
    return Feed(named(entries), title or None, _text(feed.get("home_page_url")) or None)


def _entry(item: dict[str, Any], feed: dict[str, Any], location: str) -> Entry:
    html = _text(item.get("content_html"))
    url = _text(item.get("url")) or _text(item.get("external_url"))
    base = _text(feed.get("home_page_url")) or location
    dates = (_text(item.get(name)) for name in ("date_published", "date_modified"))
    return Entry(
        name=_text(item.get("id")),
        title=_text(item.get("title")),
        url=urljoin(base, url) if url else None,
        content=html or _text(item.get("content_text")),
        summary=_text(item.get("summary")),
        is_html=bool(html),
        authors=tuple(_authors(item) or _authors(feed)),
        published=tuple(date for date in dates if date)[:1],
        tags=tuple(filter(None, map(_text, _list(item.get("tags"))))),
        language=_text(item.get("language")) or _text(feed.get("language")) or None,
        outlet=_text(feed.get("title")) or None,
    )


def _authors(record: dict[str, Any]) -> list[str]:
    return list(_names(record))


def _names(record: dict[str, Any]) -> Iterator[str]:
    for author in _list(record.get("authors")) or [record.get("author")]:  # 1.0 had one author
        name = _text(author.get("name")) if isinstance(author, dict) else _text(author)
        if name:
            yield name


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return ""
    return str(value).strip() if isinstance(value, str | int | float) else ""
