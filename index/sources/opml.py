"""Lists of feeds: OPML in and out, and the `urls` file of newsboat.

OPML 2.0 (opml.org/spec2.opml): `outline` elements, nested to any depth; those with an `xmlUrl` are feeds.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from index.cleaning.safety import safe_line
from index.errors import BrokenInputError, NotAnArticleError, UsageError
from index.parsing.decode import decode
from index.parsing.xml import local_name, xml_root
from index.sources.web.address import clean_address, is_address

if TYPE_CHECKING:
    from lxml.etree import _Element

_ADVICE: Final = "Export it again from the program that made it."
_TITLES: Final = ("title", "text")


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed of a list: its address and its title, None where the list has none."""

    address: str
    title: str | None = None


def read_opml(data: bytes, location: str) -> list[Subscription]:
    """The feeds of an OPML document, in its order, each address once.

    Raises:
        BrokenInputError: it is no OPML.
        NotAnArticleError: it names no feed.
    """
    root = xml_root(data, location, recover=True)
    if local_name(root) != "opml":
        raise BrokenInputError("this is no OPML: its root is another one", location, _ADVICE)
    return _once((_outlined(each) for each in root.iter() if local_name(each) == "outline"), location)


def read_urls(data: bytes, location: str) -> list[Subscription]:
    """The feeds of newsboat's `urls` file: an address a line, then its tags; a tag that begins with ~ is the title.

    Raises:
        NotAnArticleError: it names no feed.
    """
    text, _encoding = decode(data)
    return _once(map(_line, text.splitlines()), location)


def write_opml(feeds: Iterable[Subscription]) -> str:
    """An OPML document of feeds, to be written as UTF-8."""
    from lxml import etree

    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Feeds of Dateline"
    body = etree.SubElement(root, "body")
    for feed in feeds:
        title = safe_line(feed.title or feed.address)
        etree.SubElement(body, "outline", type="rss", text=title, title=title, xmlUrl=feed.address)
    etree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(root, encoding="unicode") + "\n"


def _once(found: Iterable[Subscription | None], location: str) -> list[Subscription]:
    feeds: dict[str, Subscription] = {}
    for feed in found:
        if feed is not None:
            known = feeds.setdefault(feed.address, feed)
            if known.title is None:
                feeds[feed.address] = feed
    if not feeds:
        raise NotAnArticleError("the list names no feed", location, "Check that it is a list of subscriptions.")
    return list(feeds.values())


def _outlined(outline: _Element) -> Subscription | None:
    values = {str(name).lower(): str(value) for name, value in outline.attrib.items()}
    title = next((values[name] for name in _TITLES if values.get(name, "").strip()), None)
    return _feed(values.get("xmlurl", ""), title)


def _line(line: str) -> Subscription | None:
    try:
        words = shlex.split(line, comments=True)
    except ValueError:  # a quote that is not closed
        words = line.split()
    title = next((word[1:] for word in words[1:] if word.startswith("~") and word[1:].strip()), None)
    return _feed(words[0], title) if words else None


def _feed(address: str, title: str | None) -> Subscription | None:
    if not is_address(address):
        return None
    try:
        return Subscription(clean_address(address), safe_line(title or "") or None)
    except UsageError:
        return None


def is_subscription_list(name: str) -> bool:
    """Whether a file of that name is a list of feeds: OPML, or what newsboat calls `urls`."""
    return name.lower().endswith(".opml") or name == "urls"


def read_subscriptions(data: bytes, name: str, location: str) -> list[Subscription]:
    """The feeds of a list, whichever its form.

    Raises:
        InputError: it is damaged, or names no feed.
    """
    return read_urls(data, location) if name == "urls" else read_opml(data, location)
