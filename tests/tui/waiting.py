"""Waiting for what a screen will show, instead of for time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot

PATIENCE = 60.0
"""Seconds after which a test fails: far more than anything takes."""


async def until(pilot: Pilot[Any], condition: Callable[[], object]) -> None:
    """Let the app run until the condition holds."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + PATIENCE
    while not condition():
        assert loop.time() < deadline, "what was waited for did not come"
        await pilot.pause(0.005)
