"""The table of contents, and what is on the disk at each moment of a commit."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest
from whoosh.query.qcore import Every

from index.codec.whoosh import create_in, open_dir
from index.codec.whoosh.toc import Toc
from index.errors import SearchIndexError


@pytest.fixture
def ix(tmp_path: Path) -> Any:
    made: Any = create_in(tmp_path)
    with made.writer() as writer:
        writer.add_document(id=1, body="one")
        writer.add_document(id=2, body="two")
        writer.add_document(id=3, body="three")
    made.delete_by_term("id", 2)
    return made


def toc(folder: Path) -> Path:
    (path,) = folder.glob("*.toc")
    return path


def ids(ix: Any) -> set[int]:
    with ix.searcher() as searcher:
        return {hit["id"] for hit in searcher.search(Every(), limit=None)}


def test_it_is_json_that_names_every_file(ix: Any, tmp_path: Path) -> None:
    contents = json.loads(toc(tmp_path).read_text())["contents"]
    (segment,) = contents["segments"]
    assert contents["generation"] == ix.latest_generation() == 2
    assert segment["documents"] == 3
    assert {path.name for path in tmp_path.iterdir()} == {
        "_MAIN_2.toc",
        "MAIN_WRITELOCK",
        f"{segment['name']}.arrays",
        segment["deleted"],
    }


def rewritten(path: Path, change: Callable[[Any], None]) -> None:
    contents = json.loads(path.read_text())["contents"]
    change(contents)
    checksum = blake2b(json.dumps(contents, sort_keys=True).encode(), digest_size=32).hexdigest()
    path.write_text(json.dumps({"contents": contents, "checksum": checksum}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", "../MAIN_elsewhere"),
        ("name", "OTHER_abc"),
        ("name", None),
        ("documents", "3"),
        ("documents", 1),
        ("documents", 4),
        ("deleted", "/etc/passwd"),
        ("deleted", 7),
    ],
)
def test_a_table_with_strange_entries_is_damaged(ix: Any, tmp_path: Path, name: str, value: Any) -> None:
    rewritten(toc(tmp_path), lambda contents: contents["segments"][0].update({name: value}))
    with pytest.raises(SearchIndexError):
        ix.reader()


@pytest.mark.parametrize("data", [b"", b"\x80\x04.", b"{}", b"[]", b'{"contents": {}, "checksum": ""}'])
def test_what_is_no_table_is_damaged(ix: Any, tmp_path: Path, data: bytes) -> None:
    toc(tmp_path).write_bytes(data)
    with pytest.raises(SearchIndexError):
        ix.reader()
    with pytest.raises(SearchIndexError):
        open_dir(tmp_path)


def test_a_changed_byte_is_noticed(ix: Any, tmp_path: Path) -> None:
    for path in toc(tmp_path), next(tmp_path.glob("*.deleted.*")):
        data = path.read_bytes()
        at = data.index(b"3") if path.suffix == ".toc" else 64
        path.write_bytes(data[:at] + b"\x02" + data[at + 1 :])
        with pytest.raises(SearchIndexError):
            ix.reader()
        path.write_bytes(data)
    assert ids(ix) == {1, 3}


def test_another_version_is_told_apart(ix: Any, tmp_path: Path) -> None:
    rewritten(toc(tmp_path), lambda contents: contents.update(schema=99))
    with pytest.raises(SearchIndexError, match="another version"):
        ix.reader()


def test_files_are_on_the_disk_before_their_names(ix: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ix.writer() as writer:
        for number in 6, 7, 8:
            writer.add_document(id=number)
    steps: list[str] = []

    def watched(what: str, act: Callable[..., Any], name_of: Callable[..., str]) -> Callable[..., Any]:
        def step(*arguments: Any, **more: Any) -> Any:
            steps.append(f"{what} {_kind(name_of(*arguments))}")
            return act(*arguments, **more)

        return step

    monkeypatch.setattr(
        os, "fsync", watched("sync", os.fsync, lambda file: str(Path(f"/proc/self/fd/{file}").readlink()))
    )
    monkeypatch.setattr(Path, "replace", watched("rename", Path.replace, lambda path, _: str(path)))
    monkeypatch.setattr(Path, "unlink", watched("remove", Path.unlink, str))
    with ix.writer() as writer:
        writer.delete_by_term("id", 7)
        writer.add_document(id=4, body="four")
    assert steps.pop(1) == "remove deletions"  # what a commit of the same number may have left
    assert steps == [
        "sync segment",
        "sync deletions",
        "sync folder",
        "sync table",
        "rename table",
        "sync folder",
        "remove table",
    ]
    assert ids(open_dir(tmp_path)) == {1, 3, 4, 6, 8}


def _kind(name: str) -> str:
    kinds = {".arrays": "segment", ".deleted.": "deletions", ".toc": "table"}
    return next((kind for ending, kind in kinds.items() if ending in Path(name).name), "folder")


def test_a_commit_that_fails_leaves_the_state_before(ix: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Toc, "write", _no_space)
        writer = ix.writer()
        writer.delete_by_term("id", 1)
        writer.add_document(id=4, body="four")
        with pytest.raises(OSError, match="no space"):
            writer.commit()
    assert ids(ix) == {1, 3}
    with ix.writer() as writer:
        writer.add_document(id=5, body="five")
    assert ids(ix) == {1, 3, 5}
    assert len(list(tmp_path.glob("*.arrays"))) == 2


def _no_space(*_: Any) -> None:
    raise OSError("no space left")


def test_what_broken_commits_have_left_is_removed(ix: Any, tmp_path: Path) -> None:
    left = ["MAIN_abc.arrays", "_MAIN_3.toc.new", "_MAIN_2.toc.1234.5", "MAIN_abc.deleted.3"]
    kept = ["OTHER_abc.arrays", "_OTHER_3.toc", "notes.txt"]
    for name in left + kept:
        (tmp_path / name).write_bytes(b"")
    name = json.loads(toc_of(ix).read_text())["contents"]["segments"][0]["name"]
    (tmp_path / f"{name}.deleted.3").write_bytes(b"half")
    ix.delete_by_term("id", 1)
    names = {path.name for path in tmp_path.iterdir()}
    assert names.isdisjoint(left)
    assert names.issuperset(kept)
    assert ids(ix) == {3}


def toc_of(ix: Any) -> Path:
    return Path(ix.storage.folder, f"_MAIN_{ix.latest_generation()}.toc")
