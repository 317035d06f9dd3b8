from __future__ import annotations

import gzip
import random
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from index.cleaning.document import ParsedDocument, RawBlock
from index.parsing import ParseContext, RecoveredArticle, kinds, parser_for, read_articles, register
from index.sources import RawDocument, SourceItem, discover
from index.types import Failure

STORY = """Ferry sails

The night ferry sailed again on Monday, ending a silence of two winters.

It costs nineteen crowns.
"""


def read(root: Path) -> list[RecoveredArticle | Failure]:
    return [found for item in discover(root) if isinstance(item, SourceItem) for found in read_articles(item)]


def message(path: Path) -> str:
    (found,) = read(path)
    assert isinstance(found, Failure)
    return found.message


def test_the_same_text_is_the_same_article_however_it_is_packed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "b.text").write_bytes(STORY.replace("\n", "\r\n").encode("utf-16"))
    (tmp_path / "c").write_text(STORY.replace("\n", "\r"))
    (tmp_path / "d.txt.gz").write_bytes(gzip.compress(STORY.encode()))
    with zipfile.ZipFile(tmp_path / "e.zip", "w") as archive:
        archive.writestr("day1/f.txt", STORY)
    found = read(tmp_path)
    assert [one.location.removeprefix(f"{tmp_path}/") for one in found] == [
        "a.txt", "b.text", "c", "d.txt.gz", "e.zip/day1/f.txt"]  # fmt: skip
    assert [one.record for one in found if isinstance(one, RecoveredArticle)] == ["", "", "", "", "day1/f.txt"]
    assert len({repr(one.article) for one in found if isinstance(one, RecoveredArticle)}) == 1


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.txt", b"", "the file is empty"),
        ("a.json", b"", "the file is empty"),
        ("a.txt", b" \n\t\n", "there is no text in it"),
        ("a.txt", random.Random(1).randbytes(5000), "binary data, not text"),  # noqa: S311 - bytes for a test
        ("a.rtf", b"{\\rtf1", "there is no reader for .rtf yet"),
        ("a.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b; is no article</a>", "its root is <a>"),
        ("a.txt.gz", b"\x1f\x8b\x08 broken header", "the gzip data"),
        ("empty.zip", b"PK\x05\x06" + bytes(18), ""),
    ],
)
def test_bad_files_say_what_is_wrong(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    if not words:
        assert read(path) == []
        return
    told = message(path)
    assert words in told
    assert told.endswith(".")
    assert str(path) not in told  # the location stands beside the message


def test_programs_and_data_without_a_suffix_are_passed_over_in_a_walk(tmp_path: Path) -> None:
    (tmp_path / "tool").write_text("#!/bin/sh\necho text")
    (tmp_path / "blob").write_bytes(bytes(range(256)) * 4)
    (tmp_path / "nothing").write_bytes(b"")
    (tmp_path / "story").write_text(STORY)
    (found,) = read(tmp_path)
    assert found.location.endswith("/story")
    assert "binary data" in message(tmp_path / "blob")


def test_json_is_known_without_a_suffix(tmp_path: Path) -> None:
    (tmp_path / "dump").write_text('{"title": "Ferry sails", "body": "It costs nineteen crowns."}')
    (found,) = read(tmp_path)
    assert isinstance(found, RecoveredArticle)
    assert found.article.headline == "Ferry sails"


def test_one_bad_file_leaves_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x00\x01" * 500)
    (tmp_path / "b.txt").write_text(STORY)
    assert [isinstance(found, Failure) for found in read(tmp_path)] == [True, False]


def empty_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_FORMATS", "_BY_SUFFIX", "_PARSERS"):
        monkeypatch.setattr(f"index.parsing.registry.{name}", {})
    monkeypatch.setattr("index.parsing.registry._is_complete", True)


def test_a_new_format_is_a_parser_that_registers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty_registry(monkeypatch)
    monkeypatch.setitem(sys.modules, "shouting", SimpleNamespace(SHOUT=ShoutParser()))
    register("shout", frozenset({".shout"}), "shouting:SHOUT")
    (tmp_path / "a.shout").write_text("ferry sails")
    (found,) = read(tmp_path)
    assert isinstance(found, RecoveredArticle)
    assert found.article.headline == "FERRY SAILS"
    assert kinds() == ("shout",)


def test_a_parser_in_the_place_of_another_reads_all_its_suffixes(monkeypatch: pytest.MonkeyPatch) -> None:
    empty_registry(monkeypatch)
    louder = ShoutParser()
    monkeypatch.setitem(sys.modules, "shouting", SimpleNamespace(SHOUT=ShoutParser(), LOUDER=louder))
    register("shout", frozenset({".shout", ".txt"}), "shouting:SHOUT")
    register("shout", frozenset({".shout"}), "shouting:LOUDER")
    monkeypatch.setattr(ShoutParser, "accepts", lambda *_: True)
    assert [parser_for(name, b"x") for name in ("a.txt", "a.shout")] == [louder, louder]


class ShoutParser:
    kind = "shout"

    def accepts(self, name: str, head: bytes) -> bool:
        return name.endswith(".shout") and bool(head)

    def parse(self, document: RawDocument, context: ParseContext) -> Iterator[ParsedDocument | Failure]:
        assert context.limits.text
        yield ParsedDocument(document.location, (RawBlock(document.stream.read().decode().upper()),), pasted=True)


def test_what_no_parser_accepts_has_none() -> None:
    assert parser_for("a.xyz", b"text") is None
    parser = parser_for("a.txt", b"text")
    assert parser is not None
    assert parser.kind == "text"


MEASURE = """
import sys
from pathlib import Path
from index.parsing import read_articles
from index.sources import discover
for item in discover(Path(sys.argv[1])):
    found = [type(one).__name__ for one in read_articles(item)]
    print(",".join(found))
status = Path("/proc/self/status").read_text()
print(int(status.partition("VmHWM:")[2].split()[0]) // 1024)
"""


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("a.txt", "Failure"),
        ("a.jsonl", "RecoveredArticle,Failure,RecoveredArticle"),
        ("a.json", "RecoveredArticle,Failure"),
    ],
)
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is measured by Linux's /proc")
def test_a_line_of_200_megabytes_takes_little_memory(tmp_path: Path, name: str, outcome: str) -> None:
    record = b'{"title": "Ferry sails", "body": "The night ferry sailed again on Monday."}'
    line = b"y" * 1_000_000
    with (tmp_path / name).open("wb") as file:
        if name == "a.jsonl":
            file.write(record + b'\n{"title": "x", "body": "')
        elif name == "a.json":
            file.write(b"[" + record + b', {"title": "x", "body": "')
        for _ in range(200):
            file.write(line)
        if name != "a.txt":
            file.write(b'"}\n' + record if name == "a.jsonl" else b'"}]')
    run = subprocess.run([sys.executable, "-c", MEASURE, str(tmp_path)], capture_output=True, text=True, check=True)
    found, megabytes = run.stdout.split()
    assert found == outcome
    assert int(megabytes) < 150


def test_nothing_heavy_is_loaded_for_a_walk() -> None:
    code = (
        "import sys; from pathlib import Path; from index.sources import discover; list(discover(Path('.')));"
        "print(sorted({'ijson', 'py3langid', 'numpy', 'charset_normalizer', 'whoosh', 'textual'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
