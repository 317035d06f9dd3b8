"""How well articles are recovered from pages, beside others, on all page sets of the corpora.

    python -m tests.benchmarks.quality

Prints Markdown tables: bodies out of pasted pages, bodies and fields out of HTML, and pages a second of processor time.
Bodies are measured as the article-extraction-benchmark does: runs of four words, precision and recall as means over
the pages, F1 of the means. `html-articles` has bodies without captions; `readability-pages` has them with captions and
standfirst, and headline, byline and date for pages that state them. The floors stand in
`tests/index/parsing/html/test_quality.py`.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from time import process_time
from typing import Final

import click

from index.parsing.html.json_ld import json_ld_fields
from index.parsing.html.tree import page_tree
from tests.benchmarks.extractors import EXTRACTORS, NEEDED, TEXT_WAYS, Taken, guarded
from tests.benchmarks.held_out import judged_by_others
from tests.benchmarks.machine import described, load
from tests.benchmarks.pages import score, total, visible
from tests.benchmarks.table import Table

CORPORA: Final = Path(__file__).resolve().parents[3] / "shared" / "corpora"
_BY = re.compile(r"^(?:(?:written|posted|story)\s+)?(?:by|par|von)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Truth:
    """A page, and what is true of it; a field that is not known is None."""

    page: bytes
    body: str
    with_captions: bool = False
    headline: str | None = None
    byline: str | None = None
    published: str | None = None
    outlet: str | None = None


def html_articles(corpora: Path) -> Iterator[Truth]:
    """The 91 news pages, of which only the bodies are known."""
    folder = corpora / "html-articles"
    for name, truth in sorted(json.loads((folder / "gold.json").read_text("utf-8")).items()):
        yield Truth(gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()), truth["articleBody"])


def readability_pages(corpora: Path) -> Iterator[Truth]:
    """The 65 pages that readability is tested with, and the fields that it expects."""
    for page in sorted((corpora / "readability-pages").glob("*/source.html")):
        fields = json.loads((page.parent / "expected-metadata.json").read_text("utf-8"))
        yield Truth(
            page.read_bytes(),
            "\n".join(visible((page.parent / "expected.html").read_bytes())),
            with_captions=True,
            headline=fields["title"] or None,
            byline=fields["byline"],
            published=fields.get("publishedTime"),
            outlet=fields.get("siteName"),
        )


SETS: Final = {"html-articles": html_articles, "readability-pages": readability_pages}


# ---- measures ----


def bodies(truths: Sequence[Truth], taken: Sequence[Taken]) -> tuple[float, float, float]:
    """Precision, recall and F1 of the bodies."""
    return total(
        [
            score(true.body, found.full if true.with_captions else found.body)
            for true, found in zip(truths, taken, strict=True)
        ]
    )


def fields(truths: Sequence[Truth], taken: Sequence[Taken]) -> dict[str, tuple[int, int]]:
    """How many of the known headlines, bylines and dates were found exactly, and how many are known.

    Case, blanks and signs make no difference, nor does the outlet's name beside a headline, or "by" before names.
    """
    right = dict.fromkeys(("headline", "authors", "date"), 0)
    known = dict(right)
    for true, found in zip(truths, taken, strict=True):
        if true.headline is not None:
            known["headline"] += 1
            right["headline"] += _title(true.headline, true.outlet) == _title(found.headline or "", true.outlet)
        if true.byline is not None:
            known["authors"] += 1
            right["authors"] += _names([true.byline]) == _names(found.authors)
        if true.published is not None:
            known["date"] += 1
            right["date"] += true.published[:10] == (found.published or "")[:10]
    return {name: (right[name], known[name]) for name in right}


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _title(text: str, outlet: str | None) -> str:
    return _plain(text).removesuffix(f" {_plain(outlet)}") if outlet else _plain(text)


def _names(values: Sequence[str]) -> list[str]:
    """The names, in order of the alphabet."""
    each = re.split(r",|;|&|\band\b|\bet\b|\bund\b", _BY.sub("", " and ".join(" ".join(v.split()) for v in values)))
    return sorted(filter(None, map(_plain, each)))


def as_stated(truths: Sequence[Truth]) -> list[Truth]:
    """Pages with what their JSON-LD says in the place of what is true: for information, not a measure of quality."""
    stated = []
    for true in truths:
        tree = page_tree(true.page)
        scripts = (
            []
            if tree is None
            else [each.text or "" for each in tree.iter("script") if "ld+json" in each.get("type", "")]
        )
        found = json_ld_fields(scripts)
        values = {name: found[name][0].value if found.get(name) else None for name in ("headline", "published")}
        byline = " and ".join(each.value for each in found.get("authors", ())) or None
        stated.append(
            Truth(true.page, true.body, headline=values["headline"], byline=byline, published=values["published"])
        )
    return stated


def pasted(corpora: Path) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 of each way on the pasted pages; ours by models that have not seen the page."""
    folder = corpora / "html-articles"
    gold = sorted(json.loads((folder / "gold.json").read_text("utf-8")).items())
    texts = {name: (folder / "text" / f"{name}.txt").read_text("utf-8") for name, _ in gold}
    return {
        way: total([score(truth["articleBody"], _taken(take, name, texts[name])) for name, truth in gold])
        for way, take in TEXT_WAYS.items()
    }


def _taken(take: Callable[[str], str], name: str, text: str) -> str:
    with judged_by_others(name):
        return take(text)


def taken_by(name: str, truths: Sequence[Truth]) -> tuple[list[Taken], float]:
    """What an extractor takes out of the pages, and the seconds of processor time that it needs, after one page."""
    extractor = EXTRACTORS[name]
    guarded(extractor, truths[0].page)
    start = process_time()
    taken = [guarded(extractor, true.page) for true in truths]
    return taken, process_time() - start


# ---- the command ----


def _put_bodies(table: Table, row: str, name: str, found: tuple[float, float, float]) -> None:
    for measure, value in zip(("precision", "recall", "F1"), found, strict=True):
        table.put(f"{row}: {measure}", name, f"{value:.3f}")


def _put_fields(table: Table, row: str, name: str, found: dict[str, tuple[int, int]]) -> None:
    for field, (right, known) in found.items():
        table.put(f"{row}: {field}", name, f"{right}/{known}")


@click.command()
@click.option("--corpora", type=click.Path(exists=True, file_okay=False, path_type=Path), default=CORPORA)
def main(corpora: Path) -> None:
    """Measure and print the tables."""
    loads = [load()]
    texts = Table(list(TEXT_WAYS), "pasted pages")
    for way, found in pasted(corpora).items():
        _put_bodies(texts, "html-articles", way, found)
    pages = Table(list(EXTRACTORS), "HTML")
    sets = {name: list(read(corpora)) for name, read in SETS.items()}
    for name in EXTRACTORS:
        if name in NEEDED and find_spec(NEEDED[name]) is None:
            click.echo(f"{name} is left out: it is not installed", err=True)
        else:
            _measure(pages, name, sets)
    _libraries_share(pages, [true.page for truths in sets.values() for true in truths])
    libraries = [f"{name} {version(name)}" for name in ("trafilatura", "readability-lxml", "newspaper4k", "lxml")]
    click.echo(described(corpora, [*loads, load()], libraries))
    for table in (texts, pages):
        click.echo("")
        click.echo("\n".join(table.lines()))


def _measure(table: Table, name: str, sets: dict[str, list[Truth]]) -> None:
    """Measure one extractor on all sets."""
    for row, truths in sets.items():
        taken, seconds = taken_by(name, truths)
        _put_bodies(table, row, name, bodies(truths, taken))
        if any(true.headline is not None for true in truths):
            _put_fields(table, row, name, fields(truths, taken))
        else:
            _put_fields(table, f"{row}, as JSON-LD says (information)", name, fields(as_stated(truths), taken))
        table.put(f"{row}: pages a second", name, f"{len(truths) / seconds:.0f}")


def _libraries_share(table: Table, pages: Sequence[bytes]) -> None:
    """Measure what share of our time trafilatura's part of it is, and how our time is to trafilatura's alone."""
    import trafilatura

    from index.parsing.html import page_document
    from index.parsing.html.body import extracted_texts

    trees = [tree for tree in map(page_tree, pages) if tree is not None]
    times = []
    for work in (
        lambda: [trafilatura.bare_extraction(page, fast=True, include_comments=False) for page in pages],
        lambda: [extracted_texts(tree) for tree in trees],
        lambda: [page_document(page, location="page.html") for page in pages],
    ):
        seconds = []
        for _ in range(3):
            start = process_time()
            work()
            seconds.append(process_time() - start)
        times.append(min(seconds))
    alone, inside, whole = times
    table.put("share of trafilatura in the time for body and fields", "Dateline", f"{inside / whole:.0%}")
    table.put("time for body and fields / trafilatura's for bodies alone", "Dateline", f"{whole / alone:.2f}")


if __name__ == "__main__":
    main()
