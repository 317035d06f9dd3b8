"""The power goes at any moment: the index opens, is the last committed one or a later one, and is completed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from index.indexer import Indexer
from index.indexer.generations import CURRENT_FILE, Generations
from index.indexer.manifest import MANIFEST_FILE, read_manifest
from index.indexer.reader import open_index
from index.library import Library
from tests.index.indexer.disk import Disk, moments
from tests.index.indexer.test_indexer import catch_up, change, found_by, live_ids, put_harbours
from tests.index.indexer.watching import INDEXING, Deed, deeds, watched
from tests.index.library.making import remove

SHARES = (0.0, 0.5, 1.0)
"""How much of what is not safe is there, in the cuts of one moment."""

State = tuple[int, list[int], list[int]] | None
"""The revision of the index, its articles, and those in which a word stands; None where nothing is indexed yet."""


def build_first(library: Library) -> str:
    put_harbours(library, 30)
    return "catch-up"


def replace_some(library: Library) -> str:
    """Articles are changed and removed, and segments are merged."""
    ids = put_harbours(library, 12)
    catch_up(library)
    for number in range(2):  # segments of about one size: one more and they are merged
        change(library, ids[number], f"Salvage {number}.")
        catch_up(library)
    change(library, ids[3], "The ferry was wrecked.")
    remove(library, ids[6:7])
    return "catch-up"


def build_anew(library: Library) -> str:
    put_harbours(library, 30)
    catch_up(library)
    return "rebuild"


def go_on(library: Library) -> str:
    """A first build was ended before it was complete, and has left files of other processes."""
    put_harbours(library, 30)
    log = library.folder.with_name("log")
    whole = watched(library.folder, log, INDEXING, library.folder, "catch-up", "2")
    assert whole.returncode == 0, whole.stderr
    shutil.rmtree(library.search_folder)
    steps = [deed.step for deed in deeds(log) if deed.does == "rename" and "building" in deed.name]
    watched(library.folder, log, INDEXING, library.folder, "catch-up", "2", kill_at=steps[2])
    assert (library.search_folder / "1" / "building").exists()
    return "catch-up"


PREPARATIONS: list[tuple[Callable[[Library], str], int]] = [
    (build_first, 1),
    (replace_some, 1),
    (build_anew, 1),
    (build_anew, 2),
    (go_on, 2),
]


@dataclass(frozen=True)
class Known:
    """A state that was committed by the `number`th deed; its name was safe after the `safe_from`th, if at all."""

    number: int
    state: State
    safe_from: int


@pytest.mark.parametrize(("prepare", "processes"), PREPARATIONS)
def test_a_power_cut_at_any_moment_costs_nothing_committed(
    library: Library, tmp_path: Path, prepare: Callable[[Library], str], processes: int
) -> None:
    what = prepare(library)
    before = tmp_path / "before"
    shutil.copytree(library.folder, before, ignore=shutil.ignore_patterns("library.*"))
    run = watched(library.folder, tmp_path / "log", INDEXING, library.folder, what, str(processes))
    assert run.returncode == 0, run.stderr
    done = deeds(tmp_path / "log")
    whole = state(library)
    known = committed_states(library, before, done)
    assert known[-1].state == whole
    dice = Random(7)  # noqa: S311 - cuts to be met again
    disk = Disk(before)
    for number, _ in moments(disk, done):
        for share in SHARES:
            lay_down(library, disk, dice, share)
            certain = max(one.number for one in known if one.safe_from <= number)
            allowed = [one.state for one in known if certain <= one.number <= number]
            assert state(library) in allowed, (number, share, done[:number][-5:])
            catch_up(library)
            assert state(library) == whole
            assert Indexer(library).verify(full=True) == []
            assert_nothing_is_left(library)


def committed_states(library: Library, before: Path, done: Sequence[Deed]) -> list[Known]:
    """What a reader finds from one commit to the next, when the power stays on."""
    known: list[Known] = []
    disk = Disk(before)
    for number, deed in moments(disk, done):
        if deed is None or (deed.does == "rename" and deed.new.endswith((MANIFEST_FILE, CURRENT_FILE))):
            lay_down(library, disk, Random(0), 1.0)  # noqa: S311 - everything is kept
            known.append(Known(number, state(library), number if deed is None else synced(done, number)))
    return known


def synced(done: Sequence[Deed], number: int) -> int:
    """The number of the deed that made the name safe that the `number`th deed gave."""
    folder = str(Path(done[number - 1].new).parent)
    later = enumerate(done[number:], number + 1)
    return next(place for place, deed in later if (deed.does, deed.name) == ("sync-folder", folder))


def lay_down(library: Library, disk: Disk, dice: Random, share: float) -> None:
    shutil.rmtree(library.search_folder, ignore_errors=True)
    disk.after_power_cut(library.folder, dice, share)


def state(library: Library) -> State:
    reader = open_index(library.search_folder, library.identity())
    if reader is None:
        return None
    try:
        return (reader.revision, live_ids(reader), found_by(reader, "ferry")) if reader.revision else None
    finally:
        reader.close()


def assert_nothing_is_left(library: Library) -> None:
    """Only the files that the manifest names are there."""
    number = Generations(library.search_folder, library.identity()).current()
    folder = library.search_folder / str(number)
    assert {path.name for path in library.search_folder.iterdir()} == {CURRENT_FILE, folder.name}
    kept = {*read_manifest(folder, library.identity()).files, MANIFEST_FILE}
    assert {path.name for path in folder.iterdir()} == kept
