from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.errors import SourceNotFoundError
from index.sources import SourceItem, discover
from index.types import Failure


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"text of {name}")


def found(root: Path) -> list[str]:
    return [
        str(item.path.relative_to(root)) if isinstance(item, SourceItem) else item.message for item in discover(root)
    ]


def items(root: Path) -> list[SourceItem]:
    return [item for item in discover(root) if isinstance(item, SourceItem)]


def test_files_come_in_the_order_of_their_paths_bytes(tmp_path: Path) -> None:
    make(tmp_path, "b.txt", "a/z.txt", "a.txt", "a/b/c.jsonl", "a-b.text", "é.txt", "Z", "a/b.zip")
    keys = [item.key for item in items(tmp_path)]
    assert len(keys) == 8
    assert keys == sorted(keys)


def test_what_is_passed_over(tmp_path: Path) -> None:
    make(tmp_path, ".hidden/a.txt", ".b.txt", "README.txt", "LICENSE", "c.png", "d.py", "f.txt", "g.JSON.GZ")
    make(tmp_path, "__MACOSX/h.txt", "x.doc", "y.tar.bz2")
    os.mkfifo(tmp_path / "pipe.txt")
    assert found(tmp_path) == ["f.txt", "g.JSON.GZ", "y.tar.bz2"]


def test_what_belongs_to_a_saved_page_is_passed_over(tmp_path: Path) -> None:
    make(tmp_path, "A story.html", "A story_files/frame.html", "A story_files/data.json", "B.htm", "B-Dateien/c.txt")
    make(tmp_path, "other_files/d.txt", "_files/e.txt", "A story/f.txt")
    assert found(tmp_path) == ["A story.html", "A story/f.txt", "B.htm", "_files/e.txt", "other_files/d.txt"]


def test_a_file_named_outright_is_always_tried(tmp_path: Path) -> None:
    make(tmp_path, "README.pdf")
    (item,) = items(tmp_path / "README.pdf")
    assert item.outright
    assert item.size == len("text of README.pdf")
    assert item.mtime_ns == (tmp_path / "README.pdf").stat().st_mtime_ns


def test_a_missing_source_raises_at_once(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError, match="no such file or folder"):
        discover(tmp_path / "nowhere")


def test_links_in_a_circle_end_and_a_folder_is_walked_once(tmp_path: Path) -> None:
    make(tmp_path, "a/b/c.txt")
    (tmp_path / "a" / "b" / "up").symlink_to(tmp_path)
    (tmp_path / "z").symlink_to(tmp_path / "a")
    (tmp_path / "lost.txt").symlink_to(tmp_path / "nowhere")
    listed = found(tmp_path)
    assert listed == ["a/b/c.txt", "the link leads nowhere. Remove it or mend it."]


def test_names_that_are_no_utf8_and_hold_line_ends(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/bad\n\xff\x1b[31m.txt"
    with open(name, "w") as file:  # noqa: PTH123 - a name in bytes
        file.write("text")
    (item,) = items(tmp_path)
    assert item.key == name
    assert item.location.endswith("/bad\\n\\xff\\x1b[31m.txt")
    assert item.path.read_text() == "text"


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_without_permission_is_a_failure_and_the_rest_goes_on(tmp_path: Path) -> None:
    make(tmp_path, "a/x.txt", "b.txt")
    (tmp_path / "a").chmod(0)
    try:
        assert found(tmp_path) == [
            "there is no permission to read. Change its permissions, or leave it out.", "b.txt"]  # fmt: skip
    finally:
        (tmp_path / "a").chmod(0o700)


def test_a_special_file_named_outright_is_a_failure(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (failed,) = discover(tmp_path / "pipe.txt")
    assert isinstance(failed, Failure)
    assert "not an ordinary file" in failed.message


def test_folders_with_several_files_are_sections_but_not_the_root(tmp_path: Path) -> None:
    make(tmp_path, *(f"{folder}{number}.txt" for folder in ("", "sport/", "txt/", "sport/2031/") for number in "123"))
    make(tmp_path, "law/only.txt")
    sections = {str(item.path.relative_to(tmp_path)): item.section for item in items(tmp_path)}
    assert sections["sport/1.txt"] == "sport"
    assert {name for name, section in sections.items() if section} == {f"sport/{number}.txt" for number in "123"}


def test_the_walk_ends_when_told(tmp_path: Path) -> None:
    make(tmp_path, *(f"{number}.txt" for number in range(50)))
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > 60

    assert 0 < len(list(discover(tmp_path, stop=stop))) < 50
