"""FictionBook, on samples that the tests make."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.parsing import RecoveredArticle, read_articles
from index.sources import Limits, SourceItem, discover
from index.types import BlockKind, Failure

PROSE = "The night ferry sailed again on Monday, ending a silence of two winters that islanders had feared."
MORE = "The harbour master rang the old bell twice, and the bakery opened an hour before its time."

BOOK = f"""<?xml version="1.0" encoding="utf-8"?>
<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0" xmlns:l="http://www.w3.org/1999/xlink">
<description><title-info><genre>nonfiction</genre><genre>unrecognised</genre>
<author><first-name>Mara</first-name><middle-name>J.</middle-name><last-name>Ellison</last-name></author>
<author><nickname>Quill</nickname></author><book-title>Ferries of the North</book-title><lang>en</lang>
<date value="2017-03-06">spring of 2017</date></title-info>
<publish-info><publisher>Quay Press</publisher></publish-info></description>
<body><title><p>Ferries of the North</p></title>
<section><title><p>Part One</p></title>
<section id="bell"><title><p>1</p><p>The Bell</p></title><epigraph><p>Ring.</p></epigraph>
<p>{PROSE}<a type="note" l:href="#n1">[1]</a></p>
<subtitle>At noon</subtitle><poem><stanza><v>One line</v></stanza></poem>
<table><tr><td>Port</td><td>Hour</td></tr></table></section>
<section id="bakery"><title><p>The Bakery</p></title>
<section><p>{MORE}</p></section><section><p>{PROSE}</p></section></section>
</section></body>
<body name="notes"><section id="n1"><title><p>1</p></title><p>By the old clock.</p></section>
<section id="n2"><p>Nobody refers to this.</p></section></body>
<binary id="cover.png" content-type="image/png">AAAA</binary></FictionBook>"""


def read(
    folder: Path, data: str | bytes, name: str = "book.fb2", limits: Limits | None = None
) -> list[RecoveredArticle | Failure]:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    (item,) = discover(path)
    assert isinstance(item, SourceItem)
    return list(read_articles(item, limits=limits))


def test_sections_are_articles(tmp_path: Path) -> None:
    bell, bakery = read(tmp_path, BOOK)
    assert isinstance(bell, RecoveredArticle)
    assert isinstance(bakery, RecoveredArticle)
    article = bell.article
    assert (article.headline, article.section, article.outlet) == ("1: The Bell", "Part One", "Ferries of the North")
    assert (article.authors, article.published) == (("Mara J. Ellison", "Quill"), "2017-03-06")
    assert (article.language, article.tags) == ("en", ("nonfiction",))
    assert [(block.kind, block.text) for block in article.blocks] == [
        (BlockKind.QUOTE, "Ring."),
        (BlockKind.PARAGRAPH, f"{PROSE}[1]"),
        (BlockKind.HEADING, "At noon"),
        (BlockKind.PARAGRAPH, "One line"),
        (BlockKind.PARAGRAPH, "Port | Hour"),
        (BlockKind.LIST, "1 By the old clock."),
    ]
    assert (bell.record, bakery.record) == ("#bell", "#bakery")
    assert [block.text for block in bakery.article.blocks] == [MORE, PROSE]


def test_other_encodings_and_archives(tmp_path: Path) -> None:
    russian = BOOK.replace("utf-8", "windows-1251", 1).replace("The Bakery", "Пекарня").encode("windows-1251")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("book.fb2", russian)
    _, bakery = read(tmp_path, packed.getvalue(), "book.fb2.zip")
    assert isinstance(bakery, RecoveredArticle)
    assert (bakery.article.headline, bakery.record) == ("Пекарня", "book.fb2#bakery")


def test_damage_is_gone_over(tmp_path: Path) -> None:
    found = read(tmp_path, BOOK.replace("</section></body>", "</body>", 1).replace("Quay", "Quay & Sons"))
    assert [type(each) for each in found] == [RecoveredArticle, RecoveredArticle]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("<html><body/></html>", "this is no FictionBook"),
        ("nothing", "the XML is damaged"),
        ("<FictionBook/>", "there is no text in it"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, data: str, message: str) -> None:
    (found,) = read(tmp_path, data)
    assert isinstance(found, Failure)
    assert found.message.startswith(message)


def test_pictures_may_be_large_and_text_may_not(tmp_path: Path) -> None:
    large = BOOK.replace("AAAA", "A" * 5000)
    assert len(read(tmp_path, large, limits=Limits(text=2000))) == 2
    (refused,) = read(tmp_path, large, limits=Limits(text=1000))
    assert "no article" in str(refused)


@settings(max_examples=60, deadline=None)
@given(flips=st.lists(st.tuples(st.floats(0, 1), st.integers(1, 255)), max_size=8), cut=st.floats(0, 1))
def test_mangled_books_raise_nothing(
    tmp_path_factory: pytest.TempPathFactory, flips: list[tuple[float, int]], cut: float
) -> None:
    data = bytearray(BOOK.encode())
    for where, bits in flips:
        data[int(where * (len(data) - 1))] ^= bits
    for found in read(tmp_path_factory.mktemp("mangled"), bytes(data[: int(cut * len(data)) + 1])):
        assert not isinstance(found, Failure) or "fault of Dateline" not in found.message


def test_the_waste_land(corpora: Path) -> None:
    (item,) = discover(corpora / "formats" / "wasteland.fb2")
    assert isinstance(item, SourceItem)
    found = [each for each in read_articles(item) if isinstance(each, RecoveredArticle)]
    assert len(found) == 7
    assert found[0].article.headline == "I. THE BURIAL OF THE DEAD"
    assert found[0].article.outlet == "The Waste Land"
