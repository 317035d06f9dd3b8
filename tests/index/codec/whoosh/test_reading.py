"""Readers and matchers over our segments against those of Whoosh's own codec, over the same documents."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.fields import TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.matching.mcore import ReadTooFar
from whoosh.reading import IndexReader
from whoosh.util.numeric import byte_to_length, length_to_byte

from index.codec.whoosh import create_in
from index.codec.whoosh.fields import WordAnalyzer
from tests.index.search.test_evaluation import TEXT as WORDS

DOCUMENT = st.fixed_dictionaries({}, optional={"headline": WORDS, "body": WORDS})
PARTS = st.lists(st.lists(st.tuples(DOCUMENT, st.booleans()), max_size=6), min_size=1, max_size=3)
FIELDS = ("body", "headline")


@contextmanager
def both(parts: list[Any]) -> Iterator[tuple[IndexReader, IndexReader]]:
    """Make our index and one of Whoosh's own of the same documents, a list a segment, some of them deleted."""
    text = TEXT(analyzer=WordAnalyzer())
    with tempfile.TemporaryDirectory() as folder:
        ours: Any = create_in(folder)
        stock: Any = RamStorage().create_index(Schema(body=text, headline=text))
        for ix in ours, stock:
            for base, part in zip(range(0, 100, 10), parts, strict=False):
                writer = ix.writer()
                for number, (document, _) in enumerate(part, base):
                    writer.add_document(**document, **({"id": number} if ix is ours else {}))
                writer.commit(merge=False)
            writer = ix.writer()
            gone = [one for part in parts for _, one in part]
            for number in [number for number, one in enumerate(gone) if one]:
                writer.delete_document(number)
            writer.commit(merge=False)
        yield ours.reader(), stock.reader()


@settings(max_examples=50, deadline=None)
@given(PARTS)
def test_readers_read_what_whoosh_reads(parts: list[Any]) -> None:
    with both(parts) as (ours, stock):
        assert (ours.doc_count(), ours.doc_count_all()) == (stock.doc_count(), stock.doc_count_all())
        assert list(ours.all_doc_ids()) == list(stock.all_doc_ids())
        assert [term for term in ours.all_terms() if term[0] in FIELDS] == list(stock.all_terms())
        for field, text in stock.all_terms():
            one, other = ours.term_info(field, text), stock.term_info(field, text)
            assert (field, text) in ours
            assert one.weight() == other.weight() == ours.frequency(field, text)
            assert one.doc_frequency() == other.doc_frequency() == ours.doc_frequency(field, text)
            assert (one.max_weight(), one.min_id(), one.max_id()) == (
                other.max_weight(),
                other.min_id(),
                other.max_id(),
            )
            assert (rough(one.min_length()), rough(one.max_length())) == (other.min_length(), other.max_length())
            assert postings(ours, field, text) == postings(stock, field, text)
        for field in FIELDS:
            assert list(ours.lexicon(field)) == list(stock.lexicon(field))
            assert list(ours.expand_prefix(field, "a")) == list(stock.expand_prefix(field, "a"))
            assert ours.field_length(field) == stock.field_length(field)
            for number in range(stock.doc_count_all()):
                assert rough(ours.doc_field_length(number, field)) == (stock.doc_field_length(number, field) or 0)


def rough(length: int | None) -> int:
    """Round a length as Whoosh's own codec does, which keeps it in a byte."""
    rounded: int = byte_to_length(length_to_byte(length))
    return rounded


def postings(reader: IndexReader, field: str, text: bytes) -> list[Any]:
    matcher: Any = reader.postings(field, text)
    found = []
    while matcher.is_active():
        spans = [(span.start, span.end) for span in matcher.spans()]
        found.append((matcher.id(), matcher.weight(), matcher.value_as("positions"), spans))
        matcher.next()
    return found


@settings(max_examples=50, deadline=None)
@given(PARTS, st.lists(st.one_of(st.just(-1), st.integers(0, 20)), max_size=8))
def test_matchers_move_as_whoosh_moves(parts: list[Any], moves: list[int]) -> None:
    with both(parts) as (ours, stock):
        for (reader, _), (other, _) in zip(ours.leaf_readers(), stock.leaf_readers(), strict=True):
            for field, text in other.all_terms():
                assert walk(reader.postings(field, text), moves) == walk(other.postings(field, text), moves)


def walk(matcher: Any, moves: list[int]) -> list[int]:
    """Take steps (-1) or skip to documents as long as there are any; then once more from the beginning."""
    places = []
    for one in moves:
        if not matcher.is_active():
            break
        if one < 0:
            matcher.next()
        else:
            matcher.skip_to(one)
        places.append(matcher.id() if matcher.is_active() else -1)
    matcher.reset()
    return places + list(matcher.all_ids())


def test_a_matcher_ends_and_says_so() -> None:
    with both([[({"body": "a b a"}, False), ({"body": "b a"}, False)]]) as (ours, _):
        matcher: Any = ours.postings("body", b"a")
        assert (matcher.term(), len(matcher), matcher.supports("positions")) == (("body", b"a"), 2, True)
        assert (matcher.value_as("frequency"), matcher.value_as("weight")) == (2, 2.0)
        assert matcher.format.decode_positions(matcher.value()) == [0, 2]
        copy = matcher.copy()
        matcher.next()
        assert (matcher.id(), copy.id()) == (1, 0)
        matcher.next()
        assert not matcher.is_active()
        assert not matcher.replace().is_active()
        for act in (matcher.id, matcher.next, matcher.weight, lambda: matcher.skip_to(0)):
            with pytest.raises(ReadTooFar):
                act()


def test_a_cursor_moves_along_a_field() -> None:
    with both([[({"body": "b a é c"}, False)]]) as (ours, stock):
        for reader in ours, stock:
            cursor: Any = reader.cursor("body")
            assert [cursor.text(), cursor.next(), cursor.find(b"bb"), cursor.next(), cursor.next()] == [
                "a",
                "b",
                "c",
                "é",
                None,
            ]
            assert not cursor.is_valid()
            assert cursor.first() == "a"
            assert cursor.term_info().doc_frequency() == 1


def test_near_spellings_count_exchanged_letters_as_one_edit() -> None:
    with both([[({"body": "budgte budge budget bundle"}, False)]]) as (ours, stock):
        assert set(ours.terms_within("body", "budget", 1)) == {"budgte", "budge", "budget"}
        assert set(stock.terms_within("body", "budget", 1)) == {"budge", "budget"}  # a fault of Whoosh's automaton
        assert set(ours.terms_within("body", "budget", 2, prefix=3)) == {"budgte", "budge", "budget"}


def test_the_stock_searcher_misses_deletions_when_it_is_refreshed() -> None:
    stock: Any = RamStorage().create_index(Schema(body=TEXT()))
    writer = stock.writer()
    writer.add_document(body="one")
    writer.add_document(body="two")
    writer.commit()
    searcher = stock.searcher()
    stock.delete_by_term("body", "one")
    assert searcher.refresh().doc_count() == 2  # a fault of Whoosh's; ours are opened anew, see test_index


def test_files_lie_where_they_are_said_to(tmp_path: Path) -> None:
    ix: Any = create_in(tmp_path)
    with ix.writer() as writer:
        writer.add_document(id=1, body="one")
    (segment,) = ix._segments()
    assert segment.path(ix.storage).exists()
    assert segment.list_files(ix.storage) == [segment.file]
