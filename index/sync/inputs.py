"""What `add` was given, told apart: paths, addresses, and the feeds of lists."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.errors import InputError, UsageError
from index.sources.folders import refused
from index.sources.item import MEBIBYTE, failure, shown_path
from index.sources.opml import Subscription, is_subscription_list, read_subscriptions
from index.sources.web.address import clean_address, is_address
from index.sources.web.settings import FetchSettings
from index.types import Failure, FullPage

_BEGINNING = 1024
_LONGEST_LIST = 16 * MEBIBYTE


@dataclass(frozen=True, slots=True)
class Inputs:
    """Absolute paths, addresses in kept form, the feeds of lists, files of links, lists that could not be read."""

    paths: list[Path] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    feeds: list[Subscription] = field(default_factory=list)
    links: list[Path] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NewAddresses:
    """What a run adds beside the sources that it syncs, and how it fetches.

    `addresses` were typed: what they are is found out. `feeds` are those of lists, `links` are files. `full_page`
    is the setting of feeds that are added, None for the usual one. Without `fetch` nothing is fetched: what is kept of
    feeds and pages is cleaned again where that is due.
    """

    addresses: Sequence[str] = ()
    feeds: Sequence[Subscription] = ()
    links: Sequence[Path] = ()
    full_page: FullPage | None = None
    settings: FetchSettings = field(default_factory=FetchSettings)
    fetch: bool = True

    def __bool__(self) -> bool:
        return bool(self.addresses or self.feeds or self.links)


def sorted_inputs(given: Sequence[Path | str]) -> Inputs:
    """The inputs by what they are. A text that begins with http:// or https:// is an address.

    Raises:
        UsageError: an address means nothing.
    """
    inputs = Inputs()
    for each in given:
        if isinstance(each, str) and is_address(each):
            inputs.addresses.append(clean_address(each))
            continue
        path = absolute(Path(each))
        if _is_list(path):
            _read_list(path, inputs)
        else:
            inputs.paths.append(path)
    return inputs


def files_of_links(given: Sequence[Path | str]) -> Inputs:
    """The inputs as files of links.

    Raises:
        UsageError: one of them is an address.
    """
    inputs = Inputs()
    for each in given:
        if isinstance(each, str) and is_address(each):
            raise UsageError("the pages of a file's links are wanted, and this is an address", each, "Name the file.")
        inputs.links.append(absolute(Path(each)))
    return inputs


def _is_list(path: Path) -> bool:
    """Whether a path is a list of feeds: by its name, or OPML that was exported as .xml."""
    try:
        if not path.is_file():
            return False
        if is_subscription_list(path.name):
            return True
        if path.suffix.lower() != ".xml":
            return False
        with path.open("rb") as file:
            return b"<opml" in file.read(_BEGINNING).lower()
    except (OSError, ValueError):  # a path that cannot be one, or may not be looked at: told where it is read
        return False


def absolute(path: Path) -> Path:
    """The path as the user wrote it, from the root."""
    # Path.resolve() would follow links; Path.expanduser() raises where there is no such user.
    return Path(os.path.abspath(os.path.expanduser(path)))  # noqa: PTH100, PTH111


def _read_list(path: Path, inputs: Inputs) -> None:
    shown = shown_path(str(path))
    try:
        with path.open("rb") as file:
            data = file.read(_LONGEST_LIST)
        inputs.feeds.extend(read_subscriptions(data, path.name, shown))
    except InputError as error:
        inputs.failures.append(failure(error, shown))
    except OSError as error:
        inputs.failures.append(refused(os.fsencode(path), error))
