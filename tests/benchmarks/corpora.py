"""Reads articles out of folders of public corpora, if there are any: Reuters-21578, folders of texts, JSON lines.

The corpora themselves are no part of the repository.
"""

from __future__ import annotations

import gzip
import html
import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

_REUTERS = re.compile(r"<REUTERS.*?</REUTERS>", re.DOTALL)
_TAGGED = {name: re.compile(f"<{name}>(.*?)</{name}>", re.DOTALL) for name in ("TITLE", "BODY", "DATE")}

Text = tuple[str, str, str | None]
"""Headline, body, and the ISO date of publication."""


def read(folder: Path) -> Iterator[Text]:
    """Read the articles of a folder and those below it, in the order of the files' names."""
    for path in sorted(folder.rglob("*")):
        if path.name.endswith(".sgm.gz"):
            yield from _reuters(gzip.decompress(path.read_bytes()).decode("latin-1"))
        elif path.name == "docs.jsonl":
            yield from _lines(path)
        elif path.suffix == ".txt" and path.stem.isdecimal():
            headline, _, body = path.read_text(encoding="utf-8", errors="replace").partition("\n")
            yield headline, body.strip(), None


def _reuters(text: str) -> Iterator[Text]:
    for article in _REUTERS.findall(text):
        found = {name: match.group(1) for name, pattern in _TAGGED.items() if (match := pattern.search(article))}
        if "BODY" in found:
            day = found["DATE"].strip()[:11].strip()
            published = datetime.strptime(day, "%d-%b-%Y").date().isoformat()  # noqa: DTZ007 - a day has no zone
            yield html.unescape(found.get("TITLE", "")), html.unescape(found["BODY"]), published


def _lines(path: Path) -> Iterator[Text]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            yield record.get("title") or "", record.get("text") or "", None
