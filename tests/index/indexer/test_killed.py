"""SIGKILL at any step of a write, a merge and a rebuild: what was committed is searched, and the next sync goes on."""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from index.indexer.generations import Generations
from index.indexer.manifest import MANIFEST_FILE
from index.indexer.reader import open_index
from index.library import Library
from index.search import Searcher
from index.sync import add, check, sync
from tests.index.indexer.test_power_cut import assert_nothing_is_left
from tests.index.indexer.test_workers import wait_for
from tests.index.indexer.watching import INDEXING, Deed, begun, deeds, still_running, watched

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="processes are watched through /proc")

KILLS = 7
"""Kills of each command, but for those of what goes on after them."""

ARTICLES = 48


def write_records(path: Path, first: int) -> None:
    records = (
        {"id": f"r{number}", "headline": f"Report {number}", "text": f"The ferry number {number} came in at dawn."}
        for number in range(first, first + 12)
    )
    path.write_text("".join(json.dumps(record) + "\n" for record in records))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a library and its source, which has news; the commit of them has all segments merged."""
    folder = tmp_path_factory.mktemp("prepared")
    source = folder / "records"
    source.mkdir()
    with Library.open(folder / "library") as library:
        for first in (0, 12):
            write_records(source / f"{first}.jsonl", first)
            add(library, [source])
        changed = (source / "0.jsonl").read_text().replace("number 5 came", "number 5 never came")
        (source / "0.jsonl").write_text(changed)
        sync(library)
    write_records(source / "24.jsonl", 24)
    write_records(source / "36.jsonl", 36)
    return folder


@pytest.fixture
def place(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared, tmp_path / "place"))


def dateline(place: Path, *words: str, kill_at: int = 0) -> int:
    """Run the command on the library of a place, watched; gives how it ended."""
    command = ("-m", "tui", "--library", str(place / "library"), *words)
    return watched(place / "library", place / "log", *command, kill_at=kill_at).returncode


def moments(place: Path, *words: str) -> list[int]:
    """Steps at which to kill a command: the first, the last, and some between, among them a commit and a merge."""
    aside = Path(shutil.copytree(place, place.with_name("aside")))
    assert dateline(aside, *words) == 0
    done = [deed for deed in deeds(aside / "log") if not deed.name.startswith("library")]
    telling = [deed.step for deed in done if deed.does in {"rename", "unlink", "remove-folder"}]
    dice = Random(len(words[0]))  # noqa: S311 - moments to be met again
    last = max(deed.step for deed in done)
    some = dice.sample(range(2, last), KILLS - 5)
    return [1, *sorted(some + dice.sample(telling, 3)), last]


def revision(library: Library) -> int:
    """How far the index that is searched follows the library."""
    reader = open_index(library.search_folder, library.identity())
    assert reader is not None
    reader.close()
    return reader.revision


def assert_searched_is_committed(place: Path, before: int) -> None:
    """The search finds what the library held when the last commit was made, or a later one.

    That is at least what was searched `before`, and what was committed to the same generation since.
    """
    with Library.open(place / "library") as library, Searcher(library) as searcher:
        current = Generations(library.search_folder, library.identity()).current()
        commits = [deed.content for deed in deeds(place / "log") if deed.new == f"search/{current}/{MANIFEST_FILE}"]
        made = [json.loads(content)["manifest"]["revision"] for content in commits]
        now = revision(library)
        assert now >= max([before, *made])
        held = library.database.column("SELECT id FROM articles WHERE revision <= ? ORDER BY id", (now,))
        assert sorted(searcher.search("ferry").ids) == list(held)


def assert_sync_completes(place: Path) -> None:
    with Library.open(place / "library") as library, Searcher(library) as searcher:
        sync(library)
        assert (searcher.status.usable, searcher.status.behind) == (True, 0)
        assert searcher.search("ferry").total == library.count() == ARTICLES
        assert check(library) == []
        assert_nothing_is_left(library)


def put_in_unindexed(place: Path) -> None:
    """Have the library ahead of its index, as a kill between the two leaves it."""
    index = place / "library" / "search"
    kept = Path(shutil.copytree(index, place / "kept"))
    with Library.open(place / "library") as library:
        sync(library)
    shutil.rmtree(index)
    kept.rename(index)


@pytest.mark.parametrize("words", [("reindex",), ("add", "records"), ("catch-up",)], ids=lambda words: words[0])
def test_a_killed_command_costs_nothing_committed(prepared: Path, place: Path, words: tuple[str, ...]) -> None:
    words = tuple(str(prepared / word) if word == "records" else word for word in words)
    if words == ("catch-up",):
        put_in_unindexed(place)
    with Library.open(place / "library") as library:
        before = revision(library)
    for number, step in enumerate(moments(place, *words)):
        again = shutil.copytree(place, place.with_name(f"killed{number}"))
        assert dateline(again, *words, kill_at=step) == -signal.SIGKILL
        assert_searched_is_committed(again, before)
        if number % 2:
            dateline(again, "sync", kill_at=step // 2 + 1)  # what goes on is killed, too
            assert_searched_is_committed(again, before)
        assert_sync_completes(again)


def rebuilding(place: Path, kill_at: int = 0) -> int:
    """Build the index anew in several processes."""
    library = place / "library"
    return watched(library, place / "log", INDEXING, library, "rebuild", "2", kill_at=kill_at).returncode


@pytest.fixture
def whole(place: Path) -> Path:
    """A place whose library has read all of its source."""
    with Library.open(place / "library") as library:
        sync(library)
        assert library.count() == ARTICLES
    return place


def test_a_killed_command_leaves_no_process_behind(whole: Path) -> None:
    with Library.open(whole / "library") as library:
        before = revision(library)
    assert rebuilding(whole) == 0
    commits = [deed.step for deed in deeds(whole / "log") if deed.new.startswith("search")]
    for step in commits[::3]:
        assert rebuilding(whole, kill_at=step) == -signal.SIGKILL
        wait_for(lambda: not still_running(whole / "log"))
        assert_searched_is_committed(whole, before)
    assert_sync_completes(whole)


def is_begun(deed: Deed) -> bool:
    return deed.does == "make" and "building" in deed.name


def is_built(deed: Deed) -> bool:
    return deed.does == "sync" and "building" in deed.name


@pytest.mark.parametrize("moment", [is_begun, is_built])
@pytest.mark.parametrize("count", [1, 4])
def test_a_killed_worker_is_made_up_for(whole: Path, moment: Callable[[Deed], bool], count: int) -> None:
    folder, log = whole / "library", whole / "log"
    with Library.open(folder) as library:
        before = revision(library)

    def met() -> list[Deed]:
        return [deed for deed in deeds(log) if moment(deed)][count - 1 :]

    with begun(folder, log, INDEXING, folder, "rebuild", "2") as process:
        wait_for(met)
        with suppress(ProcessLookupError):  # it may have ended
            os.kill(met()[0].pid, signal.SIGKILL)
        _, errors = process.communicate()
    assert process.returncode == 0, errors
    assert not still_running(log)
    assert_searched_is_committed(whole, before)
    assert_sync_completes(whole)
