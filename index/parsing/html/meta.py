"""What the head of a page says in `meta`, `link` and `title`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from lxml.etree import _Element

from index.cleaning.document import Found
from index.parsing.markup import unescaped

# Field -> names of `meta` (property, name or itemprop), the surest first.
_NAMES: Final = {
    "headline": "dc:title og:title citation_title parsely-title sailthru.title dc.title dcterms.title"
    " weibo:article:title cxenseparse:recs:title headline hdl title twitter:title",
    "standfirst": "og:description description twitter:description sailthru.description dc.description dcterms.abstract",
    "authors": "parsely-author sailthru.author citation_author dc:creator dc.creator dcterms.creator"
    " dcsext.author byl article:author_name cxenseparse:author author article:author og:article:author book:author"
    " creator byline article.author rbauthors",
    "published": "article:published_time og:article:published_time datepublished parsely-pub-date sailthru.date"
    " citation_publication_date citation_date dc.date.issued dcterms.issued dcterms.created dc.date.created dc.date"
    " dcterms.date dc:date article.published article_date_original publication_date publish-date publishdate"
    " publish_date published-date publisheddate publicationdate pubdate pdate ptime date date.created"
    " originalpublicationdate cxenseparse:recs:publishtime cxenseparse:publishtime og:published_time og:pubdate"
    " shareaholic:article_published_time creation_date created displaydate",
    "outlet": "og:site_name citation_journal_title dc.publisher dcterms.publisher dc:publisher publisher"
    " application-name apple-mobile-web-app-title twitter:app:name:iphone copyright-holder",
    "section": "article:section parsely-section sailthru.section og:article:section articlesection section"
    " cxenseparse:recs:category subsection category",
    "language": "og:locale content-language dc.language dcterms.language dc:language inlanguage language",
    "url": "og:url parsely-link twitter:url",
    "tags": "article:tag og:article:tag parsely-tags news_keywords sailthru.tags citation_keywords dc.subject keywords",
}
_FIELD_NAMES: Final = {field: tuple(names.split()) for field, names in _NAMES.items()}
_FEWEST_WORDS: Final = 4
_MANY: Final = frozenset({"authors", "tags"})
_SPLIT_TITLE = re.compile(r"\s+(?:[|–—•·«»:/\\]|::|-{1,2}|\|\|)\s+|\s*[|«»]\s*")


def meta_fields(metas: Iterable[_Element]) -> dict[str, tuple[Found, ...]]:
    """The fields that `meta` elements state, the surest first; the names of those elements are the evidence."""
    contents: dict[str, list[str]] = {}
    for meta in metas:
        content = (meta.get("content") or meta.get("value") or "").strip()
        if content:
            for key in ("property", "name", "itemprop", "http-equiv"):
                for name in (meta.get(key) or "").lower().split():
                    contents.setdefault(name, []).append(unescaped(content))
    fields: dict[str, tuple[Found, ...]] = {}
    for field, names in _FIELD_NAMES.items():
        found = [
            Found(value, _evidence(name))
            for name in names
            for value in dict.fromkeys(contents.get(name, ())[: None if field in _MANY else 1])
        ]
        if found:
            fields[field] = tuple(found)
    return fields


def _evidence(name: str) -> str:
    return name if ":" in name or "." in name or "_" in name or "-" in name else f"meta {name}"


def bare_title(title: str, outlets: Sequence[str], headings: Sequence[str]) -> str:
    """The title of a page without the name of its outlet, or of what else stands beside the headline.

    That is known by the names of the outlet, or by a heading of the page that is the rest of the title.
    """
    parts = [part for part in _SPLIT_TITLE.split(title) if part.strip()]
    if len(parts) < 2:  # noqa: PLR2004 - a headline and a name
        return title.strip()
    wanted = {plain(name) for name in outlets}
    for heading in headings:
        key = plain(heading)
        if key and key != plain(title) and plain(title).startswith(key) and key not in wanted:
            return heading.strip()
    for first, last in ((0, len(parts) - 1), (1, len(parts))):
        left_out = parts[last] if first == 0 else parts[0]
        if plain(left_out) in wanted:
            start = title.index(parts[first].strip())
            end = title.rindex(parts[last - 1].strip()) + len(parts[last - 1].strip())
            return bare_title(title[start:end], outlets, headings)
    return title.strip()


def plain(text: str) -> str:
    """A text by its letters and digits alone, without case."""
    return "".join(filter(str.isalnum, text.casefold()))


def without_last_part(title: str) -> str:
    """A title without what stands behind its last sign, where that is short and leaves enough: most often a name."""
    parts = list(_SPLIT_TITLE.finditer(title))
    if not parts:
        return title
    rest, last = title[: parts[-1].start()], title[parts[-1].end() :]
    return rest.strip() if len(rest.split()) >= _FEWEST_WORDS >= len(last.split()) else title
