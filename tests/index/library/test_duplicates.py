from __future__ import annotations

from index.library import Library
from index.library.check import examine
from index.library.writer import Place
from tests.index.library.making import article, put, remove


def groups(library: Library) -> dict[int, int | None]:
    return {stored.id: stored.duplicate_of for stored in library.get_many(range(1, 20))}


def test_the_first_of_a_group_is_the_original(library: Library) -> None:
    put(library, article("A", "Same."), article("B", "Other."), article("C", "same"), article("D", "SAME!"))
    assert groups(library) == {1: None, 2: None, 3: 1, 4: 1}
    assert [row.duplicate for row in library.rows([1, 2, 3, 4])] == [False, False, True, True]


def test_the_next_one_is_the_original_when_the_first_goes(library: Library) -> None:
    put(library, *(article(name, "Same.") for name in "ABCD"))
    remove(library, [1, 3])
    assert groups(library) == {2: None, 4: 2}
    remove(library, [4])
    assert groups(library) == {2: None}
    assert library.stats().duplicates == 0


def test_a_changed_body_leaves_its_group_and_joins_another(library: Library) -> None:
    put(library, article("A", "Same."), article("B", "Other."), article("C", "Same."), article("D", "Other."))
    with library.write_lock("test") as lock, library.writing(lock) as writer:
        writer.update(library.rows([1])[0].id, article("A", "Other."), Place("a.txt"))
    assert groups(library) == {1: None, 2: 1, 3: None, 4: 1}
    with library.write_lock("test") as lock, library.writing(lock) as writer:
        writer.update(library.rows([1])[0].id, article("A, new headline", "Other."), Place("a.txt"))
    assert groups(library) == {1: None, 2: 1, 3: None, 4: 1}
    assert examine(library) == []


def test_articles_without_a_body_are_no_duplicates(library: Library) -> None:
    put(library, article("A", "…"), article("B", "…"))
    assert groups(library) == {1: None, 2: None}
