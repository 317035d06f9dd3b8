"""docx and OpenDocument texts: the one written by python-docx, the other by hand."""

from __future__ import annotations

import io
import sys
import zipfile
from functools import cache
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from index.parsing import RecoveredArticle, read_articles
from index.parsing.titles import is_real_author, is_real_title
from index.sources import Limits, SourceItem, discover
from index.types import Article, BlockKind, Failure

PROSE = "The night ferry sailed again on Monday, ending a silence of two winters that islanders had feared would last."
MORE = "The harbour master rang the old bell twice, and the bakery opened an hour before its time."
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(folder: Path, data: bytes, name: str, limits: Limits | None = None) -> list[RecoveredArticle | Failure]:
    path = folder / name
    path.write_bytes(data)
    (item,) = discover(path)
    assert isinstance(item, SourceItem)
    return list(read_articles(item, limits=limits))


def article(folder: Path, data: bytes, name: str) -> Article:
    (found,) = read(folder, data, name)
    assert isinstance(found, RecoveredArticle)
    return found.article


def refusal(folder: Path, data: bytes, name: str, limits: Limits | None = None) -> str:
    (found,) = read(folder, data, name, limits)
    assert isinstance(found, Failure)
    return found.message


def kinds(found: Article) -> list[tuple[BlockKind, str]]:
    return [(block.kind, block.text) for block in found.blocks]


# ---- docx ----


def saved(document: docx.document.Document) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def styled_docx() -> bytes:
    document = docx.Document()
    document.core_properties.author = "Desk Account"
    document.core_properties.keywords = "ferries; islands"
    document.add_paragraph("Ferry sails again", "Title")
    document.add_paragraph("After two winters the island has its boat back", "Subtitle")
    document.add_paragraph("By Mara Ellison")
    document.add_paragraph("6 March 2017")
    document.add_paragraph(PROSE)
    document.add_heading("At noon", 2)
    document.add_paragraph("We never knew.", "Intense Quote")
    document.add_paragraph("one", "List Bullet")
    document.add_paragraph("two", "List Bullet")
    document.add_paragraph("The bell at rest", "Caption")
    table = document.add_table(2, 2)
    for place, text in enumerate(["Port", "Hour", "Quay", "Seven"]):
        table.cell(place // 2, place % 2).text = text
    return saved(document)


def test_styles_of_docx(tmp_path: Path) -> None:
    found = article(tmp_path, styled_docx(), "a.docx")
    assert (found.headline, found.evidence["headline"]) == ("Ferry sails again", "docx:Title")
    assert found.standfirst == "After two winters the island has its boat back"
    assert (found.authors, found.evidence["authors"]) == (("Mara Ellison",), "byline")
    assert (found.published, found.evidence["published"]) == ("2017-03-06", "date line")
    assert found.tags == ("ferries", "islands")
    assert kinds(found) == [
        (BlockKind.PARAGRAPH, PROSE),
        (BlockKind.HEADING, "At noon"),
        (BlockKind.QUOTE, "We never knew."),
        (BlockKind.LIST, "one\ntwo"),
        (BlockKind.CAPTION, "The bell at rest"),
        (BlockKind.PARAGRAPH, "Port | Hour"),
        (BlockKind.PARAGRAPH, "Quay | Seven"),
    ]


def test_the_date_of_a_file_is_no_date_of_publication(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.title = "Ferry sails again"
    document.core_properties.author = "Mara Ellison"
    document.add_paragraph(PROSE)
    document.add_paragraph(MORE)
    found = article(tmp_path, saved(document), "a.docx")
    assert (found.headline, found.evidence["headline"]) == ("Ferry sails again", "docx:title")
    assert (found.authors, found.published) == (("Mara Ellison",), None)


def test_docx_without_styles_is_read_as_pasted(tmp_path: Path) -> None:
    document = docx.Document()
    for text in ("Ferry sails again", "By Mara Ellison", "6 March 2017", PROSE, MORE):
        document.add_paragraph(text)
    found = article(tmp_path, saved(document), "a.docx")
    assert (found.headline, found.authors, found.published) == ("Ferry sails again", ("Mara Ellison",), "2017-03-06")
    assert kinds(found) == [(BlockKind.PARAGRAPH, PROSE), (BlockKind.PARAGRAPH, MORE)]


def test_insertions_links_and_wrapped_paragraphs_are_text_and_deletions_are_not(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Ferry sails again", "Title")
    body = document.element.body
    body.insert(
        1,
        parse_xml(
            f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:t xml:space='preserve'>The </w:t></w:r>"
            "<w:del><w:r><w:delText>slow </w:delText></w:r></w:del><w:ins><w:r><w:t>night</w:t></w:r></w:ins>"
            "<w:hyperlink><w:r><w:t xml:space='preserve'> ferry</w:t><w:br/><w:t>sailed</w:t></w:r></w:hyperlink>"
            "</w:p></w:sdtContent></w:sdt>"
        ),
    )
    found = article(tmp_path, saved(document), "a.docx")
    assert [block.text for block in found.blocks] == ["The night ferry", "sailed"]


def test_what_is_no_docx_is_told(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"\xd0\xcf\x11\xe0" + bytes(100), "a.docx").startswith("it is locked with a password, or")
    assert refusal(tmp_path, b"no zip", "a.docx").startswith("the docx file is damaged")
    assert refusal(tmp_path, packed({"a.txt": "x"}), "a.docx").startswith("the docx file is damaged")
    assert refusal(tmp_path, saved(docx.Document()), "a.docx").startswith("there is no text in it")
    limits = Limits(text=1000)
    assert "is no article" in refusal(tmp_path, styled_docx(), "a.docx", limits)
    bomb = packed({"word/media/a.bin": bytes(1_000_000)})
    assert "times its size" in refusal(tmp_path, bomb, "a.docx", Limits(ratio_from=1000, ratio=10))


def test_the_missing_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    message = refusal(tmp_path, styled_docx(), "a.docx")
    assert message.endswith("Install it with pip install 'dateline[office]', then sync again.")


# ---- OpenDocument ----

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in {
        "office": "office", "text": "text", "style": "style", "table": "table", "draw": "drawing", "meta": "meta",
    }.items()
)  # fmt: skip
BODY = f"""<office:text><text:tracked-changes><text:p>Deleted.</text:p></text:tracked-changes>
<text:p text:style-name="P1">Ferry sails again</text:p><text:p text:style-name="Standard">By Mara Ellison</text:p>
<text:p text:style-name="Standard">6 March 2017</text:p>
<text:p>{PROSE[:20]}<text:span>{PROSE[20:40]}</text:span>{PROSE[40:]}<text:note><text:note-citation>1</text:note-citation>
<text:note-body><text:p>By the old clock.</text:p></text:note-body></text:note> So
it was.<office:annotation><text:p>Check!</text:p></office:annotation></text:p>
<text:h text:outline-level="2">At noon</text:h>
<text:p text:style-name="Quotations">We<text:s/>never<text:tab/>knew.</text:p>
<text:list><text:list-item><text:p>one</text:p></text:list-item>
<text:list-item><text:p>two</text:p></text:list-item></text:list>
<text:table-of-content><text:index-body><text:p>Contents 1</text:p></text:index-body></text:table-of-content>
<text:section><text:p>{MORE}<draw:frame><draw:text-box><text:p text:style-name="Illustration">The bell at rest</text:p>
</draw:text-box></draw:frame></text:p></text:section>
<table:table><table:table-row><table:table-cell><text:p>Port</text:p></table:table-cell>
<table:table-cell><text:p>Hour</text:p></table:table-cell></table:table-row></table:table></office:text>"""
CONTENT = f"""<office:document-content {SPACES}><office:automatic-styles>
<style:style style:name="P1" style:parent-style-name="Title"/>
<style:style style:name="R1" style:parent-style-name="R1"/>
</office:automatic-styles><office:body>{BODY}</office:body></office:document-content>"""
META = f"""<office:document-meta {SPACES} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>
<dc:title>Document1</dc:title><meta:keyword>ferries</meta:keyword><dc:date>2019-01-01</dc:date></office:meta>
</office:document-meta>"""


def packed(parts: dict[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def odt() -> bytes:
    return packed({"content.xml": CONTENT, "meta.xml": META})


INSIDE = CONTENT[CONTENT.index("<office:auto") : -len("</office:document-content>")]
FLAT = f"<office:document {SPACES}>{INSIDE}</office:document>"


@pytest.mark.parametrize(("name", "data"), [("a.odt", odt()), ("a.fodt", FLAT.encode())])
def test_styles_of_odt(tmp_path: Path, name: str, data: bytes) -> None:
    found = article(tmp_path, data, name)
    assert (found.headline, found.evidence["headline"]) == ("Ferry sails again", "odt:Title")
    assert (found.authors, found.published) == (("Mara Ellison",), "2017-03-06")
    assert kinds(found) == [
        (BlockKind.PARAGRAPH, f"{PROSE} So it was."),
        (BlockKind.HEADING, "At noon"),
        (BlockKind.QUOTE, "We never knew."),
        (BlockKind.LIST, "one\ntwo"),
        (BlockKind.PARAGRAPH, MORE),
        (BlockKind.CAPTION, "The bell at rest"),
        (BlockKind.PARAGRAPH, "Port | Hour"),
        (BlockKind.LIST, "By the old clock."),
    ]
    assert found.tags == (("ferries",) if name == "a.odt" else ())


def test_what_is_no_odt_is_told(tmp_path: Path) -> None:
    locked = packed({"META-INF/manifest.xml": "<m><encryption-data/></m>", "content.xml": b"\0\1\2"})
    assert refusal(tmp_path, locked, "a.odt").startswith("it is locked with a password")
    assert refusal(tmp_path, packed({"a": "b"}), "a.odt").startswith("a part of it is missing (content.xml)")
    assert refusal(tmp_path, packed({"content.xml": "<a/>"}), "a.odt").startswith("this is no OpenDocument text")
    assert refusal(tmp_path, b"nothing", "a.fodt").startswith("the XML is damaged")
    bomb = packed({"content.xml": CONTENT.replace("By the old clock.", "tick " * 10_000)})
    assert "a part of it is larger" in refusal(tmp_path, bomb, "a.odt", Limits(text=5000))


# ---- both ----


@pytest.mark.parametrize(
    ("title", "is_real"),
    [
        ("Ferry sails again", True),
        ("渡船再次启航", True),
        ("Microsoft Word - ferry.doc", False),
        ("ferry_final_v2.docx", False),
        ("Document1", False),
        ("untitled document", False),
        ("Ferries", False),
        ("12 34", False),
        ("https://courier.example/ferry sails", False),
        ("", False),
    ],
)
def test_titles_that_were_written_and_those_that_were_not(title: str, *, is_real: bool) -> None:
    assert is_real_title(title) is is_real


def test_authors_that_are_people() -> None:
    assert is_real_author("Mara Ellison")
    assert not any(map(is_real_author, ["mellison", "Administrator", "Microsoft Office User", "", "user 12"]))


@cache
def samples() -> tuple[tuple[str, bytes], ...]:
    return ("a.docx", styled_docx()), ("a.odt", odt()), ("a.fodt", FLAT.encode())


@settings(max_examples=60, deadline=None)
@given(
    which=st.integers(0, 2),
    flips=st.lists(st.tuples(st.floats(0, 1), st.integers(1, 255)), max_size=6),
    cut=st.floats(0, 2),
)
def test_mangled_documents_raise_nothing(
    tmp_path_factory: pytest.TempPathFactory, which: int, flips: list[tuple[float, int]], cut: float
) -> None:
    name, sample = samples()[which]
    data = bytearray(sample)
    for where, bits in flips:
        data[int(where * (len(data) - 1))] ^= bits
    for found in read(tmp_path_factory.mktemp("mangled"), bytes(data[: int(cut * len(data)) + 1]), name):
        assert not isinstance(found, Failure) or "fault of Dateline" not in found.message
