from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from index import Library, add_sources
from index.parsing import read_articles
from index.search import Searcher
from index.sources import discover
from index.types import Article, BlockKind, Failure
from tui.demo import archive_folder

MOST_BYTES = 600_000


@dataclass(frozen=True, slots=True)
class Sample:
    """An article as its writer meant it. `shape` counts its blocks: `13p 2h 1l 1c`."""

    location: str
    headline: str
    authors: tuple[str, ...]
    place: str | None
    section: str | None
    language: str
    published: str | None
    standfirst: str | None
    outlet: str | None
    shape: str


def _samples() -> list[Sample]:
    lines = Path(__file__).with_name("demo_samples.jsonl").read_text(encoding="utf-8").splitlines()
    return [Sample(**{**record, "authors": tuple(record["authors"])}) for record in map(json.loads, lines)]


SAMPLES = _samples()

REPRINTS = (
    ("front/lady-aldith-aground.txt", "wire/meridian.jsonl#4"),
    ("courier/courier-archive.json#1", "evening-post/evening-post.json#1"),
    ("le-phare/societe/ecole-quatre-langues.txt", "wire/islands-desk.jsonl#1"),
    ("science/tidal-observatory.txt", "evening-post/clippings.zip/2034/tide-late.txt"),
)
REVISIONS = (
    ("front/astrolabe-stolen-1.txt", "front/astrolabe-stolen-2.txt", "front/astrolabe-stolen-3.txt"),
    ("wire/meridian.jsonl#1", "wire/meridian.jsonl#2", "wire/meridian.jsonl#3"),
)
ENCODED = (
    ("le-phare/societe/ecole-quatre-langues.txt", "windows-1252"),
    ("la-voz/deportes/candelas-harbour.txt", "iso-8859-1"),
    ("la-voz/cultura/loro.txt", "utf-16"),
    ("al-mina/khatt-bahri.txt", "windows-1256"),
    ("al-mina/tchermak.txt", "iso-8859-6"),
)
LETTERS = {BlockKind.PARAGRAPH: "p", BlockKind.HEADING: "h", BlockKind.LIST: "l", BlockKind.CAPTION: "c"}


def _shape(article: Article) -> str:
    counts = Counter(block.kind for block in article.blocks)
    return " ".join(f"{counts[kind]}{letter}" for kind, letter in LETTERS.items() if counts[kind])


def _body(article: Article) -> list[str]:
    return [block.text for block in article.blocks]


@pytest.fixture(scope="module")
def recovered() -> dict[str, Article]:
    """Every article of the sample archive, by its location below the archive's folder."""
    articles: dict[str, Article] = {}
    for item in discover(archive_folder()):
        assert not isinstance(item, Failure), item
        for article in read_articles(item):
            assert not isinstance(article, Failure), article
            articles[article.location.removeprefix(f"{archive_folder()}/")] = article.article
    return articles


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    library = Library.open(tmp_path_factory.mktemp("demo") / "library")
    add_sources(library, [archive_folder()])
    searcher = Searcher(library)
    searcher.refresh()
    yield searcher
    searcher.close()
    library.close()


def test_every_sample_comes_in_and_nothing_else(recovered: dict[str, Article]) -> None:
    assert sorted(recovered) == sorted(sample.location for sample in SAMPLES)
    assert len(recovered) >= 64


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.location)
def test_head(sample: Sample, recovered: dict[str, Article]) -> None:
    article = recovered[sample.location]
    assert article.headline == sample.headline
    assert article.standfirst == sample.standfirst
    assert article.authors == sample.authors
    assert article.place == sample.place
    assert article.section == sample.section
    assert article.outlet == sample.outlet
    assert article.published == sample.published
    assert article.language == sample.language


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.location)
def test_body(sample: Sample, recovered: dict[str, Article]) -> None:
    assert _shape(recovered[sample.location]) == sample.shape


@pytest.mark.parametrize(("name", "encoding"), ENCODED)
def test_files_in_other_encodings_stay_so_and_are_read_right(
    name: str, encoding: str, recovered: dict[str, Article]
) -> None:
    data = (archive_folder() / name).read_bytes()
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")
    text = data.decode(encoding)
    assert all(block.text in text for block in recovered[name].blocks if block.kind is BlockKind.PARAGRAPH)


def test_names_are_plain_and_the_archive_is_small() -> None:
    files = [path for path in archive_folder().rglob("*") if path.is_file()]
    assert all(str(path.relative_to(archive_folder())).isascii() for path in files)
    assert sum(path.stat().st_size for path in files) < MOST_BYTES


@pytest.mark.parametrize(("first", "second"), REPRINTS)
def test_reprints_have_the_same_body_under_another_headline(
    first: str, second: str, recovered: dict[str, Article]
) -> None:
    assert _body(recovered[first]) == _body(recovered[second])
    assert recovered[first].headline != recovered[second].headline


@pytest.mark.parametrize("versions", REVISIONS)
def test_revisions_share_most_but_not_all(versions: tuple[str, ...], recovered: dict[str, Article]) -> None:
    bodies = [set(_body(recovered[version])) for version in versions]
    for earlier, later in pairwise(bodies):
        assert earlier != later
        assert len(earlier & later) * 2 >= len(earlier)


@pytest.mark.parametrize(("first", "second"), REPRINTS)
def test_one_of_two_reprints_is_a_duplicate(first: str, second: str, searcher: Searcher) -> None:
    results = searcher.search("is:duplicate")
    headlines = {hit.row.headline for hit in searcher.hits(results, 0, results.total)}
    pair = {sample.headline for sample in SAMPLES if sample.location in {first, second}}
    assert len(headlines & pair) == 1
    assert results.total <= len(REPRINTS)


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("", 80),
        ("hadidi", 9),
        ("cermak", 6),
        ("soren", 7),
        ("brzezicka", 10),
        ('"gannet bank"', 7),
        ('"the dam spoke in plain words"', 2),
        ("byline:ferrow", 7),
        ('place:"skerry point"', 5),
        ("section:football", 3),
        ("outlet:meridian", 12),
        ("caption:linwood", 3),
        ("lang:ar", 6),
        ("date:2032", 21),
        ("since:2034-01-01", 10),
        ("is:undated", 22),
        ("الحديدي", 3),
        ("saffron OR azafrán OR زعفران", 6),
        ("parrot -dam", 3),
    ],
)
def test_what_the_tour_searches_for(query: str, total: int, searcher: Searcher) -> None:
    assert searcher.search(query).total == total


def test_voting_finds_every_form_of_vote(searcher: Searcher) -> None:
    chip = searcher.search("voting").understood.chips[0]
    assert {"vote", "votes", "voted", "voting"} <= {word for word, _ in chip.forms}
    assert searcher.search("=voting").total < searcher.search("voting").total
