"""Standard streams and exit codes: data on standard output, talk on standard error, one place for every ending."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable
from enum import IntEnum
from typing import TextIO

import click

from index.errors import ArticleNotFoundError, DatelineError, InputError, UsageError


class Exit(IntEnum):
    """The exit codes of design section 4, and 130 for an interrupted run, as every shell expects."""

    DONE = 0
    NOTHING = 1
    USAGE = 2
    INPUTS = 3
    LIBRARY = 4
    INTERRUPTED = 130


def guard_streams() -> None:
    """Make the standard streams safe to use before anything is opened.

    A closed descriptor 0, 1 or 2 would be given to the next file that is opened, so that a message could land in the
    database: closed ones are pointed at the null device. A terminal that cannot show a character gets an escape.
    """
    closed = [number for number in (0, 1, 2) if not _is_open(number)]
    for number in closed:
        _point_at_null(number)
    if sys.stdout is None and 1 in closed:
        say("standard output is closed: the answer cannot be printed. Give the command somewhere to write.")
        sys.exit(Exit.USAGE)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    if hasattr(signal, "SIGPIPE"):
        # `dateline search x | head -1` ends as every filter does. Nothing is lost: every write is a transaction.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def _point_at_null(number: int) -> None:
    opened = os.open(os.devnull, os.O_RDWR)
    if opened != number:
        os.dup2(opened, number)
        os.close(opened)


def say(message: str) -> None:
    """Talk to the person, on standard error."""
    if sys.stderr is not None:
        click.echo(f"dateline: {message}", err=True)


def is_terminal(stream: TextIO | None) -> bool:
    """True when a person looks at the stream through a terminal that understands more than plain text."""
    return stream is not None and stream.isatty() and os.environ.get("TERM", "") != "dumb"


def use_colour(stream: TextIO | None) -> bool:
    """True when colours may be written to the stream."""
    return is_terminal(stream) and not os.environ.get("NO_COLOR")


def json_is_ascii() -> bool:
    """True when standard output is not UTF-8, so that JSON has to be escaped."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return encoding.lower().replace("-", "") not in {"utf8", "utf8sig"}


def code_of(error: DatelineError) -> Exit:
    """The exit code that an error stands for."""
    if isinstance(error, UsageError):
        return Exit.USAGE
    if isinstance(error, InputError):
        return Exit.INPUTS
    if isinstance(error, ArticleNotFoundError):
        return Exit.NOTHING
    return Exit.LIBRARY


def exit_with(command: Callable[[], object]) -> int:
    """Run a command and turn how it ended into an exit code, with a sentence on standard error where one is due."""
    try:
        result = command()
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        say("stopped")
        return Exit.INTERRUPTED
    except DatelineError as error:
        say(str(error))
        return code_of(error)
    except OSError as error:
        return _stream_failed(error)
    return result if isinstance(result, int) else Exit.DONE


def _stream_failed(error: OSError) -> int:
    """Standard output refused what was written, or the machine refused something nobody expected."""
    if error.errno == errno.EPIPE:
        _point_at_null(1)
        return Exit.DONE
    if error.errno in {errno.ENOSPC, errno.EIO, errno.EBADF}:
        _point_at_null(1)
        say(f"the output could not be written: {error.strerror}. Check where it goes, and run the command again.")
        return Exit.USAGE
    raise error
