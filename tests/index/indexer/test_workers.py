"""Segments built by processes: the same as built here, whatever becomes of the processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import monotonic, sleep

import pytest

from index.codec.batch import Batch
from index.codec.memory import Memory
from index.codec.segment import SegmentReader
from index.errors import DatelineError, DiskFullError, LibraryNotWritableError, SearchIndexError
from index.indexer.articles import indexed
from index.indexer.workers import BuiltSegment, SegmentWorkers, how_many
from index.library import Library
from index.types import ArticleId
from tests.index.library.disks import read_only, small_disk
from tests.index.library.making import article, put, remove

PROGRAM = Path(__file__).with_name("segments_until_killed.py")
CHECKOUT = Path(__file__).parents[3]
PATIENCE = 60.0


def put_reports(library: Library, count: int) -> list[ArticleId]:
    return put(
        library,
        *(
            article(
                f"Report {number}",
                f"The harbour of Skell had {number} ferries.",
                language="en",
                authors=("Vera Quill", "Tom Hask"),
                section=f"Section {number % 3}",
                published=f"2019-03-{number % 28 + 1:02}",
            )
            for number in range(count)
        ),
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "segments"
    made.mkdir()
    return made


@contextmanager
def working(library: Library, folder: Path, processes: int = 2, words: int = 100_000) -> Iterator[SegmentWorkers]:
    with SegmentWorkers(library.folder, folder, processes=processes, memory=Memory(words, 100_000, 100_000)) as made:
        yield made


def outcome(workers: SegmentWorkers) -> tuple[BuiltSegment, ...]:
    found = workers.result(PATIENCE)
    assert found is not None
    return found


def wait_for(holds: Callable[[], object]) -> None:
    deadline = monotonic() + PATIENCE
    while not holds():
        assert monotonic() < deadline
        sleep(0.005)


def pids(workers: SegmentWorkers) -> list[int]:
    return [worker._process.pid for worker in workers._workers]


def has_ended(pid: int) -> bool:
    """Whether a process runs no more; one that has ended may still wait to be asked for its exit code."""
    status = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        return not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z"
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_segment_is_the_one_that_would_be_built_here(library: Library, folder: Path) -> None:
    ids = put_reports(library, 450)
    batch = Batch()
    for stored in library.get_many(ids):
        batch.add(indexed(stored))
    batch.write(folder / "here")
    with working(library, folder) as workers:
        workers.submit(ids, "there")
        assert outcome(workers) == (BuiltSegment("there", tuple(ids), batch.size),)
        assert workers.articles == 450
    assert (folder / "there").read_bytes() == (folder / "here").read_bytes()


def test_facets_come_from_the_article(library: Library) -> None:
    (number,) = put_reports(library, 1)
    found = indexed(library.get(number))
    assert found.facets == {
        "outlet": (),
        "section": ("Section 0",),
        "place": (),
        "author": ("Vera Quill", "Tom Hask"),
        "language": ("en",),
    }
    assert (found.id, found.published, found.language) == (number, "2019-03-01", "en")


def test_results_come_in_the_order_of_submission(library: Library, folder: Path) -> None:
    ids = put_reports(library, 300)
    parts = [ids, *([one] for one in ids[:20])]  # the first takes longest
    with working(library, folder) as workers:
        for number, part in enumerate(parts):
            workers.submit(part, f"part{number}")
        assert workers.pending == 21
        found = [outcome(workers) for _ in parts]
        assert workers.pending == 0
        assert len(pids(workers)) == 2
    assert [(one.name, list(one.ids)) for (one,) in found] == [(f"part{n}", part) for n, part in enumerate(parts)]
    assert sorted(path.name for path in folder.iterdir()) == sorted(f"part{number}" for number in range(21))


def test_articles_that_were_removed_are_left_out(library: Library, folder: Path) -> None:
    ids = put_reports(library, 4)
    remove(library, ids[1:2])
    with working(library, folder) as workers:
        workers.submit(ids, "some")
        workers.submit(ids[1:2], "none")
        assert [one.ids for one in outcome(workers)] == [(ids[0], ids[2], ids[3])]
        assert outcome(workers) == ()
    assert [path.name for path in folder.iterdir()] == ["some"]


def test_what_is_too_much_for_one_segment_becomes_several(library: Library, folder: Path) -> None:
    ids = put_reports(library, 30)
    with working(library, folder, words=200) as workers:
        workers.submit(ids, "part")
        found = outcome(workers)
    assert [one.name for one in found] == ["part", *(f"part-{number}" for number in range(2, len(found) + 1))]
    assert len(found) > 2
    assert all(len(one.ids) > 1 for one in found)
    assert [number for one in found for number in one.ids] == ids
    assert [list(SegmentReader(folder / one.name).ids) for one in found] == [list(one.ids) for one in found]


def test_waiting_for_a_result_can_be_cut_short(library: Library, folder: Path) -> None:
    with working(library, folder, processes=1) as workers:
        workers.submit(put_reports(library, 1), "part")
        assert workers.result(0) is None
        assert workers.pending == 1
        assert len(outcome(workers)) == 1


def test_stopping_leaves_what_was_given_and_nothing_else(library: Library, folder: Path) -> None:
    ids = put_reports(library, 50)
    with working(library, folder, words=200) as workers:
        workers.submit(ids[:1], "given")
        outcome(workers)
        for number in range(4):
            workers.submit(ids * 20, f"part{number}")
        wait_for(lambda: workers.result(0.01) or len(list(folder.iterdir())) > 3)
        started = pids(workers)
        given = 1 + 4 - workers.pending
        workers.stop()
        assert all(map(has_ended, started))
        assert workers.pending == 0
    left = {path.name.partition("-")[0] for path in folder.iterdir()}
    assert left == {"given", *(f"part{number}" for number in range(given - 1))}


def test_stopping_removes_what_a_process_has_begun_to_remove(library: Library, folder: Path) -> None:
    ids = put_reports(library, 50)
    with working(library, folder, processes=1, words=200) as workers:
        workers.submit(ids * 20, "part")
        wait_for(lambda: len(list(folder.iterdir())) > 3)
        (folder / "part").unlink()
        workers.stop()
    assert list(folder.iterdir()) == []


def test_workers_can_be_used_after_a_stop(library: Library, folder: Path) -> None:
    ids = put_reports(library, 1)
    with working(library, folder) as workers:
        workers.submit(ids, "part")
        workers.stop()
        workers.submit(ids, "part")
        assert [one.name for one in outcome(workers)] == ["part"]


def test_an_interrupt_is_the_parents_to_decide(library: Library, folder: Path) -> None:
    ids = put_reports(library, 10)
    with working(library, folder, processes=1) as workers:
        workers.submit(ids, "one")
        outcome(workers)
        (pid,) = pids(workers)
        workers.submit(ids * 100, "two")
        os.kill(pid, signal.SIGINT)
        assert len(outcome(workers)) == 1
        assert pids(workers) == [pid]


def test_a_killed_process_is_replaced(library: Library, folder: Path) -> None:
    ids = put_reports(library, 50)
    with working(library, folder, processes=1, words=200) as workers:
        workers.submit(ids * 20, "one")
        workers.submit(ids, "two")
        wait_for(lambda: workers.result(0.01) or len(list(folder.iterdir())) > 1)
        (killed,) = pids(workers)
        os.kill(killed, signal.SIGKILL)
        found = [one for _ in range(workers.pending) for one in outcome(workers)]
        assert pids(workers) != [killed]
        assert found[-1].ids[-1] == ids[-1]
        assert workers.articles == 50 * 21


def test_what_ends_a_process_twice_is_an_error(library: Library, folder: Path) -> None:
    ids = put_reports(library, 50)
    with working(library, folder, processes=1, words=200) as workers:
        workers.submit(ids * 100, "deadly")
        workers.submit(ids, "harmless")
        for _ in range(2):
            wait_for(lambda: workers.result(0.01) is None and list(folder.iterdir()))
            (killed,) = pids(workers)
            os.kill(killed, signal.SIGKILL)
            wait_for(partial(has_ended, killed))
        with pytest.raises(SearchIndexError, match="ended twice: signal 9"):
            outcome(workers)
        assert all(one.name.startswith("harmless") for one in outcome(workers))


def test_a_damaged_article_is_named_and_indexed_without_its_body(library: Library, folder: Path) -> None:
    ids = put_reports(library, 300)
    with library.database.transaction() as connection:
        connection.execute("UPDATE bodies SET data = x'00' WHERE article_id = ?", (ids[250],))
    with working(library, folder, words=200) as workers:
        workers.submit(ids, "bad")
        workers.submit(ids[:200], "good")
        bad, good = outcome(workers), outcome(workers)
    assert [number for one in bad for number in one.ids] == ids
    (failure,) = (failure for one in bad for failure in one.failures)
    assert f"article {ids[250]} cannot be read" in failure.message
    assert not any(one.failures for one in good)


def test_a_full_disk_is_told_and_nothing_is_left_on_it(library: Library, tmp_path: Path) -> None:
    ids = put_reports(library, 2_000)
    with small_disk(tmp_path / "disk", 64) as disk, working(library, disk) as workers:
        workers.submit(ids, "part")
        with pytest.raises(DiskFullError):
            outcome(workers)
        assert not list(disk.iterdir())


def test_a_folder_that_cannot_be_written_is_told(library: Library, folder: Path) -> None:
    ids = put_reports(library, 1)
    with read_only(folder), working(library, folder) as workers:
        workers.submit(ids, "part")
        with pytest.raises(LibraryNotWritableError):
            outcome(workers)


def test_a_name_that_is_taken_is_left_alone(library: Library, folder: Path) -> None:
    (folder / "part").write_text("mine")
    with working(library, folder) as workers:
        workers.submit(put_reports(library, 1), "part")
        with pytest.raises(DatelineError, match="there already: part"):
            outcome(workers)
    assert (folder / "part").read_text() == "mine"


def test_processes_end_with_a_killed_parent(library: Library, folder: Path) -> None:
    put_reports(library, 100)
    words = [sys.executable, str(PROGRAM), str(library.folder), str(folder)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=CHECKOUT, env=_env()) as parent:
        assert parent.stdout is not None
        started = [int(pid) for pid in parent.stdout.readline().split()]
        assert len(started) == 2
        assert not any(map(has_ended, started))
        parent.kill()
    wait_for(lambda: all(map(has_ended, started)))
    assert not list(folder.iterdir())


def test_a_process_loads_nothing_of_the_interface(library: Library, folder: Path) -> None:
    with working(library, folder, processes=1) as workers:
        workers.submit(put_reports(library, 1), "part")
        outcome(workers)
        words = workers._workers[0]._process.args
        assert isinstance(words, list)
        assert words[1] == "-c"  # not the parent's program, which imports the interface
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, index.indexer.building_process; print(*sys.modules)"],
        cwd=CHECKOUT, env=_env(), check=True, capture_output=True, text=True,
    ).stdout.split()  # fmt: skip
    assert not {"tui", "textual", "rich", "multiprocessing.spawn"} & set(loaded)


def test_how_many_processes() -> None:
    many = how_many(1_000_000, None)
    assert many >= 1
    assert how_many(2_000, None) == how_many(2_000, 8) == 1
    assert how_many(1_000_000, 1) == 1
    assert how_many(1_000_000, 8) <= 8
    assert how_many(1_000_000, None, memory=Memory.of(1 << 50)) == 1


def _env() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(CHECKOUT)}


SENDING_TO_A_KILLED_PROCESS = """
import signal, sys
from pathlib import Path
from index.indexer.workers import SegmentWorkers
signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # as the command line has it
with SegmentWorkers(Path(sys.argv[1]), Path(sys.argv[2]), processes=1) as workers:
    workers.submit([1], "one")
    workers.result()
    killed = workers._workers[0]._process
    killed.kill()
    killed.wait()
    workers.submit([1], "two")
    print(*(one.name for one in workers.result()))
"""


def test_work_for_a_killed_process_does_not_end_this_one(library: Library, folder: Path) -> None:
    put_reports(library, 1)
    words = [sys.executable, "-c", SENDING_TO_A_KILLED_PROCESS, str(library.folder), str(folder)]
    run = subprocess.run(words, cwd=CHECKOUT, env=_env(), capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (0, "two\n"), run.stderr
