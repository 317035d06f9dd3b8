"""XML that cannot do harm: no entity is expanded, no address fetched, and what is too deep or too large is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from index.errors import BrokenInputError

if TYPE_CHECKING:
    from lxml.etree import _Element

_ADVICE: Final = "Fetch or save it again."
_HARMFUL: Final = "the XML is deeper, or its entities or texts are longer, than is safe to read"


def xml_root(data: bytes, location: str, *, recover: bool = False) -> _Element:
    """The root element of an XML document.

    Args:
        data: the whole document, in any encoding that it declares.
        location: where it stands, for the error.
        recover: go on after damage, with what can be made out.

    Raises:
        BrokenInputError: it is no XML, or damaged, or nested deeper than libxml2 allows (256 levels).
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        recover=recover,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if getattr(error, "code", None) in {etree.ErrorTypes.ERR_RESOURCE_LIMIT, etree.ErrorTypes.ERR_ENTITY_LOOP}:
            raise BrokenInputError(_HARMFUL, location, "Remove it from the source.") from error
        reason = str(error).partition(", line")[0][:120]
        raise BrokenInputError(f"the XML is damaged ({reason})", location, _ADVICE) from error
    if root is None:
        raise BrokenInputError("the XML is damaged (nothing can be made out)", location, _ADVICE)
    return root


def local_name(element: _Element) -> str:
    """An element's name in lower case without its namespace; "" for what is no element (an unexpanded entity)."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
