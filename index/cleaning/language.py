"""The language of an article: the declared one, or the one that its words leave little doubt of."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

ENOUGH: Final = 60
"""Letters below which a text says too little."""

SAMPLES: Final = (240, 1200)
"""Characters that are looked at, and how many more where those leave a doubt. Detection takes most of a JSON
record's time, and hundreds of characters rarely tell more than two hundred."""

_CONFIDENCE: Final = 0.9
_CODE: Final = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?")

# ISO 639-2 and 639-3 codes, and names, of the languages that declare themselves that way most.
_DECLARED: Final = {
    "ara": "ar", "arabic": "ar", "العربية": "ar", "chi": "zh", "zho": "zh", "chinese": "zh", "中文": "zh",
    "cze": "cs", "ces": "cs", "czech": "cs", "dan": "da", "danish": "da", "dut": "nl", "nld": "nl", "dutch": "nl",
    "eng": "en", "english": "en", "fin": "fi", "finnish": "fi", "fre": "fr", "fra": "fr", "french": "fr",
    "français": "fr", "ger": "de", "deu": "de", "german": "de", "deutsch": "de", "gre": "el", "ell": "el",
    "greek": "el", "heb": "he", "iw": "he", "hebrew": "he", "hin": "hi", "hindi": "hi", "hun": "hu", "hungarian": "hu",
    "ind": "id", "in": "id", "indonesian": "id", "ita": "it", "italian": "it", "italiano": "it", "jpn": "ja",
    "japanese": "ja", "kor": "ko", "korean": "ko", "kur": "ku", "kurdish": "ku", "nor": "no", "nob": "nb",
    "norwegian": "no", "per": "fa", "fas": "fa", "persian": "fa", "farsi": "fa", "pol": "pl", "polish": "pl",
    "por": "pt", "portuguese": "pt", "português": "pt", "rum": "ro", "ron": "ro", "romanian": "ro", "rus": "ru",
    "russian": "ru", "spa": "es", "spanish": "es", "español": "es", "swe": "sv", "swedish": "sv", "tur": "tr",
    "turkish": "tr", "türkçe": "tr", "ukr": "uk", "ukrainian": "uk", "urd": "ur", "urdu": "ur", "vie": "vi",
    "vietnamese": "vi",
}  # fmt: skip

# The languages that news archives are in. Left to choose among a hundred, the classifier takes a short English text
# for Latin or Luxembourgish now and then.
_LIKELY: Final = (
    "ar bg bn ca cs da de el en es et fa fi fr gl he hi hr hu hy id is it ja ka ko ku lt lv mk ms nb nl no pl ps pt ro"
    " ru sk sl sq sr sv sw ta te th tl tr uk ur vi zh"
)


def declared_language(value: str) -> str | None:
    """A declared language as an ISO 639-1 code: "en" of "en-GB", "eng", "English"; None for what is none."""
    folded = value.strip().casefold()
    if folded in _DECLARED:
        return _DECLARED[folded]
    match = _CODE.fullmatch(folded)
    if match is None:
        return None
    code = _DECLARED.get(match[1], match[1])
    return code if len(code) == len("en") else None


def detected_language(text: str) -> str | None:
    """The language that a text is in, or None where it is too short or in doubt. Loads its model when first called."""
    if sum(map(str.isalpha, text[: 4 * ENOUGH])) < ENOUGH:
        return None
    for size in SAMPLES:
        code, confidence = _identifier().classify(_sample(text, size))
        if confidence >= _CONFIDENCE:
            return str(code) if len(code) == len("en") else None
        if len(text) <= size:
            break
    return None


def _sample(text: str, size: int) -> str:
    """Characters from inside the text, where names and datelines are fewer than at its beginning."""
    start = min(len(text) // 4, max(0, len(text) - size))
    return text[start : start + size]


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # its model takes long to load

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(identifier.labels)
    identifier.set_languages([code for code in _LIKELY.split() if code in known])
    return identifier
