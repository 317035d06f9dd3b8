"""Newswire SGML."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.parsing import RecoveredArticle, read_articles
from index.sources import Limits, SourceItem, discover
from index.types import Article, BlockKind, Failure

REUTERS = """<!DOCTYPE lewis SYSTEM "lewis.dtd">
<REUTERS TOPICS="YES" LEWISSPLIT="TRAIN" CGISPLIT="TRAINING-SET" OLDID="7" NEWID="1">
<DATE> 3-MAR-1931  09:15:05.40&#5;&#5;F</DATE>
<TOPICS><D>eels</D><D>soup</D></TOPICS>
<PLACES><D>kelmouth</D></PLACES>
<PEOPLE></PEOPLE>
<UNKNOWN>&#5;&#22;f0704</UNKNOWN>
<TEXT>&#2;
<TITLE>EEL CO &lt;EEL> SAYS CATCH &amp; SOUP
    SALES UP</TITLE>
<AUTHOR>    By Orla Fennick, Reuters</AUTHOR>
<DATELINE>    KELMOUTH, Loam., March 3 - The eel-
    </DATELINE><BODY>fishers of Kelmouth said their catch rose to
12.5 tonnes &lt;a record> in February.
    They will build a low-
cost pier.
    Shr 34 cts vs 12 cts
    Net 807,000 vs 285,000
              1931     1930
 Catch        12.5      9.1
 Soup          3.2      2.0
    Note: year not complete.
 Reuter
&#3;</BODY></TEXT>
</REUTERS>
<REUTERS NEWID="2">
<DATE>3-MAR-1931 09:16:05.40</DATE>
<TEXT TYPE="BRIEF">&#2;
******<TITLE>KELMOUTH BANS EELS
</TITLE>Dum dum dum.
&#3;
</TEXT>
</REUTERS>
<REUTERS NEWID="3">
<DATE>3-MAR-1931 09:17:05.40</DATE>
<TEXT TYPE="UNPROC">&#2;
FERRY TO SAIL AGAIN AFTER TWO WINTERS IN THE HARBOUR, OWNER
SAYS
    RANNOCK, March 3 - The night ferry will sail again, its
owner said.
 REUTER
&#3;
</TEXT>
</REUTERS>
<REUTERS NEWID="4">
<DATE>3-MAR-1931 09:18:05.40</DATE>
<TEXT TYPE="UNPROC">&#2;
&#3;
</TEXT>
</REUTERS>
"""

TREC = """<DOC>
<DOCNO> KL310309-0012 </DOCNO>
<FILEID>KL-NR-03-09-31 1201EST</FILEID>
<HEAD>Ferry Sails</HEAD>
<HEAD>Soup Served</HEAD>
<BYLINE>By TAM ROWLEY</BYLINE>
<DATELINE>NORTH RANNOCK, Loam. (KL) </DATELINE>
<TEXT>
   The night ferry sailed again on Monday, ending a silence of
two winters.
   ``It costs nineteen crowns,'' the owner said.
</TEXT>
</DOC>
<DOC id="KEL_ENG_20310310.0002" type="story" >
<HEADLINE>
Moss Found on the Moon
</HEADLINE>
<DATELINE>
Kelmouth, March 10
</DATELINE>
<TEXT>
<P>
Green moss was found on the moon,
the observatory said.
</P>
<P>
It is soft.
</P>
</TEXT>
</DOC>
<doc>
<docid>7</docid>
<date><p>March 11, 2031, Tuesday, Late Edition</p></date>
<section><p>Coast; Page 1</p></section>
<headline><p>EELS RETURN</p></headline>
<text><p>The eels came back.</p></text>
</doc>
"""


def read(path: Path, limits: Limits | None = None) -> list[RecoveredArticle | Failure]:
    (item,) = discover(path)
    assert isinstance(item, SourceItem)
    return list(read_articles(item, limits=limits))


def recovered(folder: Path, text: str | bytes, name: str = "a.sgm") -> list[RecoveredArticle]:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = read(path)
    assert not [one for one in found if isinstance(one, Failure)]
    return [one for one in found if isinstance(one, RecoveredArticle)]


def articles(folder: Path, text: str | bytes, name: str = "a.sgm") -> list[Article]:
    return [one.article for one in recovered(folder, text, name)]


def test_a_story_of_the_wire(tmp_path: Path) -> None:
    article = articles(tmp_path, REUTERS)[0]
    assert article.headline == "EEL CO <EEL> SAYS CATCH & SOUP SALES UP"
    assert article.authors == ("Orla Fennick",)
    assert (article.place, article.published, article.outlet) == ("Kelmouth", "1931-03-03", "Reuters")
    assert (article.language, article.tags) == ("en", ("eels", "soup", "kelmouth"))
    assert [(block.kind, block.text) for block in article.blocks] == [
        (
            BlockKind.PARAGRAPH,
            "The eel-fishers of Kelmouth said their catch rose to 12.5 tonnes <a record> in February.",
        ),
        (BlockKind.PARAGRAPH, "They will build a low-cost pier."),
        (
            BlockKind.PRE,
            (
                "Shr 34 cts vs 12 cts\nNet 807,000 vs 285,000\n"
                "             1931     1930\nCatch        12.5      9.1\nSoup          3.2      2.0"
            ),
        ),
        (BlockKind.PARAGRAPH, "Note: year not complete."),
    ]
    assert article.evidence["place"] == "sgml:DATELINE"
    assert article.evidence["outlet"] == "sgml:REUTERS"


def test_stories_that_are_not_taken_apart(tmp_path: Path) -> None:
    _, brief, raw, empty = articles(tmp_path, REUTERS)
    assert (brief.headline, brief.blocks) == ("KELMOUTH BANS EELS", ())
    assert raw.headline == "FERRY TO SAIL AGAIN AFTER TWO WINTERS IN THE HARBOUR, OWNER SAYS"
    assert raw.place == "Rannock"
    assert raw.evidence["headline"] == "first line"
    assert empty.headline == "Story 4"
    assert {one.published for one in (brief, raw, empty)} == {"1931-03-03"}


def test_keys_and_locations(tmp_path: Path) -> None:
    found = recovered(tmp_path, gzip.compress(REUTERS.encode()), "a.sgml.gz")
    assert [one.record for one in found] == ["1", "2", "3", "4"]
    assert [one.location.rpartition("#")[2] for one in found] == ["1", "2", "3", "4"]


def test_keys_of_many_numbers_stay_their_own(tmp_path: Path) -> None:
    stories = "".join(
        f'<REUTERS NEWID="{number}"><TEXT><TITLE>EELS</TITLE></TEXT></REUTERS>' for number in range(1, 3001)
    )
    assert [one.record for one in recovered(tmp_path, stories)] == [str(number) for number in range(1, 3001)]


@pytest.mark.parametrize("name", ["a.sgml", "kl310309", "a.txt", "a.xml"])
def test_documents_of_collections(tmp_path: Path, name: str) -> None:
    ferry, moss, eels = articles(tmp_path, TREC, name)
    assert (ferry.headline, ferry.authors, ferry.place) == ("Ferry Sails", ("Tam Rowley",), "North Rannock")
    assert (ferry.published, ferry.outlet) == ("2031-03-09", None)
    assert [block.text for block in ferry.blocks] == [
        "The night ferry sailed again on Monday, ending a silence of two winters.",
        "``It costs nineteen crowns,'' the owner said.",
    ]
    assert (moss.headline, moss.published, moss.place) == ("Moss Found on the Moon", "2031-03-10", "Kelmouth")
    assert [block.text for block in moss.blocks] == [
        "Green moss was found on the moon, the observatory said.", "It is soft."]  # fmt: skip
    assert (eels.headline, eels.published, eels.section) == ("EELS RETURN", "2031-03-11", "Coast; Page 1")


def test_damage_costs_one_story(tmp_path: Path) -> None:
    path = tmp_path / "a.sgm"
    whole = "<DOC><DOCNO>1</DOCNO><HEAD>Eels</HEAD><TEXT>They came.</TEXT></DOC>"
    long = f"<DOC><HEAD>Long</HEAD><TEXT>{'eels ' * 300_000}</TEXT></DOC>"
    path.write_text(f"{whole}<DOC><HEAD>No end</HEAD>{long}<DOC></DOC>{whole}<DOC><HEAD>Cut</HEAD><TEX")
    found = read(path, Limits(text=2**20))
    told = [one.message if isinstance(one, Failure) else one.article.headline for one in found]
    assert told == [
        "Eels",
        "No end",
        "the story has no end. What is there was read; copy the file again.",
        "a story of more than 1 MB is no article. Split it up.",
        "the story has no text. Nothing is lost with it.",
        "Eels",
        "Cut",
        "the story has no end. What is there was read; copy the file again.",
    ]


@pytest.mark.parametrize("text", ["nothing", "<html>", "<DOCS>"])
def test_what_holds_no_story_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.sgm").write_text(text)
    (found,) = read(tmp_path / "a.sgm")
    assert isinstance(found, Failure)
    assert "no <REUTERS> or <DOC>" in found.message


def test_a_text_is_no_collection(tmp_path: Path) -> None:
    (article,) = articles(tmp_path, "Ferry sails\n\nThe <DOC> tag is old, the observatory said on Monday.\n", "a.txt")
    assert article.headline == "Ferry sails"


@pytest.mark.parametrize("tag", ["<P>", "<TITLE>", "<TITLE ", "</D>", "<D>", "<A B=", "&lt;", "<DATELINE>a, "])
def test_many_tags_take_little_time(tmp_path: Path, tag: str) -> None:
    (tmp_path / "a.sgm").write_text(f"<REUTERS NEWID='1'><TEXT><BODY>{tag * 100_000}</BODY></TEXT></REUTERS>")
    assert len(read(tmp_path / "a.sgm")) == 1


pieces = st.sampled_from(
    ["<DOC>", "</DOC>", "<REUTERS ", 'NEWID="1">', "</REUTERS>", "<TEXT", ">", "<BODY>", "</TEXT>", "<DATELINE>", "<D>",
     "KELMOUTH, March 3 -", "    ", "\n", "12   13", "&#3;", "&lt;", "REUTER", "\0", "\xff", "<DATE>", "31-FEB-1987"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(pieces | st.text(max_size=8), max_size=40))
def test_mangled_stories_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, parts: list[str]) -> None:
    path = tmp_path_factory.getbasetemp() / "mangled.sgm"
    path.write_bytes("".join(["<DOC>", *parts]).encode("utf-8", "replace"))
    for one in read(path):
        assert not isinstance(one, Failure) or "fault of Dateline" not in one.message


def test_all_of_reuters_21578(corpora: Path) -> None:
    count = dated = placed = 0
    for item in discover(corpora / "reuters21578"):
        assert isinstance(item, SourceItem)
        for one in read_articles(item):
            assert isinstance(one, RecoveredArticle)
            count += 1
            dated += one.article.published is not None and one.article.published.startswith("1987-")
            placed += one.article.place is not None
    assert (count, dated) == (21_578, 21_578)
    assert placed >= 18_950  # 19,043 have a DATELINE; some of those are the first row of a table
