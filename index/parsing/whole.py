"""Documents that are read whole: how much of one may be held in memory."""

from __future__ import annotations

from index.errors import InputTooLargeError
from index.sources.item import MEBIBYTE, RawDocument


def read_whole(document: RawDocument, limit: int, what: str) -> bytes:
    """The bytes of a document. `what` is what such a document is called: "text", "page".

    Raises:
        InputTooLargeError: there are more than `limit`.
        InputError: it cannot be read.
    """
    data = document.stream.read(limit + 1)
    if len(data) > limit:
        raise InputTooLargeError(
            f"a {what} of more than {limit // MEBIBYTE} MB is no article", document.location, "Split it up."
        )
    return data
