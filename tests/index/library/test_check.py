from __future__ import annotations

import pytest

from index.library import Library
from index.library.check import examine, mend
from tests.index.library.making import article, put

WRONGS = {
    "UPDATE counters SET count = count + 1 WHERE name = 'words'": "counter of total 'words'",
    "DELETE FROM counters WHERE kind = 'language'": "counter of language 'en'",
    "INSERT INTO counters VALUES ('outlet', 'Never', 3)": "counter of outlet 'Never'",
    "UPDATE articles SET duplicate_of = 1 WHERE id = 3": "duplicate",
    "INSERT INTO article_tags VALUES ('ghost', 99)": "1 tags that no article has",
    "DELETE FROM article_tags": "1 tags that cannot be looked up",
}


@pytest.fixture
def filled(library: Library) -> Library:
    put(library, article("A", "Same.", language="en", tags=("T",)), article("B", "Same."), article("C", "Other."))
    return library


@pytest.mark.parametrize("wrong", WRONGS)
def test_what_is_wrong_is_found_and_mended(filled: Library, wrong: str) -> None:
    assert examine(filled) == []
    filled.database.execute_many(wrong, [()])
    findings = examine(filled)
    assert any(WRONGS[wrong] in finding for finding in findings), findings
    with filled.write_lock("check") as lock:
        mend(filled, lock)
    assert examine(filled) == []


def test_damaged_bodies_are_named(filled: Library) -> None:
    filled.database.execute_many("UPDATE bodies SET data = ? WHERE article_id = 2", [(b"noise",)])
    filled.database.execute_many("DELETE FROM bodies WHERE article_id = ?", [(3,)])
    findings = examine(filled)
    assert findings == ["article 2 has a damaged body: made/2.txt", "article 3 has a damaged body: made/3.txt"]


def test_a_row_that_belongs_to_nothing_is_found(filled: Library) -> None:
    connection = filled.database.connection()
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("INSERT INTO marks (article_id, read) VALUES (99, 1)")
    assert examine(filled) == ["row 99 of marks belongs to nothing in articles"]


def test_a_damaged_file_is_found(filled: Library) -> None:
    put(filled, *(article(f"Story {number}", " ".join(map(str, range(number, 90_000, 300)))) for number in range(300)))
    filled.close()
    path = filled.folder / "library.db"
    data = bytearray(path.read_bytes())
    for page in range(len(data) // 8192, len(data) // 4096, 3):
        data[page * 4096 : page * 4096 + 600] = bytes(600)
    path.write_bytes(data)
    with Library.open(filled.folder) as library:
        assert any("damaged" in finding for finding in examine(library))
