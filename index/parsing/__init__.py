"""From bytes to a parsed document, one module a format, registered by kind.

`read_articles(item, mapping=...)` is the one call from a discovered file to its articles.
"""

from index.parsing.reading import RecoveredArticle, check_mapping, read_articles
from index.parsing.registry import ParseContext, Parser, kinds, parser_for, register

__all__ = [
    "ParseContext",
    "Parser",
    "RecoveredArticle",
    "check_mapping",
    "kinds",
    "parser_for",
    "read_articles",
    "register",
]
