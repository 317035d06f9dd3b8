"""How an article is written: its body packed, its digests, its length. Read again by `index.library.codec`."""

from __future__ import annotations

import json
import re
import unicodedata
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from index.library.codec import HEAD, JSON, date_key, unpack_article
from index.types import Article, Block, BlockKind

# A small window: articles are short, and setting up a large one takes longer than compressing.
_LEVEL, _WINDOW_BITS, _MEMORY_LEVEL = 6, 13, 6
_DIGEST_BYTES = 16

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
    body = JSON.encode(
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


def head_of(article: Article) -> list[Any]:
    """Returns the values of the fields of `HEAD`."""
    return [getattr(article, name) for name in HEAD]


def head_json(article: Article) -> str:
    """Returns what `pack` leaves out of the body, for `restore`."""
    return _head(article).decode()


def restore(head: str, body: bytes) -> Article:
    """Returns the article that `head_json` and `pack` were made from."""
    fields = dict(zip(HEAD, json.loads(head), strict=True))
    return unpack_article(fields | {name: tuple(fields[name]) for name in ("authors", "tags")}, body)


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


def _compress(data: bytes) -> bytes:
    compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, _WINDOW_BITS, _MEMORY_LEVEL)
    return compressor.compress(data) + compressor.flush()


def _head(article: Article) -> bytes:
    return JSON.encode(head_of(article)).encode()


def _digest(*parts: bytes) -> bytes:
    hasher = blake2b(digest_size=_DIGEST_BYTES)
    for part in parts:
        hasher.update(len(part).to_bytes(8, "big"))
        hasher.update(part)
    return hasher.digest()
