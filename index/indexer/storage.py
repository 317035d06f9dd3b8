"""Files of the index on disk: written through to the disk before a name points at them."""

from __future__ import annotations

import os
from pathlib import Path

NEW_SUFFIX = ".new"
"""Ends the name of what is to replace a file."""


def sync_folder(path: Path) -> None:
    """Return once a folder's names are on the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file in one step: after a crash it has its old contents or the new ones, nothing between."""
    temporary = path.with_name(f"{path.name}{NEW_SUFFIX}")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_folder(path.parent)
