"""Web archives, written by warcio."""

from __future__ import annotations

import gzip
import io
import sys
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from index.parsing import RecoveredArticle, read_articles
from index.sources import Limits, SourceItem, discover
from index.types import Failure

PROSE = (
    "The night ferry sailed again on Monday, ending a silence of two winters that islanders had feared would last. "
    "The harbour master rang the old bell twice, and the bakery opened an hour before its time."
)
PAGE = f"""<html><head><title>Ferry sails again</title><meta property="og:title" content="Ferry sails again"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Ferry sails again</h1>
<p>{PROSE}</p><p>{PROSE[::-1]}</p><p>Tickets sold out within the hour, the caf\xe9 said.</p></article></body></html>"""
CHUNKED = (("Transfer-Encoding", "chunked"),)
PACKED = (("Content-Encoding", "gzip"),)


class Maker:
    """Writes an archive record by record."""

    def __init__(self, *, gzip: bool = False) -> None:
        self.file = io.BytesIO()
        self._writer = WARCWriter(self.file, gzip=gzip)

    def response(
        self,
        url: str,
        data: bytes,
        kind: str = "text/html; charset=utf-8",
        status: str = "200 OK",
        extra: tuple[tuple[str, str], ...] = (),
    ) -> None:
        headers = StatusAndHeaders(status, [("Content-Type", kind), *extra], protocol="HTTP/1.1")
        self._writer.write_record(
            self._writer.create_warc_record(url, "response", payload=io.BytesIO(data), http_headers=headers)
        )

    def other(self, url: str, kind: str, data: bytes, content: str) -> None:
        record = self._writer.create_warc_record(url, kind, payload=io.BytesIO(data), warc_content_type=content)
        self._writer.write_record(record)

    @property
    def data(self) -> bytes:
        return self.file.getvalue()


def crawl(*, gzip: bool = False) -> bytes:
    maker = Maker(gzip=gzip)
    maker.other("urn:info", "warcinfo", b"software: none", "application/warc-fields")
    maker.response("https://courier.example/robots.txt", b"User-agent: *", "text/plain")
    maker.response("https://courier.example/", PAGE.encode())
    maker.response("https://courier.example/style.css", b"p {}", "text/css")
    maker.response("https://courier.example/ferry", PAGE.encode())
    maker.response("https://courier.example/gone", PAGE.encode(), status="404 Not Found")
    maker.other(
        "https://courier.example/ferry", "request", b"GET / HTTP/1.1\r\n\r\n", "application/http;msgtype=request"
    )
    maker.response("https://courier.example/empty", b"<html><body><nav>Menu</nav></body></html>")
    return maker.data


def read(
    folder: Path, data: bytes, name: str = "crawl.warc", limits: Limits | None = None
) -> list[RecoveredArticle | Failure]:
    path = folder / name
    path.write_bytes(data)
    (item,) = discover(path)
    assert isinstance(item, SourceItem)
    return list(read_articles(item, limits=limits))


def articles(found: list[RecoveredArticle | Failure]) -> list[RecoveredArticle]:
    assert not [each for each in found if isinstance(each, Failure)]
    return [each for each in found if isinstance(each, RecoveredArticle)]


@pytest.mark.parametrize("packed", [False, True])
def test_only_the_articles_of_a_crawl_are_read(tmp_path: Path, *, packed: bool) -> None:
    name = "crawl.warc.gz" if packed else "crawl.warc"
    (found,) = articles(read(tmp_path, crawl(gzip=packed), name))
    article = found.article
    assert (article.headline, article.url) == ("Ferry sails again", "https://courier.example/ferry")
    assert article.published is None
    assert "café" in article.blocks[-1].text
    assert found.record.startswith("#urn:uuid:")
    assert found.location.endswith(f"{name}#5")


def test_a_wacz_gives_the_pages_of_its_archives(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("archive/data.warc.gz", crawl(gzip=True))
        archive.writestr(
            "pages/pages.jsonl", '{"format": "json-pages-1.0"}\n{"url": "https://x.example", "title": "x"}'
        )
        archive.writestr("datapackage.json", '{"title": "A crawl", "text": "no article"}')
    (found,) = articles(read(tmp_path, packed.getvalue(), "crawl.wacz"))
    assert found.record.startswith("archive/data.warc.gz#urn:uuid:")


def test_packings_and_encodings_of_pages(tmp_path: Path) -> None:
    maker = Maker()
    body = gzip.compress(PAGE.encode())
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:50], body[50:])) + b"0\r\n\r\n"
    maker.response("https://courier.example/1", body, extra=PACKED)
    maker.response("https://courier.example/2", chunks, extra=(*PACKED, *CHUNKED))
    maker.response("https://courier.example/3", PAGE.encode("latin-1"), kind="text/html; charset=iso-8859-1")
    maker.response("https://courier.example/4", PAGE.encode(), kind="text/html; charset=nonsense")
    maker.other("https://courier.example/5", "resource", PAGE.encode(), "text/html")
    found = articles(read(tmp_path, maker.data))
    assert [each.article.url for each in found] == [f"https://courier.example/{number}" for number in range(1, 6)]
    assert all("café" in each.article.blocks[-1].text for each in found[:3])


def test_extracted_texts_are_read(tmp_path: Path) -> None:
    maker = Maker()
    maker.other("https://courier.example/ferry", "conversion", f"Ferry sails again\n\n{PROSE}".encode(), "text/plain")
    (found,) = articles(read(tmp_path, gzip.compress(maker.data), "crawl.warc.wet.gz"))
    assert (found.article.headline, found.article.url) == ("Ferry sails again", "https://courier.example/ferry")


def test_damage_costs_only_what_is_damaged(tmp_path: Path) -> None:
    maker = Maker()
    for number in range(4):
        maker.response(f"https://courier.example/{number}", PAGE.encode())
    first, second, third, fourth = (b"WARC/1.0" + part for part in maker.data.split(b"WARC/1.0")[1:])
    damaged = second.replace(b"Content-Length: ", b"Content-Length: x", 1)
    found = read(tmp_path, first + damaged + b"junk\r\n" + third + fourth[:-500])
    kinds = [
        each.article.url if isinstance(each, RecoveredArticle) else each.message.partition(":")[0] for each in found
    ]
    assert kinds == [
        "https://courier.example/0",
        "the record does not say how long it is. The records after it are read.",
        "https://courier.example/2",
        "the record ends too early. Fetch or copy the file again.",
    ]


def test_without_an_article_it_says_how_much_was_passed_over(tmp_path: Path) -> None:
    maker = Maker()
    maker.response("https://courier.example/a.png", b"png", "image/png")
    maker.other("urn:info", "warcinfo", b"software: none", "application/warc-fields")
    (found,) = read(tmp_path, maker.data)
    assert isinstance(found, Failure)
    assert found.message == "none of its 2 records is an article. Remove it from the source."


def test_bombs_and_large_records_are_bounded(tmp_path: Path) -> None:
    maker = Maker()
    maker.response("https://courier.example/bomb", gzip.compress(b"<p>" + b"ha " * 1_000_000), extra=PACKED)
    maker.response("https://courier.example/large", b"<p>" + b"ha " * 50_000)
    maker.response("https://courier.example/ferry", PAGE.encode())
    bomb, ferry = read(tmp_path, maker.data, limits=Limits(text=100_000))
    assert isinstance(bomb, Failure)
    assert bomb.message.startswith("the page unpacks to more than")
    assert isinstance(ferry, RecoveredArticle)


def test_the_missing_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "warcio.recordloader", None)
    (found,) = read(tmp_path, crawl())
    assert isinstance(found, Failure)
    assert "pip install 'dateline[warc]'" in found.message


@cache
def sample() -> bytes:
    maker = Maker()
    maker.response("https://courier.example/1", gzip.compress(PAGE.encode()), extra=PACKED)
    maker.response("https://courier.example/2", PAGE.encode())
    return maker.data


def flipped(data: bytes, flips: list[tuple[float, int]]) -> Iterator[int]:
    places = {int(where * (len(data) - 1)): bits for where, bits in flips}
    return (byte ^ places.get(place, 0) for place, byte in enumerate(data))


@settings(max_examples=40, deadline=None)
@given(flips=st.lists(st.tuples(st.floats(0, 1), st.integers(1, 255)), max_size=8), cut=st.floats(0, 1))
def test_mangled_archives_raise_nothing(
    tmp_path_factory: pytest.TempPathFactory, flips: list[tuple[float, int]], cut: float
) -> None:
    data = bytes(flipped(sample(), flips))[: int(cut * len(sample())) + 1]
    for found in read(tmp_path_factory.mktemp("mangled"), data):
        assert not isinstance(found, Failure) or "fault of Dateline" not in found.message
