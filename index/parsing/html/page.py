"""From a page to a parsed document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from index.cleaning.document import Found, ParsedDocument, RawBlock
from index.errors import NotAnArticleError

Fields = Mapping[str, tuple[Found, ...]]

_SAMPLE: Final = 600  # characters
_ADVICE: Final = "Save the article's own page, or remove this one from the source."


def page_document(
    html: bytes | str,
    *,
    location: str,
    url: str | None = None,
    record: str = "",
    folder: str | None = None,
    fields: Fields | None = None,
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
    if not any(block.dropped is None and any(map(str.isalpha, block.text)) for block in body.blocks):
        raise NotAnArticleError("there is no article on the page", location, _ADVICE)
    if "language" in stated and not _may_be_in(stated["language"], body.blocks):
        del stated["language"]
    return ParsedDocument(location, body.blocks, _with_head(stated, body.fields, fields), folder=folder, record=record)


def _with_head(stated: Fields, head: Fields, given: Fields | None) -> Fields:
    """The fields stated, and what stands at the headline: that standfirst is the one which readers see."""
    seen = {} if given and given.get("standfirst") else {name: head[name] for name in ("standfirst",) if name in head}
    return {name: (*seen.get(name, ()), *stated.get(name, ()), *head.get(name, ())) for name in {**head, **stated}}


def _may_be_in(languages: tuple[Found, ...], blocks: tuple[RawBlock, ...]) -> bool:
    """Whether a text may be in the language that its page states: many say English because their template does."""
    if not languages[0].value.lower().startswith("en"):
        return True
    letters = "".join(filter(str.isalpha, " ".join(block.text for block in blocks if block.dropped is None)[:_SAMPLE]))
    return sum(map(str.isascii, letters)) >= len(letters) // 2


def article_blocks(html: str) -> tuple[RawBlock, ...]:
    """The blocks of a piece of HTML that is an article's body already: nothing is left out but scripts and forms."""
    from index.parsing.markup import markup_blocks

    return tuple(markup_blocks(html))
