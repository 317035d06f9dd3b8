"""Whole web pages with their true bodies, for training and measuring: as text, as copying and pasting gives it.

Both sets lie in the corpora: 91 pages of the article-extraction-benchmark, pasted already, and the test pages of
readability, whose visible text is written down here in the same way, a block a paragraph.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import lxml.html

_UNSEEN_TAGS: Final = """
    script style noscript template head svg iframe object embed canvas audio video textarea select option
    datalist math title meta link
"""
_BLOCK_TAGS: Final = """
    address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html label legend li main menu nav ol
    optgroup p pre section summary table tbody td tfoot th thead tr ul
"""
_UNSEEN: Final = frozenset(_UNSEEN_TAGS.split())
_BLOCKS: Final = frozenset(_BLOCK_TAGS.split())
_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)")
_WORD = re.compile(r"\w+")

SHINGLE: Final = 4
"""Words in a row that are compared."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page's text and its true body; pages of one `site` are never parted between training and test."""

    source: str
    name: str
    site: str
    text: str
    body: str


def pages(corpora: Path) -> Iterator[Page]:
    """All pages, in the order of their names."""
    folder = corpora / "html-articles"
    for name, truth in sorted(json.loads((folder / "gold.json").read_text("utf-8")).items()):
        text = (folder / "text" / f"{name}.txt").read_text("utf-8")
        yield Page("html-articles", name, urlsplit(truth["url"]).netloc, text, truth["articleBody"])
    for directory in sorted(path for path in (corpora / "readability-pages").iterdir() if path.is_dir()):
        site = f"readability {re.sub(r'-[0-9]+$', '', directory.name)}"
        texts = ["\n\n".join(visible((directory / name).read_bytes())) for name in ("source.html", "expected.html")]
        yield Page("readability-pages", directory.name, site, *texts)


def visible(html: bytes) -> list[str]:
    """The blocks of text that a page shows."""
    text = _text_of(html)
    blocks: list[str] = []
    open_text: list[str] = []

    def close() -> None:
        block = " ".join("".join(open_text).split())
        open_text.clear()
        if block:
            blocks.append(block)

    for event, element in lxml.etree.iterwalk(
        lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text)), events=("start", "end", "comment")
    ):
        is_element = isinstance(element.tag, str)
        hidden = not is_element or any(map(_is_hidden, (element, *element.iterancestors())))
        if is_element and element.tag in _BLOCKS and not hidden:
            close()
        if event == "start" and not hidden:
            open_text.append(element.text or "")
        elif event != "start":
            parent = element.getparent()
            if parent is not None and not any(map(_is_hidden, (parent, *parent.iterancestors()))):
                open_text.append(element.tail or "")
    close()
    return blocks


def _text_of(html: bytes) -> str:
    """UTF-8 wherever it can be: pages that were saved again keep what they declared before."""
    try:
        return html.decode()
    except UnicodeDecodeError:
        declared = _CHARSET.search(html[:4096])
        encoding = declared[1].decode() if declared else "utf-8"
        return html.decode("gb18030" if encoding.casefold() in {"gb2312", "gbk"} else encoding, "replace")


def _is_hidden(element: lxml.html.HtmlElement) -> bool:
    style = (element.get("style") or "").replace(" ", "").casefold()
    return (
        element.tag in _UNSEEN
        or element.get("hidden") is not None
        or "display:none" in style
        or "visibility:hidden" in style
    )


def shares(lines: list[str], body: str) -> list[float]:
    """For each line the share of its words that the body has too, in the same order."""
    words: list[str] = []
    owners: list[int] = []
    for index, line in enumerate(lines):
        found = _WORD.findall(line)
        words += found
        owners += [index] * len(found)
    counts, hits = Counter(owners), Counter[int]()
    for match in SequenceMatcher(None, words, _WORD.findall(body), autojunk=False).get_matching_blocks():
        hits.update(owners[match.a : match.a + match.size])
    return [hits[index] / counts[index] if counts[index] else 0.0 for index in range(len(lines))]


# ---- the measure of the article-extraction-benchmark ----


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The runs of four words, counted."""
    words = _WORD.findall(text)
    return Counter(tuple(words[start : start + SHINGLE]) for start in range(max(1, len(words) - SHINGLE + 1)))


def score(true: str, found: str) -> tuple[float, float]:
    """Precision and recall of one page."""
    wanted, given = shingles(true), shingles(found)
    right = (wanted & given).total()
    return right / max(1, given.total()), right / max(1, wanted.total())


def total(scores: list[tuple[float, float]]) -> tuple[float, float, float]:
    """The means of precision and of recall over the pages, and the F1 of both."""
    precision = sum(page[0] for page in scores) / len(scores)
    recall = sum(page[1] for page in scores) / len(scores)
    return precision, recall, 2 * precision * recall / (precision + recall)
