"""Many queries from a file, on a real library."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tui.cli.conftest import Dateline

QUERIES = 'pilots\r\n\n  nowhere-to-be-found  \n"pilots\x1b[31m\nheadline:(\n'


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    path = tmp_path / "queries.txt"
    path.write_bytes(QUERIES.encode() + b"\xff\n")
    return path


def test_each_line_is_a_query(dateline: Dateline, folder: Path, queries: Path) -> None:
    dateline("add", folder)
    run = dateline("batch", queries, "--format", "json")
    assert (run.returncode, run.stderr) == (0, "")
    told = [json.loads(line) for line in run.stdout.splitlines()]
    assert [one["query"] for one in told][:2] == ["pilots", "nowhere-to-be-found"]
    assert len(told) == 5
    assert all(set(one) == {"query", "understood", "total", "took_ms"} for one in told)
    for one in told:
        assert one["total"] == int(dateline("count", "--", one["query"]).stdout)


def test_text_is_a_table_that_cannot_touch_the_terminal(dateline: Dateline, folder: Path, queries: Path) -> None:
    dateline("add", folder)
    run = dateline("batch", queries)
    assert run.returncode == 0
    assert run.stdout.splitlines()[0].endswith("\tpilots")
    assert "\x1b" not in run.stdout


def test_a_file_that_is_not_there_is_told(dateline: Dateline, tmp_path: Path) -> None:
    run = dateline("batch", tmp_path / "missing.txt")
    assert run.returncode == 2
    assert "missing.txt" in run.stderr
