"""Files read by several processes give the library that one process makes, whatever becomes of the processes."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.library import Library
from index.parsing import ParseContext, register
from index.recovery.contents import Recovered, Wanted
from index.sources import SourceItem, discover
from index.sync import add, check, processes, sync
from index.sync.processes import ReadingProcesses, how_many
from index.sync.progress import never
from index.types import Failure, Order, Progress
from tests.index.writing import PARAGRAPH, line, stored, write, write_lines

PARSERS = """
import os, signal, time
from index.cleaning.document import ParsedDocument, RawBlock


class Deadly:
    # Does to the process what a file says.
    kind = "deadly"
    suffixes = frozenset({".deadly"})

    def accepts(self, name, head):
        return name.endswith(".deadly")

    def parse(self, document, context):
        for number, line in enumerate(document.stream.read().decode().splitlines(), 1):
            if line == "spin":
                while True:
                    pass
            if line == "eat":
                bytearray(1 << 40)
            if line.isdecimal():
                os.kill(os.getpid(), int(line))
            if line.startswith("once "):
                try:
                    os.close(os.open(line[5:], os.O_CREAT | os.O_EXCL))
                    os.kill(os.getpid(), signal.SIGKILL)
                except FileExistsError:
                    pass
            location = f"{document.location}#{number}"
            yield ParsedDocument(location, (RawBlock(f"Paragraph {number} of the report, which says: {line}."),))


PARSER = Deadly()
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as made:
        yield made


@pytest.fixture
def deadly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of news in which `.deadly` files can be read: the processes find the parser as an installed one."""
    package = tmp_path / "package"
    (package / "deadly-1.dist-info").mkdir(parents=True)
    (package / "deadly_parser.py").write_text(PARSERS)
    (package / "deadly-1.dist-info" / "METADATA").write_text("Name: deadly\nVersion: 1\n")
    (package / "deadly-1.dist-info" / "entry_points.txt").write_text(
        "[dateline.parsers]\ndeadly = deadly_parser:PARSER\n"
    )
    monkeypatch.syspath_prepend(package)
    register("deadly", frozenset({".deadly"}), "deadly_parser:PARSER")
    monkeypatch.setenv(processes.SETTING, "1")
    folder = tmp_path / "news"
    for number in range(6):
        write(folder / f"{number}.txt", f"Story {number}")
    return folder


def gist(library: Library) -> list[object]:
    """Everything in the library but the times of day."""
    return [
        *library.get_many(sorted(library.ids(Order.NEWEST))),
        [replace(source, last_sync=None) for source in library.sources()],
        [library.failures(source.id) for source in library.sources()],
    ]


def make_news(folder: Path, seed: int) -> Path:
    """A random tree: texts, records, archives, files that cannot be read, and copies of others."""
    dice = random.Random(seed)  # noqa: S311 - the same tree at every run
    for number in range(dice.randrange(1, 12)):
        path = folder / dice.choice(("world", "sport", "world/deep")) / f"{dice.randrange(100)}"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = f"Story {dice.randrange(5)}\n\n{PARAGRAPH}\n\n{line(dice.randrange(5))['body']}\n"
        match dice.randrange(6):
            case 0:
                write_lines(
                    path.with_suffix(".jsonl"), *(line(dice.randrange(9)) for _ in range(dice.randrange(1, 90)))
                )
            case 1:
                with zipfile.ZipFile(path.with_suffix(".zip"), "w") as archive:
                    for member in range(dice.randrange(1, 5)):
                        archive.writestr(f"{member}.txt", text)
            case 2:
                path.with_suffix(".txt.gz").write_bytes(gzip.compress(text.encode())[: dice.choice((60, 9_999))])
            case 3:
                path.with_suffix(".txt").write_bytes(bytes(range(256)) * number)
            case _:
                path.with_suffix(".txt").write_text(text)
    return folder


@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_any_number_of_processes_gives_the_same_library(
    seed: int, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = tmp_path_factory.mktemp("tree")
    news = make_news(base / "news", seed)
    made = []
    for number in ("0", "2"):
        monkeypatch.setenv(processes.SETTING, number)
        with Library.open(base / number) as library:
            add(library, [news])
            made.append(gist(library))
    assert made[0] == made[1]


def test_the_order_of_adding_changes_no_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(processes.SETTING, "2")
    news = [make_news(tmp_path / f"news{seed}", seed) for seed in (5, 6)]
    made = []
    for name, paths in (("forward", [news]), ("backward", [news[1:], news[:1]])):
        with Library.open(tmp_path / name) as library:
            for some in paths:
                add(library, some)
            articles = stored(library)
            groups: dict[int, list[str]] = {}
            for location, article in articles.items():
                groups.setdefault(article.duplicate_of or article.id, []).append(location)
            made.append(
                ({where: each.article for where, each in articles.items()}, sorted(map(sorted, groups.values())))
            )
            assert check(library) == []
    assert made[0] == made[1]


# ---- what files do to processes ------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGKILL])
def test_a_file_that_ends_its_process_is_a_failure_and_the_rest_is_read(
    library: Library, deadly: Path, number: int
) -> None:
    (deadly / "3a.deadly").write_text(f"begin\n{int(number)}\n")
    report = add(library, [deadly])
    assert report.added >= 6
    (problem,) = report.failures
    assert problem.location == str(deadly / "3a.deadly")
    assert "process" in problem.message
    assert check(library) == []


def test_an_accident_of_a_process_loses_nothing(library: Library, deadly: Path, tmp_path: Path) -> None:
    lines = [f"line {number}" for number in range(40)]
    (deadly / "3a.deadly").write_text("\n".join([*lines, f"once {tmp_path / 'done'}", *lines]))
    report = add(library, [deadly])
    assert (report.added, report.failures) == (6 + 81, ())
    assert len(stored(library)) == 6 + 81


def test_a_file_that_takes_too_long_is_a_failure(
    library: Library, deadly: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "MOST_SECONDS", 2.5)
    (deadly / "3a.deadly").write_text("begin\nspin\n")
    report = add(library, [deadly])
    (problem,) = report.failures
    assert "takes more than" in problem.message
    assert report.added >= 6
    assert sync(library).failures == ()  # it has not changed: nobody tries again


def test_a_file_that_eats_the_memory_is_a_failure(library: Library, deadly: Path) -> None:
    (deadly / "3a.deadly").write_text("begin\neat\n")
    report = add(library, [deadly])
    assert report.added == 6 + 1
    assert [("memory" in each.message) for each in report.failures] == [True]


# ---- the processes -------------------------------------------------------------------------------------------------


def wanted(folder: Path) -> Iterator[Wanted]:
    context = ParseContext()
    for item in discover(folder):
        assert not isinstance(item, Failure)
        yield Wanted(item, 1, None, context)


def test_killed_processes_lose_nothing(tmp_path: Path) -> None:
    for number in range(20):
        write_lines(tmp_path / f"{number:02}.jsonl", *(line(10 * number + each) for each in range(100)))
    found = []
    with ReadingProcesses(2, never) as reading:
        for file, contents in reading.over(wanted(tmp_path)):
            assert isinstance(contents.digest(), bytes)
            if file.item.path.name == "08.jsonl":  # once each: what ends two processes is no accident
                for pid in reading.pids:
                    os.kill(pid, signal.SIGKILL)
            for entry in contents.entries():
                assert isinstance(entry, Recovered)
                found.append((file.item.path.name, entry.found.article.headline))
            assert contents.is_whole
    assert found == [(f"{n:02}.jsonl", f"Report {10 * n + each}") for n in range(20) for each in range(100)]


def test_no_process_is_left(tmp_path: Path) -> None:
    for number in range(4):
        write(tmp_path / f"{number}.txt", f"Story {number}")
    with ReadingProcesses(2, never) as reading:
        for _file, contents in reading.over(wanted(tmp_path)):
            contents.digest()
            pids = reading.pids
    assert len(pids) == 2
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_what_is_read_ahead_is_bounded(tmp_path: Path) -> None:
    text = "Words that nobody can press together: {}.\n"
    for number in range(8):
        rows = [{"title": f"Report {row}", "body": text.format(os.urandom(9_000).hex())} for row in range(100)]
        (tmp_path / f"{number}.jsonl").write_text("\n".join(map(json.dumps, rows)))
    most = 0
    with ReadingProcesses(2, never) as reading:
        reading._room = 1 << 20
        for _file, contents in reading.over(wanted(tmp_path)):
            contents.digest()
            for _entry in contents.entries():
                most = max(most, reading._held)
    assert 0 < most < 2 << 20


def test_a_stopped_run_ends_early_and_is_taken_up(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(processes.SETTING, "2")
    (tmp_path / "news").mkdir()
    path = write_lines(tmp_path / "news" / "a.jsonl", *(line(number) for number in range(900)))
    write(tmp_path / "news" / "b.txt", "A story")
    seen: list[Progress] = []
    report = add(library, [path.parent], report=seen.append, stop=lambda: bool(seen) and seen[-1].articles >= 300)
    assert report.interrupted
    assert 300 <= library.count() < 901
    assert sync(library).interrupted is False
    assert library.count() == 901


def test_a_few_small_files_need_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(processes.SETTING, raising=False)
    assert how_many(20, 20_000, [item("a.txt", 1_000)] * 20) == 0
    assert how_many(1, 100 << 20, [item("a.jsonl", 100 << 20)]) == 1
    assert how_many(1, 90_000, [item("a.txt", 90_000)]) == 1
    assert how_many(1, 1_000, [item("a.zip", 1_000)]) == 1
    assert how_many(100_000, 1 << 30, []) >= 1
    monkeypatch.setenv(processes.SETTING, "0")
    assert how_many(100_000, 1 << 30, []) == 0


def item(name: str, size: int) -> SourceItem:
    return SourceItem(Path(name), size, 0, name, name.encode())
