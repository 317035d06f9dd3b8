"""The digest that tells whether a file's content changed."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

from index.sources.folders import Stop

_CHUNK = 1024 * 1024


def file_digest(path: Path, stop: Stop) -> bytes | None:
    """Returns the digest of a file, 16 bytes; None when `stop` turned true on the way.

    Raises:
        OSError: the file cannot be read.
    """
    hasher = blake2b(digest_size=16)
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(_CHUNK):
            hasher.update(chunk)
            if stop():
                return None
    return hasher.digest()
