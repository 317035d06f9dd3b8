"""Which address is fetched next: one of each host at a time, many hosts at once, the rest waits its turn."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass

from index.sources.web.address import host_of
from index.sources.web.fetching import Request


@dataclass(frozen=True, slots=True)
class Errand:
    """A request, and what it is for."""

    request: Request
    purpose: Hashable

    @property
    def host(self) -> str:
        """Whose turn it takes."""
        return host_of(self.request.address)


class Errands:
    """The requests of a run.

    Args:
        hosts: how many are asked at once.

    Attributes:
        total: all errands, done or not.
        done: those that ended.
    """

    def __init__(self, hosts: int) -> None:
        self._hosts = hosts
        self._waiting: dict[str, deque[Errand]] = {}
        self._busy: set[str] = set()
        self.total = 0
        self.done = 0

    @property
    def are_left(self) -> bool:
        """Whether any waits or is under way."""
        return self.done < self.total

    def add(self, request: Request, purpose: Hashable) -> None:
        """Puts a request at the end of its host's queue."""
        errand = Errand(request, purpose)
        self._waiting.setdefault(errand.host, deque()).append(errand)
        self.total += 1

    def next(self) -> Errand | None:
        """The next errand to begin; None while none may."""
        if len(self._busy) >= self._hosts:
            return None
        host = next((host for host in self._waiting if host not in self._busy), None)
        if host is None:
            return None
        queue = self._waiting.pop(host)
        errand = queue.popleft()
        if queue:
            self._waiting[host] = queue  # behind the other hosts
        self._busy.add(host)
        return errand

    def end(self, errand: Errand) -> None:
        """Says that an errand has ended: its host is free."""
        self._busy.discard(errand.host)
        self.done += 1
