from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import UsageError
from index.library import Library
from index.types import MarkChange, Order
from tests.index.library.making import article, put, remove

DATES = (None, "2017-03-09", "2015-01-01", "2017-03-09T08:00:00+00:00", "2017-03-09T09:00:00+02:00", "nonsense", None)


def test_orders_are_by_publication_with_the_undated_last(library: Library) -> None:
    put(library, *(article(f"Story {number}", published=date) for number, date in enumerate(DATES)))
    assert list(library.ids(Order.NEWEST)) == [4, 5, 2, 3, 1, 6, 7]
    assert list(library.ids(Order.RELEVANCE)) == [4, 5, 2, 3, 1, 6, 7]
    assert list(library.ids(Order.OLDEST)) == [3, 2, 5, 4, 1, 6, 7]
    assert library.ids(Order.OLDEST).typecode == "q"


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("limit", range(9))
def test_the_first_of_an_order(library: Library, order: Order, limit: int) -> None:
    put(library, *(article(f"Story {number}", published=date) for number, date in enumerate(DATES)))
    assert library.first_ids(order, limit) == library.ids(order)[:limit]


def test_the_days_of_dates_count_as_they_are_written(library: Library) -> None:
    put(library, *(article(f"Story {number}", published=date) for number, date in enumerate(DATES)))
    put(library, article("Late", published="2017-03-09T23:30:00-08:00"))
    assert list(library.ids_published("2017-03-09", "2017-03-09")) == [2, 4, 5, 8]
    assert list(library.ids_published(None, "2017-03-08")) == [3]
    assert list(library.ids_published("2017-03-10", None)) == []
    assert list(library.ids_published(None, None)) == [2, 3, 4, 5, 8]
    assert list(library.ids_undated()) == [1, 6, 7]
    with pytest.raises(UsageError, match="2017-13-01"):
        library.ids_published("2017-13-01", None)


def test_states(library: Library) -> None:
    put(library, article("A", "Same words."), article("B", "same WORDS!"), article("C", tags=("t",)), article("D"))
    library.mark(
        [
            MarkChange(each, read=read, starred=starred, rating=rating, note=note, tags=tags)
            for each, read, starred, rating, note, tags in (
                (library.rows([1])[0].id, True, False, 1, "", ()),
                (library.rows([2])[0].id, False, True, -1, "note", ("mine",)),
            )
        ]
    )
    with library.write_lock("test") as lock, library.writing(lock) as writer:
        writer.set_gone([4], gone=True)
    expected = {
        "read": [1],
        "unread": [2, 3, 4],
        "starred": [2],
        "liked": [1],
        "disliked": [2],
        "noted": [2],
        "tagged": [2, 3],
        "duplicate": [2],
        "gone": [4],
    }
    assert {state: list(library.ids_in_state(state)) for state in expected} == expected
    with pytest.raises(UsageError, match="lost"):
        library.ids_in_state("lost")


def test_lengths(library: Library) -> None:
    put(library, *(article("Head", "word " * count) for count in (1, 5, 10)))
    assert list(library.ids_by_length(None, 6)) == [1, 2]
    assert list(library.ids_by_length(6, None)) == [2, 3]
    assert list(library.ids_by_length(6, 6)) == [2]
    assert list(library.ids_by_length(None, None)) == [1, 2, 3]


def test_languages_follow_the_articles(library: Library) -> None:
    put(library, *(article(f"S {language}", language=language) for language in ("en", "ar", "en", None)))
    assert library.languages() == {"en": 2, "ar": 1}
    remove(library, [2])
    assert library.languages() == {"en": 2}


def test_a_kept_order_follows_changes(library: Library) -> None:
    put(library, article("A", published="2017-01-01"))
    assert list(library.ids(Order.NEWEST)) == [1]
    put(library, article("B", published="2018-01-01"))
    assert list(library.ids(Order.NEWEST)) == [2, 1]
    remove(library, [1])
    assert list(library.ids(Order.NEWEST)) == [2]


def test_the_version_changes_with_every_commit_of_anybody(library: Library, tmp_path: Path) -> None:
    versions = [library.data_version()]
    assert library.data_version() == versions[0]
    (article_id,) = put(library, article())
    versions.append(library.data_version())
    library.mark([MarkChange(article_id, read=True)])
    versions.append(library.data_version())
    with Library.open(tmp_path / "library") as other:
        other.mark([MarkChange(article_id, read=False)])
    versions.append(library.data_version())
    assert len(set(versions)) == 4
