"""A real web server on loopback that behaves as badly as it is told to."""

from __future__ import annotations

import gzip
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

Behave = Callable[["Handler"], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that came, its header names in lower case."""

    path: str
    headers: Mapping[str, str]


@dataclass(slots=True)
class Site:
    """What stands at each path, and what was asked for. `most_at_once` counts requests under way together."""

    address: str
    pages: dict[str, Behave] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    under_way: int = 0
    most_at_once: int = 0
    ending: threading.Event = field(default_factory=threading.Event)
    guard: threading.Lock = field(default_factory=threading.Lock)

    def url(self, path: str) -> str:
        """The whole address of a path."""
        return self.address + path

    def behave(self, path: str, behave: Behave) -> None:
        """Answers in its own way."""
        self.pages[path] = behave

    def put(self, path: str, body: bytes | str, kind: str = "application/rss+xml", **headers: str) -> None:
        """Answers with a body; with an `etag` the request may be conditional."""
        content = body.encode() if isinstance(body, str) else body
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = partial(Handler.answer, body=content, kind=kind, headers=told)

    def status(self, path: str, status: int, **headers: str) -> None:
        """Answers with a status and no body."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = partial(Handler.say, status=status, headers=told)

    def redirect(self, path: str, target: str, status: int = 301) -> None:
        """Leads elsewhere."""
        self.status(path, status, location=target)

    def paths(self) -> list[str]:
        """The paths that were asked for, in order."""
        return [asked.path for asked in self.asked]


class Handler(BaseHTTPRequestHandler):
    """Answers by what its site says."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body go out in two writes, and the second would wait for 40 ms
    site: Site

    def do_GET(self) -> None:
        """Answer, and count."""
        path = urlsplit(self.path).path
        with self.site.guard:
            self.site.asked.append(Asked(path, {name.lower(): value for name, value in self.headers.items()}))
            self.site.under_way += 1
            self.site.most_at_once = max(self.site.most_at_once, self.site.under_way)
        try:
            self.site.pages.get(path, _absent)(self)
        except (ConnectionError, TimeoutError):
            self.close_connection = True
        finally:
            with self.site.guard:
                self.site.under_way -= 1

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class calls it so
        """Say nothing."""

    def say(self, status: int, headers: Mapping[str, str] | None = None, body: bytes = b"") -> None:
        """A whole answer."""
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def answer(self, body: bytes, kind: str, headers: Mapping[str, str]) -> None:
        """A body, or 304 where the request is conditional and names what there is."""
        etag, modified = headers.get("etag"), headers.get("last-modified")
        is_known = (etag is not None and self.headers.get("If-None-Match") == etag) or (
            modified is not None and self.headers.get("If-Modified-Since") == modified
        )
        if is_known:
            self.say(304, headers)
        else:
            self.say(200, {"Content-Type": kind, **headers}, body)

    def drip(self, piece: bytes, seconds: float) -> None:
        """An answer that never ends: a piece every few moments, until the test is over."""
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.end_headers()
        while not self.site.ending.wait(seconds):
            self.wfile.write(piece)
            self.wfile.flush()
        self.close_connection = True

    def break_off(self, body: bytes, promised: int) -> None:
        """Fewer bytes than were promised, and the connection closed."""
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.send_header("Content-Length", str(promised))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def hang(self) -> None:
        """No answer at all, until the test is over."""
        self.site.ending.wait()
        self.close_connection = True


def _absent(handler: Handler) -> None:
    handler.say(404)


def packed(body: bytes) -> bytes:
    """A body as gzip, always the same bytes."""
    return gzip.compress(body, mtime=0)


def _pass_over(request: object, client_address: object) -> None:
    """Nothing."""


@contextmanager
def serving(security: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site on a free port of this computer, for as long as the block lasts."""
    handler = type("SiteHandler", (Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.block_on_close = False
    if security is not None:
        server.socket = security.wrap_socket(server.socket, server_side=True)
        server.handle_error = _pass_over  # type: ignore[method-assign]  # a handshake that is broken off
    site = Site(f"{'https' if security else 'http'}://127.0.0.1:{server.server_address[1]}")
    handler.site = site  # type: ignore[attr-defined]  # made for this site alone
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.ending.set()
        server.shutdown()
        server.server_close()
        thread.join()
