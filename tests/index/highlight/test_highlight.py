from __future__ import annotations

from dataclasses import replace

import pytest

from index.highlight import highlight, matches_article
from index.types import Article, ArticleId, Block, BlockKind, Marks, Part, PartKind, Position, StoredArticle
from tests.index.highlight.understanding import asked, paragraph, stored

STORY = stored(
    Article(
        headline="Harbour of Nessel reopens",
        standfirst="A year without ships",
        authors=("Ilse Torrend", "Bo Quarrel"),
        place="Port Nessel",
        section="Coast",
        outlet="Quay News",
        language="en",
        url="https://quay.example/nessel",
        published="2016-03-09T22:30:00+00:00",
        tags=("Shipping",),
        blocks=(
            Block(BlockKind.PARAGRAPH, "The harbour's first ship came in."),
            Block(BlockKind.CAPTION, "A tug in Nessel harbour", credit="Iva Marel/Quay News"),
            Block(BlockKind.HEADING, "Quiet harbours"),
            Block(BlockKind.LIST, "Ships\nTugs"),
        ),
    ),
    marks=Marks(read=True, rating=1, note="Ask Torrend about the tugs", position=Position(0, 0)),
)


def lit(query: str, article: StoredArticle = STORY) -> list[tuple[str, int, str, int]]:
    """What is lit: kind of part, its index, the text, the term."""
    return [
        (match.part.kind.value, match.part.index, text_of(article, match.part)[span.start : span.end], span.term)
        for match in highlight(article, asked(query, article)).matches
        for span in match.spans
    ]


def text_of(article: StoredArticle, part: Part) -> str:
    inner = article.article
    match part.kind:
        case PartKind.AUTHOR:
            return inner.authors[part.index]
        case PartKind.BLOCK:
            return inner.blocks[part.index].text
        case PartKind.CREDIT:
            return inner.blocks[part.index].credit or ""
        case PartKind.NOTE:
            return article.marks.note or ""
        case kind:
            return getattr(inner, kind.value) or ""


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            "harbour",
            [
                ("headline", 0, "Harbour", 0),
                ("block", 0, "harbour's", 0),
                ("block", 1, "harbour", 0),
                ("block", 2, "harbours", 0),
            ],
        ),
        ("=harbour", [("headline", 0, "Harbour", 0), ("block", 1, "harbour", 0)]),
        ("body:harbour", [("block", 0, "harbour's", 0), ("block", 2, "harbours", 0)]),
        ("caption:(nessel quay)", [("block", 1, "Nessel", 0), ("credit", 1, "Quay", 1)]),
        ("byline:quarrel", [("author", 1, "Quarrel", 0)]),
        ("torrend", [("author", 0, "Torrend", 0)]),
        ("place:nessel", [("place", 0, "Nessel", 0)]),
        ("outlet:quay section:coast", [("section", 0, "Coast", 1), ("outlet", 0, "Quay", 0)]),
        ("note:tug tugs", [("block", 1, "tug", 1), ("block", 3, "Tugs", 1), ("note", 0, "tugs", 0)]),
        ("coast", []),
        ("headline:(ship OR nessel)", [("headline", 0, "Nessel", 1)]),
        ("headline:(ship nessel)", []),
        ("first -storm", [("block", 0, "first", 0)]),
        ("first -tug", []),
        ("-storm", []),
        ("-tug", []),
        ('"first ship"', [("block", 0, "first ship", 0)]),
        ('"harbour reopens"~1', []),
        ('"harbour reopens"~2', [("headline", 0, "Harbour", 0), ("headline", 0, "reopens", 0)]),
        ('"reopens harbour"~9', []),
        ('"ship tug"', [("block", 3, "Ships\nTugs", 0)]),
        ('"torrend bo"', []),
        ('"harbour iva"~99', []),
        ('"in quiet"~99', []),
        ("lang:en url:quay.example path:nessel", []),
        ("qu?et", [("block", 2, "Quiet", 0)]),
        ("tug*", [("block", 1, "tug", 0), ("block", 3, "Tugs", 0)]),
        ("first is:unread", [("block", 0, "first", 0)]),
        ("first -is:read", [("block", 0, "first", 0)]),
        ("first (is:unread OR #lost)", [("block", 0, "first", 0)]),
        ("first is:unread date:2015", []),
    ],
)
def test_what_is_lit(query: str, expected: list[tuple[str, int, str, int]]) -> None:
    assert lit(query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("a", [["a"], ["a"], ["a"]]),
        ('"a a"', [["a a"], ["a", "a"]]),
        ('"a b"', [["a b"]]),
        ('"a b"~1', [["a", "b"]]),
        ('"a b" "b c"', [["a b"], ["b", "c"]]),
        ('"a b" b', [["a b"], ["b"]]),
        ("b OR b OR body:b", [["b"]]),
    ],
)
def test_matches_that_share_words(query: str, expected: list[list[str]]) -> None:
    text = "a a a b c"
    article = paragraph(text)
    matches = highlight(article, asked(query, article)).matches
    assert [[text[span.start : span.end] for span in match.spans] for match in matches] == expected


def test_every_word_of_overlapping_phrases_is_lit() -> None:
    article = paragraph("new york times square")
    spans = highlight(article, asked('"new york" "york times" "times square"', article)).of(Part(PartKind.BLOCK))
    assert [(span.start, span.end, span.term) for span in spans] == [(0, 8, 0), (9, 14, 1), (15, 21, 2)]


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Straße gesperrt", "strasse", "Straße"),
        ("in İstanbul today", "istanbul", "İstanbul"),
        ("an e\u0301lan here", "elan", "e\u0301lan"),
        ("👍🏽 go", "go", "go"),
        ("قرأ هَذَا الكِتَاب", "هذا", "هَذَا"),
        ("東京タワー", "京タ", "京タ"),
        ("the U.S. said", "us", "U.S"),
        ("ﬁre", "fire", "ﬁre"),
        ("news\u00adpaper", "newspaper", "news\u00adpaper"),
        ("10,000 people", "10000", "10,000"),
        ("les élections ici", "elect*", "élections"),
        ("the election, les élections", "élect*", "élections"),
    ],
)
def test_offsets_are_those_of_the_text_that_is_shown(text: str, query: str, expected: str) -> None:
    article = paragraph(text)
    (match,) = highlight(article, asked(query, article)).matches
    (span,) = match.spans
    assert text[span.start : span.end] == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("is:read", True),
        ("is:unread", False),
        ("is:liked", True),
        ("is:disliked", False),
        ("is:starred", False),
        ("is:noted", True),
        ("is:tagged", True),
        ("is:duplicate", False),
        ("is:gone", False),
        ("is:undated", False),
        ("#SHIPPING", True),
        ("tag:ship", False),
        ("id:7,9", True),
        ("id:8", False),
        ("id:x", False),
        ("date:2016-03-09", True),
        ("until:2016-03-09", True),
        ("until:2016-03-08", False),
        ("since:2016-03-10", False),
        ("words:120", True),
        ("words:>120", False),
        ("words:<120", False),
        ("note:torrend", True),
        ("note:harbour", False),
        ("lang:en", True),
        ("lang:fr", False),
        ("path:wire", True),
        ("url:quay.example/nessel", True),
        ("*", True),
        ("-is:read OR first", True),
        ("-(is:read first)", False),
    ],
)
def test_is_it_a_result(query: str, expected: bool) -> None:  # noqa: FBT001 - a table
    assert matches_article(STORY, asked(query, STORY).tree) is expected  # type: ignore[arg-type]


def test_states_of_other_articles() -> None:
    undated = replace(STORY, article=replace(STORY.article, published=None), gone=True, duplicate_of=ArticleId(1))
    for query in ("is:undated", "is:gone", "is:duplicate", "date:none"):
        assert matches_article(undated, asked(query, undated).tree)  # type: ignore[arg-type]
    assert not matches_article(undated, asked("until:2020", undated).tree)  # type: ignore[arg-type]


def test_matches_come_in_reading_order_with_credits_behind_their_blocks() -> None:
    everywhere = "harbour OR nessel OR ship OR tug OR quay OR section:coast OR outlet:quay OR torrend OR note:tug"
    kinds = [(match.part.kind, match.part.index) for match in highlight(STORY, asked(everywhere, STORY)).matches]
    assert list(dict.fromkeys(kinds)) == [
        (PartKind.SECTION, 0),
        (PartKind.HEADLINE, 0),
        (PartKind.STANDFIRST, 0),
        (PartKind.AUTHOR, 0),
        (PartKind.PLACE, 0),
        (PartKind.OUTLET, 0),
        (PartKind.BLOCK, 0),
        (PartKind.BLOCK, 1),
        (PartKind.CREDIT, 1),
        (PartKind.BLOCK, 2),
        (PartKind.BLOCK, 3),
        (PartKind.NOTE, 0),
    ]
