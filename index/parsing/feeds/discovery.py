"""What a page of the web says of feeds: those that it names, and whether it is itself one article or a site's front."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any, Final

from index.cleaning.safety import safe_line
from index.parsing.decode import decode
from index.parsing.feeds.reading import is_feed
from index.sources.web.address import joined

_FEED_TYPES: Final = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"}
)
_COMMENTS = re.compile(
    r"comment|kommentar|commentaire|comentario|comentário|commenti|reacties|yorum|коммент|تعليق", re.IGNORECASE
)
_ARTICLE_TYPES: Final = frozenset(
    {"article", "newsarticle", "blogposting", "reportagenewsarticle", "socialmediaposting"}
)
_TAGS = re.compile(rb"<(?:!doctype html|html|head|body|p|div)\b", re.IGNORECASE)
_BEGINNING: Final = 512 * 1024
_DEPTH: Final = 4


@dataclass(frozen=True, slots=True)
class NamedFeed:
    """A feed that a page names, by address and title."""

    address: str
    title: str


class PageFacts:
    """What the head of a page says.

    Attributes:
        feeds: those it names, in its order, feeds of comments last.
        is_article: it calls itself an article.
    """

    def __init__(self, page: bytes, address: str) -> None:
        reader = _Reader(address)
        text, _encoding = decode(page[:_BEGINNING])
        reader.feed(text)
        reader.close()
        feeds: dict[str, NamedFeed] = {}
        for feed in reader.feeds:
            feeds.setdefault(feed.address, feed)
        self.feeds = sorted(feeds.values(), key=lambda feed: bool(_COMMENTS.search(f"{feed.title} {feed.address}")))
        self.is_article = reader.is_article


class _Reader(HTMLParser):
    """Collects links to feeds, and what is said of the page's kind."""

    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self._base = address
        self._json: list[str] | None = None
        self.feeds: list[NamedFeed] = []
        self.is_article = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "base":
            self._base = joined(self._base, values.get("href", "")) or self._base
        elif tag in {"link", "a"}:
            self._link(values)
        elif tag == "meta":
            kind = values.get("property", values.get("name", "")).lower()
            self.is_article |= kind == "og:type" and values.get("content", "").strip().lower() == "article"
        elif tag == "script" and values.get("type", "").strip().lower() == "application/ld+json":
            self._json = []

    def handle_data(self, data: str) -> None:
        if self._json is not None:
            self._json.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._json is not None:
            self.is_article |= _tells_article("".join(self._json))
            self._json = None

    def _link(self, values: dict[str, str]) -> None:
        relations = values.get("rel", "").lower().split()
        kind = values.get("type", "").partition(";")[0].strip().lower()
        if not {"alternate", "feed"}.intersection(relations) or kind not in _FEED_TYPES:
            return
        address = joined(self._base, values.get("href", ""))
        if address is not None:
            self.feeds.append(NamedFeed(address, safe_line(values.get("title", ""))))


def _tells_article(text: str) -> bool:
    try:
        told = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return False
    return any(kind in _ARTICLE_TYPES for kind in _types(told, _DEPTH))


def _types(told: Any, depth: int) -> Iterator[str]:
    if not depth:
        return
    if isinstance(told, list):
        for each in told:
            yield from _types(each, depth - 1)
    elif isinstance(told, dict):
        kinds = told.get("@type")
        yield from (str(kind).lower() for kind in (kinds if isinstance(kinds, list) else [kinds]))
        yield from _types(told.get("@graph"), depth - 1)


def looks_like_page(content: bytes, media_type: str) -> bool:
    """Whether an answer is a page of the web, by its type or by how it begins."""
    if is_feed(content):
        return False
    return (
        "html" in media_type
        or re.search(rb"<(?:!doctype html|html|head|body|p|div)\b", content[:4096], re.IGNORECASE) is not None
    )
