"""An index of ours through Whoosh's own interface: added, parsed, found, sorted, deleted, merged."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from whoosh.fields import TEXT, Schema
from whoosh.highlight import WholeFragmenter, highlight
from whoosh.index import EmptyIndexError, LockError
from whoosh.qparser.default import QueryParser
from whoosh.query.qcolumns import ColumnQuery
from whoosh.query.qcore import Every
from whoosh.query.ranges import DateRange, NumericRange
from whoosh.query.terms import Term
from whoosh.query.wrappers import ConstantScoreQuery
from whoosh.reading import TermNotFound
from whoosh.searching import Searcher
from whoosh.sorting import FieldFacet
from whoosh.writing import CLEAR, MERGE_SMALL, NO_MERGE, OPTIMIZE, AsyncWriter, BufferedWriter, IndexingError

from index.codec.whoosh import Storage, create_in, open_dir, schema
from index.codec.whoosh.policy import FACTOR

ARTICLES: list[dict[str, Any]] = [
    {"id": 5, "headline": "Budget vote", "body": ["The budget passed.", "A vote on it."], "published": "2020-05-01"},
    {"id": 3, "headline": "Storm", "body": "A storm, voters said.", "published": "2019-05-01T06:12:30Z", "words": 9},
    {"id": 9, "body": "the budgte", "lang": "en", "byline": ["Ann Lee", "Bo"]},
]


@pytest.fixture
def ix(tmp_path: Path) -> Any:
    """An index of two segments."""
    made: Any = create_in(tmp_path)
    for some in ARTICLES[:2], ARTICLES[2:]:
        with made.writer() as writer:
            for one in some:
                writer.add_document(**one)
    return made


def ids(ix: Any, query: Any, **how: Any) -> list[int]:
    with ix.searcher() as searcher:
        return [hit["id"] for hit in searcher.search(query, limit=None, **how)]


def at(*parts: int) -> datetime:
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 - Whoosh's dates have no zone


def found(ix: Any, text: str) -> set[int]:
    return set(ids(ix, QueryParser("body", ix.schema).parse(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("budget", {5}),
        ("Budget OR storm", {3, 5}),
        ("the NOT budget", {9}),
        ("the budget", {5}),
        ("BUDG*", {5, 9}),
        ("b?dget", {5}),
        ('"a vote on"', {5}),
        ('"passed a"', set()),
        ("headline:storm", {3}),
        ("*", {3, 5, 9}),
        ("[s TO u]", {3, 5, 9}),
        ("byline:lee", {9}),
        ("id:5", {5}),
        ("id:[4 TO 9]", {5, 9}),
        ("words:9", {3}),
        ("published:2019", {3}),
        ("published:[2019-05-01 TO 2020-05-01]", {3, 5}),
        ("published:*", {3, 5}),
    ],
)
def test_parsed_queries_find_articles(ix: Any, text: str, expected: set[int]) -> None:
    assert found(ix, text) == expected


def test_queries_of_numbers_use_terms_or_columns(ix: Any) -> None:
    assert set(ids(ix, NumericRange("words", 0, 6))) == {9}
    assert set(ids(ix, DateRange("published", at(2019, 1, 1), at(2019, 12, 31)))) == {3}
    # A fault of Whoosh's: by itself, a query of a column has no score.
    assert set(ids(ix, ConstantScoreQuery(ColumnQuery("id", lambda number: number > 4)))) == {5, 9}


def test_articles_are_sorted_and_grouped_by_columns(ix: Any) -> None:
    assert ids(ix, Every(), sortedby="id") == [3, 5, 9]
    assert ids(ix, Every(), sortedby="published") == [3, 5, 9]
    assert ids(ix, Every(), sortedby=FieldFacet("words", reverse=True)) == [3, 5, 9]
    with ix.searcher() as searcher:
        groups = searcher.search(Every(), groupedby="published").groups("published")
    assert {key: len(some) for key, some in groups.items()} == {
        at(2019, 5, 1, 6, 12, 30): 1,
        at(2020, 5, 1): 1,
        None: 1,
    }


def test_hits_have_the_numbers_and_know_their_terms(ix: Any) -> None:
    with ix.searcher() as searcher:
        (hit,) = searcher.search(Term("body", "storm"), terms=True)
        assert hit.fields() == {"id": 3, "published": at(2019, 5, 1, 6, 12, 30), "words": 9}
        assert hit.matched_terms() == [("body", b"storm")]
        assert searcher.document_number(id=3) == 1
        assert searcher.document(id=9) == {"id": 9, "words": 2}


def test_the_analyser_marks_words(ix: Any) -> None:
    marked = highlight("A Storm.", {"storm"}, ix.schema["body"].analyzer, WholeFragmenter(), _Brackets())
    assert marked == "A [Storm]."


class _Brackets:
    def __call__(self, text: str, fragments: Any) -> str:
        ((token,),) = (fragment.matches for fragment in fragments)
        return f"{text[: token.startchar]}[{text[token.startchar : token.endchar]}]{text[token.endchar :]}"


# ---- changes --------------------------------------------------------------------------------------------------------


def test_an_update_replaces_what_is_committed_and_what_is_not(ix: Any) -> None:
    with ix.writer() as writer:
        writer.update_document(id=5, body="old storm")
        writer.update_document(id=5, body="new storm")
        writer.update_document(id=7, body="calm")
    assert found(ix, "storm") == {3, 5}
    assert found(ix, "new") == {5}
    assert not found(ix, "old OR budget")
    assert ix.doc_count() == 4


def test_articles_are_deleted_by_term_and_by_query(ix: Any) -> None:
    ix.delete_by_term("id", 9)
    assert set(ids(ix, Every())) == {3, 5}
    with ix.writer() as writer:
        assert writer.delete_by_query(QueryParser("body", ix.schema).parse("budget OR storm")) == 2
        assert writer.delete_by_query(Every()) == 0
    assert ix.doc_count() == 0


def test_a_writer_that_is_cancelled_changes_nothing(ix: Any, tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    writer = ix.writer()
    writer.delete_by_term("id", 5)
    writer.add_document(id=1, body="none")
    writer.cancel()
    assert set(tmp_path.iterdir()) == before
    assert found(ix, "budget") == {5}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"body": "x"}, "id"),
        ({"id": 1, "body": 5}, "text"),
        ({"id": "x"}, "invalid"),
        ({"id": 1, "published": 5}, "date"),
    ],
)
def test_a_document_that_is_none_is_refused_and_no_more(ix: Any, fields: Any, message: str) -> None:
    with ix.writer() as writer:
        with pytest.raises((ValueError, TypeError), match=message):
            writer.add_document(**fields)
        writer.add_document(id=4, body="fine")
    assert found(ix, "fine") == {4}
    assert ix.doc_count() == 4


def test_one_writer_at_a_time(ix: Any) -> None:
    with ix.writer():
        with pytest.raises(LockError):
            ix.writer()
        other: Any = AsyncWriter(ix, delay=0.01)  # type: ignore[abstract]
        other.add_document(id=1, body="late")
        other.commit()
    other.wait()
    assert found(ix, "late") == {1}


def test_the_schema_is_fixed(ix: Any, tmp_path: Path) -> None:
    with pytest.raises(IndexingError):
        ix.add_field("more", TEXT())
    with pytest.raises(IndexingError):
        ix.remove_field("body")
    with pytest.raises(ValueError, match="fixed"):
        Storage(tmp_path).create_index(Schema(body=TEXT()))
    assert Storage(tmp_path).open_index(schema=schema()).doc_count() == 3


def test_a_buffered_writer_fails_rather_than_losing_articles(ix: Any) -> None:
    buffered = BufferedWriter(ix, period=None)
    buffered.add_document(id=1, body="lost")
    with pytest.raises(IndexingError):
        buffered.commit()


# ---- readers --------------------------------------------------------------------------------------------------------


def test_refreshed_searchers_know_of_deletions_and_merges(ix: Any) -> None:
    searcher: Searcher = ix.searcher()
    assert searcher.up_to_date()
    ix.delete_by_term("id", 3)
    searcher = searcher.refresh()
    assert searcher.doc_count() == 2
    ix.optimize()
    old, searcher = searcher, searcher.refresh()
    assert searcher.doc_count_all() == 2
    assert old.reader().doc_count_all() == 3


def test_an_old_reader_keeps_its_state_when_its_files_are_gone(ix: Any) -> None:
    with ix.searcher() as searcher:
        ix.delete_by_term("id", 5)
        ix.optimize()
        assert {hit["id"] for hit in searcher.search(Term("body", "budget"))} == {5}


def test_terms_that_are_not_there(ix: Any) -> None:
    with ix.reader() as reader:
        assert ("body", b"nothing") not in reader
        assert reader.frequency("body", b"nothing") == reader.doc_frequency("body", b"nothing") == 0
        with pytest.raises(TermNotFound):
            reader.postings("body", b"nothing")


def test_there_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(EmptyIndexError):
        open_dir(tmp_path)
    storage: Any = Storage(tmp_path)
    assert not storage.index_exists()


def test_an_empty_index(tmp_path: Path) -> None:
    ix: Any = create_in(tmp_path)
    assert ix.is_empty()
    assert ids(ix, Every()) == []
    ix.optimize()
    assert open_dir(tmp_path).doc_count_all() == 0


# ---- merging --------------------------------------------------------------------------------------------------------


def segments(ix: Any) -> list[int]:
    return [segment.doc_count_all() for segment in ix._segments()]


@pytest.mark.parametrize("how", [{"optimize": True}, {"mergetype": OPTIMIZE}])
def test_all_segments_become_one(ix: Any, how: Any) -> None:
    writer = ix.writer()
    writer.delete_by_term("id", 3)
    writer.add_document(id=1, body="more")
    writer.commit(**how)
    assert segments(ix) == [3]
    assert found(ix, "budget OR budgte OR storm OR more") == {1, 5, 9}


@pytest.mark.parametrize("how", [{}, {"mergetype": MERGE_SMALL}])
def test_many_small_segments_become_one(tmp_path: Path, how: Any) -> None:
    ix: Any = create_in(tmp_path)
    for number in range(FACTOR):
        assert segments(ix) == [1] * number
        writer = ix.writer()
        writer.add_document(id=number, body=f"word{number} every")
        writer.commit(**how)
    assert segments(ix) == [FACTOR]
    assert found(ix, "every") == set(range(FACTOR))
    assert found(ix, "word3") == {3}


@pytest.mark.parametrize("how", [{"merge": False}, {"mergetype": NO_MERGE}])
def test_segments_are_left_alone(tmp_path: Path, how: Any) -> None:
    ix: Any = create_in(tmp_path)
    for number in range(FACTOR):
        writer = ix.writer()
        writer.add_document(id=number)
        writer.commit(**how)
    assert segments(ix) == [1] * FACTOR


def test_all_that_was_before_is_cleared(ix: Any) -> None:
    writer = ix.writer()
    writer.add_document(id=1, body="alone")
    writer.commit(mergetype=CLEAR)
    assert ids(ix, Every()) == [1]


def test_segments_mostly_deleted_are_written_anew(ix: Any, tmp_path: Path) -> None:
    with ix.writer() as writer:
        for number in range(10, 20):
            writer.add_document(id=number)
    with ix.writer() as writer:
        writer.delete_by_term("id", 9)
        for number in range(10, 16):
            writer.delete_by_term("id", number)
    assert segments(ix) == [2, 4]
    assert not list(tmp_path.glob("*.deleted.*"))
