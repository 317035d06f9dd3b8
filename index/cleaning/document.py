"""What a parser hands to the cleaning: the fields and the raw blocks that it found, each with its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from index.cleaning.repeated import RepeatedLines
from index.types import BlockKind

FIELD_NAMES = (
    "headline",
    "standfirst",
    "body",
    "authors",
    "place",
    "section",
    "outlet",
    "published",
    "language",
    "url",
    "tags",
    "id",
)
"""The names that a parser gives to what it finds, and that `--map FIELD=KEY` knows. `body` and `id` are for parsers."""


@dataclass(frozen=True, slots=True)
class Found:
    """A value as it stood in the document, and where it stood ("json:author", "first line")."""

    value: str
    evidence: str


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A piece of raw text: a paragraph, or a line of a pasted page.

    `gap` says that a blank line stood before it; `cells` counts the pieces that wide blanks part it into. `kind` and
    `credit` are set where the format itself says them. `dropped` says why the parser holds that it is not the
    article's, None where it is: such blocks are only shown, unless a rule of the user restores them.
    """

    text: str
    gap: bool = True
    kind: BlockKind | None = None
    credit: str | None = None
    cells: int = 1
    dropped: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """A document before cleaning; its texts may hold anything.

    `pasted` says that nothing is declared: head, furniture and body stand in one run of blocks, and structure is
    recovered from their evidence. Otherwise `fields` hold what the format declared (keys: `FIELD_NAMES`), and the
    blocks are the body. `folder` is the folder's name where that may be the section. `record` is the stable key of
    the document inside its file. `repeated`: the lines that stand in many files of its folder, where they are known.
    """

    location: str
    blocks: tuple[RawBlock, ...]
    fields: Mapping[str, tuple[Found, ...]] = field(default_factory=dict)
    pasted: bool = False
    folder: str | None = None
    record: str = ""
    repeated: RepeatedLines | None = None
