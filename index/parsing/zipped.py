"""Documents that are zip files of parts (EPUB, docx, odt): opened within the limits."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Final, cast

from index.errors import BrokenInputError, InputTooLargeError
from index.sources.item import MEBIBYTE, Limits, RawDocument
from index.sources.streams import Budget, translated

_IN_MEMORY: Final = 8 * MEBIBYTE
_CHUNK: Final = MEBIBYTE
_LOCKED: Final = 1  # the bit of a member's flags


class ZipParts:
    """The parts of an opened document; what comes out of it is counted."""

    def __init__(self, archive: zipfile.ZipFile, location: str, size: int, limits: Limits) -> None:
        self._archive = archive
        self._location = location
        self._limit = limits.text
        self._budget = Budget(location, size, limits)
        self._parts = {info.filename: info for info in archive.infolist()}
        self._folded = {name.casefold(): name for name in self._parts}

    def name(self, name: str) -> str | None:
        """The part of that name, also where its case differs, or None."""
        return name if name in self._parts else self._folded.get(name.casefold())

    def read(self, name: str) -> bytes:
        """The bytes of a part.

        Raises:
            BrokenInputError: it is missing, damaged or locked.
            InputTooLargeError: it is over the limit for a text, or all that was read is over those for packed files.
        """
        found = self.name(name)
        if found is None:
            raise BrokenInputError(f"a part of it is missing ({name[:100]})", self._location, "Fetch or save it again.")
        info = self._parts[found]
        if info.flag_bits & _LOCKED:
            raise BrokenInputError("it is locked with a password", self._location, "Save a copy without one.")
        if info.file_size > self._limit:
            raise InputTooLargeError(
                f"a part of it is larger than {self._limit // MEBIBYTE} MB", self._location, "Split it up."
            )
        with translated(self._location, "zip data"), self._archive.open(info) as part:
            data = part.read(self._limit + 1)
        self._budget.spend(len(data))
        return data


@contextmanager
def spooled(document: RawDocument, limits: Limits) -> Iterator[tuple[IO[bytes], int]]:
    """A document as a file that can be read back and forth, and its size; a large one stands in a temporary file.

    Raises:
        InputTooLargeError: over the limit for what is kept so.
        InputError: it cannot be read.
    """
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as copy:
        size = 0
        while chunk := document.stream.read(_CHUNK):
            size += len(chunk)
            if size > limits.nested:
                raise InputTooLargeError(
                    f"it is larger than {limits.nested // MEBIBYTE:,} MB", document.location, "Split it up."
                )
            copy.write(chunk)
        copy.seek(0)
        yield cast("IO[bytes]", copy), size


def checked_zip(file: IO[bytes], size: int, location: str, limits: Limits, form: str) -> dict[str, int]:
    """The names of a zip file's parts and what each unpacks to, in bytes: no more than is declared can come out.

    Raises:
        InputError: it is no zip file, damaged, or over a limit.
    """
    with translated(location, f"{form} file"):
        archive = zipfile.ZipFile(file)
    with archive:
        sizes = {info.filename: info.file_size for info in archive.infolist()}
    Budget(location, size, limits).spend(sum(sizes.values()))
    return sizes


@contextmanager
def opened_zip(document: RawDocument, limits: Limits, form: str) -> Iterator[ZipParts]:
    """The parts of a document; `form` is what it is called: "EPUB".

    Raises:
        InputError: it is no zip file, damaged, or over a limit.
    """
    with spooled(document, limits) as (copy, size):
        with translated(document.location, f"{form} file"):
            archive = zipfile.ZipFile(copy)
        with archive:
            if len(archive.infolist()) > limits.members:
                raise InputTooLargeError(f"it has more than {limits.members:,} parts", document.location)
            yield ZipParts(archive, document.location, size, limits)
