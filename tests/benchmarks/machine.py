"""The machine that a table was measured on, as the machine itself tells."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

OURS = ("numpy", "whoosh3", "rapidfuzz", "PyStemmer", "textual")
"""The libraries that our own times depend on."""


def cores() -> int:
    """Give the number of cores that this process may use."""
    return len(os.sched_getaffinity(0))


def load() -> float:
    """Give the load of the last minute."""
    return os.getloadavg()[0]


def described(folder: Path, loads: Sequence[float], versions: Sequence[str]) -> str:
    """Describe the machine in a sentence.

    Args:
        folder: where the measured files stood.
        loads: the load at the beginning and at the end.
        versions: names and versions of what else was measured.
    """
    ours = [f"{name} {version(name)}" for name in OURS]
    return (
        f"{datetime.now(UTC).date().isoformat()}; {cores()} cores ({_processor()}), {_memory() / 2**30:.0f} GiB of "
        f"memory, {_read_ahead(folder)}load {loads[0]:.1f} at the beginning and {loads[-1]:.1f} at the end; "
        f"{platform.system()} {platform.release().split('-')[0]}, {platform.python_implementation()} "
        f"{platform.python_version()}, {', '.join([*ours, *versions])}."
    )


def _processor() -> str:
    names = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    return names[0] if names else platform.machine()


def _memory() -> int:
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def _read_ahead(folder: Path) -> str:
    """Say how far the system reads ahead on the disk of a folder: cold times hang on it."""
    device = folder.stat().st_dev
    path = Path(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}/bdi/read_ahead_kb")
    return f"{int(path.read_text()):,} KiB read ahead, " if path.exists() else ""
