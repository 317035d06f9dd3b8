"""Saved searches, a review and the search box's memory in a real terminal, over two sittings."""

from __future__ import annotations

from pathlib import Path

from tests.terminal.terminal import Terminal


def test_a_search_is_saved_reviewed_and_found_again(library: Path) -> None:
    with Terminal(["--library", str(library)]) as terminal:
        terminal.wait_for("3 articles")
        terminal.send("/spillw")
        terminal.wait_for("tab spillway")
        terminal.send("\t\r")
        terminal.wait_for("1 article")
        terminal.press("ctrl+s")
        terminal.wait_for("Save the search as")
        terminal.send("\x15Dam\r")
        terminal.wait_for("Saved as Dam.")
        terminal.send("'")
        terminal.wait_for(lambda screen: any("Dam" in line and " 1 " in line for line in screen.splitlines()))
        terminal.send("r")
        terminal.wait_for("0 of 1 seen, 1 remain")
        terminal.press("enter")
        terminal.wait_for("1 of 1 seen, 0 remain")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
    with Terminal(["--library", str(library)]) as terminal:
        terminal.wait_for("3 articles")
        terminal.press("/", "up")
        terminal.wait_for(" / spillway")
        terminal.press("down", "down")
        terminal.send("'")
        terminal.wait_for("Saved searches")
        terminal.send("r")
        terminal.wait_for("1 of 1 seen, 0 remain")
