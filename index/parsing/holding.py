"""Whether a file has a line that some rules are about, in what can be read in it: asked before it is read again."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from index.cleaning.lines import block_text
from index.cleaning.rules import Rules
from index.parsing.reading import parsed_documents
from index.parsing.registry import ParseContext
from index.sources import SourceItem
from index.sources.names import suffix_of

_PLAIN: Final = frozenset(
    {".txt", ".text", ".html", ".htm", ".xhtml", ".shtml", ".json", ".jsonl", ".ndjson", ".md", ""}
)
"""Files of these suffixes hold the words of their text as they are, but for entities and escapes beyond ASCII."""

_WORD = re.compile(r"(?<![^\W_])[A-Za-z]{3,}(?![^\W_])")
_LARGEST: Final = 16 << 20  # bytes; of more only a parser, which keeps nothing, looks for words


def holds_line(item: SourceItem, context: ParseContext, rules: Rules) -> bool:
    """Whether some article of a file has a line that one of the rules decides over, kept or left out.

    A file that cannot be read holds it: reading it again does no harm.
    """
    try:
        if not _may_hold(item, rules):
            return False
        everything = replace(context, inspect=True)
        return any(
            rules.of_record(parsed.record).mean_any(map(block_text, parsed.blocks))
            for parsed in parsed_documents(item, everything)
        )
    except Exception:  # noqa: BLE001 - somebody else's parser, or the file has gone
        return True


def _may_hold(item: SourceItem, rules: Rules) -> bool:
    """Whether the bytes of a file have the longest word of some rule's line: a look that costs little."""
    words = [_longest_word(rule.text) for rule in rules.rules]
    if item.size > _LARGEST or suffix_of(item.path.name) not in _PLAIN or not all(words):
        return True
    data = item.path.read_bytes()
    if b"\0" in data:  # two bytes a character, or data of some other kind
        return True
    data = data.lower()
    return any(word in data for word in words)


def _longest_word(text: str) -> bytes:
    """The longest word of plain letters, without case; empty when there is none."""
    return max(_WORD.findall(text), key=len, default="").lower().encode()
