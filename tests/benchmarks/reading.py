"""How fast files of each form are read, how much of that is the libraries', and what the slowest file takes.

`python -m tests.benchmarks.reading FOLDER...` reads everything below the folders in one process, touching no library,
and prints a table. All times are processor time. Where the time goes is sampled every few milliseconds: a moment
counts for the innermost module in Python that is not the standard library's, so that what lxml does below trafilatura
is trafilatura's, and what it does for our own modules is ours.
"""

from __future__ import annotations

import resource
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Final

import click

from index.parsing import ParseContext
from index.recovery.contents import Recovered, entries_of
from index.sources import SourceItem, discover
from index.sources.names import archive_kind, suffix_of
from tests.benchmarks.table import Table

_STEP: Final = 0.003  # seconds between two samples
_SLOWEST: Final = 5
_MEGABYTE: Final = 1_000_000
_KINDS: Final = {
    "text": {".txt", ".text", ""},
    "web pages": {".html", ".htm", ".xhtml", ".mhtml", ".mht"},
    "JSON": {".json", ".jsonl", ".ndjson"},
    "SGML, XML": {".sgm", ".sgml", ".xml", ".rss", ".atom", ".rdf"},
}


@dataclass(slots=True)
class Kind:
    """What was read of one kind."""

    files: int = 0
    articles: int = 0
    refused: int = 0
    size: int = 0
    seconds: float = 0.0
    shares: dict[str, float] = field(default_factory=dict)


class Sampler:
    """Says where processor time goes: `shares` are seconds by library, of the kind that is read just now."""

    def __init__(self) -> None:
        self.shares: dict[str, float] = {}
        self._last = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Sample this process. The clock runs on from file to file: most of them take less than a step."""
        self._last = time.process_time()
        signal.signal(signal.SIGPROF, self._take)
        signal.setitimer(signal.ITIMER_PROF, _STEP, _STEP)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, signal.SIG_IGN)

    def _take(self, _number: int, frame: FrameType | None) -> None:
        now = time.process_time()
        owner = _owner(frame)
        self.shares[owner] = self.shares.get(owner, 0.0) + now - self._last
        self._last = now


def _owner(frame: FrameType | None) -> str:
    """The innermost library, or "index", that a moment belongs to."""
    while frame is not None:
        path = frame.f_code.co_filename
        if "site-packages" in path:
            return path.rpartition("site-packages/")[2].split("/")[0].removesuffix(".py")
        if "/index/" in path:
            return "index"
        frame = frame.f_back
    return "index"


def kind_of(item: SourceItem) -> str:
    """The row that a file counts in."""
    name = item.path.name
    if archive_kind(name) is not None:
        return "archives"
    suffix = suffix_of(name)
    return next((kind for kind, suffixes in _KINDS.items() if suffix in suffixes), "others")


def measure(folders: list[Path]) -> tuple[dict[str, Kind], list[tuple[float, str]]]:
    """Read everything; give what each kind took, and the slowest files with their seconds."""
    kinds: dict[str, Kind] = {}
    times: list[tuple[float, str]] = []
    sampler = Sampler()
    with sampler.running():
        for folder in folders:
            for item in discover(folder):
                if isinstance(item, SourceItem):
                    kind = kinds.setdefault(kind_of(item), Kind())
                    sampler.shares = kind.shares
                    times.append((_read(item, kind), str(item.path.relative_to(folder.absolute().parent))))
    return kinds, sorted(times, reverse=True)[:_SLOWEST]


def _read(item: SourceItem, kind: Kind) -> float:
    begun = time.process_time()
    for entry in entries_of(item, ParseContext()):
        read = isinstance(entry, Recovered)
        kind.articles += read
        kind.refused += not read
    seconds = time.process_time() - begun
    kind.files += 1
    kind.size += item.size
    kind.seconds += seconds
    return seconds


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def main(folders: tuple[Path, ...]) -> None:
    """Print the table."""
    _warm_up()
    kinds, slowest = measure(list(folders))
    table = Table(["files", "MB", "articles", "refused", "seconds", "files/s", "articles/s", "libraries"], "form")
    for name, kind in sorted(kinds.items()):
        sampled = sum(kind.shares.values()) or 1
        shares = sorted(((share / sampled, library) for library, share in kind.shares.items()), reverse=True)
        others = [each for each in shares if each[1] != "index"]
        cells = {
            "files": f"{kind.files:,}",
            "MB": f"{kind.size / _MEGABYTE:.1f}",
            "articles": f"{kind.articles:,}",
            "refused": f"{kind.refused:,}",
            "seconds": f"{kind.seconds:.1f}",
            "files/s": f"{kind.files / (kind.seconds or 1e-9):,.0f}",
            "articles/s": f"{kind.articles / (kind.seconds or 1e-9):,.0f}",
            "libraries": ", ".join([f"{sum(share for share, _ in others):.0%}", *_named(others)]),
        }
        for column, value in cells.items():
            table.put(name, column, value)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / _MEGABYTE
    lines = [*table.lines(), "", f"Peak {peak:,.0f} MB. Slowest:"]
    lines += [f"- {seconds:.2f} s {name}" for seconds, name in slowest]
    sys.stdout.write("\n".join(lines) + "\n")


def _warm_up() -> None:
    """Load what the first text and the first page load."""
    from index.cleaning.language import detected_language

    detected_language("The harbour council met again on the tide wall, and agreed on nothing. " * 4)


def _named(others: list[tuple[float, str]]) -> list[str]:
    return [f"{library} {share:.0%}" for share, library in others if share >= 0.01]


if __name__ == "__main__":
    main()
