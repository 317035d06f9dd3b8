"""Web pages: the article in one, and what the page says of itself.

Light to import: lxml and trafilatura are loaded when the first page is read.
"""

from index.parsing.html.page import article_blocks, page_document
from index.parsing.html.parser import HTML, HtmlParser, is_page

__all__ = ["HTML", "HtmlParser", "article_blocks", "is_page", "page_document"]
