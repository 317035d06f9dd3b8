from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.tui.articles import stored
from tui.browser import address_of, plan
from tui.yanking import YANKS, body, citation, url, web_address


def test_each_yank_has_its_own_key() -> None:
    assert len({yank.key for yank in YANKS}) == len(YANKS)


def test_the_citation_says_what_is_known() -> None:
    assert citation(stored()) == (
        "Ida Vane, Tom Orr, “Harbour of Eastmark reopens”, The Fictional Post, Eastmark, 2031-04-05, "
        "https://news.example/harbour."
    )
    bare = replace(stored(url=None), article=replace(stored(url=None).article, authors=(), outlet=None, published=None))
    assert citation(bare) == "“Harbour of Eastmark reopens”, Eastmark, /archive/harbour.txt."


def test_the_body_has_its_captions_credited() -> None:
    assert body(stored()) == (
        "The harbour opened again on Monday.\n\nA crane at the quay (I. Vane)\n\nShips were seen."
    )


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https:",
        "-flag",
        "",
        "http://[broken",
        "data:text/html,x",
        "https:///x",
    ],
)
def test_what_is_no_web_address_is_never_opened(address: str) -> None:
    assert not web_address(address)
    assert url(stored(url=address)) is None
    assert address_of(stored(url=address)) is None


def test_an_article_without_a_web_address_opens_as_its_file(tmp_path: Path) -> None:
    path = tmp_path / "a page.txt"
    path.write_text("x", encoding="utf-8")
    assert address_of(replace(stored(url=None), location=str(path))) == path.as_uri()
    assert address_of(replace(stored(url=None), location=f"{path}#17")) is None


def test_the_program_gets_the_address_as_one_word(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    script = tmp_path / "browser"
    script.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > "{seen}.part"\nmv "{seen}.part" "{seen}"\n', encoding="utf-8")
    script.chmod(0o755)
    plan("https://news.example/a;b c$(d)", [str(script), "--new", "{}"]).start()
    while not seen.exists():
        pass
    assert seen.read_text(encoding="utf-8") == "--new|https://news.example/a;b c$(d)|"
