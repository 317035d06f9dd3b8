from __future__ import annotations

import os
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from index.errors import LibraryLockedError
from index.library import Library

CHECKOUT = Path(__file__).parents[3]
HOLD = """
import sys
from contextlib import ExitStack
from pathlib import Path
from index.library import Library
with Library.open(Path(sys.argv[1])).write_lock("add"):
    sys.stdout.write("held\\n")
    sys.stdout.flush()
    sys.stdin.read()
"""


def test_a_second_writer_is_told_who_is_first(library: Library) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, library.folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=CHECKOUT,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(LibraryLockedError) as caught, library.write_lock("sync"):
            pass
        assert caught.value.subject.startswith(f"dateline add, process {process.pid} on {socket.gethostname()} since ")
        process.kill()
    with library.write_lock("sync") as lock:  # the lock died with its process, whatever its file says
        assert lock.held


def test_a_part_of_the_same_process_is_second_too(library: Library) -> None:
    with (
        library.write_lock("add"),
        pytest.raises(LibraryLockedError, match=f"process {os.getpid()}"),
        library.write_lock("sync"),
    ):
        pass


@pytest.mark.parametrize("content", [b"", b"{", b"null", b'{"pid": 1}', b"\xff\xfe" * 9_000])
def test_what_is_in_the_file_never_blocks(library: Library, content: bytes) -> None:
    path = library.folder / "library.lock"
    path.write_bytes(content)
    with library.write_lock("add"):
        path.write_bytes(content)
        with pytest.raises(LibraryLockedError, match="has not said its name"), library.write_lock("sync"):
            pass
    with library.write_lock("sync"):
        pass


def test_a_lock_ends_with_its_block(library: Library) -> None:
    with library.write_lock("add") as lock:
        assert lock.held
    assert not lock.held


def test_waiting_for_the_lock_lasts_as_long_as_patience(library: Library) -> None:
    asked: list[str] = []
    with ExitStack() as other:
        other.enter_context(library.write_lock("add"))

        def until_it_ends(holder: str) -> bool:
            asked.append(holder)
            if len(asked) == 3:
                other.close()
            return True

        with library.write_lock("sync", until_it_ends) as lock:
            assert lock.held
    assert len(asked) == 3
    assert all(f"dateline add, process {os.getpid()}" in holder for holder in asked)
    with library.write_lock("add"), pytest.raises(LibraryLockedError), library.write_lock("sync", lambda _: False):
        pass
