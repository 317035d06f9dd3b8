"""From a page's bytes to its tree."""

from __future__ import annotations

import codecs
import re
from typing import Final

from lxml import etree
from lxml import html as lxml_html
from lxml.etree import _Element

from index.parsing.decode import decode

_BEGINNING: Final = 4096
_MOST_REPLACED: Final = 0.001

_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)
_CONTROLS: Final = bytes(code for code in range(32) if code not in b"\t\n\r")

# What pages declare, and what browsers read it as (WHATWG Encoding Standard).
_AS_READ: Final = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}


def page_text(data: bytes) -> str:
    """The page as text: by its byte order mark, by what it declares where that fits, else by its bytes."""
    declared = _declared(data[:_BEGINNING])
    if declared is None or data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode(data)[0]
    if declared != "utf-8":
        try:
            return data.decode("utf-8")  # many that declare another encoding are in UTF-8
        except UnicodeDecodeError:
            pass
    try:
        text = data.decode(declared, "replace")
    except (LookupError, UnicodeError):
        return decode(data)[0]
    if text.count("\ufffd") > _MOST_REPLACED * len(text):
        return decode(data)[0]
    return text


def _declared(beginning: bytes) -> str | None:
    """The encoding that a page declares, as browsers understand it, or None."""
    found = _DECLARED.search(beginning)
    if found is None:
        return None
    label = (found[1] or found[2]).decode("ascii", "replace").lower()
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    return _AS_READ.get(name, name)


def page_tree(html: bytes | str) -> _Element | None:
    """The tree of a page, or None when there is nothing in it.

    libxml2's own limits hold: what is nested deeper than 256 levels ends the page.
    """
    text = page_text(html) if isinstance(html, bytes) else html
    data = text.encode("utf-8", "replace").translate(None, _CONTROLS)
    if not data or data.isspace():
        return None
    # Bytes, because lxml refuses text that declares an encoding.
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        tree: _Element | None = etree.fromstring(data, parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    return tree if tree is not None and isinstance(tree.tag, str) else None
