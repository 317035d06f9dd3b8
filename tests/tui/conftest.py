"""A small real library, made once through the engine; every test gets its own copy."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from index import Library, add_sources

ARTICLES = 40
MANY = 300
"""The articles of a library whose ends are many pages apart."""

LIGHTHOUSES = (3, 7, 20)
"""The articles that speak of a lighthouse: twice in the first, once in the others."""


def headline(number: int) -> str:
    return f"Report {number} from Eastmark"


def _article(number: int) -> dict[str, object]:
    paragraphs = [
        f"This is the report of day {number}. The council of Eastmark met in the long hall by the quay.",
        "Several members asked for a new ferry, and a smaller number asked for a bridge instead. " * 4,
        "Nobody voted. The meeting goes on when the tide allows it, the mayor said to the Fictional Post. " * 4,
    ]
    if number in LIGHTHOUSES:
        paragraphs.append("The lighthouse stayed dark for the whole night, and the ships waited outside.")
    if number == LIGHTHOUSES[0]:
        paragraphs.append("A second lighthouse is planned on the other side of the bay.")
    return {
        "headline": headline(number),
        "text": "\n\n".join(paragraphs),
        "author": "Ida Vane" if number % 2 else "Tom Orr",
        "date": f"2031-{1 + number // 28:02}-{1 + number % 28:02}",
        "section": "Harbour" if number % 2 else "Town",
        "source": "The Fictional Post",
        "url": f"https://news.example/report/{number}" if number != ARTICLES - 2 else None,
    }


@pytest.fixture(scope="session")
def archive_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The articles as JSON lines: number 0 is the oldest."""
    path = tmp_path_factory.mktemp("archive") / "reports.jsonl"
    path.write_text("\n".join(json.dumps(_article(number)) for number in range(ARTICLES)), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def whole_library(archive_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library") / "library"
    with Library.open(folder) as library:
        report = add_sources(library, [archive_file])
    assert report.added == ARTICLES
    return folder


@pytest.fixture
def folder(whole_library: Path, tmp_path: Path) -> Path:
    """The folder of a library with `ARTICLES` articles, newest first from `ARTICLES - 1` down to 0."""
    return Path(shutil.copytree(whole_library, tmp_path / "library"))


@pytest.fixture
def long_folder(tmp_path: Path) -> Path:
    """The folder of a library with `MANY` articles, newest first from `MANY - 1` down to 0."""
    archive, folder = tmp_path / "many.jsonl", tmp_path / "library"
    archive.write_text("\n".join(json.dumps(_article(number)) for number in range(MANY)), encoding="utf-8")
    with Library.open(folder) as library:
        assert add_sources(library, [archive]).added == MANY
    return folder


@pytest.fixture
def empty_folder(tmp_path: Path) -> Path:
    """A place where there is no library yet."""
    return tmp_path / "empty"
