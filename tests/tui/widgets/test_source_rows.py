from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.cells import cell_len

from index.types import FullPage, Source, SourceId, SourceKind
from tui.widgets.source_rows import SourceRow, about, ago, heading, name_in, source_line, summed_up
from tui.widgets.strips import plain

NOW = datetime(2031, 5, 20, 12, 0, tzinfo=UTC)
FOLDER = Source(SourceId(1), Path("/press/wire"), "/press/wire", 12_345, 3, "2031-05-20T09:00:00Z", 2, unread=678)
FEED = Source(
    SourceId(2),
    Path("https:/quay.example/feed"),
    "https://quay.example/feed",
    40,
    0,
    None,
    1,
    kind=SourceKind.FEED,
    address="https://quay.example/feed",
    title="The Quay Post",
    full_page=FullPage.SHORT,
    problem="the server refused: https://quay.example/feed",
)


@pytest.mark.parametrize("width", [1, 5, 12, 24, 39, 40, 51, 52, 63, 64, 80, 120])
@pytest.mark.parametrize("source", [FOLDER, FEED, replace(FEED, title="港の新聞" * 30)])
def test_a_line_fills_the_width(source: Source, width: int) -> None:
    assert cell_len(plain(source_line(SourceRow(source, "folder"), width, NOW))) == width
    assert cell_len(plain(heading(width))) == width
    assert cell_len(name_in(source, width)) <= width


def test_facts_come_with_the_room_for_them() -> None:
    wide = plain(source_line(SourceRow(FOLDER, "folder"), 80, NOW)).split()
    assert wide == ["/press/wire", "folder", "12,345", "678", "3", "h", "2"]
    assert plain(source_line(SourceRow(FOLDER, "folder"), 38, NOW)).split() == ["/press/wire", "678", "!"]
    assert "syncing" in plain(source_line(SourceRow(FOLDER, "folder", "syncing"), 80, NOW))
    assert plain(heading(80)).split() == ["source", "kind", "articles", "unread", "synced", "failed"]


def test_of_a_long_path_the_end_is_shown() -> None:
    long = replace(FOLDER, label="/home/somebody/archives/of/the/press/wire")
    assert name_in(long, 15) == "…the/press/wire"
    assert name_in(FEED, 8) == "The Qua…"


def test_what_the_list_has_no_room_for() -> None:
    assert about(SourceRow(FOLDER), 100) == "/press/wire · 3 marked · 2 could not be read: ! shows why"
    told = about(SourceRow(FEED), 100)
    assert told.startswith("https://quay.example/feed · full pages: when short · the server refused")
    assert summed_up([FOLDER, FEED], 80) == "2 sources · 678 unread of 12,385 · 1 failed"


def test_hostile_names_stay_in_their_line() -> None:
    hostile = replace(FEED, title="a\x1b]0;x\x07\n[red]b[/]", problem="c\r\nd")
    assert "\x1b" not in plain(source_line(SourceRow(hostile), 80, NOW))
    assert "\n" not in about(SourceRow(hostile), 80)


@pytest.mark.parametrize(
    ("last_sync", "words"),
    [
        (None, "never"),
        ("nonsense", "?"),
        ("2031-05-20T11:59:40Z", "now"),
        ("2031-05-20T12:30:00Z", "now"),
        ("2031-05-20T11:55:00Z", "5 min"),
        ("2031-05-20T09:00:00", "3 h"),
        ("2031-05-18T12:00:00Z", "2 d"),
        ("2031-04-20T12:00:00Z", "4 w"),
        ("2029-05-20T12:00:00Z", "2 y"),
    ],
)
def test_how_long_ago(last_sync: str | None, words: str) -> None:
    assert ago(last_sync, NOW) == words
