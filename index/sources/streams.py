"""Streams that keep to their limits and speak our errors, around whatever unpacks the bytes."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO, Final, cast

from index.errors import BrokenInputError, InputError, InputTooLargeError
from index.sources.item import MEBIBYTE, Limits, unreadable

_DAMAGE: Final = (
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    struct.error,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What the unpackers of the standard library raise on damaged input."""

_BUFFER: Final = 64 * 1024


class Budget:
    """Counts what comes out of one packed file, and ends it when that is too much: `is_exceeded` from then on."""

    def __init__(self, location: str, packed: int, limits: Limits) -> None:
        self._location = location
        self._packed = max(packed, 1)
        self._limits = limits
        self._spent = 0
        self.is_exceeded = False

    def spend(self, count: int) -> None:
        """Counts unpacked bytes.

        Raises:
            InputTooLargeError: over the limit in total, or in relation to the packed size.
        """
        self._spent += count
        limits = self._limits
        if self._spent > limits.unpacked:
            self.is_exceeded = True
            raise InputTooLargeError(
                f"more than {limits.unpacked // MEBIBYTE:,} MB come out of it",
                self._location,
                "Unpack it yourself and add the folder.",
            )
        if self._spent > limits.ratio_from and self._spent > limits.ratio * self._packed:
            self.is_exceeded = True
            raise InputTooLargeError(
                f"it unpacks to more than {limits.ratio} times its size, as archives do that are made to do harm",
                self._location,
                "If you trust it, unpack it yourself and add the folder.",
            )


@contextmanager
def translated(location: str, what: str) -> Iterator[None]:
    """Turns what unpackers raise into InputErrors that name the place."""
    try:
        yield
    except InputError:
        raise
    except _DAMAGE as error:
        raise _translation(error, location, what) from error


def _translation(error: Exception, location: str, what: str) -> InputError:
    if isinstance(error, OSError) and error.errno is not None:
        return unreadable(error, location)
    if isinstance(error, NotImplementedError):
        return BrokenInputError(
            "it is packed in a way that cannot be read here", location, "Pack it anew as plain zip."
        )
    if isinstance(error, EOFError):
        return BrokenInputError(f"the {what} ends too early", location, "Fetch or copy it again.")
    return BrokenInputError(f"the {what} is damaged", location, "Fetch or copy it again.")


class _Guarded(io.RawIOBase):
    """A raw stream over an unpacker's file: budget kept, errors translated."""

    def __init__(self, inner: IO[bytes], budget: Budget | None, location: str, what: str) -> None:
        self._inner = inner
        self._budget = budget
        self._location = location
        self._what = what

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the buffer is always ours
        with translated(self._location, self._what):
            data = self._inner.read(len(buffer))
        if self._budget is not None:
            self._budget.spend(len(data))
        buffer[: len(data)] = data
        return len(data)


def guarded(inner: IO[bytes], location: str, what: str, budget: Budget | None = None) -> BinaryIO:
    """A buffered stream (with `peek`) whose reads raise InputError only.

    `what` names it in messages ("gzip data"). With a budget every byte counts.
    """
    return cast("BinaryIO", io.BufferedReader(_Guarded(inner, budget, location, what), _BUFFER))


def unpacked(file: IO[bytes], packing: str, location: str, budget: Budget) -> BinaryIO:
    """The stream of a packed file; `packing` as `names.packing_of` gives it."""
    opened: IO[bytes]
    if packing == "gzip":
        opened = cast("IO[bytes]", gzip.GzipFile(fileobj=file, mode="rb"))
    elif packing == "bzip2":
        opened = cast("IO[bytes]", bz2.BZ2File(file))
    else:
        opened = cast("IO[bytes]", lzma.LZMAFile(file))  # noqa: SIM115 - closed by the caller
    return guarded(opened, location, f"{packing} data", budget)
