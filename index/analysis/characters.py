"""Classes of characters that Python's regular expressions do not name, as the inside of a `[...]` class."""

from __future__ import annotations


def _class(ranges: str) -> str:
    """Turn `300-36f 5bf` into `\u0300-\u036f\u05bf`, ready to stand inside brackets."""
    return "".join("-".join(chr(int(end, 16)) for end in span.split("-")) for span in ranges.split())


# Combining marks (categories Mn and Mc). Ranges run on over letters and unassigned code points, which changes nothing
# where marks and letters are both part of a word; they stop before scripts that are read character by character.
MARKS = _class("""
    300-36f 483-487 591-5bd 5bf 5c1-5c2 5c4-5c5 5c7 610-61a 64b-65f 670 6d6-6dc 6df-6e8 6ea-6ed 711-7f3 7fd
    816-82d 859-85b 898-8e1 8e3-963 981-9e3 9fe-a75 a81-ae3 afa-b63 b82-bd7 c00-c63 c81-c83 cbc-d4d d57-d63
    d81-df3 e31 e34-e3a e47-e4e eb1 eb4-ebc ec8-ecd f18-f19 f35 f37 f39 f3e-f84 f86-fbc fc6 102b-103e
    1056-1059 105e-1060 1062-1064 1067-106d 1071-1074 1082-108d 108f 109a-109d 135d-135f 1712-1734 1752-1773
    17b4-17d3 17dd 180b-180d 180f-193b 1a17-1a1b 1a55-1a7f 1ab0-1abd 1abf-1b44 1b6b-1b73 1b80-1bf3 1c24-1c37
    1cd0-1cd2 1cd4-1dff 20d0-20dc 20e1 20e5-20f0 2cef-2cf1 2d7f-2dff 302a-302f 3099-309a a66f a674-a67d
    a69e-a6f1 a802-a827 a82c a880-a8c5 a8e0-a8f1 a8ff-a92d a947-a953 a980-a9c0 a9e5-aa4d aa7b-aac1 aaeb-aaef
    aaf5-aaf6 abe3-abea abec-abed fb1e fe00-fe0f fe20-fe2f 101fd-1037a 10a01-10a3f 10ae5-10ae6 10d24-10eac
    10f46-10f50 10f82-10f85 11000-11046 11070-110ba 110c2 11100-11134 11145-11173 11180-111c0 111c9-111cc
    111ce-111cf 1122c-11237 1123e 112df-11446 1145e-114c3 115af-115c0 115dc-11640 116ab-116b7 1171d-1172b
    1182c-1183a 11930-11943 119d1-119e0 119e4-11a3e 11a47-11a99 11c2f-11c3f 11c92-11ef6 16af0-16af4
    16b30-16b36 16f4f-16f92 16fe4-16ff1 1bc9d-1bc9e 1cf00-1cf46 1d165-1d169 1d16d-1d172 1d17b-1d182
    1d185-1d18b 1d1aa-1d1ad 1d242-1d244 1da00-1da36 1da3b-1da6c 1da75 1da84 1da9b-1e136 1e2ae-1e2ef
    1e8d0-1e94a e0100-e01ef
""")

# Scripts written without blanks between words, and Hangul: Thai, Lao, Myanmar, Khmer, Kana, Bopomofo, Han.
SINGLES = _class("""
    e00-eff 1000-109f 1100-11ff 1780-17ff 3005-3007 3021-3029 3031-318e 31a0-31bf 31f0-31ff 3400-4dbf 4e00-9fff
    a960-a97f a9e0-a9fe aa60-aa7f ac00-d7fb f900-faff ff66-ffdc 1aff0-1b16f 20000-323af
""")

# Invisible inside a word: soft hyphen, joiners and non-joiners, direction marks, variation selectors, word joiner.
IGNORED = _class("ad 34f 61c 180b-180f 200c-200f 202a-202e 2060-2064 2066-206f fe00-fe0f feff e0100-e01ef")

APOSTROPHES = _class("27 2018-2019 201b 2bb-2bc")
"""All are `'` in the words of the index."""

# Marks that only help pronunciation: dropped when spellings are compared. Vowel signs of Indic scripts are not here.
ACCENTS = _class("""
    300-36f 483-489 591-5bd 5bf 5c1-5c2 5c4-5c5 5c7 610-61a 640 64b-65f 670 6d6-6dc 6df-6e8 6ea-6ed 8d3-8e1
    8e3-8ff 1ab0-1aff 1dc0-1dff 20d0-20dc fe20-fe2f 2b9-2c1 2c8-2cd
""")
