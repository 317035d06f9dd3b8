"""Tables, and what reading lists export."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.parsing import RecoveredArticle, read_articles
from index.sources import Limits, SourceItem, discover
from index.types import Article, BlockKind, Failure

PROSE = "The night ferry sailed again on Monday, ending a silence of two winters that islanders had feared."
MORE = "The harbour master rang the old bell twice, and the bakery opened an hour before its time."
NOTICE = "by address only, without the text. To fetch them all: dateline add --pages FILE."


def read(folder: Path, data: str | bytes, name: str, **options: Any) -> list[RecoveredArticle | Failure]:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    (item,) = discover(path)
    assert isinstance(item, SourceItem)
    return list(read_articles(item, **options))


def told(found: list[RecoveredArticle | Failure]) -> list[str]:
    return [each.article.headline if isinstance(each, RecoveredArticle) else each.message for each in found]


def article(found: list[RecoveredArticle | Failure]) -> Article:
    (only,) = found
    assert isinstance(only, RecoveredArticle)
    return only.article


# ---- tables ----

HEADER = ["id", "Title", "Content", "Author", "Date", "Publication", "Category"]
ROW = ["17", 'Ferry "sails" again', f"{PROSE}\n\n{MORE}", "Mara Ellison", "2017-03-06", "Island Courier", "Harbour"]


def table(delimiter: str = ",", rows: int = 2) -> str:
    def line(cells: list[str]) -> str:
        return delimiter.join('"' + cell.replace('"', '""') + '"' for cell in cells)

    return "\r\n".join([line(HEADER), *(line([str(number), *ROW[1:]]) for number in range(rows))])


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", table()),
        ("a.csv", "\ufeff" + table(";")),
        ("a.csv", "sep=|\r\n" + table("|")),
        ("a.tsv", table("\t")),
        ("a.csv", table().encode("utf-16")),
    ],
    ids=["commas", "semicolons", "as Excel writes", "tabs", "UTF-16"],
)
def test_a_row_is_an_article(tmp_path: Path, name: str, data: str | bytes) -> None:
    first, second = read(tmp_path, data, name)
    assert isinstance(first, RecoveredArticle)
    found = first.article
    assert (found.headline, found.authors, found.published) == ('Ferry "sails" again', ("Mara Ellison",), "2017-03-06")
    assert (found.outlet, found.section, found.evidence["headline"]) == ("Island Courier", "Harbour", "csv:Title")
    assert [block.text for block in found.blocks] == [PROSE, MORE]
    assert (first.record, isinstance(second, RecoveredArticle)) == ("0", True)


def test_columns_of_unusual_names_are_mapped(tmp_path: Path) -> None:
    data = f"hl;was\nFerry sails;{PROSE}\n"
    (refused,) = read(tmp_path, data, "a.csv")
    assert isinstance(refused, Failure)
    assert "(its keys: hl, was). Name the keys with --map" in refused.message
    found = article(read(tmp_path, data, "a.csv", mapping={"headline": "hl", "body": "was"}))
    assert (found.headline, found.blocks[0].text) == ("Ferry sails", PROSE)


def test_western_tables_and_stray_bytes(tmp_path: Path) -> None:
    found = article(read(tmp_path, f"title,text\nCafé,{PROSE}\n".encode("cp1252"), "a.csv"))
    assert found.headline == "Café"
    data = f"title,text\nCafé,{PROSE} Ça va\n".encode() + b"Caf\xe9," + PROSE.encode()
    assert told(read(tmp_path, data * 1, "b.csv")) == ["Café", "Café"]


def test_bad_tables_are_bounded_and_told(tmp_path: Path) -> None:
    limits = Limits(text=2000)
    unclosed = f'title,text\na,"{PROSE}\n' + f"b,{PROSE}\n" * 100
    found = read(tmp_path, unclosed, "a.csv", limits=limits)
    assert any("the row cannot be made out (field larger" in text for text in told(found))
    assert "it has a line of more than" in str(read(tmp_path, "title,text\n" + "x" * 5000, "b.csv", limits=limits))
    assert told(read(tmp_path, bytes(2000), "c.csv")) == ["this is binary data, not a table. Remove it, or rename it."]
    assert told(read(tmp_path, "title,text\n", "d.csv")) == ["there is no record in it. Remove it from the source."]


# ---- reading lists ----

WALLABAG = {
    "is_archived": 1,
    "is_starred": 1,
    "user_name": "reader",
    "tags": ["ferries", "islands"],
    "id": 42,
    "title": "Ferry sails again &amp; again",
    "url": "https://www.courier.example/ferry",
    "content": f"<h2>At noon</h2><p>{PROSE}</p><blockquote>We never knew.</blockquote>",
    "created_at": "2019-01-01T00:00:00+00:00",
    "updated_at": "2019-01-02T00:00:00+00:00",
    "published_at": "2017-03-06T09:00:00+00:00",
    "published_by": ["Mara Ellison"],
    "language": "en",
    "reading_time": 1,
    "domain_name": "www.courier.example",
}
FAILED = {**WALLABAG, "id": 43, "content": "wallabag can't retrieve contents for this article. Please troubleshoot."}


def test_wallabag(tmp_path: Path) -> None:
    first, notice = read(tmp_path, json.dumps([WALLABAG, FAILED]), "wallabag.json")
    assert isinstance(first, RecoveredArticle)
    found = first.article
    assert (found.headline, found.authors) == ("Ferry sails again & again", ("Mara Ellison",))
    assert (found.outlet, found.language) == ("courier.example", "en")
    assert (found.published, found.evidence["published"]) == ("2017-03-06T09:00:00+00:00", "wallabag:published_at")
    assert found.tags == ("ferries", "islands", "starred")
    assert [block.kind for block in found.blocks] == [BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.QUOTE]
    assert isinstance(notice, Failure)
    assert notice.message == f"one page is saved in it {NOTICE}"
    assert first.record == "42"


def test_what_was_saved_has_no_date_of_publication(tmp_path: Path) -> None:
    entry = {**WALLABAG, "published_at": None, "published_by": None, "is_starred": 0, "tags": []}
    found = article(read(tmp_path, json.dumps([entry]), "wallabag.json"))
    assert (found.published, found.authors, found.tags) == (None, (), ())


POCKET = """title,url,time_added,tags,status
Ferry,https://a.example/1,1700000000,a|b,unread
Bell,https://a.example/2,1,,archive
"""
READER = """Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen
Ferry,https://a.example,01g,['a'],2022,0,new,True
"""
HIGHLIGHTS = "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,Highlighted at,"


def test_addresses_alone_are_counted_and_no_articles(tmp_path: Path) -> None:
    assert told(read(tmp_path, POCKET, "part_000000.csv")) == [f"2 pages are saved in it {NOTICE}"]
    assert told(read(tmp_path, READER, "reader.csv")) == [f"one page is saved in it {NOTICE}"]


@pytest.mark.parametrize(
    ("top", "link"),
    [
        (
            "<!DOCTYPE html><html><head><title>Pocket Export</title></head><ul>",
            '<li><a href="{}" time_added="1">a</a></li>',
        ),
        ("<html><title>Instapaper: Export</title><ol>", "<li><a href='{}'>a</a>"),
        ("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL>", '<DT><A ADD_DATE="1" HREF="{}">a</A>'),
    ],
)
def test_lists_in_html_are_counted(tmp_path: Path, top: str, link: str) -> None:
    data = top + "".join(map(link.format, ["https://a.example/1", "http://b.example", "javascript:x"]))
    assert told(read(tmp_path, data, "ril_export.html")) == [f"2 pages are saved in it {NOTICE}"]


def test_instapaper_keeps_what_was_selected(tmp_path: Path) -> None:
    data = f"""URL,Title,Selection,Folder,Timestamp,Tags
https://a.example/1,Ferry sails,"{PROSE}",Starred,1700000000,"[""sea"",""quay""]"
https://a.example/2,Bell rings,"{MORE}",Reading,1700000000,[]
https://a.example/3,Only an address,,Unread,1700000000,
"""
    ferry, bell, notice = read(tmp_path, data, "instapaper.csv")
    assert isinstance(ferry, RecoveredArticle)
    assert isinstance(bell, RecoveredArticle)
    assert (ferry.article.headline, ferry.article.tags) == ("Ferry sails", ("sea", "quay", "starred"))
    assert (ferry.article.published, ferry.article.url) == (None, "https://a.example/1")
    assert bell.article.tags == ("Reading",)
    assert told([notice]) == [f"one page is saved in it {NOTICE}"]


def test_highlights_of_a_text_stand_together(tmp_path: Path) -> None:
    data = f"""{HIGHLIGHTS}Document tags
"{PROSE}",The Night Ferry,Mara Ellison,,Ask the master,yellow,,page,1,2024-05-01,"sea, quay"
"{MORE}",The Old Bell,courier.example,,,,,order,1,2024-05-01,
"Second.",The Night Ferry,Mara Ellison,,,,,page,2,2024-05-02,"sea, quay"
"""
    ferry, bell = read(tmp_path, data, "readwise.csv")
    assert isinstance(ferry, RecoveredArticle)
    assert isinstance(bell, RecoveredArticle)
    assert [(block.kind, block.text) for block in ferry.article.blocks] == [
        (BlockKind.QUOTE, PROSE),
        (BlockKind.PARAGRAPH, "Ask the master"),
        (BlockKind.QUOTE, "Second."),
    ]
    assert (ferry.article.authors, ferry.article.tags) == (("Mara Ellison",), ("sea", "quay"))
    assert (bell.article.authors, bell.article.outlet) == ((), "courier.example")
    assert "MB of highlights" in str(read(tmp_path, data, "readwise.csv", limits=Limits(text=195)))


def test_exports_of_programs_interfaces(tmp_path: Path) -> None:
    highlights = {"user_book_id": 7, "title": "Ferry", "author": "Mara Ellison", "source_url": "https://a.example/1",
                  "book_tags": [{"id": 1, "name": "sea"}], "highlights": [{"text": PROSE, "note": ""}]}  # fmt: skip
    found = article(read(tmp_path, json.dumps({"count": 1, "results": [highlights]}), "readwise.json"))
    assert (found.headline, found.url, found.tags) == ("Ferry", "https://a.example/1", ("sea",))
    reader = {"id": "01g", "title": "Bell", "author": "Ivo Quill", "site_name": "Courier", "source_url": "https://a.example",
              "published_date": "2017-03-06", "reading_progress": 0, "tags": {"sea": {"name": "sea", "type": "manual"}},
              "html_content": f"<p>{PROSE}</p>", "saved_at": "2024-01-01T00:00:00Z"}  # fmt: skip
    found = article(read(tmp_path, json.dumps({"count": 1, "results": [reader]}), "reader.json"))
    assert (found.headline, found.outlet, found.published, found.tags) == ("Bell", "Courier", "2017-03-06", ("sea",))


def test_an_archive_of_exports(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "pocket.zip", "w") as packed:
        packed.writestr("part_000000.csv", POCKET)
        packed.writestr(
            "annotations/part_000000.json",
            json.dumps(
                [{"url": "https://a.example/1", "title": "Ferry", "highlights": [{"quote": PROSE, "created_at": 1}]}]
            ),
        )
    (item,) = discover(tmp_path / "pocket.zip")
    assert isinstance(item, SourceItem)
    assert told(list(read_articles(item))) == [f"2 pages are saved in it {NOTICE}", "Ferry"]


@settings(max_examples=80, deadline=None)
@given(
    data=st.one_of(st.binary(max_size=300), st.text('a,;"\n\r\t|x é', max_size=200).map(str.encode)),
    head=st.sampled_from(
        [b"title,text\n", b"URL,Title,Selection,Folder\n", b"Highlight,Book Title,Book Author\n", b""]
    ),
)
def test_mangled_tables_raise_nothing(tmp_path_factory: pytest.TempPathFactory, data: bytes, head: bytes) -> None:
    for found in read(tmp_path_factory.mktemp("mangled"), head + data, "a.csv", limits=Limits(text=100)):
        assert not isinstance(found, Failure) or "fault of Dateline" not in found.message


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=20),
    st.lists(st.text(max_size=5), max_size=3),
    st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=2),
)
MORE_KEYS = "highlights source_url reading_progress URL Title Selection Folder Tags book_tags"
KEYS = [*WALLABAG, *MORE_KEYS.split()]


@settings(max_examples=40, deadline=None)
@given(record=st.fixed_dictionaries({}, optional=dict.fromkeys(KEYS, VALUES)))
def test_records_of_any_shape_raise_nothing(tmp_path_factory: pytest.TempPathFactory, record: dict[str, Any]) -> None:
    for found in read(tmp_path_factory.mktemp("shapes"), json.dumps([record, WALLABAG]), "a.json"):
        assert not isinstance(found, Failure) or "fault of Dateline" not in found.message
