"""Bylines and datelines: who wrote, and from where, by the forms that they have in several languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_LONGEST_NAME: Final = 6  # words
_LONGEST_LINE: Final = 30  # words of a byline

_BY: Final = (
    r"(?:(?:story|text|words|report(?:ing|ed)?|written|posted|published|article|analysis|compiled|opinion)\s+)?by"
    r"|by:|author:|authors?:|written by:?|reporter:|par|por|von|di|door|af|av|de la rédaction de|auteur\s*:"
    r"|autor\s*:|autore\s*:"
    r"|propos recueillis par|un article de|ein artikel von|texto\s*:|text\s*:|texte\s*:|redacción\s*:"
)
_STARTS_BY = re.compile(rf"(?:{_BY})[\s:]+", re.IGNORECASE)
_STARTS_BY_ARABIC = re.compile(r"(?:بقلم|كتبت|كتب|تقرير|إعداد|حوار|متابعة)\s*[:/–-]?\s*")
_BY_ALONE = re.compile(rf"(?:{_BY}|بقلم)\s*:?", re.IGNORECASE)

_AND = re.compile(r"\s*(?:,\s*)?(?:\band\b|&|\bet\b|\by\b|\bund\b|\be\b|\ben\b|\bve\b|\s+و(?=\s)|;)\s*", re.IGNORECASE)
_IN = re.compile(r"\s+(?:in|à|en|a|em|em|reporting from|from)\s+(?=[A-Z\u0600-\u06ff\u00c0-\u00de])")
_FOR = re.compile(r"\s+(?:for|pour|para|für)\s+(?=[A-Z])")
_IN_ARABIC = re.compile(r"\s+(?:في|من)\s+")
_SEPARATOR = re.compile(r"\s*(?:[|•·/]|\s[-–—]\s)\s*")

_PARTICLE_WORDS: Final = (
    "al el de del della di da das do dos du la le van von der den ten ter zu bin ibn ben bint abu abdul st mac mc y e"
)
_PARTICLES: Final = frozenset(_PARTICLE_WORDS.split())
_ROLES = re.compile(
    r"\b(?:staff|writer|reporters?|correspondents?|editors?|special|senior|chief|contributor|columnist|analyst|bureau|desk"
    r"|newsroom|team|agency|agencies|press|news|service|media|online|digital|tv|radio|magazine|times|post|journal|daily"
    r"|network|group|freelance|for|the|rédaction|redaktion|redacción|redazione|agence|agencia|agentur|envoyé|spécial"
    r"|correspondant|corresponsal|associated|wire|wires|photographer|producer|science|business|politics|sports?|health"
    r"|technology|political|foreign|university|institute|professor)\b|وكالات|مراسل|وكالة|صحيفة|تحرير",
    re.IGNORECASE,
)
_AGENCY_WORDS: Final = (
    "afp ap reuters dpa efe ansa upi tass itar-tass xinhua anadolu aa bbc cnn npr pa spa wam mena sana irna kuna"
    " ap/reuters bloomberg رويترز أ.ف.ب واس وام"
)
AGENCIES: Final = frozenset(_AGENCY_WORDS.split())
"""News agencies, in lower case."""

_NAME = re.compile(r"[^\W\d_][\w.'’`\u0640-]*")
_CASED = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u052f]")
_EMAIL = re.compile(r"\S+@\S+|@\w+|https?://\S+")


@dataclass(frozen=True, slots=True)
class Byline:
    """The authors as they are named, and the place that the byline gives ("in Baghdad")."""

    authors: tuple[str, ...]
    place: str | None = None


def is_by_alone(text: str) -> bool:
    """Whether a line is only the "By" of a byline whose names stand on the next lines."""
    return _BY_ALONE.fullmatch(text) is not None


def byline_of(text: str) -> Byline | None:
    """The byline that a line is, or None. A line of a name alone is none: too much looks like a name."""
    if len(text.split()) > _LONGEST_LINE:
        return None
    started = _STARTS_BY.match(text) or _STARTS_BY_ARABIC.match(text)
    if started:
        found = names_of(text[started.end() :])
        is_likely = any(len(name.split()) > 1 for name in found.authors) or found.place is not None
        return found if is_likely else None
    name, separator, rest = _parted(text)
    if separator and is_name(name) and len(name.split()) > 1 and _is_outlet(rest):
        return Byline((name,))
    return None


def _parted(text: str) -> tuple[str, str, str]:
    """The name, the sign and what follows, of "A. Name - An Agency" and "A. Name, An Agency"."""
    for sign in (" - ", " – ", " — ", " | ", ", ", " / "):
        if sign in text:
            return text.partition(sign)
    return text, "", ""


def _is_outlet(text: str) -> bool:
    """Whether words after a name say whom it writes for."""
    words = text.casefold().split()
    return 0 < len(words) <= _LONGEST_NAME and (
        words[0] in AGENCIES or words[-1] in AGENCIES or bool(_ROLES.search(text))
    )


def names_of(text: str) -> Byline:
    """The names in the text of a byline, without its "By": "A. Name, Agency, and B. Name in Place"."""
    text = _FOR.split(_EMAIL.sub("", text))[0].strip(" |•·,–—-")
    text, place = _without_place(text)
    authors: list[str] = []
    for part in _AND.split(_SEPARATOR.split(text)[0]):
        names = [name.strip(" .") if name.count(".") < 2 else name.strip() for name in part.split(",")]  # noqa: PLR2004 - initials
        for position, name in enumerate(names):
            spoken, more = _without_place(name)
            place = place or more
            if is_name(spoken) and (_is_first(spoken) if not authors and position == 0 else _is_further(spoken)):
                authors.append(_in_usual_case(spoken))
    return Byline(tuple(dict.fromkeys(authors)), place)


def _is_first(name: str) -> bool:
    """Whether what stands where a name is expected is no bare agency."""
    return name.casefold() not in AGENCIES


def _is_further(name: str) -> bool:
    """Whether what follows a name is one more name, not what the first is or writes for."""
    return len(name.split()) > 1 and not _ROLES.search(name)


def _without_place(text: str) -> tuple[str, str | None]:
    match = _IN.search(text) or _IN_ARABIC.search(text)
    if match is None or not text[: match.start()].strip():
        return text, None
    after = _IN.split(text[match.end() :])[0]
    place = re.split(r"\s*[,;|•·(]|\s(?:and|et|y|und|و)\s|\s[-–—]\s", after)[0].strip(" .")
    rest = text[match.end() + len(after) :] if after.startswith(place) else ""
    following = after[len(place) :] + rest
    joined = text[: match.start()] + following if _AND.match(following) else text[: match.start()]
    return joined, place if is_name(place) else None


def is_name(text: str) -> bool:
    """Whether a text can be a person's name: one to six words, each capitalised where the script has capitals."""
    words = text.split()
    if not 0 < len(words) <= _LONGEST_NAME:
        return False
    for position, word in enumerate(words):
        if not _NAME.fullmatch(word):
            return False
        small = word.casefold() in _PARTICLES and position + 1 < len(words)
        if not small and _CASED.match(word) and not word[0].isupper() and "-" not in word and "'" not in word:
            return False
    return True


# ---- datelines ----

_NO_PLACE_WORDS: Final = (
    "update updated correction corrected exclusive breaking opinion video photos analysis live watch news factbox"
    " timeline explainer interview review column editorial sports note editor's feature insight brief special report"
)
_NO_PLACES: Final = frozenset(_NO_PLACE_WORDS.split())
_PLACE_NAME: Final = r"[^\W\d_][^\W\d_'’.-]*(?:[ '’.-]{1,2}[^\W\d_][^\W\d_'’.-]*){0,4}"
_AGENCY: Final = r"\s*\((?P<agency>[^()]{2,30})\)"
_MONTH_DAY: Final = r",?\s+(?:[A-Z][a-zäéûç]{2,8}\.?\s+\d{1,2}|\d{1,2}\.?\s+[A-Za-zäéûç]{3,10}\.?)"
_DASH: Final = r"\s*(?:\.\s?[-–—]|--|[-–—:])+\s+(?=[\"“«'‘(\[¿¡]?[^\W_])"
_DATELINE = re.compile(
    rf"(?P<place>{_PLACE_NAME}(?:\s?/\s?{_PLACE_NAME})?)(?P<region>,\s+{_PLACE_NAME})?"
    rf"(?P<day>{_MONTH_DAY})?(?:{_AGENCY})?{_DASH}"
)
_LONGEST_PLACE: Final = 40


def dateline_of(text: str) -> str | None:
    """The place in the dateline that a paragraph begins with ("BAGHDAD (AP) — ...", "Paris, 9 mars (AFP) - ...").

    Capitals, a day, or an agency in brackets must mark it; the place is given in the usual case.
    """
    match = _DATELINE.match(text[:160])
    if match is None or len(match["place"]) > _LONGEST_PLACE:
        return None
    place = match["place"].split("/")[0].strip()
    marked = match["day"] or (match["agency"] and _is_agency(match["agency"]))
    goes_on = text[match.end() : match.end() + 1]
    is_upper = place.isupper() and len(place) > len("USA") and ":" not in match[0] and not goes_on.islower()
    if not (marked or is_upper) or place.casefold().split()[0] in _NO_PLACES:
        return None
    return None if place[0].islower() else _in_usual_case(place)


def _is_agency(text: str) -> bool:
    words = re.split(r"[\s/,&]+", text.casefold())
    return any(word in AGENCIES for word in words) or bool(_ROLES.search(text)) or text.isupper()


def _in_usual_case(name: str) -> str:
    """A name that is written all in capitals, in the usual case: "Rio de Janeiro"; another as it is."""
    if not name.isupper() or len(name) <= len("USA"):
        return name
    words = re.split(r"([ '’-])", name)
    cased = [
        word.lower() if position and word.casefold() in _PARTICLES | {"of", "the"} else word.capitalize()
        for position, word in enumerate(words)
    ]
    return "".join(word if "." not in word else word.upper() for word in cased)
