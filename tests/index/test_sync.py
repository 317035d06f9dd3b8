from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import LibraryLockedError, UsageError
from index.library import Library
from index.sync import add, catch_up, check, reindex, remove_gone, remove_source, run, sync
from index.types import ArticleId, MarkChange, Order, Progress, Stage
from tests.index.writing import PARAGRAPH, line, stored, write, write_lines


def headlines(library: Library) -> list[str]:
    return sorted(article.article.headline for article in stored(library).values())


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as made:
        yield made


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    for number in range(3):
        write(folder / f"{number}.txt", f"Story {number}", f"This is the text of story {number}.")
    return folder


# ---- adding and syncing --------------------------------------------------------------------------------------------


def test_a_folder_is_read_in_and_indexed(library: Library, news: Path) -> None:
    report = add(library, [news])
    assert (report.added, report.failures, report.interrupted) == (3, (), False)
    assert headlines(library) == ["Story 0", "Story 1", "Story 2"]
    assert check(library) == []
    (source,) = library.sources()
    assert (source.path, source.articles, source.failures) == (news, 3, 0)
    assert source.last_sync is not None


def test_a_second_run_changes_nothing(library: Library, news: Path) -> None:
    add(library, [news])
    revision = library.revision()
    report = sync(library)
    assert (report.added, report.updated, report.gone, report.returned, report.unchanged) == (0, 0, 0, 0, 3)
    assert library.revision() == revision


def test_a_new_time_with_the_same_content_changes_nothing(library: Library, news: Path) -> None:
    add(library, [news])
    revision = library.revision()
    os.utime(news / "0.txt", (1, 1))
    assert sync(library).unchanged == 3
    assert library.revision() == revision
    assert sync(library).unchanged == 3


def test_a_changed_file_updates_its_article_and_keeps_its_marks(library: Library, news: Path) -> None:
    add(library, [news])
    before = stored(library)[str(news / "1.txt")]
    library.mark([MarkChange(before.id, starred=True, note="call back")])
    write(news / "1.txt", "Story 1, corrected", "A wholly new ending.")
    report = sync(library)
    assert (report.added, report.updated, report.unchanged) == (0, 1, 2)
    after = library.get(before.id)
    assert after.article.headline == "Story 1, corrected"
    assert (after.marks.starred, after.marks.note) == (True, "call back")


def test_a_vanished_file_leaves_its_article_and_a_returned_one_takes_it_up_again(library: Library, news: Path) -> None:
    add(library, [news])
    article = stored(library)[str(news / "2.txt")]
    text = (news / "2.txt").read_bytes()
    (news / "2.txt").unlink()
    assert sync(library).gone == 1
    assert library.get(article.id).gone
    assert sync(library).gone == 0
    (news / "2.txt").write_bytes(text)
    report = sync(library)
    assert (report.returned, report.added) == (1, 0)
    assert not library.get(article.id).gone
    assert library.stats().gone == 0


def test_a_moved_file_takes_its_article_along(library: Library, news: Path) -> None:
    add(library, [news])
    article = stored(library)[str(news / "0.txt")]
    library.mark([MarkChange(article.id, rating=1)])
    (news / "0.txt").rename(news / "renamed.txt")
    report = sync(library)
    assert (report.added, report.updated, report.gone) == (0, 1, 0)
    moved = library.get(article.id)
    assert (moved.location, moved.marks.rating, moved.gone) == (str(news / "renamed.txt"), 1, False)


def test_a_file_moved_after_it_was_missed_takes_its_article_along(library: Library, news: Path, tmp_path: Path) -> None:
    add(library, [news])
    article = stored(library)[str(news / "0.txt")]
    away = (news / "0.txt").rename(tmp_path / "away.txt")
    assert sync(library).gone == 1
    away.rename(news / "zz.txt")
    report = sync(library)
    assert (report.added, report.returned) == (0, 1)
    assert library.get(article.id).location == str(news / "zz.txt")


def test_a_copy_is_an_article_of_its_own_and_a_duplicate(library: Library, news: Path) -> None:
    add(library, [news])
    (news / "copy.txt").write_bytes((news / "0.txt").read_bytes())
    assert sync(library).added == 1
    copy = stored(library)[str(news / "copy.txt")]
    assert copy.duplicate_of == stored(library)[str(news / "0.txt")].id


def test_a_file_that_can_no_longer_be_read_keeps_its_article(library: Library, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", line(1), line(2))
    add(library, [path])
    path.write_bytes(b"\x00\x01\x02 broken")
    report = sync(library)
    assert report.gone == 0
    assert report.failures
    assert len(stored(library)) == 2
    assert library.sources()[0].failures == len(library.failures(1)) > 0
    write_lines(path, line(1), line(2))
    report = sync(library)
    assert (report.added, report.updated, report.failures) == (0, 0, ())
    assert library.failures(1) == []


def test_a_source_that_is_not_there_is_a_failure(library: Library, news: Path, tmp_path: Path) -> None:
    report = add(library, [tmp_path / "nowhere", news])
    assert report.added == 3
    (failure,) = report.failures
    assert failure.location == str(tmp_path / "nowhere")
    assert len(library.sources()) == 1


def test_a_vanished_source_is_said_and_its_articles_are_gone(library: Library, tmp_path: Path) -> None:
    path = write(tmp_path / "only.txt", "Only one")
    add(library, [path])
    path.unlink()
    report = sync(library)
    assert (report.gone, len(report.failures)) == (1, 1)


def test_bad_files_stop_nothing(library: Library, news: Path) -> None:
    (news / "1a.txt").write_bytes(b"")
    (news / "1b.txt").write_bytes(bytes(range(256)) * 40)
    report = add(library, [news])
    assert report.added == 3
    assert [Path(failure.location).name for failure in report.failures] == ["1a.txt", "1b.txt"]
    assert library.sources()[0].failures == 2


def test_the_library_inside_a_source_is_not_read(tmp_path: Path) -> None:
    write(tmp_path / "story.txt", "A story")
    with Library.open(tmp_path / "library") as library:
        (tmp_path / "library" / "note.txt").write_text(PARAGRAPH)
        assert add(library, [tmp_path]).added == 1


def test_a_path_with_line_ends_and_bytes_that_are_no_text(library: Library, tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/odd\n\xff.txt"
    with open(name, "wb") as file:  # noqa: PTH123 - a name of bytes
        file.write(f"Odd name\n\n{PARAGRAPH}".encode())
    assert add(library, [Path(os.fsdecode(name))]).added == 1
    ((location, article),) = stored(library).items()
    assert location == f"{tmp_path}/odd\\n\\xff.txt"
    assert article.article.headline == "Odd name"
    assert sync(library).unchanged == 1


# ---- several sources -----------------------------------------------------------------------------------------------


def test_a_source_given_twice_is_one_source(library: Library, news: Path) -> None:
    add(library, [news, news])
    report = add(library, [news / ".." / "news"])
    assert (report.added, report.unchanged) == (0, 3)
    assert len(library.sources()) == 1


@pytest.mark.parametrize("inner_first", [True, False])
def test_a_file_belongs_to_the_innermost_source(library: Library, news: Path, *, inner_first: bool) -> None:
    write(news / "sport" / "race.txt", "The race")
    order = [news / "sport", news] if inner_first else [news, news / "sport"]
    for path in order:
        add(library, [path])
    assert {source.path: source.articles for source in library.sources()} == {news: 3, news / "sport": 1}
    assert sync(library).unchanged == 4
    assert library.count() == 4
    assert check(library) == []


def test_a_removed_inner_source_leaves_its_articles_to_the_outer_one(library: Library, news: Path) -> None:
    write(news / "sport" / "race.txt", "The race")
    add(library, [news])
    add(library, [news / "sport"])
    inner = next(source for source in library.sources() if source.path.name == "sport")
    assert remove_source(library, inner.id, keep_marked=False) == 0
    assert [source.articles for source in library.sources()] == [4]
    assert sync(library).unchanged == 4
    assert check(library) == []


def test_a_source_goes_with_its_articles(library: Library, news: Path) -> None:
    add(library, [news])
    marked = stored(library)[str(news / "1.txt")].id
    library.mark([MarkChange(marked, note="mine")])
    assert library.sources()[0].marked == 1
    assert remove_source(library, library.sources()[0].id, keep_marked=False) == 3
    assert (library.count(), library.sources()) == (0, [])
    assert check(library) == []


def test_marked_articles_can_stay_and_find_their_file_again(library: Library, news: Path) -> None:
    add(library, [news])
    marked = stored(library)[str(news / "1.txt")].id
    library.mark([MarkChange(marked, note="mine"), MarkChange(ArticleId(marked - 1), read=True)])
    assert remove_source(library, library.sources()[0].id, keep_marked=True) == 2
    assert library.get(marked).marks.note == "mine"
    assert list(library.ids_in_state("gone")) == [marked]
    assert check(library) == []
    assert add(library, [news]).added == 3
    assert library.count() == 3
    assert library.get(marked).marks.note == "mine"
    assert library.sources()[0].articles == 3
    assert list(library.ids_in_state("gone")) == []
    assert check(library) == []


def test_unknown_sources_are_refused(library: Library) -> None:
    with pytest.raises(UsageError):
        sync(library, [7])
    with pytest.raises(UsageError):
        remove_source(library, 7, keep_marked=True)


def test_gone_articles_go_when_the_user_says_so(library: Library, news: Path) -> None:
    add(library, [news])
    by_location = stored(library)
    (news / "0.txt").unlink()
    sync(library)
    ids = [article.id for article in by_location.values()]
    assert remove_gone(library, ids) == 1
    assert library.count() == 2
    assert remove_gone(library, ids) == 0
    assert check(library) == []


def test_an_unreadable_folder_takes_nothing_away(library: Library, news: Path) -> None:
    write(news / "deep" / "one.txt", "One")
    write(news / "deep" / "two.txt", "Two")
    add(library, [news])
    shutil.rmtree(news / "deep")
    (news / "deep").symlink_to(news / "deep")  # a link to itself can be listed by nobody, not even by root
    report = sync(library)
    assert (report.gone, len(report.failures)) == (0, 1)
    (news / "deep").unlink()
    assert sync(library).gone == 2


def test_a_source_that_the_system_refuses_takes_nothing_away(library: Library, news: Path) -> None:
    inner = news / "inner"
    write(inner / "one.txt", "One")
    add(library, [inner])
    shutil.rmtree(news)
    news.symlink_to(news)  # nobody can look below a link to itself, not even root
    report = sync(library)
    assert (report.gone, len(report.failures)) == (0, 1)
    assert library.sources()[0].failures == 1
    news.unlink()
    assert sync(library).gone == 1


def test_the_home_of_nobody_is_no_such_folder(library: Library, news: Path) -> None:
    report = add(library, [news, Path("~nobody-of-that-name/news")])
    assert (report.added, len(report.failures)) == (3, 1)
    assert "no such file" in report.failures[0].message


# ---- being stopped, being second -----------------------------------------------------------------------------------


def test_a_stopped_run_keeps_what_it_has_and_the_next_one_ends_it(library: Library, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", *(line(number) for number in range(900)))
    seen: list[Progress] = []
    report = add(library, [path], report=seen.append, stop=lambda: bool(seen) and seen[-1].articles >= 400)
    assert report.interrupted
    assert 400 <= library.count() < 900
    assert library.sources()[0].last_sync is None
    first = library.ids(Order.OLDEST)
    report = sync(library)
    assert (report.added, report.updated, report.gone) == (900 - len(first), 0, 0)
    assert list(library.ids(Order.OLDEST)) == list(range(1, 901))
    assert [stored(library)[f"{path}#{number}"].id for number in (1, 450, 900)] == [1, 450, 900]


def test_a_run_that_is_stopped_at_once_does_nothing(library: Library, news: Path) -> None:
    report = add(library, [news], stop=lambda: True)
    assert report.interrupted
    assert library.count() == 0
    assert sync(library).added == 3


def test_the_second_writer_is_told_who_is_first(library: Library, news: Path) -> None:
    with library.write_lock("add"):
        for action in (lambda: add(library, [news]), lambda: catch_up(library)):
            with pytest.raises(LibraryLockedError, match=rf"dateline add, process {os.getpid()} on "):
                action()


def test_progress_tells_of_finding_reading_and_indexing(library: Library, news: Path) -> None:
    seen: list[Progress] = []
    add(library, [news], report=seen.append)
    stages = [progress.stage for progress in seen]
    assert list(dict.fromkeys(stages)) == [Stage.FINDING, Stage.READING, Stage.INDEXING]
    last = [progress for progress in seen if progress.stage is Stage.READING][-1]
    assert (last.done, last.total, last.articles, last.failed) == (3, 3, 3, 0)
    assert last.bytes_done == last.bytes_total == sum(path.stat().st_size for path in news.iterdir())


def test_progress_inside_a_large_file_is_told_in_bytes(library: Library, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", *(line(number) for number in range(600)))
    seen: list[Progress] = []
    add(library, [path], report=seen.append)
    reached = [progress.bytes_done for progress in seen if progress.stage is Stage.READING]
    assert reached == sorted(reached)
    assert any(0 < each < path.stat().st_size for each in reached)


def test_the_library_does_not_read_itself(library: Library) -> None:
    with pytest.raises(UsageError, match="itself"):
        add(library, [library.folder / "search"])


# ---- the index -----------------------------------------------------------------------------------------------------


def test_the_index_catches_up_while_a_large_file_is_read(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "INDEX_EVERY", 100)
    path = write_lines(tmp_path / "a.jsonl", *(line(number) for number in range(350)))
    seen: list[Progress] = []
    add(library, [path], report=seen.append)
    stages = [progress.stage for progress in seen]
    assert stages.index(Stage.INDEXING) < len(stages) - 1 - stages[::-1].index(Stage.READING)
    assert check(library) == []


def test_a_damaged_index_is_found_and_built_anew(library: Library, news: Path) -> None:
    add(library, [news])
    for path in library.search_folder.rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert check(library) != []
    assert check(library, repair=True) != []
    assert check(library) == []
    assert catch_up(library) == 0
    assert library.count() == 3


def test_the_index_can_be_made_anew(library: Library, news: Path) -> None:
    add(library, [news])
    assert catch_up(library) == 0
    assert reindex(library) == 3
    assert check(library) == []


def test_the_same_words_in_another_form_are_a_duplicate(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "forms"
    folder.mkdir()
    paragraphs = [PARAGRAPH.strip(), f"{PARAGRAPH}Nobody was surprised.".strip()]
    (folder / "a.txt").write_text("Council agrees on nothing\n\n" + "\n\n".join(paragraphs) + "\n")
    markup = "".join(f"<p>{each}</p>" for each in paragraphs)
    (folder / "b.html").write_text(
        f"<html><head><title>Council agrees on nothing</title></head><body><article>"
        f"<h1>Council agrees on nothing</h1>{markup}</article></body></html>"
    )
    add(library, [folder])
    text, page = stored(library)[str(folder / "a.txt")], stored(library)[str(folder / "b.html")]
    assert page.duplicate_of == text.id
