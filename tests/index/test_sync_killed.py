"""SIGKILL at any moment: nothing committed is lost, and the next run ends as if nothing had happened."""

from __future__ import annotations

import gzip
import json
import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.library import Library
from index.sync import check, sync
from index.sync.processes import SETTING
from index.types import Order

LIBRARIES = 10
KILLS = 2
PROGRAM = Path(__file__).with_name("killed_add.py")
CHECKOUT = Path(__file__).parents[2]


def text(number: int) -> str:
    dice = random.Random(number % 190)  # noqa: S311 - every 190th body comes again: a duplicate
    words = [dice.choice(("harbour", "ferry", "tide", "council", "wall", "vote", "storm", "mayor")) for _ in range(60)]
    return f"In the {number % 190}th report the {' '.join(words)} came up again."


def make_sources(folder: Path) -> list[Path]:
    pasted = folder / "pasted"
    for number in range(60):
        path = pasted / f"section{number % 3}" / f"{number:03}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Pasted report {number}\n\n{text(number)}\n\n{text(number + 1)}\n")
    (pasted / "broken.txt.gz").write_bytes(gzip.compress(b"Never to be read. " * 2_000)[:60])
    with zipfile.ZipFile(pasted / "wire.zip", "w") as wire:
        for number in range(40):
            wire.writestr(
                f"day{number % 4}/{number}.txt", f"Wire report {number}\n\n{text(number)}\n\n{text(number)}\n"
            )
    records = folder / "records.jsonl"
    with records.open("w") as file:
        for number in range(1_500):
            published = f"20{number % 20:02}-03-{number % 28 + 1:02}"
            file.write(json.dumps({"title": f"Report {number}", "body": text(number), "date": published}) + "\n")
            if number % 500 == 100:
                file.write("{broken\n")
    return [pasted, records]


def dump(library: Library) -> list[object]:
    """Everything in the library but the times of day."""
    return [
        *library.get_many(sorted(library.ids(Order.NEWEST))),
        *library.changes(0, 1_000_000),
        [replace(source, last_sync=None) for source in library.sources()],
        [library.failures(source.id) for source in library.sources()],
        replace(library.stats(), database_bytes=0, index_bytes=0),
    ]


def run(library: Path, sources: list[Path], kill_after: int | None, processes: int = 0) -> list[int]:
    """Adds in a process of its own, killed when it has told `kill_after` steps; returns what it told.

    With `processes` it has the files read by so many others.
    """
    told: list[int] = []
    with subprocess.Popen(
        [sys.executable, PROGRAM, library, *sources],
        stdout=subprocess.PIPE,
        text=True,
        cwd=CHECKOUT,
        env=os.environ | {SETTING: str(processes)},
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            told.append(int(line))
            if len(told) == kill_after:
                process.kill()
    return told


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return make_sources(tmp_path_factory.mktemp("sources"))


@pytest.fixture(scope="module")
def undisturbed(sources: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[list[object], int]]:
    folder = tmp_path_factory.mktemp("undisturbed") / "library"
    steps = len(run(folder, sources, None))
    with Library.open(folder, create=False) as library:
        assert library.count() == 60 + 40 + 1_500
        assert sum(source.failures for source in library.sources()) == 4
        yield dump(library), steps


@pytest.mark.parametrize("seed", range(LIBRARIES))
def test_a_killed_run_is_taken_up_where_it_was(
    seed: int,
    sources: list[Path],
    undisturbed: tuple[list[object], int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected, steps = undisturbed
    moments = random.Random(seed)  # noqa: S311 - moments to be met again
    for _ in range(KILLS):
        told = run(tmp_path / "library", sources, moments.randrange(1, steps), processes=seed % 3)
        with Library.open(tmp_path / "library") as library:
            kept = library.count()
            assert kept >= told[-1], "a committed article was lost"
            rows = library.rows(library.ids(Order.NEWEST))
            assert len(rows) == kept
    with Library.open(tmp_path / "library") as library:
        monkeypatch.setenv(SETTING, "0")
        sync(library)
        if not library.sources():  # killed before they were registered
            run(tmp_path / "library", sources, None)
        assert dump(library) == expected
        assert check(library) == []
