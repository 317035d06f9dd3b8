"""The fields that a page states of its article, all its ways of saying so weighed against one another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, cast
from urllib.parse import urlsplit

from lxml.etree import XPath, _Element

from index.cleaning.document import Found
from index.parsing.html.json_ld import json_ld_fields
from index.parsing.html.meta import bare_title, meta_fields, plain, without_last_part
from index.parsing.html.microdata import author_fields, first_texts, microdata_fields, text_of, time_fields

Fields = Mapping[str, tuple[Found, ...]]

_TOLD: Final = ("meta", "link", "title", "h1", "time", "script")
_SAYING: Final = XPath("//*[@itemprop or @rel]")
_ADDRESS = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
_NO_NAME = re.compile(
    r"https?://|www\.|^\W*$|^@?\S+@\S+$|^@\S+$|^\S+\.(?:com|org|net|uk|de|fr|es|it)$"
    r"|^(?:admin(?:istrator)?|editor|unknown|none|null|n/?a|author|anonymous|staff|webmaster|redaktion|redacción|rédaction|root|user|guest|\d+)$",
    re.IGNORECASE,
)
_NO_SECTION_NAMES: Final = (
    "post posts article articles page story blog home index uncategorized uncategorised allgemein"
)
_NO_SECTIONS: Final = frozenset(_NO_SECTION_NAMES.split())
_TRUNCATED: Final = ("…", "...")
_MOST_HEADINGS: Final = 10


def stated_fields(tree: _Element, url: str | None) -> dict[str, tuple[Found, ...]]:
    """The fields that a page states, the surest first, each with where it stood.

    JSON-LD comes first, then `meta`, then microdata and `time`. A date of a change is no date of publication. An
    address, a social account or the outlet's own name is no author. The headline is given without the outlet's name.
    """
    told = _elements(tree)
    stated: dict[str, tuple[Found, ...]] = {}
    _add(stated, json_ld_fields(script.text or "" for script in told["script"] if _is_json_ld(script)))
    _add(stated, meta_fields(told["meta"]))
    outlets = [found.value for found in stated.get("outlet", ())]
    if "published" not in stated or not _authors(stated.get("authors", ()), outlets):
        saying = cast("list[_Element]", _SAYING(tree))
        _add(stated, microdata_fields(saying))
        _add(stated, author_fields(saying))
        _add(stated, time_fields(told["time"]))
    title = text_of(told["title"][0]) if told["title"] else ""
    headings = list(first_texts(told["h1"][:_MOST_HEADINGS]))
    outlets = [found.value for found in stated.get("outlet", ())]
    stated["headline"] = _headlines(stated.get("headline", ()), title, headings, outlets)
    stated["authors"] = _authors(stated.get("authors", ()), outlets)
    stated["section"] = tuple(each for each in stated.get("section", ()) if plain(each.value) not in _NO_SECTIONS)
    stated["tags"] = _of_first(stated.get("tags", ()))
    stated["url"] = _addresses(stated.get("url", ()), told["link"], url)
    language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang")
    if language:
        stated["language"] = (Found(language, "html lang"), *stated.get("language", ()))
    return {field: found for field, found in stated.items() if found}


def _add(stated: dict[str, tuple[Found, ...]], fields: Fields) -> None:
    for field, found in fields.items():
        stated[field] = (*stated.get(field, ()), *found)


def _elements(tree: _Element) -> dict[str, list[_Element]]:
    """The elements that say something of the article, by their names."""
    told: dict[str, list[_Element]] = {name: [] for name in _TOLD}
    for element in tree.iter(*_TOLD):
        told[str(element.tag)].append(element)
    return told


def _is_json_ld(script: _Element) -> bool:
    return (script.get("type") or "").lower().startswith("application/ld+json")


# ---- headline ----


def _headlines(
    found: Sequence[Found], title: str, headings: Sequence[str], outlets: Sequence[str]
) -> tuple[Found, ...]:
    """What the article is called, without the outlet; one that was cut short is taken whole from the page.

    What JSON-LD states and the page does not show comes last: it may be a summary under the name of a headline.
    """
    given = [Found(_whole(bare_title(each.value, outlets, headings), headings), each.evidence) for each in found]
    given = [each for each in given if plain(each.value) not in {plain(name) for name in outlets}]
    bare = bare_title(title, outlets, headings) if title else ""
    matched = next((heading for heading in headings if _is_in(heading, title)), None)
    if matched is not None:
        given.append(Found(matched, "h1"))
    if bare:
        given.append(Found(without_last_part(bare) if bare == title and matched is None else bare, "title"))
    if matched is None and len(headings) == 1:
        given.append(Found(headings[0], "h1"))
    shown = {plain(text) for text in (title, *headings)}
    return tuple(sorted(given, key=lambda each: each.evidence == "json-ld" and not _is_shown(each.value, shown)))


def _is_shown(headline: str, shown: Iterable[str]) -> bool:
    return any(plain(headline) in text for text in shown)


def _whole(headline: str, headings: Iterable[str]) -> str:
    if not headline.endswith(_TRUNCATED):
        return headline
    key = plain(headline.rstrip(".…"))
    return next((heading for heading in headings if key and plain(heading).startswith(key)), headline)


def _is_in(heading: str, title: str) -> bool:
    key = plain(heading)
    return bool(key) and key in plain(title)


# ---- authors, tags, addresses ----


def _authors(found: Sequence[Found], outlets: Sequence[str]) -> tuple[Found, ...]:
    names = {plain(name) for name in outlets}
    return _of_first([each for each in found if not _NO_NAME.search(each.value) and plain(each.value) not in names])


def _of_first(found: Sequence[Found]) -> tuple[Found, ...]:
    """The values of the first way of saying it alone."""
    return tuple(each for each in found if each.evidence == found[0].evidence)


def _addresses(found: Sequence[Found], links: Sequence[_Element], url: str | None) -> tuple[Found, ...]:
    """The addresses of the article: the canonical one first, unless it leads to another host than the page's."""
    canonical = [Found(link.get("href") or "", "canonical") for link in links if link.get("rel") == "canonical"]
    stated = [each for each in (*canonical, *found) if _ADDRESS.fullmatch(each.value) and _has_path(each.value)]
    if url is None:
        return tuple(stated)
    host = urlsplit(url).hostname
    own = [each for each in stated if _host(each.value) == host]
    return (*own, Found(url, "address"))


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _has_path(address: str) -> bool:
    """Whether an address may be an article's: it is more than a site's."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.path not in {"", "/"} or bool(parts.query)
