"""Highlights against a judge that knows the query language's definitions and nothing of the code."""

from __future__ import annotations

from itertools import combinations
from unicodedata import combining, normalize

from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import Token, fold, keys, tokenize
from index.highlight import highlight, hit_marks, matches_article
from index.query import written
from index.query.tree import TEXT_FIELDS, And, Node, Not, Or, Terms, Word, WordKind
from index.types import Article, Block, BlockKind, Part, PartKind, Span, StoredArticle
from tests.index.highlight.understanding import asked, stored

BODY_KINDS = (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.QUOTE, BlockKind.LIST, BlockKind.PRE)
VOCABULARY = (
    "ship",
    "ships",
    "Ship's",
    "tug",
    "é",
    "e\u0301",
    "elan",
    "Élan",
    "ß",
    "İ",
    "東",
    "u.s.",
    "10,5",
    "ten-ton",
    "ﬁn",
    "هَذَا",
    "🙂",
    "-",
)
TEXTS = st.lists(st.sampled_from(VOCABULARY), max_size=7).map(" ".join)
WORDS = st.sampled_from(
    ("ship", "ships", "tug", "é", "elan", "ss", "東", "u.s", "10,5", "ten", "ton", "fin", "هذا")
).flatmap(
    lambda text: st.sampled_from((Word(text), Word(text, WordKind.EXACT), Word(f"{text[:1]}*", WordKind.WILDCARD)))
)
FIELD_SETS = st.sampled_from(
    (TEXT_FIELDS, ("headline",), ("byline",), ("body",), ("caption",), ("section",), ("place",))
)
TERMS = st.builds(
    lambda words, fields, slop: Terms(tuple(words), fields, 0, "x", slop if len(words) > 1 else 0),
    st.lists(WORDS, min_size=1, max_size=3),
    FIELD_SETS,
    st.integers(0, 3),
)
TREES = st.recursive(
    TERMS,
    lambda inner: st.one_of(
        st.builds(lambda children: And(tuple(children)), st.lists(inner, min_size=2, max_size=3)),
        st.builds(lambda children: Or(tuple(children)), st.lists(inner, min_size=2, max_size=3)),
        st.builds(Not, inner),
    ),
    max_leaves=5,
)
BLOCKS = st.one_of(
    st.builds(Block, st.sampled_from(BODY_KINDS), TEXTS),
    st.builds(Block, st.just(BlockKind.CAPTION), TEXTS, st.none() | TEXTS),
)
ARTICLES = st.builds(
    lambda headline, blocks, authors, **rest: stored(
        Article(headline=headline, blocks=tuple(blocks), authors=tuple(authors), **rest)
    ),
    TEXTS,
    st.lists(BLOCKS, max_size=4),
    st.lists(TEXTS, max_size=2),
    standfirst=st.none() | TEXTS,
    place=st.none() | TEXTS,
    section=st.none() | TEXTS,
)


class Judge:
    """Decides by trying every choice of words."""

    def __init__(self, article: StoredArticle) -> None:
        self.texts: dict[str, list[tuple[Part, str]]] = {}
        inner = article.article
        for name in ("headline", "standfirst", "place", "section"):
            self.add(name, Part(PartKind(name)), getattr(inner, name))
        for index, author in enumerate(inner.authors):
            self.add("byline", Part(PartKind.AUTHOR, index), author)
        for index, block in enumerate(inner.blocks):
            field = "caption" if block.kind is BlockKind.CAPTION else "body"
            self.add(field, Part(PartKind.BLOCK, index), block.text)
            self.add("caption", Part(PartKind.CREDIT, index), block.credit)

    def add(self, field: str, part: Part, text: str | None) -> None:
        self.texts.setdefault(field, []).append((part, text or ""))

    def lights(self, node: Node) -> set[tuple[Part, int, int]] | None:
        match node:
            case And(children):
                found = [self.lights(child) for child in children]
                return None if None in found else {one for some in found for one in some or ()}
            case Or(children):
                found = [self.lights(child) for child in children]
                return None if all(some is None for some in found) else {one for some in found for one in some or ()}
            case Not(child):
                return set() if self.lights(child) is None else None
            case Terms():
                return {one for name in node.fields for one in self.in_field(node, name)} or None
            case _:
                raise AssertionError(node)

    def in_field(self, terms: Terms, name: str) -> set[tuple[Part, int, int]]:
        found = set()
        for part, text in self.texts.get(name, []):
            tokens = tokenize(text)
            places = [
                choice
                for choice in combinations(range(len(tokens)), len(terms.words))
                if choice[-1] - choice[0] - (len(choice) - 1) <= terms.slop
                and all(is_form(word, tokens[place]) for word, place in zip(terms.words, choice, strict=True))
            ]
            for choice in places:
                inner = [other for other in places if choice[0] <= other[0] and other[-1] <= choice[-1]]
                if choice == min(other for other in inner if (other[0], other[-1]) == (choice[0], choice[-1])) and all(
                    (other[0], other[-1]) == (choice[0], choice[-1]) for other in inner
                ):
                    found |= {(part, tokens[place].start, tokens[place].end) for place in choice}
        return found


def is_form(word: Word, token: Token) -> bool:
    match word.kind:
        case WordKind.EXACT:
            return token.word == word.text
        case WordKind.WILDCARD:
            beginning = word.text.removesuffix("*")
            spellings = {token.word} if accented(beginning) else {token.word, fold(token.word)}
            return any(spelling.startswith(beginning) for spelling in spellings)
        case WordKind.STEM:
            return bool(keys(token.word, ("en",)) & keys(word.text, ("en",)))
        case _:
            raise AssertionError(word)


def accented(text: str) -> bool:
    return any(map(combining, normalize("NFD", text)))


@settings(max_examples=200)
@given(ARTICLES, TREES)
def test_what_is_lit_is_what_matched(article: StoredArticle, tree: Node) -> None:
    understood = asked(written(tree), article)
    expected = Judge(article).lights(tree)
    assert matches_article(article, understood.tree) is (expected is not None)  # type: ignore[arg-type]
    highlights = highlight(article, understood)
    spans = {(match.part, span.start, span.end) for match in highlights.matches for span in match.spans}
    assert {piece for part, start, end in spans for piece in pieces(article, part, start, end)} == (expected or set())
    for part in {match.part for match in highlights.matches}:
        covered(article, part, highlights.of(part), expected or set())


def pieces(article: StoredArticle, part: Part, start: int, end: int) -> set[tuple[Part, int, int]]:
    """The words in a span."""
    return {
        (part, token.start, token.end)
        for token in tokenize(text_of(article, part))
        if start <= token.start and token.end <= end
    }


def covered(article: StoredArticle, part: Part, spans: tuple[Span, ...], expected: set[tuple[Part, int, int]]) -> None:
    """Spans for the screen are in range, sorted, disjoint, and together show every word that matched."""
    text = text_of(article, part)
    places = [place for span in spans for place in (span.start, span.end)]
    assert places == sorted(places)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    shown = {piece for span in spans for piece in pieces(article, part, span.start, span.end)}
    assert shown == {piece for piece in expected if piece[0] == part}


def text_of(article: StoredArticle, part: Part) -> str:
    return next(text for texts in Judge(article).texts.values() for of, text in texts if of == part)


@given(ARTICLES, TREES)
def test_marks_in_lists_are_the_highlights(article: StoredArticle, tree: Node) -> None:
    understood = asked(written(tree), article)
    marks = hit_marks(article, understood, snippets=3, width=40)
    headline = highlight(article, understood).of(Part(PartKind.HEADLINE))
    assert marks.headline == tuple((span.start, span.end) for span in headline)
    lit_texts = {"".join(text.split()) for _, text in lit_strings(article, highlight(article, understood).matches)}
    for snippet in marks.snippets:
        assert "\n" not in snippet.text
        for start, end in snippet.marks:
            assert 0 <= start < end <= len(snippet.text)
            assert any("".join(snippet.text[start:end].split()) in lit for lit in lit_texts)


def lit_strings(article: StoredArticle, matches: tuple) -> list[tuple[Part, str]]:  # type: ignore[type-arg]
    return [
        (match.part, text_of(article, match.part)[span.start : span.end]) for match in matches for span in match.spans
    ]


@given(st.text(), st.lists(st.text(max_size=30), max_size=3), st.text(max_size=30))
def test_any_query_lights_any_text_within_its_bounds(headline: str, texts: list[str], query: str) -> None:
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)
    article = stored(Article(headline=headline, blocks=blocks))
    words = " OR ".join(f'"{text}"' for text in (headline, *texts))
    understood = asked(f"{query} OR {words}", article)
    for match in highlight(article, understood).matches:
        text = text_of(article, match.part)
        assert all(0 <= span.start < span.end <= len(text) for span in match.spans)
        assert match.spans == tuple(sorted(match.spans, key=lambda span: span.start))
    for snippet in hit_marks(article, understood, snippets=2, width=20).snippets:
        assert all(0 <= start < end <= len(snippet.text) for start, end in snippet.marks)
