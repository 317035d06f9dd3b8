"""The status line: what was just done, where in the matches one is, how far reading in has come."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from textual.geometry import Size
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from index.types import Stage
from tui.widgets.looks import Look
from tui.widgets.strips import RoleStyles, filled, plain, to_strip, width_of
from tui.widgets.text import Pieces, fit, number, one_line, time_left

_LOOKS = {
    "information": Look("color: $foreground;"),
    "warning": Look("color: $text-warning; text-style: bold;"),
    "error": Look("color: $text-error; text-style: bold;"),
    "fact": Look("color: $foreground 65%;", ansi="color: ansi_default;"),
}
Severity = Literal["information", "warning", "error"]

_DOING = {
    Stage.FINDING: "looking for files",
    Stage.FETCHING: "fetching",
    Stage.READING: "reading in",
    Stage.INDEXING: "indexing",
}
_RATE_AFTER = 1.0
"""Seconds before a rate means anything."""
_GAP: tuple[str, str] = ("   ", "")


@dataclass(frozen=True, slots=True)
class Running:
    """How far reading in has come; `done` and `total` are in the units of the stage, `seconds` of this stage."""

    stage: Stage
    done: int
    total: int | None
    failed: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Status:
    """All that the line can say at once."""

    message: str = ""
    severity: Severity = "information"
    match: int | None = None
    matches: int = 0
    running: Running | None = None
    standing: str = ""


def status_line(status: Status, width: int) -> Pieces:
    """The line in exactly `width` cells: the message at the left, the rest at the right in what detail has room."""
    rights = [[text for text in texts if text] for texts in _rights(status)]
    message = one_line(status.message)
    for texts in rights:
        end: Pieces = []
        for text in texts:
            end += [_GAP, (text, "fact")] if end else [(text, "fact")]
        room = width - width_of(end) - (width_of([_GAP]) if end and message else 0)
        if room >= min(width_of([(message, "")]), width // 2):
            start: Pieces = [(fit(message, room), status.severity)] if message else []
            gap = width - width_of(start) - width_of(end)
            return filled([*start, (" " * gap, ""), *end], width)
    return filled([(fit(message, width), status.severity)], width)


def _rights(status: Status) -> list[tuple[str, ...]]:
    match = _match_text(status.match, status.matches)
    rests: list[tuple[str, ...]] = [(match,), ()]
    if status.running is not None:
        rests = [*((match, running_text(status.running, detail)) for detail in range(3)), *rests]
    standing = [(status.standing, *rest) for rest in rests] if status.standing else []
    return [*standing, *rests]


def _match_text(match: int | None, matches: int) -> str:
    if not matches:
        return ""
    if match is None:
        return "1 match" if matches == 1 else f"{number(matches)} matches"
    return f"match {number(match + 1)} of {number(matches)}"


def running_text(running: Running, detail: int = 0) -> str:
    """`reading in 1,204 of 9,000 · 310/s · 25 s left · 2 failed`, with less of it at detail 1, and least at 2."""
    what = _DOING[running.stage]
    if running.total is None:
        amount = number(running.done)
    elif detail > 1:
        amount = f"{min(100, running.done * 100 // max(running.total, 1))} %"
    else:
        amount = f"{number(running.done)} of {number(running.total)}"
    facts = [f"{what} {amount}"]
    if running.seconds >= _RATE_AFTER and running.done:
        rate = running.done / running.seconds
        if detail == 0:
            facts.append(f"{number(round(rate))}/s" if rate >= 1 else f"{rate:.1f}/s")
        if running.total is not None and running.total > running.done and detail <= 1:
            facts.append(f"{time_left((running.total - running.done) / rate)} left")
    if running.failed and detail == 0:
        facts.append(f"{number(running.failed)} failed")
    return " · ".join(facts)


class StatusLine(Widget):
    """One line that says what happens. As wide as what it says, or as it is told to be."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    StatusLine {
        height: 1;
        padding: 0 1;
    }
    """

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(name=name, id=id, classes=classes)
        self._status = Status()
        self._answers = False
        self._began = 0.0
        self._fading: Timer | None = None
        self._role_styles = RoleStyles(self, _LOOKS)

    @property
    def status(self) -> Status:
        """What the line says now."""
        return self._status

    def say(
        self, text: str, *, severity: Severity = "information", seconds: float = 6.0, answers: bool = False
    ) -> None:
        """Show a sentence for some seconds (0: until the next one). An empty one clears the line.

        One that answers a key is gone with the next key: see `key_pressed`.
        """
        self._answers = answers
        if self._fading is not None:
            self._fading.stop()
            self._fading = None
        if text and seconds:
            self._fading = self.set_timer(seconds, lambda: self.say(""))
        self._take(replace(self._status, message=text, severity=severity))

    def key_pressed(self) -> None:
        """What was said in answer to the key before is no longer of interest."""
        if self._answers:
            self.say("")

    def has_room_for(self, text: str) -> bool:
        """Can a sentence be shown whole, in the line as wide as it may become?"""
        room = self.parent.content_size if isinstance(self.parent, Widget) else self.app.size
        limit = self.styles.max_width
        widest = room.width if limit is None else int(limit.resolve(room, self.app.size, Fraction(1)))
        width = widest - self.gutter.width
        return plain(status_line(replace(self._status, message=text), width)).startswith(one_line(text))

    def show_match(self, match: int | None, matches: int) -> None:
        """Show `match 3 of 17`; `match` counts from 0, None is before the first. No matches: nothing is shown."""
        self._take(replace(self._status, match=match, matches=matches))

    def show_standing(self, text: str) -> None:
        """Show a fact until another takes its place, as how far a review has come; an empty one clears it."""
        self._take(replace(self._status, standing=one_line(text)))

    def show_progress(self, stage: Stage | None, done: int = 0, total: int | None = None, *, failed: int = 0) -> None:
        """Show how far reading in has come, with its rate and the time left; None when it is over."""
        if stage is None:
            self._take(replace(self._status, running=None))
            return
        now = time.monotonic()
        if self._status.running is None or self._status.running.stage is not stage:
            self._began = now
        self._take(replace(self._status, running=Running(stage, done, total, failed, now - self._began)))

    def _take(self, status: Status) -> None:
        if status != self._status:
            self._status = status
            self.refresh(layout=self.styles.auto_dimensions)

    def notify_style_update(self) -> None:
        """Forget the styles: the theme has changed."""
        super().notify_style_update()
        self._role_styles.clear()

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002 - Textual's
        """The cells of all that there is to say."""
        texts = [one_line(self._status.message), *_rights(self._status)[0]]
        cells = [width_of([(text, "")]) for text in texts if text]
        return min(container.width, sum(cells) + width_of([_GAP]) * max(0, len(cells) - 1))

    def render_line(self, y: int) -> Strip:
        """The line."""
        width = self.content_size.width
        if y:
            return Strip.blank(width, self._role_styles.style(""))
        return to_strip(status_line(self._status, width), self._role_styles)
