"""From bytes to a parsed document, one module a format, registered by kind.

`read_articles(item, mapping=...)` is the one call from a discovered file to its articles. What a parser of somebody
else's needs stands here too.
"""

from index.cleaning.document import Found, ParsedDocument, RawBlock
from index.parsing.decode import decode
from index.parsing.reading import RecoveredArticle, check_mapping, read_articles
from index.parsing.registry import InstalledParser, ParseContext, Parser, broken_parsers, kinds, parser_for, register
from index.parsing.whole import read_whole
from index.sources.item import RawDocument

__all__ = [
    "Found",
    "InstalledParser",
    "ParseContext",
    "ParsedDocument",
    "Parser",
    "RawBlock",
    "RawDocument",
    "RecoveredArticle",
    "broken_parsers",
    "check_mapping",
    "decode",
    "kinds",
    "parser_for",
    "read_articles",
    "read_whole",
    "register",
]
