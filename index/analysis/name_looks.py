"""What spellings of a name look like: so that of a large vocabulary only a few words are read as names."""

from __future__ import annotations

import re
from typing import NamedTuple

from index.analysis.name_keys import VOWELS, Slots, name_readings_of, sounds_of

_VOWEL_LETTERS = "aeiouy"
_UNBOUND = "aeiouyjwh"
"""What may stand in any name: letters of vowels, and those that may be silent or part of a vowel."""

_LETTERS = {
    "f": "fp", "v": "vfw", "w": "wuo", "þ": "ts", "ð": "d", "ḍ": "d", "ẓ": "dz", "z": "zs", "s": "sc", "c": "zct",
    "č": "ct", "š": "sc", "ž": "zjs", "j": "jdg", "щ": "sc", "k": "kc", "q": "qkcg", "ġ": "g", "x": "kc", "y": "yij",
    "8": "kx", "1": "a", "2": "aeou",
}  # fmt: skip
"""The letters that a consonant is written with, one of them first; its own letter where it is not here."""

_INSIDE = {"c": "s", "č": "hs", "š": "h", "j": "zsch", "щ": "hctj", "8": "s", "1": "bdl", "2": "l", "v": "f"}
"""The further letters of longer groups for a consonant."""

_LONGEST_GROUP = 7


class Look(NamedTuple):
    """What words look like: each begins with one of the beginnings, and the pattern is found in it."""

    beginnings: tuple[str, ...]
    pattern: re.Pattern[bytes]


def looks(word: str) -> list[Look]:
    """Say what all words look like that may be one name with a word; others may look so, too."""
    return [_look(slots) for slots in sorted(name_readings_of(word))]


def _look(slots: Slots) -> Look:
    firsts = _firsts(slots[0])
    allowed = sorted({*_UNBOUND, *(letter for slot in slots for letter in _letters(slot))})
    needed = dict.fromkeys(_firsts(slot) for slot in slots if not _is_vowel(slot))
    ahead = "".join(rf"(?=[^\n]*[{letters}])" for letters in needed)
    most = _LONGEST_GROUP * len(slots)
    pattern = rf"^{ahead}(?:[ae]l?)?[{firsts}][{''.join(allowed)}]{{{len(slots) - 1},{most}}}$"
    beginnings = {*firsts, *(article + first for article in ("a", "e", "al", "el") for first in firsts)}
    shortest = (one for one in beginnings if one[0] not in firsts or len(one) == 1)
    return Look(tuple(sorted(shortest)), re.compile(pattern.encode(), re.MULTILINE))


def _firsts(slot: int) -> str:
    letters = {letter for sound in sounds_of(slot) for letter in _first_letters(sound)}
    return "".join(sorted(letters))


def _first_letters(sound: str) -> str:
    return _VOWEL_LETTERS if sound in VOWELS else _LETTERS.get(sound, sound)


def _letters(slot: int) -> str:
    return _firsts(slot) + "".join(_INSIDE.get(sound, "") for sound in sounds_of(slot))


def _is_vowel(slot: int) -> bool:
    return not set(sounds_of(slot)).isdisjoint(VOWELS)
