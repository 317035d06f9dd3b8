"""Reading in while the reader is open: `dateline` itself, in a process of its own, told about in JSON lines."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from index.types import Stage

_LINE_LIMIT = 2**20
_ERRORS_KEPT = 4_000


@dataclass(frozen=True, slots=True)
class Told:
    """A moment of reading in. `total` is None while it is not known."""

    stage: Stage
    done: int
    total: int | None
    failed: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended; counts are of articles, but `failed` of inputs.

    `error` is a sentence on why nothing more could be done, `locked` that this was because of another process that
    writes; `failure` is a sentence on the first input that failed, `notes` are sentences on what is no failure but has
    to be told. `sources` are those that were added, or known already.
    """

    added: int = 0
    updated: int = 0
    gone: int = 0
    failed: int = 0
    removed: int = 0
    interrupted: bool = False
    error: str | None = None
    locked: bool = False
    failure: str | None = None
    notes: tuple[str, ...] = ()
    sources: tuple[int, ...] = ()


Tell = Callable[[Told], None]
"""What is called with each moment."""


class Run:
    """One run of `dateline COMMAND --porcelain` on a library."""

    def __init__(self, library: Path, command: Sequence[str]) -> None:
        self.command = command[0]
        end = command.index("--") if "--" in command else len(command)
        dateline = [sys.executable, "-P", "-m", "tui"]  # -P: never a folder named tui where the user happens to be
        self._words = [*dateline, "--library", str(library), *command[:end], "--porcelain", *command[end:]]
        self._process: asyncio.subprocess.Process | None = None
        self._outcome: Outcome | None = None
        self._failure: str | None = None
        self._notes: list[str] = []
        self._stopped = False

    async def follow(self, tell: Tell) -> Outcome:
        """Start it, and call `tell` with each moment until it ends."""
        pipe = asyncio.subprocess.PIPE
        try:
            self._process = await asyncio.create_subprocess_exec(
                *self._words, stdin=asyncio.subprocess.DEVNULL, stdout=pipe, stderr=pipe, limit=_LINE_LIMIT
            )
        except OSError as error:
            return Outcome(error=f"reading in could not be started: {error}")
        if self._stopped:
            self.stop()  # it was asked for before there was anything to stop
        try:
            _, errors = await asyncio.gather(self._read(self._process, tell), _tail(self._process))
            code = await self._process.wait()
        except asyncio.CancelledError:
            # The loop is about to end: what has not stopped by now is killed, which costs nothing that is committed.
            self._process._transport.close()  # type: ignore[attr-defined]  # noqa: SLF001 - nothing public does
            raise
        await asyncio.sleep(0)  # the pipes are closed in the turn after this one
        if self._outcome is not None:
            return self._outcome
        if self._stopped:
            return Outcome(interrupted=True)
        last = errors.strip().splitlines()[-1:] or [f"exit code {code}"]
        return Outcome(error=f"reading in failed: {last[0]}")

    def stop(self) -> None:
        """Ask it to stop; it keeps what it has and ends by itself."""
        self._stopped = True
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGTERM)

    async def _read(self, process: asyncio.subprocess.Process, tell: Tell) -> None:
        assert process.stdout is not None  # noqa: S101 - asked for as a pipe
        async for line in process.stdout:
            event = _event(line)
            match event.get("event"):
                case "progress":
                    tell(_told(event))
                case "failure":
                    self._failure = self._failure or f"{event['location']}: {event['message']}"
                case "note":
                    self._notes.append(str(event["message"]))
                case "done":
                    self._outcome = replace(_done(event), failure=self._failure, notes=tuple(self._notes))
                case "error":
                    message = str(event.get("message", "reading in failed"))
                    self._outcome = Outcome(error=message, locked=event.get("locked") is True)
                case _:
                    pass


def _event(line: bytes) -> dict[str, Any]:
    try:
        event = json.loads(line)
    except ValueError:
        return {}
    return event if isinstance(event, dict) else {}


def _told(event: dict[str, Any]) -> Told:
    return Told(Stage(event["stage"]), event["done"], event["total"], event["failed"])


def _done(event: dict[str, Any]) -> Outcome:
    counts = {name: event.get(name, 0) for name in ("added", "updated", "gone", "failed", "removed")}
    return Outcome(**counts, interrupted=bool(event.get("interrupted")), sources=tuple(event.get("sources", ())))


async def _tail(process: asyncio.subprocess.Process) -> str:
    assert process.stderr is not None  # noqa: S101 - asked for as a pipe
    kept = b""
    while piece := await process.stderr.read(_ERRORS_KEPT):
        kept = (kept + piece)[-_ERRORS_KEPT:]
    return kept.decode("utf-8", "replace")
