"""How much building an index may hold in memory: one setting, from which the sizes of all parts follow."""

from __future__ import annotations

from typing import Final, NamedTuple, Self

MEMORY: Final = 160
"""The megabytes that one process may take for building, beside the interpreter and what it has loaded.

So much suffices for segments of two million words, and for the words of news to be known from one to the next.
"""

KNOWN_WORDS: Final = 10
"""A chunk that is known takes as much as so many words of a batch."""

# Bytes, measured: 43 a word while a batch is written; 240 to 680 a chunk, by what stands in it; 70 an occurrence while
# segments are merged, and strings of theirs beside it.
_WORD_BYTES = 48
_OCCURRENCE_BYTES = 192


class Memory(NamedTuple):
    """What may be held: words of a batch, chunks known between batches, and occurrences of a range that is merged."""

    words: int
    known: int
    occurrences: int

    @classmethod
    def of(cls, megabytes: int | None = None) -> Self:
        """Divide the memory: two fifths for what is known, the rest for a batch, or for a merge after it."""
        tenth = ((MEMORY if megabytes is None else megabytes) << 20) // 10
        return cls(
            words=max(1, 6 * tenth // _WORD_BYTES),
            known=max(1, 4 * tenth // (_WORD_BYTES * KNOWN_WORDS)),
            occurrences=max(1, 6 * tenth // _OCCURRENCE_BYTES),
        )

    @property
    def bytes(self) -> int:
        """What all of it takes, about."""
        return self.words * _WORD_BYTES + self.known * _WORD_BYTES * KNOWN_WORDS
