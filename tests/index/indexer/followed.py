"""Brings the index of a library up in a process of its own.

Usage: followed.py LIBRARY catch-up|rebuild PROCESSES
"""

from __future__ import annotations

import sys
from pathlib import Path

from index.indexer import Indexer, indexer
from index.library import Library

PORTION = 7
"""So many articles are a task of another process."""


def main() -> None:
    folder, what, processes = sys.argv[1:]
    indexer._PORTION = PORTION
    with (
        Library.open(Path(folder), create=False) as library,
        library.write_lock("test"),
        Indexer(library, processes=int(processes)) as made,
    ):
        if what == "rebuild":
            made.rebuild()
        else:
            made.catch_up()


if __name__ == "__main__":
    main()
