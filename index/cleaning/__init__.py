"""From raw blocks to an article. Pure: no I/O. Control characters die here."""

from index.cleaning.article import clean
from index.cleaning.safety import safe_line, safe_text

__all__ = ["clean", "safe_line", "safe_text"]
