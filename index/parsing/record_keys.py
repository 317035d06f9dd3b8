"""Keys for the records of a file, that stay when records before them come and go."""

from __future__ import annotations

import hashlib
from typing import Final

_KEY_LENGTH: Final = 300
_BITS: Final = 24


class RecordKeys:
    """Gives each record a key: its own id, if that is its alone.

    Whether an id stood before is remembered in a table of bits: of fixed size, and at worst it takes a new id for an
    old one, which then gets its number as well.
    """

    def __init__(self) -> None:
        self._bits: bytearray | None = None

    def unique(self, own: str, number: str) -> str:
        """The record's key: `own`, or `number` without it, or both where `own` stood before."""
        if not own or len(own) > _KEY_LENGTH:
            return number
        self._bits = self._bits or bytearray(2**_BITS // 8)
        data = own.encode("utf-8", "replace")
        digest = hashlib.blake2b(data, digest_size=12).digest()
        places = [int.from_bytes(digest[at : at + 4]) % 2**_BITS for at in (0, 4, 8)]
        known = all(self._bits[place // 8] >> place % 8 & 1 for place in places)
        for place in places:
            self._bits[place // 8] |= 1 << place % 8
        return f"{own}{number}" if known else own

    def member(self, member: str, own: str, number: str) -> str:
        """The key with the path of the archive's member before it, "" for a file that stands alone."""
        key = self.unique(own, number)
        return f"{member}#{own}" if member and own and key == own else f"{member}{key}"
