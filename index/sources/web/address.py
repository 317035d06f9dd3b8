"""What an address is: http and https only, in one form, so that the same one is not added twice."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from index.errors import UsageError

_SCHEMES: Final = frozenset({"http", "https"})
_PORTS: Final = {"http": 80, "https": 443}
_FEED = re.compile(r"feed:(?://)?(?=https?:)|feed:(?=//)", re.IGNORECASE)
_KEPT: Final = "!#$%&'()*+,/:;=?@[]~"  # what is not escaped in an address: it may be escaped already
_LONGEST: Final = 4_000
_BLANKS = re.compile(r"[\x00-\x20\x7f]+")


def is_address(text: str) -> bool:
    """Whether a text is an address of the web, as opposed to a path: `https://…`, or `feed:…` as browsers hand over."""
    text = _FEED.sub("", text.strip(), count=1)
    return text.lower().startswith(("http://", "https://")) or (text.startswith("//") and len(text) > len("//"))


def clean_address(text: str) -> str:
    """An address in the form in which it is kept: lower-case host, no fragment, nothing that a terminal would obey.

    Raises:
        UsageError: nothing can be fetched from there.
    """
    text = text.strip()
    if text.lower().startswith("feed:"):
        text = _FEED.sub("", text, count=1)
        text = f"http:{text}" if text.startswith("//") else text
    text = _BLANKS.sub("%20", text)
    try:
        parts = urlsplit(text)
        host = _host(parts)
    except ValueError:
        raise _meaningless(text) from None
    if parts.scheme.lower() not in _SCHEMES or not host or len(text) > _LONGEST:
        raise _meaningless(text)
    path = quote(parts.path or "/", safe=_KEPT, errors="replace")
    query = quote(parts.query, safe=_KEPT, errors="replace")
    return urlunsplit((parts.scheme.lower(), host, path, query, ""))


def _host(parts: SplitResult) -> str:
    """User, host and port; the port only where it is not the scheme's own. A host in letters of its own is kept."""
    host = (parts.hostname or "").rstrip(".")
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    if not re.fullmatch(r"[a-z0-9._:-]+", host):
        return ""
    if ":" in host:
        host = f"[{host}]"
    if parts.port is not None and parts.port != _PORTS.get(parts.scheme.lower()):
        host = f"{host}:{parts.port}"
    user, sign, _rest = parts.netloc.rpartition("@")
    return f"{quote(user, safe=_KEPT)}{sign}{host}"


def _meaningless(text: str) -> UsageError:
    from index.cleaning.safety import safe_line

    return UsageError(
        "nothing can be fetched from there", safe_line(text)[:200], "Addresses begin with https:// or http://."
    )


def joined(base: str, reference: str) -> str | None:
    """A reference in a page or a redirect as a whole address; None where it leads to no address of the web."""
    try:
        return clean_address(urljoin(base, reference.strip()))
    except (UsageError, ValueError):
        return None


def host_of(address: str) -> str:
    """The host that is asked, with its port: what politeness counts by."""
    return urlsplit(address).netloc.rpartition("@")[2]
