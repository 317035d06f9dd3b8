"""The command, run as a process, and a small library to run it on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest

Dateline = Callable[..., "subprocess.CompletedProcess[str]"]

FERRY = """Harbour News

Ferry strike enters its third week

By Mara Quill in Port Elsin

Crews of the night ferry walked out again on Monday. [Ilse Brandt/Meridian]

Crews of the night ferry walked out again on Monday. [Ilse Brandt/Meridian]

Crews of the island's night ferries refused to sail for a third week on Monday, and the company would not talk.

The union wants two pilots on every bridge after a collision in the fog last winter.

"Nobody strikes for pleasure," said the union's chair, and the quay agreed.
"""

DAM = """Dam inquiry hears of cracked spillway

Engineers had reported cracks in the spillway two years before the flood, the inquiry was told on Tuesday.

The ferry company lost a landing stage in the same night.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two pasted pages."""
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (pages / "dam.txt").write_text(DAM, encoding="utf-8")
    return pages


@pytest.fixture
def dateline(tmp_path: Path) -> Dateline:
    """Runs `dateline` on the test's own library, as a person's shell would."""

    def run(
        *arguments: str | Path, env: dict[str, str] | None = None, within: Sequence[str] = ()
    ) -> subprocess.CompletedProcess[str]:
        library = ["--library", str(tmp_path / "library")]
        command = [*within, sys.executable, "-m", "tui", *library, *map(str, arguments)]
        surroundings = {**os.environ, "COLUMNS": "100", **(env or {})}
        return subprocess.run(command, capture_output=True, text=True, check=False, env=surroundings, timeout=120)

    return run


@pytest.fixture
def bound(dateline: Dateline) -> Dateline:
    """Runs `dateline` as one whom permissions bind: root lays down its power over files first."""
    if os.geteuid() != 0:
        return dateline
    if shutil.which("setpriv") is None:
        pytest.skip("root is bound by permissions through setpriv only, which is not there")
    return partial(dateline, within=("setpriv", "--bounding-set=-all", "--inh-caps=-all"))
