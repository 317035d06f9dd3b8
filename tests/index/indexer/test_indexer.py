"""The index follows the library, through crashes, damage and interruptions."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.codec import batch as batches
from index.codec.batch import Batch
from index.codec.memory import Memory
from index.codec.segment import SegmentReader
from index.errors import DiskFullError, LibraryNotWritableError, SearchIndexError
from index.indexer import Indexer, indexer
from index.indexer.generation import GenerationWriter
from index.indexer.generations import CURRENT_FILE, Generations
from index.indexer.manifest import MANIFEST_FILE, SUSPECT_FILE, Versions, read_manifest
from index.indexer.reader import IndexReader, open_index
from index.library import Library
from index.library.writer import Place
from index.types import ArticleId, Progress, Stage
from tests.index.library.making import article, put, remove

HARBOURS = ["Port Ansel", "Quay of Lisse", "Marrow Sound", "Old Tamber", "Nether Foss", "Dunmouth", "Skell", "Vane"]
WORDS_EACH = 14
"""The words that the index counts of an article of `put_harbours`, about."""


def put_harbours(library: Library, count: int) -> list[ArticleId]:
    return put(
        library,
        *(
            article(
                f"{HARBOURS[number % 8]} opens quay {number}", f"Ferry number {number} came in at dawn.", language="en"
            )
            for number in range(count)
        ),
    )


@contextmanager
def indexing(library: Library, words: int = 1_000_000) -> Iterator[Indexer]:
    with library.write_lock("test"), Indexer(library, memory=Memory(words, 100_000, 100_000)) as made:
        yield made


def catch_up(library: Library, stop: Callable[[], bool] = lambda: False, words: int = 1_000_000) -> int:
    with indexing(library, words) as made:
        return made.catch_up(stop=stop)


@contextmanager
def reading(library: Library) -> Iterator[IndexReader]:
    reader = open_index(library.search_folder, library.identity())
    assert reader is not None
    yield reader
    reader.close()


def found(library: Library, word: str, field: str = "body") -> list[int]:
    with reading(library) as reader:
        return found_by(reader, word, field)


def found_by(reader: IndexReader, word: str, field: str = "body") -> list[int]:
    """The ids of the articles that have a word, ascending."""
    ids: list[int] = []
    for segment, deleted in zip(reader.segments, reader.deleted, strict=True):
        ids.extend(segment.ids[np.setdiff1d(documents(segment, word, field), deleted)].tolist())
    return sorted(ids)


def documents(segment: SegmentReader, word: str, field: str) -> NDArray[np.int64]:
    postings = segment.field(field)
    ordinal = segment.words.find(word)
    term = postings.term(ordinal) if ordinal >= 0 else -1
    if term < 0:
        return np.empty(0, np.int64)
    first, last = postings.postings(term)
    return postings.documents.between(first, last)


def generation(library: Library) -> Path:
    generations = Generations(library.search_folder, library.identity())
    number = generations.current()
    assert number is not None
    return generations.path(number)


def after(calls: int) -> Callable[[], bool]:
    """Make a `stop` that turns true at some call."""
    left = iter(range(calls))
    return lambda: next(left, None) is None


def test_new_changed_and_removed_articles_are_followed(library: Library) -> None:
    ids = put_harbours(library, 5)
    assert catch_up(library) == 5
    assert found(library, "ferry") == ids
    with library.write_lock("test") as lock, library.writing(lock) as writer:
        writer.update(ids[1], article("Tunnel instead", "No boats."), Place("made/2.txt"))
        writer.remove([ids[3]])
    assert catch_up(library) == 1
    assert found(library, "ferry") == [ids[0], ids[2], ids[4]]
    assert found(library, "boats") == [ids[1]]
    assert catch_up(library) == 0


def test_an_empty_library_has_an_empty_index(library: Library) -> None:
    assert catch_up(library) == 0
    assert found(library, "ferry") == []
    assert Indexer(library).verify(full=True) == []


def test_progress_is_told(library: Library) -> None:
    put_harbours(library, 3)
    told: list[Progress] = []
    with indexing(library) as made:
        made.catch_up(report=told.append)
    assert told[0].done == 0
    assert (told[-1].stage, told[-1].done, told[-1].total, told[-1].articles) == (Stage.INDEXING, 3, 3, 3)


def test_one_indexer_serves_a_whole_run(library: Library) -> None:
    with library.write_lock("test") as lock, Indexer(library) as made:
        for number in range(4):
            with library.writing(lock) as writer:
                writer.add(article(f"Report {number}", "Ferry."), Place(f"{number}.txt"))
            assert made.catch_up() == 1
    assert len(found(library, "ferry")) == 4


def test_small_commits_do_not_pile_up_segments(library: Library) -> None:
    with library.write_lock("test") as lock, Indexer(library) as made:
        for number in range(40):
            with library.writing(lock) as writer:
                writer.add(article(f"Report {number}", "Ferry."), Place(f"{number}.txt"))
            made.catch_up()
    with reading(library) as reader:
        assert len(reader.segments) <= 6
        assert sum(segment.count for segment in reader.segments) == 40


# ---- crashes ----------------------------------------------------------------------------------------------------


def test_a_crash_before_the_manifest_leaves_the_committed_state(library: Library) -> None:
    ids = put_harbours(library, 3)
    catch_up(library)
    manifest = generation(library) / MANIFEST_FILE
    before = manifest.read_bytes()
    more = put(library, article("Storm over Skell", "Gales sank a trawler."))
    catch_up(library)
    manifest.write_bytes(before)  # as a crash between the segment and the manifest would have left it
    assert found(library, "trawler") == []
    assert found(library, "ferry") == ids
    assert catch_up(library) == 1
    assert found(library, "trawler") == more
    assert Generations(library.search_folder, library.identity()).numbers() == [1]


class PowerCutError(BaseException):
    """Nothing catches this."""


def test_a_power_cut_at_any_moment_costs_nothing_committed(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = put_harbours(library, 3)
    catch_up(library)
    sync = os.fsync
    for calls in range(1, 100):
        left = iter(range(calls))

        def fail(descriptor: int, left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                raise PowerCutError
            sync(descriptor)

        before = list(ids)
        ids += put(library, article(f"Cut {calls}", "The ferry was late."))
        with monkeypatch.context() as cut:
            cut.setattr(os, "fsync", fail)
            cut.setattr(GenerationWriter, "_sweep", lambda _: None)  # nobody is left to tidy up
            try:
                catch_up(library)
                finished = True
            except PowerCutError:
                finished = False
        assert found(library, "ferry") in (before, ids)
        catch_up(library)
        assert found(library, "ferry") == ids
        assert Indexer(library).verify(full=True) == []
        if finished:
            assert calls == 4  # the segment, the folder, the manifest, the folder
            break


def test_a_power_cut_while_articles_are_replaced_and_merged_costs_nothing_committed(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = put_harbours(library, 12)
    catch_up(library)
    for number in range(2):  # segments of about one size: one more and they are merged
        change(library, ids[number], f"Salvage {number}.")
        catch_up(library)
    prepared = shutil.copytree(library.search_folder, library.folder / "prepared")
    change(library, ids[3], "Wreck found.")
    sync = os.fsync
    for calls in range(100):
        left = iter(range(calls))

        def fail(descriptor: int, left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                raise PowerCutError
            sync(descriptor)

        shutil.rmtree(library.search_folder)
        shutil.copytree(prepared, library.search_folder)
        with monkeypatch.context() as cut:
            cut.setattr(os, "fsync", fail)
            cut.setattr(GenerationWriter, "_sweep", lambda _: None)
            with suppress(PowerCutError):
                catch_up(library)
        with reading(library) as reader:
            assert live_ids(reader) == ids
            assert found_by(reader, "wreck") in ([], [ids[3]])
        catch_up(library)
        assert found(library, "wreck") == [ids[3]]
        assert Indexer(library).verify(full=True) == []
        if next(left, None) is not None:
            break
    assert calls == 10  # deletions, a segment and a merged one; twice a folder, a manifest and a folder


def change(library: Library, article_id: ArticleId, text: str) -> None:
    with library.write_lock("test") as lock, library.writing(lock) as writer:
        writer.update(article_id, article("Notice", text), Place(f"made/{article_id}.txt"))


def live_ids(reader: IndexReader) -> list[int]:
    """The ids of all articles, ascending, each as often as it is there."""
    ids: list[int] = []
    for segment, deleted in zip(reader.segments, reader.deleted, strict=True):
        ids.extend(np.delete(segment.ids, deleted).tolist())
    return sorted(ids)


def test_leftovers_are_swept(library: Library) -> None:
    put_harbours(library, 3)
    catch_up(library)
    folder = generation(library)
    (folder / "segment.9").write_bytes(b"half")
    (folder / "segment.1.deleted.9").write_bytes(b"half")
    (folder / "segment.tmp").mkdir()
    (folder / "segment.tmp" / "x").write_bytes(b"half")
    catch_up(library)
    kept = {path.name for path in folder.iterdir()}
    assert kept == {*read_manifest(folder, library.identity()).files, MANIFEST_FILE}


def test_a_full_disk_says_so_and_costs_nothing(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = put_harbours(library, 3)
    catch_up(library)
    more = put(library, article("Late ferry", "The ferry was late."))
    folder = generation(library)
    names = sorted(path.name for path in folder.iterdir())

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as broken:
        broken.setattr(os, "pwrite", full)
        with pytest.raises(DiskFullError):
            catch_up(library)
    assert sorted(path.name for path in folder.iterdir()) == names
    assert found(library, "ferry") == ids
    assert catch_up(library) == 1
    assert found(library, "ferry") == ids + more


# ---- deletions ----------------------------------------------------------------------------------------------------


def test_deletions_of_many_commits_add_up(library: Library) -> None:
    ids = put_harbours(library, 12)
    catch_up(library)
    for number in range(3):
        remove(library, [ids[number]])
        catch_up(library)
        assert found(library, "ferry") == ids[number + 1 :]
    folder = generation(library)
    (entry,) = read_manifest(folder, library.identity()).segments
    assert (entry.documents, entry.deleted_count) == (12, 3)
    assert {path.name for path in folder.iterdir()} == {MANIFEST_FILE, entry.name, entry.deleted}


def test_a_segment_with_many_deleted_documents_is_rewritten(library: Library) -> None:
    ids = put_harbours(library, 12)
    catch_up(library)
    remove(library, ids[:5])
    catch_up(library)
    (entry,) = read_manifest(generation(library), library.identity()).segments
    assert (entry.documents, entry.deleted) == (7, None)
    assert found(library, "ferry") == ids[5:]


def test_a_segment_without_a_live_document_goes(library: Library) -> None:
    remove(library, put_harbours(library, 3))
    catch_up(library)
    ids = put_harbours(library, 3)
    catch_up(library)
    remove(library, ids)
    catch_up(library)
    assert read_manifest(generation(library), library.identity()).segments == ()
    assert {path.name for path in generation(library).iterdir()} == {MANIFEST_FILE}


def test_a_commit_that_deletes_nothing_of_a_segment_leaves_its_files(library: Library) -> None:
    ids = put_harbours(library, 20)
    catch_up(library)
    remove(library, [ids[0]])
    catch_up(library)
    (before,) = read_manifest(generation(library), library.identity()).segments
    put(library, article("Late ferry"))
    catch_up(library)
    assert read_manifest(generation(library), library.identity()).segments[0] == before


# ---- damage -----------------------------------------------------------------------------------------------------


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[64] ^= 0x40  # where the first array of a file begins
    path.write_bytes(data)


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


@pytest.mark.parametrize("damage", [Path.unlink, truncate, flip])
def test_damage_to_any_file_is_found_and_mended(library: Library, damage: Callable[[Path], None]) -> None:
    ids = put_harbours(library, 100)
    remove(library, [ids.pop()])
    kinds = ("segment.1", "segment.1.deleted.*", "segment.[23]", MANIFEST_FILE)
    for kind in kinds:
        with indexing(library) as made:
            made.rebuild()
        remove(library, [ids.pop()])
        put(library, article(f"Report on {kind}"))
        catch_up(library)
        (path,) = generation(library).glob(kind)
        damage(path)
        assert Indexer(library).verify() != [], kind
        assert catch_up(library) == library.count(), kind
        assert found(library, "ferry") == ids
        assert Indexer(library).verify(full=True) == []


def test_every_flipped_byte_is_found(library: Library) -> None:
    put_harbours(library, 4)
    catch_up(library)
    path = generation(library) / "segment.1"
    data = path.read_bytes()
    times = path.stat()
    steps = sorted({*range(0, len(data), 97), *range(64), *range(len(data) - 64, len(data))})
    for place in steps:
        other = bytearray(data)
        other[place] ^= 0x10
        path.write_bytes(other)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
        assert Indexer(library).verify(full=True) != [], place


def test_damage_that_keeps_size_and_time_is_found_when_every_byte_is_read(library: Library) -> None:
    put_harbours(library, 4)
    catch_up(library)
    (postings,) = generation(library).glob("segment.*")
    times = postings.stat()
    flip(postings)
    os.utime(postings, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert Indexer(library).verify() == []
    (finding,) = Indexer(library).verify(full=True)
    assert f"{postings.name}: " in finding
    assert catch_up(library) == 0
    (generation(library) / SUSPECT_FILE).touch()  # as a searcher does that met the damage
    assert catch_up(library) == 4
    assert Indexer(library).verify(full=True) == []


def test_damage_is_not_merged_into_a_sound_file(library: Library) -> None:
    ids = put_harbours(library, 12)
    catch_up(library)
    for number in range(2):  # segments of about one size: one more and they are merged
        change(library, ids[number], f"Salvage {number}.")
        catch_up(library)
    damage_quietly(generation(library) / "segment.1")
    change(library, ids[3], "Wreck found.")
    assert catch_up(library) == 1 + 12
    assert Indexer(library).verify(full=True) == []
    with reading(library) as reader:
        assert live_ids(reader) == ids


def test_damage_to_a_list_of_deletions_is_not_copied_into_the_next(library: Library) -> None:
    ids = put_harbours(library, 40)
    catch_up(library)
    remove(library, ids[:2])
    catch_up(library)
    damage_quietly(next(generation(library).glob("*.deleted.*")))
    remove(library, ids[2:3])
    assert catch_up(library) == 37
    assert found(library, "ferry") == ids[3:]


def damage_quietly(path: Path) -> None:
    """Flip a bit of an array, and leave the file's size and time as they were."""
    times = path.stat()
    flip(path)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def test_a_damaged_current_is_told_and_mended(library: Library) -> None:
    put_harbours(library, 2)
    catch_up(library)
    current = library.search_folder / CURRENT_FILE
    sound = current.read_bytes()
    for place in range(len(sound)):
        for bit in range(8):
            damaged = bytearray(sound)
            damaged[place] ^= 1 << bit
            current.write_bytes(damaged)
            assert Indexer(library).verify() == [f"the search index is damaged: {CURRENT_FILE}"]
    (library.search_folder / f"{CURRENT_FILE}.new").write_bytes(b"")  # as a crash between two steps leaves it
    assert catch_up(library) == 0
    assert Indexer(library).verify() == []
    assert sorted(path.name for path in library.search_folder.iterdir()) == ["1", CURRENT_FILE]


def test_a_suspicion_that_proves_wrong_is_dropped(library: Library) -> None:
    put_harbours(library, 4)
    catch_up(library)
    suspect = generation(library) / SUSPECT_FILE
    suspect.touch()
    assert catch_up(library) == 0
    assert not suspect.exists()


@pytest.mark.parametrize("name", [CURRENT_FILE, "CURRENT.new"])
@pytest.mark.parametrize("content", [b"", b"17\n", b"../1\n", b"\xff\xfe"])
def test_a_damaged_current_costs_nothing(library: Library, name: str, content: bytes) -> None:
    ids = put_harbours(library, 2)
    catch_up(library)
    (library.search_folder / name).write_bytes(content)
    assert found(library, "ferry") == ids
    assert catch_up(library) == 0
    assert Generations(library.search_folder, library.identity()).named() == 1


def test_a_missing_index_is_made_again(library: Library) -> None:
    ids = put_harbours(library, 2)
    catch_up(library)
    shutil.rmtree(library.search_folder)
    assert open_index(library.search_folder, library.identity()) is None
    assert Indexer(library).verify() == []
    assert catch_up(library) == 2
    assert found(library, "ferry") == ids


def test_files_copied_with_new_times_are_as_good(library: Library) -> None:
    ids = put_harbours(library, 2)
    catch_up(library)
    for path in generation(library).iterdir():
        os.utime(path)
    assert found(library, "ferry") == ids
    assert catch_up(library) == 0


def test_another_version_makes_the_index_stale(library: Library) -> None:
    put_harbours(library, 2)
    catch_up(library)
    folder = generation(library)
    replace(read_manifest(folder, library.identity()), versions=Versions(analyser=0)).write(folder)
    with pytest.raises(SearchIndexError, match="another version"):
        open_index(library.search_folder, library.identity())
    assert catch_up(library) == 2
    assert Indexer(library).verify() == []


def test_an_index_of_another_library_is_replaced(library: Library, tmp_path: Path) -> None:
    ids = put_harbours(library, 2)
    catch_up(library)
    with Library.open(tmp_path / "other") as other:
        put_harbours(other, 5)
        remove(other, [1])
        catch_up(other)
        shutil.rmtree(library.search_folder)
        shutil.copytree(other.search_folder, library.search_folder)
    assert catch_up(library) == 2
    assert found(library, "ferry") == ids


def test_an_index_of_another_library_with_as_many_articles_is_never_searched(library: Library, tmp_path: Path) -> None:
    ids = put_harbours(library, 2)
    catch_up(library)
    with Library.open(tmp_path / "other") as other:
        put(other, article("Quarry closes"), article("Quarry opens"))
        shutil.copytree(library.search_folder, other.search_folder)
        with pytest.raises(SearchIndexError, match="another library"):
            open_index(other.search_folder, other.identity())
        assert Indexer(other).verify() == ["the search index belongs to another library"]
        assert catch_up(other) == 2
        assert found(other, "ferry") == []
    assert found(library, "ferry") == ids


def test_an_index_that_lost_an_article_is_replaced(library: Library) -> None:
    ids = put_harbours(library, 3)
    catch_up(library)
    writer = GenerationWriter(generation(library), library.identity())
    writer.commit(Batch(), [ids[0]], revision=library.revision(), complete=True)
    writer.close()
    assert catch_up(library) == 3
    assert found(library, "ferry") == ids


# ---- interruptions and swaps --------------------------------------------------------------------------------------


@pytest.fixture
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexer, "_PAGE", 2)


@pytest.mark.usefixtures("_small_pages")
def test_an_interrupted_first_build_is_searched_and_goes_on(library: Library) -> None:
    ids = put_harbours(library, 20)
    done = 0
    for _ in range(40):
        step = catch_up(library, after(9), 3 * WORDS_EACH)
        done += step
        assert found(library, "ferry") == ids[:done]
        if done == 20:
            break
    assert done == 20
    assert catch_up(library) == 0
    assert read_manifest(generation(library), library.identity()).complete


@pytest.mark.usefixtures("_small_pages")
def test_a_stop_in_the_middle_of_a_write_leaves_the_last_commit(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "_STOPPED_WORDS", 1)
    ids = put_harbours(library, 4)
    catch_up(library)
    ids += put_harbours(library, 8)
    done, stopped = 4, 0
    for calls in count(1):
        step = catch_up(library, after(calls), 3 * WORDS_EACH)
        stopped += not step
        done += step
        assert found(library, "ferry") == ids[:done]
        manifest = read_manifest(generation(library), library.identity())
        assert {path.name for path in generation(library).iterdir()} == {MANIFEST_FILE, *manifest.files}
        if done == len(ids):
            break
    assert stopped > 10  # while articles were gathered, and while they were written


@pytest.mark.usefixtures("_small_pages")
def test_the_old_index_is_searched_until_the_new_one_is_complete(library: Library) -> None:
    ids = put_harbours(library, 12)
    catch_up(library)
    with indexing(library, 3 * WORDS_EACH) as made:
        assert 0 < made.rebuild(stop=after(8)) < 12
    generations = Generations(library.search_folder, library.identity())
    assert (generations.current(), generations.numbers()) == (1, [1, 2])
    assert found(library, "ferry") == ids
    rest = catch_up(library, words=3 * WORDS_EACH)
    assert 0 < rest < 12
    assert (generations.current(), generations.numbers()) == (2, [2])
    assert found(library, "ferry") == ids


@pytest.mark.usefixtures("_small_pages")
def test_a_damaged_index_gives_way_to_the_committed_part_of_the_new_one(library: Library) -> None:
    ids = put_harbours(library, 12)
    catch_up(library)
    truncate(next(generation(library).glob("segment.*")))
    done = catch_up(library, after(8), 3 * WORDS_EACH)
    assert 0 < done < 12
    assert Generations(library.search_folder, library.identity()).current() == 2
    assert found(library, "ferry") == ids[:done]
    assert done + catch_up(library) == 12
    assert Generations(library.search_folder, library.identity()).numbers() == [2]


def test_a_reader_keeps_its_state_through_commits_and_swaps(library: Library) -> None:
    ids = put_harbours(library, 3)
    catch_up(library)
    with reading(library) as reader:
        put(library, article("More", "Another ferry."))
        catch_up(library)
        with indexing(library) as made:
            made.rebuild()
        assert not generation(library).with_name("1").exists()
        assert found_by(reader, "ferry") == ids
    assert len(found(library, "ferry")) == 4


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_says_so(library: Library) -> None:
    put_harbours(library, 1)
    library.search_folder.mkdir()
    library.search_folder.chmod(0o500)
    with pytest.raises(LibraryNotWritableError):
        catch_up(library)
    library.search_folder.chmod(0o700)
