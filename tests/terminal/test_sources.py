"""The sources in a real terminal: listed, added, watched, narrowed to."""

from __future__ import annotations

from pathlib import Path

from tests.terminal.terminal import Terminal
from tests.tui.cli.conftest import DAM


def test_sources_are_listed_added_and_watched(library: Path, pages: Path, tmp_path: Path) -> None:
    more = tmp_path / "more"
    more.mkdir()
    (more / "dam.txt").write_text(DAM.replace("spillway", "sluice"), encoding="utf-8")
    with Terminal(["--library", str(library)]) as terminal:
        terminal.wait_for("3 articles")
        terminal.send("F")
        terminal.wait_for("1 source · 3 unread of 3")
        terminal.send("a")
        terminal.wait_for("Add a source")
        terminal.send(f"{tmp_path}/mor\t\r")
        terminal.wait_for("2 sources · 4 unread of 4")
        terminal.wait_for("1 new")
        (more / "quay.txt").write_text(DAM.replace("spillway", "quay wall"), encoding="utf-8")
        terminal.wait_for("2 sources · 5 unread of 5")
        terminal.press("enter")
        terminal.wait_for("2 articles")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
    assert sorted(path.name for path in pages.iterdir()) == ["dam.txt", "ferry.txt", "hostile.txt"]
