"""The measures of a line of text from which its role is judged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from index.cleaning.captions import Caption, caption_of, doubled_caption
from index.cleaning.document import RawBlock
from index.cleaning.furniture import Furniture, furniture_of
from index.cleaning.rules import NO_RULES, Rules
from index.cleaning.safety import safe_text
from index.types import BlockKind

PROSE_WORDS: Final = 8
"""A line that ends as sentences do is prose from this many words on."""

LONG_WORDS: Final = 20
"""A line of this many words is prose however it ends."""

SHORT_WORDS: Final = 14
"""A longer line is neither a heading nor a label."""

DROPPED: Final = "dropped"
"""The role of a line that is not the article's."""

_REPEATED_WORDS: Final = 5  # a shorter line may stand twice on purpose
_LONGEST_END: Final = 8  # characters
_SENTENCE_END = re.compile(r"[.!?…;:。！？；：؟؛۔।]['\"”’»›)\]]*$")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_BULLET = re.compile(r"(?:[•‣▪●◦■·*]|[-–—](?=\s))\s*(?=\S)")
_CELL = re.compile(r"\s[|·•]\s")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class Line:
    """One raw block, measured.

    `cells`: how many pieces stand side by side in it. `repeats`: the same text stood before. `is_repeated`: it
    stands in many files of the folder. `kind`, `credit`: what the format says. `forced`: a rule of the user's keeps
    it (True) or drops it (False); `rule`: its number. `cut`: it is seen, but a rule lets it be no part of the body.
    `role` and `reason`: what it was taken for in the end ("headline", "byline", "body", "dropped", ...) and why,
    filled in by the cleaning; what the parser leaves out is "dropped" from the start.
    """

    text: str
    gap: bool
    kind: BlockKind | None
    credit: str | None
    words: int
    ends_sentence: bool
    cells: int = 1
    repeats: bool = False
    furniture: Furniture | None = None
    caption: Caption | None = None
    forced: bool | None = None
    role: str = ""
    reason: str = ""
    rule: int | None = None
    cut: bool = False
    is_repeated: bool = False

    @property
    def is_prose(self) -> bool:
        """Whether it reads as running text."""
        return self.words >= LONG_WORDS or (self.ends_sentence and self.words >= PROSE_WORDS)

    @property
    def is_short(self) -> bool:
        """Whether it is as short as labels and headings are, and does not end as sentences do."""
        return self.words <= SHORT_WORDS and not self.ends_sentence

    @property
    def has_letters(self) -> bool:
        """Whether there is any letter in it."""
        return _LETTER.search(self.text) is not None

    @property
    def is_bulleted(self) -> bool:
        """Whether it begins as an item of a list does."""
        return _BULLET.match(self.text) is not None


def measure(blocks: Iterable[RawBlock], *, pasted: bool, rules: Rules = NO_RULES) -> list[Line]:
    """The lines of a document, made safe, the empty ones left out; furniture is looked for where `pasted`.

    Blocks that the parser leaves out are among them, with the role "dropped", unless a rule keeps them.
    """
    lines: list[Line] = []
    seen: dict[str, Line] = {}
    for block in blocks:
        text = block_text(block)
        if not text:
            continue
        line = Line(text, block.gap, block.kind, block.credit, count_words(text), ends_sentence(text))
        rule = rules.verdict(text) if rules else None
        if rule is not None:
            line.forced, line.rule = not rule.drop, rule.id
        if block.dropped is not None and not line.forced:
            line.role, line.reason = DROPPED, block.dropped
            lines.append(line)
            continue
        line.cells = max(block.cells, len(_CELL.split(text)))
        line.caption = caption_of(text) if block.kind in {None, BlockKind.CAPTION} else None
        first = seen.setdefault(text, line) if line.words >= _REPEATED_WORDS else line
        line.repeats = first is not line
        if pasted and line.repeats and line.caption is None:
            line.caption = doubled_caption(text)
            if line.caption is not None:
                first.caption, first.furniture = line.caption, None
        if pasted and line.caption is None:
            line.furniture = furniture_of(text, line.words)
        lines.append(line)
    return lines


def block_text(block: RawBlock) -> str:
    """The safe text of a block: on one line, but for preformatted text."""
    text = safe_text(block.text)
    if block.kind is BlockKind.PRE:
        return text.strip("\n")
    return " ".join(text.split())


def ends_sentence(text: str) -> bool:
    """Whether a text ends as sentences do, closing quotes and brackets apart."""
    return _SENTENCE_END.search(text, max(0, len(text) - _LONGEST_END)) is not None


def count_words(text: str) -> int:
    """The number of words; in scripts that do not part words, two letters count as one."""
    words = len(text.split())
    if text.isascii():
        return words
    return words + len(_UNSPACED.findall(text)) // 2


def without_bullet(text: str) -> str:
    """A list's item without its sign."""
    return _BULLET.sub("", text, count=1)


def content_words(lines: Sequence[Line]) -> set[str]:
    """The longer words of some lines, without case: what a text is about."""
    return {word for line in lines for word in words_of(line.text)}


def words_of(text: str) -> list[str]:
    """The longer words of a text, without case."""
    return [word for word in re.findall(r"\w+", text.casefold()) if len(word) > 3 or not word.isascii()]  # noqa: PLR2004 - of, the, and
