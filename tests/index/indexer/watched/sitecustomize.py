"""Python loads this first where the folder is in PYTHONPATH: it tells what a process does to files, and may kill it.

`WATCHED_FOLDER` is the folder that is looked after, but for the library's database. Each thing that was done to the
names and files in it becomes a line of JSON in `WATCHED_LOG`, with the file's content where it matters; lines of
several processes come in the order in which things were done. Before its `KILLED_AT`th step (from 1) the process is
killed; a step that writes has half of its bytes written. Processes that it starts are not killed, but watched.
"""

from __future__ import annotations

import base64
import io
import json
import os
import signal
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

_FOLDER = os.environ.get("WATCHED_FOLDER", "")
_LOG = os.environ.get("WATCHED_LOG", "")
_KILLED_AT = int(os.environ.pop("KILLED_AT", "0"))

_steps = [0]
_real_open, _real_io_open, _real_write = os.open, io.open, os.write


def _name(path: Any, dir_fd: int | None = None) -> str | None:
    """Give a path inside the folder, None for one that is not looked after."""
    if isinstance(path, int):
        whole = Path(f"/proc/self/fd/{path}").readlink()
    elif dir_fd is not None:
        whole = Path(f"/proc/self/fd/{dir_fd}").readlink() / path
    else:
        whole = Path(path).absolute()
    inside = os.path.relpath(whole, _FOLDER)
    return None if inside.startswith(("..", "library.")) else inside


def _step() -> None:
    _steps[0] += 1
    if _steps[0] == _KILLED_AT:
        os.kill(os.getpid(), signal.SIGKILL)


def _tell(does: str, name: str, **more: Any) -> None:
    if not _LOG:
        return
    log = _real_open(_LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    _real_write(
        log, json.dumps({"does": does, "name": name, "pid": os.getpid(), "step": _steps[0], **more}).encode() + b"\n"
    )
    os.close(log)


def _content(path: str | int) -> dict[str, Any]:
    with _real_io_open(path, "rb", closefd=not isinstance(path, int)) as file:
        found = os.fstat(file.fileno())
        data = os.pread(file.fileno(), found.st_size, 0)
    return {"data": base64.b64encode(data).decode(), "mtime_ns": found.st_mtime_ns}


def _opens(path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
    name = _name(path, dir_fd) if flags & os.O_CREAT else None
    if name is None:
        return _real_open(path, flags, mode, dir_fd=dir_fd)
    _step()
    descriptor = _real_open(path, flags, mode, dir_fd=dir_fd)
    _tell("make", name)
    return descriptor


def _opens_as_file(file: Any, mode: str = "r", *arguments: Any, **more: Any) -> Any:
    name = _name(file) if "w" in mode and not isinstance(file, int) else None
    if name is None:
        return _real_io_open(file, mode, *arguments, **more)
    _step()
    opened = _real_io_open(file, mode, *arguments, **more)
    _tell("make", name)
    return opened


def _syncs(real: Callable[..., None], descriptor: int) -> None:
    name = _name(descriptor)
    if name is None:
        return real(descriptor)
    _step()
    real(descriptor)
    if stat.S_ISDIR(os.fstat(descriptor).st_mode):
        return _tell("sync-folder", name)
    return _tell("sync", name, **_content(f"/proc/self/fd/{descriptor}"))


def _renames(real: Callable[..., None], source: Any, target: Any, **more: Any) -> None:
    name, new = _name(source), _name(target)
    if name is None or new is None:
        return real(source, target, **more)
    _step()
    content = _content(source)
    real(source, target, **more)
    return _tell("rename", name, new=new, **content)


def _writes(real: Callable[..., int], descriptor: int, data: Any, offset: int) -> int:
    if _name(descriptor) is not None:
        if _steps[0] + 1 == _KILLED_AT:
            real(descriptor, bytes(data)[: len(data) // 2], offset)
        _step()
    return real(descriptor, data, offset)


def _changes(does: str, real: Callable[..., None]) -> Callable[..., None]:
    def call(path: Any, *arguments: Any, **more: Any) -> None:
        name = _name(path, more.get("dir_fd"))
        if name is None:
            return real(path, *arguments, **more)
        _step()
        real(path, *arguments, **more)
        return _tell(does, name)

    return call


def _around(outer: Callable[..., Any], real: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *arguments, **more: outer(real, *arguments, **more)


def _watch() -> None:
    replaced: dict[str, Any] = {
        "open": _opens,
        "fsync": _around(_syncs, os.fsync),
        "rename": _around(_renames, os.rename),
        "replace": _around(_renames, os.replace),
        "pwrite": _around(_writes, os.pwrite),
        "unlink": _changes("unlink", os.unlink),
        "remove": _changes("unlink", os.remove),
        "mkdir": _changes("make-folder", os.mkdir),
        "rmdir": _changes("remove-folder", os.rmdir),
    }
    # What `shutil.rmtree` and the like look up: they go on using descriptors of folders.
    for name, call in replaced.items():
        if getattr(os, name) in os.supports_dir_fd:
            os.supports_dir_fd.add(call)
        setattr(os, name, call)
    io.open = _opens_as_file  # what `Path.open` calls


if _FOLDER:
    _watch()
