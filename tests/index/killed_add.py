"""Adds sources to a library and tells of every step on standard output, until it is killed.

Usage: killed_add.py LIBRARY SOURCE...
"""

from __future__ import annotations

import sys
from pathlib import Path

from index.library import Library
from index.sync import add

STEP = 40


def tell(committed: int) -> None:
    sys.stdout.write(f"{committed}\n")
    sys.stdout.flush()


def main() -> None:
    tell(0)
    library = Library.open(Path(sys.argv[1]))
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        if asked % STEP == 0:
            tell(library.count())
        return False

    add(library, [Path(source) for source in sys.argv[2:]], stop=stop)
    tell(library.count())
    library.close()


if __name__ == "__main__":
    main()
