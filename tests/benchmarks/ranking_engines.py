"""Search engines as rankings: the words of a query, any of them, over the same texts."""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from importlib import import_module
from importlib.metadata import version
from math import log1p
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

import Stemmer

from index.analysis import words
from index.indexer import Indexer
from index.library import Library
from index.library.writer import Place
from index.query import written
from index.query.tree import TEXT_FIELDS, Or, Terms, Word
from index.search import Searcher
from index.types import Article, Block, BlockKind
from tests.benchmarks.peers.base import SNOWBALL
from tests.benchmarks.ranking_topics import Text, Topics

DEEPEST: Final = 1_000
"""So many of the best are judged, as at TREC."""


class Ranker(ABC):
    """Ranks the texts of one collection."""

    @abstractmethod
    def __init__(self, topics: Topics, folder: Path) -> None:
        """Index the texts; ImportError if the engine is not installed."""

    @abstractmethod
    def rank(self, query: str) -> list[int]:
        """Give the numbers of the texts with any word of the query, best first, at most `DEEPEST`."""

    def close(self) -> None:  # noqa: B027 - most have nothing to close
        """Close what is open."""

    @classmethod
    @abstractmethod
    def title(cls) -> str:
        """Give the name and version."""


class Plain(Ranker):
    """BM25 as published (Robertson and others, TREC-3): k1 1.2, b 0.75, one field, Snowball's stems, no stop words."""

    k1, b = 1.2, 0.75

    def __init__(self, topics: Topics, folder: Path) -> None:
        del folder
        self._stemmer = Stemmer.Stemmer(SNOWBALL[topics.language])
        counted = [Counter(self._stems(f"{text.headline}\n{text.body}")) for text in topics.texts]
        lengths = [sum(counts.values()) for counts in counted]
        average = sum(lengths) / max(1, len(lengths))
        self._norms = [self.k1 * (1 - self.b + self.b * length / average) for length in lengths]
        self._postings: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, counts in enumerate(counted):
            for stem, count in counts.items():
                self._postings[stem].append((number, count))

    @classmethod
    def title(cls) -> str:
        """Give the name."""
        return "plain BM25"

    def _stems(self, text: str) -> list[str]:
        return list(self._stemmer.stemWords(words(text)))

    def rank(self, query: str) -> list[int]:
        """Rank by the sum over the words."""
        sums: defaultdict[int, float] = defaultdict(float)
        for stem in self._stems(query):
            postings = self._postings.get(stem, [])
            rarity = log1p((len(self._norms) - len(postings) + 0.5) / (len(postings) + 0.5))
            for number, count in postings:
                sums[number] += rarity * count * (self.k1 + 1) / (count + self._norms[number])
        return sorted(sums, key=lambda number: (-sums[number], number))[:DEEPEST]


class Tantivy(Ranker):
    """tantivy with stems of the language (its `en_stem` for English), headlines and bodies in fields of their own."""

    def __init__(self, topics: Topics, folder: Path) -> None:
        self._tantivy: Any = import_module("tantivy")
        filters = self._tantivy.Filter
        analyser = self._tantivy.TextAnalyzerBuilder(self._tantivy.Tokenizer.simple())
        for one in (filters.remove_long(40), filters.lowercase(), filters.stemmer(SNOWBALL[topics.language])):
            analyser = analyser.filter(one)
        self._analyser = analyser.build()
        builder = self._tantivy.SchemaBuilder()
        builder.add_unsigned_field("number", stored=True, fast=True)
        for name in ("headline", "body"):
            builder.add_text_field(name, tokenizer_name="stems")
        self._index = self._tantivy.Index(builder.build(), path=str(folder))
        self._index.register_tokenizer("stems", self._analyser)
        self._fill(topics.texts)

    @classmethod
    def title(cls) -> str:
        """Give the name and version."""
        return f"tantivy {version('tantivy')}"

    def _fill(self, texts: Sequence[Text]) -> None:
        writer = self._index.writer(heap_size=64 << 20, num_threads=1)
        for number, text in enumerate(texts):
            document = self._tantivy.Document()
            document.add_unsigned("number", number)
            document.add_text("headline", text.headline)
            document.add_text("body", text.body)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def rank(self, query: str) -> list[int]:
        """Rank by the sum over the words and fields."""
        make, should = self._tantivy.Query, self._tantivy.Occur.Should
        terms = [
            (should, make.term_query(self._index.schema, name, stem))
            for stem in self._analyser.analyze(query)
            for name in ("headline", "body")
        ]
        hits = self._searcher.search(make.boolean_query(terms), DEEPEST).hits
        return [self._searcher.doc(address).to_dict()["number"][0] for _, address in hits]


class Fts5(Ranker):
    """SQLite FTS5 with its porter stemmer, headlines and bodies in columns of their own."""

    def __init__(self, topics: Topics, folder: Path) -> None:
        self._database = sqlite3.connect(folder / "index.db")
        self._database.execute("CREATE VIRTUAL TABLE texts USING fts5(headline, body, tokenize='porter unicode61')")
        self._database.executemany(
            "INSERT INTO texts(rowid, headline, body) VALUES (?, ?, ?)",
            ((number, text.headline, text.body) for number, text in enumerate(topics.texts)),
        )
        self._database.commit()

    @classmethod
    def title(cls) -> str:
        """Give the name and version."""
        return f"FTS5 {sqlite3.sqlite_version}"

    def rank(self, query: str) -> list[int]:
        """Rank by its own bm25."""
        text = " OR ".join(f'"{word}"' for word in words(query))
        rows = self._database.execute("SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 1000", (text,))
        return [number for (number,) in rows]

    def close(self) -> None:
        """Close the database."""
        self._database.close()


class Ours(Ranker):
    """Dateline: what its own search gives for the words of the query joined by OR, with nothing set apart for it."""

    def __init__(self, topics: Topics, folder: Path) -> None:
        self._open = ExitStack()
        library = self._open.enter_context(Library.open(folder))
        with library.write_lock("benchmark") as lock, Indexer(library) as indexer:
            with library.writing(lock) as writer:
                added = [
                    writer.add(_article(text, topics.language), Place(f"{number}.txt"))
                    for number, text in enumerate(topics.texts)
                ]
            indexer.catch_up()
        self._numbers: dict[int, int] = {article: number for number, article in enumerate(added)}
        self.searcher = self._open.enter_context(Searcher(library))

    @classmethod
    def title(cls) -> str:
        """Give the name."""
        return "Dateline"

    def rank(self, query: str) -> list[int]:
        """Rank as the result list does."""
        found = self.searcher.search(question(query), most=DEEPEST)
        return [self._numbers[article] for article in found.ids]

    def close(self) -> None:
        """Close the library."""
        self._open.close()


def question(text: str) -> str:
    """Write the words of a text as a query for any of them."""
    return written(Or(tuple(Terms((Word(word),), TEXT_FIELDS, 0, word) for word in words(text))))


def _article(text: Text, language: str) -> Article:
    blocks = tuple(Block(BlockKind.PARAGRAPH, part) for part in text.body.split("\n\n") if part.strip())
    return replace(Article(text.headline, blocks), language=language)


RANKERS: Final[Mapping[str, type[Ranker]]] = {"plain": Plain, "tantivy": Tantivy, "fts5": Fts5, "ours": Ours}
"""What is measured, by the name that it is asked for."""


def opened(name: str, topics: Topics, folder: Path) -> Ranker:
    """Index the texts of a collection in a new folder inside a folder."""
    return RANKERS[name](topics, Path(mkdtemp(dir=folder)))
