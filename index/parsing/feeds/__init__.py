"""Feeds: RSS, Atom, RDF and JSON Feed, from files and from the network alike.

Light to import: feedparser is loaded when the first feed is read.
"""

from index.parsing.feeds.entries import Entry, Feed
from index.parsing.feeds.reading import is_feed, read_feed

__all__ = ["Entry", "Feed", "is_feed", "read_feed"]
