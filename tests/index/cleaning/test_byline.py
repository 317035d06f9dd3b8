from __future__ import annotations

import pytest

from index.cleaning.byline import byline_of, dateline_of


@pytest.mark.parametrize(
    ("line", "authors", "place"),
    [
        ("By Orla Fennick in Kelmouth", ("Orla Fennick",), "Kelmouth"),
        ("By Orla Fennick and Tam Rowley in Kelmouth", ("Orla Fennick", "Tam Rowley"), "Kelmouth"),
        ("By Orla Fennick, Tam Rowley and Ines Calloway", ("Orla Fennick", "Tam Rowley", "Ines Calloway"), None),
        ("By Orla Fennick in Kelmouth and Tam Rowley in Alderholm", ("Orla Fennick", "Tam Rowley"), "Kelmouth"),
        ("By Orla Fennick, Reuters", ("Orla Fennick",), None),
        ("By ORLA FENNICK", ("Orla Fennick",), None),
        ("By O. K. Fennick, Senior Correspondent", ("O. K. Fennick",), None),
        ("Story by Orla Fennick", ("Orla Fennick",), None),
        ("Written by Orla Fennick for The Kelmouth Lantern", ("Orla Fennick",), None),
        ("Orla Fennick, Associated Press", ("Orla Fennick",), None),
        ("Orla Fennick - Coastal News Agency", ("Orla Fennick",), None),
        ("Por Remedios Alcuza", ("Remedios Alcuza",), None),
        ("Par Solène Marivault et Luc Thévenard", ("Solène Marivault", "Luc Thévenard"), None),
        ("Von Jürgen Öhlmann", ("Jürgen Öhlmann",), None),
        ("Di Mario Fantasini", ("Mario Fantasini",), None),
        ("بقلم ليلى الشاطري", ("ليلى الشاطري",), None),
        ("كتب: سامي النجار", ("سامي النجار",), None),
        ("By Mary O'Velney and Jean-Luc de la Brume", ("Mary O'Velney", "Jean-Luc de la Brume"), None),
    ],
)
def test_bylines(line: str, authors: tuple[str, ...], place: str | None) -> None:
    byline = byline_of(line)
    assert byline is not None
    assert (byline.authors, byline.place) == (authors, place)


@pytest.mark.parametrize(
    "line",
    [
        "By the time he arrived the boat had gone",
        "By Monday the town was quiet again",
        "By Night",
        "Par AFP",
        "Orla Fennick",
        "Threats to the harbour",
        "Kelmouth, a town on the coast",
        "",
    ],
)
def test_what_is_no_byline(line: str) -> None:
    assert byline_of(line) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("KELMOUTH (AP) — The harbour board said on Monday", "Kelmouth"),
        ("SALVADOR, Feb 26 - Shipments of cocoa", "Salvador"),
        ("KELMOUTH — Harbour pilots said", "Kelmouth"),
        ("Kelmouth (AFP) – Harbour pilots said", "Kelmouth"),
        ("Paris, 9 mars (AFP) - Le maire", "Paris"),
        ("RIO DE JANEIRO (Reuters) -- The band", "Rio de Janeiro"),
        ("PARIS/LONDON, March 3 (Reuters) - Two ships", "Paris"),
        ("Madrid, 3 mar (EFE).- El alcalde", "Madrid"),
        ("بغداد (رويترز) - قال المتحدث", "بغداد"),
    ],
)
def test_datelines(text: str, place: str) -> None:
    assert dateline_of(text) == place


@pytest.mark.parametrize(
    "text",
    [
        "UPDATE - The ferry sailed",
        "NASA — the agency — said",
        "The man (who knew) - was gone",
        "He said - no",
        "U.S. - based firms",
        "SAO PAULO: The team",
        "The harbour board said on Monday - again",
    ],
)
def test_what_is_no_dateline(text: str) -> None:
    assert dateline_of(text) is None
