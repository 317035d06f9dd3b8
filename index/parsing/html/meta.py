"""What a page says of itself in its head."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lxml.etree import _Element

from index.cleaning.document import Found

_METAS: Final = {
    "headline": ("og:title", "twitter:title"),
    "standfirst": ("og:description", "description"),
    "authors": ("author", "article:author", "parsely-author"),
    "outlet": ("og:site_name",),
    "published": ("article:published_time", "parsely-pub-date", "date"),
    "section": ("article:section",),
    "url": ("og:url",),
}


def stated_fields(tree: _Element, url: str | None) -> Mapping[str, tuple[Found, ...]]:
    """The fields that a page states, the surest first, each with where it stood."""
    metas: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or "").lower()
        metas.setdefault(name, []).append(element.get("content") or "")
    stated: dict[str, tuple[Found, ...]] = {}
    for field, names in _METAS.items():
        found = tuple(Found(value, name) for name in names for value in metas.get(name, ()) if value.strip())
        if found:
            stated[field] = found
    if url:
        stated["url"] = (Found(url, "address"), *stated.get("url", ()))
    language = tree.get("lang")
    if language:
        stated["language"] = (Found(language, "html lang"),)
    return stated
