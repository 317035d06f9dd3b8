"""Articles like one article: the query that is written for it, and what it finds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import ArticleNotFoundError
from index.library import Library
from index.query import understand
from index.search import Searcher
from index.types import Article, ArticleId, Block, BlockKind
from tests.index.library.making import article, put
from tests.index.search.test_breakdown import catch_up

FERRIES = (
    article("Ferry strike", "The crews want pilots. The union spoke, the crews walked out.", language="en"),
    article("Crews sail again", "Pilots came aboard, and the ferries sailed. The unions were glad.", language="en"),
    article("A dam cracks", "The spillway of the dam was cracked, the inquiry heard.", language="en"),
    article("Inquiry into the dam", "The cracks of the spillway were known.", language="en"),
    article("Weather", "The sun shines on the quay.", language="en"),
)


@pytest.fixture
def searcher(library: Library) -> Iterator[Searcher]:
    put(library, *FERRIES)
    catch_up(library)
    with Searcher(library) as searcher:
        yield searcher


def test_the_significant_words_are_the_query_and_the_article_is_left_out(searcher: Searcher) -> None:
    query = searcher.more_like(1)
    assert query == "(crews OR ferry OR pilots OR union) -id:1"  # nobody else has a strike
    assert list(searcher.search(query).ids) == [2]
    assert searcher.search(searcher.more_like(3)).ids[0] == 4


def test_the_most_significant_words_come_first_and_common_ones_not_at_all(searcher: Searcher) -> None:
    words = searcher.more_like(4).partition(")")[0].strip("(").split(" OR ")
    assert set(words) >= {"dam", "spillway", "cracks", "inquiry"}
    assert "the" not in words


def test_captions_are_not_the_articles_own_words(library: Library) -> None:
    for _ in range(2):
        blocks = (Block(BlockKind.CAPTION, "A gull", "Meridian"), Block(BlockKind.PARAGRAPH, "Ferries sail."))
        put(library, Article("Quay", blocks))
    put(library, article("Other things"))
    catch_up(library)
    with Searcher(library) as searcher:
        assert set(searcher.more_like(1).split()) == {"(quay", "OR", "ferries", "sail)", "-id:1"}


def test_scripts_without_blanks_are_taken_in_pairs(library: Library) -> None:
    put(library, article("港口罢工", "东京港口"), article("港口重开"), article("Weather"))
    catch_up(library)
    with Searcher(library) as searcher:
        assert searcher.more_like(1) == '"港 口" -id:1'
        assert list(searcher.search(searcher.more_like(1)).ids) == [2]


def test_nothing_is_like_what_has_no_word_of_another(library: Library, searcher: Searcher) -> None:
    put(library, article("Zeppelin", "Zeppelins."))
    assert searcher.more_like(6) == ""
    with pytest.raises(ArticleNotFoundError):
        searcher.more_like(99)


def test_without_an_index_there_is_no_query(library: Library) -> None:
    put(library, *FERRIES)
    with Searcher(library) as searcher:
        assert searcher.more_like(1) == ""


words = st.sampled_from(
    [
        "or",
        "AND",
        "not",
        "o'neill",
        "u.s",
        "3.5m",
        "c3po",
        "near",
        "id",
        "is:unread",
        "été",
        "ferry",
        "w/5",
        "東京",
        "سفينة",
        "-x",
        "=y",
    ]
)


@given(st.lists(st.lists(words, min_size=1, max_size=12), min_size=2, max_size=4))
@settings(deadline=None, max_examples=25)
def test_what_is_written_is_read_as_it_was_meant(texts: list[list[str]]) -> None:
    with TemporaryDirectory() as folder, Library.open(Path(folder, "library")) as library:
        put(library, *(article(" ".join(text[:2]), " ".join(text)) for text in texts), article("Storm", "Rain."))
        catch_up(library)
        with Searcher(library) as searcher:
            for number in range(1, len(texts) + 1):
                query = searcher.more_like(number)
                understood = understand(query)
                assert not understood.repairs
                assert not query or understood.chips[-1].label == f"id:{number}"
                assert ArticleId(number) not in searcher.search(query).ids or not query
