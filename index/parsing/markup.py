"""Light HTML inside another format's values: tags off, entities resolved, blocks told apart."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import Final

from index.cleaning.document import RawBlock
from index.types import BlockKind

_TAG = re.compile(
    r"</?(?:a|abbr|article|aside|b|blockquote|br|center|cite|code|dd|div|dl|dt|em|figcaption|figure|font|footer|h[1-6]"
    r"|header|hr|i|iframe|img|li|main|mark|ol|p|picture|pre|q|s|section|small|span|strong|sub|sup|table|tbody|td|th"
    r"|time|tr|u|ul|video)\b[^<>]*/?>|<!--",
    re.IGNORECASE,
)
_BLOCK_TAG = re.compile(r"<(?:p|br|div|h[1-6]|li|blockquote|pre|table|td|section|article)\b", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")

_KINDS: Final = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), BlockKind.HEADING),
    "blockquote": BlockKind.QUOTE,
    "figcaption": BlockKind.CAPTION,
    "li": BlockKind.LIST,
    "dd": BlockKind.LIST,
    "dt": BlockKind.LIST,
    "pre": BlockKind.PRE,
}
_PLAIN_TAGS: Final = "article aside center div dl figure footer header hr main ol p section table td th tr ul"
_PLAIN: Final = frozenset(_PLAIN_TAGS.split())
_UNSEEN: Final = frozenset({"script", "style", "iframe", "noscript", "template", "svg", "form"})


def has_markup(text: str) -> bool:
    """Whether a text holds tags of HTML."""
    return "<" in text and _TAG.search(text) is not None


def has_block_markup(text: str) -> bool:
    """Whether the tags in a text are what parts its blocks; otherwise its line ends are."""
    return "<" in text and _BLOCK_TAG.search(text) is not None


def inline_text(text: str) -> str:
    """A text without tags and entities, its line ends kept."""
    if has_markup(text):
        text = _TAG.sub("", text)
    return unescaped(text)


def unescaped(text: str) -> str:
    """The text with its entities resolved; those that were escaped twice too."""
    for _ in range(2):
        if "&" not in text or _ENTITY.search(text) is None:
            break
        text = html.unescape(text)
    return text


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
