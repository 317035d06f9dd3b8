"""`show --evidence` and `rules`, on a real library."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index import Library, add_sources
from tests.tui.cli.conftest import Dateline

PILOTS = "The union wants two pilots on every bridge after a collision in the fog last winter."


@pytest.fixture
def ferry(folder: Path, tmp_path: Path) -> str:
    """The id of the article on the ferry strike."""
    with Library.open(tmp_path / "library") as library:
        add_sources(library, [folder])
        (found,) = [row.id for row in library.rows([1, 2]) if "Ferry" in row.headline]
    return str(found)


def test_show_evidence_prints_fields_and_lines(dateline: Dateline, ferry: str) -> None:
    shown = dateline("show", ferry, "--evidence")
    assert shown.returncode == 0
    assert "authors    Mara Quill [byline]" in shown.stdout
    assert "headline   Ferry strike enters its third week" in shown.stdout
    assert " byline     By Mara Quill in Port Elsin" in shown.stdout


def test_show_evidence_as_json_has_the_documented_form(dateline: Dateline, ferry: str) -> None:
    told = json.loads(dateline("show", ferry, "--evidence", "--format", "json").stdout)
    assert list(told) == ["version", "id", "location", "message", "fields", "lines", "scopes"]
    assert told["version"] == 1
    assert told["message"] is None
    assert {"name": "authors", "value": "Mara Quill", "evidence": "byline"} in told["fields"]
    assert all(
        list(line) == ["line", "role", "kept", "reason", "kind", "block", "rule", "text"] for line in told["lines"]
    )
    assert dateline("show", ferry, "--evidence", "--format", "markdown").returncode == 2


def test_a_line_is_dropped_listed_and_restored(dateline: Dateline, ferry: str) -> None:
    lines = json.loads(dateline("show", ferry, "--evidence", "--format", "json").stdout)["lines"]
    (number,) = [line["line"] for line in lines if line["text"] == PILOTS]
    made = dateline("rules", "drop", ferry, str(number), "--scope", "folder")
    assert made.returncode == 0
    assert "rule 1" in made.stderr
    assert "1 changed" in made.stderr or "1 updated" in made.stderr
    assert dateline("count", "pilots").stdout.strip() == "0"
    (rule,) = json.loads(dateline("rules", "--format", "json").stdout)["rules"]
    assert (rule["action"], rule["scope"], rule["like"], rule["text"]) == ("drop", "folder", True, PILOTS)
    assert dateline("rules", "remove", "1").returncode == 0
    assert dateline("count", "pilots").stdout.strip() == "1"


def test_wrong_lines_and_rules_are_told(dateline: Dateline, ferry: str) -> None:
    assert dateline("rules", "drop", ferry, "99").returncode == 2
    told = dateline("rules", "remove", "7")
    assert told.returncode == 2
    assert "there is no such rule: 7" in told.stderr
