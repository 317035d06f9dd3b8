"""A tree that has not changed is synced by looking at its folders: no file of it is opened."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from index.library import Library
from index.sync import add
from tests.index.writing import write

CHECKOUT = Path(__file__).parents[2]
PROGRAM = """
import json, os, sys
from pathlib import Path
from index.library import Library
from index.sync import sync

opened = []

def note(event, arguments):
    if event == "open" and os.fsdecode(arguments[0] if isinstance(arguments[0], (str, bytes)) else "").startswith(tree):
        opened.append(os.fsdecode(arguments[0]))

library, tree = sys.argv[1:]
with Library.open(Path(library)) as made:
    sys.addaudithook(note)
    print(json.dumps([sync(made).unchanged, opened]))
"""


def resync(library: Path, tree: Path) -> tuple[int, list[str]]:
    """Syncs in a process of its own; returns how many files were unchanged, and which were opened."""
    found = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(library), str(tree)],
        capture_output=True,
        text=True,
        check=True,
        cwd=CHECKOUT,
    )
    unchanged, opened = json.loads(found.stdout)
    return unchanged, opened


def test_an_unchanged_tree_is_synced_without_opening_a_file(tmp_path: Path) -> None:
    tree = tmp_path / "news"
    for number in range(120):
        write(tree / f"day{number % 7}" / f"{number}.txt", f"Story {number}")
    with Library.open(tmp_path / "library") as library:
        add(library, [tree])
    assert resync(tmp_path / "library", tree) == (120, [])
    (tree / "day3" / "3.txt").write_text("Story 3 has another end than before, which is told in this paragraph.")
    unchanged, opened = resync(tmp_path / "library", tree)
    assert unchanged == 119
    assert str(tree / "day3" / "3.txt") in opened
    assert all(Path(name).parent.name == "day3" for name in opened)  # what is learned of its folder may have changed
