"""The index against the judge: whatever the articles and the query, search finds what evaluating each text finds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from hypothesis import given, settings
from hypothesis import strategies as st

from index.highlight import matches_article
from index.indexer import Indexer
from index.library import Library
from index.library.writer import Place
from index.query import written
from index.query.tree import (
    FIELDS,
    LEAD_FIELDS,
    TEXT_FIELDS,
    And,
    AtLeast,
    Everything,
    Ids,
    Is,
    Length,
    Near,
    Node,
    Not,
    Noted,
    Nothing,
    Or,
    Published,
    State,
    Tagged,
    Terms,
    Undated,
    Unit,
    Within,
    Word,
    WordKind,
)
from index.search import Searcher
from index.types import Article, ArticleId, Block, BlockKind, MarkChange, Order

WORDS = [
    "ferry",
    "ferries",
    "harbour",
    "Harbours",
    "café",
    "cafe",
    "o'neill",
    "u.s",
    "1,500",
    "naïve",
    "naive",
    "東",
    "the",
    "of",
]
text = st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(" ".join)
blocks = st.builds(
    Block,
    st.sampled_from([BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.CAPTION]),
    text,
    st.none() | text,
)
articles = st.builds(
    Article,
    headline=text,
    blocks=st.lists(blocks, max_size=4).map(tuple),
    standfirst=st.none() | text,
    authors=st.lists(text, max_size=2).map(tuple),
    place=st.none() | text,
    section=st.none() | text,
    outlet=st.none() | text,
    published=st.sampled_from([None, "2017-03-09", "2017-03-10T23:30:00+00:00", "2018-01-01"]),
    language=st.sampled_from([None, "en", "fr"]),
    url=st.none() | st.just("https://example.org/ferry/1,500"),
    tags=st.sets(st.sampled_from(["Ports", "ports", "Sea"]), max_size=2).map(tuple),
)
marks = st.builds(
    MarkChange,
    id=st.integers(1, 6).map(ArticleId),
    read=st.booleans(),
    starred=st.booleans(),
    rating=st.integers(-1, 1),
    tags=st.sampled_from([None, ("Sea",), ("weekend", "PORTS")]),
    note=st.sampled_from([None, "", "Ask the ferry company", "the harbour of cafés"]),
)

words = st.builds(Word, st.sampled_from([word.lower() for word in WORDS]), st.sampled_from(WordKind)) | st.builds(
    Word,
    st.sampled_from(["f*", "*s", "har?our*", "*", "caf?", "café*", "na?v*", "150*", "o'*", "zzz*", "?he"]),
    st.just(WordKind.WILDCARD),
)
fields = st.just(TEXT_FIELDS) | st.sampled_from(FIELDS).map(lambda name: (name,))
terms = st.builds(
    Terms,
    st.lists(words, min_size=1, max_size=3).map(tuple),
    fields,
    st.just(0),
    st.just("typed"),
    st.sampled_from([0, 0, 1, 3, 99]),
)
days = st.sampled_from([None, "2017-03-09", "2017-03-10", "2017-12-31"])
others = st.one_of(
    st.builds(Noted, st.lists(words, min_size=1, max_size=2).map(tuple), st.just(0), st.just("note")),
    st.builds(Published, days, days, st.just("date")),
    st.just(Undated()),
    st.builds(Length, st.none() | st.integers(0, 20), st.none() | st.integers(0, 40), st.just("words")),
    st.builds(Is, st.sampled_from(State), st.just("is")),
    st.builds(Tagged, st.sampled_from(["PORTS", "sea", "none"]), st.just("tag")),
    st.builds(Ids, st.lists(st.integers(1, 9).map(ArticleId), max_size=3).map(tuple), st.just("id")),
    st.just(Everything()),
    st.just(Nothing("nothing")),
)


def placed(names: tuple[str, ...]) -> st.SearchStrategy[Node]:
    """Conditions on where words stand in some fields."""
    some = st.lists(words, min_size=1, max_size=2).map(tuple)
    one = st.builds(Terms, some, st.just(names), st.just(0), st.just("typed"))
    two = st.lists(one, min_size=2, max_size=2).map(tuple)
    near = st.builds(Near, two, st.integers(1, 5), st.booleans(), st.just("near"))
    return st.one_of(
        near,
        st.builds(Within, st.tuples(one, one | near), st.sampled_from(Unit), st.just("within")),
        st.builds(AtLeast, one | near, st.integers(1, 4), st.just("atleast")),
    )


trees: st.SearchStrategy[Node] = st.recursive(
    terms | terms | others | st.sampled_from([TEXT_FIELDS, LEAD_FIELDS, ("headline",), ("caption",)]).flatmap(placed),
    lambda nodes: st.one_of(
        st.builds(And, st.lists(nodes, min_size=1, max_size=3).map(tuple)),
        st.builds(Or, st.lists(nodes, min_size=1, max_size=3).map(tuple)),
        st.builds(Not, nodes),
    ),
    max_leaves=5,
)


def fill(library: Library, batches: Sequence[Sequence[Article]], removed: set[int]) -> None:
    """Put articles in, a segment a batch; then change one of each and remove some, so that segments have holes."""
    number = 0
    for batch in batches:
        with library.write_lock("test") as lock, Indexer(library) as indexer:
            with library.writing(lock) as writer:
                for article in batch:
                    number += 1
                    writer.add(article, Place(f"made/{number}.txt"))
            indexer.catch_up()
    with library.write_lock("test") as lock, Indexer(library) as indexer:
        with library.writing(lock) as writer:
            if number:
                writer.update(ArticleId(1), batches[-1][-1], Place("made/ferry.txt"))
            writer.remove(removed)
            if number > 1 and 2 not in removed:
                writer.set_gone([2], gone=True)
        indexer.catch_up()


@given(
    st.lists(st.lists(articles, min_size=1, max_size=3), max_size=3),
    st.sets(st.integers(1, 6), max_size=2),
    st.lists(marks, max_size=4),
    st.lists(trees, min_size=1, max_size=12),
)
@settings(deadline=None, max_examples=40)
def test_search_finds_what_the_texts_say(
    batches: list[list[Article]], removed: set[int], changes: list[MarkChange], queries: list[Node]
) -> None:
    with TemporaryDirectory() as folder, Library.open(Path(folder, "library")) as library:
        fill(library, batches, removed)
        present = set(library.ids(Order.NEWEST))
        library.mark([change for change in changes if change.id in present])
        stored = library.get_many(sorted(present))
        with Searcher(library) as searcher:
            for tree in queries:
                results = searcher.search(written(tree))
                read = cast("Node", results.understood.tree)
                judged = {article.id for article in stored if matches_article(article, read)}
                assert set(results.ids) == judged
                assert len(results.ids) == len(judged)
            assert searcher.status.problem is None


PLAIN = {"café": "cafe", "o'neill": "oneill", "u.s": "us", "1,500": "1500", "naïve": "naive"}
"""The words that have a plainer spelling."""


@given(
    st.lists(articles, min_size=1, max_size=4),
    st.sampled_from(["cafe*", "café*", "caf?", "*fe", "na?ve", "naï*", "one*", "o'n*", "us*", "15*", "東*"]),
)
@settings(deadline=None, max_examples=40)
def test_wildcards_find_the_spellings_that_they_stand_for(batch: list[Article], pattern: str) -> None:
    def matches(word: str) -> bool:
        spellings = {word} if re.search("[éï']", pattern) else {word, PLAIN.get(word, word)}
        return any(fnmatchcase(spelling, pattern) for spelling in spellings)

    def headline_matches(article: Article) -> bool:
        return any(matches(word.lower()) for word in article.headline.split())

    with TemporaryDirectory() as folder, Library.open(Path(folder, "library")) as library:
        fill(library, [batch], set())
        with Searcher(library) as searcher:
            found = searcher.search(f"headline:{pattern}").ids
        stored = library.get_many(list(library.ids(Order.NEWEST)))
        assert set(found) == {article.id for article in stored if headline_matches(article.article)}
