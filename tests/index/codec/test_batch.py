"""A segment holds what its articles say: words, positions, shapes, bounds, keys and columns, against the slow way."""

from __future__ import annotations

import tempfile
from datetime import date, time
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import BLOCK_GAP, keys
from index.analysis.written import sentence_starts
from index.codec import batch as batch_module
from index.codec import inversion
from index.codec.batch import Batch
from index.codec.layout import UNDATED, published_key
from index.codec.segment import SegmentReader
from index.schema import WORD_FIELDS
from tests.index.codec.making import article, expected, read, written

TEXT = st.text(st.sampled_from("abcABCé .,'!?-1\u2019ßİ中"), max_size=40)
ARTICLES = st.lists(
    st.fixed_dictionaries(
        {},
        optional={"headline": TEXT, "body": st.lists(TEXT, max_size=4), "byline": TEXT, "path": TEXT},
    ),
    max_size=8,
)


@settings(max_examples=80, deadline=None)
@given(ARTICLES)
def test_postings_are_those_of_the_texts(texts: list[dict[str, str]]) -> None:
    articles = [article(number + 1, **one) for number, one in enumerate(texts)]
    with tempfile.TemporaryDirectory() as folder:
        segment = written(Path(folder, "segment"), articles)
        assert segment.ids.tolist() == [one.id for one in articles]
        for field in WORD_FIELDS:
            assert read(segment, field) == expected(articles, field)
        every = {word for field in WORD_FIELDS for word in expected(articles, field)}
        assert segment.words.between(0, len(segment.words)) == sorted(every)


def test_long_texts_and_frequent_words(tmp_path: Path) -> None:
    """Positions beyond 16 bits and frequencies beyond 8 stand in lists of their own."""
    long = " ".join(["many"] * 300 + [f"w{number}" for number in range(70_000)] + ["many", "last"])
    articles = [article(1, ["many"]), article(2, [long]), article(3, ["last many"])]
    segment = written(tmp_path / "segment", articles)
    assert read(segment, "body") == expected(articles, "body")
    reader = segment.field("body")
    term = reader.term(segment.words.find("many"))
    assert reader.frequencies.at(np.arange(*reader.postings(term))).tolist() == [1, 301, 1]
    ranges = map(reader.postings, range(len(reader.terms)))
    starts = np.concatenate(
        [reader.first_occurrences(term, np.arange(last - first)) for term, (first, last) in enumerate(ranges)]
    )
    wanted = expected(articles, "body")
    firsts = [places[0] for word in sorted(wanted) for places in wanted[word].values()]
    assert reader.positions_at(starts).tolist() == firsts


def test_case_can_be_told(tmp_path: Path) -> None:
    segment = written(tmp_path / "segment", [article(1, ["US us Us iPhone IPHONE A a Straße 1a"])])
    reader = segment.field("body")
    total = len(reader.positions)
    shapes = reader.shapes(0, total).tolist()
    at, forms = reader.forms_between(0, total)
    told = {}
    for term, ordinal in enumerate(reader.terms.tolist()):
        for place in range(int(reader.occurrences[term]), int(reader.occurrences[term + 1])):
            told[int(reader.positions[place])] = (segment.words[ordinal], shapes[place])
    assert [told[place] for place in range(9)] == [
        ("us", 2), ("us", 0), ("us", 1), ("iphone", 3), ("iphone", 2), ("a", 1), ("a", 0), ("strasse", 3), ("1a", 0),
    ]  # fmt: skip
    assert sorted(segment.forms[form] for form in forms.tolist()) == ["Straße", "iPhone"]
    assert [shapes[place] for place in at.tolist()] == [3, 3]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(TEXT, max_size=4), max_size=5))
def test_sentences_and_paragraphs_begin_where_the_analyser_says(bodies: list[list[str]]) -> None:
    articles = [article(number + 1, body) for number, body in enumerate(bodies)]
    with tempfile.TemporaryDirectory() as folder:
        reader = written(Path(folder, "segment"), articles).field("body")
        for kind in ("sentences", "paragraphs"):
            starts, at = reader.bounds(kind)
            found = [at[starts[number] : starts[number + 1]].tolist() for number in range(len(articles))]
            assert found == [_bounds(body, kind) for body in bodies], kind


def _bounds(body: list[str], kind: str) -> list[int]:
    from index.analysis import words

    found, first = [], 0
    for text in body:
        starts = sentence_starts(text)
        found += [first + start for start in (starts if kind == "sentences" else starts[:1])]
        first += len(words(text)) + BLOCK_GAP
    return found


def test_keys_are_those_of_the_languages_a_word_stands_in(tmp_path: Path) -> None:
    articles = [
        article(1, ["elections café"]),
        article(2, ["élections élection"], language="fr"),
        article(3, ["o'neill"], language=None),
    ]
    segment = written(tmp_path / "segment", articles)
    spoken = {"elections": ["en"], "café": ["en"], "élections": ["fr"], "élection": ["fr"], "o'neill": []}
    wanted: dict[str, list[str]] = {}
    for word, languages in spoken.items():
        for key in keys(word, languages):
            wanted.setdefault(key, []).append(word)
    found = {key: sorted(segment.words[word] for word in segment.words_with_key(key)) for key in wanted}
    assert found == {key: sorted(words) for key, words in wanted.items()}
    listed = sum(len(kind.words) + int(kind.own(len(segment.words)).sum()) for kind in segment.keys.values())
    assert listed == sum(map(len, wanted.values()))
    assert segment.words_with_key("stem:de:elections") == segment.words_with_key("fold:none") == []


def test_columns(tmp_path: Path) -> None:
    articles = [
        article(5, ["one two"], published="2017-03-09"),
        article(3),
        article(9, published="2017-03-09T06:12:00+00:00", language="fr"),
    ]
    segment = written(tmp_path / "segment", articles)
    assert segment.ids.tolist() == [5, 3, 9]
    assert segment.lengths_in_words.tolist() == [2, 0, 0]
    assert segment.published[1] == UNDATED < segment.published[0] < segment.published[2]
    facet = segment.facet("language")
    assert [facet.names[number] for number in facet.values.tolist()] == ["en", "en", "fr"]


@given(
    st.lists(
        st.tuples(
            st.dates(),
            st.none() | st.times().map(lambda time: time.replace(microsecond=0)),
            st.sampled_from(["", "+00:00", "+05:30", "-03:00"]),
        )
    )
)
def test_publication_keys_are_ordered_as_their_texts(parts: list[tuple[date, time | None, str]]) -> None:
    texts = [
        day.isoformat() if time is None else f"{day.isoformat()}T{time.isoformat()}{zone}" for day, time, zone in parts
    ]
    assert sorted(texts, key=published_key) == sorted(sorted(texts), key=published_key)
    assert [published_key(text) for text in sorted(texts)] == sorted(map(published_key, texts))


@settings(max_examples=100, deadline=None)
@given(ARTICLES, ARTICLES)
def test_a_batch_that_follows_another_writes_only_its_own(
    first: list[dict[str, str]], second: list[dict[str, str]]
) -> None:
    """What it has learnt of the words of the one before changes no byte."""
    batches = [Batch(), Batch()]
    for number, one in enumerate(first):
        batches[0].add(article(number + 1, **one))
    with tempfile.TemporaryDirectory() as folder:
        batches[0].write(Path(folder, "before"))
        batches[0] = batches[0].following()
        for place, batch in enumerate(batches):
            for number, one in enumerate(second):
                batch.add(article(number + 1, **one))
            batch.write(Path(folder, str(place)))
        assert Path(folder, "0").read_bytes() == Path(folder, "1").read_bytes()


def test_the_size_of_a_batch_counts_words_without_blanks_between_them() -> None:
    for text in ("中" * 300_000, "one-" * 300_000, "one " * 300_000):
        batch = Batch()
        batch.add(article(1, [text]))
        assert batch.size >= 300_000


@pytest.mark.parametrize("asked", [1, 2, 5, 9])
def test_a_write_that_is_stopped_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: int) -> None:
    monkeypatch.setattr(batch_module, "_STOPPED_WORDS", 1)
    monkeypatch.setattr(inversion, "_SORTED", 2)
    batch = Batch()
    batch.add(article(1, ["one two three four five six", "Seven eight"], headline="nine ten one"))
    calls = count(1)
    assert not batch.write(tmp_path / "segment", lambda: next(calls) >= asked)
    assert list(tmp_path.iterdir()) == []
    assert batch.write(tmp_path / "segment")
    assert len(SegmentReader(tmp_path / "segment").words) == 10


def test_few_words_are_written_whatever_is_asked(tmp_path: Path) -> None:
    batch = Batch()
    batch.add(article(1, ["one two"]))
    assert batch.write(tmp_path / "segment", lambda: True)


@settings(max_examples=50, deadline=None)
@given(ARTICLES)
def test_words_sorted_in_many_ranges_are_those_sorted_at_once(texts: list[dict[str, str]]) -> None:
    articles = [article(number + 1, **one) for number, one in enumerate(texts)]
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        written(Path(folder, "at once"), articles)
        patch.setattr(inversion, "_SORTED", 3)
        written(Path(folder, "in ranges"), articles)
        assert Path(folder, "at once").read_bytes() == Path(folder, "in ranges").read_bytes()
