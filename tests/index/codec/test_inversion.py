"""Texts read many at a time have the words, places, shapes and sentences that the analyser finds one by one."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.analysis import BLOCK_GAP, tokenize
from index.analysis.tokens import LONGEST_WORD, plain
from index.analysis.written import Shape, sentence_starts, shape_of
from index.codec import inversion
from index.codec.entries import Entries
from index.codec.inversion import Stream

_MOST_BYTES = 50_000
TEXT = st.text(
    st.characters()
    | st.sampled_from("aBcDÉßİ019 \n\t.,!?'-_’“”…\0\x1c\x7f\x85\xa0\u1680\u2003\u2028\u202f\u205f\u3000中東。」！ΣςﬀАЯ")
    | st.sampled_from("Ab cd. Ef"),
    max_size=60,
)


class Word(NamedTuple):
    """A word with its document, its position, and how it was written."""

    word: str
    document: int
    position: int
    written: str


def slowly(documents: Sequence[Sequence[str]]) -> tuple[list[Word], list[tuple[int, int]], list[tuple[int, int]]]:
    """The words of texts, and where paragraphs and sentences begin, one by one."""
    found: list[Word] = []
    paragraphs: list[tuple[int, int]] = []
    sentences: list[tuple[int, int]] = []
    for document, texts in enumerate(documents):
        first = 0
        for text in texts:
            tokens = tokenize(text)
            for place, (word, start, end) in enumerate(tokens, first):
                written = plain(text[start:end])[:LONGEST_WORD]
                shape = shape_of(word, written)
                found.append(Word(word, document, place, written if shape is Shape.OTHER else shape.name))
            starts = sentence_starts(text)
            sentences += [(document, first + start) for start in starts]
            paragraphs += [(document, first)] * bool(tokens)
            first += len(tokens) + BLOCK_GAP
    return found, paragraphs, sentences


def at_once(
    documents: Sequence[Sequence[str]], known: Entries | None = None
) -> tuple[list[Word], list[tuple[int, int]], list[tuple[int, int]]]:
    """The same as a stream finds it."""
    known = known or Entries()
    stream = Stream(known)
    for document, texts in enumerate(documents):
        stream.add(document, texts)
    stream.read()
    placed = stream.placed()
    forms = list(known.forms)
    words = [
        Word(
            known.words[known.word_of.values[entry]],
            document,
            position,
            forms[known.form_of.values[entry]]
            if (shape := Shape(known.shape_of.values[entry])) is Shape.OTHER
            else shape.name,
        )
        for entry, document, position in zip(
            placed.entries.tolist(), placed.documents().tolist(), placed.positions().tolist(), strict=True
        )
    ]
    return (
        words,
        list(zip(placed.paragraphs.documents.tolist(), placed.paragraphs.positions.tolist(), strict=True)),
        list(zip(placed.sentences.documents.tolist(), placed.sentences.positions.tolist(), strict=True)),
    )


@pytest.mark.parametrize("read_bytes", [1, 30, 1 << 18])
def test_texts_are_read_as_by_the_analyser(read_bytes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inversion, "_READ_BYTES", read_bytes)

    @settings(max_examples=200, deadline=None)
    @given(st.lists(st.lists(TEXT, max_size=4), max_size=4))
    @example(
        [["One. Two", "", ". three. Four", "Mr. Five! six"], [], ["", "Seven?  "], ["港。船！」」駅。a。B", "中。"]]
    )
    def check(documents: list[list[str]]) -> None:
        assert at_once(documents) == slowly(documents)

    check()


def test_known_chunks_are_read_as_new_ones() -> None:
    known = Entries()

    @settings(max_examples=150, deadline=None)
    @given(st.lists(st.lists(TEXT, max_size=4), max_size=4))
    def check(documents: list[list[str]]) -> None:
        assert at_once(documents, known) == slowly(documents)

    check()


def test_every_character_between_letters_and_signs() -> None:
    characters = [chr(code) for code in range(sys.maxunicode + 1)]
    chosen = [*characters[:0x3500], *characters[0x3500::97]]
    texts = [[form.format(one) for one in chosen] for form in ("{0}", "a{0}B", ".{0}. A")]
    assert at_once(texts) == slowly(texts)


@pytest.mark.parametrize(
    "corpus", ["bbc-news", "reuters21578", "saudinewsnet", "readability-pages", "encodings", "hostile", "re3d"]
)
def test_real_texts_are_read_as_by_the_analyser(corpora: Path, corpus: str) -> None:
    documents = [text.split("\n\n") for text in islice(texts_below(corpora / corpus), 100)]
    assert at_once(documents) == slowly(documents)


def texts_below(folder: Path) -> Iterator[str]:
    """Texts as they stand in files, markup and all."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".zip":
            with ZipFile(path) as archive:
                data = archive.read(archive.namelist()[0])
        elif path.is_file():
            data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        else:
            continue
        yield data[:_MOST_BYTES].decode("latin-1" if folder.name == "reuters21578" else "utf-8", "replace")
