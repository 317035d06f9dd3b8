"""Light HTML inside another format's values: tags off, entities resolved, blocks told apart."""

from __future__ import annotations

import html
import re
from html.entities import html5
from html.parser import HTMLParser
from typing import Final

from index.cleaning.document import RawBlock
from index.types import BlockKind

_KINDS: Final = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), BlockKind.HEADING),
    "blockquote": BlockKind.QUOTE,
    "figcaption": BlockKind.CAPTION,
    "li": BlockKind.LIST,
    "dd": BlockKind.LIST,
    "dt": BlockKind.LIST,
    "pre": BlockKind.PRE,
}
_PLAIN_TAGS: Final = "article aside center div dl figure footer header hr main ol p section table tbody td th tr ul"
_PLAIN: Final = frozenset(_PLAIN_TAGS.split())
_INLINE_TAGS: Final = "a abbr b cite code em font i iframe img mark picture q s small span strong sub sup time u video"
_UNSEEN: Final = frozenset({"script", "style", "iframe", "noscript", "template", "svg", "form"})

_BREAKS: Final = "|".join(("br", *_KINDS, *sorted(_PLAIN)))
_BREAK = re.compile(rf"</?(?:{_BREAKS})\b[^<>]*/?>", re.IGNORECASE)
_TAG = re.compile(rf"</?(?:{_BREAKS}|{'|'.join(_INLINE_TAGS.split())})\b[^<>]*/?>|<!--", re.IGNORECASE)
_BLOCK_TAG = re.compile(r"<(?:p|br|div|h[1-6]|li|blockquote|pre|table|td|section|article)\b", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:([A-Za-z][A-Za-z0-9]{1,30};)|#\d{1,7};|#[xX][0-9A-Fa-f]{1,6};)")
_LONGEST_ENTITY: Final = 33
_BETWEEN_WORDS: Final = frozenset("&–—")


def has_markup(text: str) -> bool:
    """Whether a text holds tags of HTML."""
    return "<" in text and _TAG.search(text) is not None


def has_block_markup(text: str) -> bool:
    """Whether the tags in a text are what parts its blocks; otherwise its line ends are."""
    return "<" in text and _BLOCK_TAG.search(text) is not None


def inline_text(text: str) -> str:
    """A text without tags and entities; its line ends, and those that tags make, are kept. Not safe yet."""
    if has_markup(text):
        text = _TAG.sub("", _BREAK.sub("\n", text))
    return unescaped(text)


def unescaped(text: str) -> str:
    """The text with its well-formed entities resolved, once: `&amp;lt;` is `&lt;`. Not safe yet: `&#13;` is a control.

    Names that HTML does not know, and a `&` without a `;` (`AT&T`, `?a=1&copy=2`), stay as they are.
    """
    return _ENTITY.sub(_resolved, text) if "&" in text else text


def _resolved(found: re.Match[str]) -> str:
    return found[0] if found[1] and found[1] not in html5 else html.unescape(found[0])


def is_escaped(text: str) -> bool:
    """Whether a plain text was escaped for HTML: some entity stands where its character would (`caf&#233;`).

    `&lt;`, `&gt;` and what was escaped twice are no evidence: a text may be about HTML.
    """
    return "&" in text and any(_is_telling(found, text) for found in _ENTITY.finditer(text))


def _is_telling(found: re.Match[str], text: str) -> bool:
    """Whether an entity touches a word, or is a dash or `&` between blanks."""
    character = _resolved(found)
    if character in {"<", ">", "\ufffd", found[0]} or character < " ":
        return False
    if character == "&" and _ENTITY.match("&" + text[found.end() : found.end() + _LONGEST_ENTITY]):
        return False
    before, after = text[max(0, found.start() - 1) : found.start()], text[found.end() : found.end() + 1]
    return before.isalnum() or after.isalnum() or (character in _BETWEEN_WORDS and before == after == " ")


def markup_blocks(text: str) -> list[RawBlock]:
    """The blocks of a piece of HTML, in order; scripts, styles and forms are no text."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.finish()


class _Reader(HTMLParser):
    """Collects the text of blocks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[RawBlock] = []
        self._text: list[str] = []
        self._kinds: list[tuple[str, BlockKind]] = []  # the open elements that say what a block is
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the base class calls it so
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "br":
            self._text.append("\n")
        elif tag in _KINDS:
            self._flush()
            self._kinds.append((tag, _KINDS[tag]))
        elif tag in _PLAIN:
            self._flush()

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _KINDS:
            self._flush()
            opened = [index for index, (name, _) in enumerate(self._kinds) if name == tag]
            if opened:
                del self._kinds[opened[-1] :]
        elif tag in _PLAIN:
            self._flush()

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._text.append(data if self._in_pre() else re.sub(r"\s+", " ", data))

    def finish(self) -> list[RawBlock]:
        self._flush()
        return self._blocks

    def _in_pre(self) -> bool:
        return any(kind is BlockKind.PRE for _, kind in self._kinds)

    def _flush(self) -> None:
        text, self._text = "".join(self._text), []
        kind = self._kinds[-1][1] if self._kinds else None
        if any(outer is BlockKind.QUOTE for _, outer in self._kinds):
            kind = BlockKind.QUOTE
        if kind is BlockKind.PRE:
            if text.strip():
                self._blocks.append(RawBlock(text.strip("\n"), kind=kind))
            return
        # Two line breaks part paragraphs; one parts lines, and a line of a list or a quote stays in it.
        for piece in re.split(r"\s*\n\s*", text):
            if piece.strip():
                self._blocks.append(RawBlock(piece.strip(), kind=kind))
