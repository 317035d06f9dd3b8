"""From bytes to a parsed document, one module a format, registered by kind.

`read_articles(item, mapping=...)` is the one call from a discovered file to its articles.
"""

from index.parsing.reading import RecoveredArticle, check_mapping, read_articles
from index.parsing.registry import InstalledParser, ParseContext, Parser, broken_parsers, kinds, parser_for, register

__all__ = [
    "InstalledParser",
    "ParseContext",
    "Parser",
    "RecoveredArticle",
    "broken_parsers",
    "check_mapping",
    "kinds",
    "parser_for",
    "read_articles",
    "register",
]
