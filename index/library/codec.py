"""How an article is stored: its body packed, its digests, its place in date order, its length."""

from __future__ import annotations

import json
import re
import unicodedata
import zlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import blake2b

from index.types import Article, Block, BlockKind

_COMPRESSION = 6
_DIGEST_BYTES = 16
_DAY_STEP = 300_000  # more than the seconds from one end of a day in any offset to the other
_DAY_SLACK = 86_401  # an offset moves an instant by less than a day; 0 is left for dates without a time

_WORD = re.compile(r"[^\W_]+")
# One word a chunk between blanks, or a character of a script that has no blanks between words.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CHUNK = re.compile(r"[^\W_]\S*")
_CHUNK_ANY_SCRIPT = re.compile(rf"[{_UNSPACED}]|(?:(?![{_UNSPACED}])[^\W_])(?:(?![{_UNSPACED}])\S)*")


@dataclass(frozen=True, slots=True)
class Packed:
    """An article in the form in which it is stored. `body` is compressed; digests are 16 bytes."""

    body: bytes
    digest: bytes
    body_digest: bytes | None
    words: int
    date_key: int | None


def pack(article: Article) -> Packed:
    """Returns the stored form of an article."""
    body = json.dumps(
        {
            "standfirst": article.standfirst,
            "evidence": dict(article.evidence),
            "blocks": [(block.kind, block.text, block.credit) for block in article.blocks],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
    return Packed(
        body=zlib.compress(body, _COMPRESSION),
        digest=_digest(_head(article), body),
        body_digest=body_digest(article),
        words=count_words(article),
        date_key=date_key(article.published),
    )


def head_json(article: Article) -> str:
    """Returns what `pack` leaves out of the body, for `restore`."""
    return _head(article).decode()


def restore(head: str, body: bytes) -> Article:
    """Returns the article that `head_json` and `pack` were made from."""
    headline, authors, place, section, outlet, published, language, url, tags = json.loads(head)
    standfirst, evidence, blocks = unpack_body(body)
    return Article(
        headline=headline,
        blocks=blocks,
        standfirst=standfirst,
        authors=tuple(authors),
        place=place,
        section=section,
        outlet=outlet,
        published=published,
        language=language,
        url=url,
        tags=tuple(tags),
        evidence=evidence,
    )


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


def body_digest(article: Article) -> bytes | None:
    """Returns a digest of the body's words, without case, punctuation and captions; None when there are no words."""
    hasher = blake2b(digest_size=_DIGEST_BYTES)
    empty = True
    for block in article.blocks:
        if block.kind is BlockKind.CAPTION:
            continue
        text = block.text if block.text.isascii() else unicodedata.normalize("NFKC", block.text)
        words = " ".join(_WORD.findall(text.casefold()))
        if words:
            empty = False
            hasher.update(words.encode(errors="surrogatepass"))
            hasher.update(b" ")
    return None if empty else hasher.digest()


def word_set(article: Article) -> frozenset[str]:
    """Returns the different words of the blocks, without case."""
    return frozenset(word for block in article.blocks for word in _WORD.findall(block.text.casefold()))


def count_words(article: Article) -> int:
    """Returns the number of words of headline, standfirst and blocks."""
    texts = [article.headline, article.standfirst or "", *(block.text for block in article.blocks)]
    return sum(len((_CHUNK if text.isascii() else _CHUNK_ANY_SCRIPT).findall(text)) for text in texts)


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


def fold_tag(tag: str) -> str:
    """Returns the form in which tags are compared: NFKC, without case."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", tag).casefold()).strip()


def _head(article: Article) -> bytes:
    fields = (
        article.headline,
        article.authors,
        article.place,
        article.section,
        article.outlet,
        article.published,
        article.language,
        article.url,
        article.tags,
    )
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def _digest(*parts: bytes) -> bytes:
    hasher = blake2b(digest_size=_DIGEST_BYTES)
    for part in parts:
        hasher.update(len(part).to_bytes(8, "big"))
        hasher.update(part)
    return hasher.digest()
