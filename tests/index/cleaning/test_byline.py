from __future__ import annotations

import pytest

from index.cleaning.byline import Byline, byline_of, dateline_of, names_of
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


@pytest.mark.parametrize(
    ("line", "authors", "place"),
    [
        ("Words by Orla Fennick", ("Orla Fennick",), None),
        ("Words: Orla Fennick", ("Orla Fennick",), None),
        ("Words and pictures by Orla Fennick", ("Orla Fennick",), None),
        ("Story and photos by Orla Fennick", ("Orla Fennick",), None),
        ("Photos and text by Orla Fennick", ("Orla Fennick",), None),
        ("Reporting by Orla Fennick in Kelmouth; editing by Tam Rowley", ("Orla Fennick",), "Kelmouth"),
        ("Reporting by Orla Fennick; Editing by Tam Rowley", ("Orla Fennick",), None),
        ("(Reporting by Orla Fennick; Editing by Tam Rowley)", ("Orla Fennick",), None),
        ("By Orla Fennick & Tam Rowley", ("Orla Fennick", "Tam Rowley"), None),
        ("BY ORLA FENNICK AND TAM ROWLEY", ("Orla Fennick", "Tam Rowley"), None),
        ("By: Orla Fennick", ("Orla Fennick",), None),
        ("Author: Orla Fennick", ("Orla Fennick",), None),
        ("Written by: Orla Fennick", ("Orla Fennick",), None),
        ("Posted by Orla Fennick", ("Orla Fennick",), None),
        ("By Orla Fennick | Staff Writer", ("Orla Fennick",), None),
        ("By Orla Fennick, staff reporter", ("Orla Fennick",), None),
        ("By Orla Fennick, Political Editor", ("Orla Fennick",), None),
        ("By Orla Fennick, BBC News", ("Orla Fennick",), None),
        ("Orla Fennick, AFP", ("Orla Fennick",), None),
        ("Orla Fennick / AP", ("Orla Fennick",), None),
        ("Orla Fennick | Reuters", ("Orla Fennick",), None),
        ("By Orla Fennick (@orlafennick)", ("Orla Fennick",), None),
        ("By Orla Fennick orla@example.org", ("Orla Fennick",), None),
        ("By Dr. Orla Fennick", ("Dr. Orla Fennick",), None),
        (
            "By Orla Fennick, Tam Rowley, and Ines Calloway in Kelmouth",
            ("Orla Fennick", "Tam Rowley", "Ines Calloway"),
            "Kelmouth",
        ),
        ("Exclusive by Orla Fennick", ("Orla Fennick",), None),
        ("Translated by Orla Fennick", ("Orla Fennick",), None),
        ("Von Jürgen Öhlmann und Grete Sund", ("Jürgen Öhlmann", "Grete Sund"), None),
        ("Von Jürgen Öhlmann, Kaltensund", ("Jürgen Öhlmann",), None),
        ("Von unserem Korrespondenten Jürgen Öhlmann", ("Jürgen Öhlmann",), None),
        ("Text: Jürgen Öhlmann", ("Jürgen Öhlmann",), None),
        ("Ein Kommentar von Jürgen Öhlmann", ("Jürgen Öhlmann",), None),
        ("Eine Analyse von Jürgen Öhlmann", ("Jürgen Öhlmann",), None),
        ("Ein Gastbeitrag von Jürgen Öhlmann", ("Jürgen Öhlmann",), None),
        ("Aus Kaltensund berichtet Jürgen Öhlmann", ("Jürgen Öhlmann",), "Kaltensund"),
        ("Par Solène Marivault avec AFP", ("Solène Marivault",), None),
        ("Propos recueillis par Solène Marivault", ("Solène Marivault",), None),
        ("Publié par Solène Marivault", ("Solène Marivault",), None),
        ("Écrit par Solène Marivault", ("Solène Marivault",), None),
        ("De notre correspondante Solène Marivault", ("Solène Marivault",), None),
        ("Solène Marivault, envoyée spéciale", ("Solène Marivault",), None),
        ("Por Remedios Alcuza y Luis Tordera", ("Remedios Alcuza", "Luis Tordera"), None),
        ("Escrito por Remedios Alcuza", ("Remedios Alcuza",), None),
        ("Publicado por Remedios Alcuza", ("Remedios Alcuza",), None),
        ("Texto: Remedios Alcuza", ("Remedios Alcuza",), None),
        ("Texto y fotos: Remedios Alcuza", ("Remedios Alcuza",), None),
        ("Un reportaje de Remedios Alcuza", ("Remedios Alcuza",), None),
        ("Remedios Alcuza, corresponsal en Puerto Hondo", ("Remedios Alcuza",), "Puerto Hondo"),
        ("Da nostro inviato Mario Fantasini", ("Mario Fantasini",), None),
        ("Dal nostro inviato Mario Fantasini", ("Mario Fantasini",), None),
        ("di Mario Fantasini e Lucia Brina", ("Mario Fantasini", "Lucia Brina"), None),
        ("a cura di Mario Fantasini", ("Mario Fantasini",), None),
        ("Scritto da Mario Fantasini", ("Mario Fantasini",), None),
        ("Por Tiago Varela, Lisboa", ("Tiago Varela",), None),
        ("Por Tiago Varela e Rita Moura", ("Tiago Varela", "Rita Moura"), None),
        ("Escrito por Tiago Varela", ("Tiago Varela",), None),
        ("Door Pieter Vlinder", ("Pieter Vlinder",), None),
        ("Door onze correspondent Pieter Vlinder", ("Pieter Vlinder",), None),
        ("Geschreven door Pieter Vlinder", ("Pieter Vlinder",), None),
        ("Door Pieter Vlinder en Anke Duin", ("Pieter Vlinder", "Anke Duin"), None),
        ("Автор: Ирина Песцова", ("Ирина Песцова",), None),
        ("Текст: Ирина Песцова", ("Ирина Песцова",), None),
        ("Ирина Песцова, корреспондент", ("Ирина Песцова",), None),
        ("Авторы: Ирина Песцова, Олег Мельник", ("Ирина Песцова", "Олег Мельник"), None),
        ("Yazan: Nermin Ulusoylu", ("Nermin Ulusoylu",), None),
        ("Muhabir: Nermin Ulusoylu", ("Nermin Ulusoylu",), None),
        ("بقلم: ليلى الشاطري", ("ليلى الشاطري",), None),
        ("إعداد: ليلى الشاطري", ("ليلى الشاطري",), None),
        ("تقرير: ليلى الشاطري", ("ليلى الشاطري",), None),
        ("كتبت ليلى الشاطري", ("ليلى الشاطري",), None),
        ("حوار: ليلى الشاطري", ("ليلى الشاطري",), None),
        ("ليلى الشاطري - رويترز", ("ليلى الشاطري",), None),
        ("تحقيق: ليلى الشاطري", ("ليلى الشاطري",), None),
        ("Av Sigrid Holmvik", ("Sigrid Holmvik",), None),
        ("Af Sigrid Holmvik", ("Sigrid Holmvik",), None),
        ("Tekst: Sigrid Holmvik", ("Sigrid Holmvik",), None),
        ("Autor: Remedios Alcuza", ("Remedios Alcuza",), None),
    ],
)
def test_more_bylines(line: str, authors: tuple[str, ...], place: str | None) -> None:
    byline = byline_of(line)
    assert byline is not None
    assert (byline.authors, byline.place) == (authors, place)


@pytest.mark.parametrize(
    "line",
    [
        "المصدر: رويترز",
        "By the people, for the people",
        "By Christmas the boats were gone",
        "Par exemple",
        "Por favor",
        "Von Anfang an",
        "Text: all of it",
        "Di notte",
        "Автор книги",
    ],
)
def test_more_that_is_no_byline(line: str) -> None:
    assert byline_of(line) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("KELMOUTH, Feb 26 - Shipments", "Kelmouth"),
        ("KELMOUTH, 26 Feb. (Reuters) - Shipments", "Kelmouth"),
        ("KELMOUTH, England (AP) -- The harbour", "Kelmouth"),
        ("Kelmouth, March 9 (Xinhua) -- The harbour", "Kelmouth"),
        ("Kelmouth: The harbour board", None),
        ("KELMOUTH, March 9, 2031 (Coastwire) -- The", "Kelmouth"),
        ("PORT KELMOUTH, N.H. (AP) — The harbour", "Port Kelmouth"),
        ("BERLIN (dpa) - Der Hafen", "Berlin"),
        ("Berlin (dpa/tmn) - Der Hafen", "Berlin"),
        ("Berlin, 9. März (Reuters) - Der Hafen", "Berlin"),
        ("MADRID, 9 Mar. (EUROPA PRESS) - El alcalde", "Madrid"),
        ("Madrid, 9 mar (EFE).- El alcalde", "Madrid"),
        ("ROMA, 9 MAR - Il porto", "Roma"),
        ("(ANSA) - ROMA, 9 MAR - Il porto", "Roma"),
        ("РЕЙКЬЯВИК, 9 марта. /ТАСС/. Порт", "Рейкьявик"),
        ("МОСКВА, 9 мар — РИА Новости. Порт", "Москва"),
        ("بغداد (أ ف ب) - قال", "بغداد"),
        ("بغداد - رويترز: قال", "بغداد"),
        ("القاهرة ـ وكالات: قال", "القاهرة"),
        ("دمشق (سانا) قال", None),
        ("LISBOA, 9 mar (Lusa) — O porto", "Lisboa"),
        ("ANKARA (AA) - Liman", "Ankara"),
        ("AMSTERDAM (ANP) - De haven", "Amsterdam"),
        ("PARIS (AFP) – Le port", "Paris"),
        ("OSLO (NTB) - Havnen", "Oslo"),
        ("BREAKING: The harbour", None),
        ("NEW YORK — The harbour", "New York"),
        ("WASHINGTON, D.C. — The harbour", "Washington"),
        ("U.N. — The harbour", None),
    ],
)
def test_more_datelines(text: str, place: str | None) -> None:
    assert dateline_of(text) == place


def test_an_initial_is_no_word_that_joins_names() -> None:
    assert names_of("Nora E. Vale").authors == ("Nora E. Vale",)
    assert names_of("Nora Y. Vale and Ana E. Lund").authors == ("Nora Y. Vale", "Ana E. Lund")
    assert names_of("Ana Lund e Nora Vale").authors == ("Ana Lund", "Nora Vale")
