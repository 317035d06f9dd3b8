from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import InputError
from index.sources import Limits, RawDocument, SourceItem, discover, open_documents
from index.types import Failure

KIB = 1024


def item_of(path: Path) -> SourceItem:
    (item,) = discover(path)
    assert isinstance(item, SourceItem)
    return item


def contents(path: Path, limits: Limits | None = None) -> dict[str, bytes | str]:
    """Location below the file -> content, or the failure's message."""
    read: dict[str, bytes | str] = {}
    for document in open_documents(item_of(path), limits=limits):
        place = document.location.removeprefix(str(path)).removeprefix("/")
        if isinstance(document, Failure):
            read[place] = document.message
            continue
        try:
            read[place] = document.stream.read()
        except InputError as error:
            read[place] = str(error)
    return read


def zipped(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w:gz") -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("a.txt", bytes),
        ("a.txt.gz", gzip.compress),
        ("a.txt.bz2", bz2.compress),
        ("a.txt.xz", lzma.compress),
    ],
)
def test_single_files(tmp_path: Path, name: str, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / name
    path.write_bytes(pack(b"text"))
    documents = open_documents(item_of(path))
    document = next(documents)
    assert isinstance(document, RawDocument)
    assert document.stream.read() == b"text"
    assert (document.name, document.member, document.outright) == ("a.txt", "", True)


MEMBERS = {
    "day1/a.txt": b"one",
    "day1/.hidden.txt": b"",
    "README.txt": b"",
    "__MACOSX/day1/._a.txt": b"",
    "day1/b.json": b"{}",
    "c.png": b"",
    "/etc/d.txt": b"absolute",
    "../../e.txt": b"above",
    "bad\nname\x1b.txt": b"line",
}


@pytest.mark.parametrize("make", [zipped, tarred])
def test_members(tmp_path: Path, make: Callable[[dict[str, bytes]], bytes]) -> None:
    path = tmp_path / ("a.zip" if make is zipped else "a.tar.gz")
    path.write_bytes(make(MEMBERS))
    assert contents(path) == {
        "day1/a.txt": b"one",
        "day1/b.json": b"{}",
        "etc/d.txt": b"absolute",
        "../../e.txt": b"above",
        "bad\\nname\\x1b.txt": b"line",
    }
    assert sorted(inside.name for inside in tmp_path.iterdir()) == [path.name]


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_every_packing_of_tar(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "a.tar"
    path.write_bytes(tarred({"a.txt": b"one", "b.txt": b"two"}, mode))
    assert contents(path) == {"a.txt": b"one", "b.txt": b"two"}


def test_archives_in_archives_and_packed_members(tmp_path: Path) -> None:
    inner = zipped({"deep/a.txt": b"deep", "b.txt.gz": gzip.compress(b"packed")})
    path = tmp_path / "a.tgz"
    path.write_bytes(tarred({"x/inner.zip": inner, "c.txt": b"flat"}))
    assert contents(path) == {"x/inner.zip/deep/a.txt": b"deep", "x/inner.zip/b.txt.gz": b"packed", "c.txt": b"flat"}


def test_member_names_that_stand_twice_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for data in (b"1", b"2"):
            info = tarfile.TarInfo("a.txt")
            info.size = 1
            archive.addfile(info, io.BytesIO(data))
    path.write_bytes(target.getvalue())
    assert contents(path) == {"a.txt": b"1", "a.txt (2)": b"2"}


def test_sections_of_members(tmp_path: Path) -> None:
    path = tmp_path / "wire.zip"
    path.write_bytes(zipped({f"wire/{folder}/{number}.txt": b"x" for folder in ("sport", "law") for number in "123"}))
    assert sections(path) == {"sport", "law"}
    path.write_bytes(zipped({f"wire/{number}.txt": b"x" for number in "123"}))
    assert sections(path) == {None}


def sections(path: Path) -> set[str | None]:
    return {document.section for document in open_documents(item_of(path)) if isinstance(document, RawDocument)}


def test_too_deep(tmp_path: Path) -> None:
    data = zipped({"a.txt": b"x"})
    for level in range(6):
        data = zipped({f"{level}.zip": data, f"{level}.txt": b"kept"})
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    read = contents(path)
    assert [place for place, content in read.items() if content == b"kept"]
    (message,) = [content for content in read.values() if isinstance(content, str)]
    assert "more than 4 deep" in message


def test_an_archive_that_contains_itself(corpora: Path) -> None:
    read = contents(corpora / "formats" / "droste.zip")
    assert read == {"droste.zip": "the archive contains itself. Its other members were read."}


def test_a_bomb_is_stopped_by_its_ratio(tmp_path: Path) -> None:
    limits = Limits(ratio_from=256 * KIB, ratio=50)
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"a.txt": bytes(2048 * KIB), "b.txt": b"after"}))
    read = contents(path, limits)
    assert "unpacks to more than 50 times its size" in str(read["a.txt"])
    assert list(read) == ["a.txt"]  # told once, not for each member after it
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(bytes(2048 * KIB)))
    assert "unpacks to more than 50 times" in str(contents(path, limits)[""])


def test_limits_of_nested_archives_and_members(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"inner.zip": zipped({"a.txt": b"x" * 5000}), "b.txt": b"kept"}))
    read = contents(path, Limits(nested=100))
    assert "larger than" in str(read["inner.zip"])
    assert read["b.txt"] == b"kept"
    path.write_bytes(zipped({f"{number}.txt": b"" for number in range(20)}))
    assert "more than 10 members" in str(contents(path, Limits(members=10))[""])


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt.gz", b"no gzip at all", "the gzip data is damaged"),
        ("a.txt.gz", gzip.compress(b"text" * 500)[:-9], "the gzip data ends too early"),
        ("a.txt.bz2", b"no bzip2 at all", "the bzip2 data is damaged"),
        ("a.txt.xz", b"no xz at all", "the xz data is damaged"),
        ("a.zip", b"PK\x03\x04 and no more", "the zip archive is damaged"),
        ("a.zip", b"", "the zip archive is damaged"),
        ("a.tar", b"no tar at all" * 100, "the tar archive is damaged"),
        ("a.tgz", tarred({"a.txt": b"x" * 9000})[:60], ""),
    ],
)
def test_damage_is_a_failure_that_says_so(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    (only,) = contents(path).values()
    assert isinstance(only, str)
    assert message in only
    assert only.endswith("Fetch or copy it again.")


def test_a_damaged_member_leaves_the_others(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": b"first text " * 50, "b.txt": b"second text"}))
    start = data.index(b"a.txt") + len(b"a.txt")
    data[start + 4 : start + 12] = b"\xff" * 8
    path = tmp_path / "a.zip"
    path.write_bytes(bytes(data))
    read = contents(path)
    assert "the member is damaged" in str(read["a.txt"])
    assert read["b.txt"] == b"second text"


def test_a_truncated_tar_gives_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    data = tarred({"a.txt": b"whole", "b.txt": b"cut" * 4000}, "w")
    path.write_bytes(data[:3000])
    read = contents(path)
    assert read["a.txt"] == b"whole"
    assert [content for content in read.values() if isinstance(content, str)]


def test_locked_members_are_one_failure(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": b"locked", "b.txt": b"open"}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    path = tmp_path / "a.zip"
    path.write_bytes(bytes(data))
    read = contents(path)
    assert "1 of 2 members are locked with a password" in str(read[""])
    assert read["b.txt"] == b"open"


def test_a_file_that_vanished_is_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    item = item_of(path)
    path.unlink()
    (failed,) = open_documents(item)
    assert isinstance(failed, Failure)
    assert "the system could not read" in failed.message
