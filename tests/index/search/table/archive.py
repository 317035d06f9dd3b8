"""The archive of the table: read from its file, put into a library, with marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from index.indexer import Indexer
from index.library import Library
from index.library.writer import Place
from index.types import Article, ArticleId, Block, BlockKind, MarkChange, StoredArticle

FILE = Path(__file__).with_name("articles.txt")

_SIGNS = {
    "# ": BlockKind.HEADING,
    "> ": BlockKind.QUOTE,
    "- ": BlockKind.LIST,
    "! ": BlockKind.CAPTION,
}
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")


@dataclass(frozen=True)
class Entry:
    """An article of the file and what the person made of it."""

    article: Article
    marks: MarkChange
    gone: bool


def entries() -> list[Entry]:
    """Read the articles, by their numbers from 1 on."""
    text = _ESCAPE.sub(lambda code: chr(int(code[1], 16)), FILE.read_text(encoding="utf-8"))
    found = re.split(r"^=== (\d+)\n", text, flags=re.MULTILINE)[1:]
    assert [int(number) for number in found[::2]] == list(range(1, len(found) // 2 + 1))
    return [_entry(ArticleId(number), one) for number, one in enumerate(found[1::2], start=1)]


def fill(library: Library) -> list[StoredArticle]:
    """Put the articles and their marks into an empty library and index it; gives them as the library holds them."""
    read = entries()
    with library.write_lock("table") as lock:
        with library.writing(lock) as writer:
            for number, entry in enumerate(read, start=1):
                writer.add(entry.article, Place(f"press/{number:02}.txt"))
            writer.set_gone([number for number, entry in enumerate(read, start=1) if entry.gone], gone=True)
        library.mark([entry.marks for entry in read])
        with Indexer(library) as indexer:
            indexer.catch_up()
    return list(library.get_many(range(1, len(read) + 1)))


def _entry(number: ArticleId, text: str) -> Entry:
    head, _, body = text.partition("\n\n")
    fields: dict[str, Any] = dict(line.split(": ", 1) for line in head.splitlines())
    marks = set(_listed(fields.pop("marks", ""), ","))
    tags = tuple(mark.removeprefix("tags:").strip() for mark in marks if mark.startswith("tags:"))
    made: dict[str, Any] = {
        "authors": tuple(_listed(fields.pop("authors", ""), ";")),
        "tags": tuple(_listed(fields.pop("tags", ""), ";")),
        "blocks": tuple(_blocks(body)),
    }
    change = MarkChange(
        number,
        read="read" in marks,
        starred="starred" in marks,
        rating=("liked" in marks) - ("disliked" in marks),
        tags=tags or None,
        note=fields.pop("note", None),
    )
    return Entry(Article(**fields, **made), change, "gone" in marks)


def _listed(text: str, sign: str) -> list[str]:
    return [part.strip() for part in text.split(sign) if part.strip()]


def _blocks(body: str) -> Iterator[Block]:
    for text in body.strip().split("\n\n"):
        for sign, lines in groupby(text.splitlines(), key=lambda line: line[:2] if line[:2] in _SIGNS else ""):
            kind = _SIGNS.get(sign, BlockKind.PARAGRAPH)
            inner, _, credit = "\n".join(line.removeprefix(sign) for line in lines).partition(" | ")
            yield Block(kind, inner, credit or None)
