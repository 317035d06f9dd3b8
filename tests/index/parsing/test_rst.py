"""reStructuredText."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.parsing import RecoveredArticle, read_articles
from index.sources import SourceItem, discover
from index.types import Article, Failure

POST = """\
============
Ferry sails
============

:date: 2031-03-09 06:12
:author: Orla Fennick
:category: Coast
:tags: soup, ferry
:summary: The boat is back.

The *night* ferry `sailed <https://example.test>`_ again, ending ``a`` silence of **two**
winters. [1]_

.. image:: a.png
   :alt: The ferry leaves at dawn

Soup
----

    It costs nineteen crowns.

    -- The owner

* Eel
* Leek

  - with salt

.. code:: python

   print("soup")

=====  =====
Soup   Price
=====  =====
Eel    19
=====  =====

.. note:: It is late.

.. |x| replace:: crowns

Nineteen |x|.

.. unknown:: thing

.. [1] On Monday.
"""


def read(path: Path) -> list[RecoveredArticle | Failure]:
    (item,) = discover(path)
    assert isinstance(item, SourceItem)
    return list(read_articles(item))


def article_of(folder: Path, text: str, name: str = "a.rst") -> Article:
    (folder / name).write_text(text, encoding="utf-8")
    (found,) = read(folder / name)
    assert isinstance(found, RecoveredArticle), found
    return found.article


def test_a_post(tmp_path: Path) -> None:
    article = article_of(tmp_path, POST)
    assert (article.headline, article.standfirst) == ("Ferry sails", "The boat is back.")
    assert (article.authors, article.published) == (("Orla Fennick",), "2031-03-09")
    assert (article.section, article.tags) == ("Coast", ("soup", "ferry"))
    assert [(str(block.kind), block.text) for block in article.blocks] == [
        ("paragraph", "The night ferry sailed again, ending a silence of two winters. 1"),
        ("caption", "The ferry leaves at dawn"),
        ("heading", "Soup"),
        ("quote", "It costs nineteen crowns."),
        ("quote", "The owner"),
        ("list", "Eel\nLeek\nwith salt"),
        ("pre", 'print("soup")'),
        ("pre", "Soup | Price\nEel | 19"),
        ("paragraph", "It is late."),
        ("paragraph", "Nineteen crowns."),
        ("paragraph", "[1] On Monday."),
    ]


def test_metadata_in_comments(tmp_path: Path) -> None:
    text = ".. title: Ferry sails\n.. date: 2031-03-09\n.. author: Orla Fennick\n.. tags: soup\n\nIt sails.\n"
    article = article_of(tmp_path, text, "a.rest")
    assert (article.headline, article.published, article.authors) == ("Ferry sails", "2031-03-09", ("Orla Fennick",))
    assert article.evidence["headline"] == "rst:title"
    assert [block.text for block in article.blocks] == ["It sails."]


def test_nothing_beyond_the_text_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret, words")
    path = tmp_path / "secret"
    text = (
        f"Ferry\n=====\n\n.. include:: {path}\n\n.. csv-table::\n   :file: {path}\n\n"
        f".. raw:: html\n   :file: {path}\n\n"
        f".. literalinclude:: {path}\n\nIt sails.\n"
    )
    assert [block.text for block in article_of(tmp_path, text).blocks] == ["It sails."]


def test_without_docutils_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docutils", None)
    (tmp_path / "a.rst").write_text("Ferry\n=====\n\nIt sails.\n")
    (found,) = read(tmp_path / "a.rst")
    assert isinstance(found, Failure)
    assert "dateline[rst]" in found.message


BOMB = "".join(f".. |{chr(98 + place)}| replace:: {f'|{chr(97 + place)}| ' * 10}\n" for place in range(8))


@pytest.mark.parametrize(
    "text",
    [
        f".. |a| replace:: x\n{BOMB}\n|i|\n\nIt sails.\n",
        "*a **a " * 20_000 + "\n\nIt sails.",
        "a_ " * 20_000 + "\n\nIt sails.",
        ".. _a:\n\n" * 5_000 + "It sails.",
        "\n".join(" " * depth + "* a\n" for depth in range(300)) + "\nIt sails.",
    ],
    ids=range(5),
)
def test_texts_that_do_harm_take_little_time(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.rst").write_text(text)
    (found,) = read(tmp_path / "a.rst")
    assert isinstance(found, RecoveredArticle)
    assert sum(len(block.text) for block in found.article.blocks) < 500_000


pieces = st.sampled_from(
    ["=====\n", "-----\n", ".. ", "include:: /etc/passwd", "::\n", "* ", "    ", "\n", "\n\n", ":a:", "`", "_", "|",
     "[1]_", "+--+\n", "replace:: ", "**", ":date: ", "\0", "title: "]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(pieces | st.text(max_size=8), max_size=30))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, parts: list[str]) -> None:
    path = tmp_path_factory.getbasetemp() / "any.rst"
    path.write_bytes("".join(parts).encode("utf-8", "replace"))
    for one in read(path):
        assert not isinstance(one, Failure) or "fault of Dateline" not in one.message
