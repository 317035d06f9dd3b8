"""What can be taken out of an article as text, and its address outside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from index.types import BlockKind, StoredArticle


@dataclass(frozen=True, slots=True)
class Yank:
    """One entry of the yank menu. `text` gives None where an article has no such thing."""

    key: str
    name: str
    text: Callable[[StoredArticle], str | None]


def url(stored: StoredArticle) -> str | None:
    """The article's address, if it is one of the web."""
    address = stored.article.url
    return address if address and web_address(address) else None


def headline(stored: StoredArticle) -> str:
    """The headline."""
    return stored.article.headline


def body(stored: StoredArticle) -> str:
    """The body as plain text, an empty line between blocks, a caption with its credit in brackets."""
    parts = []
    for block in stored.article.blocks:
        credit = f" ({block.credit})" if block.kind is BlockKind.CAPTION and block.credit else ""
        parts.append(block.text + credit)
    return "\n\n".join(part for part in parts if part)


def citation(stored: StoredArticle) -> str:
    """Authors, "Headline", outlet, place, date, address or location: what is known of them, in that order."""
    article = stored.article
    day = article.published[:10] if article.published else None
    quoted = f"“{article.headline}”" if article.headline else None
    parts = [", ".join(article.authors), quoted, article.outlet, article.place, day, url(stored) or stored.location]
    return ", ".join(part for part in parts if part) + "."


def location(stored: StoredArticle) -> str:
    """Where the article stands among the user's files."""
    return stored.location


YANKS = (
    Yank("u", "url", url),
    Yank("h", "headline", headline),
    Yank("b", "body", body),
    Yank("c", "citation", citation),
    Yank("l", "location", location),
)


def web_address(address: str) -> bool:
    """Is it an address that may be given to a browser: http or https, with a host?"""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
