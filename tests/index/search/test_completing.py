"""How a query that is being typed goes on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.indexer import Indexer
from index.library import Library
from index.search import Searcher
from index.search.begun import Begun, begun_at
from index.types import MarkChange
from tests.index.library.making import article, put

MAIL = {"outlet": "Port Ansel Mail", "section": "Front", "place": "Port Ansel", "language": "en"}
ARTICLES = (
    article("Ferry strike", "Crews walked out, heads bowed; the harbour head spoke.", authors=("Ilse Varga",), **MAIL),
    article("Quay reopened", "The harbour ferries followed.", authors=("Ilse Varga", "Jon Mare"), **MAIL),
    article("Storm warning", "Boats stay in the harbour, the ferry too.", outlet="Été", tags=("wind farm", "Weather")),
    article("Letters", "A reader asks after the ferry. Häfen. مرفأ المدينة", outlet="post", authors=("Mara Vane",)),
)


def catch_up(library: Library) -> None:
    with library.write_lock("test"), Indexer(library) as indexer:
        indexer.catch_up()


@pytest.fixture
def searcher(library: Library) -> Iterator[Searcher]:
    ids = put(library, *ARTICLES)
    library.mark([MarkChange(ids[0], tags=("Water", "to do"))])
    library.save_search("Ferry strikes", "ferry strike")
    library.save_search("fog", "fog")
    catch_up(library)
    with Searcher(library) as searcher:
        yield searcher


def given_for(searcher: Searcher, text: str) -> list[str]:
    """The whole queries that a text can become, the cursor at its end."""
    completions = searcher.completions(text, len(text))
    return [completions.taken(item)[0] for item in range(len(completions.items))]


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("he", ["headline:", "head", "heads"]),
        ("HE", ["headline:", "HEad", "HEads"]),
        ("-(he", ["-(headline:", "-(head", "-(heads"]),
        ("fe", ["ferry", "ferries", "feed:"]),
        ("quay fe", ["quay ferry", "quay ferries", "quay feed:"]),
        ('"quay fe', ['"quay ferry', '"quay ferries']),
        ("headline:fe", ["headline:ferry", "headline:ferries"]),
        ("opening:fe", ["opening:ferry", "opening:ferries"]),
        ("=ferr", ["=ferry", "=ferries"]),
        ("f", []),
        ("ferry ", []),
        ("", []),
        ("ferry", []),
        ("auth", ["author:"]),
        ("outlet:", ['outlet:"Port Ansel Mail"', "outlet:post", "outlet:Été"]),
        ("outlet:p", ['outlet:"Port Ansel Mail"', "outlet:post"]),
        ("-source:mail", ['-source:"Port Ansel Mail"']),
        ('outlet:"port an', ['outlet:"Port Ansel Mail"']),
        ("outlet:é", ["outlet:Été"]),
        ("section:f", ["section:Front"]),
        ("place:ansel", ['place:"Port Ansel"']),
        ("by:va", ['by:"Ilse Varga"', 'by:"Mara Vane"']),
        ("lang:", ["lang:en"]),
        ("is:un", ["is:unread", "is:undated"]),
        ("has:", ["has:note", "has:tag"]),
        ("sort:o", ["sort:oldest"]),
        ("saved:F", ['saved:"Ferry strikes"', "saved:fog"]),
        ("tag:w", ["tag:Water", "tag:Weather", 'tag:"wind farm"']),
        ("#w", ["#Water", "#Weather", 'tag:"wind farm"']),
        ("url:ex", []),
        ("مر", ["مرفأ"]),
    ],
)
def test_what_is_typed_goes_on(searcher: Searcher, typed: str, whole: list[str]) -> None:
    assert given_for(searcher, typed) == whole


def test_counts_tell_what_is_frequent(searcher: Searcher) -> None:
    assert [(item.text, item.count) for item in searcher.completions("outlet:p", 8).items] == [
        ('"Port Ansel Mail"', 2),
        ("post", 1),
    ]


def test_the_rest_of_the_query_stays(searcher: Searcher) -> None:
    completions = searcher.completions("quay fer strike", 8)
    assert completions.taken(0) == ("quay ferry strike", 10)
    assert searcher.completions("quay fer strike", 7).items == ()  # in the middle of a word
    assert searcher.completions("quay", 99).items == ()


def test_words_of_several_segments_are_added_up(library: Library, searcher: Searcher) -> None:
    assert given_for(searcher, "har") == ["harbour"]
    put(library, *(article("More", "harbours harbours", outlet="post") for _ in range(5)))
    catch_up(library)
    assert given_for(searcher, "har") == ["harbour"]
    searcher.refresh()
    assert given_for(searcher, "har") == ["harbours", "harbour"]
    assert given_for(searcher, "outlet:p") == ["outlet:post", 'outlet:"Port Ansel Mail"']


def test_without_an_index_names_are_completed(library: Library) -> None:
    put(library, *ARTICLES)
    with Searcher(library) as searcher:
        assert given_for(searcher, "he") == ["headline:"]
        assert given_for(searcher, "outlet:p") == []
        assert given_for(searcher, "lang:") == ["lang:en"]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters() | st.sampled_from("\ud800\n\"'#:-=( |feharoutletsaved")), st.integers(-1, 30))
def test_nothing_typed_raises(searcher: Searcher, text: str, cursor: int) -> None:
    completions = searcher.completions(text, cursor)
    for item in range(len(completions.items)):
        completions.taken(item)


@pytest.mark.parametrize(
    ("text", "begun"),
    [
        ("a b", Begun(2, "b")),
        ("a -by:x", Begun(6, "x", "by")),
        ('by:"x y', Begun(3, "x y", "by", quoted=True)),
        ('"x y', Begun(3, "y", quoted=True)),
        ("nofield:x", Begun(0, "nofield:x")),
        ("a|#t", Begun(2, "t", is_tag=True)),
        ("-", None),
    ],
)
def test_where_it_begins(text: str, begun: Begun | None) -> None:
    assert begun_at(text, len(text)) == begun
