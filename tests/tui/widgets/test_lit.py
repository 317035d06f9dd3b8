from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.types import Block, BlockKind, Highlights, Marks, Match, Part, PartKind, Span
from tests.tui.widgets.stories import HARBOUR, matches, parts, stored
from tui.widgets.compose import compose
from tui.widgets.flow import Flow
from tui.widgets.lit import Lit, LitSpan, next_match, previous_match
from tui.widgets.page import Place


def lit_texts(flows: tuple[Flow, ...], lit: Lit) -> list[str]:
    return [flows[span.flow].text[span.start : span.end] for match in range(len(lit)) for span in lit.places(match)]


def test_every_part_of_an_article_is_lit_where_it_is_shown() -> None:
    article = stored()
    flows = compose(article)
    whole = Highlights(tuple(Match(part, (Span(0, len(text), 0),)) for part, text in parts(article) if text))
    lit = Lit(flows, whole)
    copied = {flows[span.flow].copied[span.start : span.end] for match in range(len(lit)) for span in lit.places(match)}
    expected = {text for _, text in parts(article) if text and "\n" not in text}
    assert expected <= copied


def test_capitals_of_the_section_are_lit_by_its_letters() -> None:
    article = stored()
    flows = compose(article)
    assert lit_texts(flows, Lit(flows, matches(article, "News"))) == ["NEWS"]


def test_a_match_over_list_items_or_tabs_is_lit_in_each() -> None:
    article = stored()
    flows = compose(article)
    lit = Lit(flows, matches(article, r"book\n- two", r"Aurora\t7"))
    assert [len(list(lit.places(match))) for match in range(len(lit))] == [2, 2]
    assert lit_texts(flows, lit) == ["book", "two", "Aurora", "7"]


def test_each_match_begins_where_it_is_first_lit() -> None:
    article = stored(marks=Marks(note="Ask the pilots."))
    flows = compose(article)
    lit = Lit(
        flows, matches(article, "Coast|arbour|inspectors|Ruiz|Vell|Arno|pilots|book\\n- two|\\n3. let|Aurora\\t7|7.20")
    )
    firsts = [next(lit.places(match)) for match in range(len(lit))]
    assert len(firsts) > 10
    assert list(lit.starts()) == [Place(first.flow, first.start) for first in firsts]


def test_overlapping_matches_are_painted_once() -> None:
    part = Part(PartKind.BLOCK, 0)
    article = stored(HARBOUR.__class__("H", (Block(BlockKind.PARAGRAPH, "abcdefghij"),)))
    flows = compose(article)
    body = next(number for number, flow in enumerate(flows) if flow.text == "abcdefghij")
    highlights = Highlights(
        (Match(part, (Span(0, 6, 0),)), Match(part, (Span(2, 4, 1),)), Match(part, (Span(4, 9, 2),)))
    )
    lit = Lit(flows, highlights)
    assert list(lit.within(body, 0, 10)) == [LitSpan(body, 0, 6, 0), LitSpan(body, 6, 9, 2)]
    assert list(lit.within(body, 7, 8)) == [LitSpan(body, 6, 9, 2)]
    assert len(lit) == 3


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=12))
def test_painted_spans_are_disjoint_and_cover_what_is_lit(ranges: list[tuple[int, int]]) -> None:
    text = "x" * 80
    article = stored(HARBOUR.__class__("H", (Block(BlockKind.PARAGRAPH, text),)))
    flows = compose(article)
    body = next(number for number, flow in enumerate(flows) if flow.text == text)
    spans = [Span(start, start + length, 0) for start, length in ranges]
    lit = Lit(flows, Highlights(tuple(Match(Part(PartKind.BLOCK, 0), (span,)) for span in spans)))
    painted = [place for span in lit.within(body, 0, 80) for place in range(span.start, span.end)]
    assert painted == sorted({place for span in spans for place in range(span.start, span.end)})


def test_matches_in_texts_that_are_not_shown_are_counted() -> None:
    lit = Lit(compose(stored()), Highlights((Match(Part(PartKind.NOTE), (Span(0, 3, 0),)),)))
    assert len(lit) == 1
    assert list(lit.places(0)) == []
    assert list(lit.starts()) == [None]


LINES = [3, 10, 10, 40, 90]


def test_the_walk_begins_at_the_top_of_the_screen() -> None:
    assert next_match(LINES, None, 0, 20) == 0
    assert next_match(LINES, None, 4, 24) == 1
    assert next_match(LINES, None, 50, 70) == 4
    assert next_match(LINES, None, 91, 111) is None


def test_the_walk_goes_on_from_the_current_match() -> None:
    assert next_match(LINES, 1, 0, 20) == 2
    assert next_match(LINES, 4, 80, 100) is None
    assert previous_match(LINES, 2, 0, 20) == 1
    assert previous_match(LINES, 0, 0, 20) is None


def test_a_match_scrolled_out_of_sight_is_forgotten() -> None:
    assert next_match(LINES, 0, 30, 50) == 3
    assert previous_match(LINES, 4, 0, 20) == 2


def test_the_walk_back_begins_at_the_end_of_the_screen() -> None:
    assert previous_match(LINES, None, 0, 20) == 2
    assert previous_match(LINES, None, 0, 2) is None


def test_there_is_no_walk_without_matches() -> None:
    assert next_match([], None, 0, 20) is None
    assert previous_match([], None, 0, 20) is None
