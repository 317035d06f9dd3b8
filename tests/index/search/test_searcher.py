"""What a searcher promises: orders, counts, marks, suggestions; and that nothing typed or broken raises."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import SearchCancelledError
from index.highlight import highlight
from index.indexer import Indexer
from index.library import Library
from index.search import Searcher
from index.types import ArticleId, IndexStatus, MarkChange, Order
from tests.index.library.making import article, put, remove


def catch_up(library: Library) -> None:
    with library.write_lock("test"), Indexer(library) as indexer:
        indexer.catch_up()


def add(library: Library, *made: object) -> list[ArticleId]:
    ids = put(library, *made)  # type: ignore[arg-type]
    catch_up(library)
    return ids


PORTS = (
    article("Ferry strike", "Crews walked out at noon.", language="en", published="2031-05-02", section="Front",
            outlet="Port Ansel Mail", authors=("Ilse Varga",), place="Port Ansel", tags=("Strikes",)),
    article("Quay reopened", "The ferry came first, the ferries followed.", language="en", published="2031-05-04",
            section="Front", outlet="Port Ansel Mail", authors=("Ilse Varga", "Jon Mare"), tags=("ports",)),
    article("Storm warning", "Boats stay in the harbour.", language="en", published="2031-05-03", section="Weather"),
    article("Letters", "A reader asks after the ferry, the quay and the crews."),
)  # fmt: skip


@pytest.fixture
def ports(library: Library) -> list[ArticleId]:
    return add(library, *PORTS)


@pytest.fixture
def searcher(library: Library, ports: list[ArticleId]) -> Iterator[Searcher]:
    assert ports
    with Searcher(library) as searcher:
        yield searcher


# ---- orders -------------------------------------------------------------------------------------------------------


def test_the_best_match_comes_first(searcher: Searcher) -> None:
    results = searcher.search("ferry")
    assert results.order is Order.RELEVANCE
    assert list(results.ids) == [1, 2, 4]
    assert list(results.scores) == sorted(results.scores, reverse=True)


def test_orders_by_date_leave_the_undated_last(searcher: Searcher) -> None:
    assert list(searcher.search("ferry", Order.NEWEST).ids) == [2, 1, 4]
    assert list(searcher.search("ferry", Order.OLDEST).ids) == [1, 2, 4]
    assert list(searcher.search("ferry sort:newest").ids) == [2, 1, 4]
    assert list(searcher.search("sort:oldest").ids) == [1, 3, 2, 4]


def test_the_order_that_is_asked_for_goes_before_the_text(searcher: Searcher) -> None:
    assert searcher.search("ferry sort:newest", Order.OLDEST).order is Order.OLDEST


def test_what_nothing_ranks_is_ordered_by_date(searcher: Searcher) -> None:
    for query in ("", "*", "is:unread", "-zeppelin", "section:front OR section:weather OR is:undated"):
        results = searcher.search(query)
        assert (results.order, len(results.scores)) == (Order.NEWEST, 0), query
        assert list(results.ids) == [2, 3, 1, 4], query


def test_equal_scores_stand_from_the_newest_to_the_oldest(library: Library) -> None:
    days = ("2031-01-02", None, "2031-01-03", "2031-01-02")
    add(library, *(article("Tide table", "High water at six.", published=day) for day in days))
    with Searcher(library) as searcher:
        results = searcher.search("tide")
    assert len(set(results.scores)) == 1
    assert list(results.ids) == [3, 1, 4, 2]


def test_an_article_with_a_rare_spelling_is_no_better(library: Library) -> None:
    usual = [article(f"Note {number}", "The café by the quay.") for number in range(9)]
    add(library, *usual, article("Note 9", "The cafe by the quay."))
    with Searcher(library) as searcher:
        assert len(set(searcher.search("café", Order.NEWEST).scores)) == 1
        assert searcher.search("café").ids[-1] == 10  # the form that was typed goes before


# ---- conditions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("ferry crews", [1, 4]),
        ("ferry -crews", [2]),
        ("-ferry", [3]),
        ("-ferry -boats", []),
        ("NOT (ferry OR boats)", []),
        ("storm OR strike", [1, 3]),
        ('"the ferry"', [2, 4]),
        ('"quay the ferry"', []),
        ('"ferry quay"~1', [4]),
        ("=ferries", [2]),
        ("fer*", [1, 2, 4]),
        ("*ry", [1, 2, 4]),
        ("headline:ferry", [1]),
        ("byline:varga", [1, 2]),
        ('byline:"varga jon"', []),
        ("date:2031-05-03..2031-05-04", [2, 3]),
        ("since:2031-05-03 ferry", [2]),
        ("is:undated", [4]),
        ("words:<8", [1, 3]),
        ("tag:STRIKES", [1]),
        ("has:tag ferry", [1, 2]),
        ("id:2", [2]),
        ("id:99", []),
        ("lang:en harbour", [3]),
        ("path:made quay", [2, 4]),
    ],
)
def test_what_queries_find(searcher: Searcher, query: str, ids: list[int]) -> None:
    assert sorted(searcher.search(query).ids) == ids


def test_marks_count_from_the_moment_they_are_made(library: Library, searcher: Searcher) -> None:
    assert list(searcher.search("ferry is:starred").ids) == []
    undo = library.mark([MarkChange(ArticleId(2), starred=True, note="Ask about the crane drivers", tags=("Later",))])
    for query in ("ferry is:starred", "note:crane", 'note:"crane drivers" -strike', "has:note", "tag:later"):
        assert list(searcher.search(query).ids) == [2], query
    library.mark(undo)
    assert list(searcher.search("note:crane").ids) == []


@pytest.mark.parametrize("query", ["note:zeppelin*", "note:ZEPPELIN", "note:eclairs", "note:?clair"])
def test_notes_are_searched_with_words_that_no_article_has(library: Library, searcher: Searcher, query: str) -> None:
    library.mark([MarkChange(ArticleId(2), note="Zeppelins, or the éclair?")])
    results = searcher.search(query)
    assert list(results.ids) == [2]
    (stored,) = library.get_many([2])
    assert highlight(stored, results.understood).matches


def test_removed_articles_are_gone_before_the_index_knows(library: Library, searcher: Searcher) -> None:
    queries = ("ferry", "*", "-storm", "is:unread", "ferr*")
    for query in queries:
        assert 2 in searcher.search(query).ids
    remove(library, [2])
    for query in queries:
        assert 2 not in searcher.search(query).ids


def test_new_articles_wait_for_the_index_only_where_words_are_asked_for(library: Library, searcher: Searcher) -> None:
    searcher.search("ferry")
    put(library, article("Another ferry", published="2031-06-01"))
    assert searcher.status == IndexStatus(usable=True, behind=1)
    assert 5 not in searcher.search("ferry").ids
    assert 5 not in searcher.search("-storm").ids
    assert 5 in searcher.search("is:unread").ids
    assert not searcher.refresh()
    catch_up(library)
    assert searcher.refresh()
    assert not searcher.refresh()
    assert searcher.search("ferry sort:newest").ids[0] == 5
    assert searcher.status == IndexStatus(usable=True, behind=0)


# ---- what was understood ------------------------------------------------------------------------------------------


def test_chips_count_their_condition_alone(library: Library, searcher: Searcher) -> None:
    library.mark([MarkChange(ArticleId(1), read=True)])
    ferry, crews, read = searcher.understand("ferry -crews is:read").chips
    assert (ferry.count, ferry.forms, ferry.form_count) == (3, (("ferry", 3), ("ferries", 1)), 2)
    assert (crews.count, crews.negated, crews.forms) == (2, True, (("crews", 2),))
    assert (read.count, read.forms, read.form_count) == (1, (), 0)


def test_a_form_in_several_fields_of_an_article_counts_once(library: Library) -> None:
    add(
        library,
        article("Ferry", "Ferry, ferry.", standfirst="Ferry", language="en"),
        article("Other", "The ferries.", language="en"),
    )
    with Searcher(library) as searcher:
        (chip,) = searcher.understand("ferry").chips
    assert chip.forms == (("ferries", 1), ("ferry", 1))


def test_at_most_fifty_forms_are_told(library: Library) -> None:
    add(
        library, article("Rows", " ".join(f"row{number}" for number in range(80)), "row7 again"), article("Row", "row7")
    )
    with Searcher(library) as searcher:
        (chip,) = searcher.search("row*").understood.chips
    assert (len(chip.forms), chip.form_count) == (50, 82)
    assert chip.forms[0] == ("row7", 2)


def test_wildcards_with_thousands_of_forms(library: Library) -> None:
    texts = [" ".join(f"ship{number}" for number in range(first, first + 500)) for first in range(0, 6000, 500)]
    ids = add(library, *(article("Register", text) for text in texts), article("Other", "No vessels."))
    with Searcher(library) as searcher:
        assert sorted(searcher.search("ship*").ids) == ids[:-1]
        assert searcher.search("*p17?").total == 1
        assert searcher.search("ship* -ship17").total == len(texts) - 1


# ---- hits, suggestions ----------------------------------------------------------------------------------------------


def test_hits_have_marks_and_snippets(searcher: Searcher) -> None:
    results = searcher.search("ferry")
    first, second = searcher.hits(results, 0, 2)
    assert first.row.headline[slice(*first.headline_marks[0])] == "Ferry"
    assert second.headline_marks == ()
    (snippet,) = second.snippets
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["ferry", "ferries"]
    assert first.score == results.scores[0]


def test_marks_number_their_query_terms(searcher: Searcher) -> None:
    (hit,) = searcher.hits(searcher.search("crews strike"), 0, 9)
    assert (hit.headline_terms, hit.snippets[0].terms) == ((1,), (0,))


def test_hits_of_no_query_are_plain(searcher: Searcher) -> None:
    hits = searcher.hits(searcher.search(""), 1, 3)
    assert [(hit.row.id, hit.score, hit.headline_marks, hit.snippets) for hit in hits] == [
        (3, None, (), ()),
        (1, None, (), ()),
    ]


def test_hits_of_removed_articles_are_left_out(library: Library, searcher: Searcher) -> None:
    results = searcher.search("ferry")
    remove(library, [2])
    assert [hit.row.id for hit in searcher.hits(results, 0, 9)] == [1, 4]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ferry zeppelin", [("without zeppelin", "ferry", 3)]),
        ("fery", [("did you mean ferry", "ferry", 3)]),
        ("headline:storn", [("did you mean headline:storm", "headline:storm", 1)]),
        ('"storm warming"', [('did you mean "storm warning"', '"storm warning"', 1)]),
        ("storm ferry is:read", []),
        ("ferry ADJ/1 quay", [("anywhere ferry quay", "ferry quay", 2)]),
        ("atleast9(ferry) is:unread", [
            ("anywhere ferry", "ferry is:unread", 3),
            ("without atleast9(ferry)", "is:unread", 4),
        ]),
        ("storm quay", [
            ("without storm", "quay", 2),
            ("without quay", "storm", 1),
            ("any of storm quay", "storm OR quay", 3),
        ]),
        ("==QUAY", [("did you mean =quay", "=quay", 2)]),
        ("/[xyz]erry/", []),
        ("xylophone", []),
        ("storm section:front sort:oldest", [
            ("without storm", "section:front sort:oldest", 2),
            ("without section:front", "storm sort:oldest", 1),
        ]),
    ],
)  # fmt: skip
def test_suggestions_find_what_they_promise(
    searcher: Searcher, query: str, expected: list[tuple[str, str, int]]
) -> None:
    results = searcher.search(query)
    assert results.total == 0
    told = searcher.suggest(results.understood)
    assert [(one.label, one.query, one.count) for one in told] == expected
    for one in told:
        assert searcher.search(one.query).total == one.count


# ---- trouble ------------------------------------------------------------------------------------------------------


@given(st.text() | st.text('ab"*?()-:~/ ', max_size=12))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_typed_raises(searcher: Searcher, text: str) -> None:
    results = searcher.search(text)
    searcher.hits(results, 0, 5)
    if not results.total:
        searcher.suggest(results.understood)
    assert searcher.status.problem is None


@pytest.mark.parametrize("query", ["\udcff", "caf\udce9*", "tag:\udcff", "note:\udcff", "date:\udcff", '"\udcff a"~3'])
def test_undecodable_arguments_are_passed_over(searcher: Searcher, query: str) -> None:
    assert searcher.search(query).total <= 4
    assert searcher.status.problem is None


def test_a_search_can_be_cancelled_at_any_moment(library: Library, ports: list[ArticleId]) -> None:
    assert ports
    total = 0
    for calls in count():
        left = iter(range(calls))
        with Searcher(library) as searcher:
            try:
                total = searcher.search('fer* "the ferry" OR is:unread', cancelled=_after(left)).total
                break
            except SearchCancelledError:
                assert searcher.status.problem is None
    assert total == 4
    assert calls > 5


def _after(left: Iterator[int]) -> Callable[[], bool]:
    return lambda: next(left, None) is None


def test_without_an_index_the_library_still_answers(library: Library) -> None:
    put(library, *PORTS)
    with Searcher(library) as searcher:
        assert searcher.status == IndexStatus(usable=False, behind=4)
        assert list(searcher.search("").ids) == [2, 3, 1, 4]
        assert list(searcher.search("is:undated").ids) == [4]
        waiting = searcher.search("ferry")
        assert waiting.total == 0
        assert "being built" in waiting.understood.repairs[0]
        assert waiting.understood.chips[0].count is None
        assert searcher.suggest(waiting.understood) == ()
        catch_up(library)
        assert searcher.refresh()
        assert searcher.search("ferry").total == 3


def test_an_empty_library_needs_no_index(library: Library) -> None:
    with Searcher(library) as searcher:
        assert searcher.status == IndexStatus(usable=True, behind=0)
        assert searcher.search("ferry").total == 0
        assert searcher.search("ferry").understood.repairs == ()


def test_an_index_ahead_of_a_library_put_back_from_a_backup_is_not_searched(library: Library, tmp_path: Path) -> None:
    add(library, PORTS[0])
    backup = tmp_path / "backup"
    with closing(sqlite3.connect(library.folder / "library.db")) as source, closing(sqlite3.connect(backup)) as target:
        source.backup(target)
    add(library, *PORTS[1:])
    library.close()
    shutil.move(backup, library.folder / "library.db")
    with Library.open(library.folder) as restored, Searcher(restored) as searcher:
        assert not searcher.status.usable
        assert "another state of the library" in (searcher.status.problem or "")
        assert searcher.search("ferry").total == 0
        catch_up(restored)
        searcher.refresh()
        assert searcher.search("ferry").total == 1


def test_damage_found_on_opening_is_told_and_mended(library: Library, ports: list[ArticleId]) -> None:
    assert ports
    _segment(library).unlink()
    with Searcher(library) as searcher:
        assert not searcher.status.usable
        assert "damaged" in (searcher.status.problem or "")
        results = searcher.search("ferry")
        assert results.total == 0
        assert results.understood.repairs == (searcher.status.problem,)
        assert searcher.search("is:unread").total == 4
        catch_up(library)
        assert searcher.refresh()
        assert searcher.status == IndexStatus(usable=True, behind=0)
        assert searcher.search("ferry").total == 3


def _overwrite(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"\xff" * path.stat().st_size)


def _segment(library: Library) -> Path:
    manifest = json.loads(next(library.search_folder.glob("*/manifest.json")).read_bytes())["manifest"]
    return next(library.search_folder.glob(f"*/{manifest['segments'][0]['name']}"))


def test_damage_met_while_searching_is_told_and_mended(library: Library, ports: list[ArticleId]) -> None:
    assert ports
    with Searcher(library) as searcher:
        searcher.refresh()
        _overwrite(_segment(library))
        results = searcher.search("ferry quay")
        assert results.total == 0
        assert results.understood.repairs == (searcher.status.problem,)
        assert not searcher.status.usable
        catch_up(library)
        assert searcher.refresh()
        assert searcher.search("ferry quay").total == 2


@pytest.mark.usefixtures("ports")
def test_damage_that_left_size_and_time_alone_is_mended_when_opening_fails(library: Library) -> None:
    path = _segment(library)
    before = path.stat()
    path.write_bytes(bytes(byte ^ 0x55 for byte in path.read_bytes()))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with Searcher(library) as searcher:
        assert "damaged" in (searcher.status.problem or "")
        catch_up(library)
        searcher.refresh()
        assert searcher.status == IndexStatus(usable=True, behind=0)
        assert searcher.search("ferry").total == 3


def test_searchers_in_threads_while_a_writer_commits(library: Library) -> None:
    add(library, *PORTS)
    done = threading.Event()
    failures: list[BaseException] = []

    def search() -> None:
        try:
            with Searcher(library) as searcher:
                last = 0
                while not done.is_set():
                    searcher.refresh()
                    results = searcher.search("ferry")
                    searcher.hits(results, 0, 3)
                    assert searcher.status.problem is None
                    assert results.total >= last
                    last = results.total
        except BaseException as error:  # noqa: BLE001 - told to the main thread
            failures.append(error)

    threads = [threading.Thread(target=search) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(25):
        add(library, article(f"Timetable {number}", "The ferry leaves at six."))
    with library.write_lock("test"), Indexer(library) as indexer:
        indexer.rebuild()
    done.set()
    for thread in threads:
        thread.join()
    assert failures == []
    with Searcher(library) as searcher:
        assert searcher.search("ferry").total == 28


def test_saved_stands_for_the_query_that_was_saved(library: Library, searcher: Searcher) -> None:
    library.save_search("boats", "ferry OR boats sort:oldest")
    results = searcher.search("saved:Boats -headline:strike")
    assert list(results.ids) == [3, 2, 4]
    assert results.understood.repairs == ()
    assert searcher.search("saved:nobody quay").understood.repairs == (
        "ignored saved:nobody: there is no saved search of this name",
    )
