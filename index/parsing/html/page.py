"""From a page to a parsed document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from index.cleaning.document import Found, ParsedDocument, RawBlock
from index.errors import NotAnArticleError

_ADVICE: Final = "Save the article's own page, or remove this one from the source."


def page_document(
    html: bytes | str,
    *,
    location: str,
    url: str | None = None,
    record: str = "",
    folder: str | None = None,
    fields: Mapping[str, tuple[Found, ...]] | None = None,
    inspect: bool = False,
) -> ParsedDocument:
    """The article on a whole page: its body's blocks, and the fields that the page states.

    Args:
        html: the page, as bytes in any encoding or as text.
        location: where it stands, for errors.
        url: the address it was fetched from, where that is known.
        record: its stable key inside its file.
        folder: the folder's name where that may be the section.
        fields: what is known of it already; wins over what the page says.
        inspect: give the blocks too that are not the article's, in the page's order, each with the reason.

    Raises:
        NotAnArticleError: there is no article on it.
    """
    # lxml and trafilatura take long to load.
    from index.parsing.html.body import page_body
    from index.parsing.html.stated import stated_fields
    from index.parsing.html.tree import page_tree

    tree = page_tree(html)
    if tree is None:
        raise NotAnArticleError("there is no text on the page", location, _ADVICE)
    stated = {**stated_fields(tree, url), **{name: found for name, found in (fields or {}).items() if found}}
    body = page_body(tree, [found.value for found in stated.get("headline", ())], inspect=inspect)
    if all(block.dropped is not None for block in body.blocks):
        raise NotAnArticleError("there is no article on the page", location, _ADVICE)
    if body.standfirst is not None and not (fields or {}).get("standfirst"):
        stated["standfirst"] = (Found(body.standfirst, "below the headline"), *stated.get("standfirst", ()))
    return ParsedDocument(location, body.blocks, stated, folder=folder, record=record)


def article_blocks(html: str) -> tuple[RawBlock, ...]:
    """The blocks of a piece of HTML that is an article's body already: nothing is left out but scripts and forms."""
    from index.parsing.markup import markup_blocks

    return tuple(markup_blocks(html))
