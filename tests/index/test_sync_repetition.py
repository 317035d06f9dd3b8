"""What comes again in the pasted pages of a folder is learned before they are read, and anew when they change."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.cleaning.repeated import RepeatedLines, key_of
from index.library import Library
from index.sync import add, remove_source, repetition, sync
from index.sync.contexts import Contexts
from index.sync.reading import FileReader
from tests.index.writing import line

MENU = "Home | World | Sport | Ferries | Letters"
NOTICE = "Read the Ansel Courier for one crown a week"


def page(number: int, *furniture: str) -> str:
    body = str(line(number)["body"])
    own = [f"{body[24:60]} and others meet", body, f"{body} It was said again."]
    return "\n\n".join([*furniture, *own, *furniture]) + "\n"


def save(folder: Path, numbers: range, *furniture: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        (folder / f"{number:03}.txt").write_text(page(number, *furniture))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as made:
        yield made


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read, as they are."""
    names: list[str] = []
    reading = FileReader.read

    def noted(self, wanted, contents):  # type: ignore[no-untyped-def]
        names.append(wanted.item.path.name)
        reading(self, wanted, contents)

    monkeypatch.setattr(FileReader, "read", noted)
    return names


def learned(library: Library, path: Path) -> RepeatedLines | None:
    """The lines with which a file is read."""
    return Contexts(library, library.sources()).of(bytes(path), int(library.sources()[0].id)).repeated


def test_lines_of_many_files_are_known_before_the_first_is_read(library: Library, tmp_path: Path) -> None:
    save(tmp_path / "news", range(12), MENU)
    add(library, [tmp_path / "news"])
    lines = learned(library, tmp_path / "news" / "000.txt")
    assert lines is not None
    assert lines.is_repeated(MENU)
    assert len(lines) == 1


def test_few_files_and_single_files_tell_nothing(library: Library, tmp_path: Path) -> None:
    save(tmp_path / "news", range(4), MENU)
    add(library, [tmp_path / "news"])
    assert learned(library, tmp_path / "news" / "000.txt") is None
    save(tmp_path / "others", range(12), MENU)
    with Library.open(tmp_path / "second") as second:
        add(second, [tmp_path / "others" / "003.txt"])
        assert learned(second, tmp_path / "others" / "003.txt") is None


def test_each_folder_has_its_own(library: Library, tmp_path: Path) -> None:
    save(tmp_path / "news" / "courier", range(8), MENU)
    save(tmp_path / "news" / "herald", range(8), NOTICE)
    add(library, [tmp_path / "news"])
    for name, known, other in (("courier", MENU, NOTICE), ("herald", NOTICE, MENU)):
        lines = learned(library, tmp_path / "news" / name / "000.txt")
        assert lines is not None
        assert lines.is_repeated(known)
        assert not lines.is_repeated(other)


def test_the_sample_rests_on_the_names_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repetition, "SAMPLE", 7)
    save(tmp_path / "news", range(40))
    names = repetition._text_names(bytes(tmp_path / "news"))
    sample = repetition._sample(bytes(tmp_path / "news"), names)
    assert len(sample[0]) == 7
    random.Random(3).shuffle(names)  # noqa: S311
    assert repetition._sample(bytes(tmp_path / "news"), names) == sample


def test_only_files_with_a_line_that_is_new_among_them_are_read_again(
    library: Library, tmp_path: Path, read: list[str]
) -> None:
    news = tmp_path / "news"
    save(news, range(6))
    save(news, range(6, 8), NOTICE)
    add(library, [news])
    assert learned(library, news / "000.txt") is None
    read.clear()
    save(news, range(8, 10), NOTICE)
    report = sync(library)
    assert sorted(read) == ["006.txt", "007.txt", "008.txt", "009.txt"]
    assert (report.added, report.unchanged) == (2, 6)
    lines = learned(library, news / "000.txt")
    assert lines is not None
    assert lines.is_repeated(NOTICE)
    read.clear()
    assert sync(library).unchanged == 10
    assert read == []


def test_a_file_outside_the_sample_has_nothing_learned(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repetition, "SAMPLE", 6)
    news = tmp_path / "news"
    save(news, range(30), MENU)
    add(library, [news])
    names = [path.name for path in news.iterdir()]
    sampled = {
        Path(path.decode()).name for path in repetition._sample(bytes(news), [name.encode() for name in names])[0]
    }
    other = next(name for name in sorted(names) if name not in sampled)
    (news / other).write_text(page(77, MENU, NOTICE))

    def never_called(*_: object) -> RepeatedLines:
        raise AssertionError

    monkeypatch.setattr(RepeatedLines, "learn", never_called)
    assert sync(library).updated == 1


def test_a_stopped_run_learns_it_again(library: Library, tmp_path: Path, read: list[str]) -> None:
    news = tmp_path / "news"
    save(news, range(8), NOTICE)
    add(library, [news], stop=lambda: bool(read))
    assert sync(library).interrupted is False
    lines = learned(library, news / "000.txt")
    assert lines is not None
    assert key_of(NOTICE) in lines.keys


def test_what_is_kept_goes_with_the_source(library: Library, tmp_path: Path) -> None:
    save(tmp_path / "news", range(8), MENU)
    add(library, [tmp_path / "news"])
    assert len(library.database.rows("SELECT * FROM repetitions")) == 1
    remove_source(library, int(library.sources()[0].id), keep_marked=False)
    assert library.database.rows("SELECT * FROM repetitions") == []
