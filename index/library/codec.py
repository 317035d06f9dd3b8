"""How stored articles are read: their bodies, their place in date order, their tags. `index.library.packing` writes."""

from __future__ import annotations

import json
import unicodedata
import zlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from index.types import Article, Block, BlockKind

JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
"""How JSON is written into the database."""

HEAD = ("headline", "authors", "place", "section", "outlet", "published", "language", "url", "tags")
"""What is stored of an article beside its body: fields of `Article`, columns of `articles`. Digests rest on the order:
with another one every article would look changed."""

_DAY_STEP = 300_000  # more than the seconds from one end of a day in any offset to the other
_DAY_SLACK = 86_401  # an offset moves an instant by less than a day; 0 is left for dates without a time


def unpack_body(data: bytes) -> tuple[str | None, dict[str, str], tuple[Block, ...]]:
    """Returns standfirst, evidence and blocks.

    Raises:
        ValueError: the data is damaged.
    """
    try:
        parts = json.loads(zlib.decompress(data))
        blocks = tuple(Block(BlockKind(kind), text, credit) for kind, text, credit in parts["blocks"])
        return parts["standfirst"], parts["evidence"], blocks
    except (zlib.error, KeyError, TypeError) as error:
        raise ValueError(str(error)) from error


def unpack_article(head: Mapping[str, Any], body: bytes) -> Article:
    """Returns the article with the fields of `HEAD` and a packed body.

    Raises:
        ValueError: the body is damaged.
    """
    standfirst, evidence, blocks = unpack_body(body)
    return Article(**head, blocks=blocks, standfirst=standfirst, evidence=evidence)


def date_key(published: str | None) -> int | None:
    """Returns a number that sorts by publication: by the day as written, then by the instant; None without a date.

    A date without a time comes before the times of its day.
    """
    if published is None:
        return None
    try:
        if len(published) <= len("2017-03-09"):
            return day_key(published)
        moment = datetime.fromisoformat(published)
    except ValueError:
        return None
    midnight = datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    instant = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.toordinal() * _DAY_STEP + _DAY_SLACK + int((instant - midnight).total_seconds())


def day_key(day: str) -> int:
    """Returns the lowest date key of an ISO date.

    Raises:
        ValueError: it is not an ISO date.
    """
    return date.fromisoformat(day).toordinal() * _DAY_STEP


def next_day_key(day: str) -> int:
    """Returns the lowest date key after an ISO date.

    Raises:
        ValueError: it is not an ISO date.
    """
    return day_key(day) + _DAY_STEP


@lru_cache(maxsize=4096)
def fold_tag(tag: str) -> str:
    """Returns the form in which tags are compared: NFKC, without case."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", tag).casefold()).strip()
