"""Which words may be one name, spelt in Latin letters in several ways: from Arabic, Persian and Cyrillic script.

What a letter or group of letters stands for depends on who transliterates: the romanisation tables of ALA-LC and
BGN/PCGN write the Arabic qaf as `q`, English papers write it `k`, Libyans speak and write it `g`; the Russian х is `kh`
in English and `ch` in German, which is what the French write for ш. So a spelling is read as a row of slots, each with
all sounds that it may stand for, and two spellings may be one name when they have a sound in common in every slot.

That a spelling has several codes is from Daitch and Mokotoff's Soundex (1985), the groups of sounds and the dropping
of doubled letters from the Soundex and Phonix variants for Arabic names of Aqeel, Beitzel, Jensen, Frieder and Grossman
(On the Development of Name Search Techniques for Arabic, JASIST 57, 2006). Unlike those, vowels count: their places and
whether they may be the same tell Mahmoud from Mohammed, and Hassan from Hussein.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from index.analysis.forms import fold
from index.analysis.name_parts import particles_like

Slots = tuple[int, ...]
"""A reading of a spelling: for each slot the set of its sounds, as bits."""

_SHORTEST = 3
_REMEMBERED = 1 << 14
_CONSONANTS = "[b-df-hj-np-tv-xz]"
_SUN = "[dlnrstz]"  # before these the l of the Arabic article is spoken, and often written, as they are

# A sound is a letter of our own: `a i u`, `e` as in `ay`, `o` as in `aw`, `ё` and `3` (the `е` that begins a word) of
# the Russian, `@` two vowels with a stop between; `þ ð` as in `this thing`, `ḍ ẓ` their dark sisters, `ġ x` ghayn and
# khah, `c` as in `tsar`, `č š ž` as in `chess`, `ship` and `vision`, `j` as in `jam`, `щ`; `8` for `ks`, `1` for
# `abd al-`, `2` for `-allah`. `E` is `a` or `i`, the same one in all of a word.
VOWELS = "aiueoёE@3"
_SOUNDS = VOWELS + "bptdþðḍẓfvwzscčšžjщkqgġxhyrlmn812"
_BITS = {sound: 1 << place for place, sound in enumerate(_SOUNDS)}
_SOME = _BITS["E"]


def _bits(sounds: str) -> int:
    return sum(map(_BITS.__getitem__, sounds))


_PREPARED = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"^(abd)[aeou]ll?ah?$", r"\g<1>2"),  # Abdullah, Abdallah
        (r"(?<=[a-z]{3})[aeou]llah?$", "2"),  # Nasrallah, Hizbollah, Ayatullah
        (rf"^abd(?:[aeou]l|[aeou](?={_SUN}h?[a-z]{{3}}))", "1"),  # Abdulrahman, Abderrahman, Abdessalam
        (r"(?<=[a-z][a-z][aeiou][mn])e$", ""),  # Poutine, Abderrahmane
        (r"eh(?=i$)", "e"),  # Khamenehi
        (r"ff$", "v"),  # Prokofieff
        (r"([b-df-hj-np-tv-xz]h?)\1+", r"\1"),
    )
]
"""What is done to a spelling before it is read, in this order."""

_RULES = (
    ("1", "1"),
    ("2", "2"),
    ("3", "3"),
    # What depends on what stands beside it.
    (rf"(?<!{_CONSONANTS})ou(?=[aeiy])", "w"),  # Ouahab, Zaouia
    (r"(?<=[aou])[yij]?e(?=[vw](?:$|a$|s))", "ie"),  # Nikolayev, Dostoevsky
    (rf"(?<={_CONSONANTS})(?:[iy]o|[ijy]e|jo)(?=[vw](?:$|a$|s))", "ieё"),  # Solovyov, Soloviev, Solowjow
    (rf"(?<={_CONSONANTS})ye", "ie"),
    (rf"(?<={_CONSONANTS})(?:iy*|y)(?=[aou])", "y"),  # Riyadh, Riad, Ryad
    (r"(?:(?<![a-z])|(?<=[aeou]))y+(?=[aeiou])", "y"),
    # Consonants, the longest groups first.
    ("schtsch|chtsch|shch|chtch|sjtsj", "щ"),
    ("tsch|tch|tsh", "č"),
    ("sch", "šž"),
    ("dzh|dsch|dj", "j"),
    ("sh", "š"),
    ("ch", "čxš"),
    ("zh", "ž"),
    ("kh", "x"),
    ("gh|gu(?=[ei])", "ġgq"),
    ("th", "þt"),
    ("dh", "ḍðẓ"),
    ("ph", "f"),
    ("t[sz]", "c"),
    ("ks(?!h)|x", "8"),
    ("q", "q"),
    ("k$", "kqx"),  # Sheik
    ("c?k|c(?![eiy])", "kq"),
    ("c", "sc"),
    ("g(?=[ei])", "gj"),
    ("g", "gqj"),
    ("j", "jžy"),
    ("s(?=[bdg])", "sþz"),  # Hisbollah
    ("s", "sþ"),
    ("z", "zẓc"),
    ("d", "dḍ"),
    ("w", "wv"),
    ("b", "b"), ("p", "p"), ("t", "t"), ("v", "v"), ("f", "f"),
    ("r", "r"), ("l", "l"), ("m", "m"), ("n", "n"), ("h", "h"),
    # Vowels.
    (r"(?<=a)ou(?=[^aeiy])", "w u"),  # Daoud
    (r"a(?=ou)", "a"),
    (r"aw(?![aeiouy])|au|ao", "o"),
    (r"(?<=[csz]h)y?e(?![aeijy])", "Eeё"),  # Gorbachev
    (r"(?<=[csz]h)y?o(?!u|w[^ajks])", "uoё"),  # Gorbachov, Gorbatschow
    (r"o(?=w(?:[ajks]|$))", "uo"),  # Tschaikowski
    (r"ow(?![aeiouy])", "o"),
    (r"ou", "uo"),
    (r"oo|uu?", "u"),
    (r"aee|aie|ai|ay(?![aeiou])|ae(?![vw])", "e@"),
    (r"ey(?![aeiou])|ej$|ei", "e"),
    (r"ee|i[jy](?![aeiou])|ii|y[ijy]", "i"),
    (r"ie", "i"),  # Kiev
    (r"ea", "ai@"),
    (r"aa?", "a"),
    (r"^e", "Ee3"),  # Evgeny
    (r"e$", "a"),
    (r"e", "Ee"),
    (r"o", "uo"),
    (r"i|y", "i"),
)  # fmt: skip
"""What a group of letters stands for, in the first pattern that fits: its sounds, a blank between two slots."""

_ALTERNATIVES = (
    (re.compile(rf"^(?:[ae]l|[ae]({_SUN}h?)(?=\1))(?=[a-z]{{5}})"), ""),  # Aljughaifi, Assadiq
    (re.compile(r"[ae]h$"), "a"),  # Fatimah, Fatemeh; but Saleh
    (re.compile(r"^[yi]e"), "3"),  # Yevgeny
)
"""What may be left out of a spelling, or not."""

_READ = re.compile("|".join(f"({pattern})" for pattern, _ in _RULES))
_SLOTS = [tuple(map(_bits, row.split(" "))) for _, row in _RULES]


@lru_cache(_REMEMBERED)
def name_readings_of(word: str) -> frozenset[Slots]:
    """Read a word as a name; nothing if it is none: it has other letters than Latin ones, or fewer than three."""
    plain = fold(word)
    if len(plain) < _SHORTEST or not plain.isascii() or not plain.isalpha():
        return frozenset()
    spellings = {plain}
    for pattern, replacement in _ALTERNATIVES:
        spellings |= {pattern.sub(replacement, spelling) for spelling in spellings}
    return frozenset(reading for spelling in spellings for reading in _readings(spelling))


def may_be_one_name(one: str, other: str) -> bool:
    """Tell whether two words may be spellings of one name."""
    return any(_agree(first, second) for first in name_readings_of(one) for second in name_readings_of(other))


def are_one_name(one: str, other: str) -> bool:
    """Tell whether two words are the same, or may be spellings of one name or of one particle."""
    return one == other or may_be_one_name(one, other) or other in particles_like(one)


def _readings(spelling: str) -> Iterator[Slots]:
    for pattern, replacement in _PREPARED:
        spelling = pattern.sub(replacement, spelling)
    slots = tuple(chain.from_iterable(_SLOTS[(found.lastindex or 1) - 1] for found in _READ.finditer(spelling)))
    count = sum(bool(slot & _SOME) for slot in slots)
    for sounds in ("a", "i") if count > 1 else ("ai",):
        yield tuple(slot ^ _SOME | _bits(sounds) if slot & _SOME else slot for slot in slots)


def sounds_of(slot: int) -> str:
    """Name the sounds of a slot."""
    return "".join(sound for sound, bit in _BITS.items() if slot & bit)


def _agree(one: Slots, other: Slots) -> bool:
    return len(one) == len(other) and all(map(int.__and__, one, other))
