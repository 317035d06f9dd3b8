"""How addresses are fetched: limits of time and size, and manners."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from index.sources.item import MEBIBYTE

_COMMON_PATHS: Final = ("feed", "rss.xml", "atom.xml", "feed.xml", "index.xml", "rss", "feed.json")


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """Seconds, and sizes in bytes.

    `read_seconds`: between two pieces of an answer. `total_seconds`: for one address, redirects included, waiting for
    the host's turn not. `packed`, `unpacked`: of one answer. `gap_seconds`: between two requests to one host, which
    are never made at once. `hosts`: asked at once. `tries`: how often a page is asked for, in syncs that follow one
    another. `longest_wait`: what a server may ask for with Retry-After; `usual_wait`: where it asks without saying
    how long. `common_paths`: where a site's feed is looked for when its page names none.
    """

    connect_seconds: float = 10.0
    read_seconds: float = 20.0
    total_seconds: float = 60.0
    packed: int = 16 * MEBIBYTE
    unpacked: int = 32 * MEBIBYTE
    redirects: int = 8
    gap_seconds: float = 0.5
    hosts: int = 8
    tries: int = 3
    longest_wait: float = 7 * 24 * 3600.0
    usual_wait: float = 900.0
    common_paths: tuple[str, ...] = _COMMON_PATHS


@lru_cache(maxsize=1)
def user_agent() -> str:
    """What we call ourselves, with the version."""
    try:
        number = version("dateline")
    except PackageNotFoundError:  # run from a checkout that is not installed
        number = "0"
    return f"Dateline/{number} (a reader of its user's own feeds)"
