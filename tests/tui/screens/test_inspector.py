"""The inspector, driven by keys on a real library of pasted pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Library, add_sources
from tests.tui.driving import NARROW, WIDE, Driven, driving
from tui.screens.choice import ChoiceScreen
from tui.screens.inspector import InspectorScreen

LETTER = "Get the harbour letter every Friday, it is free and it is short."
PAGE = """Ferry {number} stays in the harbour

By Mara Quill

Crews of the night ferry number {number} refused to sail on Monday, and the company would not talk to anybody.

{letter}

The union of ship {number} wants two pilots on every bridge after a collision in the [b]fog[/b] last winter.

{number} comments
"""


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """The folder of a library with four pages; two of them hold an advertisement."""
    folder, library = tmp_path / "pages", tmp_path / "library"
    folder.mkdir()
    for number in range(4):
        text = PAGE.format(number=number, letter=LETTER if number in {1, 2} else "Nobody wanted to say more about it.")
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    with Library.open(library) as made:
        assert add_sources(made, [folder]).added == 4
    return library


async def inspect(driven: Driven, query: str = "free short") -> InspectorScreen:
    """Open the first article that matches, and the inspector on it."""
    await driven.search(query)
    await driven.press("enter")
    await driven.until(lambda: driven.reader.has_focus and driven.reading)
    await driven.press("v")
    await driven.until(lambda: isinstance(driven.app.screen, InspectorScreen))
    screen = driven.app.screen
    assert isinstance(screen, InspectorScreen)
    await driven.until(lambda: screen.inspection and screen.raw.is_laid_out and not screen.is_busy)
    return screen


def shown(screen: InspectorScreen) -> str:
    return "\n".join(screen.raw.render_line(y).text for y in range(screen.raw.size.height))


async def settle(driven: Driven, screen: InspectorScreen) -> None:
    await driven.until(lambda: driven.app.screen is screen and not screen.is_busy and screen.raw.is_laid_out)


def bodies(library: Path, word: str) -> int:
    with Library.open(library) as opened:
        stored = opened.get_many(range(1, 5))
    return sum(word in block.text for article in stored for block in article.article.blocks)


async def test_raw_and_cleaned_stand_side_by_side(pages: Path) -> None:
    async with driving(pages, WIDE) as driven:
        screen = await inspect(driven)
        assert screen.raw.display
        assert screen.cleaned.display
        text = shown(screen)
        assert "− 1 comments" in text or "− 2 comments" in text
        assert "byline" in text
        assert "[b]fog[/b]" in text  # never taken for markup
        labels = [entry.label for entry in screen.cleaned.entries if entry.label]
        assert labels[:2] == ["headline", "authors"]


async def test_the_counterpart_is_lit_and_the_line_told(pages: Path) -> None:
    async with driving(pages, WIDE) as driven:
        screen = await inspect(driven)
        await driven.press("j", "j", "j")
        await driven.until(lambda: screen.raw.cursor == 3 and screen.cleaned.lit)
        (lit,) = screen.cleaned.lit
        assert screen.cleaned.entries[lit].text == LETTER
        assert "line 4 of 6 · body" in screen.said
        await driven.press("tab")
        await driven.until(lambda: screen.cleaned.has_focus)
        await driven.press("g")
        await driven.until(lambda: screen.raw.lit == {0})


async def test_n_goes_from_change_to_change(pages: Path) -> None:
    async with driving(pages, WIDE) as driven:
        screen = await inspect(driven)
        await driven.press("n")
        await driven.until(lambda: screen.raw.cursor == 5)
        assert "dropped" in screen.said
        await driven.press("n")
        await driven.until(lambda: "No further" in screen.said)
        await driven.press("N")
        await driven.until(lambda: screen.raw.cursor == 0)


async def test_a_line_is_dropped_in_a_folder_and_that_is_undone(pages: Path) -> None:
    async with driving(pages, WIDE) as driven:
        screen = await inspect(driven)
        assert bodies(pages, "harbour letter") == 2
        await driven.press("j", "j", "j", "x")
        await driven.until(lambda: isinstance(driven.app.screen, ChoiceScreen))
        await driven.press("o")
        await driven.until(lambda: screen.inspection and not screen.inspection.lines[3].kept)
        await settle(driven, screen)
        assert bodies(pages, "harbour letter") == 0
        assert screen.raw.cursor == 3
        assert "Dropped" in screen.said
        assert "rule 1" in shown(screen)
        await driven.press("u")
        await driven.until(lambda: screen.inspection and screen.inspection.lines[3].kept)
        await settle(driven, screen)
        assert bodies(pages, "harbour letter") == 2
        await driven.press("u")
        await driven.until(lambda: screen.said == "Nothing to undo.")


async def test_a_dropped_line_is_restored_and_the_reader_shows_it(pages: Path) -> None:
    async with driving(pages, WIDE) as driven:
        screen = await inspect(driven)
        await driven.press("n", "r")
        await driven.until(lambda: isinstance(driven.app.screen, ChoiceScreen))
        await driven.press("a")
        await driven.until(lambda: screen.inspection and screen.inspection.lines[5].kept)
        await settle(driven, screen)
        await driven.press("R")
        await driven.until(lambda: isinstance(driven.app.screen, ChoiceScreen))
        await driven.press("escape")
        await driven.until(lambda: driven.app.screen is screen)
        await driven.press("escape")
        await driven.until(lambda: driven.app.screen is driven.main)
        await driven.until(
            lambda: driven.reader.article and driven.reader.article.article.blocks[-1].text.endswith("comments")
        )


async def test_one_side_at_a_time_on_a_narrow_terminal(pages: Path) -> None:
    async with driving(pages, NARROW) as driven:
        screen = await inspect(driven)
        assert (screen.raw.display, screen.cleaned.display) == (True, False)
        await driven.press("v")
        await driven.until(lambda: screen.cleaned.display and not screen.raw.display)
        await driven.pilot.resize_terminal(*WIDE)
        await driven.until(lambda: screen.cleaned.display and screen.raw.display)
        assert screen.cleaned.has_focus


async def test_a_file_that_is_gone_leaves_the_article(pages: Path) -> None:
    for path in (pages.parent / "pages").iterdir():
        path.unlink()
    async with driving(pages, WIDE) as driven:
        await driven.search("free short")
        await driven.press("enter", "v")
        await driven.until(lambda: isinstance(driven.app.screen, InspectorScreen))
        screen = driven.app.screen
        assert isinstance(screen, InspectorScreen)
        await driven.until(lambda: screen.inspection and screen.cleaned.has_focus)
        assert screen.inspection is not None
        assert "no longer there" in (screen.inspection.message or "")
        await driven.press("x")
        await driven.until(lambda: "no line here" in screen.said)
