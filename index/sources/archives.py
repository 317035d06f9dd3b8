"""The documents inside a file: itself, unpacked, or the members of an archive.

Nothing is ever written to disk under a member's name: names are only names here.
"""

from __future__ import annotations

import hashlib
import tarfile
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import IO, BinaryIO, Final, cast

from index.errors import BrokenInputError, InputError, InputTooLargeError
from index.sources.folders import SECTION_FILES, refused
from index.sources.item import MEBIBYTE, Limits, RawDocument, SourceItem, failure, shown_path
from index.sources.names import archive_kind, is_about, is_hidden, packing_of, section_name, unpacked_name
from index.sources.streams import Budget, guarded, translated, unpacked
from index.types import Failure

_IN_MEMORY: Final = 8 * MEBIBYTE
_CHUNK: Final = 1024 * 1024
_TAR_HEADER_LIMIT: Final = MEBIBYTE
_WEB_ARCHIVES: Final = "archive/"  # the folder of a WACZ file; the others only tell of it

Documents = Iterator[RawDocument | Failure]


def open_documents(item: SourceItem, *, limits: Limits | None = None) -> Documents:
    """The documents of a file, one after another; each is valid until the next is asked for.

    A plain file is one document; a packed one (gzip, bzip2, xz) is unpacked as it is read; zip and tar files give
    their members in the archive's order, archives inside archives too. Members that are hidden, about the collection,
    or of no readable kind are passed over. What cannot be read is given as a Failure, and the rest goes on.
    Memory is bounded whatever the file holds; nested archives go through a temporary file.
    """
    limits = limits or Limits()
    try:
        file = open(item.key, "rb")  # noqa: SIM115, PTH123 - closed below; the key is bytes, for any name
    except OSError as error:
        yield refused(item.key, error)
        return
    with file:
        budget = Budget(item.location, item.size, limits)
        opened = _Opened(file, item.path.name, item.location, item.size, member="", section=item.section)
        for document in _Unpacker(limits, budget).documents(opened):
            if isinstance(document, RawDocument):
                yield replace(document, outright=item.outright and not document.member)
            else:
                yield document


@dataclass(frozen=True, slots=True)
class _Opened:
    """A file, or a member that was copied out of an archive: something that can be looked into."""

    file: IO[bytes]
    name: str
    location: str
    size: int
    member: str
    section: str | None
    parents: tuple[_Opened, ...] = ()

    def below(self, member: str) -> tuple[str, str]:
        """The location and the member path of one of its members."""
        return f"{self.location}/{member}", f"{self.member}/{member}" if self.member else member


class _Unpacker:
    """Opens one file of a source, however deep."""

    def __init__(self, limits: Limits, budget: Budget) -> None:
        self._limits = limits
        self._budget = budget

    def documents(self, opened: _Opened) -> Documents:
        kind = archive_kind(opened.name)
        if kind is None:
            yield self._single(opened)
            return
        walk = self._tar if kind == "tar" else self._zip
        try:
            yield from walk(opened)
        except InputError as error:
            yield failure(error, opened.location)

    def _single(self, opened: _Opened) -> RawDocument:
        packing = packing_of(opened.name)
        if packing is None:
            stream = guarded(opened.file, opened.location, "file")
        else:
            stream = unpacked(opened.file, packing, opened.location, self._budget)
        return RawDocument(opened.location, unpacked_name(opened.name), opened.member, opened.section, stream)

    # ---- zip ----

    def _zip(self, opened: _Opened) -> Documents:
        with translated(opened.location, "zip archive"):
            archive = zipfile.ZipFile(opened.file)
        with archive:
            within = _WEB_ARCHIVES if archive_kind(opened.name) == "wacz" else ""
            listed = (info for info in archive.infolist() if not info.is_dir() and info.filename.startswith(within))
            members = [info for info in listed if _is_wanted(info.filename)]
            self._check_members(len(members), opened.location)
            names = _Names([info.filename for info in members])
            locked = [info for info in members if info.flag_bits & 1]
            if locked:
                yield _locked(opened.location, len(locked), len(members))
            for info in members:
                if self._budget.is_exceeded:
                    return  # it was told at the member before
                if info.flag_bits & 1:
                    continue
                member = names.unique(info.filename)
                yield from self._member(opened, member, names.section(info.filename), partial(archive.open, info))

    # ---- tar ----

    def _tar(self, opened: _Opened) -> Documents:
        names = _Names(list(self._tar_names(opened)))
        for info, open_member in self._tar_members(opened, self._budget):
            yield from self._member(opened, names.unique(info.name), names.section(info.name), open_member)

    def _tar_names(self, opened: _Opened) -> Iterator[str]:
        # A first pass over the headers: which folders have several articles is known before the first is given.
        # What is wrong with the archive is reported by the second pass, after the members before it.
        start = opened.file.tell()
        spare = Budget(opened.location, opened.size, self._limits)
        try:
            for info, _ in self._tar_members(opened, spare):
                yield info.name
        except InputTooLargeError:
            raise
        except InputError:
            pass
        opened.file.seek(start)

    def _tar_members(
        self, opened: _Opened, budget: Budget
    ) -> Iterator[tuple[tarfile.TarInfo, Callable[[], IO[bytes]]]]:
        stream = self._tar_stream(opened, budget)
        count = 0
        with translated(opened.location, "tar archive"):
            archive = tarfile.open(fileobj=stream, mode="r|", tarinfo=_BoundedTarInfo)  # noqa: SIM115 - below
        with archive:
            while True:
                with translated(opened.location, "tar archive"):
                    info = archive.next()
                if info is None:
                    return
                archive.members.clear()  # type: ignore[attr-defined]  # or the archive would keep all of them
                if info.isreg() and _is_wanted(info.name):
                    count += 1
                    self._check_members(count, opened.location)
                    yield info, lambda info=info: cast("IO[bytes]", archive.extractfile(info))  # type: ignore[misc]

    def _tar_stream(self, opened: _Opened, budget: Budget) -> BinaryIO:
        magic = opened.file.read(2)
        opened.file.seek(-len(magic), 1)
        packing = {b"\x1f\x8b": "gzip", b"BZ": "bzip2", b"\xfd7": "xz"}.get(magic)
        if packing is None:
            return guarded(opened.file, opened.location, "tar archive", budget)
        return unpacked(opened.file, packing, opened.location, budget)

    # ---- members ----

    def _check_members(self, count: int, location: str) -> None:
        if count > self._limits.members:
            raise InputTooLargeError(
                f"it has more than {self._limits.members:,} members", location, "Unpack it and add the folder."
            )

    def _member(
        self, parent: _Opened, member: str, section: str | None, open_member: Callable[[], IO[bytes]]
    ) -> Documents:
        location, path = parent.below(member)
        name = member.rpartition("/")[2]
        try:
            with translated(location, "member"):
                inner = open_member()
            with inner:
                stream = guarded(inner, location, "member", self._budget)
                opened = _Opened(stream, name, location, 0, path, section)
                if archive_kind(name) is not None:
                    yield from self._nested(parent, opened)
                else:
                    yield self._single(opened)  # a packed one counts what comes out of its second packing as well
        except InputError as error:
            yield failure(error, location)

    def _nested(self, parent: _Opened, member: _Opened) -> Documents:
        """An archive inside an archive, through a temporary file: archives need to be read back and forth."""
        parents = (*parent.parents, parent)
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as copy:
            size = self._copy(member, cast("IO[bytes]", copy))
            self._check_nesting(member.location, cast("IO[bytes]", copy), size, parents)
            copy.seek(0)
            yield from self.documents(replace(member, file=cast("IO[bytes]", copy), size=size, parents=parents))

    def _copy(self, member: _Opened, target: IO[bytes]) -> int:
        size = 0
        while chunk := member.file.read(_CHUNK):
            size += len(chunk)
            if size > self._limits.nested:
                raise InputTooLargeError(
                    f"an archive inside an archive is larger than {self._limits.nested // MEBIBYTE:,} MB",
                    member.location,
                    "Unpack the outer one and add the folder.",
                )
            target.write(chunk)
        return size

    def _check_nesting(self, location: str, copy: IO[bytes], size: int, parents: tuple[_Opened, ...]) -> None:
        same_size = [parent for parent in parents if parent.size == size]
        if same_size and _digest(copy) in {_digest(parent.file) for parent in same_size}:
            raise BrokenInputError("the archive contains itself", location, "Its other members were read.")
        if len(parents) >= self._limits.nesting:
            raise InputTooLargeError(
                f"archives stand more than {self._limits.nesting} deep in one another",
                location,
                "Unpack the outer ones and add the folder.",
            )


class _BoundedTarInfo(tarfile.TarInfo):
    """A header that does not read endless names and comments into memory."""

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        if not self.isreg() and self.size > _TAR_HEADER_LIMIT:
            raise tarfile.ReadError("a header that is too long")
        return cast("tarfile.TarInfo", super()._proc_member(archive))  # type: ignore[misc]


class _Names:
    """What the members' names say together: which folders are sections, which names stand twice."""

    def __init__(self, names: list[str]) -> None:
        folders = [_folder(name) for name in names]
        tops = {folder.split("/")[0] for folder in folders}
        self._root = tops.pop() if len(tops) == 1 else ""
        self._files = Counter(folders)
        self._used: Counter[str] = Counter()

    def section(self, name: str) -> str | None:
        """The section that a member's folder gives, by the rule of the walk over folders."""
        folder = _folder(name)
        if folder in {"", self._root} or self._files[folder] < SECTION_FILES:
            return None
        return section_name(folder.rpartition("/")[2])

    def unique(self, name: str) -> str:
        """The name as shown text; a second member of the same name gets a number."""
        shown = shown_path(_plain(name))
        self._used[shown] += 1
        return shown if self._used[shown] == 1 else f"{shown} ({self._used[shown]})"


def _plain(name: str) -> str:
    return "/".join(part for part in name.replace("\\", "/").split("/") if part not in {"", "."})


def _folder(name: str) -> str:
    return _plain(name).rpartition("/")[0]


def _is_wanted(name: str) -> bool:
    from index.parsing.registry import is_readable_name  # the parsers import the sources

    *folders, base = _plain(name).split("/")
    hidden = any(is_hidden(part) and part != ".." for part in (*folders, base))
    return bool(base) and not hidden and not is_about(base) and is_readable_name(base)


def _digest(file: IO[bytes]) -> bytes:
    """The content's digest; the reading position is kept."""
    position = file.tell()
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").digest()  # type: ignore[arg-type]
    file.seek(position)
    return digest


def _locked(location: str, locked: int, members: int) -> Failure:
    which = "all members are" if locked == members else f"{locked:,} of {members:,} members are"
    error = BrokenInputError(f"{which} locked with a password", location, "Unpack it yourself and add the folder.")
    return failure(error, location)
