from __future__ import annotations

import pytest

from index.query import understand
from index.query.tree import (
    TEXT_FIELDS,
    And,
    Everything,
    Ids,
    In,
    Is,
    Length,
    Node,
    Not,
    Noted,
    Nothing,
    Or,
    State,
    Tagged,
    Terms,
    Undated,
    Word,
    WordKind,
)
from index.types import ArticleId, Order
from tests.index.query.trees import kind, stem


def exact(*texts: str, fields: tuple[str, ...] = TEXT_FIELDS, term: int = 0, label: str) -> Terms:
    return kind(WordKind.EXACT, *texts, fields=fields, term=term, label=label)


def wild(text: str, *, term: int = 0) -> Terms:
    return Terms((Word(text, WordKind.WILDCARD),), TEXT_FIELDS, term, text)


A, B, C = stem("a"), stem("b", term=1), stem("c", term=2)
HARBOUR = stem("harbour")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", Everything()),
        ("*", Everything()),
        ("a b", And((A, B))),
        ("a AND b and c && a", And((A, B, C, A))),
        ("a OR b", Or((A, B))),
        ("a or b | c", Or((A, B, C))),
        ("a||b", Or((A, B))),
        ("a b OR c", Or((And((A, B)), C))),
        ("a (b OR c)", And((A, Or((B, C))))),
        ("(a b) c", And((A, B, C))),
        ("((a))", A),
        ("-a", Not(stem("a", term=-1))),
        ("!a", Not(stem("a", term=-1))),
        ("NOT NOT a", A),
        ("a NOT b", And((A, Not(stem("b", term=-1))))),
        ("a and not b", And((A, Not(stem("b", term=-1))))),
        ("a OR NOT b", Or((A, Not(stem("b", term=-1))))),
        ("-(a OR b) c", And((Not(Or((stem("a", term=-1), stem("b", term=-1)))), stem("c")))),
        ("* -a", Not(stem("a", term=-1))),
        ("+a +b", And((A, B))),
        ("not a", And((stem("not"), stem("a", term=1)))),
        ("or", stem("or", label='"or"')),
    ],
)
def test_logic(text: str, tree: Node) -> None:
    assert understand(text).tree == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Harbour", stem("harbour", label="Harbour")),
        ('"old harbour"', stem("old", "harbour", label='"old harbour"')),
        ("“old harbour”", stem("old", "harbour", label='"old harbour"')),
        ("«old harbour»", stem("old", "harbour", label='"old harbour"')),
        ("„old harbour“", stem("old", "harbour", label='"old harbour"')),
        ('"old harbour"~3', stem("old", "harbour", label='"old harbour"~3', slop=3)),
        ('"old * harbour"', stem("old", "harbour", label='"old * harbour"', slop=1)),
        ('"harbour"~3', stem("harbour", label='"harbour"~3')),
        ("state-of-the-art", stem("state", "of", "the", "art", label="state-of-the-art")),
        ("al-Marrani", stem("al", "marrani", label="al-Marrani")),
        ("quay.co.example", stem("quay", "co", "example", label="quay.co.example")),
        ("東京", stem("東", "京", label="東京")),
        ("U.S.", stem("u.s", label="U.S.")),
        ("9:30", stem("9", "30", label="9:30")),
        ("=Harbours", exact("harbours", label="=Harbours")),
        ('="old harbour"', exact("old", "harbour", label='="old harbour"')),
        (
            '"=old harbour"',
            Terms((Word("old", WordKind.EXACT), Word("harbour")), TEXT_FIELDS, 0, '"=old harbour"'),
        ),
        ("harb*", wild("harb*")),
        ("*bour", wild("*bour")),
        ("h?rb*r", wild("h?rb*r")),
        (
            '"old harb*"',
            Terms((Word("old"), Word("harb*", WordKind.WILDCARD)), TEXT_FIELDS, 0, '"old harb*"'),
        ),
        ('"is it old?"', stem("is", "it", "old", label='"is it old?"')),
    ],
)
def test_words_and_phrases(text: str, tree: Node) -> None:
    understood = understand(text)
    assert understood.tree == tree
    assert understood.repairs == ()


FIELD_NAMES = {
    "headline": "headline title subject intitle hd head headlines ti HEADLINE Title",
    "standfirst": "standfirst summary deck abstract",
    "body": "body text intext content td",
    "caption": "caption captions cutline credit",
    "byline": "byline author authors by from au writer",
    "place": "place dateline location",
    "section": "section sec se",
    "outlet": "outlet source feed sn publication pub publisher newspaper",
}


@pytest.mark.parametrize(
    ("field", "name"), [(field, name) for field in FIELD_NAMES for name in FIELD_NAMES[field].split()]
)
def test_every_name_of_a_field(field: str, name: str) -> None:
    assert understand(f"{name}:harbour").tree == stem("harbour", fields=(field,), label=f"{field}:harbour")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ('headline:"old harbour"', stem("old", "harbour", fields=("headline",), label='headline:"old harbour"')),
        ("headline:=harbours", exact("harbours", fields=("headline",), label="headline:=harbours")),
        ('headline:="old quay"', exact("old", "quay", fields=("headline",), label='headline:="old quay"')),
        ("headline:-a", Not(stem("a", fields=("headline",), term=-1, label="headline:a"))),
        (
            "headline:(a OR body:b) c",
            And(
                (
                    Or(
                        (
                            stem("a", fields=("headline",), label="headline:a"),
                            stem("b", fields=("body",), term=1, label="body:b"),
                        )
                    ),
                    C,
                )
            ),
        ),
        ("lang:en", exact("en", fields=("lang",), term=-1, label="lang:en")),
        ("lang:French", exact("fr", fields=("lang",), term=-1, label="lang:French")),
        ("lang:pt-BR", exact("pt", fields=("lang",), term=-1, label="lang:pt-BR")),
        ("path:wire/day1", exact("wire", "day1", fields=("path",), term=-1, label="path:wire/day1")),
        ("url:quay.example", exact("quay", "example", fields=("url",), term=-1, label="url:quay.example")),
        (
            "https://www.quay.example/a-1",
            exact("quay", "example", "a", "1", fields=("url",), term=-1, label="url:https://www.quay.example/a-1"),
        ),
        ("note:harbour", Noted((Word("harbour"),), 0, "note:harbour")),
        ('note:"old quay"', Noted((Word("old"), Word("quay")), 0, 'note:"old quay"')),
        ("tag:later", Tagged("later", "tag:later")),
        ("tag:#later", Tagged("later", "tag:#later")),
        ("label:later", Tagged("later", "tag:later")),
        ("#later", Tagged("later", "tag:later")),
        ('tag:"to check"', Tagged("to check", 'tag:"to check"')),
        ("in:wire", In("wire", "in:wire")),
        ('in:"/old news/wire"', In("/old news/wire", 'in:"/old news/wire"')),
        ("in:https://quay.example/feed", In("https://quay.example/feed", "in:https://quay.example/feed")),
        ("is:(read OR starred)", Or((Is(State.READ, "is:read"), Is(State.STARRED, "is:starred")))),
        ("-headline: a", Not(stem("a", fields=("headline",), term=-1, label="headline:a"))),
        ("-#later", Not(Tagged("later", "tag:later"))),
        ("id:7", Ids((ArticleId(7),), "id:7")),
        ("id:7,9,7", Ids((ArticleId(7), ArticleId(9)), "id:7,9,7")),
        ("id:abc", Nothing("id:abc")),
        ("id:" + "9" * 30, Nothing("id:" + "9" * 30)),
    ],
)
def test_fields(text: str, tree: Node) -> None:
    assert understand(text).tree == tree


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("is:read", State.READ),
        ("is:unread", State.UNREAD),
        ("is:starred", State.STARRED),
        ("is:liked", State.LIKED),
        ("is:disliked", State.DISLIKED),
        ("is:noted", State.NOTED),
        ("has:note", State.NOTED),
        ("is:tagged", State.TAGGED),
        ("has:tag", State.TAGGED),
        ("is:duplicate", State.DUPLICATE),
        ("is:gone", State.GONE),
        ("IS:Unread", State.UNREAD),
        ("is:seen", State.READ),
        ("is:favourite", State.STARRED),
        ("has:annotated", State.NOTED),
        ("is:(unread)", State.UNREAD),
    ],
)
def test_states(text: str, state: State) -> None:
    tree = understand(text).tree
    assert isinstance(tree, Is)
    assert tree.state is state


def test_undated_has_two_names() -> None:
    assert understand("is:undated").tree == Undated("is:undated")
    assert understand("date:none").tree == Undated("date:none")


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        (">800", 801, None),
        (">=800", 800, None),
        ("<800", None, 799),
        ("<=800", None, 800),
        ("800", 800, 800),
        ("=800", 800, 800),
        ("800..1200", 800, 1200),
        ("1200..800", 800, 1200),
        ("800..", 800, None),
        ("..800", None, 800),
        (">800..<1200", 801, 1199),
    ],
)
def test_lengths(text: str, least: int | None, most: int | None) -> None:
    assert understand(f"words:{text}").tree == Length(least, most, f"words:{text}")


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("newest", Order.NEWEST),
        ("date", Order.NEWEST),
        ("oldest", Order.OLDEST),
        ("relevance", Order.RELEVANCE),
        ("Newest", Order.NEWEST),
    ],
)
def test_order(name: str, order: Order) -> None:
    understood = understand(f"harbour sort:{name}")
    assert understood.order is order
    assert understood.tree == HARBOUR
    assert len(understood.chips) == 1


@pytest.mark.parametrize(
    ("text", "tree", "repair"),
    [
        ('"old harbour', stem("old", "harbour", label='"old harbour"'), "closed a quotation mark"),
        ("(a b", And((A, B)), "closed a bracket"),
        ("a b)", And((A, B)), "ignored a closing bracket without an opening one"),
        ("() a", A, "ignored empty brackets"),
        ("OR a", A, "ignored a lonely OR"),
        ("a OR", A, "ignored a lonely OR"),
        ("a or", A, "ignored a lonely or"),
        ("a OR OR b", Or((A, B)), "ignored a lonely OR"),
        ("AND a", A, "ignored a lonely AND"),
        ("a AND", A, "ignored a lonely AND"),
        ("a NOT", A, "ignored a lonely NOT"),
        ("a - b", And((A, B)), "ignored a lonely -"),
        ("?! …", Everything(), "found nothing to look for in it: every article is shown"),
        ("headline:", Everything(), "ignored headline: without a value"),
        ("headline: body: a", stem("a", fields=("body",), label="body:a"), "ignored headline: without a value"),
        ("headline: a", stem("a", fields=("headline",), label="headline:a"), "searched a in headline"),
        ("headline:... a", A, "ignored headline:...: nothing to look for in it"),
        ("outlet:* a", A, "ignored outlet:*: nothing to look for in it"),
        ("foo:bar", And((stem("foo"), stem("bar", term=1))), 'no field "foo": searched the words foo and bar'),
        (
            'foo:"a b"',
            And((stem("foo"), stem("a", "b", term=1, label='"a b"'))),
            'no field "foo": searched the words foo and what follows it',
        ),
        (
            "-foo:bar",
            Not(And((stem("foo", term=-1), stem("bar", term=-1)))),
            'no field "foo": searched the words foo and bar',
        ),
        ("is:purple a", A, 'ignored is:purple: there is no state "purple"'),
        ("words:many a", A, "ignored words:many: a length is written >800, <=800 or 800..1200"),
        ("sort:length a", A, "ignored sort:length: an order is newest, oldest or relevance"),
        ("harbour^4", HARBOUR, "ignored the weight ^4"),
        ("saved:mine a", A, "ignored saved:mine: saved searches cannot be used here"),
        (
            "who is he?",
            And((stem("who"), stem("is", term=1), stem("he", term=2))),
            "read the last ? as a question mark",
        ),
        (f"a {'x' * 20_000}", None, "read the first 10,000 characters only"),
        ("a " * 4_000, None, "read the first 2,000 words and signs only"),
        (f'"{"a " * 400}"', None, "read the first 256 words of a phrase only"),
        ("(" * 50 + "a" + ")" * 50, A, "ignored brackets nested deeper than 32"),
    ],
)
def test_repairs_are_made_and_said(text: str, tree: Node | None, repair: str) -> None:
    understood = understand(text)
    assert repair in understood.repairs
    if tree is not None:
        assert understood.tree == tree


@pytest.mark.parametrize(
    "text", ["Flood warning: harbour closed", "Fish & chips – again", "AT&T", "5'10", "rock'n'roll", "C++"]
)
def test_pasted_words_need_no_repair(text: str) -> None:
    assert understand(text).repairs == ()


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("", "every article"),
        ("blackmail -iraq headline:isis since:2016", "blackmail and not iraq, in headline: isis, since 2016-01-01"),
        ("(a OR b) c -d", "(a or b) and c and not d"),
        ("a b OR c", "(a and b) or c"),
        ("headline:(a OR b)", "(in headline: a) or (in headline: b)"),
        ("-(a b)", "not (a and b)"),
        ("state-of-the-art", '"state of the art"'),
        ('"a b"~1 "c d"~2', '"a b" with up to 1 more word inside and "c d" with up to 2 more words inside'),
        ('=a "=b c" ="d e"', 'exactly a and "=b c" and exactly "d e"'),
        ("is:unread -is:starred has:note #x", "unread, not starred, with a note, tagged x"),
        ("date:2016-03-09 is:undated", "on 2016-03-09, without a date"),
        ("date:2016 until:2017", "from 2016-01-01 to 2016-12-31, until 2017-12-31"),
        ("words:>9 words:<9", "of at least 10 words, of at most 8 words"),
        ("words:9 words:1..9", "of 9 words, of 1 to 9 words"),
        ("id:7 id:7,8 id:x", "article 7, articles 7, 8, no article (id:x)"),
        ("note:quay lang:fr", "in your note: quay, in lang: fr"),
        ("a sort:oldest", "a, oldest first"),
        ("sort:newest", "every article, newest first"),
    ],
)
def test_spoken(text: str, spoken: str) -> None:
    assert understand(text).spoken == spoken


@pytest.mark.parametrize(
    ("text", "meaning", "repairs"),
    [
        ("hd=quay", "headline:quay", ("read hd= as headline:",)),
        ('hd="old quay"', 'headline:"old quay"', ("read hd= as headline:",)),
        ("la=en", "lang:en", ("read la= as lang:",)),
        ("wc>500", "words:>500", ("read wc> as words:>",)),
        ("LENGTH<=500", "words:<=500", ("read LENGTH<= as words:<=",)),
        ("words:[800 TO 1200]", "words:800..1200", ()),
        ("words:{800 TO 1200}", "words:801..1199", ()),
        ("HEADLINE(quay)", "headline:quay", ("read HEADLINE( as headline:(",)),
        ("byline(varga OR mare)", "byline:(varga OR mare)", ("read byline( as byline:(",)),
        ("publication(post)", "outlet:post", ("read publication( as outlet:(",)),
        ("site:quay.example", "url:quay.example", ()),
        ("inurl:quay", "url:quay", ()),
        ("folder:wire", "path:wire", ()),
        ("labels:later", "tag:later", ()),
        ("lang:en,french", "lang:en OR lang:fr", ()),
        ("has:date", "-is:undated", ()),
        ("order:oldest", "sort:oldest", ()),
        ("Summary: quay", "summary quay", ()),
        ("Text: quay", "text quay", ()),
        ("name: quay", "name quay", ()),
        ("names=quay", "name:quay", ("read names= as name:",)),
        ("a=b", '"a b"', ()),
        ("source(s)", "source s", ()),
    ],
)
def test_habits_of_other_databases(text: str, meaning: str, repairs: tuple[str, ...]) -> None:
    understood = understand(text)
    assert understood.spoken == understand(meaning).spoken
    assert understood.repairs == repairs


def test_a_chip_stands_for_each_condition_and_numbers_what_is_lit() -> None:
    understood = understand('quay headline:quay lang:en -ship "old quay" "old quay"~2 note:quay is:read * date:2016')
    assert [(chip.label, chip.negated, chip.term) for chip in understood.chips] == [
        ("quay", False, 0),
        ("headline:quay", False, 0),
        ("lang:en", False, None),
        ("ship", True, None),
        ('"old quay"', False, 1),
        ('"old quay"~2', False, 1),
        ("note:quay", False, 0),
        ("is:read", False, None),
        ("date:2016", False, None),
    ]


@pytest.mark.parametrize("text", ["", "   ", "*", "sort:newest", "()", "-"])
def test_a_query_without_conditions_is_empty(text: str) -> None:
    assert understand(text).is_empty


def test_labels_have_an_end() -> None:
    (chip,) = understand(f"headline:{'x' * 500}").chips
    assert len(chip.label) == 60
    assert chip.label.endswith("…")
