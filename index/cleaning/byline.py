"""Bylines and datelines: who wrote, and from where, by the forms that they have in several languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_LONGEST_NAME: Final = 6  # words
_LONGEST_LINE: Final = 30  # words of a byline

_GENRES: Final = (
    "story|text|words|report(?:ing|ed)?|written|posted|published|article|analysis|compiled|opinion|interview|profile"
    "|review|essay|dispatch|feature|comment|column|exclusive|translated|photos|pictures|photographs|video"
)
_BY: Final = (
    rf"(?:(?:{_GENRES})\s+(?:(?:and|&)\s+\w+\s+)?)?by|by:|authors?:|written by:?|reporter:|words:"
    r"|par|por|von|di|door|af|av|de la rédaction de|auteure?s?\s*:|autore?s?\s*:|autor[aei]?\s*:"
    r"|propos recueillis par|un article de|ein artikel von|text[oe]?\s*:|testo\s*:|tekst\s*:|redacción\s*:"
    r"|text[oe] [yeé]t? (?:fotos?|photos?|imágenes)\s*:|text und fotos\s*:"
    r"|(?:publié|écrit|rédigé|signé) par|(?:escrito|publicado|redactado|traducido|publicada) por|escrito por"
    r"|(?:scritto|pubblicato) da|a cura di|(?:geschreven|gepubliceerd) door|(?:skrevet|skriven) a[fv]"
    r"|(?:un |une )?(?:entretien|interview|reportage|récit|enquête|analyse|billet|chronique)\s+(?:par|de)"
    r"|(?:un |una )?(?:entrevista|reportaje|crónica|reportagem|análisis|columna)\s+(?:de|por)"
    r"|(?:eine? )?(?:bericht|gespräch|interview|reportage|kommentar|analyse|gastbeitrag|essay|kolumne|glosse)\s+von"
    r"|(?:un' ?|una? )?(?:intervista|testo|articolo|analisi|reportage)\s+di"
    r"|автор(?:ы)?\s*:|текст\s*:|материал подготовил[аи]?|yazan\s*:|haber\s*:|muhabir\s*:|röportaj\s*:"
)
_OUR_MAN: Final = (
    r"(?:(?:unser(?:e[mnr]?)?|notre|nos|nostr[oaie]|onze|nuestr[oa]s?|noss[oa]s?|vår|vores)\s+)"
    r"(?:(?:korrespondent|correspond|envoyé|inviat|corresponsal|enviad|reporter|redakteur|redacteur)\w*\s+(?:spéciale?\s+)?)"
)
_STARTS_BY = re.compile(rf"(?:(?:{_BY})[\s:]+(?:{_OUR_MAN})?|(?:de|dal?|dei|från|fra)\s+{_OUR_MAN})", re.IGNORECASE)
_REPORTS = re.compile(r"Aus (?P<place>.{2,40}?) berichte(?:t|n) (?P<names>.+)")
_WITH_AGENCY = re.compile(
    r"\s+(?:avec|with|mit|con|com|met|och)\s+(?:(?:les|las|the|l['’])\s*)?(?:agen\w+|afp|ap|reuters|dpa|efe|ansa|wires?)\b.*$",
    re.IGNORECASE,
)
_STARTS_BY_ARABIC = re.compile(r"(?:بقلم|كتبت|كتب|تقرير|إعداد|حوار|متابعة|تحقيق|أعده|أعدته|أجرى الحوار)\s*[:/–-]?\s*")
_BY_ALONE = re.compile(rf"(?:{_BY}|بقلم)\s*:?", re.IGNORECASE)

_AND = re.compile(
    r"\s*(?:,\s*)?(?:\band\b|&|\bet\b|\b[ey]\b(?!\.)|\bund\b|\ben\b|\bve\b|\s+و(?=\s)|;)\s*", re.IGNORECASE
)
_IN = re.compile(r"\s+(?:in|à|en|a|em|em|reporting from|from)\s+(?=[A-Z\u0600-\u06ff\u00c0-\u00de])")
_AT = re.compile(
    r"\s+(?:(?:at|aboard|on (?:the|board)|in the|en (?:el|la|los|las)|im|am|beim|auf|aux?|à (?:la|bord)|dans|all[ao]"
    r"|nel|nell[ao]|sul|على متن)\s|(?:à |all|nell|sull|dall)['’]?l?['’])\S.*$"
)
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
    r"|network|group|freelance|rédaction|redaktion|redacción|redazione|agence|agencia|agentur|envoyé|spécial"
    r"|correspondant|corresponsal|associated|wire|wires|photographer|producer|science|business|politics|sports?|health"
    r"|technology|political|foreign|university|institute|professor|envoyée|spéciale|correspondante|inviat[oa]"
    r"|enviad[oa]|correspondente|redact\w+|redakt\w+|корреспондент\w*|редактор\w*|обозреватель|muhabir\w*)\b|وكالات|مراسل|وكالة|صحيفة|تحرير",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?:staff|writers?|reporters?|correspondents?|editors?|senior|chief|contributor|columnist|analyst|desk|team|for"
    r"|rédact\w+|redakt\w+|redac\w+|correspondante?|corresponsal|photographer|producer|professor|university|institute)\b",
    re.IGNORECASE,
)
_OUTLET_NOUN = re.compile(
    r"\b(?:News|Times|Post|Journal|Daily|Network|Magazine|Radio|Courier|Herald|Tribune|Gazette|Chronicle|Observer|Mail"
    r"|Mirror|Echo|Guardian|Telegraph|Standard|Express|Bulletin|Monitor|Review|Globe|Dispatch|Sentinel|Examiner|Argus"
    r"|Inquirer|Advertiser|Lantern|Press|\w*[Zz]eitung|\w*[Aa]nzeiger|\w*[Bb]latt|Rundschau|Presse|Kurier|Matin|Dépêche"
    r"|Courrier|Diario|Periódico|Prensa|Correo|Heraldo|Gazeta|Giornale|Corriere|Gazzetta|Courant|Jornal|Folha)\b"
    r"|صحيفة|جريدة"
)
_OUTLET_ARTICLE = re.compile(r"(?:The|Le|La|Les|El|Los|Die|Der|Das|Il|Lo|De|Het)\s+[^\W\d_]|L['’][^\W\d_]")
_FIRST_WORDS_OF_PLACES: Final = (
    "puerto port porto san santa santo saint sainte fort new north south east west upper lower nueva nuevo nouvelle bad"
    " mount lake cape cabo cap isla île ile los las rio río villa ciudad great little kuala tel ras"
)
_LAST_WORDS_OF_PLACES: Final = (
    "city town river valley harbour harbor bay island islands springs falls hills beach point"
)
_PLACE_FIRST: Final = frozenset(_FIRST_WORDS_OF_PLACES.split())
_PLACE_LAST: Final = frozenset(_LAST_WORDS_OF_PLACES.split())
_AGENCY_WORDS: Final = (
    "afp ap reuters dpa efe ansa upi tass itar-tass xinhua anadolu aa bbc cnn npr pa spa wam mena sana irna kuna"
    " ap/reuters bloomberg ntb anp lusa ritzau tt nan bernama antara kyodo yonhap тасс"
    " رويترز أ.ف.ب أفب دبأ واس وام سانا قنا بترا"
)
AGENCIES: Final = frozenset(_AGENCY_WORDS.split())
"""News agencies, in lower case."""

_NAME = re.compile(r"[^\W\d_][\w.'’`\u0640\u0300-\u036f\u064b-\u065f\u0670-]*")
_CASED = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u052f]")
_JOINED = re.compile(r"[-'’]")
_EMAIL = re.compile(r"\S+@\S+|@\w+|https?://\S+")


@dataclass(frozen=True, slots=True)
class Byline:
    """The authors as they are named, and the place ("in Baghdad") and the outlet that the byline gives."""

    authors: tuple[str, ...]
    place: str | None = None
    outlet: str | None = None


def is_by_alone(text: str) -> bool:
    """Whether a line is only the "By" of a byline whose names stand on the next lines."""
    return _BY_ALONE.fullmatch(text) is not None


def byline_of(text: str) -> Byline | None:
    """The byline that a line is, or None. A line of a name alone is none: too much looks like a name."""
    if len(text.split()) > _LONGEST_LINE:
        return None
    text = text.strip("()")
    if reports := _REPORTS.fullmatch(text):
        told = names_of(reports["names"])
        return Byline(told.authors, reports["place"]) if told.authors and is_name(reports["place"]) else None
    started = _STARTS_BY.match(text) or _STARTS_BY_ARABIC.match(text)
    if started:
        named = text[started.end() :]
        if started[0].casefold().rstrip().endswith("door"):
            named = re.sub(r"\s+en\s+", " & ", named)  # "and" in Dutch, "in" elsewhere
        found = names_of(named)
        is_likely = any(len(name.split()) > 1 for name in found.authors) or found.place is not None
        return found if is_likely else None
    name, separator, rest = _parted(text)
    if separator and is_name(name) and len(name.split()) > 1 and _says_for_whom(rest):
        return Byline((name,), _without_place(rest)[1], rest if is_outlet(rest) else None)
    writer, sign, paper = text.partition(" for ")
    is_told = bool(sign) and is_name(writer) and len(writer.split()) > 1 and is_outlet(paper)
    return Byline((writer,), outlet=paper) if is_told else None


def _parted(text: str) -> tuple[str, str, str]:
    """The name, the sign and what follows, of "A. Name - An Agency" and "A. Name, An Agency"."""
    for sign in (" - ", " – ", " — ", " | ", ", ", " / "):
        if sign in text:
            return text.partition(sign)
    return text, "", ""


def _says_for_whom(text: str) -> bool:
    """Whether words after a name say what it is or whom it writes for."""
    words = text.casefold().split()
    if not 0 < len(words) <= _LONGEST_NAME:
        return False
    return words[0] in AGENCIES or words[-1] in AGENCIES or bool(_ROLES.search(text)) or is_outlet(text)


def is_outlet(text: str) -> bool:
    """Whether a text can be a newspaper's name: a noun that papers are named with, or an article, all capitalised."""
    if not is_name(text) or _PEOPLE.search(text) or text.casefold() in AGENCIES:
        return False
    return len(text.split()) > 1 and (_OUTLET_NOUN.search(text) or _OUTLET_ARTICLE.match(text)) is not None


def names_of(text: str) -> Byline:
    """The names in the text of a byline, without its "By": "A. Name, Agency, and B. Name in Place"."""
    text = _WITH_AGENCY.sub("", _EMAIL.sub("", text))
    text, _, employer = text.partition(_for_whom(text))
    text, place = _without_place(text.strip(" |•·,–—-"))
    text = _AT.sub("", text)
    outlet = employer if is_outlet(employer) else None
    authors: list[str] = []
    for part in _AND.split(_SEPARATOR.split(text)[0]):
        names = [name.strip(" .") if name.count(".") < 2 else name.strip() for name in part.split(",")]  # noqa: PLR2004 - initials
        for position, name in enumerate(names):
            spoken, more = _without_place(name)
            place = place or more
            if authors and position and is_outlet(spoken):
                outlet = outlet or spoken
            elif authors and position and (at := _place_after_comma(spoken)):
                place = place or at
            elif is_name(spoken) and (_is_first(spoken) if not authors and position == 0 else _is_further(spoken)):
                authors.append(in_usual_case(spoken))
    return Byline(tuple(dict.fromkeys(authors)), place, outlet)


def _for_whom(text: str) -> str:
    """The sign between the names and the paper that they write for (" for "), or one that is not in the text."""
    found = _FOR.search(text)
    return found[0] if found else "\0"


def _place_after_comma(text: str) -> str | None:
    """The place in what follows a name and a comma: "da Montelume", "Puerto Candelas"."""
    word, _, rest = text.partition(" ")
    if word.islower() and word.isalpha() and rest and rest[0].isupper() and is_name(rest):
        return rest
    return text if is_geographic(text) else None


def is_geographic(text: str) -> bool:
    """Whether a name has a word that places are named with: "Puerto", "Saint", "Bay"."""
    words = re.split(r"[\s-]", text.casefold())
    return len(words) > 1 and is_name(text) and (words[0] in _PLACE_FIRST or words[-1] in _PLACE_LAST)


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
        if not small and _CASED.match(word) and not word[0].isupper() and not _JOINED.search(word):
            return False
    return True


# ---- datelines ----

_NO_PLACE_WORDS: Final = (
    "update updated correction corrected exclusive breaking opinion video photos analysis live watch news factbox"
    " timeline explainer interview review column editorial sports note editor's feature insight brief special report"
)
_NO_PLACES: Final = frozenset(_NO_PLACE_WORDS.split())
_PLACE_NAME: Final = r"[^\W\d_][^\W\d_'’.-]*(?:[ '’.-]{1,2}[^\W\d_][^\W\d_'’.-]*){0,4}"
_AGENCY: Final = r"\s*(?:\((?P<agency>[^()]{2,30})\)|/(?P<slashed>[^/]{2,30})/)"
_MONTH: Final = r"[A-Za-zäéûçşğıöü\u0400-\u04ff\u0620-\u064a]{3,10}"
_MONTH_DAY: Final = (
    rf"[,،]?\s+(?:[A-Z][a-zäéûç]{{2,8}}\.?\s+\d{{1,2}}(?:,\s\d{{4}})?|\d{{1,2}}\.?\s+{_MONTH}\.?(?:\s\d{{4}})?)"
)
_DASH: Final = r"\s*(?:\.\s?[-–—]|--|[-–—ـ:]|(?<=/)\.)+\s+(?=[\"“«'‘(\[¿¡]?[^\W_])"
_DATELINE = re.compile(
    rf"(?P<place>{_PLACE_NAME}(?:\s?/\s?{_PLACE_NAME})?)(?P<region>,\s+{_PLACE_NAME}\.?)?"
    rf"(?P<day>{_MONTH_DAY})?(?:{_AGENCY})?{_DASH}"
)
_AGENCY_FIRST = re.compile(r"\([A-Z]{2,8}\)\s*[-–—]\s+(?=[A-Z]{3})")
_ARABIC_AGENCY: Final = r"وكالات|رويترز|أ ?\.?ف ?\.?ب\.?|د ?\.?ب ?\.?أ\.?|واس|سانا|وام|قنا|بترا|الأناضول"
_AGENCY_NAMED = re.compile(rf"(?P<place>{_PLACE_NAME})\s*[-–—ـ/،,]\s*(?:{_ARABIC_AGENCY})\s*[-–—:]\s*\S")
_LONGEST_PLACE: Final = 40


def dateline_of(text: str) -> str | None:
    """The place in the dateline that a paragraph begins with ("BAGHDAD (AP) — ...", "Paris, 9 mars (AFP) - ...").

    Capitals, a day, or an agency in brackets must mark it; the place is given in the usual case.
    """
    text = _AGENCY_FIRST.sub("", text[:170], count=1)
    if named := _AGENCY_NAMED.match(text):
        return named["place"].strip()
    match = _DATELINE.match(text[:160])
    if match is None or len(match["place"]) > _LONGEST_PLACE:
        return None
    place = match["place"].split("/")[0].strip()
    marked = match["day"] or ((match["agency"] or match["slashed"]) and _is_agency(match["agency"] or match["slashed"]))
    goes_on = text[match.end() : match.end() + 1]
    is_upper = place.isupper() and len(place) > len("USA") and ":" not in match[0] and not goes_on.islower()
    if not (marked or is_upper) or place.casefold().split()[0] in _NO_PLACES:
        return None
    return None if place[0].islower() else in_usual_case(place)


def _is_agency(text: str) -> bool:
    words = [*re.split(r"[\s/,&]+", text.casefold()), re.sub(r"[\s.]", "", text)]
    return any(word in AGENCIES for word in words) or bool(_ROLES.search(text)) or text.isupper()


def in_usual_case(name: str) -> str:
    """A name that is written all in capitals, in the usual case: "Rio de Janeiro"; another as it is."""
    if not name.isupper() or len(name) <= len("USA"):
        return name
    words = re.split(r"([ '’-])", name)
    cased = [
        word.lower() if position and word.casefold() in _PARTICLES | {"of", "the"} else word.capitalize()
        for position, word in enumerate(words)
    ]
    return "".join(word if "." not in word else word.upper() for word in cased)
