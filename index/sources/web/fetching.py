"""One address at a time: conditional requests, redirects followed by hand, and every failure in our words."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit, urlunsplit

import httpx

from index.cleaning.safety import safe_line
from index.errors import FetchError, InputError, InputTooLargeError
from index.sources.item import MEBIBYTE
from index.sources.web.address import host_of, joined
from index.sources.web.failing import LATER, UnreachableError, busy_error, fetch_error, translated
from index.sources.web.settings import FetchSettings, user_agent
from index.sources.web.unpacking import Unpacking, accepted_codings
from index.sources.web.waiting import wait_until

_PERMANENT: Final = frozenset({301, 308})
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_BUSY: Final = frozenset({429, 503})
_ABSENT: Final = frozenset({404, 410})
_CONNECTIONS_TRIED: Final = 3  # a host that is down costs a run no more than so many of its timeouts
_NOT_TEXT: Final = ("image/", "video/", "audio/", "font/", "application/zip", "application/pdf")
_ACCEPT_PAGE: Final = "text/html, application/xhtml+xml, */*;q=0.5"
_ACCEPT: Final = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/html, */*;q=0.5"
)


@dataclass(frozen=True, slots=True)
class Request:
    """What to fetch. `etag` and `last_modified` are those of the content that is known already.

    `page` says that a page is wanted where the server has several forms of it.
    """

    address: str
    etag: str | None = None
    last_modified: str | None = None
    page: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came: `content` unpacked, or `unchanged`.

    `address` is where it was found in the end; `moved` the address that permanent redirects lead to, None without.
    """

    address: str
    content: bytes = b""
    unchanged: bool = False
    moved: str | None = None
    media_type: str = ""
    content_type: str = ""
    etag: str | None = None
    last_modified: str | None = None


@dataclass(slots=True)
class _Host:
    """A host's turn: one request at a time, a gap between two, none before `until`; `unreached` counts failures."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    until: datetime | None = None
    unreached: int = 0


@dataclass(slots=True)
class _Trail:
    """How a fetch went so far: where it stands, and whether every redirect was permanent."""

    address: str
    spent: float = 0.0
    permanent: bool = True
    moved: str | None = None
    seen: list[str] = field(default_factory=list)


class Fetcher:
    """Fetches addresses, each host in its turn. Belongs to one event loop; made within it."""

    def __init__(self, settings: FetchSettings) -> None:
        self._settings = settings
        self._hosts: dict[str, _Host] = {}
        timeout = httpx.Timeout(settings.read_seconds, connect=settings.connect_seconds, pool=settings.total_seconds)
        self._client = httpx.AsyncClient(
            timeout=timeout,
            follow_redirects=False,
            headers={"User-Agent": user_agent(), "Accept": _ACCEPT, "Accept-Encoding": accepted_codings()},
        )

    async def close(self) -> None:
        """Closes all connections."""
        await self._client.aclose()

    async def fetch(self, request: Request) -> Answer:
        """What is at an address.

        Raises:
            FetchError: it cannot be had; says why, and whether asking again can help.
            InputError: what came is too large or damaged.
        """
        trail = _Trail(request.address)
        for _hop in range(self._settings.redirects + 1):
            if trail.seen.count(trail.address) > 1:  # once more is allowed: some sites set a cookie so
                raise fetch_error("the redirects lead in a circle", request.address, "Look at it in a browser.")
            trail.seen.append(trail.address)
            async with self._turn(trail):
                answer = await self._within_time(request, trail)
            if answer is not None:
                return answer
        raise fetch_error(
            f"there are more than {self._settings.redirects} redirects", request.address, "Look at it in a browser."
        )

    # ---- manners --------------------------------------------------------------------------------------------------

    @asynccontextmanager
    async def _turn(self, trail: _Trail) -> AsyncIterator[None]:
        host = self._hosts.setdefault(host_of(trail.address), _Host())
        loop = asyncio.get_running_loop()
        async with host.turn:
            if host.until is not None and host.until > datetime.now(UTC):
                raise busy_error("another address of this server was told to wait", trail.address, host.until)
            if host.unreached >= _CONNECTIONS_TRIED:
                raise UnreachableError("the server could not be reached again and again", trail.address, LATER)
            await asyncio.sleep(max(0.0, host.free_at - loop.time()))
            try:
                yield
                host.unreached = 0
            except FetchError as error:
                host.until = error.until or host.until
                host.unreached = host.unreached + 1 if isinstance(error, UnreachableError) else 0
                raise
            finally:
                host.free_at = loop.time() + self._settings.gap_seconds

    async def _within_time(self, request: Request, trail: _Trail) -> Answer | None:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        total = self._settings.total_seconds
        try:
            async with asyncio.timeout(max(0.0, total - trail.spent)):
                return await self._hop(request, trail)
        except TimeoutError:
            raise fetch_error(f"the answer was not complete after {total:g} seconds", trail.address, LATER) from None
        except InputError:
            raise
        except Exception as error:
            raise translated(error, trail.address) from error
        finally:
            trail.spent += loop.time() - begun

    # ---- one request ----------------------------------------------------------------------------------------------

    async def _hop(self, request: Request, trail: _Trail) -> Answer | None:
        """The answer, or None after a redirect: the trail says where to."""
        conditions = _conditions(request)
        headers = conditions | ({"Accept": _ACCEPT_PAGE} if request.page else {})
        async with self._client.stream("GET", trail.address, headers=headers) as response:
            if response.status_code in _REDIRECTS and "location" in response.headers:
                _redirect(trail, response)
                return None
            if response.status_code == HTTPStatus.NOT_MODIFIED and conditions:
                return Answer(trail.address, unchanged=True, moved=trail.moved)
            self._check(response, trail.address)
            content = await self._body(response, trail.address)
        kind = response.headers.get("content-type", "")
        return Answer(
            address=trail.address,
            content=content,
            moved=trail.moved,
            media_type=_media_type(kind),
            content_type=kind,
            etag=response.headers.get("etag"),
            last_modified=response.headers.get("last-modified"),
        )

    def _check(self, response: httpx.Response, address: str) -> None:
        if not response.is_success or response.status_code == HTTPStatus.NO_CONTENT:
            raise self._refusal(response, address)
        media_type = _media_type(response.headers.get("content-type", ""))
        if media_type.startswith(_NOT_TEXT):
            raise fetch_error(
                f"it is no text but {safe_line(media_type)[:60]}", address, "Name a feed or a page.", lasting=True
            )
        declared = response.headers.get("content-length", "")
        if declared.isascii() and declared.isdigit() and int(declared[:18]) > self._settings.packed:
            raise self._too_large(address)

    def _refusal(self, response: httpx.Response, address: str) -> FetchError:
        status = response.status_code
        said = safe_line(f"{status} {response.reason_phrase}")[:80]
        if status in _BUSY:
            now = datetime.now(UTC)
            until = wait_until(response.headers.get("retry-after", ""), now, self._settings.longest_wait)
            if until is None and status == HTTPStatus.TOO_MANY_REQUESTS:
                until = now + timedelta(seconds=self._settings.usual_wait)
            return busy_error(f"the server is busy ({said})", address, until)
        if status in _ABSENT:
            gone = status == HTTPStatus.GONE
            what = f"it is gone for good ({said})" if gone else f"there is nothing at this address ({said})"
            return fetch_error(
                what, address, "Remove the source; its articles can be kept." if gone else "Check it.", lasting=True
            )
        if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            return fetch_error(
                f"the server refuses to give it ({said})", address, "Look at it in a browser.", lasting=True
            )
        return fetch_error(f"the server failed ({said})", address, LATER)

    async def _body(self, response: httpx.Response, address: str) -> bytes:
        unpacking = Unpacking(response.headers.get("content-encoding", ""), self._settings.unpacked, address)
        received = 0
        async for piece in response.aiter_raw():
            received += len(piece)
            if received > self._settings.packed:
                raise self._too_large(address)
            unpacking.feed(piece)
        return unpacking.content()

    def _too_large(self, address: str) -> InputTooLargeError:
        return InputTooLargeError(
            f"the answer is larger than {self._settings.packed / MEBIBYTE:g} MB", address, "Nothing of it is kept."
        )


def _conditions(request: Request) -> dict[str, str]:
    headers = {}
    if request.etag:
        headers["If-None-Match"] = request.etag
    if request.last_modified:
        headers["If-Modified-Since"] = request.last_modified
    return headers


def _redirect(trail: _Trail, response: httpx.Response) -> None:
    target = joined(trail.address, response.headers["location"])
    if target is None:
        where = safe_line(response.headers["location"])[:100]
        raise fetch_error(
            f"it redirects to where nothing can be fetched ({where})", trail.address, "Look at it in a browser."
        )
    target = _with_user(trail.address, target)
    trail.permanent = trail.permanent and response.status_code in _PERMANENT
    if trail.permanent:
        trail.moved = target
    trail.address = target


def _with_user(before: str, target: str) -> str:
    """The target with the name and password of the address before it, on the same host only."""
    old, new = urlsplit(before), urlsplit(target)
    user, sign, host = old.netloc.rpartition("@")
    if sign and new.netloc == host and new.scheme in {old.scheme, "https"}:
        return urlunsplit(new._replace(netloc=f"{user}@{host}"))
    return target


def _media_type(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()
