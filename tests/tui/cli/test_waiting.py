"""A command that writes waits for another one that is at it, says for whom, and no longer than it was told."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from index import Library
from tests.tui.cli.conftest import Dateline

LONG = "600"
"""Seconds that no test takes."""


@pytest.fixture
def library(dateline: Dateline, folder: Path, tmp_path: Path) -> Path:
    assert dateline("add", folder).returncode == 0
    return tmp_path / "library"


@contextmanager
def begun(library: Path, *arguments: str | Path) -> Iterator[subprocess.Popen[str]]:
    """A command, begun while another process writes, that has said that it waits."""
    words = [sys.executable, "-m", "tui", "--library", str(library), "--wait", LONG, *map(str, arguments)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            said = process.stderr.readline()
            assert f"waiting up to {LONG} s for another process that is writing: dateline sync" in said
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize(
    "arguments",
    [["sync"], ["reindex"], ["sources", "remove", "1", "--remove-marked"], ["add", "."]],
    ids=lambda it: it[0],
)
def test_it_goes_on_when_the_other_has_ended(library: Path, folder: Path, arguments: list[str]) -> None:
    arguments = [str(folder) if word == "." else word for word in arguments]
    with ExitStack() as other:
        opened = other.enter_context(Library.open(library))
        other.enter_context(opened.write_lock("sync"))
        with begun(library, *arguments) as process:
            other.close()
            _, errors = process.communicate()
    assert process.returncode == 0, errors


def test_ctrl_c_ends_the_waiting(library: Path) -> None:
    with Library.open(library) as opened, opened.write_lock("sync"), begun(library, "sync") as process:
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate()
    assert process.returncode == 130
    assert "stopped" in errors


def test_it_waits_no_longer_than_it_was_told(library: Path, dateline: Dateline) -> None:
    with Library.open(library) as opened, opened.write_lock("sync"):
        refused = dateline("sync", env={"DATELINE_WAIT": "0"})
        impatient = dateline("sync", env={"DATELINE_WAIT": "0.1"})
    for run in (refused, impatient):
        assert run.returncode == 4
        assert "another process is writing to the library: dateline sync" in run.stderr
    assert "waiting" not in refused.stderr
    assert "waiting up to 0.1 s" in impatient.stderr
