"""One small file of every form in one folder, added at once. A new form has to bring a sample here."""

from __future__ import annotations

import io
import json
import textwrap
import zipfile
from pathlib import Path

import docx
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from index.library import Library
from index.parsing.registry import _BUILT_IN, parser_for
from index.sync import add
from index.types import Article
from tests.index.writing import stored

DAY = "2031-03-09"
LINES = (
    "The night ferry sailed again on Monday, ending a silence of two winters that islanders had feared would last.",
    "The harbour master rang the old bell twice, and the bakery opened an hour before its time that day.",
    "Tickets sold out within the hour, and the company said that it would sail three times a week until summer.",
)
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in LINES)
TEXT = "\n\n".join(LINES)

WITHOUT_DAY: frozenset[str] = frozenset({"docx", "pdf"})
"""Forms whose files tell when they were saved, not when the article was published."""

WITHOUT_ARTICLES: frozenset[str] = frozenset({"links"})
"""Forms that hold addresses alone: they are counted, and told how to be fetched."""


def page(headline: str) -> str:
    return (
        f'<!DOCTYPE html><html><head><title>{headline}</title><meta property="article:published_time" content="{DAY}">'
        f"</head><body><article><h1>{headline}</h1>{PARAGRAPHS}</article></body></html>"
    )


def packed(parts: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def epub() -> bytes:
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="a.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/" version="3.0">'
        f"<metadata><dc:title>Ferry of epub</dc:title><dc:date>{DAY}</dc:date></metadata><manifest>"
        '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/></spine></package>'
    )
    text = f'<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>Ferry of epub</h1>{PARAGRAPHS}</body></html>'
    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": container,
            "a.opf": package,
            "a.xhtml": text,
        }
    )


def odt() -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "style")
    )
    texts = "".join(f"<text:p>{line}</text:p>" for line in LINES)
    head = f'<text:p text:style-name="Title">Ferry of odt</text:p><text:p>9 March 2031</text:p>{texts}'
    body = f"<office:body><office:text>{head}</office:text></office:body>"
    return packed({"content.xml": f"<office:document-content {spaces}>{body}</office:document-content>"})


def word() -> bytes:
    document = docx.Document()
    document.add_heading("Ferry of docx", 0)
    for line in LINES:
        document.add_paragraph(line)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def pdf() -> bytes:
    """A page of text, its headline set larger than the rest."""
    rows = [row for line in LINES for row in textwrap.wrap(line, 60)]
    drawn = "BT /F1 24 Tf 50 780 Td (Ferry of pdf) Tj ET\n" + "".join(
        f"BT /F1 10 Tf 50 {740 - 12 * place} Td ({row}) Tj ET\n" for place, row in enumerate(rows)
    )
    resources = "/Resources << /Font << /F1 3 0 R >> >>"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R {resources} >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
    ]
    target = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(target))
        target += f"{number} 0 obj\n{content}\nendobj\n".encode()
    start = len(target)
    target += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    target += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(target) + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()


def warc() -> bytes:
    target = io.BytesIO()
    writer = WARCWriter(target, gzip=False)
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
    payload = io.BytesIO(page("Ferry of warc").encode())
    address = "https://example.test/ferry"
    writer.write_record(writer.create_warc_record(address, "response", payload=payload, http_headers=headers))
    return target.getvalue()


def mail(kind: str) -> str:
    return f"From: Orla <o@example.test>\nSubject: Ferry of {kind}\nDate: Sun, 9 Mar 2031 06:12:00 +0000\n\n{TEXT}\n"


FEED = (
    '<rss version="2.0"><channel><title>Kelmouth Lantern</title><item><title>Ferry of feed</title>'
    f"<pubDate>Sun, 09 Mar 2031 06:12:00 +0000</pubDate><description>{LINES[0]}</description></item></channel></rss>"
)
FB2 = (
    '<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"><description><title-info>'
    f'<book-title>Ferry of fb2</book-title><date value="{DAY}">{DAY}</date></title-info></description>'
    f"<body><section><title><p>Ferry of fb2</p></title>{PARAGRAPHS}</section></body></FictionBook>"
)
SGML = (
    "<DOC><DOCNO>KL1</DOCNO><HEADLINE>Ferry of sgml</HEADLINE><DATE>March 9, 2031</DATE>"
    f"<TEXT>{PARAGRAPHS}</TEXT></DOC>"
)
MHTML = (
    'From: <Saved by a browser>\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\n'
    "Content-Type: text/html; charset=utf-8\nContent-Location: https://example.test/ferry\n\n"
    f"{page('Ferry of mhtml')}\n--b--\n"
)

SAMPLES: dict[str, tuple[str, str | bytes]] = {
    "feed": ("feed.xml", FEED),
    "json": ("a.json", json.dumps({"title": "Ferry of json", "date": DAY, "body": TEXT})),
    "sgml": ("a.sgm", SGML),
    "markdown": ("a.md", f"---\ndate: {DAY}\n---\n# Ferry of markdown\n\n{TEXT}\n"),
    "links": (
        "ril_export.html",
        '<title>Pocket Export</title><ul><li><a href="https://example.test/a" time_added="1">x</a></li></ul>',
    ),
    "html": ("a.html", page("Ferry of html")),
    "mhtml": ("a.mhtml", MHTML),
    "epub": ("a.epub", epub()),
    "fb2": ("a.fb2", FB2),
    "pdf": ("a.pdf", pdf()),
    "docx": ("a.docx", word()),
    "odt": ("a.odt", odt()),
    "csv": ("a.csv", f'title,date,text\nFerry of csv,{DAY},"{LINES[0]}"\n'),
    "warc": ("a.warc", warc()),
    "rst": ("a.rst", f"Ferry of rst\n============\n\n:date: {DAY}\n\n{TEXT}\n"),
    "news-xml": (
        "a.xml",
        f"<article><title>Ferry of news-xml</title><date>{DAY}</date><body>{PARAGRAPHS}</body></article>",
    ),
    "mail": ("a.eml", mail("mail")),
    "mailbox": ("a.mbox", f"From - Sun Mar  9 06:12:00 2031\n{mail('mailbox')}"),
    "text": ("a.txt", f"Ferry of text\n\nBy Orla Fennick\n9 March 2031\n\n{TEXT}\n"),
}


def data_of(kind: str) -> bytes:
    data = SAMPLES[kind][1]
    return data if isinstance(data, bytes) else data.encode()


def test_every_form_has_a_sample_that_its_parser_takes() -> None:
    kinds = [kind for kind, _, _ in _BUILT_IN]
    assert sorted(SAMPLES) == sorted(kinds)
    for kind in kinds:
        parser = parser_for(SAMPLES[kind][0], data_of(kind)[:4096])
        assert parser is not None
        assert parser.kind == kind


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Article]:
    """The articles of a folder with a file of every form, by the names of the files."""
    folder = tmp_path_factory.mktemp("forms")
    for kind, (name, _) in SAMPLES.items():
        (folder / name).write_bytes(data_of(kind))
    with Library.open(tmp_path_factory.mktemp("library")) as library:
        report = add(library, [folder])
        assert report.added == len(SAMPLES) - len(WITHOUT_ARTICLES)
        assert {Path(failure.location).name for failure in report.failures} <= {
            SAMPLES[kind][0] for kind in WITHOUT_ARTICLES
        }
        found = stored(library).values()
        return {Path(one.location.partition("#")[0]).name: one.article for one in found}


@pytest.mark.parametrize("kind", sorted(SAMPLES.keys() - WITHOUT_ARTICLES))
def test_the_article_of_a_form(added: dict[str, Article], kind: str) -> None:
    article = added[SAMPLES[kind][0]]
    assert article.headline == f"Ferry of {kind}"
    assert article.language == "en"
    assert any(LINES[0] in block.text for block in article.blocks)
    assert (article.published or "")[:10] == ("" if kind in WITHOUT_DAY else DAY)
