"""The index follows the library, through crashes, damage and interruptions."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import LibraryNotWritableError, SearchIndexError
from index.indexer import Indexer, indexer
from index.indexer.building import SegmentBuilder
from index.indexer.generation import GenerationWriter
from index.indexer.generations import CURRENT_FILE, Generations
from index.indexer.manifest import MANIFEST_FILE, SUSPECT_FILE, Versions, read_manifest
from index.indexer.reader import IndexReader, open_index
from index.indexer.vocabulary import VOCABULARY_FILE
from index.library import Library
from index.library.writer import Place
from index.types import ArticleId, Progress, Stage
from tests.index.library.making import article, put, remove

HARBOURS = ["Port Ansel", "Quay of Lisse", "Marrow Sound", "Old Tamber", "Nether Foss", "Dunmouth", "Skell", "Vane"]
NEVER: Callable[[], None] = lambda: None  # noqa: E731 - a value, not a function with a name


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
def indexing(library: Library) -> Iterator[Indexer]:
    with library.write_lock("test"), Indexer(library) as made:
        yield made


def catch_up(library: Library, stop: Callable[[], bool] = lambda: False) -> int:
    with indexing(library) as made:
        return made.catch_up(stop=stop)


@contextmanager
def reading(library: Library) -> Iterator[IndexReader]:
    reader = open_index(library.search_folder, library.identity())
    assert reader is not None
    yield reader
    reader.close()


def found(library: Library, word: str, field: str = "body") -> list[int]:
    with reading(library) as reader:
        return sorted(reader.ids[reader.postings(field, [word], NEVER).documents].tolist())


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
        assert reader.segment_count <= 6
        assert len(reader.ids) == 40


# ---- crashes ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("with_vocabulary", [False, True])
def test_a_crash_before_the_manifest_leaves_the_committed_state(library: Library, *, with_vocabulary: bool) -> None:
    ids = put_harbours(library, 3)
    catch_up(library)
    folder = generation(library)
    before = shutil.copytree(folder, library.folder / "before")
    more = put(library, article("Storm over Skell", "Gales sank a trawler."))
    catch_up(library)
    for path in before.iterdir():  # put back what a crash between the segment and the manifest would have left
        if path.name != VOCABULARY_FILE or with_vocabulary:
            shutil.copy2(path, folder)
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
            assert calls > 10
            break


def test_leftovers_are_swept(library: Library) -> None:
    put_harbours(library, 3)
    catch_up(library)
    folder = generation(library)
    (folder / "_MAIN_9.toc.1700000000.0").write_bytes(b"half")
    (folder / "MAIN_abcdefgh.pst").write_bytes(b"half")
    (folder / "MAIN.tmp").mkdir()
    (folder / "MAIN.tmp" / "x.run").write_bytes(b"half")
    catch_up(library)
    kept = {path.name for path in folder.iterdir()}
    assert kept == {*read_manifest(folder, library.identity()).files, MANIFEST_FILE}


# ---- damage -----------------------------------------------------------------------------------------------------


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x40
    path.write_bytes(data)


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


@pytest.mark.parametrize("damage", [Path.unlink, truncate, flip])
def test_damage_to_any_file_is_found_and_mended(library: Library, damage: Callable[[Path], None]) -> None:
    ids = put_harbours(library, 4)
    catch_up(library)
    names = sorted(path.name for path in generation(library).iterdir())
    assert len(names) > 10
    for name in names:
        path = generation(library) / name
        if not path.exists() or not path.stat().st_size:
            continue  # an empty column; names of the segment change with each generation
        damage(path)
        assert Indexer(library).verify() != [], name
        assert catch_up(library) == 4, name
        assert found(library, "ferry") == ids
        assert Indexer(library).verify(full=True) == []


def test_damage_that_keeps_size_and_time_is_found_when_every_byte_is_read(library: Library) -> None:
    put_harbours(library, 4)
    catch_up(library)
    postings = next(generation(library).glob("*.pst"))
    times = postings.stat()
    flip(postings)
    os.utime(postings, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert Indexer(library).verify() == []
    (finding,) = Indexer(library).verify(full=True)
    assert postings.name in finding
    assert catch_up(library) == 0
    (generation(library) / SUSPECT_FILE).touch()  # as a searcher does that met the damage
    assert catch_up(library) == 4
    assert Indexer(library).verify(full=True) == []


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
    writer.commit(SegmentBuilder(), [ids[0]], revision=library.revision(), complete=True)
    writer.close()
    assert catch_up(library) == 3
    assert found(library, "ferry") == ids


# ---- interruptions and swaps --------------------------------------------------------------------------------------


@pytest.fixture
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexer, "_BATCH_ARTICLES", 3)
    monkeypatch.setattr(indexer, "_PAGE", 2)


@pytest.mark.usefixtures("_small_batches")
def test_an_interrupted_first_build_is_searched_and_goes_on(library: Library) -> None:
    ids = put_harbours(library, 20)
    done = 0
    for _ in range(40):
        step = catch_up(library, after(9))
        done += step
        assert found(library, "ferry") == ids[:done]
        if done == 20:
            break
    assert done == 20
    assert catch_up(library) == 0
    assert read_manifest(generation(library), library.identity()).complete


@pytest.mark.usefixtures("_small_batches")
def test_the_old_index_is_searched_until_the_new_one_is_complete(library: Library) -> None:
    ids = put_harbours(library, 12)
    catch_up(library)
    with indexing(library) as made:
        assert 0 < made.rebuild(stop=after(8)) < 12
    generations = Generations(library.search_folder, library.identity())
    assert (generations.current(), generations.numbers()) == (1, [1, 2])
    assert found(library, "ferry") == ids
    rest = catch_up(library)
    assert 0 < rest < 12
    assert (generations.current(), generations.numbers()) == (2, [2])
    assert found(library, "ferry") == ids


@pytest.mark.usefixtures("_small_batches")
def test_a_damaged_index_gives_way_to_the_committed_part_of_the_new_one(library: Library) -> None:
    ids = put_harbours(library, 12)
    catch_up(library)
    truncate(next(generation(library).glob("*.pst")))
    done = catch_up(library, after(8))
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
        assert sorted(reader.ids[reader.postings("body", ["ferry"], NEVER).documents].tolist()) == ids
        assert reader.vocabulary.contains("ferry")
    assert len(found(library, "ferry")) == 4


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_says_so(library: Library) -> None:
    put_harbours(library, 1)
    library.search_folder.mkdir()
    library.search_folder.chmod(0o500)
    with pytest.raises(LibraryNotWritableError):
        catch_up(library)
    library.search_folder.chmod(0o700)
