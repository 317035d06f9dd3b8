"""A real terminal for tests: the installed command in a pseudo-terminal, its screen kept by pyte."""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte
from ptyprocess import PtyProcess

PATIENCE = 180.0
"""How long a condition may take, in seconds: a slow machine is no failure, a hang is."""

KEYS = {
    "enter": "\r",
    "esc": "\x1b",
    "tab": "\t",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "backspace": "\x7f",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "ctrl+c": "\x03",
    "ctrl+d": "\x04",
    "ctrl+p": "\x10",
    "ctrl+q": "\x11",
    "ctrl+s": "\x13",
    "ctrl+u": "\x15",
    "ctrl+z": "\x1a",
}


class Terminal:
    """The command, running in a terminal of `columns` by `rows`: the one installed beside the tests, or another.

    Everything that the command wrote is kept in `output`, so that a test can look for what a screen never shows:
    escape sequences of an article, the clipboard.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        columns: int = 120,
        rows: int = 40,
        env: Mapping[str, str] | None = None,
        command: Path | None = None,
    ) -> None:
        program = str(command or Path(sys.executable).with_name("dateline"))
        surroundings = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})}
        for name in ("NO_COLOR", "TMUX", "COLUMNS", "LINES"):  # the terminal alone says how large it is
            surroundings.pop(name, None)
        self._process = PtyProcess.spawn([program, *arguments], dimensions=(rows, columns), env=surroundings)
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.output = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process.isalive():
            self._process.kill(9)
        self._process.close(force=True)

    @property
    def lines(self) -> list[str]:
        """The screen as it is, a string a line."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """The screen as it is."""
        return "\n".join(self.lines)

    def cells_of(self, word: str) -> list[pyte.screens.Char]:
        """The cells, with their colours, of the first place where a word stands."""
        for number, line in enumerate(self._screen.display):
            column = line.find(word)
            if column >= 0:
                return [self._screen.buffer[number][column + place] for place in range(len(word))]
        raise AssertionError(f"{word!r} is not on the screen:\n{self.text}")

    def press(self, *keys: str) -> None:
        """Press keys one after the other: names of KEYS, or single characters."""
        for key in keys:
            self.send(KEYS.get(key, key))
            self._pump(0.02)

    def send(self, text: str | bytes) -> None:
        """Write to the command, and wait for nothing."""
        self._process.write(text.encode() if isinstance(text, str) else text)

    def type(self, text: str) -> None:
        """Type a text."""
        self.press(*text)

    def paste(self, text: str) -> None:
        """Paste a text, bracketed as terminals do."""
        self._process.write(b"\x1b[200~" + text.encode() + b"\x1b[201~")

    def drag(self, *places: tuple[int, int]) -> None:
        """Press the mouse at the first place (column and row, from 1), move through the others, let go at the last."""
        for number, (column, row) in enumerate(places):
            self.send(f"\x1b[<{32 if number else 0};{column};{row}M")
        self.send(f"\x1b[<0;{places[-1][0]};{places[-1][1]}m")

    def resize(self, columns: int, rows: int) -> None:
        """Resize the terminal."""
        self._screen.resize(rows, columns)
        self._process.setwinsize(rows, columns)

    def wait_for(self, wanted: str | Callable[[str], bool], *, patience: float = PATIENCE) -> str:
        """Wait until a text stands on the screen, or the screen meets a condition; the screen then."""
        met = (lambda screen: wanted in screen) if isinstance(wanted, str) else wanted
        end = time.monotonic() + patience
        while not met(self.text):
            if time.monotonic() > end or not self._pump(0.1):
                raise AssertionError(f"waited in vain for {wanted!r}; the screen:\n{self.text}")
        return self.text

    def wait_for_exit(self, *, patience: float = PATIENCE) -> int:
        """Wait until the command has ended; its exit code."""
        end = time.monotonic() + patience
        while self._pump(0.1):
            if time.monotonic() > end:
                raise AssertionError(f"the command goes on; the screen:\n{self.text}")
        self._process.wait()
        status = self._process.exitstatus
        return int(status if status is not None else -self._process.signalstatus)

    def pump(self, seconds: float) -> bool:
        """Show what the command writes within the time; True when it wrote something."""
        before = len(self.output)
        self._pump(seconds)
        return len(self.output) > before

    def _pump(self, seconds: float) -> bool:
        """Show what the command writes within the time; False when it has ended."""
        ready, _, _ = select.select([self._process.fd], [], [], seconds)
        if not ready:
            return True
        try:
            data = self._process.read(65536)
        except EOFError:
            return False
        self.output += data
        self._stream.feed(data)
        return True
