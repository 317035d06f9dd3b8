"""Lines that come again in many files of one folder: menus, notices and boxes that a site puts on each of its pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, Self

LEAST_FILES: Final = 3
"""Files in which a line stands at least that is called repeated."""

LEAST_SHARE: Final = 0.02
"""The share of the files in which it stands at least."""

MOST_LINES: Final = 4000
"""Lines that are kept, those of most files first: a site's furniture is some hundreds."""

_KEY: Final = 8  # bytes
_FORM: Final = b"\x01"
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class RepeatedLines:
    """The lines that are repeated in a folder, as short digests of their folded forms. Numbers are all alike in it."""

    keys: frozenset[bytes] = frozenset()

    @classmethod
    def learn(cls, texts: Iterable[Iterable[str]], *, files: int = LEAST_FILES, share: float = LEAST_SHARE) -> Self:
        """The lines that stand in at least `files` of the texts and in at least `share` of them.

        `texts` gives the lines of each file. Their order does not matter, and a text that stands there several times
        counts once, so that the copies of an article do not make its paragraphs furniture.
        """
        known = [{key_of(line): len(line) for line in lines if line.strip()} for lines in texts]
        times = Counter(key for lengths in known for key in lengths)
        distinct: dict[bytes, set[bytes]] = {}
        for lengths in filter(None, known):
            distinct.setdefault(_signature(lengths, times), set()).update(lengths)
        times = Counter(key for keys in distinct.values() for key in keys)
        enough = max(files, share * len(distinct))
        repeated = sorted((-count, key) for key, count in times.items() if count >= enough)
        return cls(frozenset(key for _, key in repeated[:MOST_LINES]))

    def is_repeated(self, line: str) -> bool:
        """Whether a line is one of them, case, blanks and numbers apart."""
        return bool(self.keys) and key_of(line) in self.keys

    def __len__(self) -> int:
        return len(self.keys)

    def to_bytes(self) -> bytes:
        """As a library keeps it: a byte for the form, then the digests in order; the same lines give the same bytes."""
        return _FORM + b"".join(sorted(self.keys))

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """What `to_bytes` gave.

        Raises:
            ValueError: it is of another form, or damaged.
        """
        if data[:1] != _FORM or (len(data) - 1) % _KEY:
            raise ValueError("these are no repeated lines of this version")
        return cls(frozenset(data[start : start + _KEY] for start in range(1, len(data), _KEY)))


def key_of(line: str) -> bytes:
    """The digest of a line by which it is known again: case, blanks and numbers tell nothing."""
    folded = _DIGITS.sub("0", " ".join(line.casefold().split()))
    return blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=_KEY).digest()


def _signature(lengths: Mapping[bytes, int], times: Mapping[bytes, int]) -> bytes:
    """The rarest and longest line of a text: copies of a text have it in common."""
    return min(lengths, key=lambda key: (times[key], -lengths[key], key))
