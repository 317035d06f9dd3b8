"""Which pages a list names, whatever program wrote it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import InputError, InputTooLargeError
from index.parsing import saved_links as module
from index.parsing.feeds import Entry
from index.parsing.saved_links import saved_links
from index.sources import SourceItem, discover

PROSE = "The night ferry sailed again on Monday, ending a silence of two winters that islanders had feared. " * 20
INSTAPAPER = "URL,Title,Selection,Folder,Timestamp,Tags\n"
READER = "Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen\n"
RAINDROP = "id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n"
BOOKMARKS = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE><DL><p>"
POCKET = "<!DOCTYPE html><html><head><title>Pocket Export</title></head><ul>"
WALLABAG = {"is_archived": 1, "is_starred": 1, "title": "Ferry", "url": "https://a.example/1", "tags": ["sea"]}


def read(folder: Path, name: str, data: str | bytes) -> tuple[Entry, ...]:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    (item,) = discover(path)
    assert isinstance(item, SourceItem)
    return saved_links(item)


@pytest.mark.parametrize(
    ("name", "data", "tags"),
    [
        ("pocket.csv", "title,url,time_added,tags,status\nFerry,https://a.example/1,17,sea|quay,unread\n", "sea quay"),
        ("pocket.html", f"{POCKET}<li><a href='https://a.example/1' tags='sea,quay'>Ferry</a></ul>", "sea quay"),
        ("i.csv", f'{INSTAPAPER}https://a.example/1,Ferry,,Unread,17,"[""sea""]"\n', "sea"),
        ("i.html", "<title>Instapaper: Export</title><ol><li><a href='https://a.example/1'>Ferry</a></ol>", ""),
        ("reader.csv", f"{READER}Ferry,https://a.example/1,01g,\"['sea', 'quay']\",2022,0,new,True\n", "sea quay"),
        ("raindrop.csv", f'{RAINDROP}1,Ferry,,Begins so.,https://a.example/1,Un,"sea, quay",2022,,,\n', "sea quay"),
        ("b.html", f'{BOOKMARKS}<DT><DL><p><DT><A HREF="https://a.example/1" TAGS="sea">Ferry</A></DL>', "sea"),
        ("wallabag.json", json.dumps([{**WALLABAG, "content": ""}]), "sea starred"),
        ("any.jsonl", '{"title": "Ferry", "link": "https://a.example/1"}\n', ""),
        ("wrapped.json", '{"next": "http://x.example", "all": [{"title": "Ferry", "url": "https://a.example/1"}]}', ""),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value[:14] and len(value) < 14 else "",
)  # fmt: skip
def test_a_link_has_its_address_title_and_tags_and_no_date(tmp_path: Path, name: str, data: str, tags: str) -> None:
    (link,) = read(tmp_path, name, data)
    assert (link.url, link.title, link.tags) == ("https://a.example/1", "Ferry", tuple(tags.split()))
    assert (link.published, link.content) == ((), "")


def test_highlights_lead_to_their_page(tmp_path: Path) -> None:
    record = {"title": "Ferry", "source_url": "https://a.example/1", "highlights": [{"text": "The bell rang."}]}
    (link,) = read(tmp_path, "h.json", json.dumps({"count": 1, "results": [record]}))
    assert (link.url, link.title) == ("https://a.example/1", "Ferry")


def test_what_holds_the_text_is_no_link(tmp_path: Path) -> None:
    related = [{"title": "Another", "url": "https://a.example/3"}]
    whole = {**WALLABAG, "content": f"<p>{PROSE}</p>", "related": related}
    (link,) = read(tmp_path, "w.json", json.dumps([whole, {**WALLABAG, "url": "https://a.example/2", "content": ""}]))
    assert link.url == "https://a.example/2"


def test_a_page_is_one_link_however_often_it_is_named(tmp_path: Path) -> None:
    rows = "https://a.example/1,,,Unread,1,\nHTTPS://A.example/1#part,Ferry,,Unread,1,\nhttps://A.example:443/1,Later,,Sea,1,\n"
    (link,) = read(tmp_path, "i.csv", INSTAPAPER + rows)
    assert (link.url, link.title, link.tags) == ("https://a.example/1", "Ferry", ("Sea",))


def test_an_address_is_taken_as_it_is_written(tmp_path: Path) -> None:
    for name, data in (
        ("a.csv", f"{INSTAPAPER}https://a.example/?a=1&copy=2,Ferry,,Unread,1,\n"),
        ("a.json", '[{"title": "Ferry", "url": "https://a.example/?a=1&copy=2"}]'),
        ("a.txt", "https://a.example/?a=1&copy=2\n"),
        ("a.html", f'{BOOKMARKS}<DT><A HREF="https://a.example/?a=1&amp;copy=2">Ferry</A>'),
    ):
        assert [link.url for link in read(tmp_path, name, data)] == ["https://a.example/?a=1&copy=2"]


def test_other_schemes_are_passed_over(tmp_path: Path) -> None:
    lines = "javascript:x\nfile:///etc/hosts\n//a.example\nfeed:https://a.example\nhttps://\nhttp://b.example ours\n"
    assert [link.url for link in read(tmp_path, "a.txt", lines)] == ["http://b.example/"]


def test_their_number_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_LINKS", 3)
    with pytest.raises(InputTooLargeError, match="more than 3 pages"):
        read(tmp_path, "a.txt", "".join(f"https://a.example/{number}\n" for number in range(4)))


@settings(max_examples=60, deadline=None)
@given(
    data=st.one_of(st.binary(max_size=200), st.text('<a href="https://[]{}:,\n', max_size=200).map(str.encode)),
    head=st.sampled_from([INSTAPAPER, BOOKMARKS, POCKET, "[", "{", "https://a.example\n", ""]),
    name=st.sampled_from(["a.csv", "a.html", "a.json", "a.jsonl", "a.txt", "a", "a.zip", "a.gz"]),
)
def test_mangled_lists_are_refused_at_worst(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, head: str, name: str
) -> None:
    try:
        found = read(tmp_path_factory.mktemp("mangled"), name, head.encode() + data)
    except InputError:
        return
    assert all(link.url and link.url.startswith("http") for link in found)
