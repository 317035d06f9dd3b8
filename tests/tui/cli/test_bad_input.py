"""What can be wrong with the input, the library and the streams: a clear message, the right code, nothing lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tui.cli.conftest import Dateline


def test_a_folder_that_does_not_exist(dateline: Dateline, tmp_path: Path) -> None:
    run = dateline("add", tmp_path / "nowhere")
    assert run.returncode == 3
    assert "nowhere" in run.stderr
    assert "Check" in run.stderr


def test_one_bad_file_does_not_stop_the_rest(dateline: Dateline, folder: Path) -> None:
    (folder / "broken.txt.gz").write_bytes(b"\x1f\x8b\x08\x00 not a gzip at all")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "empty.txt").write_bytes(b"")
    run = dateline("add", folder)
    assert run.returncode == 3
    assert "2 added" in run.stderr
    assert "broken.txt.gz" in run.stderr
    assert "binary.txt" in run.stderr
    assert "Traceback" not in run.stderr


def test_no_library_yet(dateline: Dateline) -> None:
    run = dateline("search", "anything")
    assert run.returncode == 4
    assert "dateline add" in run.stderr


def test_a_folder_with_other_things_is_not_taken_for_a_library(
    dateline: Dateline, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "library.db").write_bytes(b"this is not a database" * 100)
    run = dateline("add", folder)
    assert run.returncode == 4
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("content", [b"", None])
def test_a_lost_database_is_told_by_every_command(
    dateline: Dateline, folder: Path, tmp_path: Path, content: bytes | None
) -> None:
    assert dateline("add", folder).returncode == 0
    path = tmp_path / "library" / "library.db"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    for arguments in (["add", folder], ["sync"], ["search", "x"], ["show", "1"], ["stats"], ["check"], ["reindex"]):
        run = dateline(*arguments)
        assert run.returncode == 4, arguments
        assert "library.db. Restore it from a backup." in run.stderr
    assert path.exists() == (content is not None)
    assert (tmp_path / "library" / "search").is_dir()


def test_wrong_usage(dateline: Dateline, folder: Path) -> None:
    for arguments in (
        ["add"],
        ["nonsense"],
        ["search"],
        ["search", "x", "--sort", "size"],
        ["search", "x", "--limit", "-1"],
    ):
        assert dateline(*arguments).returncode == 2, arguments
    run = dateline("add", folder, "--map", "headline")
    assert run.returncode == 2
    assert "FIELD=KEY" in run.stderr


def test_the_reader_needs_a_terminal(dateline: Dateline) -> None:
    run = dateline()
    assert run.returncode == 2
    assert "needs a terminal" in run.stderr


def test_a_name_with_newlines_and_invalid_bytes_is_shown_harmless(dateline: Dateline, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    name = os.fsencode(pages) + b"/a\nb\xff\x1b[31m.txt"
    Path(os.fsdecode(name)).write_text("A headline that is fine\n\nA body that is long enough to be an article.\n")
    assert dateline("add", pages).returncode == 0
    told = dateline("search", "headline")
    assert "\x1b" not in told.stdout
    assert told.returncode == 0


@pytest.mark.parametrize("closing", ["1>&-", "1>&- 2>&-", "0<&- 1>&-", "1>/dev/full"])
def test_an_output_that_takes_nothing_harms_nothing(
    dateline: Dateline, folder: Path, tmp_path: Path, closing: str
) -> None:
    assert dateline("add", folder).returncode == 0
    command = f'"{sys.executable}" -m tui --library "{tmp_path / "library"}" search ferry {closing}'
    run = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False, timeout=60)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr
    assert dateline("check").returncode == 0


def test_a_pipe_that_closes_early_ends_quietly(dateline: Dateline, folder: Path, tmp_path: Path) -> None:
    assert dateline("add", folder).returncode == 0
    command = f'"{sys.executable}" -m tui --library "{tmp_path / "library"}" show 1 --format json | true'
    run = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False, timeout=60)
    assert run.stderr == ""


def test_an_encoding_that_lacks_letters_still_prints(dateline: Dateline, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        "Café señor\n\nUn café con leche para el señor, por favor, que hoy hace frío en la plaza.\n", encoding="utf-8"
    )
    assert dateline("add", page).returncode == 0
    run = dateline("search", "cafe", "--format", "json", env={"PYTHONIOENCODING": "ascii"})
    assert run.returncode == 0
    assert "\\u00e9" in run.stdout


def test_colours_only_on_a_terminal(dateline: Dateline, folder: Path) -> None:
    assert dateline("add", folder).returncode == 0
    assert "\x1b" not in dateline("search", "ferry").stdout


def test_a_file_without_permission_is_named_and_the_rest_read(bound: Dateline, folder: Path) -> None:
    (folder / "dam.txt").chmod(0)
    hidden = folder / "closed" / "deep.txt"
    hidden.parent.mkdir()
    hidden.write_text("A headline\n\nA body that nobody can reach.\n", encoding="utf-8")
    hidden.parent.chmod(0)
    try:
        run = bound("add", folder / "dam.txt", hidden, folder / "ferry.txt")
    finally:
        hidden.parent.chmod(0o755)
    assert run.returncode == 3
    assert "1 added, 2 failed" in run.stderr
    assert f"{folder / 'dam.txt'}: there is no permission to read" in run.stderr
    assert f"{hidden}: there is no permission to read" in run.stderr


def test_a_library_without_permission(bound: Dateline, folder: Path, tmp_path: Path) -> None:
    assert bound("add", folder).returncode == 0
    library = tmp_path / "library"
    library.chmod(0)
    try:
        run = bound("search", "ferry")
    finally:
        library.chmod(0o755)
    assert run.returncode == 4
    assert "permissions" in run.stderr


def test_an_index_without_permission_says_so_and_finds_what_needs_none(
    bound: Dateline, folder: Path, tmp_path: Path
) -> None:
    assert bound("add", folder).returncode == 0
    search = tmp_path / "library" / "search"
    search.chmod(0)
    try:
        words, state = bound("search", "ferry"), bound("count", "is:unread")
    finally:
        search.chmod(0o755)
    assert words.returncode == 4  # not 1: nobody looked
    assert "the search index cannot be written" in words.stderr
    assert (state.returncode, state.stdout) == (0, "2\n")
