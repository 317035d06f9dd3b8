"""Files of links: their pages are fetched from a real server, once each."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import UsageError
from index.library import Library
from index.library.check import examine
from index.sources.web.settings import FetchSettings
from index.sync import add, remove_source, set_full_page, sync
from index.sync.corrections import add_rule, apply_rules
from index.sync.inspecting import inspect
from index.types import FullPage, RuleAction, RuleScope, Source, SourceKind, SyncReport
from tests.index.writing import everything
from tests.serving import Site, serving

QUICK = FetchSettings(gap_seconds=0)
TEXT = "The council of Port Ansel met on the tide wall again, and nothing was decided about item {}. "


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    with serving() as made:
        for number in range(6):
            made.put(f"/{number}", page(number), "text/html")
        yield made


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as made:
        yield made
        assert examine(made) == []


def page(number: int, title: str = "Item {}") -> str:
    text = "".join(f"<p>{TEXT.format(number)}Paragraph {each} of the page.</p>" for each in range(12))
    named = title.format(number)
    head = (
        f"<head><title>{named}</title><meta property='article:published_time' content='2021-05-0{number + 1}'></head>"
    )
    return f"<html>{head}<body><article><h1>{named}</h1>{text}</article></body></html>"


def export(path: Path, site: Site, *numbers: int, tags: str = "sea|quay") -> Path:
    """Pocket's table."""
    rows = [f"Saved {each},{site.url(f'/{each}')},1700000000,{tags},unread" for each in numbers]
    path.write_text("\n".join(["title,url,time_added,tags,status", *rows, ""]))
    return path


def put_in(library: Library, *paths: Path) -> SyncReport:
    return add(library, paths, pages=True, fetching=QUICK)


def again(library: Library, *, fetch: bool = True) -> SyncReport:
    return sync(library, fetching=QUICK, fetch=fetch)


def only(library: Library) -> Source:
    (source,) = library.sources()
    return source


def test_the_pages_that_a_file_names_are_articles_of_one_source(library: Library, site: Site, tmp_path: Path) -> None:
    saved = export(tmp_path / "part é.csv", site, 0, 1, 1)
    report = put_in(library, saved)
    assert (report.added, report.failures, report.sources) == (2, (), (1,))
    source = only(library)
    assert (source.kind, source.path, source.label) == (SourceKind.LINKS, saved, str(saved))
    assert (source.address, source.full_page, source.articles) == (None, None, 2)
    first, second = sorted(everything(library), key=lambda each: each.location)
    assert (first.location, first.article.headline) == (site.url("/0"), "Item 0")
    assert (first.article.tags, first.article.published) == (("sea", "quay"), "2021-05-01")
    assert second.article.blocks[0].text == f"{TEXT.format(1)}Paragraph 0 of the page."
    assert site.most_at_once == 1
    with pytest.raises(UsageError, match="no such feed"):
        set_full_page(library, source.id, FullPage.NEVER)


def test_only_new_links_are_fetched_when_the_file_has_changed(library: Library, site: Site, tmp_path: Path) -> None:
    saved = export(tmp_path / "saved.csv", site, 0, 1)
    put_in(library, saved)
    assert (put_in(library, saved).unchanged, again(library).unchanged) == (1, 1)
    export(saved, site, 1, 2)
    assert again(library, fetch=False).added == 0
    assert site.paths() == ["/0", "/1"]
    assert again(library).added == 1
    assert (site.paths(), only(library).articles) == (["/0", "/1", "/2"], 3)


def test_tags_follow_the_file_without_fetching(library: Library, site: Site, tmp_path: Path) -> None:
    saved = export(tmp_path / "saved.csv", site, 0)
    put_in(library, saved)
    export(saved, site, 0, tags="harbour")
    assert again(library).updated == 1
    assert [each.article.tags for each in everything(library)] == [("harbour",)]
    assert site.paths() == ["/0"]


def test_a_page_that_cannot_be_had_is_no_article_and_asked_for_three_times(
    library: Library, site: Site, tmp_path: Path
) -> None:
    site.status("/1", 500)
    site.status("/2", 404)
    site.put("/3", "<html><body><p>Please accept our cookies.</p></body></html>", "text/html")
    report = put_in(library, export(tmp_path / "saved.csv", site, 0, 1, 2, 3))
    assert report.added == 1
    failed, absent, empty = [each.message for each in sorted(report.failures, key=lambda each: each.location)]
    assert failed.startswith("the page was not fetched: the server failed (500")
    assert absent.startswith("the page was not fetched: there is nothing at this address (404")
    assert "there is no article on the page" in empty
    for _ in range(4):
        again(library)
    assert [site.paths().count(f"/{each}") for each in range(4)] == [1, 3, 1, 1]
    assert (only(library).failures, only(library).articles) == (3, 1)


def test_a_page_that_comes_back_is_an_article(library: Library, site: Site, tmp_path: Path) -> None:
    site.status("/0", 503, retry_after="3600")
    site.put("/1", page(1, title=""), "text/html")
    report = put_in(library, export(tmp_path / "saved.csv", site, 0, 1, 2))
    assert (report.failures, len(report.notes), report.added) == ((), 1, 0)
    assert site.paths() == ["/0"]
    site.put("/0", page(0), "text/html")
    assert again(library).added == 3
    assert "Saved 1" in {each.article.headline for each in everything(library)}
    assert only(library).failures == 0


def test_a_run_that_is_stopped_goes_on_later(library: Library, site: Site, tmp_path: Path) -> None:
    saved = export(tmp_path / "saved.csv", site, *range(6))
    report = add(library, [saved], pages=True, fetching=QUICK, stop=lambda: len(site.asked) > 3)
    assert report.interrupted
    assert 0 < report.added < 6
    assert again(library).added == 6 - report.added
    assert site.paths().count("/0") == 1


def test_links_are_inspected_and_follow_rules_without_the_network(library: Library, site: Site, tmp_path: Path) -> None:
    site.put("/0", page(0).replace("</article>", "<p>The harbour bell rang twice at noon.</p></article>"), "text/html")
    put_in(library, export(tmp_path / "saved.csv", site, 0))
    (article,) = everything(library)
    line = "The harbour bell rang twice at noon."
    told = inspect(library, article.id)
    assert (told.message, told.article) == (None, article.article)
    add_rule(library, article.id, line, RuleAction.DROP, RuleScope.SOURCE)
    assert apply_rules(library).updated == 1
    assert everything(library)[0].article.blocks == article.article.blocks[:-1]
    # However many lines a person drops, the page holds an article.
    add_rule(library, article.id, article.article.blocks[0].text, RuleAction.DROP, RuleScope.SOURCE)
    assert apply_rules(library).failures == ()
    assert site.paths() == ["/0"]


def test_what_only_told_of_the_links_makes_way(library: Library, site: Site, tmp_path: Path) -> None:
    saved = export(tmp_path / "saved.csv", site, 0)
    (told,) = add(library, [saved]).failures
    assert told.message.endswith("by address only, without the text. To fetch them all: dateline add --pages FILE.")
    assert site.asked == []
    put_in(library, saved)
    assert [(each.kind, each.articles) for each in library.sources()] == [(SourceKind.LINKS, 1)]
    assert remove_source(library, only(library).id, keep_marked=False) == 1


def test_a_folder_still_reads_a_file_in_it_whose_links_are_fetched(
    library: Library, site: Site, tmp_path: Path
) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    record = f'{{"title": "A saved text", "url": "https://a.example", "text": "{TEXT.format(9) * 12}"}}'
    link = f'{{"title": "A link", "url": "{site.url("/0")}"}}'
    saved = folder / "saved.json"
    saved.write_text(f"[{record}, {link}]")
    add(library, [folder])
    put_in(library, saved)
    assert (again(library).gone, site.paths()) == (0, ["/0"])
    assert {each.location for each in everything(library)} >= {site.url("/0"), f"{saved}#1"}


def test_an_archive_and_a_text_with_an_address_a_line(library: Library, site: Site, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "pocket.zip", "w") as packed:
        for each in (0, 1):
            packed.write(export(tmp_path / "part.csv", site, each), f"part_00000{each}.csv")
    text = tmp_path / "later.txt"
    text.write_text(f"# to read\n{site.url('/2')}\n- <{site.url('/3')}>\nfile:///etc/hosts\n")
    assert put_in(library, tmp_path / "pocket.zip", text).added == 4
    assert [source.articles for source in library.sources()] == [2, 2]


def test_what_names_no_page_is_not_added(library: Library, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("No address here.\n")
    (tmp_path / "page.html").write_text("<html><body><a href='https://a.example'>A link</a></body></html>")
    names = ("empty.txt", "page.html", "absent.txt", "")
    report = put_in(library, *(tmp_path / "x" / ".." / name if name else tmp_path for name in names))
    told = [each.message for each in report.failures]
    wanted = ["there is no address in it", "no list of addresses", "there is no such file", "this is a folder"]
    assert [each in message for each, message in zip(wanted, told, strict=True)] == [True] * 4
    assert library.sources() == []
    with pytest.raises(UsageError, match="this is an address"):
        add(library, ["https://a.example"], pages=True)
    with pytest.raises(UsageError, match="Leave the other option out"):
        add(library, [tmp_path / "empty.txt"], pages=True, full_page=FullPage.NEVER)


def test_a_file_that_has_vanished_is_told_and_its_articles_stay(library: Library, site: Site, tmp_path: Path) -> None:
    saved = export(tmp_path / "saved.csv", site, 0)
    put_in(library, saved)
    saved.unlink()
    (told,) = again(library).failures
    assert told.location == str(saved)
    assert (only(library).problem, only(library).articles) == (told.message, 1)
