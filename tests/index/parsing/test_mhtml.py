from __future__ import annotations

import io

import pytest

from index.cleaning import clean
from index.cleaning.document import ParsedDocument
from index.errors import BrokenInputError
from index.parsing.mhtml import MHTML
from index.parsing.registry import ParseContext, parser_for
from index.sources.item import RawDocument
from index.types import Article

PAGE = """<html><head><title>Mill to close</title></head><body><article><h1>Mill to close</h1>
<p>The paper mill at Upper Weir will close in June, its owners told the caf=C3=A9 owners of the town on Friday.</p>
<p>Some three hundred people work there, and many more depend on it for their living, the mayor said.</p>
<p>The owners say that they have looked for a buyer for two years and found none who would keep it.</p>
</article></body></html>"""
SAVED = f"""From: <Saved by a browser>
Snapshot-Content-Location: https://news.example/mill
Subject: Mill to close
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="--xyz"

----xyz
Content-Type: text/html; charset="utf-8"
Content-ID: <frame-1@mhtml>
Content-Transfer-Encoding: quoted-printable
Content-Location: https://news.example/mill

{PAGE}
----xyz
Content-Type: text/css
Content-Location: https://news.example/style.css

body {{ color: black }}
----xyz--
"""


def parsed(data: bytes, name: str = "page.mhtml") -> ParsedDocument:
    (found,) = MHTML.parse(RawDocument(name, name, "", None, io.BytesIO(data)), ParseContext())
    return found


def article(text: str) -> Article:
    return clean(parsed(text.encode()))


@pytest.mark.parametrize("name", ["page.mhtml", "page.MHT"])
def test_it_is_known_by_its_suffix(name: str) -> None:
    assert parser_for(name, SAVED.encode()) is MHTML


def test_the_page_in_it_is_read_with_its_address() -> None:
    found = article(SAVED)
    assert found.headline == "Mill to close"
    assert (found.url, found.evidence["url"]) == ("https://news.example/mill", "address")
    assert "café owners" in found.blocks[0].text
    assert len(found.blocks) == 3


def test_the_part_that_the_root_names_is_the_page() -> None:
    frame = "----xyz\nContent-Type: text/html\nContent-ID: <ad@mhtml>\n\n<html><body><p>Buy a boat</p></body></html>\n"
    named = SAVED.replace('boundary="--xyz"', 'start="<frame-1@mhtml>"; boundary="--xyz"')
    assert article(named.replace("----xyz\n", f"{frame}----xyz\n", 1)).headline == "Mill to close"


def test_an_unknown_charset_is_found_out() -> None:
    assert "café owners" in article(SAVED.replace('"utf-8"', '"martian"')).blocks[0].text


@pytest.mark.parametrize("data", [b"", b"no mail at all", b"Content-Type: text/plain\n\nhello"])
def test_without_a_page_it_is_refused(data: bytes) -> None:
    with pytest.raises(BrokenInputError):
        parsed(data)


def test_parts_nested_deep_are_refused_or_read() -> None:
    nested = "".join(f'Content-Type: multipart/mixed; boundary="b{depth}"\n\n--b{depth}\n' for depth in range(3000))
    with pytest.raises(BrokenInputError):
        parsed(nested.encode())
