"""Whoosh's classes over the segment files of `index.codec`: its reader, searcher, writer and index work on our arrays.

The files are those of the package above, found through a table of contents of our own (`toc`): JSON, never a pickle.
The schema is fixed (`fields`): an index knows its version only. Whoosh's own matchers walk a posting at a time and are
slow; they are here for what `index.search.evaluation` does not know, and as a second opinion on what it does.
"""

from __future__ import annotations

from index.codec.whoosh.codec import Codec, Segment
from index.codec.whoosh.fields import SCHEMA_VERSION, schema
from index.codec.whoosh.index import FileIndex, SegmentWriter, create_in, open_dir
from index.codec.whoosh.reading import open_segments
from index.codec.whoosh.storage import Storage

__all__ = [
    "SCHEMA_VERSION",
    "Codec",
    "FileIndex",
    "Segment",
    "SegmentWriter",
    "Storage",
    "create_in",
    "open_dir",
    "open_segments",
    "schema",
]
