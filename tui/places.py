"""What a person means who types where articles are: a path, or an address; and how a path goes on."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path

from textual.suggester import Suggester
from textual.widgets import Input

_SCHEME = re.compile(r"(?i:https?://|feed:)\S")
_HOST = re.compile(r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?::\d+)?(?:[/?#]\S*)?")


def is_address(text: str) -> bool:
    """Does it begin as addresses of the web do?"""
    return _SCHEME.match(text) is not None


def looked_at(text: str) -> tuple[str, str | None]:
    """The path or address that was meant, and what is wrong with it. Looks at the disk.

    A name of a host (`news.example/world`) is an address where no file is called so.
    """
    if is_address(text):
        return text, None
    try:
        path = Path(text).expanduser().absolute()
        path.stat()
    except FileNotFoundError:
        if _HOST.fullmatch(text):
            return f"https://{text}", None
        return str(path), f"There is no such file or folder: {path}"
    except (OSError, ValueError, RuntimeError) as error:
        return text, f"{text} cannot be read: {getattr(error, 'strerror', None) or error}"
    return str(path), None


class PathSuggester(Suggester):
    """Completes the last part of a path with the first name that fits, folders first."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The completed path."""
        return await asyncio.to_thread(complete, value)


async def complete_in(box: Input) -> None:
    """Complete the path in a box where one fits, whether it was suggested already or not."""
    text = box.value
    whole = await asyncio.to_thread(complete, text)
    if whole is not None and box.value == text:
        box.value = whole
    box.cursor_position = len(box.value)


def complete(text: str) -> str | None:
    """A path as typed, with its last part completed; None when nothing fits."""
    folder, _, start = text.rpartition("/")
    if not text or (not folder and not text.startswith("/") and start.startswith("~")):
        return None
    try:
        place = Path(f"{folder}/" if folder or text.startswith("/") else ".").expanduser()
        with os.scandir(place) as entries:
            names = sorted(
                (not entry.is_dir(), entry.name)
                for entry in entries
                if entry.name.startswith(start) and (start.startswith(".") or not entry.name.startswith("."))
            )
    except (OSError, RuntimeError):  # the second where nobody is called so
        return None
    for is_file, name in names:
        if name.isprintable():
            return text + name[len(start) :] + ("" if is_file else "/")
    return None
