"""What the person is told: in the status line, or over the screen where it is too long for that."""

from __future__ import annotations

from textual.screen import Screen

from tui.widgets.status_line import Severity, StatusLine

LEAST_NOTICE = 6.0
"""Seconds that a notice stays at least."""

READING_SPEED = 12.0
"""The characters that are read in a second."""

PROBLEM_STAYS = 15.0
"""Seconds that a problem of the settings stays."""


class Saying:
    """Says sentences on one screen."""

    def __init__(self, screen: Screen[None], status: StatusLine) -> None:
        self._screen = screen
        self._status = status

    def tell(self, text: str) -> None:
        """Answer a key: it goes with the next one."""
        self._say(text, "information", answers=True)

    def report(self, text: str) -> None:
        """Say what nobody has asked for just now."""
        self._say(text, "information")

    def fail(self, text: str) -> None:
        """Say what has gone wrong."""
        self._say(text, "error")

    def warn_of(self, problem: str) -> None:
        """Say what is wrong with the settings."""
        self._screen.notify(problem, title="config.toml", severity="warning", markup=False, timeout=PROBLEM_STAYS)

    def _say(self, text: str, severity: Severity, *, answers: bool = False) -> None:
        if self._status.has_room_for(text):
            self._status.say(text, severity=severity, answers=answers)
        else:
            seconds = max(LEAST_NOTICE, len(text) / READING_SPEED)
            self._screen.notify(text, severity=severity, markup=False, timeout=seconds)
