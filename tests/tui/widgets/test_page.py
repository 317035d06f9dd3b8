"""The page as it is read: what stands on which line, and where everything is found again."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from index.types import Article, ArticleId, Block, BlockKind, Marks, Position, StoredArticle
from tests.tui.widgets.stories import HARBOUR, paragraphs, stored
from tui.widgets.compose import compose, long_date
from tui.widgets.flow import DOT, HEAD, showable
from tui.widgets.linebreak import BLANKS, clusters
from tui.widgets.page import Page, Place, word_around

NOTE = Marks(starred=True, rating=1, tags=("ports",), note="Ask Ilya for the pilots' book of the winter months.")


def drawn(page: Page) -> list[str]:
    """The lines of a page as they are shown."""
    rows = [page.row(y) for y in range(page.height)]
    return [(row.before + page.flows[row.flow].text[row.start : row.end] + row.after).rstrip() for row in rows]


def drawn_article(article: Article, width: int, marks: Marks | None = None) -> str:
    return "\n".join(drawn(Page(compose(stored(article, marks)), width)))


def test_preformatted_columns_stand_below_one_another_in_cells() -> None:
    article = replace(HARBOUR, blocks=(Block(BlockKind.PRE, "漢字\t7.20\nAuro\t8.10"),))
    first, second = (line for line in drawn_article(article, 60).split("\n") if line.endswith("0"))
    assert cell_len(first) == cell_len(second)


def test_an_article_at_60_columns() -> None:
    assert (
        drawn_article(HARBOUR, 60, NOTE).replace("\u00a0", " ")
        == """
  COAST NEWS

  Harbour pilots of Port Vell tell of pressure

  Two former inspectors say that the offer came by
  telephone.

  By Ana Ruiz and Tomas Hale in Port Vell · 9 March 2017
  The Vell Courier · 512 words
  ★ starred · + liked · ✎ note · #ports
  ────────────────────────────────────────────────────────

      The old pilot house on Lantern Quay, seen in
      December. (Sabine Arno/PVP)

  Harbour pilots have been pressed to wave through ships
  that had failed their inspection, two former inspectors
  told the Courier.


  Calls on the eve of a storm

    ▎ A ship which waits costs more than a ship which
    ▎ sinks, we were told that evening.

    • the pilots' book
    • two of the four tide gauges, found in a garden by
      the bay
    3. letters

    ship    draught
    Aurora  7.20


  Inspectors at large

  Most went to Deer Sound, said Ilya al-Marwan.

  ╭─ Note ───────────────────────────────────────────────╮
  │ Ask Ilya for the pilots' book of the winter months.  │
  ╰──────────────────────────────────────────────────────╯

  ────────────────────────────────────────────────────────
  https://courier.example/coast/pilots
  wire/day9/harbour.txt#17
"""
    )


def test_an_article_at_30_columns() -> None:
    article = replace(HARBOUR, blocks=HARBOUR.blocks[:4], url=None, standfirst=None)
    assert (
        drawn_article(article, 30, Marks(note="Ask Ilya for the book.")).replace("\u00a0", " ")
        == """
 COAST NEWS

 Harbour pilots of Port
 Vell tell of pressure

 By Ana Ruiz and Tomas Hale
 in Port Vell
 9 March 2017
 The Vell Courier · 512 words
 ✎ note
 ────────────────────────────

   The old pilot house on
   Lantern Quay, seen in
   December. (Sabine
   Arno/PVP)

 Harbour pilots have been
 pressed to wave through
 ships that had failed their
 inspection, two former
 inspectors told the Courier.


 Calls on the eve of a storm

  ▎ A ship which waits costs
  ▎ more than a ship which
  ▎ sinks, we were told that
  ▎ evening.

 ╭─ Note ───────────────────╮
 │ Ask Ilya for the book.   │
 ╰──────────────────────────╯

 ────────────────────────────
 wire/day9/harbour.txt#17
"""
    )


def test_little_is_known_of_an_article() -> None:
    bare = Article(headline="", blocks=(Block(BlockKind.PARAGRAPH, "Text."),))
    assert (
        drawn_article(bare, 40).replace("\u00a0", " ")
        == """
 (no headline)

 undated · 512 words
 ──────────────────────────────────────

 Text.

 ──────────────────────────────────────
 wire/day9/harbour.txt#17
"""
    )


def test_a_wide_pane_has_a_centred_measure() -> None:
    page = Page(compose(stored()), 200)
    assert page.measure == 72
    assert page.left == 64
    assert Page(compose(stored()), 200, measure=90).measure == 90


def test_duplicates_and_lost_files_say_so() -> None:
    article = replace(stored(), duplicate_of=ArticleId(3), gone=True)
    lines = [line.strip() for line in drawn(Page(compose(article), 60))]
    assert lines[-3:-1] == ["Same text as article 3.", "Its file has gone; the library keeps the text."]


def test_right_to_left_paragraphs_stand_at_the_right() -> None:
    blocks = (
        Block(BlockKind.PARAGRAPH, "قال المسؤول إن الميناء سيبقى مفتوحا حتى الصباح."),
        Block(BlockKind.QUOTE, "الميناء مفتوح"),
        Block(BlockKind.LIST, "أولا\nثانيا"),
        Block(BlockKind.PARAGRAPH, "The port stays open."),
    )
    page = Page(compose(stored(replace(HARBOUR, blocks=blocks))), 40)
    rows = {page.flows[page.row(y).flow].text: page.row(y) for y in range(page.height)}
    for text in ("الميناء مفتوح", "أولا"):
        row = rows[text]
        assert cell_len(row.before + text + row.after) == page.left + page.measure - 1  # the indent
    assert rows["الميناء مفتوح"].after == " ▕"
    assert rows["أولا"].after == " •"
    assert rows["The port stays open."].before == " "


@pytest.mark.parametrize("width", [1, 2, 3, 5, 9, 17, 40, 80, 300])
def test_every_width_can_be_drawn(width: int) -> None:
    page = Page(compose(stored(marks=NOTE)), width)
    for y in range(page.height):
        row = page.row(y)
        assert row.start <= row.end
    if width >= 17:
        assert max(map(cell_len, drawn(page))) <= width


WORDS = st.sampled_from(
    [
        *("harbour", "al-Zahra", "—", "“quoted”", "السَّلَامُ", "報道によると、", "👨‍👩‍👧"),
        *("https://courier.example/a/long/path?x=1", "\u00a0", "e\u0301", "\n", "\t"),
    ]
)
BLOCKS = st.builds(
    Block,
    st.sampled_from(BlockKind),
    st.lists(WORDS, min_size=1, max_size=40).map(" ".join),
    st.none() | st.just("Sabine Arno/PVP"),
)
DROPPED = {*BLANKS, "\n", *DOT}
ARTICLES = st.lists(BLOCKS, max_size=6).map(lambda blocks: stored(replace(HARBOUR, blocks=tuple(blocks)), NOTE))


@given(ARTICLES, st.integers(8, 100))
def test_lines_hold_each_text_in_order_and_fit(article: StoredArticle, width: int) -> None:
    page = Page(compose(article), width)
    reached = [0] * len(page.flows)
    for y in range(page.height):
        row = page.row(y)
        text = page.flows[row.flow].text
        assert cell_len(row.before + text[row.start : row.end] + row.after) <= max(width, 10)
        if row.start < row.end:
            assert set(text[reached[row.flow] : row.start]) <= DROPPED
            reached[row.flow] = row.end
    for flow, end in zip(page.flows, reached, strict=True):
        assert set(flow.text[end:]) <= DROPPED


@given(ARTICLES, st.integers(8, 100))
def test_positions_and_places_lead_back_to_their_line(article: StoredArticle, width: int) -> None:
    page = Page(compose(article), width)
    positions = [page.position_at(y) for y in range(page.height)]
    assert [(p.block, p.offset) for p in positions] == sorted((p.block, p.offset) for p in positions)
    for y in range(1, page.height - 1):
        row = page.row(y)
        if row.start < row.end:
            # The beginning of the article is the blank line above it.
            assert page.line_of(page.position_at(y)) == (y if y > 1 else 0)
            assert page.column_of(Place(row.flow, row.start)) == (y, len(row.before))
            _, first_end, _ = next(clusters(page.flows[row.flow].text, row.start, row.end))
            assert page.place_at(y, len(row.before) + 1, end=True) == Place(row.flow, first_end)
            assert page.place_at(y, 0) == Place(row.flow, row.start)
            assert page.place_at(y, 10_000) == Place(row.flow, row.end)


def test_a_position_survives_other_widths() -> None:
    flows = compose(stored(paragraphs(40)))
    wide, narrow = Page(flows, 100), Page(flows, 40)
    for y in range(3, wide.height - 4):
        position = wide.position_at(y)
        line = narrow.line_of(position)
        shown = narrow.row(line)
        assert narrow.flows[shown.flow].place.block == position.block
        assert wide.line_of(narrow.position_at(line)) <= y + 2


def test_positions_of_an_older_text_lead_somewhere() -> None:
    page = Page(compose(stored()), 60)
    assert page.line_of(Position(HEAD, 0)) == 0
    assert page.line_of(Position(1, 9999)) == page.line_of_block(2) - 3
    assert page.line_of(Position(99, 0)) == page.height - 2
    assert page.line_of(Position(HEAD, 5)) == 1


def test_blocks_are_found() -> None:
    page = Page(compose(stored()), 60)
    lines = drawn(page)
    assert page.subheads() == [("Calls on the eve of a storm", 2), ("Inspectors at large", 6)]
    assert lines[page.line_of_block(6)].strip() == "Inspectors at large"
    assert lines[page.line_of_block(4)].strip() == "• the pilots' book"


def test_copied_text_is_logical_text() -> None:
    page = Page(compose(stored(marks=NOTE)), 40)
    everything = page.text_between(Place(0, 0), Place(len(page.flows) - 1, 9999))
    assert (
        everything
        == """\
Coast News

Harbour pilots of Port Vell tell of pressure

Two former inspectors say that the offer came by telephone.

By Ana Ruiz and Tomas Hale in Port Vell · 9 March 2017 · The Vell Courier · 512 words
★ starred · + liked · ✎ note · #ports

The old pilot house on Lantern Quay, seen in December. (Sabine Arno/PVP)

Harbour pilots have been pressed to wave through ships that had failed their inspection, two former inspectors told \
the Courier.

Calls on the eve of a storm

A ship which waits costs more than a ship which sinks, we were told that evening.

• the pilots' book
• two of the four tide gauges, found in a garden by the bay
3. letters

ship    draught
Aurora  7.20

Inspectors at large

Most went to Deer Sound, said Ilya al-Marwan.

Ask Ilya for the pilots' book of the winter months.

https://courier.example/coast/pilots
wire/day9/harbour.txt#17"""
    )


def test_a_part_of_a_paragraph_is_copied() -> None:
    page = Page(compose(stored()), 60)
    body = next(number for number, flow in enumerate(page.flows) if flow.text.startswith("Harbour pilots have"))
    assert page.text_between(Place(body, 8), Place(body, 14)) == "pilots"


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        (None, "undated"),
        ("2017-03-09", "9 March 2017"),
        ("2017-03-09T06:12:00+00:00", "9 March 2017, 06:12 UTC"),
        ("2017-03-09T06:12:00+03:00", "9 March 2017, 06:12 +0300"),
        ("2017-03-09T06:12:00", "9 March 2017, 06:12"),
        ("2017-03", "2017-03"),
        ("soon\x1b[2J", "soon [2J"),
    ],
)
def test_dates(published: str | None, shown: str) -> None:
    assert long_date(published) == shown


@given(st.text())
def test_nothing_shown_can_act_on_the_terminal(text: str) -> None:
    shown = showable(text)
    assert len(shown) == len(text)
    forbidden = {*map(chr, range(10)), *map(chr, range(11, 32)), *map(chr, range(0x7F, 0xA0))}
    assert not set(shown) & (
        forbidden | set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
    )
    assert showable(shown) == shown
    shown.encode()


def test_the_word_at_an_offset() -> None:
    text = "said Ilya al-Marwan's men."
    assert word_around(text, 12) == (10, 21)
    assert word_around(text, 4) == (4, 5)
    assert word_around("", 0) == (0, 0)


def test_a_long_article_is_laid_out_at_once(record_property: Callable[[str, object], None]) -> None:
    article = stored(paragraphs(3300, every="The harbour police of the old town said nothing. " * 6))
    start = time.perf_counter()
    page = Page(compose(article), 80)
    record_property("milliseconds", 1000 * (time.perf_counter() - start))
    assert page.height > 10_000
