"""News in XML."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.parsing import RecoveredArticle, read_articles
from index.sources import Limits, SourceItem, discover
from index.types import Article, Failure

PROSE = "The night ferry sailed again on Monday."
NITF = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "nitf-3-6.dtd">
<nitf xml:lang="en-GB"><head><title>page title</title>
<docdata><doc-id id-string="kl-7"/><date.issue norm="20310309T061200Z"/>
<key-list><keyword key="ferry"/><keyword key="soup"/></key-list></docdata>
<pubdata name="Kelmouth Lantern" position.section="Coast"/></head>
<body><body.head><hedline><hl1>Ferry <em>sails</em></hl1><hl2>The boat is back.</hl2></hedline>
<byline>By <person>Orla Fennick</person> and <person>Tam Rowley</person></byline>
<dateline><location>RANNOCK, Loam.</location>, March 9</dateline></body.head>
<body.content><p>{PROSE}</p><hl2>Soup</hl2><p>It costs <b>nineteen</b> crowns.</p>
<media media-type="image"><media-reference source="a.jpg"/><media-caption><p>The ferry at dawn.</p></media-caption>
<media-producer>A. Name</media-producer></media>
<bq><block><p>Too much.</p></block></bq><ul><li>Eel</li><li>Leek</li></ul>
<table><tr><th>Soup</th><th>Price</th></tr><tr><td>Eel</td><td>19</td></tr></table></body.content></body></nitf>"""

G2 = f"""<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem guid="urn:kl:7" xml:lang="de"><itemMeta><provider><name>Kelmouth Wire</name></provider>
<firstCreated>2031-03-09T06:12:00+01:00</firstCreated></itemMeta>
<contentMeta><contentCreated>2031-03-09T06:10:00+01:00</contentCreated><located><name>Rannock</name></located>
<by>By Orla Fennick</by><language tag="en"/><subject qcode="x:1"><name>ferries</name></subject>
<headline>Ferry sails</headline><description role="drol:summary">The boat is back.</description></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title>
</head><body><p>{PROSE}</p><h2>Soup</h2></body></html></inlineXML></contentSet></newsItem>
<newsItem guid="urn:kl:8"><contentMeta><headline>Eels return</headline></contentMeta>
<contentSet><inlineData contenttype="text/plain">They came back.

All of them.</inlineData></contentSet></newsItem></itemSet></newsMessage>"""

NEWSML = f"""<NewsML><NewsEnvelope/><NewsItem><Identification><NewsIdentifier><DateId>20310309</DateId>
<NewsItemId>7</NewsItemId></NewsIdentifier></Identification>
<NewsManagement><FirstCreated>20310309T061200+0100</FirstCreated></NewsManagement>
<NewsComponent><NewsLines><HeadLine>Ferry sails</HeadLine><ByLine>By Orla Fennick</ByLine>
<DateLine>RANNOCK, March 9</DateLine>
</NewsLines><AdministrativeMetadata><Provider><Party FormalName="Kelmouth Wire"/></Provider></AdministrativeMetadata>
<DescriptiveMetadata><Language FormalName="en"/></DescriptiveMetadata>
<ContentItem><DataContent><p>{PROSE}</p></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"""

PLAIN = f"""
<article><title>Ferry sails</title><author>Orla Fennick</author><date>2031-03-09</date><body>{PROSE}</body></article>

<articles><article date='2031-03-09'><headline>Ferry sails</headline><byline>By Orla Fennick</byline>
<text><p>{PROSE}</p></text></article></articles>

<doc><meta><title>Ferry sails</title><authors><author>Orla Fennick</author></authors><pubDate>20310309</pubDate></meta>
<p>{PROSE}</p></doc>

<add><doc><field name='title'>Ferry sails</field><field name='author'>Orla Fennick</field>
<field name='published'>2031-03-09</field><field name='content'>&lt;p&gt;{PROSE}&lt;/p&gt;</field></doc></add>

<newsitem itemid='7' date='2031-03-09' xml:lang='en'><headline>Ferry sails</headline><byline>Orla Fennick</byline>
<text><p>{PROSE}</p></text></newsitem>
""".strip().split("\n\n")


def read(path: Path, limits: Limits | None = None) -> list[RecoveredArticle | Failure]:
    (item,) = discover(path)
    assert isinstance(item, SourceItem)
    return list(read_articles(item, limits=limits))


def recovered(folder: Path, text: str, name: str = "a.xml") -> list[RecoveredArticle]:
    (folder / name).write_text(text, encoding="utf-8")
    found = read(folder / name)
    assert not [one for one in found if isinstance(one, Failure)], found
    return [one for one in found if isinstance(one, RecoveredArticle)]


def blocks_of(article: Article) -> list[tuple[str, str]]:
    return [(str(block.kind), block.text) for block in article.blocks]


def test_nitf(tmp_path: Path) -> None:
    (found,) = recovered(tmp_path, NITF)
    article = found.article
    assert (article.headline, article.standfirst) == ("Ferry sails", "The boat is back.")
    assert (article.authors, article.place) == (("Orla Fennick", "Tam Rowley"), "Rannock")
    assert (article.published, article.language) == ("2031-03-09T06:12:00+00:00", "en")
    assert (article.outlet, article.section, article.tags) == ("Kelmouth Lantern", "Coast", ("ferry", "soup"))
    assert blocks_of(article) == [
        ("paragraph", PROSE),
        ("heading", "Soup"),
        ("paragraph", "It costs nineteen crowns."),
        ("caption", "The ferry at dawn."),
        ("quote", "Too much."),
        ("list", "Eel\nLeek"),
        ("pre", "Soup | Price\nEel | 19"),
    ]
    assert article.blocks[3].credit == "A. Name"
    assert found.record == ""


def test_newsml_g2(tmp_path: Path) -> None:
    ferry, eels = recovered(tmp_path, G2)
    article = ferry.article
    assert (article.headline, article.standfirst, article.authors) == (
        "Ferry sails", "The boat is back.", ("Orla Fennick",))  # fmt: skip
    assert (article.place, article.outlet, article.tags) == ("Rannock", "Kelmouth Wire", ("ferries",))
    assert (article.published, article.language) == ("2031-03-09T06:10:00+01:00", "en")
    assert blocks_of(article) == [("paragraph", PROSE), ("heading", "Soup")]
    assert [block.text for block in eels.article.blocks] == ["They came back.", "All of them."]
    assert [one.record for one in (ferry, eels)] == ["urn:kl:7", "urn:kl:8"]


def test_newsml_1(tmp_path: Path) -> None:
    (found,) = recovered(tmp_path, NEWSML)
    article = found.article
    assert (article.headline, article.authors, article.place) == ("Ferry sails", ("Orla Fennick",), "Rannock")
    assert (article.published, article.outlet, article.language) == ("2031-03-09T06:12:00+01:00", "Kelmouth Wire", "en")
    assert blocks_of(article) == [("paragraph", PROSE)]


@pytest.mark.parametrize("text", PLAIN, ids=range(len(PLAIN)))
def test_articles_in_plain_xml(tmp_path: Path, text: str) -> None:
    (found,) = recovered(tmp_path, text)
    article = found.article
    assert (article.headline, article.authors, article.published) == ("Ferry sails", ("Orla Fennick",), "2031-03-09")
    assert blocks_of(article) == [("paragraph", PROSE)]
    assert article.evidence["headline"].startswith("xml:")


def test_many_stories_are_read_as_a_stream(tmp_path: Path) -> None:
    story = f"<article><id>N</id><title>Ferry N</title><body><p>{PROSE * 20}</p></body></article>"
    text = "".join(story.replace("N", str(number)) for number in range(3000))
    (tmp_path / "a.xml").write_text(f"<archive>{text}<article><title>cut")
    found = read(tmp_path / "a.xml", Limits(text=200_000))
    assert len(found) == 3001
    assert [one.record for one in found[:2] if isinstance(one, RecoveredArticle)] == ["0", "1"]
    assert isinstance(found[-1], Failure)
    assert "the XML is damaged" in found[-1].message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<project><name>tool</name></project>", "its root is <project>"),
        ("<a><b></a>", "the XML is damaged"),
        ("no xml", "the XML is damaged"),
        ("<opml version='2.0'><body/></opml>", "this is a list of feeds (OPML)"),
        ("<a>" * 5000, "the XML is damaged"),
        (f"<a>{'<b>x</b>' * 50_000}</a>", "there is no article in"),
    ],
    ids=range(6),
)
def test_what_holds_no_story_is_told(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "a.xml").write_text(text)
    (found,) = read(tmp_path / "a.xml", Limits(text=2**17))
    assert isinstance(found, Failure)
    assert words in found.message


def test_entities_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    bomb = (
        f'<!DOCTYPE a [<!ENTITY s SYSTEM "file://{tmp_path}/secret"><!ENTITY a "ha">'
        '<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
        f"<article><title>Ferry sails</title><body><p>{PROSE} &c; &s;</p></body></article>"
    )
    (found,) = recovered(tmp_path, bomb)
    assert blocks_of(found.article) == [("paragraph", PROSE)]


def test_every_bomb_is_harmless(corpora: Path) -> None:
    for bomb in sorted((corpora / "hostile" / "xml-bombs" / "xmltestdata").glob("*.xml")):
        for one in read(bomb):
            assert not isinstance(one, Failure) or "fault of Dateline" not in one.message


pieces = st.sampled_from(
    ["<article>", "</article>", "<title>", "</title>", "<body>", "</body>", "<p>", "</p>", "<nitf>", "<newsItem>",
     "&a;", "<!DOCTYPE a [", "]>", "<?x", "?>", "<![CDATA[", "]]>", "<hl1>", "\0", "<a b='", "'/>", "<br/>"]
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.lists(pieces | st.text(max_size=8), max_size=30))
def test_mangled_xml_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, parts: list[str]) -> None:
    path = tmp_path_factory.getbasetemp() / "mangled.xml"
    path.write_bytes("".join(["<a>", *parts]).encode("utf-8", "replace"))
    for one in read(path):
        assert not isinstance(one, Failure) or "fault of Dateline" not in one.message
