"""One process writes articles at a time: an advisory lock on `library.lock`, released by the system when it dies."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from index.errors import LibraryLockedError
from index.library.database import translated

Patience = Callable[[str], bool]
"""Asked again and again while somebody else holds the lock, with a word on who: True to go on waiting."""

_HOLDER_BYTES = 4096
_PAUSE = 0.05


@dataclass(slots=True)
class WriteLock:
    """The right to write articles, while `held`."""

    purpose: str
    held: bool = True


def no_patience(_holder: str) -> bool:
    """Waits for nobody."""
    return False


@contextmanager
def write_lock(path: Path, purpose: str, patience: Patience = no_patience) -> Iterator[WriteLock]:
    """Holds the lock file at `path`; its content only tells others who holds it.

    Raises:
        LibraryLockedError: another process (or another part of this one) holds it, and `patience` has run out; the
            subject says who.
        LibraryNotWritableError: the file cannot be made.
    """
    with translated(str(path)):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        while not _taken(descriptor):
            if not patience(holder := _holder(descriptor)):
                raise LibraryLockedError(
                    "another process is writing to the library",
                    holder,
                    "Wait until it has finished, or stop it; reading and searching go on meanwhile.",
                )
            time.sleep(_PAUSE)
        _write_holder(descriptor, purpose)
        lock = WriteLock(purpose)
        try:
            yield lock
        finally:
            lock.held = False
            os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _write_holder(descriptor: int, purpose: str) -> None:
    since = datetime.now().astimezone().isoformat(timespec="seconds")
    holder = {"pid": os.getpid(), "purpose": purpose, "host": os.uname().nodename, "since": since}
    with translated("library.lock"):
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(holder).encode(), 0)


def _holder(descriptor: int) -> str:
    try:
        found = json.loads(os.pread(descriptor, _HOLDER_BYTES, 0))
        since = datetime.fromisoformat(str(found["since"]))
        return f"dateline {found['purpose']}, process {int(found['pid'])} on {found['host']} since {since:%H:%M}"
    except (ValueError, KeyError, TypeError):
        return "a process that has not said its name"
