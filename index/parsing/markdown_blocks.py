"""From Markdown to blocks: CommonMark with tables, footnotes, and the signs of the programs that people keep notes in.

CommonMark 0.31 by markdown-it-py; admonitions as MkDocs and GitHub have them; wiki links as Obsidian has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from index.cleaning.document import RawBlock
from index.parsing.markup import inline_text, markup_blocks
from index.types import BlockKind

if TYPE_CHECKING:
    from markdown_it.token import Token

_LONGEST_INLINE: Final = 8_000  # characters; a longer paragraph is taken as it stands
_LONGEST_HTML: Final = 50_000
_CAPTION_WORDS: Final = 2
_ADMONITION = re.compile(r"(?:!!!|\?\?\?\+?)[ \t]+[\w-]+(?:[ \t][\w -]*)?(?:[ \t]*\"(?P<title>.*)\")?[ \t]*$")
_ALERT = re.compile(r"(?<!>)(>+[ \t]*)\[![\w-]+\][+-]?[ \t]*")
_SNIPPET = re.compile(
    r"[ \t]*(?:-+8<-+.*|\[(?:TOC|\[_TOC_\])\]|\{[:%#][^{}\n]*\}|\{\{[<%][^{}\n]*[%>]\}\})[ \t]*$", re.IGNORECASE
)
_FENCE = re.compile(r"[ \t]*(```|~~~)")
_SHORTCODE = re.compile(
    r"\{\{[<%].{0,300}?[%>]\}\}|\{%.{0,300}?%\}|\{:?[.#][\w .#:=\"'-]{1,100}\}|\{ ?[\w-]{1,20}=[^{}\n]{1,80}\}"
)
_EMBED = re.compile(r"!\[\[[^\[\]]{0,300}\]\]")
_WIKI = re.compile(r"\[\[(?:[^\[\]|]{0,300}\|)?([^\[\]|]{1,300})\]\]")
_NOTE_SIGN = re.compile(r"\[\^([\w-]{1,30})\](:?)")
_FILE_NAME = re.compile(r"\S+\.(?:png|jpe?g|gif|webp|svg|avif)$", re.IGNORECASE)


def markdown_blocks(text: str) -> list[tuple[int, RawBlock]]:
    """The blocks of a Markdown text, each with its heading's level, 0 for what is no heading."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"maxNesting": 20}).enable("table").disable("inline")
    walk = _Walk(MarkdownIt("commonmark", {"maxNesting": 20}))
    return list(walk.blocks(reader.parse(_usual("\n".join(text.splitlines())))))


def _usual(text: str) -> str:
    """The text with admonitions as quotes or plain text, and without what only a site's builder reads."""
    lines: list[str] = []
    prefix: str | None = None
    fence = ""
    for line in text.split("\n"):
        fenced = _FENCE.match(line)
        if fenced is not None:
            fence = "" if fence == fenced[1] else fence or fenced[1]
        admonition = _ADMONITION.match(line) if not fence else None
        if admonition is not None:
            prefix = "> " if "quote" in line.lower() else ""
            title = admonition["title"]
            lines += ["", f"**{title}**", ""] if title else [""]
        elif prefix is not None and (line.startswith(("    ", "\t")) or not line.strip()):
            lines.append(prefix + line.removeprefix("\t").removeprefix("    ") if line.strip() else "")
        elif not fence and _SNIPPET.match(line):
            lines.append("")
        else:
            prefix = None
            lines.append(line if fence else _ALERT.sub(r"\1", line))
    return "\n".join(lines)


class _Walk:
    """One pass over the tokens of a text."""

    def __init__(self, inline: object) -> None:
        self._inline = inline
        self._quotes = self._lists = 0
        self._level = 0
        self._row: list[str] | None = None
        self._rows: list[str] = []

    def blocks(self, tokens: Sequence[Token]) -> Iterator[tuple[int, RawBlock]]:
        """The blocks, in order."""
        for token in tokens:
            self._step(token)
            if token.type == "inline":
                if self._row is not None:
                    self._row.append(self._text(token.content)[0])
                else:
                    yield from self._text_blocks(token.content)
            elif token.type in {"fence", "code_block"}:
                if token.content.strip():
                    yield 0, RawBlock(token.content.strip("\n"), kind=BlockKind.PRE)
            elif token.type == "html_block":
                for block in _html_blocks(token.content):
                    yield from self._text_blocks(block.text) if "](" in block.text else ((0, block),)
            elif token.type == "table_close" and self._rows:
                yield 0, RawBlock("\n".join(self._rows), kind=BlockKind.PRE)
                self._rows = []

    def _step(self, token: Token) -> None:
        if token.type in {"blockquote_open", "blockquote_close"}:
            self._quotes += token.nesting
        elif token.type.endswith(("_list_open", "_list_close")):
            self._lists += token.nesting
        elif token.type in {"heading_open", "heading_close"}:
            self._level = int(token.tag[1]) if token.nesting > 0 else 0
        elif token.type == "tr_open":
            self._row = []
        elif token.type == "tr_close" and self._row is not None:
            self._rows.append(" | ".join(self._row))
            self._row = None

    def _kind(self) -> BlockKind:
        if self._level:
            return BlockKind.HEADING
        if self._quotes:
            return BlockKind.QUOTE
        return BlockKind.LIST if self._lists else BlockKind.PARAGRAPH

    def _text_blocks(self, content: str) -> Iterator[tuple[int, RawBlock]]:
        text, captions = self._text(content)
        if any(map(str.isalnum, text)):
            yield self._level, RawBlock(text, kind=self._kind())
        for caption in captions:
            yield 0, RawBlock(caption, kind=BlockKind.CAPTION)

    def _text(self, content: str) -> tuple[str, list[str]]:
        """The text without its markup, and the captions of the pictures in it."""
        content = _WIKI.sub(r"\1", _EMBED.sub("", _SHORTCODE.sub("", content)))
        content = _NOTE_SIGN.sub(lambda sign: f"[{sign[1]}]" if not sign[2] else f"[{sign[1]}] ", content)
        if len(content) > _LONGEST_INLINE:
            return content, []
        parts: list[str] = []
        captions: list[str] = []
        for token in self._inline.parseInline(content)[0].children or []:  # type: ignore[attr-defined]
            if token.type in {"softbreak", "hardbreak"}:
                parts.append(" ")
            elif token.type == "image":
                captions += _captions(token)
            elif token.type == "html_inline":
                parts.append(" " if token.content.lower().startswith("<br") else "")
            else:
                parts.append(token.content)
        return inline_text("".join(parts)).strip() if "<" in content else "".join(parts).strip(), captions


def _html_blocks(html: str) -> list[RawBlock]:
    """The blocks of HTML inside the text; comments, which may have no end, are no text."""
    parts, at = [], 0
    while (start := html.find("<!--", at)) >= 0:
        parts.append(html[at:start])
        end = html.find("-->", start)
        at = len(html) if end < 0 else end + len("-->")
    shown = "".join([*parts, html[at:]])
    if len(shown) > _LONGEST_HTML:
        return [RawBlock(inline_text(shown), kind=BlockKind.PARAGRAPH)]
    return markup_blocks(shown) if shown.strip() else []


def _captions(image: Token) -> list[str]:
    """A picture's title, or else what stands for it, where that is more than a name."""
    texts = (str(image.attrs.get("title") or ""), image.content)
    return next(([text] for text in texts if len(text.split()) >= _CAPTION_WORDS and not _FILE_NAME.match(text)), [])
