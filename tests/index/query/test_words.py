"""How words are read with the signs of their kinds; and characters that no blanks stand between."""

from __future__ import annotations

import pytest

from index.query import understand, written
from index.query.tree import TEXT_FIELDS, And, Node, Noted, Terms, Valued, Word, WordKind
from tests.index.query.trees import kind, stem

EXACT, CASED, FUZZY, NAME, REGEX = WordKind.EXACT, WordKind.CASED, WordKind.FUZZY, WordKind.NAME, WordKind.REGEX


def mixed(label: str, *words: Word, fields: tuple[str, ...] = TEXT_FIELDS) -> Terms:
    return Terms(words, fields, 0, label)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("==US", kind(CASED, "US", label="==US")),
        ("==us", kind(CASED, "us", label="==us")),
        ("==U.S.", kind(CASED, "U.S", label="==U.S.")),
        ("==ＵＳ", kind(CASED, "US", label="==ＵＳ")),
        ('=="US Army"', kind(CASED, "US", "Army", label='=="US Army"')),
        ('"==US army"', mixed('"==US army"', Word("US", CASED), Word("army"))),
        (
            '"=the =exact phrase"',
            mixed('"=the =exact phrase"', Word("the", EXACT), Word("exact", EXACT), Word("phrase")),
        ),
        ("body:=word", kind(EXACT, "word", fields=("body",), label="body:=word")),
        ("body:==Word", kind(CASED, "Word", fields=("body",), label="body:==Word")),
        ("outlet:==BBC", kind(CASED, "BBC", fields=("outlet",), label="outlet:==BBC")),
        ('outlet:=="The Post"', Valued("outlet", "The Post", 0, 'outlet:=="The Post"')),
        ('by:=="Ilse Varga"', Valued("author", "Ilse Varga", 0, 'byline:=="Ilse Varga"')),
        ('lang:=="en"', Valued("language", "en", -1, 'lang:=="en"')),
        ('headline:=="US Army"', kind(CASED, "US", "Army", fields=("headline",), label='headline:=="US Army"')),
        ("note:=quay", Noted((Word("quay", EXACT),), 0, "note:=quay")),
        ("harbour~", kind(FUZZY, "harbour", label="harbour~", edits=2)),
        ("quay~", kind(FUZZY, "quay", label="quay~", edits=1)),
        ("sea~", kind(FUZZY, "sea", label="sea~", edits=1)),
        ("harbour~1", kind(FUZZY, "harbour", label="harbour~1", edits=1)),
        ("harbour~2", kind(FUZZY, "harbour", label="harbour~2", edits=2)),
        ("headline:harbour~1", kind(FUZZY, "harbour", fields=("headline",), label="headline:harbour~1", edits=1)),
        ('"old harbor~1"', mixed('"old harbor~1"', Word("old"), Word("harbor", FUZZY, edits=1))),
        (
            '"old harbor~1"~3',
            Terms((Word("old"), Word("harbor", FUZZY, edits=1)), TEXT_FIELDS, 0, '"old harbor~1"~3', 3),
        ),
        ("name:Jughaifi", kind(NAME, "jughaifi", label="name:Jughaifi")),
        ("person:Jughaifi", kind(NAME, "jughaifi", label="name:Jughaifi")),
        ("headline:name:Jughaifi", kind(NAME, "jughaifi", fields=("headline",), label="headline:name:Jughaifi")),
        ("note:name:x", Noted((Word("x", NAME),), 0, "note:name:x")),
        ('"sheikh name:jughaifi"', mixed('"sheikh name:jughaifi"', Word("sheikh"), Word("jughaifi", NAME))),
        ("name:=x", kind(EXACT, "x", label="name:=x")),
        ("/h.rb.*/", kind(REGEX, "h.rb.*", label="/h.rb.*/")),
        ("/Harb(our|ors?)/", kind(REGEX, "harb(our|ors?)", label="/Harb(our|ors?)/")),
        (r"/\S+\d/", kind(REGEX, r"\S+\d", label=r"/\S+\d/")),
        (r"/a\/b/", kind(REGEX, r"a\/b", label=r"/a\/b/")),
        ("headline:/a|b/", kind(REGEX, "a|b", fields=("headline",), label="headline:/a|b/")),
        ('"old /harb.+/"', mixed('"old /harb.+/"', Word("old"), Word("harb.+", REGEX))),
        ("/...../", kind(REGEX, ".....", label="/...../")),
        ("/usr/bin", stem("usr", "bin", label="/usr/bin")),
        ("/usr/bin/", stem("usr", "bin", label="/usr/bin/")),
        ("path:/usr/", kind(EXACT, "usr", fields=("path",), term=-1, label="path:/usr/")),
        ("and/or", stem("and", "or", label="and/or")),
    ],
)
def test_signs_of_words(text: str, tree: Node) -> None:
    understood = understand(text)
    assert understood.tree == tree
    assert understood.repairs == ()
    assert understand(written(tree)).spoken == understood.spoken


@pytest.mark.parametrize(
    ("text", "other", "repair"),
    [
        ("harbour~0.8", "harbour~1", "read harbour~0.8 as harbour~1"),
        ("harbour~0.5", "harbour~2", "read harbour~0.5 as harbour~2"),
        ("harbour~.9", "harbour~1", "read harbour~.9 as harbour~1"),
        ("harbour~5", "harbour~2", "read harbour~5 as harbour~2"),
        ("sea~2", "sea~1", "read sea~2 as sea~1"),
        ("harbour~0", "=harbour", "read harbour~0 as =harbour"),
        ("a~", "=a", "read a~ as =a: one letter has no near spellings"),
        ("harb*~2", "harb*", "read harb*~2 as harb*: a pattern has no near spellings"),
        ("name:quay~2", "name:quay", "ignored ~2 behind quay: a name has spellings of its own"),
        ("==Quay~", "==Quay", "ignored ~ behind Quay: it counts how the word is written"),
        ("==Harb*", "Harb*", "read Harb* without regard to case"),
        ("headline:harbour^4", "headline:harbour", "ignored the weight ^4"),
        ("harbour~2^4", "harbour~2", "ignored the weight ^4"),
        ("/a{99999999999}/", '"a 99999999999"', "read /a{99999999999}/ as words: as a pattern it asks for too much"),
        (f"/{'a?' * 150}/", None, f"read /{'a?' * 29}a…/ as words: a pattern has at most 200 characters"),
    ],
)
def test_signs_that_ask_for_too_much_are_mended(text: str, other: str | None, repair: str) -> None:
    understood = understand(text)
    assert understood.repairs == (repair,)
    assert other is None or understood.spoken == understand(other).spoken


def test_a_pattern_with_an_error_is_read_as_words() -> None:
    understood = understand("/harb(/")
    assert understood.spoken == "harb"
    (repair,) = understood.repairs
    assert repair.startswith("read /harb(/ as words: as a pattern it has an error, ")


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("==US", "exactly US in this case"),
        ('=="US Army"', 'exactly "US Army" in this case'),
        ('"==US army"', '"==US army"'),
        ("harbour~1", "harbour or up to 1 letter off"),
        ("harbour~2", "harbour or up to 2 letters off"),
        ("name:jughaifi", "the name jughaifi"),
        ('name:"deir ezzor"', 'the name "deir ezzor"'),
        ("/harb.+/", "words like /harb.+/"),
        ("lead:a", "in the lead: a"),
        ("opening:a", "in the opening: a"),
        ('outlet:=="The Post"', "outlet is The Post"),
        ("東京都", '"東京" and "京都"'),
    ],
)
def test_spoken(text: str, spoken: str) -> None:
    assert understand(text).spoken == spoken


def test_a_name_may_stand_with_and_without_its_article() -> None:
    tree = understand("name:al-Jughaifi").tree
    assert isinstance(tree, Terms)
    assert [word.text for word in tree.words] == ["al", "jughaifi"]
    assert tree.readings == ((Word("jughaifi", NAME),),)
    assert understand('"the name:al-marra"').tree.readings == ()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("東", ["東"]),
        ("東京", ["東京"]),
        ("東京都", ["東京", "京都"]),
        ("東京都庁", ["東京", "京都", "都庁"]),
        ("東東東東", ["東東"]),
        ("대한민국", ["대한", "한민", "민국"]),
        ("テレビ朝日", ["テレ", "レビ", "ビ朝", "朝日"]),
        ("iPhone手机", ["iPhone", "手机"]),
        ("iPhone手机壳", ["iPhone", "手机", "机壳"]),
        ("2016年3月5日", ["2016年3月5日"]),
        ("第3季度", ["第3", "季度"]),
        ("東京、大阪", ["東京、大阪"]),
        ("東京都、大阪", ["東京", "京都", "大阪"]),
        ('"東京都"', ['"東京都"']),
        ("=東京都", ["=東京都"]),
        ("headline:東京都", ["headline:東京", "headline:京都"]),
        ("note:東京都", ["note:東京", "note:京都"]),
        ("สวัสดี", ["สวัสดี"]),
        ("東京都 OR a", ["東京", "京都", "a"]),
    ],
)
def test_runs_without_blanks_are_cut_to_pairs(text: str, pieces: list[str]) -> None:
    understood = understand(text)
    assert [chip.label for chip in understood.chips] == pieces
    assert understood.repairs == ()


def test_pairs_are_phrases_that_must_all_be_there() -> None:
    first = stem("東", "京", label="東京")
    assert understand("東京都").tree == And((first, stem("京", "都", term=1, label="京都")))
