"""The filter panel and the timeline in a real terminal."""

from __future__ import annotations

import json
from pathlib import Path

from tests.terminal.conftest import add
from tests.terminal.terminal import Terminal


def test_a_value_narrows_the_list_and_gives_it_back(library: Path) -> None:
    with Terminal(["--library", str(library)], columns=80, rows=24) as terminal:
        terminal.wait_for("3 articles")
        terminal.press("f")
        terminal.wait_for(lambda screen: "Sections" in screen and "counting" not in screen)
        terminal.wait_for("Languages")
        terminal.press("G")  # the last value of the panel
        terminal.press("\t")  # round to the first
        terminal.press("enter")
        terminal.wait_for(lambda screen: ':=="' in screen and "✓" in screen and "1 article" in screen)
        terminal.press("backspace")
        terminal.wait_for(lambda screen: ':=="' not in screen and "✓" not in screen and "3 articles" in screen)
        terminal.press("f")
        terminal.wait_for("Dam inquiry")


def test_keys_of_one_breath_cut_from_the_timeline(tmp_path: Path) -> None:
    archive, library = tmp_path / "dated.jsonl", tmp_path / "library"
    dated = [
        {"headline": f"Report {day}", "text": "The ferry came late. " * 9, "date": f"2031-05-0{day}"}
        for day in (1, 2, 4)
    ]
    archive.write_text("\n".join(map(json.dumps, dated)), encoding="utf-8")
    add(library, archive)
    with Terminal(["--library", str(library)]) as terminal:
        terminal.wait_for("3 articles")
        terminal.press("T")
        terminal.wait_for("04 May 2031: 1 article")
        terminal.send("gL\r")  # from the first day to the second
        terminal.wait_for(lambda screen: "date:2031-05-01..2031-05-02" in screen and "2 articles" in screen)
        terminal.press("backspace")
        terminal.wait_for(lambda screen: "date:" not in screen and "3 articles" in screen)
