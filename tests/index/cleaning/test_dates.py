from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.cleaning.dates import dated_line, declared_date


@pytest.mark.parametrize(
    ("value", "published"),
    [
        ("2031-03-09", "2031-03-09"),
        ("2031-03-09T06:12:00Z", "2031-03-09T06:12:00+00:00"),
        ("2031-03-09T06:12:00.250+03:00", "2031-03-09T06:12:00+03:00"),
        ("2031-03-09 06:12:00", "2031-03-09"),
        ("2031/03/09", "2031-03-09"),
        ("20310309", "2031-03-09"),
        ("1489039920", "2017-03-09T06:12:00+00:00"),
        ("1489039920000", "2017-03-09T06:12:00+00:00"),
        ("Sun, 09 Mar 2031 06:12:00 GMT", "2031-03-09T06:12:00+00:00"),
        ("Sun, 9 Mar 2031 06:12 +0300", "2031-03-09T06:12:00+03:00"),
        ("March 9, 2031", "2031-03-09"),
        ("9 March 2031", "2031-03-09"),
        ("9 mars 2031", "2031-03-09"),
        ("9 de marzo de 2031", "2031-03-09"),
        ("9. März 2031", "2031-03-09"),
        ("9 مارس 2031", "2031-03-09"),
        ("13/04/2031", "2031-04-13"),
        ("04/13/2031", "2031-04-13"),
        ("9.3.2031", "2031-03-09"),
    ],
)
def test_declared_dates(value: str, published: str) -> None:
    assert declared_date(value) == published


@pytest.mark.parametrize(
    "value",
    ["", "03/04/2031", "2031", "2031-03", "yesterday", "0000-00-00", "2031-02-30", "99999999999", "12", "20311309"],
)
def test_what_is_no_date_without_doubt_is_none(value: str) -> None:
    assert declared_date(value) is None


@given(st.dates(date(1600, 1, 1), date(2199, 12, 31)))
def test_every_day_is_known_in_its_iso_forms(day: date) -> None:
    assert declared_date(day.isoformat()) == day.isoformat()
    assert declared_date(day.strftime("%Y%m%d")) == day.isoformat()
    assert declared_date(f"{day.day} {day:%B} {day.year}") == day.isoformat()


@given(st.text())
def test_any_text_gives_a_date_or_none(value: str) -> None:
    found = declared_date(value)
    if found is not None:
        datetime.fromisoformat(found)


@pytest.mark.parametrize(
    ("line", "published", "rest"),
    [
        ("Published 9 March 2031", "2031-03-09", ""),
        ("9 March 2031, 06:12 GMT", "2031-03-09T06:12:00+00:00", ""),
        ("March 9, 2031", "2031-03-09", ""),
        ("Nov 18, 2031 at 9:24 pm ET • 2 min read", "2031-11-18", ""),
        ("5:45 AM PST 11/19/2031 by Orla Fennick", "2031-11-19T05:45:00-08:00", "by Orla Fennick"),
        ("Orla Fennick - Nov 19, 2031, 10:31 pm", "2031-11-19", "Orla Fennick"),
        ("Publié le 9 mars 2031 à 06h12", "2031-03-09", ""),
        ("Published 8 March 2031 Updated 9 March 2031", "2031-03-08", ""),
        ("2031-11-19T12:48:14Z", "2031-11-19T12:48:14+00:00", ""),
    ],
)
def test_date_lines(line: str, published: str, rest: str) -> None:
    dated = dated_line(line)
    assert dated is not None
    assert (dated.published, dated.rest) == (published, rest)


def test_an_update_is_no_publication() -> None:
    assert dated_line("Updated 9 March 2031") is None
    assert dated_line("Last modified: 2031-03-09") is None


def test_a_date_in_a_sentence_leaves_the_sentence() -> None:
    dated = dated_line("Passengers wait on the quay on November 3rd, 2031, an hour before the ferry")
    assert dated is not None
    assert len(dated.rest.split()) > 8


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("vor 2 Stunden", None),
        ("2 hours ago", None),
        ("hace 3 días", None),
        ("il y a 2 heures", None),
        ("منذ ساعتين", None),
        ("Veröffentlicht am 9. März 2031, 06:12 Uhr", "2031-03-09"),
        ("09.03.2031, 06:12 Uhr", "2031-03-09"),
        ("Stand: 09.03.2031 06:12 Uhr", "2031-03-09"),
        ("Publicado el 9 de marzo de 2031", "2031-03-09"),
        ("9 de março de 2031 às 06h12", "2031-03-09"),
        ("Pubblicato il 9 marzo 2031", "2031-03-09"),
        ("Gepubliceerd op 9 maart 2031", "2031-03-09"),
        ("9 марта 2031, 06:12", "2031-03-09"),
        ("9 марта 2031 года", "2031-03-09"),
        ("9 Mart 2031 Pazar", "2031-03-09"),
        ("9 Mart 2031, Pazar 06:12", "2031-03-09"),
        ("2031年3月9日", "2031-03-09"),
        ("2031年3月9日 06:12", "2031-03-09"),
        ("الأحد 9 مارس 2031", "2031-03-09"),
        ("الأحد 09 آذار 2031 - 06:12", "2031-03-09"),
        ("9 marca 2031", "2031-03-09"),
        ("9. března 2031", "2031-03-09"),
        ("9 mars 2031 kl. 06:12", "2031-03-09"),
        ("Publicerad 9 mars 2031", "2031-03-09"),
        ("Publisert 9. mars 2031", "2031-03-09"),
        ("Oppdatert 9. mars 2031", None),
        ("Sun., March 9, 2031", "2031-03-09"),
        ("Sunday 9th March 2031", "2031-03-09"),
        ("9-Mar-2031", "2031-03-09"),
        ("Mar 9 2031", "2031-03-09"),
        ("Mis à jour le 9 mars 2031", None),
        ("Actualizado: 9 de marzo de 2031", None),
        ("٩ مارس ٢٠٣١", "2031-03-09"),
        ("2031. 3. 9.", "2031-03-09"),
        ("2031년 3월 9일", "2031-03-09"),
        ("9 Μαρτίου 2031", "2031-03-09"),
        ("9 березня 2031", "2031-03-09"),
        ("Опубликовано 9 марта 2031", "2031-03-09"),
        ("Обновлено 9 марта 2031", None),
        ("Dimanche 9 mars 2031", "2031-03-09"),
        ("03/09/2031", None),
        ("9 Maret 2031", "2031-03-09"),
        ("Minggu, 9 Maret 2031 06:12 WIB", "2031-03-09"),
        ("9 KASIM 2031", "2031-11-09"),
        ("9 kasim 2031", "2031-11-09"),
    ],
)
def test_time_stamps_of_many_languages(line: str, published: str | None) -> None:
    dated = dated_line(line)
    assert (None if dated is None else dated.published) == published
    assert dated is None or len(dated.rest.split()) < 2
