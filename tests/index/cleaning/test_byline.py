from __future__ import annotations

import pytest

from index.cleaning.byline import Byline, byline_of, dateline_of
from index.cleaning.byline_alone import byline_alone
from index.cleaning.document import RawBlock
from index.cleaning.lines import measure


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
        ("By Orla Fennick at the Breakwater Ground", ("Orla Fennick",), None),
        ("By Orla Fennick at the Breakwater Ground in Kelmouth", ("Orla Fennick",), "Kelmouth"),
        ("Interview by Orla Fennick", ("Orla Fennick",), None),
        ("Por Remedios Alcuza en el Campo del Faro", ("Remedios Alcuza",), None),
        ("Por Remedios Alcuza, Puerto Hondo", ("Remedios Alcuza",), "Puerto Hondo"),
        ("di Mario Fantasini, da Montelume", ("Mario Fantasini",), "Montelume"),
        ("كتبت سميرة حدّور من قصر النور", ("سميرة حدّور",), "قصر النور"),
        ("By Mary O'Velney and Jean-Luc de la Brume", ("Mary O'Velney", "Jean-Luc de la Brume"), None),
    ],
)
def test_bylines(line: str, authors: tuple[str, ...], place: str | None) -> None:
    byline = byline_of(line)
    assert byline is not None
    assert (byline.authors, byline.place) == (authors, place)


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("Orla Fennick, The Kelmouth Lantern", "The Kelmouth Lantern"),
        ("Solène Marivault, Le Phare d'Orne", "Le Phare d'Orne"),
        ("By Orla Fennick, Kelmouth Evening Post", "Kelmouth Evening Post"),
        ("Written by Orla Fennick for The Kelmouth Lantern", "The Kelmouth Lantern"),
        ("Orla Fennick | Harbour correspondent", None),
        ("By Orla Fennick, Reuters", None),
    ],
)
def test_the_outlet_that_a_byline_names(line: str, outlet: str | None) -> None:
    byline = byline_of(line)
    assert byline is not None
    assert byline.outlet == outlet


def head(
    line: str, body: str = "The ferry sailed again on Monday, the harbour board of the town said."
) -> Byline | None:
    lines = measure([RawBlock("Ferry sails again after two winters"), RawBlock(line), RawBlock(body)], pasted=True)
    return byline_alone(lines, 1, lines[0])


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("ORLA FENNICK", Byline(("Orla Fennick",))),
        ("Words Orla Fennick", Byline(("Orla Fennick",))),
        ("From Orla Fennick aboard the pilot's launch", Byline(("Orla Fennick",))),
        ("Haber: Nermin Ulusoylu", Byline(("Nermin Ulusoylu",))),
        ("The Kelmouth Lantern staff", Byline((), outlet="The Kelmouth Lantern")),
        ("بشير نداف - مرسى زهر", Byline(("بشير نداف",), "مرسى زهر")),
        ("Orla Fennick", None),
        ("PORT KELMOUTH", None),
        ("A WINTER OF SILENCE", None),
        ("From Kelmouth to the sea", None),
        ("The harbour has a clock again", None),
    ],
)
def test_bylines_that_only_their_place_tells(line: str, byline: Byline | None) -> None:
    assert head(line) == byline


def test_of_a_name_and_a_place_the_place_comes_again() -> None:
    body = "The ferry to Dun Alder sailed again on Monday, the harbour board of the town said."
    assert head("Orla Fennick - Dun Alder", body) == Byline(("Orla Fennick",), "Dun Alder")
    assert head("Dun Alder - Orla Fennick", body) == Byline(("Orla Fennick",), "Dun Alder")


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
