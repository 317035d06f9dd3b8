"""Reading in: from sources to the library, and from the library to the index.

Each function takes the library's write lock for as long as it runs, and raises LibraryLockedError when another
process has it, once `patience` has run out. `stop` is asked at least every 50 ms of work; when it turns true, what was
done is committed and the function returns.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from index.codec.memory import Memory
from index.errors import SourceNotFoundError, UsageError
from index.indexer import Indexer
from index.library import Library, WriteLock, removal
from index.library.addresses import AddressWriter
from index.library.check import examine, mend
from index.library.lock import Patience, no_patience
from index.library.registering import SourceWriter
from index.parsing import check_mapping
from index.sources import shown_path
from index.sources.folders import refused
from index.sources.web.settings import FetchSettings
from index.sync.inputs import NewAddresses, files_of_links, sorted_inputs
from index.sync.progress import Failed, Report, Stop, never, no_failure, no_report
from index.sync.run import Run
from index.types import Failure, FullPage, SourceKind, SyncReport

__all__ = [
    "Failed",
    "Patience",
    "Report",
    "Stop",
    "add",
    "catch_up",
    "check",
    "export_subscriptions",
    "reindex",
    "remove_gone",
    "remove_source",
    "set_full_page",
    "sync",
]


def add(  # noqa: PLR0913 - what a run may be told, by name
    library: Library,
    inputs: Sequence[Path | str],
    *,
    mapping: Mapping[str, str] | None = None,
    full_page: FullPage | None = None,
    pages: bool = False,
    report: Report = no_report,
    stop: Stop = never,
    patience: Patience = no_patience,
    memory: int | None = None,
    fetching: FetchSettings | None = None,
) -> SyncReport:
    """Registers sources and reads them in. What does not exist, or cannot be fetched, becomes a failure.

    A source that was added before is brought up to date. A file belongs to the innermost source that contains it.
    An address may be that of a feed, of a page that names one, or of an article. An OPML file, or one that
    is named `urls`, is a list of feeds: these are registered whether they can be fetched now or not.

    Args:
        library: where the articles go.
        inputs: folders, files and addresses; relative paths start at the working folder. A text that begins with
            http:// or https:// is an address.
        mapping: where unusual JSON keeps a field; kept with the sources for every later sync.
        full_page: when the pages of the feeds' items are fetched; None for what is set, at first when short.
        pages: the inputs are files of links (exports of reading lists, bookmarks, an address a line): each becomes one
            source, and the pages that it names are fetched.
        report: told of progress.
        stop: asked often.
        patience: asked while another process writes.
        memory: the megabytes that each process may hold of what it indexes, None for what suffices.
        fetching: limits and manners of fetching, None for the usual ones.

    Raises:
        UsageError: the mapping or an address means nothing, a path is inside the library's own folder, or `pages`
            comes with what it has no use for.
        LibraryError: the library cannot be written; what was committed stays.
    """
    mapping = check_mapping(mapping or {})
    if pages and (mapping or full_page is not None):
        raise UsageError("the pages of links are always fetched, and have no keys", "", "Leave the other option out.")
    wanted = files_of_links(inputs) if pages else sorted_inputs(inputs)
    for path in (*wanted.paths, *wanted.links):
        if path.is_relative_to(library.folder):
            raise UsageError("the library cannot read itself in", shown_path(str(path)), "Name another folder.")
    with library.write_lock("add", patience) as lock:
        failures = wanted.failures
        chosen = []
        for path in wanted.paths:
            problem = _unreachable(path)
            if problem is None:
                chosen.append(_register(library, lock, path, mapping))
            else:
                failures.append(problem)
        sources = [source for source in library.sources() if source.id in chosen]
        new = NewAddresses(wanted.addresses, wanted.feeds, wanted.links, full_page, fetching or FetchSettings())
        done = Run(library, lock, report, stop, Memory.of(memory)).over(sources, failures, new)
        _forget_told(library, lock, wanted.links)
        return replace(done, sources=(*(source.id for source in sources), *done.sources))


def sync(  # noqa: PLR0913 - as above
    library: Library,
    source_ids: Sequence[int] | None = None,
    *,
    report: Report = no_report,
    stop: Stop = never,
    patience: Patience = no_patience,
    memory: int | None = None,
    fetch: bool = True,
    fetching: FetchSettings | None = None,
) -> SyncReport:
    """Reads in what is new or changed in some sources, or in all. Removes nothing.

    The report tells of inputs that could not be read this time; those of unchanged files are in `Library.failures`.
    Feeds and pages are fetched, unless their servers asked to wait; `fetching` says how, None for the usual way.
    Without `fetch` there is no network at all.

    Raises:
        UsageError: there is no such source.
        LibraryError: the library cannot be written; what was committed stays.
    """
    with library.write_lock("sync", patience) as lock:
        sources = library.sources()
        known = {source.id for source in sources}
        for source_id in source_ids or ():
            if source_id not in known:
                raise UsageError("there is no such source", str(source_id), "`dateline sources` lists them.")
        chosen = [source for source in sources if source_ids is None or source.id in source_ids]
        new = NewAddresses(settings=fetching or FetchSettings(), fetch=fetch)
        return Run(library, lock, report, stop, Memory.of(memory)).over(chosen, addresses=new)


def catch_up(
    library: Library,
    *,
    report: Report = no_report,
    stop: Stop = never,
    failed: Failed = no_failure,
    patience: Patience = no_patience,
    memory: int | None = None,
) -> int:
    """Brings the index up with the library; returns how many articles were indexed.

    `failed` is told of articles whose bodies are damaged: they are indexed without them.
    """
    with library.write_lock("catch-up", patience), Indexer(library, memory=Memory.of(memory)) as indexer:
        return indexer.catch_up(report=report, stop=stop, failed=failed)


def reindex(
    library: Library,
    *,
    report: Report = no_report,
    stop: Stop = never,
    failed: Failed = no_failure,
    patience: Patience = no_patience,
    memory: int | None = None,
) -> int:
    """Builds the index anew from the library; returns how many articles were indexed.

    `failed` is told of articles whose bodies are damaged: they are indexed without them.
    """
    with library.write_lock("reindex", patience), Indexer(library, memory=Memory.of(memory)) as indexer:
        return indexer.rebuild(report=report, stop=stop, failed=failed)


def remove_source(library: Library, source_id: int, *, keep_marked: bool, patience: Patience = no_patience) -> int:
    """Removes a source and its articles; returns how many were removed.

    With `keep_marked`, articles with a star, a rating, a tag or a note stay. Files that another source contains go
    over to that one, with their articles.

    Raises:
        UsageError: there is no such source.
    """
    with library.write_lock("sources remove", patience) as lock, Indexer(library) as indexer:
        removed = removal.remove_source(library, lock, source_id, keep_marked=keep_marked)
        indexer.catch_up()
        return removed


def set_full_page(library: Library, source_id: int, full_page: FullPage, *, patience: Patience = no_patience) -> None:
    """Changes when the pages of a feed's items are fetched. The next sync looks at the items that are there again.

    Raises:
        UsageError: there is no such feed.
    """
    with library.write_lock("sources set", patience) as lock, library.writing(lock) as writer:
        AddressWriter(writer).set_full_page(source_id, full_page)


def export_subscriptions(library: Library) -> str:
    """Returns the library's feeds as an OPML document, to be written as UTF-8; `add` reads it again."""
    from index.sources.opml import Subscription, write_opml

    feeds = [source for source in library.sources() if source.kind is SourceKind.FEED]
    return write_opml(Subscription(feed.address or "", feed.title) for feed in feeds)


def remove_gone(library: Library, ids: Sequence[int]) -> int:
    """Removes those of some articles whose files are gone, with their marks; returns how many there were."""
    with library.write_lock("remove") as lock, Indexer(library) as indexer:
        removed = removal.remove_gone(library, lock, ids)
        indexer.catch_up()
        return removed


def check(library: Library, *, repair: bool = False, patience: Patience = no_patience) -> list[str]:
    """Verifies the database and every byte of the index; returns what was found, nothing when all is sound.

    An index that is not built yet, or not all of it, is no fault: `Searcher.status` tells, and `catch_up` builds it.

    With `repair`, counters, duplicates and the index are made anew. Articles whose bodies are damaged are read again
    from their files, by a sync of their sources, or from what was fetched; the others are never touched.
    """
    with Indexer(library) as indexer:
        findings = examine(library)
        index_findings = indexer.verify(full=True)
        if repair and (findings or index_findings):
            with library.write_lock("check", patience) as lock:
                unread = mend(library, lock)
                if unread:
                    sources = [source for source in library.sources() if source.id in unread]
                    Run(library, lock, no_report, never).over(sources, addresses=NewAddresses(fetch=False))
                if index_findings:
                    indexer.rebuild()
        return [*findings, *index_findings]


def _register(library: Library, lock: WriteLock, path: Path, mapping: Mapping[str, str]) -> int:
    with library.writing(lock) as writer:
        return SourceWriter(writer).register(os.fsencode(path), shown_path(str(path)), mapping)


def _forget_told(library: Library, lock: WriteLock, links: Sequence[Path]) -> None:
    """Removes sources without an article that only told of links which are fetched now."""
    known = library.sources()
    fetched = {source.path for source in known if source.kind is SourceKind.LINKS}.intersection(links)
    for source in known:
        if source.kind is SourceKind.FILES and source.path in fetched and source.last_sync and not source.articles:
            removal.remove_source(library, lock, source.id, keep_marked=True)


def _unreachable(path: Path) -> Failure | None:
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return _missing(path)
    except OSError as error:
        return refused(os.fsencode(path), error)
    return None


def _missing(path: Path) -> Failure:
    shown = shown_path(str(path))
    error = SourceNotFoundError("there is no such file or folder", shown, "Check the spelling of the path.")
    return Failure(shown, str(error))
