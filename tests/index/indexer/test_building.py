"""What is read back from a segment is what Whoosh's own interface would have put in."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.index import TOC, open_dir
from whoosh.query.positional import Phrase
from whoosh.query.terms import Term

from index.indexer.building import SegmentBuilder
from index.indexer.codec import INDEX_NAME, Codec, TermsReader, read_ids
from index.indexer.merging import merge
from index.indexer.storage import SyncedStorage
from index.query.tree import FIELDS
from index.schema import WORD_FIELDS, decode_positions, encode_positions, schema

Texts = Mapping[str, Sequence[str]]
Postings = dict[tuple[str, bytes], list[tuple[int, float, list[int]]]]

WORDS = ["harbour", "ferry", "élan", "u.s", "حريق", "東", "o'neill", "1,500", "ß", "a", "b"]
texts = st.lists(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), max_size=3)
documents = st.lists(st.dictionaries(st.sampled_from(WORD_FIELDS), texts, max_size=4), max_size=6)


def build(storage: SyncedStorage, archive: Sequence[Texts], first_id: int = 1) -> Any:
    builder = SegmentBuilder()
    for number, each in enumerate(archive, start=first_id):
        builder.add(number, each)
    return builder.write(storage, Codec(), schema())


def read_back(storage: SyncedStorage, segment: Any) -> Postings:
    terms: TermsReader = Codec().terms_reader(storage, segment)
    found: Postings = {}
    for field in WORD_FIELDS:
        for word, entry in terms.entries(field):
            found[field, word] = [
                (document, weight, decode_positions(value, int(weight)))
                for run in terms.runs_at(entry)
                for document, weight, value in zip(run.documents, run.weights, run.values, strict=True)
            ]
    terms.close()
    return found


def expected(archive: Sequence[Texts]) -> Postings:
    fields = schema()
    found: Postings = {}
    for document, each in enumerate(archive):
        for field, some in each.items():
            for word, frequency, weight, value in fields[field].index(some):
                posting = (document, weight, decode_positions(value, frequency))
                found.setdefault((field, word), []).append(posting)
    return found


def test_the_fields_are_those_of_the_query_tree() -> None:
    assert WORD_FIELDS == FIELDS


@given(documents)
@settings(deadline=None)
def test_a_segment_has_every_word_with_its_positions(archive: list[Texts]) -> None:
    with TemporaryDirectory() as folder:
        storage = SyncedStorage(Path(folder))
        assert read_back(storage, build(storage, archive)) == expected(archive)


@given(documents, documents, st.sets(st.integers(0, 5)))
@settings(deadline=None)
def test_merged_segments_are_one_segment_of_the_live_documents(
    first: list[Texts], second: list[Texts], deleted: set[int]
) -> None:
    with TemporaryDirectory() as folder:
        storage = SyncedStorage(Path(folder))
        segments = [build(storage, first), build(storage, second, first_id=101)]
        for number in deleted:
            if number < len(first):
                segments[0].delete_document(number)
        merged = merge(storage, Codec(), schema(), segments, lambda: False)
        left = [each for number, each in enumerate(first) if number not in deleted]
        assert read_back(storage, merged) == expected([*left, *second])
        ids = [number for number in range(1, len(first) + 1) if number - 1 not in deleted]
        assert read_ids(storage, merged).tolist() == [*ids, *range(101, 101 + len(second))]


@given(st.lists(st.integers(0, 200_000), min_size=1, unique=True))
def test_positions_survive_packing(positions: list[int]) -> None:
    positions.sort()
    assert decode_positions(encode_positions(positions), len(positions)) == positions


def test_positions_beyond_two_bytes_are_kept(tmp_path: Path) -> None:
    long = " ".join(["filler"] * 70_000)
    archive: list[Texts] = [{"body": [f"{long} lighthouse keeper lighthouse"]}, {"body": ["lighthouse"]}]
    storage = SyncedStorage(tmp_path)
    assert read_back(storage, build(storage, archive))["body", b"lighthouse"] == [
        (0, 2.0, [70_000, 70_002]),
        (1, 1.0, [0]),
    ]


def test_a_merge_can_be_stopped(tmp_path: Path) -> None:
    storage = SyncedStorage(tmp_path)
    segments = [build(storage, [{"body": ["one two three"]}])]
    assert merge(storage, Codec(), schema(), segments, lambda: True) is None


def test_whoosh_itself_opens_and_searches_it(tmp_path: Path) -> None:
    storage = SyncedStorage(tmp_path)
    archive: list[Texts] = [{"body": [f"ferry number {number}", "harbour master"]} for number in range(300)]
    segment = build(storage, archive)
    TOC(schema(), [segment], 1).write(storage, INDEX_NAME)
    with open_dir(str(tmp_path)).searcher() as searcher:
        assert len(searcher.search(Term("body", "harbour"), limit=None)) == 300
        assert [hit.docnum for hit in searcher.search(Term("body", "17"))] == [17]
        assert len(searcher.search(Phrase("body", ["harbour", "master"]), limit=None)) == 300
        assert len(searcher.search(Phrase("body", ["master", "harbour"]), limit=None)) == 0


def test_words_longer_than_what_is_read_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = SyncedStorage(tmp_path)
    archive: list[Texts] = [{"body": ["harbour of lanterns"], "headline": ["ferry"]}]
    segment = build(storage, archive)
    monkeypatch.setattr("index.indexer.codec._READ_BYTES", 1)
    assert read_back(storage, segment) == expected(archive)


def test_a_file_cut_short_is_no_quiet_answer(tmp_path: Path) -> None:
    storage = SyncedStorage(tmp_path)
    segment = build(storage, [{"body": ["harbour"]}])
    terms = Codec().terms_reader(storage, segment)
    entry = terms.entry("body", b"harbour")
    assert entry is not None
    os.truncate(tmp_path / segment.make_filename(".pst"), 8)
    with pytest.raises(EOFError):
        terms.runs_at(entry)
    terms.close()
