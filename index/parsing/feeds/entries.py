"""What a feed says, whatever its format: its own name, and its entries."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from hashlib import blake2b
from typing import Any, Final

from index.cleaning.safety import safe_line

_LONGEST_NAME: Final = 300
_DIGEST_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed, as it stands there; its texts may hold anything.

    `name` is its key inside the feed, the same at every sync: its own id, else its address, else a digest of it.
    `content` and `summary` are HTML where `is_html` says so. `published` holds the forms in which its date is given,
    the surest first. `outlet` is the title of the feed that it comes from.
    """

    name: str
    title: str = ""
    url: str | None = None
    content: str = ""
    summary: str = ""
    is_html: bool = True
    authors: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str | None = None
    outlet: str | None = None

    def packed(self) -> bytes:
        """The entry as JSON, for `unpacked_entry`; equal entries give equal bytes."""
        told = {name: value for name, value in asdict(self).items() if value}
        told |= {"name": self.name, "is_html": self.is_html}
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")

    def digest(self) -> bytes:
        """What changes when anything in the entry does, 16 bytes."""
        return blake2b(self.packed(), digest_size=_DIGEST_BYTES, person=b"feed entry").digest()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its title, the page that it belongs to, and its entries in its own order, each name once."""

    entries: tuple[Entry, ...]
    title: str | None = None
    site: str | None = None


def unpacked_entry(data: bytes) -> Entry:
    """The entry that `Entry.packed` was made from.

    Raises:
        ValueError: it was made by something else.
    """
    told: dict[str, Any] = json.loads(data)
    known = {each.name for each in fields(Entry)}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in told.items() if name in known
    }
    if "name" not in values:
        raise ValueError("no entry of a feed")
    return Entry(**values)


def named(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries with names that tell them apart; of those that are the same altogether the first is left."""
    known = list(dict.fromkeys(replace(entry, name=safe_line(entry.name)) for entry in entries))
    shared = Counter(entry.name for entry in known)
    used: set[str] = set()
    found: list[Entry] = []
    for entry in known:
        name = _own_name(entry, is_shared=not entry.name or shared[entry.name] > 1)
        if name in used:
            name = f"{name[:_LONGEST_NAME]} {replace(entry, name='').digest().hex()}"
        used.add(name)
        found.append(replace(entry, name=name))
    return tuple(found)


def _own_name(entry: Entry, *, is_shared: bool) -> str:
    """Its id; its address where it has none or shares it; else a digest of what it says."""
    name = safe_line(entry.url) if is_shared and entry.url else entry.name
    if not name:
        name = replace(entry, published=(), tags=()).digest().hex()
    if len(name) > _LONGEST_NAME:
        name = blake2b(name.encode("utf-8", "replace"), digest_size=_DIGEST_BYTES).hexdigest()
    return name
