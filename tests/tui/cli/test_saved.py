"""Saved searches on the command line, as a script would use them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index import Library
from tests.tui.cli.conftest import DAM, Dateline


@pytest.fixture
def filled(dateline: Dateline, folder: Path) -> Dateline:
    assert dateline("add", folder).returncode == 0
    return dateline


def listed(dateline: Dateline, *options: str) -> list[list[str]]:
    run = dateline("saved", *options)
    assert run.returncode == 0, run.stderr
    return [line.split("\t") for line in run.stdout.splitlines()]


def test_a_search_is_followed(filled: Dateline, folder: Path, tmp_path: Path) -> None:
    assert filled("saved", "add", "Ferries", "ferry", "-zeppelin").returncode == 0
    assert filled("saved", "add", "dam", "spillway").returncode == 0
    assert listed(filled) == [["1", "1", "1", "dam", "spillway"], ["2", "2", "2", "Ferries", "ferry -zeppelin"]]

    run = filled("saved", "ferries", "--new", "--mark", "--format", "ids")
    assert (run.returncode, sorted(run.stdout.split())) == (0, ["1", "2"])
    run = filled("saved", "ferries", "--new", "--format", "ids")
    assert (run.returncode, run.stdout) == (1, "")

    (folder / "late.txt").write_text(DAM.replace("Dam inquiry hears", "Late inquiry heard"), encoding="utf-8")
    assert filled("sync").returncode == 0
    assert listed(filled, "--sort", "new")[0] == ["2", "2", "2", "dam", "spillway"]
    assert ["3", "1", "3", "Ferries", "ferry -zeppelin"] in listed(filled)

    run = filled("saved", "Ferries", "--unseen", "--mark", "--limit", "2", "--format", "json")
    told = json.loads(run.stdout)
    assert (told["version"], told["name"], told["query"]) == (1, "Ferries", "ferry -zeppelin")
    assert (told["all"], told["new"], told["seen"], told["unseen"], told["total"]) == (3, 1, 0, 3, 3)
    assert len(told["hits"]) == 2
    run = filled("saved", "FERRIES", "--unseen")
    assert run.returncode == 0
    assert "1 article · Ferries: ferry -zeppelin · 3 in all, 0 new, 2 seen" in run.stderr
    with Library.open(tmp_path / "library") as library:
        assert set(library.seen_in_search("ferries")) == {hit["id"] for hit in told["hits"]}


def test_searches_are_renamed_replaced_and_removed(filled: Dateline) -> None:
    assert filled("saved").returncode == 1
    assert filled("saved", "add", "one", "ferry").returncode == 0
    assert filled("saved", "add", "ONE", "ferry").returncode == 0
    run = filled("saved", "add", "one", "dam")
    assert (run.returncode, "--replace" in run.stderr) == (2, True)
    assert filled("saved", "add", "one", "dam", "--replace").returncode == 0
    assert filled("saved", "rename", "one", "two").returncode == 0
    told = json.loads(filled("saved", "--format", "json").stdout)
    assert [(each["name"], each["query"], each["looked"]) for each in told["saved"]] == [("two", "dam", None)]
    assert filled("saved", "remove", "Two").returncode == 0
    run = filled("saved", "remove", "two")
    assert (run.returncode, "no saved search" in run.stderr) == (1, True)


def test_what_means_nothing_is_told(filled: Dateline) -> None:
    for arguments, code in (
        (("no\x1b[31mbody",), 2),
        (("nobody", "--unseen", "--format", "ids"), 2),
        (("rename", "nobody", "two"), 2),
        (("add", "name"), 2),
        (("add", "x" * 101, "ferry"), 2),
        (("add", "\x1b[31m", "ferry"), 2),
    ):
        run = filled("saved", *arguments)
        assert run.returncode == code, arguments
        assert "Traceback" not in run.stderr
        assert "\x1b" not in run.stderr


def test_no_library_yet(dateline: Dateline) -> None:
    run = dateline("saved")
    assert run.returncode == 4
    assert "dateline add" in run.stderr
