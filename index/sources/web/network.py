"""The network beside a run that is no coroutine: an event loop in a thread of its own, asked and answered by queue."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Hashable
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Self

from index.errors import FetchError, InputError
from index.sources.web.fetching import Answer, Fetcher, Request
from index.sources.web.settings import FetchSettings

_CLOSING_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a request: an answer, or why there is none. `token` is what it was asked with."""

    token: Hashable
    answer: Answer | InputError


class Network:
    """Fetches while its owner does something else. A context manager; leaving it drops what is still asked.

    Args:
        settings: limits and manners.
    """

    def __init__(self, settings: FetchSettings) -> None:
        self._settings = settings
        self._answered: SimpleQueue[Answered] = SimpleQueue()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._fetcher: Fetcher | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def ask(self, request: Request, token: Hashable) -> None:
        """Fetches an address; `answered` gives what comes of it, with the token."""
        loop = self._loop or self._start()
        loop.call_soon_threadsafe(self._begin, request, token)

    def answered(self, seconds: float) -> Answered | None:
        """The next answer, in the order in which they come; None when none came in so many seconds."""
        try:
            return self._answered.get(timeout=seconds)
        except Empty:
            return None

    def close(self) -> None:
        """Drops what is still asked, and closes all connections."""
        if self._loop is None or self._thread is None:
            return
        ended = asyncio.run_coroutine_threadsafe(self._end(), self._loop)
        with suppress(TimeoutError):
            ended.result(_CLOSING_SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_CLOSING_SECONDS)
        self._loop = None

    # ---- in the thread --------------------------------------------------------------------------------------------

    def _start(self) -> asyncio.AbstractEventLoop:
        self._loop = loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=_run, args=(loop,), name="network", daemon=True)
        self._thread.start()
        return loop

    def _begin(self, request: Request, token: Hashable) -> None:
        task = asyncio.get_running_loop().create_task(self._fetch(request, token))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _fetch(self, request: Request, token: Hashable) -> None:
        self._fetcher = self._fetcher or Fetcher(self._settings)
        answer: Answer | InputError
        try:
            answer = await self._fetcher.fetch(request)
        except InputError as error:
            answer = error
        except Exception as error:  # noqa: BLE001 - one bad address never stops a run
            answer = FetchError(f"fetching it failed ({type(error).__name__})", request.address, "Sync again later.")
        self._answered.put(Answered(token, answer))

    async def _end(self) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._fetcher is not None:
            await self._fetcher.close()


def _run(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
    finally:
        loop.close()
