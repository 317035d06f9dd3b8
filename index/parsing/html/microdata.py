"""What the elements of a page say of its article: microdata, `time`, `rel`, and microformats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from lxml.etree import _Element

from index.cleaning.document import Found
from index.parsing.html.hints import hint_of

_FIELDS: Final = {
    "headline": "headline",
    "author": "authors",
    "creator": "authors",
    "datepublished": "published",
    "publisher": "outlet",
    "articlesection": "section",
    "inlanguage": "language",
    "keywords": "tags",
}
_ASIDES: Final = frozenset({"comments", "related links", "sidebar", "footer", "menu"})
_LONGEST: Final = 300
_ARTICLE = re.compile(
    r"schema\.org/(?:\w*Article|\w*BlogPosting|Report|Review|WebPage|CreativeWork|Blog)$", re.IGNORECASE
)
_PUBLISHED = re.compile(
    r"publish|posted|pubdate|entry-date|dateline|post-date|article-date|date-?time|timestamp|created", re.IGNORECASE
)
_MODIFIED = re.compile(r"updated|modif|revis|comment", re.IGNORECASE)


def microdata_fields(elements: Iterable[_Element]) -> dict[str, tuple[Found, ...]]:
    """The fields that `itemprop` says of an article: not those of comments, related articles or products."""
    values: dict[str, list[Found]] = {}
    for element in elements:
        for name in (element.get("itemprop") or "").lower().split():
            field = _FIELDS.get(name)
            if field is not None and element.tag != "meta" and _is_of_article(element):
                text = _value(element, name)
                if text and len(text) <= _LONGEST:
                    values.setdefault(field, []).append(Found(text, "microdata"))
    return {field: tuple(found if field in {"authors", "tags"} else found[:1]) for field, found in values.items()}


def _is_of_article(element: _Element) -> bool:
    """Whether the nearest item around an element is an article, or there is none."""
    for outer in element.iterancestors():
        if outer.get("itemscope") is not None or outer.get("itemtype"):
            return _ARTICLE.search((outer.get("itemtype") or "").strip()) is not None
    return True


def _value(element: _Element, name: str) -> str:
    if name == "datepublished":
        return element.get("datetime") or element.get("content") or text_of(element)
    if element.get("itemscope") is not None or name in {"author", "creator", "publisher"}:
        named = next((inner for inner in element.iterdescendants() if inner.get("itemprop") == "name"), None)
        if named is not None:
            return named.get("content") or text_of(named)
    return element.get("content") or text_of(element)


def text_of(element: _Element) -> str:
    """The text in an element on one line."""
    return " ".join("".join(map(str, element.itertext())).split())


def time_fields(times: Iterable[_Element]) -> dict[str, tuple[Found, ...]]:
    """The date in a `time` element: one that says that it is that of publication, or the only one of the page."""
    dated = [time for time in times if (time.get("datetime") or "").strip() and not _is_aside(time)]
    told = [time for time in dated if time.get("pubdate") is not None or _says_published(time)]
    days = {str(time.get("datetime"))[:10] for time in dated if not _MODIFIED.search(_names(time))}
    chosen = told[:1] or (dated[:1] if len(days) == 1 else [])
    return {"published": tuple(Found(str(time.get("datetime")), "time") for time in chosen)} if chosen else {}


def _is_aside(element: _Element) -> bool:
    """Whether an element stands among comments, links to other articles, or in another part around the article."""
    for outer in element.iterancestors():
        names = {key: str(outer.get(key)) for key in ("class", "id", "role") if outer.get(key)}
        if hint_of(str(outer.tag), names) in _ASIDES or (outer.get("itemtype") or "").endswith("Comment"):
            return True
    return False


def _names(element: _Element) -> str:
    outer = element.getparent()
    around = "" if outer is None else f"{outer.get('class') or ''} {outer.get('id') or ''}"
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''} {around}"


def _says_published(time: _Element) -> bool:
    names = _names(time)
    return _PUBLISHED.search(names) is not None and _MODIFIED.search(names) is None


def author_fields(links: Iterable[_Element]) -> dict[str, tuple[Found, ...]]:
    """The authors that links with `rel=author` name, the first of them and those beside it."""
    found: list[Found] = []
    parent: _Element | None = None
    for link in links:
        if "author" in (link.get("rel") or "").lower().split() and link.tag == "a":
            text = text_of(link)
            if text and len(text) <= _LONGEST and (parent is None or link.getparent() is parent):
                found.append(Found(text, "rel author"))
                parent = link.getparent()
    return {"authors": tuple(found)} if found else {}


def first_texts(elements: Iterable[_Element]) -> Iterator[str]:
    """The texts of elements that have one and are no longer than a headline may be."""
    for element in elements:
        text = text_of(element)
        if text and len(text) <= _LONGEST:
            yield text
