"""Many queries from a file, on a real library."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index import Library
from tests.index.library.making import article, put
from tests.tui.cli.conftest import Dateline

QUERIES = 'pilots\r\n\n  nowhere-to-be-found  \n"pilots\x1b[31m\nheadline:(\n'


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    path = tmp_path / "queries.txt"
    path.write_bytes(QUERIES.encode() + b"\xff\n")
    return path


def test_each_line_is_a_query_and_a_bad_one_is_reported(dateline: Dateline, folder: Path, queries: Path) -> None:
    dateline("add", folder)
    run = dateline("batch", queries, "--format", "json")
    assert run.returncode == 3
    told = [json.loads(line) for line in run.stdout.splitlines()]
    assert [one["query"] for one in told] == ["pilots", "nowhere-to-be-found", '"pilots [31m']
    assert [one["line"] for one in told] == [1, 3, 4]
    for one in told:
        assert list(one) == [
            *("line", "query", "understood", "total", "first", "last", "outlets", "repairs", "took_ms")
        ]
        assert one["total"] == int(dateline("count", "--", one["query"]).stdout)
    assert "line 4: " in run.stderr  # its quotation mark was closed
    assert "line 5 was left out, it states nothing to look for: headline:(" in run.stderr
    assert "line 6 was left out, it is not UTF-8 text" in run.stderr
    assert "2 of 5 lines were left out" in run.stderr


def test_the_table_has_dates_and_outlets(dateline: Dateline, tmp_path: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        put(
            library,
            article("Ferry strike", published="2031-05-02", outlet="Port Ansel Mail"),
            article("Ferry sails", published="2031-05-04", outlet="Port Ansel Mail"),
            article("A ferry", outlet="Fictional Post"),
        )
    names, table = tmp_path / "names.txt", tmp_path / "table.csv"
    names.write_text("ferry\nzeppelin\n")
    run = dateline("batch", names, "--format", "csv", "--output", table)
    assert (run.returncode, run.stdout) == (0, "")
    assert table.read_text().splitlines() == [
        "query,hits,first,last,outlets,repairs",
        'ferry,3,2031-05-02,2031-05-04,"2 Port Ansel Mail, 1 Fictional Post",',
        "zeppelin,0,,,,",
    ]
    run = dateline("batch", names, "--outlets", "1")
    assert run.stdout.splitlines()[1].split() == [
        *("3", "2031-05-02", "2031-05-04", "ferry", "(2", "Port", "Ansel", "Mail)")
    ]


def test_what_is_read_is_not_written(dateline: Dateline, folder: Path, queries: Path) -> None:
    dateline("add", folder)
    before = queries.read_bytes()
    run = dateline("batch", queries, "--output", queries)
    assert run.returncode == 2
    assert queries.read_bytes() == before
    assert "another name" in run.stderr
    run = dateline("batch", queries, "--output", folder / "none" / "table.csv")
    assert run.returncode == 2
    assert "cannot be written" in run.stderr


def test_text_is_a_table_that_cannot_touch_the_terminal(dateline: Dateline, folder: Path, queries: Path) -> None:
    dateline("add", folder)
    run = dateline("batch", queries)
    assert run.returncode == 3
    assert run.stdout.splitlines()[1].endswith("  pilots")
    assert "\x1b" not in run.stdout


def test_a_file_that_is_not_there_is_told(dateline: Dateline, tmp_path: Path) -> None:
    run = dateline("batch", tmp_path / "missing.txt")
    assert run.returncode == 2
    assert "missing.txt" in run.stderr
