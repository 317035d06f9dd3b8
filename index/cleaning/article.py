"""From a parsed document to an article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from index.cleaning.body import body_blocks
from index.cleaning.byline import Byline, byline_of, dateline_of, is_name, names_of
from index.cleaning.dates import declared_date
from index.cleaning.document import Found, ParsedDocument
from index.cleaning.language import declared_language, detected_language
from index.cleaning.lines import Line, measure
from index.cleaning.pasted import Recovered
from index.cleaning.roles import mark_roles, split_by_rule
from index.cleaning.ruled import recover_by_rules
from index.cleaning.rules import NO_RULES, Rules
from index.cleaning.safety import safe_line
from index.errors import NotAnArticleError
from index.types import Article, Block, BlockKind

_LONGEST_HEADLINE: Final = 4000
_LONGEST_LABEL: Final = 200
_LONGEST_AUTHOR: Final = 100
_FIRST_WORDS: Final = 14
_DATELINE_BLOCKS: Final = 4
_MOST_TAGS: Final = 100
_LANGUAGE_TEXT: Final = 2000


def clean(document: ParsedDocument, rules: Rules = NO_RULES) -> Article:
    """The article in a parsed document, by the user's rules for its lines. Pure.

    What the document declares wins; what it does not is recovered from its lines, and stays unknown where they do not
    say. In declared text nothing is left out but a first line that repeats the headline.

    Raises:
        NotAnArticleError: nothing is left of it.
    """
    return clean_lines(document, measure(document.blocks, pasted=document.pasted, rules=rules))


def clean_lines(document: ParsedDocument, lines: Sequence[Line]) -> Article:
    """The same from the document's measured lines, whose roles and reasons are filled in.

    Raises:
        NotAnArticleError: nothing is left of it.
    """
    evidence: dict[str, str] = {}
    headline = _declared(document, "headline", evidence, _LONGEST_HEADLINE)
    if document.repeated:
        for line in lines:
            line.is_repeated = document.repeated.is_repeated(line.text)
    recovered = recover_by_rules(lines) if document.pasted else _as_declared(lines, headline)
    if not (headline or recovered.headline or recovered.blocks):
        raise NotAnArticleError("there is no text in it", document.location, "Remove it from the source.")
    article = _article(document, recovered, headline, evidence)
    return _located(_with_language(article, document, evidence), evidence)


def _as_declared(lines: Sequence[Line], headline: str | None) -> Recovered:
    """The body that a format declares, as it is, without what its parser or a rule leaves out."""
    lines = split_by_rule(lines)
    repeats = bool(headline and lines and not lines[0].forced and lines[0].text.casefold() == headline.casefold())
    body = lines[1:] if repeats else lines
    mark_roles(lines, body, {0: "headline"} if repeats else {}, {}, 0)
    return Recovered(tuple(body_blocks(body)))


def _article(document: ParsedDocument, found: Recovered, headline: str | None, evidence: dict[str, str]) -> Article:
    byline = _declared_authors(document, evidence)
    section = _declared(document, "section", evidence)
    place = _declared(document, "place", evidence)
    article = Article(
        headline or found.headline or "",
        found.blocks,
        standfirst=_declared(document, "standfirst", evidence, limit=None) or found.standfirst,
        authors=byline.authors or found.authors,
        place=place or byline.place or found.place,
        section=section or found.section or document.folder,
        outlet=_declared(document, "outlet", evidence) or found.outlet,
        published=_declared_date(document, evidence) or found.published,
        url=_declared(document, "url", evidence, limit=None),
        tags=_tags(document, evidence),
        evidence=evidence,
    )
    for name, where in found.evidence.items():
        evidence.setdefault(name, where)
    if article.section is not None:
        evidence.setdefault("section", "folder")
    if not article.headline:
        evidence["headline"] = "first words"
        return replace(article, headline=_first_words(found.blocks))
    return article


def _first_words(blocks: Sequence[Block]) -> str:
    """A headline for a text without one: its first words."""
    words = blocks[0].text.split()
    return " ".join(words[:_FIRST_WORDS]) + ("…" if len(words) > _FIRST_WORDS else "")


# ---- what the document declares ----


def _found(document: ParsedDocument, name: str) -> tuple[Found, ...]:
    return document.fields.get(name, ())


def _declared(
    document: ParsedDocument, name: str, evidence: dict[str, str], limit: int | None = _LONGEST_LABEL
) -> str | None:
    """The first declared value of a field as one safe line; a longer one than `limit` is no such value."""
    for found in _found(document, name):
        value = safe_line(found.value)
        if value and (limit is None or len(value) <= limit):
            evidence[name] = found.evidence
            return value
    return None


def _declared_authors(document: ParsedDocument, evidence: dict[str, str]) -> Byline:
    """The declared names; several in one value are told apart, and a byline's place is taken out."""
    authors: list[str] = []
    place = None
    used = None
    for found in _found(document, "authors"):
        if used not in {None, found.evidence}:
            break
        value = safe_line(found.value)
        if not value or len(value) > _LONGEST_LABEL:
            continue
        byline = _byline(value)
        authors += byline.authors
        place = place or byline.place
        used = evidence["authors"] = found.evidence
    if place:
        evidence.setdefault("place", evidence["authors"])
    return Byline(tuple(dict.fromkeys(authors)), place)


def _byline(value: str) -> Byline:
    before, sign, after = value.partition(": ")
    if sign and is_name(before) and not before.isascii() and is_name(after):
        return Byline((after,), before)  # "City: A. Name", as Arabic papers have it
    byline = byline_of(value) or names_of(value)
    if byline.authors:
        return byline
    return Byline((value,) if len(value) <= _LONGEST_AUTHOR else ())


def _declared_date(document: ParsedDocument, evidence: dict[str, str]) -> str | None:
    for found in _found(document, "published"):
        published = declared_date(found.value)
        if published is not None:
            evidence["published"] = found.evidence
            return published
    return None


def _tags(document: ParsedDocument, evidence: dict[str, str]) -> tuple[str, ...]:
    """The declared tags; one value with commas or semicolons is several."""
    found = _found(document, "tags")
    values = [safe_line(tag.value) for tag in found]
    if len(values) == 1:
        values = [value.strip() for value in values[0].replace(";", ",").split(",")]
    tags = tuple(dict.fromkeys(value for value in values if value and len(value) <= _LONGEST_LABEL))[:_MOST_TAGS]
    if tags:
        evidence["tags"] = found[0].evidence
    return tags


# ---- what the text says ----


def _located(article: Article, evidence: dict[str, str]) -> Article:
    """The article with the place of its dateline, when no other place is known."""
    if article.place is not None:
        return article
    paragraphs = [block.text for block in article.blocks[:_DATELINE_BLOCKS] if block.kind is BlockKind.PARAGRAPH]
    place = next((place for place in map(dateline_of, paragraphs[:2]) if place), None)
    if place is None:
        return article
    evidence["place"] = "dateline"
    return replace(article, place=place)


def _with_language(article: Article, document: ParsedDocument, evidence: dict[str, str]) -> Article:
    for found in _found(document, "language"):
        declared = declared_language(found.value)
        if declared is not None:
            evidence["language"] = found.evidence
            return replace(article, language=declared)
    texts = [block.text for block in article.blocks if block.kind is not BlockKind.CAPTION]
    detected = detected_language(_language_sample([article.headline, article.standfirst or "", *texts]))
    if detected is not None:
        evidence["language"] = "text"
    return replace(article, language=detected)


def _language_sample(texts: Sequence[str]) -> str:
    sample: list[str] = []
    length = 0
    for text in texts:
        sample.append(text[:_LANGUAGE_TEXT])
        length += len(sample[-1])
        if length > _LANGUAGE_TEXT:
            break
    return "\n".join(sample)
