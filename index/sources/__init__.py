"""Where articles come from: folders, files and the members of archive files.

`discover(root)` walks a source and gives `SourceItem`s; `open_documents(item)` gives the documents inside one.
"""

from index.sources.archives import open_documents
from index.sources.folders import discover
from index.sources.item import Limits, RawDocument, SourceItem, shown_path

__all__ = ["Limits", "RawDocument", "SourceItem", "discover", "open_documents", "shown_path"]
