"""The issue's own walk: the seed and BBC news added, searched, shown, and read in a real terminal."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal.terminal import Terminal

HEADLINE = "ISIS tries to blackmail defectors into returning"


def _dateline(library: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tui", "--library", str(library), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def library(seed: Path, corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive") / "library"
    run = _dateline(folder, "add", seed.parent, corpora / "bbc-news")
    assert run.returncode == 0, run.stderr
    return folder


def test_search_finds_the_seed(library: Path) -> None:
    told = json.loads(_dateline(library, "search", "blackmail", "--format", "json").stdout)
    hit = next(hit for hit in told["hits"] if hit["headline"] == HEADLINE)
    assert hit is told["hits"][0]
    assert [hit["headline"][start:end] for start, end in hit["headline_marks"]] == ["blackmail"]


def test_show_gives_the_seed_as_it_was_meant(library: Path) -> None:
    number = _dateline(library, "search", "headline:blackmail headline:defectors", "--format", "ids").stdout.strip()
    told = json.loads(_dateline(library, "show", number, "--format", "json").stdout)
    assert told["section"] == "Iraq News"
    assert told["headline"] == HEADLINE
    assert told["authors"] == ["Alaa Hussain"]
    assert told["place"] == "Baghdad"
    assert told["published"] is None
    kinds = [block["kind"] for block in told["blocks"]]
    assert (kinds.count("paragraph"), kinds.count("heading"), kinds.count("caption")) == (16, 2, 1)
    assert len(kinds) == 19
    caption = told["blocks"][kinds.index("caption")]
    assert caption["credit"] == "Sabah Arar/AFP"
    whole = " ".join(block["text"] for block in told["blocks"])
    for furniture in ("Do you like", "Comment", "Required Field", "1500"):
        assert furniture not in whole


def test_bbc_news_comes_in_whole(library: Path) -> None:
    def count(query: str) -> int:
        return int(_dateline(library, "count", query).stdout)

    assert count("path:bbc") == 2225
    assert count("section:sport") == 511
    assert count("is:undated") == 2226
    assert count("is:duplicate") > 90
    told = json.loads(_dateline(library, "search", "path:sport path:199", "--format", "json").stdout)
    number = next(hit["id"] for hit in told["hits"] if hit["location"].endswith("sport/199.txt"))
    assert "£" in _dateline(library, "show", str(number)).stdout


def test_reading_it_in_a_terminal(library: Path) -> None:
    with Terminal(["--library", str(library)], columns=140, rows=40) as terminal:
        terminal.wait_for("2,226")
        terminal.press("/")
        terminal.type("blackmail defectors")
        terminal.wait_for(HEADLINE)
        terminal.press("enter")
        terminal.press("enter")
        terminal.wait_for("By Alaa Hussain in Baghdad")
        terminal.wait_for("match 1 of")
        lit = {cell.bg for cell in terminal.cells_of("blackmail")}
        unlit = {cell.bg for cell in terminal.cells_of("Anbar province")}
        assert lit.isdisjoint(unlit)
        terminal.press("n")
        terminal.wait_for("match 2 of")
        terminal.press("Q")
        assert terminal.wait_for_exit() == 0
