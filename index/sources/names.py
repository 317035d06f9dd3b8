"""What a file's name says: its suffix, how it is packed, whether it is about a collection rather than of it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final
from urllib.parse import quote_from_bytes, unquote_to_bytes

PACKED: Final = {".gz": "gzip", ".bz2": "bzip2", ".xz": "xz"}
"""Suffixes of a single packed file, and the packing."""

ARCHIVES: Final = {
    ".zip": "zip",
    ".wacz": "wacz",
    ".tar": "tar",
    ".tgz": "tar",
    ".tbz2": "tar",
    ".txz": "tar",
    ".tar.gz": "tar",
    ".tar.bz2": "tar",
    ".tar.xz": "tar",
}
"""Suffixes of archives, and the kind of archive; "wacz" is a zip file of which only the folder `archive` is read."""

# A suffix starts with a letter: "2017.03.09" and "Mr. Smith" have none.
_FILE: Final = "file://"
_SUFFIX = re.compile(r"\.[a-z][a-z0-9_+-]{0,9}$")

# What mail programs name a message in a Maildir: "1700000000.M1P2.host.example:2,S".
_MAIL = re.compile(
    r"\d{9,10}\.(?:[a-z]+\d+(?:[a-z]+\d+)*|\d+_\d+)\.(?!.*\.(?:txt|json|html?|eml|md|xml|zip)$)"
    r"[\w.-]+(?:,[sw]=\d+)*(?:[:;!]2,[a-z]*)?$"
)

_ABOUT = re.compile(
    r"(?i:read[ _-]?me|licen[cs]e|copying|copyright|provenance|changelog|attribution)(?![a-z])"
    r"|(?:NOTICE|AUTHORS|CHANGES|CONTRIBUTING|INSTALL|MANIFEST|NEWS|TODO|VERSION|Makefile|Dockerfile)(?:\.[a-z]+)?$"
    r"|(?i:thumbs\.db|desktop\.ini)$"
)

_PAGE = re.compile(r"\.(?:x?html?|shtml)$", re.IGNORECASE)
_HELPERS = re.compile(
    r"(?:[_.]files|-Dateien|_fichiers|_archivos|_arquivos|_file|_bestanden|-filer|_tiedostot|_soubory|_pliki|_dosyalar"
    r"|_ملفات)$",
    re.IGNORECASE,
)

_SECTION = re.compile(r"[^\W\d_]+(?:[ &'’/_-]{1,3}[^\W\d_]+){0,3}")
_SECTION_LENGTH: Final = 32
_KEEPING = """
    a all archive archives article articles attachments backup backups clippings collection content copy corpora corpus
    csv data dataset datasets desktop dev doc docs document documents download downloads dump dumps en export exports
    extracted feed feeds files folder gold html import imports in inbox incoming input items json jsonl library misc
    miscellaneous new news old other others out output page pages papers pasted posts private public raw sample samples
    saved seed seeds source sources src stories temp test tests text texts tmp train training txt unread unsorted
    various web wire work xml zip cur
"""
_GENERIC: Final = frozenset(_KEEPING.split())


def address_of(path: Path) -> str:
    """An absolute path as an address, `file:///…`, in ASCII."""
    return f"{_FILE}{quote_from_bytes(os.fsencode(path))}"


def path_at(address: str) -> Path:
    """The path that `address_of` made an address of."""
    return Path(os.fsdecode(unquote_to_bytes(address.removeprefix(_FILE))))


def suffix_of(name: str) -> str:
    """The suffix in lower case without a packing one: ".txt" of "A.TXT.gz"; "" when there is none."""
    bare = unpacked_name(name).lower()
    match = _SUFFIX.search(bare)
    return match[0] if match and match.start() > 0 and not _MAIL.match(bare) else ""


def packing_of(name: str) -> str | None:
    """How a single file is packed, by its name: "gzip", "bzip2", "xz" or None."""
    return PACKED.get(os.path.splitext(name.lower())[1])  # noqa: PTH122 - a member's name, not a path


def unpacked_name(name: str) -> str:
    """The name without the suffix of a packing: "a.txt" of "a.txt.gz"."""
    root, suffix = os.path.splitext(name)  # noqa: PTH122 - a member's name, not a path
    return root if suffix.lower() in PACKED else name


def archive_kind(name: str) -> str | None:
    """The kind of archive by its name: "zip", "wacz", "tar" or None."""
    lowered = name.lower()
    for suffix, kind in ARCHIVES.items():
        if lowered.endswith(suffix) and len(lowered) > len(suffix):
            return kind
    return None


def is_hidden(name: str) -> bool:
    """True for names that people did not put there: dot files, and what macOS adds to archives."""
    return name.startswith(".") or name == "__MACOSX"


def page_stem(name: str) -> str | None:
    """The name of a saved page without its suffix, or None for another file."""
    match = _PAGE.search(name)
    return name[: match.start()] if match and match.start() else None


def helped_page(folder: str) -> str | None:
    """The stem of the saved page whose pictures and scripts a folder of that name holds, or None.

    Browsers put them in "Title_files" beside "Title.html"; older ones wrote that in the person's language.
    """
    match = _HELPERS.search(folder)
    return folder[: match.start()] if match and match.start() else None


def is_about(name: str) -> bool:
    """True for README, LICENSE and their like: they tell of a collection and are no articles of it."""
    return _ABOUT.match(name) is not None


def section_name(folder: str) -> str | None:
    """The section that a folder's name gives: plain short words ("business", "middle-east"), or None.

    Names of how files are kept ("data", "txt", "inbox") are no sections.
    """
    if len(folder) > _SECTION_LENGTH or not _SECTION.fullmatch(folder) or folder.lower() in _GENERIC:
        return None
    return folder.replace("_", " ")
