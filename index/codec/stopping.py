"""Long work that can be stopped: it asks now and then."""

from __future__ import annotations

from collections.abc import Callable

Stop = Callable[[], bool]
"""Tells whether the work is to end before it is done."""


class StoppedError(Exception):
    """`stop()` turned true."""


def check(stop: Stop) -> None:
    """Ask once.

    Raises:
        StoppedError: the work is to end.
    """
    if stop():
        raise StoppedError
