from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import UsageError
from index.parsing import RecoveredArticle, read_articles
from index.sources import Limits, SourceItem, discover
from index.types import Article, Block, BlockKind, Failure

PROSE = "The night ferry sailed again on Monday, ending a silence of two winters that islanders had feared."
RECORD = {"title": "Ferry sails", "body": PROSE}


def read(path: Path, **options: Any) -> list[RecoveredArticle | Failure]:
    (item,) = discover(path)
    assert isinstance(item, SourceItem)
    return list(read_articles(item, **options))


def read_text(
    folder: Path, text: str | bytes, name: str = "a.json", **options: Any
) -> list[RecoveredArticle | Failure]:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return read(path, **options)


def articles(found: list[RecoveredArticle | Failure]) -> list[Article]:
    failures = [failure for failure in found if isinstance(failure, Failure)]
    assert not failures
    return [one.article for one in found if isinstance(one, RecoveredArticle)]


def article_of(folder: Path, record: Any, **options: Any) -> Article:
    (article,) = articles(read_text(folder, json.dumps(record), **options))
    return article


def headlines(found: list[RecoveredArticle | Failure]) -> list[str]:
    return [one.article.headline if isinstance(one, RecoveredArticle) else one.message for one in found]


# ---- the shape of the file ----

THREE = [{"title": f"Ferry {number}", "text": PROSE} for number in (1, 2, 3)]
NAMES = ["Ferry 1", "Ferry 2", "Ferry 3"]


RECORDS = [
    json.dumps(THREE),
    json.dumps(THREE, indent=2),
    "\n".join(map(json.dumps, THREE)),
    "\r\n".join(map(json.dumps, THREE)) + "\r\n",
    "\ufeff" + "\n\n".join(map(json.dumps, THREE)),
    "\n".join(json.dumps(record, indent=1) for record in THREE),
]
WRAPPED = [
    " ".join(map(json.dumps, THREE)),
    json.dumps({"articles": THREE}),
    json.dumps({"status": "ok", "total": 3, "articles": THREE, "next": None}),
    json.dumps({"took": 1, "hits": {"total": 3, "hits": [{"_id": "x", "_source": record} for record in THREE]}}),
    json.dumps({"response": {"docs": THREE}}, indent=1),
    json.dumps({"meine_artikel": THREE}),
    json.dumps({"data": [{"type": "articles", "attributes": record} for record in THREE]}),
]


@pytest.mark.parametrize("text", RECORDS)
@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.ndjson"])
def test_records_are_found_in_every_shape(tmp_path: Path, text: str, name: str) -> None:
    assert headlines(read_text(tmp_path, text, name)) == NAMES


@pytest.mark.parametrize("text", WRAPPED)
def test_records_are_found_inside_objects(tmp_path: Path, text: str) -> None:
    assert headlines(read_text(tmp_path, text)) == NAMES


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig", "windows-1252"])
@pytest.mark.parametrize("lines", [True, False])
def test_encodings(tmp_path: Path, encoding: str, *, lines: bool) -> None:
    records = [{"title": f"Fähre {number} fährt für £2 über", "text": PROSE} for number in (1, 2)]
    dumped = [json.dumps(record, ensure_ascii=False) for record in records]
    text = "\n".join(dumped) if lines else f"[{', '.join(dumped)}]"
    assert headlines(read_text(tmp_path, text.encode(encoding))) == [record["title"] for record in records]


def test_locations_and_keys(tmp_path: Path) -> None:
    records = [
        RECORD,
        {**RECORD, "id": "ferry-7"},
        {**RECORD, "url": "https://example.test/a"},
        {**RECORD, "id": "ferry-7"},
    ]
    found = read_text(tmp_path, json.dumps(records))
    assert [one.location for one in found] == [f"{tmp_path}/a.json#{number}" for number in (1, 2, 3, 4)]
    assert [one.record for one in found if isinstance(one, RecoveredArticle)] == [
        "#1", "ferry-7", "https://example.test/a", "ferry-7#4"]  # fmt: skip


def test_a_long_headline_keeps_its_words(tmp_path: Path) -> None:
    headline = "Eels " * 150 + "return"
    assert article_of(tmp_path, {"title": headline, "body": "Eels came back."}).headline == headline


def test_one_object_is_one_article_without_a_number(tmp_path: Path) -> None:
    (found,) = read_text(tmp_path, json.dumps({**RECORD, "id": 7}, indent=1))
    assert isinstance(found, RecoveredArticle)
    assert (found.location, found.record) == (str(tmp_path / "a.json"), "")


def test_a_number_counts_records_not_lines(tmp_path: Path) -> None:
    found = read_text(tmp_path, "\n\n" + json.dumps(RECORD) + "\n\n" + json.dumps(RECORD), "a.jsonl")
    assert [one.location.rpartition("#")[2] for one in found] == ["1", "2"]


# ---- what is broken ----


def test_a_broken_line_costs_that_line(tmp_path: Path) -> None:
    lines = [json.dumps(RECORD), '{"title": "cut', "[]", "7", json.dumps(RECORD)]
    found = read_text(tmp_path, "\n".join(lines), "a.jsonl")
    assert [isinstance(one, Failure) for one in found] == [False, True, True, True, False]
    assert "the line is not JSON (unterminated string" in headlines(found)[1]
    assert found[4].location.endswith("#5")


def test_a_line_over_the_limit_costs_that_line(tmp_path: Path) -> None:
    long = json.dumps({**RECORD, "body": PROSE * 20_000})
    found = read_text(
        tmp_path, "\n".join([json.dumps(RECORD), long, json.dumps(RECORD)]), "a.jsonl", limits=Limits(text=2**20)
    )
    assert headlines(found) == ["Ferry sails", "a line of more than 1 MB is no article. Split it up.", "Ferry sails"]


def test_a_record_over_the_limit_ends_an_array(tmp_path: Path) -> None:
    records = [RECORD, {**RECORD, "body": PROSE * 40_000}, RECORD]
    found = read_text(tmp_path, json.dumps(records), limits=Limits(text=2**20))
    assert headlines(found) == ["Ferry sails", "a record of more than 1 MB is no article. Split it up."]


def test_a_broken_array_gives_what_came_before(tmp_path: Path) -> None:
    found = read_text(tmp_path, json.dumps(THREE)[:-30])
    assert headlines(found)[:2] == NAMES[:2]
    assert "the JSON is broken after record 2" in headlines(found)[2]


@pytest.mark.parametrize(
    "text", ["[" * 50_000, "{" * 9, '{"a":' * 5000, "nonsense", "[]", "{}", "\n", '"text"', "null"]
)
def test_what_holds_nothing_is_one_failure(tmp_path: Path, text: str) -> None:
    (found,) = read_text(tmp_path, text)
    assert isinstance(found, Failure)


def test_a_file_of_other_records_is_one_failure_that_names_their_keys(tmp_path: Path) -> None:
    records = "\n".join(
        json.dumps({"begin": number, "end": 9, "type": "Person", "value": "x"}) for number in range(500)
    )
    (found,) = read_text(tmp_path, records)
    assert isinstance(found, Failure)
    assert "begin, end, type, value" in found.message
    assert "--map" in found.message


def test_many_failures_are_counted(tmp_path: Path) -> None:
    lines = [json.dumps(RECORD), *("{" for _ in range(300))]
    found = read_text(tmp_path, "\n".join(lines), "a.jsonl")
    assert len(found) == 102
    assert "200 more records" in headlines(found)[-1]


def test_settings_files_are_no_articles(tmp_path: Path) -> None:
    (found,) = read_text(tmp_path, json.dumps({"name": "tool", "version": "1.0", "description": "Does things."}))
    assert isinstance(found, Failure)


keys = st.sampled_from(["title", "body", "author", "date", "articles", "_source", "id", "x"])
scalars = st.none() | st.booleans() | st.floats() | st.integers() | st.text()


@settings(max_examples=60, deadline=None)
@given(st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(keys, inner)))
def test_any_json_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, value: Any) -> None:
    for one in read_text(tmp_path_factory.getbasetemp(), json.dumps(value)):
        assert one.location
        if isinstance(one, Failure):
            assert "fault of Dateline" not in one.message


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    for name in ("a.json", "a.jsonl"):
        for one in read_text(tmp_path_factory.getbasetemp(), data, name):
            assert not isinstance(one, Failure) or "fault of Dateline" not in one.message


# ---- fields ----


@pytest.mark.parametrize("key", ["title", "headline", "Headline", "og:title", "web_title", "webTitle"])
def test_names_of_the_headline(tmp_path: Path, key: str) -> None:
    article = article_of(tmp_path, {key: "Ferry sails", "text": PROSE})
    assert article.headline == "Ferry sails"
    assert article.evidence["headline"] == f"json:{key}"


@pytest.mark.parametrize(
    "key", ["body", "text", "content", "articleBody", "article_body", "full-text", "maintext", "description"]
)
def test_names_of_the_body(tmp_path: Path, key: str) -> None:
    article = article_of(tmp_path, {"title": "Ferry sails", key: PROSE})
    assert [block.text for block in article.blocks] == [PROSE]
    assert article.standfirst is None


def test_a_description_beside_a_body_is_the_standfirst(tmp_path: Path) -> None:
    article = article_of(tmp_path, {**RECORD, "description": "The boat is back."})
    assert article.standfirst == "The boat is back."


@pytest.mark.parametrize(
    ("value", "authors"),
    [
        ("Orla Fennick", ("Orla Fennick",)),
        ("By Orla Fennick and Tam Rowley", ("Orla Fennick", "Tam Rowley")),
        (["Orla Fennick", "Tam Rowley"], ("Orla Fennick", "Tam Rowley")),
        ([{"name": "Orla Fennick"}, {"name": "Tam Rowley"}], ("Orla Fennick", "Tam Rowley")),
        ({"name": "Orla Fennick", "url": "https://example.test"}, ("Orla Fennick",)),
        ({"firstName": "Orla", "lastName": "Fennick"}, ("Orla Fennick",)),
        ("Kelmouth Lantern", ("Kelmouth Lantern",)),
        ("", ()),
        (None, ()),
    ],
)
def test_authors(tmp_path: Path, value: Any, authors: tuple[str, ...]) -> None:
    assert article_of(tmp_path, {**RECORD, "author": value}).authors == authors


@pytest.mark.parametrize(
    "key", ["date", "published", "datePublished", "pub_date", "publishedAt", "created", "publication-date"]
)
def test_names_of_the_publication(tmp_path: Path, key: str) -> None:
    assert article_of(tmp_path, {**RECORD, key: "2031-03-09"}).published == "2031-03-09"


@pytest.mark.parametrize(
    "key", ["date_extracted", "crawled", "fetched_at", "scrape_date", "dateModified", "updated", "lastmod"]
)
def test_other_dates_are_no_publication(tmp_path: Path, key: str) -> None:
    assert article_of(tmp_path, {**RECORD, key: "2031-03-09"}).published is None


@pytest.mark.parametrize("value", [1489039920, 1489039920000, "1489039920", {"$date": "2017-03-09T06:12:00Z"}])
def test_moments(tmp_path: Path, value: Any) -> None:
    assert article_of(tmp_path, {**RECORD, "date": value}).published == "2017-03-09T06:12:00+00:00"


def test_the_rest_of_the_fields(tmp_path: Path) -> None:
    article = article_of(
        tmp_path,
        {
            **RECORD,
            "section": {"name": "Coast"},
            "source": {"id": None, "name": "Kelmouth Lantern"},
            "canonical_url": "https://example.test/ferry",
            "inLanguage": "en-GB",
            "dateline": "Kelmouth",
            "keywords": ["ferry", "soup"],
            "dek": "The boat is back.",
        },
    )
    assert article.section == "Coast"
    assert article.outlet == "Kelmouth Lantern"
    assert article.url == "https://example.test/ferry"
    assert article.language == "en"
    assert article.place == "Kelmouth"
    assert article.tags == ("ferry", "soup")
    assert article.standfirst == "The boat is back."
    assert article.evidence["outlet"] == "json:source"


@pytest.mark.parametrize(
    "record",
    [
        {"article": RECORD},
        {"id": 1, "attributes": RECORD},
        {"data": {"id": 1, "attributes": RECORD}},
        {"_index": "news", "_source": {"article": RECORD}},
        {"webTitle": "Ferry sails", "fields": {"bodyText": PROSE}},
        {"title": {"rendered": "Ferry sails"}, "content": {"rendered": f"<p>{PROSE}</p>"}},
        {"headline": {"main": "Ferry sails"}, "body": [PROSE]},
        {"title": "Ferry sails", "paragraphs": [{"type": "p", "text": PROSE}]},
    ],
)
def test_nested_records(tmp_path: Path, record: Any) -> None:
    article = article_of(tmp_path, record)
    assert article.headline == "Ferry sails"
    assert [block.text for block in article.blocks] == [PROSE]


def test_fields_beside_the_wrapping_count_too(tmp_path: Path) -> None:
    article = article_of(tmp_path, {"source": "Kelmouth Lantern", "article": RECORD, "meta": {"date": "2031-03-09"}})
    assert (article.outlet, article.published) == ("Kelmouth Lantern", "2031-03-09")


def test_the_mapping_wins(tmp_path: Path) -> None:
    record = {
        "ttl": "Ferry sails",
        "title": "Page 7",
        "x": {"y": [{"date": "2031-03-09"}]},
        "a.b": PROSE,
        "text": "Menu",
    }
    mapping = {"headline": "ttl", "published": "x.y.0.date", "body": "a.b"}
    article = article_of(tmp_path, record, mapping=mapping)
    assert (article.headline, article.published) == ("Ferry sails", "2031-03-09")
    assert [block.text for block in article.blocks] == [PROSE]
    assert article.evidence["published"] == "json:x.y.0.date"


@pytest.mark.parametrize("mapping", [{"titel": "ttl"}, {"headline": ""}, {"headline": "."}])
def test_a_mapping_that_means_nothing_is_refused_before_anything_is_read(
    tmp_path: Path, mapping: dict[str, str]
) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(RECORD))
    (item,) = discover(path)
    assert isinstance(item, SourceItem)
    with pytest.raises(UsageError):
        read_articles(item, mapping=mapping)


def test_a_step_that_is_no_number_leads_nowhere_in_a_list(tmp_path: Path) -> None:
    assert article_of(tmp_path, {**RECORD, "names": ["A. Name"]}, mapping={"authors": "names.²"}).authors == ()


def test_an_unknown_field_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"titel.*headline.*standfirst.*published"):
        read_text(tmp_path, "{}", mapping={"titel": "ttl"})


# ---- bodies ----


def test_markup_becomes_blocks(tmp_path: Path) -> None:
    body = (
        "<style>p {}</style><h2>A winter</h2><p>One &amp; two<br>lines</p><ul><li>first</li><li>second</li></ul>"
        "<blockquote><p>It was thin.</p></blockquote><figure><img src=x><figcaption>The quay</figcaption></figure>"
        "<pre>a\n  b</pre><script>alert(1)</script><p>Not a &lt;tag&gt;</p>"
    )
    assert article_of(tmp_path, {"title": "Fish &amp; <b>chips</b>", "body": body}).blocks == (
        Block(BlockKind.HEADING, "A winter"),
        Block(BlockKind.PARAGRAPH, "One & two"),
        Block(BlockKind.PARAGRAPH, "lines"),
        Block(BlockKind.LIST, "first\nsecond"),
        Block(BlockKind.QUOTE, "It was thin."),
        Block(BlockKind.CAPTION, "The quay"),
        Block(BlockKind.PRE, "a\n  b"),
        Block(BlockKind.PARAGRAPH, "Not a <tag>"),
    )
    assert article_of(tmp_path, {"title": "Fish &amp; <b>chips</b>", "body": body}).headline == "Fish & chips"


def test_entities_are_resolved_once(tmp_path: Path) -> None:
    text = "The caf&#233; &amp;quot;Tarn&amp;quot; sold &lt;b&gt; mugs&#27;[31m at AT&T, R&D; and ?a=1&copy=2."
    wanted = "The café &quot;Tarn&quot; sold <b> mugs[31m at AT&T, R&D; and ?a=1&copy=2."
    for field in ("title", "summary"):
        article = article_of(tmp_path, {"title": "Ferry", "body": PROSE, field: text})
        assert wanted in {article.headline, article.standfirst}
    assert article_of(tmp_path, {"title": "Ferry", "body": text}).blocks[0].text == wanted


def test_a_summary_that_is_the_body_is_no_markup_once_its_entities_are_resolved(tmp_path: Path) -> None:
    record = {"title": "Ferry", "summary": "<p>Write &lt;br&gt; for a break.</p><p>Or &amp;lt;hr&amp;gt;.</p>"}
    assert [block.text for block in article_of(tmp_path, record).blocks] == [
        "Write <br> for a break.",
        "Or &lt;hr&gt;.",
    ]


def test_tags_between_words_part_them(tmp_path: Path) -> None:
    record = {"title": "Ferry sails<br>at last", "subtitle": "<p>One.</p><p>T<b>w</b>o.</p>", "body": PROSE}
    article = article_of(tmp_path, record)
    assert article.headline == "Ferry sails at last"
    assert article.standfirst == "One. Two."


def test_an_escaped_address_is_the_address(tmp_path: Path) -> None:
    record = {**RECORD, "url": "https://news.example/story?id=1&amp;page=2&copy=3"}
    assert article_of(tmp_path, record).url == "https://news.example/story?id=1&page=2&copy=3"


def test_inline_markup_leaves_the_line_ends(tmp_path: Path) -> None:
    body = 'One <b>bold</b> line.\n\nAn <a href="x">address</a> line, 3 < 4.'
    blocks = article_of(tmp_path, {"title": "Ferry", "body": body}).blocks
    assert [block.text for block in blocks] == ["One bold line.", "An address line, 3 < 4."]


def test_escapes_and_lone_surrogates_reach_nothing(tmp_path: Path) -> None:
    article = article_of(tmp_path, {"title": "a\ud800b\x1b[31mc", "body": f"\x1b]0;x\x07{PROSE}\u202e"})
    assert article.headline == "abc"
    assert article.blocks[0].text == PROSE


def test_a_lone_surrogate_in_an_array_ends_nothing(tmp_path: Path) -> None:
    found = read_text(tmp_path, '[{"title": "a\\ud800b", "body": "x"}, {"title": "Ferry", "body": "x"}]')
    assert headlines(found)[-1] == "Ferry"


# ---- real collections ----


def test_re3d(corpora: Path) -> None:
    found = read(corpora / "re3d" / "CENTCOM" / "documents.json")
    read_in = articles(found)
    assert len(read_in) == 23
    assert {article.outlet for article in read_in} == {"CENTCOM"}
    assert all(article.url and article.blocks for article in read_in)
    assert found[0].location.endswith("documents.json#1")


def test_saudinewsnet(corpora: Path) -> None:
    found = read(corpora / "saudinewsnet" / "2015-07-25.zip")
    read_in = [one for one in found if isinstance(one, RecoveredArticle)]
    assert len(read_in) > 1500
    assert {one.article.published for one in read_in} == {None}
    languages = [one.article.language for one in read_in]
    assert languages.count("ar") > 0.97 * len(languages)
    assert len({one.record for one in read_in}) == len(read_in)
