"""A small library of our own for tests in a real terminal."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.tui.cli.conftest import DAM, FERRY

HOSTILE = """A headline with \x1b]0;owned\x07 escapes and [red]markup[/red] [@click=app.bell]in it

The first sentence rings \x07 a bell and moves \x1b[2J the cursor, \u202ereversed\u202c, zebra at the end.

The second sentence is plain and long enough to be read as a paragraph of the article.
"""


def add(library: Path, *places: Path) -> None:
    """Read places into a library, as a person would."""
    command = [sys.executable, "-m", "tui", "--library", str(library), "add", *map(str, places)]
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder of pasted pages, one of them hostile."""
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (folder / "dam.txt").write_text(DAM, encoding="utf-8")
    (folder / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    return folder


@pytest.fixture
def library(tmp_path: Path, pages: Path) -> Path:
    """A library with the pages read in."""
    folder = tmp_path / "library"
    add(folder, pages)
    return folder
