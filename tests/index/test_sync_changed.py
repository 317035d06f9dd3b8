"""The records of a file that changed find their articles again, and the articles keep their marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from index.library import Library
from index.sync import add, check, sync
from index.types import ArticleId, MarkChange, Order, Progress, SyncReport
from tests.index.writing import everything, line, stored, write_lines

OTHER = "Beekeepers of the upper valley report a mild winter; hives stand full, honey is cheap, and nobody is stung."


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as made:
        yield made
        assert check(made) == []


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.jsonl"


def begin(library: Library, path: Path, *records: Mapping[str, object] | str) -> None:
    """Adds a file of records, and notes on each article its number."""
    add(library, [write_lines(path, *records)])
    library.mark([MarkChange(article.id, note=f"note {article.id}") for article in everything(library)])


def change(library: Library, path: Path, *records: Mapping[str, object] | str) -> tuple[int, int, int, int]:
    """Writes the file anew and syncs; returns how many were added, updated, gone, returned."""
    write_lines(path, *records)
    report = sync(library)
    for article in everything(library):
        assert article.marks.note in {None, f"note {article.id}"}
    return counts(report)


def counts(report: SyncReport) -> tuple[int, int, int, int]:
    return report.added, report.updated, report.gone, report.returned


def ids(library: Library) -> list[int]:
    """The ids of the file's articles that are not gone, in the order of its lines."""
    here = stored(library)
    return [here[location].id for location in sorted(here, key=lambda location: int(location.split("#")[-1]))]


def test_a_line_put_in_shifts_the_others(library: Library, path: Path) -> None:
    begin(library, path, *(line(number) for number in range(5)))
    assert change(library, path, line(9), *(line(number) for number in range(5))) == (1, 0, 0, 0)
    assert ids(library) == [6, 1, 2, 3, 4, 5]


def test_a_line_put_in_in_the_middle_and_one_edited(library: Library, path: Path) -> None:
    begin(library, path, *(line(number) for number in range(5)))
    edited = line(3, body="Now with a different body, since the first was wrong.")
    assert change(library, path, line(0), line(9), line(1), line(2), edited, line(4)) == (1, 1, 0, 0)
    assert ids(library) == [1, 6, 2, 3, 4, 5]
    assert library.get(4).article.blocks[0].text.startswith("Now with")


def test_lines_appended(library: Library, path: Path) -> None:
    begin(library, path, *(line(number) for number in range(3)))
    revision = library.revision()
    assert change(library, path, *(line(number) for number in range(5))) == (2, 0, 0, 0)
    assert ids(library) == [1, 2, 3, 4, 5]
    assert [entry.id for entry in library.changes(revision, 100)] == [4, 5]


def test_a_line_taken_out_is_gone_and_can_return(library: Library, path: Path) -> None:
    begin(library, path, *(line(number) for number in range(4)))
    assert change(library, path, line(0), line(2), line(3)) == (0, 0, 1, 0)
    assert ids(library) == [1, 3, 4]
    assert library.get(2).gone
    assert change(library, path, line(0), line(2), line(3), line(1)) == (0, 0, 0, 1)
    assert ids(library) == [1, 3, 4, 2]


def test_what_a_file_dropped_does_not_return_with_the_file(library: Library, path: Path) -> None:
    begin(library, path, line(0), line(1))
    change(library, path, line(0))
    text = path.read_bytes()
    path.unlink()
    assert sync(library).gone == 1
    path.write_bytes(text)
    assert counts(sync(library)) == (0, 0, 0, 1)
    assert [library.get(each).gone for each in (1, 2)] == [False, True]


def test_lines_change_places(library: Library, path: Path) -> None:
    begin(library, path, *(line(number) for number in range(4)))
    assert change(library, path, line(3), line(1), line(0), line(2)) == (0, 0, 0, 0)
    assert ids(library) == [4, 2, 1, 3]


def test_an_own_id_finds_an_article_wherever_it_stands(library: Library, path: Path) -> None:
    begin(library, path, *(line(number, id=f"r-{number}") for number in range(4)))
    records = [
        {"title": f"New words {number}", "body": f"{OTHER} ({number})", "id": f"r-{number}"} for number in (2, 0)
    ]
    assert change(library, path, *records, line(7, id="r-7")) == (1, 2, 2, 0)
    here = {article.article.headline: article.id for article in everything(library) if not article.gone}
    assert here == {"New words 2": 3, "New words 0": 1, "Report 7": 5}


def test_an_address_finds_an_article_wherever_it_stands(library: Library, path: Path) -> None:
    begin(library, path, *(line(number, url=f"https://courier.example/{number}") for number in range(3)))
    moved = {"title": "Retold", "body": OTHER, "url": "https://courier.example/2"}
    assert change(library, path, moved, line(0, url="https://courier.example/0")) == (0, 1, 1, 0)
    assert library.get(3).article.headline == "Retold"


def test_a_line_edited_between_its_neighbours_is_the_same_article(library: Library, path: Path) -> None:
    begin(library, path, *(line(number) for number in range(3)))
    assert change(library, path, line(0), {"title": "Retold", "body": OTHER}, line(2)) == (0, 1, 0, 0)
    assert library.get(2).article.headline == "Retold"


def test_the_only_record_is_the_same_article_whatever_it_says(library: Library, path: Path) -> None:
    begin(library, path, line(0))
    assert change(library, path, {"title": "Retold", "body": OTHER}) == (0, 1, 0, 0)


def test_all_lines_corrected_are_the_same_articles(library: Library, path: Path) -> None:
    begin(library, path, *(line(number) for number in range(3)))
    corrected = [line(number, title=f"Corrected {number}") for number in range(3)]
    assert change(library, path, *corrected) == (0, 3, 0, 0)


def test_a_file_with_wholly_other_records_takes_no_marks_over(library: Library, path: Path) -> None:
    begin(library, path, *(line(number) for number in range(3)))
    others = [{"title": f"Hives {number}", "body": f"{OTHER} {'buzz ' * number}"} for number in range(3)]
    assert change(library, path, *others) == (3, 0, 3, 0)
    assert [article.marks.note for article in everything(library) if not article.gone] == [None, None, None]


def test_the_same_record_twice_is_two_articles(library: Library, path: Path) -> None:
    begin(library, path, line(0), line(1))
    assert change(library, path, line(0), line(1), line(0)) == (1, 0, 0, 0)
    assert library.get(3).duplicate_of == 1
    assert change(library, path, line(1), line(0)) == (0, 0, 1, 0)
    assert ids(library) == [2, 1]


def test_a_line_that_breaks_keeps_its_article(library: Library, path: Path) -> None:
    begin(library, path, *(line(number) for number in range(3)))
    assert change(library, path, line(0), "{broken", line(2)) == (0, 0, 0, 0)
    assert len(library.failures(1)) == 1
    assert not library.get(2).gone
    assert change(library, path, line(0), line(1), line(2)) == (0, 0, 0, 0)
    assert library.failures(1) == []


def test_a_line_that_breaks_takes_nothing_from_its_neighbours(library: Library, path: Path) -> None:
    begin(library, path, *(line(number) for number in range(4)))
    assert change(library, path, line(9), line(0), "{broken", line(2), line(3)) == (1, 0, 1, 0)
    assert ids(library) == [5, 1, 3, 4]
    assert change(library, path, line(9), line(0), line(1), line(2), line(3)) == (0, 0, 0, 1)
    assert ids(library) == [5, 1, 2, 3, 4]


def test_a_new_mapping_reads_everything_again(library: Library, path: Path) -> None:
    records = [{"ttl": f"Mapped {number}", "body": line(number)["body"]} for number in range(2)]
    begin(library, path, *records)
    report = add(library, [path], mapping={"headline": "ttl"})
    assert counts(report) == (0, 2, 0, 0)
    assert sorted(article.article.headline for article in everything(library)) == ["Mapped 0", "Mapped 1"]
    assert library.sources()[0].mapping == {"headline": "ttl"}
    assert sync(library).unchanged == 1


@pytest.mark.parametrize("moment", [1, 60, 200, 330, 345])
def test_a_changed_file_is_gone_on_with_after_a_stop(library: Library, path: Path, moment: int) -> None:
    begin(library, path, *(line(number) for number in range(300)))
    write_lines(
        path,
        line(5_000),
        *(line(number, title=f"Edited {number}" if number % 90 == 0 else f"Report {number}") for number in range(270)),
        *(line(number) for number in range(2_000, 2_060)),
    )
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > moment

    assert sync(library, stop=stop).interrupted
    seen: list[Progress] = []
    sync(library, report=seen.append)
    here = ids(library)
    assert len(here) == 331
    assert here[1:271] == list(range(1, 271))
    gone = [article.id for article in everything(library) if article.gone]
    assert sorted(gone) == list(range(271, 301))
    assert all(library.get(each).marks.note == f"note {each}" for each in range(1, 301, 90))
    assert library.get(ArticleId(91)).article.headline == "Edited 90"
    assert library.count() == 361


def test_a_damaged_body_does_not_stop_the_run(tmp_path: Path, path: Path) -> None:
    with Library.open(tmp_path / "damaged") as library:
        begin(library, path, line(0), line(1), line(2))
        library.database.execute_many("UPDATE bodies SET data = ? WHERE article_id < 3", [(b"not packed",)])
        library.database.execute_many("DELETE FROM bodies WHERE article_id = ?", [(3,)])
        assert counts(sync(library)) == (0, 0, 0, 0)
        write_lines(path, line(3), line(4), line(5))
        report = sync(library)
        assert report.failures == ()
        here = [row.location for row in library.rows(library.ids(Order.NEWEST)) if not row.gone]
        assert sorted(here) == [f"{path}#{number}" for number in (1, 2, 3)]
