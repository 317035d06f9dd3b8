"""Commands that are watched, and killed, at what they do to the files of an index; see `watched/sitecustomize`."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).parents[3]
INDEXING = str(Path(__file__).with_name("followed.py"))
"""The program that brings an index up, in as many processes as it is told."""

_WATCHED = Path(__file__).with_name("watched")


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done to a name of the folder: its `content` then, where it is of account; `step` is its number.

    Steps are counted by each process, `pid`, for itself.
    """

    does: str
    name: str
    pid: int
    step: int
    new: str = ""
    content: bytes = b""
    mtime_ns: int = 0


def watched(folder: Path, log: Path, *arguments: str | Path, kill_at: int = 0) -> subprocess.CompletedProcess[str]:
    """Run Python with arguments, watching a folder; the process is killed before its `kill_at`th step."""
    log.unlink(missing_ok=True)
    with begun(folder, log, *arguments, kill_at=kill_at) as process:
        told, errors = process.communicate()
    return subprocess.CompletedProcess(process.args, process.returncode, told, errors)


def begun(folder: Path, log: Path, *arguments: str | Path, kill_at: int = 0) -> subprocess.Popen[str]:
    """Begin what `watched` does."""
    surroundings = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(_WATCHED), str(CHECKOUT)]),
        "WATCHED_FOLDER": str(folder),
        "WATCHED_LOG": str(log),
        "KILLED_AT": str(kill_at),
    }
    return subprocess.Popen(
        [sys.executable, *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=CHECKOUT, env=surroundings,
    )  # fmt: skip


def deeds(log: Path) -> Sequence[Deed]:
    """What was done, in order."""
    if not log.exists():
        return []
    text = log.read_text()
    return [_deed(line) for line in text[: text.rfind("\n") + 1].splitlines()]  # the last one may be being written


def _deed(line: str) -> Deed:
    told = json.loads(line)
    content = base64.b64decode(told.pop("data", ""))
    return Deed(**told, content=content)


def still_running(log: Path) -> list[int]:
    """The processes that are watched into a log and have not ended: what was begun, and whatever that has begun."""
    mark = f"WATCHED_LOG={log}".encode()
    return [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/environ") if mark in _read(path).split(b"\0")]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # it has just ended
        return b""
