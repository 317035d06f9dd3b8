"""PDF, written by hand: text set line by line, as programs set it."""

from __future__ import annotations

import io
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from index.parsing import RecoveredArticle, pdf_lines, read_articles
from index.sources import Limits, SourceItem, discover
from index.types import Article, BlockKind, Failure

Line = tuple[float, float, float, str]
"""x, y, size (negative for bold), text."""

TITLE = "Ferry sails again after two winters"


def made(pages: list[list[Line]], info: dict[str, str] | None = None, extra: str = "") -> bytes:
    """A PDF with these pages; `extra` is drawn on each."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>")
    fonts = ("Helvetica", "Helvetica-Bold")
    objects += [f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>" for name in fonts]
    objects.append(f"<< {' '.join(f'/{key} ({value})' for key, value in (info or {}).items())} >>")
    resources = "/MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >>"
    for number, lines in enumerate(pages):
        objects.append(f"<< /Type /Page /Parent 2 0 R {resources} /Contents {7 + 2 * number} 0 R >>")
        drawn = "".join(
            f"BT /{'F2' if size < 0 else 'F1'} {abs(size)} Tf {x} {y} Td ({text}) Tj ET\n" for x, y, size, text in lines
        )
        objects.append(f"<< /Length {len(drawn + extra)} >>\nstream\n{drawn}{extra}\nendstream")
    target = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(target))
        target += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    start = len(target)
    target += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    target += b"".join(b"%010d 00000 n \n" % place for place in places)
    target += f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info 5 0 R >>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(target)


def column(texts: list[str], top: float = 700, x: float = 50) -> list[Line]:
    return [(x, top - 12 * place, 10, text) for place, text in enumerate(texts)]


FIRST = [
    "The night ferry sailed again on Monday, ending a silence of two winters that island-",
    "ers had feared would last. The harbour master rang the old bell twice, and the well-",
    "known bakery opened an hour before its time, as it had in the years before the well-known",
    "storm took the pier.",
]
SECOND = [
    "Tickets sold out within the hour. The company said that it would sail three times a",
    "week until the summer, when a second ship would join the first on the line to the",
]
THIRD = ["mainland, where the trains wait.", "Nobody waited longer than the postman."]

WHOLE = (
    "The night ferry sailed again on Monday, ending a silence of two winters that islanders had feared would last. The"
    " harbour master rang the old bell twice, and the well-known bakery opened an hour before its time, as it had in"
    " the years before the well-known storm took the pier."
)


def story(info: dict[str, str] | None = None) -> bytes:
    def edges(number: int) -> list[Line]:
        return [
            (50, 820, 8, "THE ISLAND COURIER"),
            (50, 20, 8, f"courier.example {number}/3"),
            (280, 10, 8, str(number)),
        ]

    first = [*edges(1), (50, 780, 10, "Harbour news"), (50, 750, -22, TITLE[:17]), (50, 726, -22, TITLE[18:])]
    first += [(50, 700, 10, "By Mara Ellison"), (50, 682, 10, "6 March 2017")]
    first += [*column(FIRST, 650), (50, 580, -12, "At noon on the quay"), *column(SECOND, 560)]
    last = [*edges(3), *column(["A further page has the end of it, which is short enough to be read at once."])]
    return made([first, [*edges(2), *column(THIRD[:1]), *column(THIRD[1:], 670)], last], info)


def read(folder: Path, data: bytes, limits: Limits | None = None) -> list[RecoveredArticle | Failure]:
    path = folder / "story.pdf"
    path.write_bytes(data)
    (item,) = discover(path)
    assert isinstance(item, SourceItem)
    return list(read_articles(item, limits=limits))


def article(folder: Path, data: bytes) -> Article:
    (found,) = read(folder, data)
    assert isinstance(found, RecoveredArticle)
    return found.article


def refusal(folder: Path, data: bytes, limits: Limits | None = None) -> str:
    found = read(folder, data, limits)[-1]
    assert isinstance(found, Failure)
    return found.message


def test_a_story_over_pages(tmp_path: Path) -> None:
    found = article(tmp_path, story({"Title": "Microsoft Word - ferry.doc", "Author": "mellison"}))
    assert (found.headline, found.evidence["headline"]) == (TITLE, "largest type")
    assert (found.authors, found.published) == (("Mara Ellison",), "2017-03-06")
    assert [(block.kind, block.text) for block in found.blocks] == [
        (BlockKind.PARAGRAPH, WHOLE),
        (BlockKind.HEADING, "At noon on the quay"),
        (BlockKind.PARAGRAPH, f"{' '.join(SECOND)} {THIRD[0]}"),
        (BlockKind.PARAGRAPH, THIRD[1]),
        (BlockKind.PARAGRAPH, "A further page has the end of it, which is short enough to be read at once."),
    ]


def test_properties_that_a_person_wrote_are_taken_and_dates_of_the_file_are_not(tmp_path: Path) -> None:
    info = {"Title": "Ferry sails - Courier", "Author": "Ivo Quill", "Keywords": "ferries, islands"}
    page = [(50, 750, 10, "Ferry sails"), *column(FIRST)]
    found = article(tmp_path, made([page], {**info, "CreationDate": "D:20190101"}))
    assert (found.headline, found.authors, found.published) == ("Ferry sails - Courier", ("Ivo Quill",), None)
    assert found.tags == ("ferries", "islands")


def test_the_line_that_the_title_names_is_the_headline(tmp_path: Path) -> None:
    page = [(50, 780, 30, "Island Courier"), (50, 740, 18, "Ferry sails again"), *column(FIRST)]
    found = article(tmp_path, made([page], {"Title": "Ferry sails again - Island Courier"}))
    assert (found.headline, found.evidence["headline"]) == ("Ferry sails again", "pdf:Title")
    assert len(found.blocks) == 1


def test_columns_come_in_the_order_of_reading(tmp_path: Path) -> None:
    page = [(50, 750, 18, TITLE), *column(FIRST[:2]), *column(FIRST[2:], x=300)]
    (block,) = article(tmp_path, made([page])).blocks
    assert "and the well-known bakery opened" in block.text


def test_a_printed_web_page_is_cleaned_as_pasted(tmp_path: Path) -> None:
    page = [(50, 750, 18, TITLE), (50, 720, 10, "Share this article"), *column(FIRST), (50, 600, 10, "Advertisement")]
    found = article(tmp_path, made([page], {"Producer": "Skia/PDF m100"}))
    assert [block.kind for block in found.blocks] == [BlockKind.PARAGRAPH]


def test_pictures_of_pages_are_told_from_text(tmp_path: Path) -> None:
    message = refusal(tmp_path, made([[(50, 20, 8, "Scan 1")], []]))
    assert message.startswith(
        "there is no text in it, only pictures of pages. Give it a text layer first, as with ocrm"
    )


def locked(password: str) -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(story())))
    writer.encrypt(password, owner_password=password + "!", algorithm="RC4-128")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def test_locked_files(tmp_path: Path) -> None:
    assert article(tmp_path, locked("")).headline == TITLE
    assert refusal(tmp_path, locked("secret")).startswith("it is locked with a password. Open it and save a copy")


@pytest.mark.parametrize("data", [b"%PDF-1.4\nnothing", b"no pdf", story()[:1500]])
def test_damage_is_told(tmp_path: Path, data: bytes) -> None:
    message = refusal(tmp_path, data)
    assert message.startswith(("the PDF is damaged", "there is no text in it"))


def test_a_broken_page_costs_only_itself(tmp_path: Path) -> None:
    data = story().replace(b"BT /F2 22 Tf", b"BT /F2 << Tf", 1)
    found = read(tmp_path, data)
    assert any(isinstance(each, RecoveredArticle) for each in found)


def test_what_draws_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_lines, "OPERATIONS", 400)
    found = read(tmp_path, made([column(FIRST), column(FIRST, 400)], extra="q Q " * 120))
    assert isinstance(found[0], RecoveredArticle)
    assert isinstance(found[1], Failure)
    assert found[1].message == "only its first 1 pages were read: it draws too much. Split it up."


def test_limits(tmp_path: Path) -> None:
    assert "there is too much text in it" in refusal(tmp_path, story(), Limits(text=100))
    assert "it is larger than" in refusal(tmp_path, story(), Limits(nested=1000))


def test_the_missing_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    message = refusal(tmp_path, story())
    assert message.startswith("reading PDF files needs a library that is not installed (pypdf)")
    assert message.endswith("Install it with pip install 'dateline[pdf]', then sync again.")


@cache
def sample() -> bytes:
    return story({"Title": "Ferry sails again"})


@settings(max_examples=60, deadline=None)
@given(flips=st.lists(st.tuples(st.floats(0, 1), st.integers(1, 255)), max_size=8), cut=st.floats(0, 2))
def test_mangled_files_raise_nothing(
    tmp_path_factory: pytest.TempPathFactory, flips: list[tuple[float, int]], cut: float
) -> None:
    data = bytearray(sample())
    for where, bits in flips:
        data[int(where * (len(data) - 1))] ^= bits
    for found in read(tmp_path_factory.mktemp("mangled"), bytes(data[: int(cut * len(data)) + 1])):
        assert not isinstance(found, Failure) or "fault of Dateline" not in found.message
