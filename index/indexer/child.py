"""A process that works for this one, at the other end of a connection, and ends with it in whatever way that ends.

It is started as a program of its own, by `subprocess`, and talks by `multiprocessing.connection`: a process of
`multiprocessing` would import the parent's main module, and with it the interface, and start a third one that watches
for leaks.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path

_PROGRAM = """
import signal, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)
sys.path[:] = sys.argv[3:]
from importlib import import_module
import_module(sys.argv[2]).serve(int(sys.argv[1]))
"""


def can_start() -> bool:
    """Say whether there is a Python to start processes with."""
    return bool(sys.executable) and not getattr(sys, "frozen", False)


def cores() -> int:
    """Count the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def available_memory() -> int:
    """Give the bytes of memory that this process may have, with others."""
    installed = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    with suppress(OSError, ValueError):  # what a container may have
        return min(installed, int(Path("/sys/fs/cgroup/memory.max").read_text()))
    return installed


class Child:
    """One process, as seen by the parent.

    Args:
        module: what it runs: the function `serve` in it is given the descriptor of the connection. It must end the
            process when the connection ends.
    """

    def __init__(self, module: str) -> None:
        ours, theirs = socket.socketpair()
        with ours, theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _PROGRAM, str(theirs.fileno()), module, *sys.path],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                process_group=0,  # keys pressed in the terminal are for the parent
                env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},  # nothing is calculated that needs more
            )
            self.connection = Connection(ours.detach())

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def send(self, message: object) -> None:
        """Send a message. When the process has ended, nothing happens: it is found out where answers are awaited."""
        with suppress(OSError), _pipes_that_break_quietly():
            self.connection.send(message)

    def kill(self) -> int:
        """End the process at once, and give its exit code, negative for a signal."""
        self.connection.close()
        self._process.kill()
        return self._process.wait()


@contextmanager
def _pipes_that_break_quietly() -> Iterator[None]:
    """Have a write to a process that has ended fail, also where SIGPIPE ends this one, as on the command line."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGPIPE})
    try:
        yield
    finally:
        if signal.SIGPIPE not in before and signal.SIGPIPE in signal.sigpending():
            signal.sigwait({signal.SIGPIPE})
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
