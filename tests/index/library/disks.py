"""Small and read-only disks, for tests that run as root; elsewhere those tests skip and say so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def _run(*command: str | Path) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@contextmanager
def small_disk(folder: Path, kibibytes: int) -> Iterator[Path]:
    """A disk of its own at `folder`, in memory."""
    if sys.platform != "linux" or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("a small disk can be made by root on Linux only")
    folder.mkdir(parents=True)
    if not _run("mount", "-t", "tmpfs", "-o", f"size={kibibytes}k", "tmpfs", folder):
        pytest.skip("the system does not let this process mount a disk")
    try:
        yield folder
    finally:
        assert _run("umount", "-l", folder)


def resize(disk: Path, kibibytes: int) -> None:
    assert _run("mount", "-o", f"remount,size={kibibytes}k", disk)


def fill(disk: Path) -> Path:
    """Takes all the space that is left, in one file."""
    rest = disk / "rest"
    with rest.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return rest


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Makes a folder read-only: by its file system for root, whom permissions do not bind, else by permissions."""
    if os.geteuid() == 0:
        if not _run("mount", "--bind", folder, folder):
            pytest.skip("the system does not let this process mount a folder read-only")
        try:
            assert _run("mount", "-o", "remount,bind,ro", folder)
            yield
        finally:
            assert _run("umount", "-l", folder)
        return
    folder.chmod(0o555)
    try:
        yield
    finally:
        folder.chmod(0o755)
