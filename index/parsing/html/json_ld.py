"""What a page says of its article in JSON-LD (schema.org): https://schema.org/Article."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from index.cleaning.document import Found
from index.parsing.markup import inline_text

EVIDENCE: Final = "json-ld"

_MOST_OBJECTS: Final = 2000
_DEPTH: Final = 6
_LONGEST: Final = 2 * 1024 * 1024  # characters of one script
_ARTICLE = re.compile(r"(?:\w*Article|\w*BlogPosting|Report|Review|ClaimReview|LiveBlogPosting|OpinionNewsArticle)$")
_LESS_SURE = re.compile(r"(?:WebPage|ItemPage|VideoObject|PodcastEpisode|Recipe|CreativeWork|SocialMediaPosting)$")
_SITE = re.compile(r"(?:WebSite|NewsMediaOrganization)$")
_WRAPPING = re.compile(r"<!\[CDATA\[|\]\]>|<!--|-->")
_LAST_COMMA = re.compile(r",\s*([}\]])")

Object = dict[str, Any]


def json_ld_fields(scripts: Iterable[str]) -> Mapping[str, tuple[Found, ...]]:
    """The fields that the scripts of a page state of its article; none where they describe no article."""
    objects = [found for script in scripts for found in _objects(_loaded(script))][:_MOST_OBJECTS]
    by_id = {found["@id"]: found for found in reversed(objects) if isinstance(found.get("@id"), str) and len(found) > 1}
    article = _article(objects)
    values: dict[str, list[str]] = {}
    if article is not None:
        values = _values(article, by_id)
    site = next((found for found in objects if _is(found, _SITE)), None)
    if site is not None and not values.get("outlet"):
        values["outlet"] = _names(site, by_id)
    return {
        field: tuple(Found(text, EVIDENCE) for text in kept)
        for field, texts in values.items()
        if (kept := [text for text in (inline_text(text).strip() for text in texts) if text])
    }


def _loaded(script: str) -> Any:
    """The value of a script, mended where pages usually break it; None where that does not help."""
    if len(script) > _LONGEST:
        return None
    for mended in (str, _mended):
        try:
            return json.loads(mended(script), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _mended(script: str) -> str:
    """A script without comments and sections around it, and without commas before a closing bracket."""
    bare = _WRAPPING.sub("", script)
    starts = [place for place in (bare.find("{"), bare.find("[")) if place >= 0]
    inside = bare[min(starts) : max(bare.rfind("}"), bare.rfind("]")) + 1] if starts else ""
    return _LAST_COMMA.sub(r"\1", inside)


def _objects(value: Any, depth: int = _DEPTH) -> Iterator[Object]:
    """The objects that stand in a list, in a graph, or are what another is about."""
    if isinstance(value, list):
        for inner in value if depth else ():
            yield from _objects(inner, depth - 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemReviewed", "author", "publisher"):
            inner = value.get(key)
            if depth and isinstance(inner, dict | list):
                yield from _objects(inner, depth - 1)


def _is(found: Object, types: re.Pattern[str]) -> bool:
    kind = found.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(kind, str) and types.search(kind) is not None for kind in kinds)


def _article(objects: list[Object]) -> Object | None:
    """The object that describes the article: that of an article's type which says most."""
    for types in (_ARTICLE, _LESS_SURE):
        found = [each for each in objects if _is(each, types) and (each.get("headline") or each.get("name"))]
        if found:
            return max(found, key=lambda each: sum(key in each for key in ("headline", "author", "datePublished")))
    return None


def _values(article: Object, by_id: Mapping[str, Object]) -> dict[str, list[str]]:
    is_article = _is(article, _ARTICLE)
    page = article.get("mainEntityOfPage")
    address = page.get("@id") or page.get("url") if isinstance(page, dict) else page
    return {
        "headline": _texts(article.get("headline") or (article.get("name") if is_article else None))[:1],
        "standfirst": _texts(article.get("description"))[:1],
        "authors": _people(article.get("author"), by_id) or _people(article.get("creator"), by_id),
        "published": _texts(article.get("datePublished"))[:1],
        "outlet": _names(article.get("publisher"), by_id)[:1],
        "section": _texts(article.get("articleSection"))[:1],
        "language": _names(article.get("inLanguage"), by_id)[:1],
        "url": [text for text in (*_texts(article.get("url")), *_texts(address)) if text.startswith("http")][:1],
        "tags": _names(article.get("keywords"), by_id),
    }


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for text in value if isinstance(text, str)]
    if isinstance(value, dict):
        return _texts(value.get("@value"))
    return []


def _names(value: Any, by_id: Mapping[str, Object]) -> list[str]:
    """The names of things: texts, objects with a name, or references to such objects."""
    if isinstance(value, list):
        return [name for each in value[:_MOST_OBJECTS] if not isinstance(each, list) for name in _names(each, by_id)]
    if isinstance(value, dict):
        known = value if value.get("name") else by_id.get(str(value.get("@id")), value)
        return _texts(known.get("name")) or _texts(known.get("alternateName")) or _texts(known.get("@value"))
    return [value] if isinstance(value, str) else []


def _people(value: Any, by_id: Mapping[str, Object]) -> list[str]:
    """The names of authors; organisations only where no person is named."""
    each = value if isinstance(value, list) else [value]
    known = [
        by_id.get(str(one.get("@id")), one) if isinstance(one, dict) and not one.get("name") else one for one in each
    ]
    people = [
        one for one in known if not (isinstance(one, dict) and str(one.get("@type", "")).endswith("Organization"))
    ]
    return _names(people or known, by_id)
