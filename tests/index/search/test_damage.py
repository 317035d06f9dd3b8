"""A flipped bit is found by a check; searched unseen, it may give a wrong answer, but breaks nothing and is mended."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from index.codec.arrays import ArrayFile
from index.errors import SearchIndexError
from index.indexer import Indexer
from index.indexer.manifest import MANIFEST_FILE, read_manifest
from index.indexer.reader import open_index
from index.library import Library
from index.search import Searcher
from tests.index.indexer.test_indexer import catch_up, change, generation
from tests.index.library.making import article, put, remove

QUERIES = (
    "ferry",
    "dawn -skell",
    "ferry OR storm",
    '"came in at dawn"',
    '"ferry dawn"~6',
    "ferry NEAR/5 dawn",
    "fer*",
    "f?rry OR *torm",
    "fery~",
    "==OPEN =quay",
    "cafe",
    "headline:quay section:S1",
    "author:quill place:skell",
    "since:2019-05 minded sort:oldest",
    "words:>20 ferry sort:newest",
)
FLIPS = 70
"""Flipped bits that are searched."""


@pytest.fixture
def filled(library: Library) -> Library:
    """A library whose index has several segments and a list of deletions."""
    lines = ("The ferry came in at dawn.", "Nobody in Skell minded; the Quay stayed OPEN all night.") * 2
    ids = put(
        library,
        *(
            article(
                f"Port Ansel opens quay {number}",
                *lines,
                language="en",
                authors=("Vera Quill", "Tom Hask")[: number % 3],
                place="Skell" if number % 2 else None,
                section=f"S{number % 4}",
                published=f"2019-{number % 12 + 1:02}-03" if number % 5 else None,
            )
            for number in range(40)
        ),
    )
    catch_up(library)
    remove(library, ids[:4])
    change(library, ids[5], "The Café of Skell took McDonald's storm away.")
    catch_up(library)
    put(library, article("Late", "The storm took the ferries. " * 300, language="en"))
    catch_up(library)
    assert len(read_manifest(generation(library), library.identity()).files) == 4
    return library


@contextmanager
def flipped(path: Path, place: int, bit: int) -> Iterator[None]:
    """A file with one bit flipped, its time left as it was."""
    times = path.stat()
    with path.open("r+b", buffering=0) as file:
        sound = os.pread(file.fileno(), 1, place)
        os.pwrite(file.fileno(), bytes([sound[0] ^ 1 << bit]), place)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
        yield
        os.pwrite(file.fileno(), sound, place)
        os.utime(file.fileno(), ns=(times.st_atime_ns, times.st_mtime_ns))  # its name may be gone


def files(library: Library) -> list[Path]:
    return sorted(generation(library).glob("segment.*"))


def in_arrays(path: Path, dice: Random) -> list[int]:
    """A place in each array of a file that holds something."""
    opened = ArrayFile(path)
    entries = [entry for entry in opened._table.values() if entry.length]
    return [entry.offset + dice.randrange(entry.length * int(entry.dtype[-1])) for entry in entries]


def opens(library: Library) -> bool:
    try:
        reader = open_index(library.search_folder, library.identity())
    except SearchIndexError:
        return False
    assert reader is not None
    reader.close()
    return True


def test_a_flipped_bit_of_a_head_or_table_is_met_by_opening(filled: Library) -> None:
    for path in files(filled)[:2]:
        data = path.read_bytes()
        table = int.from_bytes(data[-40:-32], "little")
        for place in (*range(64), *range(table, len(data))):
            with flipped(path, place, place % 8), pytest.raises(SearchIndexError):
                ArrayFile(path)
        for place in (3, table + 9, len(data) - 1):
            with flipped(path, place, 6):
                assert not opens(filled)
                assert Indexer(filled).verify() != []


def test_a_flipped_bit_of_the_manifest_is_met_by_opening(filled: Library) -> None:
    path = generation(filled) / MANIFEST_FILE
    for place in range(path.stat().st_size):
        for bit in range(8):
            with flipped(path, place, bit), pytest.raises(SearchIndexError):
                read_manifest(path.parent, filled.identity())


def test_a_flipped_bit_of_a_list_of_deletions_is_met_by_opening(filled: Library) -> None:
    (path,) = generation(filled).glob("*.deleted.*")
    for place in range(path.stat().st_size):
        with flipped(path, place, place % 8):
            assert not opens(filled), place


def test_a_flipped_bit_of_any_array_is_found_by_a_check(filled: Library) -> None:
    dice = Random(1)  # noqa: S311 - places to be met again
    for path in files(filled):
        for place in in_arrays(path, dice):
            with flipped(path, place, dice.randrange(8)):
                (finding,) = Indexer(filled).verify(full=True)
                assert finding.startswith(f"the search index is damaged: {path.name}")
    assert Indexer(filled).verify(full=True) == []


def test_searching_flipped_arrays_never_fails_and_what_is_met_is_mended(filled: Library) -> None:
    dice = Random(2)  # noqa: S311 - places to be met again
    places = [
        (path, place) for path in files(filled) if ".deleted." not in path.name for place in in_arrays(path, dice)
    ]
    expected = answers(filled)
    met = 0
    for path, place in dice.sample(places, FLIPS):
        with flipped(path, place, dice.choice((0, 3, 6, 7))):
            answers(filled)
        met += (path.parent / "suspect").exists()
        (path.parent / "suspect").unlink(missing_ok=True)
    assert met  # those that lead out of an array
    assert answers(filled) == expected


def answers(library: Library) -> list[list[int]]:
    """What is found; each first page is shown, and all is counted."""
    found = []
    with Searcher(library) as searcher:
        for query in QUERIES:
            results = searcher.search(query)
            searcher.hits(results, 0, 3)
            searcher.facets(query)
            searcher.timeline(query, most=20)
            searcher.suggest(results.understood)
            found.append(sorted(results.ids))
    return found


def test_an_index_that_leads_nowhere_is_built_anew(filled: Library) -> None:
    expected = answers(filled)
    path = files(filled)[0]
    opened = ArrayFile(path)._table["body/documents"]
    with flipped(path, opened.offset + 3, 6):  # the document of the first posting is one beyond a thousand million
        with Searcher(filled) as searcher:
            assert any("damaged" in repair for repair in searcher.search("fer* OR at OR a*").understood.repairs)
            assert searcher.status.problem is not None
        assert catch_up(filled) == filled.count()
        assert answers(filled) == expected
