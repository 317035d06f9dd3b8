"""A run of `dateline` beside the reader, when the reader ends before it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tui.background import Run

STUBBORN = """#!/bin/sh
trap '' TERM
echo '{"event": "progress", "stage": "reading", "done": 0, "total": 1, "failed": 0}'
while :; do sleep 1; done
"""


async def test_a_run_that_outlives_the_reader_leaves_nothing_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "program"
    program.write_text(STUBBORN)
    program.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(program))
    run, begun = Run(tmp_path, ["sync"]), asyncio.Event()
    following = asyncio.create_task(run.follow(lambda _: begun.set()))
    await begun.wait()
    run.stop()
    following.cancel()
    with pytest.raises(asyncio.CancelledError):
        await following
    assert run._process is not None
    assert run._process._transport.is_closing()  # type: ignore[attr-defined]
    assert await run._process.wait() < 0
