"""Real folders are watched; each test waits for what it is told."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue
from threading import Event, Thread

import pytest

from index.library import Library
from index.sync import add, watching
from index.types import SourceId
from tests.index.writing import line, write, write_lines

PATIENCE = 30  # seconds until a test gives up


class Watched:
    """A library whose sources are watched, and what was told."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.told: Queue[frozenset[SourceId]] = Queue()
        self._stop = Event()
        self._ready = Event()
        self._thread = Thread(target=self._run)

    def _run(self) -> None:
        watching.watch(self.library, self.told.put, self._stop, watching=self._ready.set)

    def begin(self) -> None:
        self._thread.start()
        assert self._ready.wait(PATIENCE)

    def end(self) -> None:
        self._stop.set()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()

    def next(self) -> set[str]:
        """The names of the sources that are told next."""
        return self._named(self.told.get(timeout=PATIENCE))

    def until(self, name: str) -> None:
        """Waits until a source is told."""
        while name not in self.next():
            pass

    def _named(self, ids: frozenset[SourceId]) -> set[str]:
        return {source.path.name for source in self.library.sources() if source.id in ids}


@pytest.fixture
def news(tmp_path: Path) -> Path:
    return write(tmp_path / "news" / "a.txt", "A story").parent


@pytest.fixture
def watched(tmp_path: Path, news: Path) -> Iterator[Callable[..., Watched]]:
    made: list[Watched] = []

    def begin(*paths: Path) -> Watched:
        library = Library.open(tmp_path / "library")
        add(library, [news, *paths])
        made.append(Watched(library))
        made[-1].begin()
        return made[-1]

    yield begin
    for one in made:
        one.end()
        one.library.close()


def test_new_changed_moved_and_removed_files_are_told(watched: Callable[..., Watched], news: Path) -> None:
    told = watched()
    write(news / "b.txt", "Another story")
    assert told.next() == {"news"}
    write(news / "b.txt", "Another story, corrected")
    assert told.next() == {"news"}
    (news / "b.txt").rename(news / "c.txt")
    assert told.next() == {"news"}
    (news / "c.txt").unlink()
    assert told.next() == {"news"}


def test_many_changes_are_told_together(watched: Callable[..., Watched], news: Path) -> None:
    told = watched()
    for number in range(200):
        write(news / f"deep{number % 7}" / f"{number}.txt", f"Story {number}")
    assert told.next() == {"news"}
    told.end()
    assert told.told.qsize() <= 3


def test_the_innermost_source_is_told(watched: Callable[..., Watched], news: Path) -> None:
    write(news / "sport" / "race.txt", "The race")
    told = watched(news / "sport")
    write(news / "sport" / "match.txt", "The match")
    assert told.next() == {"sport"}


def test_a_file_that_is_a_source_is_looked_at(watched: Callable[..., Watched], tmp_path: Path) -> None:
    path = write_lines(tmp_path / "wire.jsonl", line(1))
    told = watched(path)
    write_lines(path, line(1), line(2))
    assert told.next() == {"wire.jsonl"}
    new = write_lines(tmp_path / "wire.new", line(3))
    new.replace(path)
    assert told.next() == {"wire.jsonl"}


def test_the_library_and_hidden_files_are_not_told(watched: Callable[..., Watched], tmp_path: Path) -> None:
    told = watched(tmp_path)  # which contains the library
    (tmp_path / ".hidden.txt").write_text("x")
    (tmp_path / "library" / "scratch.txt").write_text("x")
    (tmp_path / "README.txt").write_text("x")
    write(tmp_path / "news" / "b.txt", "A story that ends the waiting")
    assert told.next() == {"news"}


def test_a_folder_that_vanished_is_watched_when_it_is_back(watched: Callable[..., Watched], news: Path) -> None:
    told = watched()
    away = news.rename(news.with_name("away"))
    told.until("news")
    away.rename(news)
    told.until("news")
    write(news / "b.txt", "Written after it came back")
    told.until("news")


def test_a_source_that_is_added_meanwhile_is_watched(watched: Callable[..., Watched], tmp_path: Path) -> None:
    told = watched()
    later = write(tmp_path / "later" / "a.txt", "A later story").parent
    add(told.library, [later])
    told.until("later")
    write(later / "b.txt", "Another later story")
    told.until("later")


def test_a_missing_folder_is_tolerated(watched: Callable[..., Watched], tmp_path: Path) -> None:
    lost = write(tmp_path / "lost" / "a.txt", "A story").parent
    told = watched(lost)
    shutil.rmtree(lost)
    told.until("lost")
    write(lost / "a.txt", "A story")
    told.until("lost")


def test_what_the_system_cannot_watch_is_swept(
    watched: Callable[..., Watched], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "SWEEP", 0.0)
    monkeypatch.setattr(watching, "LONGEST", 0.0)
    monkeypatch.setattr(watching, "_REMOTE", ("",))  # every file system
    assert watched().next() == {"news"}


def test_mounts_are_told_by_their_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_bytes(
        b"21 1 0:1 / / rw - ext4 /dev/sda rw\n"
        b"22 21 0:2 / /mnt/two\\040words rw shared:1 - nfs4 server:/news rw\n"
        b"23 21 0:3 / /mnt/two\\040words/here rw - tmpfs tmpfs rw\n"
    )
    monkeypatch.setattr(watching, "_MOUNTS", mounts)
    found = watching._remote_mounts()
    assert [
        watching._stands_on(Path(each), found) for each in ("/news", "/mnt/two words/a", "/mnt/two words/here/b")
    ] == [
        False,
        True,
        False,
    ]
