"""Has segments of a library built until it is killed, and tells of the processes that it started.

Usage: segments_until_killed.py LIBRARY FOLDER
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from index.indexer.workers import SegmentWorkers
from index.library import Library
from index.types import Order


def main() -> None:
    library, folder = Path(sys.argv[1]), Path(sys.argv[2])
    with Library.open(library) as opened:
        ids = list(opened.ids(Order.NEWEST)) * 200
    with SegmentWorkers(library, folder, processes=2) as workers:
        for number in count():
            workers.submit(ids, f"part{number}")
            if number == 1:
                while not workers.articles:
                    workers.result(0.01)
                sys.stdout.write(f"{' '.join(str(worker._process.pid) for worker in workers._workers)}\n")
                sys.stdout.flush()
                sys.stdin.read()


if __name__ == "__main__":
    main()
