"""Articles out of folders of public corpora, if there are any: whatever Dateline reads, and Reuters-21578.

The corpora themselves are no part of the repository.
"""

from __future__ import annotations

import gzip
import html
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from index.parsing import read_articles
from index.sources import discover
from index.types import Article as ReadArticle
from index.types import Block, BlockKind, Failure
from tests.benchmarks.generate import Article

_REUTERS = re.compile(r"<REUTERS.*?</REUTERS>", re.DOTALL)
_TAGGED = {
    name: re.compile(f"<{name}>(.*?)</{name}>", re.DOTALL) for name in ("TITLE", "BODY", "DATE", "AUTHOR", "PLACES")
}
_NOT_ARTICLES = frozenset({"provenance", "note", "readme", "queries", "qrels"})
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_BLANKS = re.compile(r"\s+")


def read(folder: Path) -> Iterator[ReadArticle]:
    """Read the articles of a folder and those below it, in the order of the files' names."""
    for path in sorted(folder.rglob("*.sgm.gz")):
        yield from reuters(gzip.decompress(path.read_bytes()).decode("latin-1"))
    for item in discover(folder):
        if isinstance(item, Failure) or item.path.stem.lower() in _NOT_ARTICLES:
            continue
        for found in read_articles(item):
            if not isinstance(found, Failure):
                yield found.article


def of_corpus(folder: Path) -> Iterator[Article]:
    """Give the articles of a folder as all engines read them; those without a date have one of 25."""
    for number, article in enumerate(read(folder)):
        body = "\n\n".join(block.text for block in article.blocks)
        yield Article(
            number,
            article.headline,
            ", ".join(article.authors),
            body,
            article.published[:10] if article.published else f"{2000 + number % 25}-06-15",
            article.section or "News",
            article.outlet or folder.name,
            article.language or "",
        )


def reuters(text: str) -> Iterator[ReadArticle]:
    """Read the stories of one file of Reuters-21578 that have a body; paragraphs begin with blanks there."""
    for story in _REUTERS.findall(text):
        found = {name: match.group(1) for name, pattern in _TAGGED.items() if (match := pattern.search(story))}
        if "BODY" not in found:
            continue
        day = found["DATE"].strip()[:11].strip()
        yield ReadArticle(
            _line(found.get("TITLE", "")),
            tuple(
                Block(BlockKind.PARAGRAPH, paragraph)
                for part in found["BODY"].split("\n    ")
                if (paragraph := _line(part))
            ),
            authors=tuple(filter(None, [_line(found.get("AUTHOR", ""))])),
            published=datetime.strptime(day, "%d-%b-%Y").date().isoformat(),  # noqa: DTZ007 - a day has no zone
            language="en",
            outlet="Reuters",
        )


def _line(text: str) -> str:
    return _BLANKS.sub(" ", _CONTROLS.sub(" ", html.unescape(text))).strip()
