"""Memory of arrays that is used again: without this, the system takes it back after each step of a large query."""

from __future__ import annotations

import ctypes
import sys

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # as in malloc.h of the GNU C library
_LARGEST_KEPT = 32 << 20
_MOST_KEPT = 64 << 20


def keep_freed_memory() -> bool:
    """Have the process keep up to 64 MB of freed memory, and arrays of up to 32 MB in it; True where that can be told.

    Arrays over a million documents take 4 to 8 MB. The C library gives such pieces back to the system as soon as they
    are free, and clearing them anew, page by page, costs two thirds of the time of a search for a common word.
    """
    if not sys.platform.startswith("linux"):
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return False
    return bool(mallopt(_MMAP_THRESHOLD, _LARGEST_KEPT)) and bool(mallopt(_TRIM_THRESHOLD, _MOST_KEPT))
