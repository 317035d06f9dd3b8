"""The inspector in a real terminal: what stands beside what, a rule made by key, and nothing hostile on the screen."""

from __future__ import annotations

from pathlib import Path

from tests.terminal.terminal import Terminal


def test_hostile_text_is_harmless_and_a_dropped_line_goes(library: Path) -> None:
    with Terminal(["--library", str(library)]) as terminal:
        terminal.wait_for("3 articles")
        terminal.press("/")
        terminal.type("zebra")
        terminal.wait_for("1 article")
        terminal.press("enter", "enter")
        terminal.wait_for("match 1 of")
        before = len(terminal.output)
        terminal.press("v")
        terminal.wait_for("line 1 of 3")
        terminal.wait_for("[red]markup[/red]")
        shown = terminal.output[before:]
        assert b"owned" not in shown
        assert b"\x1b[2J" not in shown
        assert "\u202e".encode() not in shown
        terminal.press("j")
        terminal.wait_for("line 2 of 3 · body")
        terminal.press("x")
        terminal.wait_for("this line, in this article")
        terminal.press("a")
        terminal.wait_for("Dropped the line.")
        terminal.wait_for("rule 1")
        terminal.press("esc")
        terminal.wait_for(lambda screen: "x drop" not in screen and "rings" not in screen)
