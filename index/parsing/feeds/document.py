"""From a feed's entry to a document for the cleaning, and whether the entry is the whole article."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from index.cleaning.document import Found, ParsedDocument, RawBlock
from index.cleaning.safety import safe_line, safe_text
from index.parsing.feeds.entries import Entry
from index.parsing.markup import has_block_markup, has_markup, inline_text, is_escaped, markup_blocks, unescaped
from index.types import BlockKind

SHORT_WORDS: Final = 150
"""An entry with fewer words is taken for a summary: its page may hold more."""

_DECLARED_WORDS: Final = 40
_LONGEST_STANDFIRST: Final = 500
_COMPARED: Final = 60
_LAST_WORDS: Final = 40
_TRUNCATED = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|\(…\)|\(\.\.\.\))\W*$")
_GO_ON: Final = (
    r"(?:read|view|see) (?:more|on|the rest|(?:the )?(?:full|whole) (?:story|article|post|text))|continue reading"
    r"|full (?:story|article)|keep reading|weiterlesen|mehr lesen|zum artikel|lire (?:la suite|plus|l.article)"
    r"|en savoir plus|leer m[aá]s|seguir leyendo|sigue leyendo|leia mais|ler mais|continuar? a l(?:er|eggere)"
    r"|leggi tutto|lees (?:meer|verder)|l[aä]s mer|les mer|l[aæ]s mere|czytaj (?:dalej|więcej)|читать (?:далее|дальше)"
    r"|devamını oku|اقرأ المزيد|إقرأ المزيد|続きを読む|阅读全文|閱讀全文"
)
_READ_ON = re.compile(rf"(?:^|\W)(?:{_GO_ON})\b.{{0,80}}$", re.IGNORECASE | re.DOTALL)
_LETTERS = re.compile(r"\W+")


def entry_document(entry: Entry, location: str, record: str = "") -> ParsedDocument:
    """The document that an entry is by itself: its content, or else its summary, as the body."""
    blocks = entry_blocks(entry)
    return ParsedDocument(location, blocks, entry_fields(entry, blocks), record=record)


def entry_fields(entry: Entry, blocks: tuple[RawBlock, ...] = ()) -> Mapping[str, tuple[Found, ...]]:
    """What an entry declares, for its own document or for that of its page. `blocks` are those of its content."""
    text = " ".join(block.text for block in blocks)
    values = {
        "headline": (_plain(entry.title),),
        "standfirst": (_standfirst(entry, text),) if blocks else (),
        "authors": tuple(map(_plain, entry.authors)),
        "published": entry.published,
        "outlet": (_plain(entry.outlet or ""),),
        "url": (entry.url or "",),
        "tags": tuple(map(_plain, entry.tags)),
        # What feeds say of their language is often what their program was set to: enough text says it better.
        "language": (entry.language or "",) if len(text.split()) < _DECLARED_WORDS else (),
    }
    found = {name: tuple(Found(each, f"feed:{name}") for each in several if each) for name, several in values.items()}
    return {name: several for name, several in found.items() if several}


def entry_blocks(entry: Entry) -> tuple[RawBlock, ...]:
    """The blocks of an entry's content; the line that says where the post was published is dropped."""
    from index.parsing.text import raw_blocks

    text = entry.content
    if entry.is_html and (has_block_markup(text) or has_markup(text)):
        blocks = tuple(markup_blocks(text))
    else:
        plain = unescaped(text) if entry.is_html or is_escaped(text) else text
        blocks = tuple(raw_blocks(safe_text(plain)))
    return _without_signature(blocks, entry)


def is_short(blocks: tuple[RawBlock, ...]) -> bool:
    """Whether an entry with such blocks is a summary, as far as can be seen: few words, or an end that leads on."""
    texts = [block.text.strip() for block in blocks if block.dropped is None and block.kind is not BlockKind.CAPTION]
    if sum(len(text.split()) + _unspaced(text) for text in texts) < SHORT_WORDS:
        return True
    return is_truncated(texts[-1]) if texts else True


def is_truncated(text: str) -> bool:
    """Whether a text ends in an ellipsis, or in words that lead on to the rest of it."""
    end = text[-200:]
    return bool(_TRUNCATED.search(end)) or (_READ_ON.search(end[-120:]) is not None)


def _unspaced(text: str) -> int:
    """About how many words stand in scripts that have no blanks between them."""
    return len(re.findall(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]", text)) // 2


def _plain(text: str) -> str:
    """A label without markup; escaped twice, as titles often are, once more resolved."""
    text = inline_text(text)
    return safe_line(unescaped(text) if is_escaped(text) else text)


def _standfirst(entry: Entry, text: str) -> str:
    """The summary of an entry that has content as well, unless it is how that begins."""
    summary = safe_line(" ".join(block.text for block in markup_blocks(entry.summary))) if entry.summary else ""
    if not summary or len(summary) > _LONGEST_STANDFIRST or is_truncated(summary):
        return ""
    return "" if _letters(summary)[:_COMPARED] in _letters(text) else summary


def _letters(text: str) -> str:
    return _LETTERS.sub("", text).casefold()


def _without_signature(blocks: tuple[RawBlock, ...], entry: Entry) -> tuple[RawBlock, ...]:
    """Drops a last line that names both the article and its outlet, as programs add it to every post."""
    if len(blocks) < 2 or not entry.outlet:  # noqa: PLR2004 - something must be left
        return blocks
    last = blocks[-1]
    title, outlet, text = (_letters(_plain(each)) for each in (entry.title, entry.outlet, last.text))
    if not title or title not in text or outlet not in text or len(last.text.split()) > _LAST_WORDS:
        return blocks
    return (*blocks[:-1], replace(last, dropped="names the article and its outlet"))
