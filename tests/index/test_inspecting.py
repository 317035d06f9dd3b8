"""Inspecting articles, and rules for their lines: the raw text is read anew, and only what a rule is about follows."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import add_rule, apply_rules, inspect, reindex, remove_rule, restore_rule
from index.errors import ArticleNotFoundError, UsageError
from index.library import Library
from index.search import Searcher
from index.sync import add, remove_source, sync
from index.types import ArticleId, MarkChange, RuleAction, RuleScope
from tests.index.writing import everything, line, stored, write_lines

GOLDEN = Path(__file__).parent / "golden"
DROP, KEEP = RuleAction.DROP, RuleAction.KEEP
LETTER = "Get the harbour letter every Friday, it is free and it is short."
PAGE = """Ferry crews walk out again

By Mara Quill

Crews of the night ferry number {number} refused to sail on Monday, and the company would not talk to anybody.

{extra}

The union of ship {number} wants two pilots on every bridge after a collision in the fog last winter.

{number} comments
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as made:
        yield made


def write_pages(folder: Path, files: int, with_letter: set[int]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(files):
        extra = LETTER if number in with_letter else "Nobody on the quay wanted to say more about it in the rain."
        (folder / f"{number:03}.txt").write_text(PAGE.format(number=number, extra=extra), encoding="utf-8")
    return folder


def by_name(library: Library) -> dict[str, int]:
    return {location.rpartition("/")[2]: article.id for location, article in stored(library).items()}


def texts(library: Library, article_id: int) -> list[str]:
    return [block.text for block in library.get(article_id).article.blocks]


# ---- inspecting ----------------------------------------------------------------------------------------------------


def test_the_inspected_article_is_the_one_in_the_library(library: Library) -> None:
    add(library, [GOLDEN])
    articles = everything(library)
    assert len(articles) > 20
    for article in articles:
        inspected = inspect(library, article.id)
        assert (inspected.article, inspected.message) == (article.article, None)
        assert {each.block for each in inspected.lines if each.block is not None} == set(
            range(len(article.article.blocks))
        )


def test_lines_say_what_they_were_taken_for(library: Library, tmp_path: Path) -> None:
    add(library, [write_pages(tmp_path / "pages", 1, {0})])
    (number,) = by_name(library).values()
    inspected = inspect(library, number)
    assert [(each.role, each.kept) for each in inspected.lines] == [
        ("headline", True),
        ("byline", True),
        ("body", True),
        ("body", True),
        ("body", True),
        ("dropped", False),
    ]
    assert inspected.lines[-1].text == "0 comments"
    assert inspected.lines[-1].reason
    assert [each.block for each in inspected.lines] == [None, None, 0, 1, 2, None]
    assert {field.name: (field.value, field.evidence) for field in inspected.fields}["authors"] == (
        "Mara Quill",
        "byline",
    )


def test_a_record_of_an_archive_is_found(library: Library, tmp_path: Path) -> None:
    lines = "".join(json.dumps(line(number, id=f"r{number}")) + "\n" for number in range(5))
    with zipfile.ZipFile(tmp_path / "wire.zip", "w") as archive:
        archive.writestr("a/wire.jsonl", lines)
        archive.writestr("a/plain.txt", PAGE.format(number=9, extra=LETTER))
    add(library, [tmp_path / "wire.zip"])
    for article in everything(library):
        inspected = inspect(library, article.id)
        assert (inspected.article, inspected.message) == (article.article, None)
        assert inspected.scopes == (RuleScope.ARTICLE, RuleScope.FILE)


def test_what_is_no_longer_there_is_said(library: Library, tmp_path: Path) -> None:
    folder = write_pages(tmp_path / "pages", 2, set())
    add(library, [folder])
    ids = by_name(library)
    (folder / "000.txt").unlink()
    (folder / "001.txt").write_text("Another story\n\nAnd this is all that there is of it now.", encoding="utf-8")
    lost, changed = inspect(library, ids["000.txt"]), inspect(library, ids["001.txt"])
    assert lost.lines == ()
    assert lost.article == library.get(ids["000.txt"]).article
    assert "no longer there" in (lost.message or "")
    assert "changed" in (changed.message or "")
    with pytest.raises(ArticleNotFoundError):
        inspect(library, 99)


def test_a_file_is_only_read(library: Library, tmp_path: Path) -> None:
    folder = write_pages(tmp_path / "pages", 1, set())
    add(library, [folder])
    before = (folder / "000.txt").stat()
    inspect(library, by_name(library)["000.txt"])
    after = (folder / "000.txt").stat()
    assert (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size)


# ---- rules ---------------------------------------------------------------------------------------------------------


def test_of_a_hundred_files_the_three_with_the_line_are_read_again(library: Library, tmp_path: Path) -> None:
    folder = write_pages(tmp_path / "pages", 100, {7, 40, 93})
    add(library, [folder])
    ids = by_name(library)
    with_letter = [ids[name] for name in ("007.txt", "040.txt", "093.txt")]
    library.mark([MarkChange(ArticleId(with_letter[0]), starred=True, note="kept")])
    revision = library.revision()
    add_rule(library, with_letter[0], LETTER, DROP, RuleScope.FOLDER)
    assert library.revision() == revision
    report = apply_rules(library)
    assert (report.added, report.updated, report.gone, report.unchanged, report.failures) == (0, 3, 0, 0, ())
    assert library.revision() == revision + 3
    assert by_name(library) == ids
    assert all(LETTER not in texts(library, each) for each in ids.values())
    marks = library.get(with_letter[0]).marks
    assert (marks.starred, marks.note) == (True, "kept")
    assert [each.pending for each in library.rules()] == [False]
    with Searcher(library) as searcher:
        assert searcher.status.behind == 0
        assert searcher.search("letter").total == 0
        assert searcher.search("ferry").total == 100
    assert apply_rules(library).updated == 0


def test_a_rule_holds_for_later_files_and_after_a_reindex(library: Library, tmp_path: Path) -> None:
    folder = write_pages(tmp_path / "pages", 3, {0})
    add(library, [folder])
    add_rule(library, by_name(library)["000.txt"], LETTER, DROP, RuleScope.FOLDER)
    (folder / "new.txt").write_text(PAGE.format(number=77, extra=LETTER.upper()), encoding="utf-8")
    report = sync(library)  # a sync settles rules, too
    assert (report.added, report.updated) == (1, 1)
    reindex(library)
    assert len(library.rules()) == 1
    assert LETTER.upper() not in texts(library, by_name(library)["new.txt"])


def test_lines_that_are_like_it_are_meant_beyond_one_article(library: Library, tmp_path: Path) -> None:
    add(library, [write_pages(tmp_path / "pages", 4, set())])
    ids = by_name(library)
    assert "2 comments" not in texts(library, ids["002.txt"])
    add_rule(library, ids["002.txt"], "2 comments", KEEP, RuleScope.FOLDER)
    assert apply_rules(library).updated == 4
    assert [texts(library, ids[f"00{number}.txt"])[-1] for number in range(4)] == [
        f"{number} comments" for number in range(4)
    ]


def test_a_rule_for_one_article_leaves_the_others_alone(library: Library, tmp_path: Path) -> None:
    add(library, [write_pages(tmp_path / "pages", 3, {0, 1, 2})])
    ids = by_name(library)
    add_rule(library, ids["001.txt"], LETTER, DROP)
    assert apply_rules(library).updated == 1
    assert [LETTER in texts(library, each) for each in ids.values()] == [True, False, True]


def test_one_record_of_a_file_can_be_meant(library: Library, tmp_path: Path) -> None:
    records = [line(number, body=f"Story {number} of the harbour council.\n\n{LETTER}") for number in range(3)]
    add(library, [write_lines(tmp_path / "wire.jsonl", *records)])
    ids = [article.id for article in everything(library)]
    add_rule(library, ids[1], LETTER, DROP)
    assert apply_rules(library).updated == 1
    assert [LETTER in texts(library, each) for each in ids] == [True, False, True]
    add_rule(library, ids[0], LETTER, DROP, RuleScope.FILE)
    assert apply_rules(library).updated == 2
    assert not any(LETTER in texts(library, each) for each in ids)


def test_a_drop_and_then_a_restore_leave_what_was(library: Library, tmp_path: Path) -> None:
    add(library, [write_pages(tmp_path / "pages", 3, {1})])
    number = by_name(library)["001.txt"]
    before = library.get(number).article
    add_rule(library, number, LETTER, DROP, RuleScope.FOLDER)
    apply_rules(library)
    assert add_rule(library, number, LETTER, KEEP, RuleScope.FOLDER) is None
    assert library.rules() == []
    assert apply_rules(library).updated == 1
    assert library.get(number).article == before
    assert library.database.rows("SELECT * FROM rules") == []


def test_a_rule_that_is_taken_back_is_undone(library: Library, tmp_path: Path) -> None:
    add(library, [write_pages(tmp_path / "pages", 3, {1})])
    number = by_name(library)["001.txt"]
    rule = add_rule(library, number, LETTER, DROP, RuleScope.FOLDER)
    assert rule is not None
    apply_rules(library)
    (held,) = library.rules()
    remove_rule(library, rule)
    assert apply_rules(library).updated == 1
    assert LETTER in texts(library, number)
    with pytest.raises(UsageError):
        remove_rule(library, rule)
    restore_rule(library, held)
    assert apply_rules(library).updated == 1
    assert LETTER not in texts(library, number)


def test_the_inspection_shows_which_rule_decides(library: Library, tmp_path: Path) -> None:
    add(library, [write_pages(tmp_path / "pages", 1, {0})])
    number = by_name(library)["000.txt"]
    rule = add_rule(library, number, LETTER, DROP)
    pending = inspect(library, number)
    assert "rule" in (pending.message or "")
    apply_rules(library)
    inspected = inspect(library, number)
    (found,) = [each for each in inspected.lines if each.text == LETTER]
    assert (found.kept, found.rule, found.reason) == (False, rule, "a rule of yours")
    assert inspected.message is None


def test_a_file_that_is_away_follows_when_it_comes_back(library: Library, tmp_path: Path) -> None:
    folder = write_pages(tmp_path / "pages", 2, {0, 1})
    add(library, [folder])
    ids = by_name(library)
    (folder / "000.txt").rename(tmp_path / "away.txt")
    sync(library)
    add_rule(library, ids["001.txt"], LETTER, DROP, RuleScope.FOLDER)
    assert apply_rules(library).updated == 1
    (tmp_path / "away.txt").rename(folder / "000.txt")
    sync(library)
    assert LETTER not in texts(library, ids["000.txt"])


def test_a_rule_follows_a_file_that_is_moved(library: Library, tmp_path: Path) -> None:
    folder = write_pages(tmp_path / "pages", 2, {0})
    add(library, [folder])
    number = by_name(library)["000.txt"]
    add_rule(library, number, LETTER, DROP)
    apply_rules(library)
    (folder / "000.txt").rename(folder / "moved.txt")
    sync(library)
    assert LETTER not in texts(library, number)
    assert library.rules()[0].place.endswith("moved.txt")


def test_rules_go_with_their_source(library: Library, tmp_path: Path) -> None:
    add(library, [write_pages(tmp_path / "pages", 1, {0})])
    add_rule(library, by_name(library)["000.txt"], LETTER, DROP)
    (source,) = library.sources()
    assert len(library.rules(source.id)) == 1
    remove_source(library, source.id, keep_marked=False)
    assert library.rules() == []


def test_scopes_that_an_article_has_not_are_refused(library: Library, tmp_path: Path) -> None:
    add(library, [write_pages(tmp_path / "pages", 1, {0})])
    number = by_name(library)["000.txt"]
    with pytest.raises(UsageError):
        add_rule(library, number, LETTER, DROP, RuleScope.FILE)
    with pytest.raises(UsageError):
        add_rule(library, number, "  \x1b[2J ", DROP)
