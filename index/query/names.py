"""The names that a person may type before a colon, and what they stand for."""

from __future__ import annotations

from enum import StrEnum

from index.query.tree import LEAD_FIELDS, OPENING, TEXT_FIELDS, State
from index.types import Order


class Kind(StrEnum):
    """What is asked of an article."""

    TEXT = "text"  # words of its shown texts
    CODE = "code"  # words as written of what is not shown: url, path, lang
    NOTE = "note"
    TAG = "tag"
    SOURCE = "in"
    IDS = "id"
    DATE = "date"
    SINCE = "since"
    UNTIL = "until"
    STATE = "is"
    WORDS = "words"
    SORT = "sort"
    NAME = "name"  # words as names under their other spellings; says nothing of the field
    NEWER = "newer"
    OLDER = "older"
    SAVED = "saved"


_NAMES: dict[str, tuple[Kind, str]] = {
    "headline": (Kind.TEXT, "title subject intitle hd head headlines ti"),
    "standfirst": (Kind.TEXT, "summary deck abstract"),
    "body": (Kind.TEXT, "text intext content td"),
    "caption": (Kind.TEXT, "captions cutline credit"),
    "lead": (Kind.TEXT, "hlead lp hlp lede"),
    "opening": (Kind.TEXT, ""),
    "byline": (Kind.TEXT, "author authors by from au writer"),
    "place": (Kind.TEXT, "dateline location"),
    "section": (Kind.TEXT, "sec se"),
    "outlet": (Kind.TEXT, "source feed sn publication pub publisher newspaper"),
    "name": (Kind.NAME, "names person"),
    "url": (Kind.CODE, "inurl site link domain address"),
    "path": (Kind.CODE, "dir folder file filename"),
    "lang": (Kind.CODE, "language la"),
    "tag": (Kind.TAG, "label tags labels"),
    "in": (Kind.SOURCE, ""),
    "note": (Kind.NOTE, "notes annotation"),
    "id": (Kind.IDS, ""),
    "date": (Kind.DATE, "published day month year pd"),
    "since": (Kind.SINCE, "after"),
    "until": (Kind.UNTIL, "before"),
    "newer": (Kind.NEWER, "newer_than"),
    "older": (Kind.OLDER, "older_than"),
    "is": (Kind.STATE, ""),
    "has": (Kind.STATE, ""),
    "words": (Kind.WORDS, "length wc wordcount"),
    "sort": (Kind.SORT, "order orderby"),
    "saved": (Kind.SAVED, "query"),
}

FIELDS: dict[str, tuple[str, Kind]] = {
    name: (field, kind) for field, (kind, others) in _NAMES.items() for name in (field, *others.split())
}
"""From every name to the field's own name and kind."""

DATES = frozenset((Kind.DATE, Kind.SINCE, Kind.UNTIL, Kind.NEWER, Kind.OLDER))
"""The kinds whose values are days."""

SHY = frozenset((
    "text", "content", "summary", "deck", "abstract", "day", "month", "year", "person", "names", "location", "address",
    "link", "domain", "credit", "order", "query", "length", "head", "headlines", "writer", "publisher", "newspaper",
    "pub", "file", "folder", "published", "words", "name", "lead", "opening", "saved", "since", "after", "until",
    "before", "newer", "older", "has", "is", "in",
))  # fmt: skip
"""Names that are words of headlines too: with a blank behind the colon they are no fields."""

SEGMENTS = frozenset(
    (
        "headline",
        "hlead",
        "lead",
        "byline",
        "body",
        "caption",
        "standfirst",
        "dateline",
        "publication",
        "intitle",
        "inurl",
    )
)
"""Names that may stand before a bracket without a colon, as in Nexis."""

LONGEST_LABEL = 60


def shown(text: str) -> str:
    """Cut what was typed to a length that can be shown in a sentence or on a chip."""
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1] + "…"


_SEVERAL = {None: TEXT_FIELDS, "lead": LEAD_FIELDS, "opening": (OPENING,)}
_NAMED = {fields: name for name, fields in _SEVERAL.items()}


def fields_of(field: str | None) -> tuple[str, ...]:
    """Give the indexed fields that a field of a query stands for; all shown texts for none."""
    return _SEVERAL.get(field, (field or "",))


def field_of(fields: tuple[str, ...]) -> str | None:
    """Give the field of a query that stands for indexed fields."""
    return _NAMED[fields] if fields in _NAMED else fields[0]


STATES = {
    "read": State.READ, "unread": State.UNREAD, "new": State.UNREAD, "starred": State.STARRED, "star": State.STARRED,
    "flagged": State.STARRED, "favourite": State.STARRED, "favorite": State.STARRED, "bookmarked": State.STARRED,
    "seen": State.READ, "unseen": State.UNREAD, "annotated": State.NOTED, "notes": State.NOTED, "label": State.TAGGED,
    "liked": State.LIKED, "like": State.LIKED, "disliked": State.DISLIKED,
    "dislike": State.DISLIKED, "noted": State.NOTED, "note": State.NOTED, "tagged": State.TAGGED, "tag": State.TAGGED,
    "tags": State.TAGGED, "duplicate": State.DUPLICATE, "dup": State.DUPLICATE, "gone": State.GONE,
}  # fmt: skip

SPOKEN_STATES = {
    State.READ: "read",
    State.UNREAD: "unread",
    State.STARRED: "starred",
    State.LIKED: "liked",
    State.DISLIKED: "disliked",
    State.NOTED: "with a note",
    State.TAGGED: "with a tag",
    State.DUPLICATE: "a duplicate",
    State.GONE: "gone from its source",
}

LANGUAGES = {
    "arabic": "ar", "armenian": "hy", "basque": "eu", "bengali": "bn", "bulgarian": "bg", "catalan": "ca",
    "chinese": "zh", "croatian": "hr", "czech": "cs", "danish": "da", "dutch": "nl", "english": "en",
    "estonian": "et", "finnish": "fi", "french": "fr", "german": "de", "greek": "el", "hebrew": "he", "hindi": "hi",
    "hungarian": "hu", "indonesian": "id", "irish": "ga", "italian": "it", "japanese": "ja", "korean": "ko",
    "kurdish": "ku", "latvian": "lv", "lithuanian": "lt", "malay": "ms", "nepali": "ne", "norwegian": "no",
    "pashto": "ps", "persian": "fa", "farsi": "fa", "polish": "pl", "portuguese": "pt", "romanian": "ro",
    "russian": "ru", "serbian": "sr", "slovak": "sk", "slovene": "sl", "spanish": "es", "swahili": "sw",
    "swedish": "sv", "tamil": "ta", "thai": "th", "turkish": "tr", "ukrainian": "uk", "urdu": "ur",
    "vietnamese": "vi",
}  # fmt: skip
"""From an English name to the ISO 639-1 code."""


_TOLD_STATES = (
    "is:unread", "is:read", "is:starred", "is:liked", "is:disliked", "is:undated", "is:duplicate", "is:gone",
    "has:note", "has:tag",
)  # fmt: skip


_OPERATORS = ("AND", "OR", "NOT", "NEAR/5", "ADJ/5", "w/5", "pre/5", "AROUND(5)", "/s", "/p", "atleast3(")


def query_words() -> tuple[str, ...]:
    """Give the words of the query language that a shell or a search box can complete: fields, states, operators."""
    plain = (Kind.STATE, Kind.SORT)
    fields = [f"{name}:" for name, (kind, _) in _NAMES.items() if kind not in plain]
    orders = [f"sort:{order}" for order in Order]
    return (*fields, *_TOLD_STATES, "date:none", *orders, *_OPERATORS)
