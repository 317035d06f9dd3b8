"""What takes the article out of a page: ours and its peers, and out of a pasted page: ours and two simple ways."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import trafilatura

from index.cleaning import clean
from index.cleaning.document import ParsedDocument
from index.cleaning.lines import count_words, ends_sentence
from index.errors import InputError
from index.parsing.html import page_document
from index.parsing.text import plain_blocks
from index.types import Article, BlockKind
from tests.benchmarks.pages import visible

_LONG: Final = 15  # words of a line that is running text, in the simple way
_APART: Final = 3  # other lines in a row that end a run of them


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken out: the body as text, and as `full` with captions and standfirst; fields that were found."""

    body: str = ""
    full: str = ""
    headline: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None


Extractor = Callable[[bytes], Taken]


def ours(page: bytes) -> Taken:
    """Take with Dateline."""
    try:
        article = clean(page_document(page, location="page.html"))
    except InputError:
        return Taken()
    standfirst = article.standfirst if article.evidence.get("standfirst") == "below the headline" else None
    full = "\n".join([standfirst or "", *(f"{block.text}\n{block.credit or ''}" for block in article.blocks)])
    return Taken(_body(article), full, article.headline, article.authors, article.published)


def _body(article: Article) -> str:
    return "\n".join(block.text for block in article.blocks if block.kind is not BlockKind.CAPTION)


def _trafilatura(page: bytes, *, fast: bool) -> Taken:
    found: Any = trafilatura.bare_extraction(page, fast=fast, include_comments=False, with_metadata=True)
    if found is None:
        return Taken()
    authors = tuple(name.strip() for name in (found.author or "").split(";") if name.strip())
    return Taken(found.text or "", found.text or "", found.title, authors, found.date)


def trafilatura_fast(page: bytes) -> Taken:
    """Take with trafilatura in its fast mode, with its metadata."""
    return _trafilatura(page, fast=True)


def trafilatura_default(page: bytes) -> Taken:
    """Take with trafilatura as it is, with its metadata."""
    return _trafilatura(page, fast=False)


def readability(page: bytes) -> Taken:
    """Take with readability-lxml, which gives a body and a title."""
    from readability import Document

    document = Document(page)
    body = "\n".join(visible(document.summary().encode()))
    return Taken(body, body, document.short_title())


def newspaper(page: bytes) -> Taken:
    """Take with newspaper4k."""
    import newspaper as library

    settings = library.Config()
    settings.fetch_images = False  # nothing is ever fetched here
    article = library.Article("https://news.example/page", config=settings)
    article.download(input_html=page.decode("utf-8", "replace"))
    article.parse()
    published = article.publish_date
    day = published.date().isoformat() if isinstance(published, datetime) else None
    return Taken(article.text, article.text, article.title, tuple(article.authors), day)


EXTRACTORS: Final[dict[str, Extractor]] = {
    "Dateline": ours,
    "trafilatura, fast": trafilatura_fast,
    "trafilatura": trafilatura_default,
    "readability-lxml": readability,
    "newspaper4k": newspaper,
}
"""Name in the table -> what takes."""

NEEDED: Final = {"readability-lxml": "readability", "newspaper4k": "newspaper"}
"""Names of those that the extra `bench` installs -> what is imported of them."""


def guarded(extractor: Extractor, page: bytes) -> Taken:
    """Take, or give nothing where a library fails on a page, as some do on damaged ones."""
    logging.getLogger("readability").setLevel(logging.CRITICAL)
    with suppress(Exception):
        return extractor(page)
    return Taken()


# ---- pasted pages ----


def ours_of_text(text: str) -> str:
    """Take the body out of a pasted page with Dateline."""
    return _body(clean(ParsedDocument("page.txt", plain_blocks(text), pasted=True)))


def everything(text: str) -> str:
    """Keep all."""
    return text


def longest_run(text: str) -> str:
    """Keep the longest run of long lines that end as sentences do, with the few other lines among them."""
    return "\n".join(max(_runs(text.split("\n")), key=lambda run: sum(map(count_words, run)), default=[]))


def _runs(lines: list[str]) -> Iterator[list[str]]:
    run: list[str] = []
    between: list[str] = []
    for line in filter(str.strip, lines):
        if count_words(line) >= _LONG and ends_sentence(line):
            run += [*between, line] if run else [line]
            between = []
        elif run:
            between.append(line)
            if len(between) >= _APART:
                yield run
                run, between = [], []
    yield run


TEXT_WAYS: Final[dict[str, Callable[[str], str]]] = {
    "Dateline": ours_of_text,
    "everything kept": everything,
    "longest run of long sentences": longest_run,
}
