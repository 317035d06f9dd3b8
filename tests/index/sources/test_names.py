from __future__ import annotations

import pytest

from index.sources import shown_path
from index.sources.names import archive_kind, is_about, packing_of, section_name, suffix_of, unpacked_name


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("a.txt", ".txt"),
        ("A.TXT.gz", ".txt"),
        ("a.jsonl.xz", ".jsonl"),
        ("2031.03.09", ""),
        ("Mr. Rowley sails", ""),
        ("notes", ""),
        (".hidden", ""),
        ("a.tar.gz", ".tar"),
    ],
)
def test_suffixes(name: str, suffix: str) -> None:
    assert suffix_of(name) == suffix


def test_packings_and_archives() -> None:
    assert packing_of("a.txt.GZ") == "gzip"
    assert packing_of("a.txt") is None
    assert unpacked_name("a.txt.gz") == "a.txt"
    assert [archive_kind(name) for name in ("a.zip", "a.tar.gz", "a.TGZ", "a.txt.gz", ".zip")] == [
        "zip", "tar", "tar", None, None,
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["README", "README.TXT", "readme.md", "LICENSE.txt", "COPYING", "PROVENANCE.txt",
                                  "ATTRIBUTION", "CHANGELOG.txt", "Thumbs.db", "NOTICE", "Makefile"])  # fmt: skip
def test_files_about_a_collection(name: str) -> None:
    assert is_about(name)


@pytest.mark.parametrize("name", ["readmefirstaid.txt", "notice-to-mariners.txt", "changes.txt", "news.txt", "a.txt"])
def test_files_of_a_collection(name: str) -> None:
    assert not is_about(name)


@pytest.mark.parametrize(
    ("folder", "section"),
    [
        ("sport", "sport"),
        ("Middle East", "Middle East"),
        ("arts-culture", "arts-culture"),
        ("محليات", "محليات"),
        ("txt", None),
        ("inbox", None),
        ("2031", None),
        ("day1", None),
        ("a1b2c3", None),
        ("one two three four five", None),
        ("x" * 40, None),
    ],
)
def test_sections(folder: str, section: str | None) -> None:
    assert section_name(folder) == section


def test_shown_paths_are_one_line_of_safe_text() -> None:
    assert shown_path("a\nb\x1b[31m\udcff\u202e\u2028é") == "a\\nb\\x1b[31m\\xff\\u202e\\u2028é"
