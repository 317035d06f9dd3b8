from __future__ import annotations

from pathlib import Path

import pytest

from index.library.naming import meant

SOURCES = (
    (1, "/press/wire", None),
    (2, "/press/wire/2031", None),
    (3, "https://quay.example/feed.xml", "The Quay “Daily” Post"),
    (4, "/press/Wire", None),
    (12, str(Path.home() / "Notes"), None),
)


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("1", [1]),
        ("12", [12]),
        ("/press/wire", [1]),
        ("/press/wire/", [1, 4]),
        ("/Press/Wire", [1, 4]),
        ("wire", [1, 2, 4]),
        ("2031", [2]),
        ("quay", [3]),
        ("HTTPS://QUAY.example/feed.xml", [3]),
        ("the quay daily post", [3]),
        ("daily", [3]),
        ("~/notes", [12]),
        ("nowhere", []),
        ("", []),
        (" ", []),
        ('"', []),
    ],
)
def test_what_is_meant(name: str, ids: list[int]) -> None:
    assert meant(name, SOURCES) == ids
