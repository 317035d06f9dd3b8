"""Files put out of the page cache, and the proof that they are out of it."""

from __future__ import annotations

import ctypes
import mmap
import os
from pathlib import Path

import numpy as np

_LIBC = ctypes.CDLL(None, use_errno=True)


def forget(folder: Path) -> int:
    """Put the files of a folder out of the page cache, and give the bytes of them that stay in it.

    The system keeps pages that a process has mapped and touched, and all pages of a file system in memory.
    """
    for path in _files(folder):
        with path.open("rb") as file:
            os.fsync(file.fileno())  # pages that are not on the disk yet stay
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return resident(folder)


def resident(folder: Path) -> int:
    """Give the bytes of a folder's files that are in the page cache."""
    return sum(_resident(path) for path in _files(folder))


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.stat().st_size]


def _resident(path: Path) -> int:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        data = np.frombuffer(mapped, np.uint8)
        pages = np.zeros(-(-len(data) // mmap.PAGESIZE), np.uint8)
        failed = _LIBC.mincore(
            ctypes.c_void_p(data.ctypes.data), ctypes.c_size_t(len(data)), ctypes.c_void_p(pages.ctypes.data)
        )
        del data  # a mapping that is looked at cannot be closed
    if failed:
        raise OSError(ctypes.get_errno(), "mincore", str(path))
    return int(np.count_nonzero(pages & 1)) * mmap.PAGESIZE
