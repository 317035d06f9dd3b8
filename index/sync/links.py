"""Files of links: what they name, and whether they have changed."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

from index.errors import BrokenInputError, InputError, NotAnArticleError, UnreadableError
from index.parsing.feeds import Entry
from index.parsing.saved_links import saved_links
from index.sources import discover
from index.sources.item import shown_path, unreadable
from index.types import Failure


def link_entries(path: Path) -> tuple[Entry, ...]:
    """The links in a file, each once.

    Raises:
        InputError: it cannot be read, or there are none.
    """
    shown = shown_path(str(path))
    if path.is_dir():
        raise NotAnArticleError("this is a folder", shown, "Name the file that holds the addresses.")
    (item,) = discover(path)
    if isinstance(item, Failure):
        raise UnreadableError(item.message.rstrip("."), shown)
    try:
        return saved_links(item)
    except InputError:
        raise
    except Exception as error:  # one bad file never stops a run, whatever it did to a parser
        raise BrokenInputError(f"reading it failed ({type(error).__name__})", shown) from error


def file_digest(path: Path) -> bytes:
    """What changes when a file does, 16 bytes.

    Raises:
        InputError: it cannot be read.
    """
    digest = blake2b(digest_size=16)
    try:
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
    except OSError as error:
        raise unreadable(error, shown_path(str(path))) from error
    return digest.digest()
