"""What is held follows from one setting, whatever the articles are: words, known chunks, occurrences of a merge."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.codec import merging
from index.codec.batch import Batch
from index.codec.fields import FieldWriter, Run
from index.codec.memory import KNOWN_WORDS, MEMORY, Memory
from tests.index.codec.making import article, written


def test_all_sizes_follow_from_the_megabytes() -> None:
    usual, twice = Memory.of(), Memory.of(2 * MEMORY)
    assert [round(more / less, 3) for more, less in zip(twice, usual, strict=True)] == [2, 2, 2]
    assert usual.bytes <= MEMORY << 20
    assert min(Memory.of(0)) == 1


@pytest.mark.parametrize(
    ("text", "known_each"), [("one two three four five", 0), ("{0}a {0}b {0}c {0}d {0}e", 5), ("né{0}-mä{0}", 2)]
)
def test_a_batch_is_full_of_words_or_of_what_is_new(text: str, known_each: int) -> None:
    memory = Memory(words=2_000, known=300, occurrences=1)
    batch, added = Batch(memory), 0
    while batch.has_room():
        batch.add(article(added, [text.format(added) + " " * 600_000]))  # so long that it is read at once
        added += 1
    assert batch.size <= memory.words + 5
    assert known_each * added <= memory.known + memory.words // KNOWN_WORDS + known_each + 5
    assert batch.following().has_room(memory.words)


def test_what_is_known_is_forgotten_when_it_is_too_much() -> None:
    memory = Memory(words=100, known=3, occurrences=1)
    few, many = Batch(memory), Batch(memory)
    few.add(article(1, ["one two three" + " " * 600_000]))
    many.add(article(1, ["one two three four" + " " * 600_000]))
    assert [one.following().known for one in (few, many)] == [3, 0]


def test_a_merge_holds_a_range_of_occurrences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Memory(words=1, known=1, occurrences=40)
    held: list[int] = []

    class Counting(FieldWriter):
        def add(self, run: Run) -> None:
            held.append(len(run.positions))
            super().add(run)

    monkeypatch.setattr(merging, "FieldWriter", Counting)
    texts = [f"the {' '.join(f'w{number * place}' for place in range(20))} the" for number in range(60)]
    readers = [
        written(tmp_path / str(part), [article(number, [texts[number]]) for number in range(part, 60, 3)])
        for part in range(3)
    ]
    assert merging.merge(tmp_path / "merged", readers, [np.empty(0, np.int64)] * 3, memory=memory)
    assert sum(held) == 60 * 22
    assert max(held) <= memory.occurrences
