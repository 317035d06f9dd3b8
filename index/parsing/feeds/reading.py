"""Whether something is a feed, and which format reads it."""

from __future__ import annotations

import re
from typing import Final

from index.parsing.feeds.entries import Feed

_BEGINNING: Final = 4096
_BOMS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_ROOT = re.compile(
    rb"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)*<(?:[\w.-]+:)?(rss|feed|rdf|channel)\b([^>]*)",
    re.IGNORECASE | re.DOTALL,
)
_OWN_NAMES: Final = {
    b"rss": (b"",),
    b"channel": (b"",),
    b"feed": (b"w3.org/2005/Atom", b"purl.org/atom", b"version="),
    b"rdf": (b"purl.org/rss/1.", b"my.netscape.com/rdf", b"channel.netscape.com/rdf", b"purl.org/net/rss1.1"),
}
"""Roots of feeds, and what stands with the root, in its namespaces or attributes."""

_JSON_FEED = re.compile(rb"""\A\s*\{.*?"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version""", re.DOTALL)


def is_feed(head: bytes) -> bool:
    """Whether a document that begins so is a feed, as far as its beginning says."""
    head = _bare(head[:_BEGINNING])
    if _JSON_FEED.match(head):
        return True
    found = _ROOT.match(head)
    return found is not None and any(sign in found[2] for sign in _OWN_NAMES[found[1].lower()])


def read_feed(data: bytes, location: str, content_type: str = "") -> Feed:
    """A feed, as a file or a server gives it.

    Args:
        data: the whole document.
        location: where it stands: its path or its address.
        content_type: as the server gave it, "" where it did not.

    Raises:
        InputError: it is none, or nothing can be made out; says why.
    """
    if _bare(data[:_BEGINNING]).lstrip()[:1] == b"{":
        from index.parsing.feeds.json_feed import read_json_feed

        return read_json_feed(data, location)
    from index.parsing.feeds.xml_feed import read_xml_feed

    return read_xml_feed(data, location, content_type)


def _bare(head: bytes) -> bytes:
    """The beginning without a byte order mark, one byte a character as far as it is ASCII."""
    for bom in _BOMS:
        head = head.removeprefix(bom)
    return head.replace(b"\0", b"") if b"\0" in head[:64] else head
