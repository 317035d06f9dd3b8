"""Captions and credits of pictures, by the forms that they have in news pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_AGENCIES: Final = (
    r"AFP|AP|EPA|EFE|DPA|dpa|ANSA|APA|Reuters|REUTERS|Getty(?: Images)?|Shutterstock|iStock|Alamy|Unsplash|Pixabay"
    r"|Xinhua|Anadolu|TASS|Tass|UPI|PA|SPA|WAM|MENA|Bloomberg|Flickr|Wikimedia|Keystone|Corbis|AAP|Imago|IMAGO"
    r"|رويترز|أ\.? ?ف\.? ?ب"
)
_PHOTO: Final = (
    r"(?:(?:file|stock|courtesy|press|AP|staff|image)\s+)?(?:photo(?:graph)?s?|pictures?|images?|pics?|fotos?"
    r"|bild(?:er)?|imagen|immagine|imagem|ilustraci[oó]n|illustrations?|cr[eé]dit(?:o|s)?(?:\s+photos?)?|photo\s+credit|image\s+credit"
    r"|picture\s+credit|صورة|تصوير|الصورة)"
)
_BY: Final = r"(?:\s*(?:by|de|par|von|di|courtesy(?: of)?|via)\b|\s*[:©/|—–-])"

# At the end of a caption: [A. Name/AFP], (Photo by A. Name/Getty Images), (AP Photo/A. Name).
_BRACKETED = re.compile(r"\s*[\[(（]\s*([^\[\]()（）]{2,120}?)\s*[\])）]\.?$")
_CREDIT_INSIDE = re.compile(
    rf"^(?:{_PHOTO}{_BY}|©|courtesy\b|handout\b)|^(?:AP|AFP|EPA|Reuters)\s+photo|photo\s+(?:by|courtesy)", re.IGNORECASE
)
_AGENCY_INSIDE = re.compile(rf"[/|]\s*(?:{_AGENCIES})\b[^/]{{0,30}}$|^(?:{_AGENCIES})\s*/.{{2,60}}$")
_NAME_SLASH = re.compile(r"^[^\W\d_][\w.'’ -]{2,40}\s?/\s?[^\W\d_][\w.'’ -]{1,40}$")

# What begins a line: Image caption A man walks; Photo: A. Name, AP; © REUTERS / POOL; Photo by A. Name/AFP.
_LABELLED = re.compile(
    r"^(?:image|photo|picture|media|figure)\s+caption\s*:?\s+"
    r"|^(?:caption|l[eé]gende|bildunterschrift|pie de foto|تعليق الصورة)\s*:\s*",
    re.IGNORECASE,
)
_CREDIT_LINE = re.compile(
    rf"^(?:{_PHOTO}\s*(?:by|de|par|von|di|courtesy(?:\s+of)?|via)\s+"
    rf"|{_PHOTO}\s*(?:credit)?\s*[:©/|]\s*|©\s*)(.{{2,80}})$",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    rf"(?<=[.!?\"”’])\s+(?:{_PHOTO}\s*(?:by|:|©|/|courtesy(?:\s+of)?)\s*|©\s*)([^.!?]{{2,80}})\.?$", re.IGNORECASE
)
_COPYRIGHT = re.compile(r"\b(?:19|20)\d\d\b|rights|reserved|copyright", re.IGNORECASE)
_AGENCY_PHOTO = re.compile(r"(?:AP|AFP|EPA|Reuters)\s+photo", re.IGNORECASE)
_CREDIT_WORDS = re.compile(rf"^(?:{_PHOTO}{_BY}|{_PHOTO}\s+courtesy(?:\s+of)?|courtesy(?:\s+of)?\b)", re.IGNORECASE)
_FULL_NAME = re.compile(r"[A-Z\u00c0-\u00de][\w'’.-]+(?: [A-Z\u00c0-\u00de][\w'’.-]*){1,2}")
_ENDS: Final = (".", "!", "?", "”", '"', "»", "。", "؟")
_SIGNS = "[]()（）©:/|—–- "
_LONGEST_CREDIT_LINE: Final = 12
_LONGEST_TRAILING: Final = 120  # characters
_LONGEST_CAPTION: Final = 900


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption's text ("" where a line is a credit alone) and its credit."""

    text: str
    credit: str | None


def caption_of(text: str) -> Caption | None:
    """The caption in a line, or None when it is not one by its form."""
    if len(text) > _LONGEST_CAPTION:
        return None
    labelled = _LABELLED.match(text)
    body = text[labelled.end() :] if labelled else text
    bracketed = _bracketed(body)
    if bracketed is not None:
        return bracketed
    alone = _CREDIT_LINE.match(body)
    if alone and len(body.split()) <= _LONGEST_CREDIT_LINE and not _COPYRIGHT.search(body):
        return Caption("", _credit(alone[1]))
    trailing = _TRAILING.search(body, max(0, len(body) - _LONGEST_TRAILING))
    if trailing and not _COPYRIGHT.search(trailing[0]):
        return Caption(body[: trailing.start()].strip(), _credit(trailing[1]))
    return Caption(body, None) if labelled and body else None


def doubled_caption(text: str) -> Caption | None:
    """The caption in a line that stands twice, as a picture's text and below it; brackets at its end are a credit."""
    match = _BRACKETED.search(text)
    if match is None or not text[: match.start()].endswith(_ENDS):
        return None
    is_name = match[1][0].isalpha() and not any(map(str.isdigit, match[1]))
    if not is_name or len(match[1].split()) > _LONGEST_CREDIT_LINE:
        return None
    return Caption(text[: match.start()].strip(), _credit(match[1]))


def _bracketed(text: str) -> Caption | None:
    match = _BRACKETED.search(text)
    if match is None:
        return None
    is_square = match[0].lstrip().startswith("[")
    is_signed = is_square and text[: match.start()].endswith(_ENDS) and _FULL_NAME.fullmatch(match[1])
    if not is_signed and not _is_credit(match[1], square=is_square):
        return None
    return Caption(text[: match.start()].strip(), _credit(match[1]))


def _is_credit(text: str, *, square: bool) -> bool:
    """Whether words in brackets are a credit. A bare agency in round ones is where a paragraph's news comes from."""
    if _CREDIT_INSIDE.search(text) or _AGENCY_INSIDE.search(text):
        return True
    return square and bool(_NAME_SLASH.match(text) or re.fullmatch(_AGENCIES, text))


def _credit(text: str) -> str:
    """The name in a credit: "A. Name/AFP" of "Photo by A. Name/AFP"; "AP Photo/A. Name" stays whole."""
    bare = text if _AGENCY_PHOTO.match(text) else _CREDIT_WORDS.sub("", text)
    return bare.strip(_SIGNS) or text.strip(_SIGNS)
