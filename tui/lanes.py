"""A thread with a queue, and futures that come back to the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Outcome = TypeVar("Outcome")


class Lane:
    """A thread that does one job after the other, in the order they were given."""

    def __init__(self, name: str) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"dateline-{name}")

    def submit(self, job: Callable[[], Outcome]) -> Future[Outcome]:
        """Queue a job; may be called before there is an event loop."""
        return self._executor.submit(job)

    async def do(self, job: Callable[[], Outcome]) -> Outcome:
        """Queue a job and wait for its outcome without holding up the loop. Cancelled, it leaves the queue."""
        return await asyncio.wrap_future(self.submit(job))

    async def do_surely(self, job: Callable[[], Outcome]) -> Outcome:
        """The same for a job that is done even when nobody waits for it any more."""
        return await asyncio.shield(asyncio.wrap_future(self.submit(job)))

    def close(self) -> None:
        """Drop what is queued and wait for the job at hand."""
        self._executor.shutdown(wait=True, cancel_futures=True)
