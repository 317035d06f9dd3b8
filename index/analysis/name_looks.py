"""What spellings of a name look like: so that of a large vocabulary only a few words are read as names."""

from __future__ import annotations

import re
from typing import NamedTuple

from index.analysis.name_keys import VOWELS, name_readings_of, sounds_of

_VOWEL = "[aeiouyj][aeiouyjwh]{0,3}"
_VOWEL_LETTERS = "aeiouyj"

_LETTERS = {
    "t": ("t", "h"),
    "f": ("fp", "h"), "v": ("vfw", ""), "w": ("wuov", "u"), "þ": ("ts", "h"), "ð": ("d", "h"), "ḍ": ("d", "h"),
    "ẓ": ("dz", "h"), "z": ("zs", ""), "s": ("sc", ""), "c": ("zct", "sz"), "č": ("ct", "sch"), "š": ("sc", "ch"),
    "ž": ("zjs", "ch"), "j": ("jdg", "zsch"), "щ": ("sc", "hctj"), "k": ("kc", ""), "q": ("qkcg", "hu"),
    "g": ("g", "hu"), "ġ": ("g", "hu"), "x": ("kc", "h"), "y": ("yij", ""), "8": ("kx", "s"),
    "1": ("a", "bdlaeou"), "2": ("aeou", "lah"),
}  # fmt: skip
"""The letters that a consonant is written with: the first one, and what further ones there may be.

It is its own letter where it is not here. Any letter may be doubled.
"""


class Look(NamedTuple):
    """What words look like: each begins with one of the beginnings, and the pattern is found in it."""

    beginnings: tuple[str, ...]
    pattern: re.Pattern[bytes]


def look_of_name(word: str) -> Look:
    """Say what all words look like that may be one name with a word; others may look so, too.

    Nothing looks like what is no name.
    """
    readings = sorted(name_readings_of(word))
    firsts = {letter for slots in readings for letter in _letters(slots[0])[0]}
    others = {article + first for article in ("a", "e", "al", "el") for first in firsts if article[0] not in firsts}
    rows = dict.fromkeys("".join(map(_written, slots)) for slots in readings)
    pattern = rf"^(?:[ae]l?|[yi])?(?:{'|'.join(rows)})[eh]?$"
    return Look(tuple(sorted(firsts | others)), re.compile(pattern.encode(), re.MULTILINE))


def _written(slot: int) -> str:
    """Give the pattern of the letters of a slot."""
    firsts, further = _letters(slot)
    return _VOWEL if _is_vowel(slot) else f"[{firsts}][{firsts}{further}]*"


def _letters(slot: int) -> tuple[str, str]:
    """Give the letters that may begin a slot, and that may follow in it."""
    if _is_vowel(slot):
        return _VOWEL_LETTERS, ""
    firsts, further = zip(*(_LETTERS.get(sound, (sound, "")) for sound in sounds_of(slot)), strict=True)
    return "".join(sorted(set("".join(firsts)))), "".join(sorted(set("".join(further))))


def _is_vowel(slot: int) -> bool:
    return not set(sounds_of(slot)).isdisjoint(VOWELS)
