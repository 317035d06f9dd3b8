"""How an article is stored: its body packed, its digests, its place in date order, its length."""

from __future__ import annotations

import json
import re
import unicodedata
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import blake2b

from index.types import Article, Block, BlockKind

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
# A small window: articles are short, and setting up a large one takes longer than compressing.
_LEVEL, _WINDOW_BITS, _MEMORY_LEVEL = 6, 13, 6
_DIGEST_BYTES = 16
_DAY_STEP = 300_000  # more than the seconds from one end of a day in any offset to the other
_DAY_SLACK = 86_401  # an offset moves an instant by less than a day; 0 is left for dates without a time

# Texts are compared and counted as bytes: one call a step, ten times as fast as a regular expression. Punctuation
# beyond ASCII becomes this byte first; what else is beyond ASCII belongs to words.
_MARK = "\x01"
_PUNCTUATION = re.compile(
    "[\u00a1-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u060c\u061b\u061f\u066a-\u066d\u06d4"
    "\u2010-\u2027\u2030-\u205e\u2190-\u2bff\u3001-\u3003\u3008-\u3020\u30fb\ufe30-\ufe6b]"
)
_IS_WORD = [byte >= 0x80 or chr(byte).isalnum() for byte in range(256)]  # noqa: PLR2004 - the end of ASCII
_BLANKS = b" \t\n\r\x0b\x0c"
_WORDS_APART = bytes(byte if _IS_WORD[byte] else 0x20 for byte in range(256))
_CHUNKS_APART = bytes(0x20 if byte in _BLANKS else byte for byte in range(256))
_NOT_WORDS = bytes(byte for byte in range(256) if not _IS_WORD[byte] and byte not in _BLANKS)
# The first bytes of the scripts that have no blanks between words, among others: worth a closer look.
_PLAIN_BYTES = bytes(byte for byte in range(256) if byte < 0xE0 or byte in (0xE2, 0xEF) or byte >= 0xF0)  # noqa: PLR2004
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_UNSPACED_CHARACTER = re.compile(f"[{_UNSPACED}]")


@dataclass(frozen=True, slots=True)
class Packed:
    """An article in the form in which it is stored. `body` is compressed; digests are 16 bytes.

    `size` is the length of head and body as JSON, in bytes.
    """

    body: bytes
    size: int
    digest: bytes
    body_digest: bytes | None
    words: int
    date_key: int | None


def pack(article: Article) -> Packed:
    """Returns the stored form of an article."""
    body = _JSON.encode(
        {
            "standfirst": article.standfirst,
            "evidence": dict(article.evidence),
            "blocks": [(block.kind.value, block.text, block.credit) for block in article.blocks],
        }
    ).encode()
    head = _head(article)
    return Packed(
        body=_compress(body),
        size=len(head) + len(body),
        digest=_digest(head, body),
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
    body = "\n".join(block.text for block in article.blocks if block.kind is not BlockKind.CAPTION)
    words = _single_blanks(_comparable(body).translate(_WORDS_APART))
    return blake2b(words, digest_size=_DIGEST_BYTES).digest() if words else None


def word_set(blocks: Iterable[Block]) -> frozenset[bytes]:
    """Returns the different words of blocks, without case, for comparison."""
    body = "\n".join(block.text for block in blocks)
    return frozenset(_comparable(body).translate(_WORDS_APART).split())


def count_words(article: Article) -> int:
    """Returns the number of words of headline, standfirst and blocks.

    A word is what stands between blanks and has a letter or digit; in scripts without blanks, a character.
    """
    texts = (article.headline, article.standfirst or "", *(block.text for block in article.blocks))
    data = _comparable("\n".join(texts))
    unspaced = 0
    if data.translate(None, _PLAIN_BYTES):
        apart, unspaced = _UNSPACED_CHARACTER.subn(" ", data.decode())
        data = apart.encode()
    chunks = _single_blanks(data.translate(_CHUNKS_APART, _NOT_WORDS))
    return unspaced + (chunks.count(b" ") + 1 if chunks else 0)


def _comparable(text: str) -> bytes:
    """A text without case and variants of characters, punctuation beyond ASCII marked."""
    if not text.isascii():
        text = _PUNCTUATION.sub(_MARK, unicodedata.normalize("NFKC", text))
    return text.casefold().encode(errors="replace")


def _single_blanks(data: bytes) -> bytes:
    while b"  " in data:
        data = data.replace(b"  ", b" ")
    return data.strip(b" ")


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


def json_array(values: Iterable[str]) -> str:
    """Returns a JSON array of texts."""
    return _JSON.encode(list(values))


def _compress(data: bytes) -> bytes:
    compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, _WINDOW_BITS, _MEMORY_LEVEL)
    return compressor.compress(data) + compressor.flush()


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
    return _JSON.encode(fields).encode()


def _digest(*parts: bytes) -> bytes:
    hasher = blake2b(digest_size=_DIGEST_BYTES)
    for part in parts:
        hasher.update(len(part).to_bytes(8, "big"))
        hasher.update(part)
    return hasher.digest()
