"""What goes wrong while fetching, in our words: each says what happened and the next step."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from datetime import datetime
from typing import Final

import httpx

from index.cleaning.safety import safe_line
from index.errors import FetchError
from index.sources.web.address import host_of

LATER: Final = "Sync again later."
CHECK: Final = "Check the address, and whether this computer is connected."
_BROWSER: Final = "Look at it in a browser."
_LONGEST: Final = 120


class UnreachableError(FetchError):
    """No connection to the server could be made."""


def fetch_error(what: str, address: str, advice: str, *, lasting: bool = False) -> FetchError:
    """An error; `lasting` when asking again will not help."""
    error = FetchError(what, address, advice)
    error.lasting = lasting
    return error


def busy_error(what: str, address: str, until: datetime | None) -> FetchError:
    """The error for a server that asks to be left alone until a time; None where it does not say."""
    if until is None:
        return fetch_error(what, address, LATER)
    when = until.astimezone().strftime("%Y-%m-%d %H:%M")
    error = fetch_error(what, address, f"It asks to be left alone until {when}; a sync after that asks again.")
    error.until = until
    return error


def translated(error: Exception, address: str) -> FetchError:
    """What the network's libraries raise, as one of ours."""
    for cause in _causes(error):
        found = _of_the_system(cause, address)
        if found is not None:
            return found
    if isinstance(error, httpx.ConnectTimeout | httpx.ConnectError | httpx.PoolTimeout):
        return UnreachableError("the server cannot be reached", address, CHECK)
    if isinstance(error, httpx.TimeoutException):
        return fetch_error("the server stopped answering", address, LATER)
    told = safe_line(str(error))[:_LONGEST]
    if isinstance(error, httpx.RemoteProtocolError | httpx.ReadError):
        return fetch_error(f"the answer broke off ({told or 'closed'})", address, LATER)
    return fetch_error(f"it cannot be fetched ({type(error).__name__}: {told})", address, CHECK)


def _of_the_system(cause: BaseException, address: str) -> FetchError | None:
    told = safe_line(str(cause))[:_LONGEST]
    match cause:
        case ssl.SSLCertVerificationError():
            why = safe_line(cause.verify_message)[:_LONGEST] or told
            return fetch_error(f"its certificate cannot be trusted ({why})", address, _BROWSER)
        case ssl.SSLError():
            return fetch_error(f"no safe connection could be made ({told})", address, _BROWSER)
        case socket.gaierror():
            return UnreachableError(f"there is no server of that name ({host_of(address)})", address, CHECK)
        case ConnectionRefusedError():
            return UnreachableError("the server accepts no connection", address, LATER)
        case _:
            return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and everything that it came of; a host with several numbers fails once for each."""
    seen: list[BaseException] = []
    todo: list[BaseException | None] = [error]
    while todo:
        each = todo.pop()
        if each is None or each in seen:
            continue
        seen.append(each)
        yield each
        todo += [each.__cause__, each.__context__]
        if isinstance(each, BaseExceptionGroup):
            todo += each.exceptions
