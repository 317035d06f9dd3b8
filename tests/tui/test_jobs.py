from __future__ import annotations

import gc
import warnings
from functools import partial
from pathlib import Path

from tests.tui.driving import NARROW, driving
from tui.jobs import Jobs


async def test_a_job_that_is_replaced_before_it_begins_leaves_nothing_behind(folder: Path) -> None:
    done: list[str] = []

    async def job(name: str) -> None:
        done.append(name)

    async with driving(folder, NARROW) as driven:
        jobs = Jobs(driven.main, tell=done.append, report=done.append, fail=done.append)
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            for name in ("first", "second", "third"):
                jobs.start(partial(job, name), "test", exclusive=True)
            await driven.until(lambda: done)
            gc.collect()
    assert done == ["third"]
    assert not [str(warning.message) for warning in caught]


async def test_a_job_that_is_stopped_before_it_begins_does_nothing(folder: Path) -> None:
    done: list[str] = []

    async def job(name: str) -> None:
        done.append(name)

    async with driving(folder, NARROW) as driven:
        jobs = Jobs(driven.main, tell=done.append, report=done.append, fail=done.append)
        jobs.start(partial(job, "stopped"), "test")
        jobs.stop("test")
        jobs.start(partial(job, "other"), "other")
        await driven.until(lambda: done)
    assert done == ["other"]
