"""The names that a person may type before a colon, and what they stand for."""

from __future__ import annotations

from enum import StrEnum

from index.query.tree import TEXT_FIELDS, State
from index.types import Order


class Kind(StrEnum):
    """What is asked of an article."""

    TEXT = "text"  # words of its shown texts
    CODE = "code"  # words as written of what is not shown: url, path, lang
    NOTE = "note"
    TAG = "tag"
    IDS = "id"
    DATE = "date"
    SINCE = "since"
    UNTIL = "until"
    STATE = "is"
    WORDS = "words"
    SORT = "sort"
    LATER = "later"  # a name of other news databases that means nothing here yet


_NAMES: dict[str, tuple[Kind, str]] = {
    "headline": (Kind.TEXT, "title subject intitle hd"),
    "standfirst": (Kind.TEXT, ""),
    "body": (Kind.TEXT, ""),
    "caption": (Kind.TEXT, ""),
    "byline": (Kind.TEXT, "author by from"),
    "place": (Kind.TEXT, "dateline"),
    "section": (Kind.TEXT, ""),
    "outlet": (Kind.TEXT, "source feed sn"),
    "url": (Kind.CODE, ""),
    "path": (Kind.CODE, ""),
    "lang": (Kind.CODE, "language"),
    "tag": (Kind.TAG, "label"),
    "note": (Kind.NOTE, ""),
    "id": (Kind.IDS, ""),
    "date": (Kind.DATE, ""),
    "since": (Kind.SINCE, "after"),
    "until": (Kind.UNTIL, "before"),
    "is": (Kind.STATE, ""),
    "has": (Kind.STATE, ""),
    "words": (Kind.WORDS, ""),
    "sort": (Kind.SORT, ""),
    "lead": (Kind.TEXT, ""),
    "name": (Kind.TEXT, ""),
    "newer": (Kind.LATER, ""),
    "older": (Kind.LATER, ""),
    "saved": (Kind.LATER, ""),
}

FIELDS: dict[str, tuple[str, Kind]] = {
    name: (field, kind) for field, (kind, others) in _NAMES.items() for name in (field, *others.split())
}
"""From every name to the field's own name and kind."""

LONGEST_LABEL = 60


def shown(text: str) -> str:
    """Cut what was typed to a length that can be shown in a sentence or on a chip."""
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1] + "…"


PLAIN_FIELDS = frozenset(("lead", "name"))
"""Fields that are searched as plain words until they mean more."""


def fields_of(field: str | None) -> tuple[str, ...]:
    """Give the indexed fields that a field of a query stands for; all shown texts for none."""
    return TEXT_FIELDS if field is None or field in PLAIN_FIELDS else (field,)


STATES = {
    "read": State.READ, "unread": State.UNREAD, "new": State.UNREAD, "starred": State.STARRED, "star": State.STARRED,
    "flagged": State.STARRED, "liked": State.LIKED, "like": State.LIKED, "disliked": State.DISLIKED,
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


def query_words() -> tuple[str, ...]:
    """Give the words of the query language that a shell or a search box can complete."""
    plain = (Kind.LATER, Kind.STATE, Kind.SORT)
    fields = [f"{name}:" for name, (kind, _) in _NAMES.items() if kind not in plain and name not in PLAIN_FIELDS]
    orders = [f"sort:{order}" for order in Order]
    return (*fields, *_TOLD_STATES, "date:none", *orders)
