from __future__ import annotations

from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.color import Color
from textual.widget import Widget

from tui.widgets.colours import TERM_STYLES, term_component, term_components, term_css, term_style_name


class Lit(Widget):
    COMPONENT_CLASSES: ClassVar[set[str]] = term_components("lit")
    DEFAULT_CSS = f"Lit {{ {term_css('lit')} }}"


class LitApp(App[None]):
    def compose(self) -> ComposeResult:
        yield Lit()


def contrast(one: Color, other: Color) -> float:
    """The WCAG contrast ratio."""

    def luminance(color: Color) -> float:
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color.normalized)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_names_go_round() -> None:
    assert [term_style_name(term) for term in (0, 5, 6, 13)] == ["match-0", "match-5", "match-0", "match-1"]
    assert term_component("reader", 7) == "reader--match-1"
    assert len(term_components("reader")) == TERM_STYLES


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark", "ansi-light", "nord", "gruvbox"])
async def test_every_term_has_its_own_legible_style_in_every_theme(theme: str) -> None:
    app = LitApp()
    async with app.run_test() as pilot:
        app.theme = theme
        await pilot.pause()
        lit = app.query_one(Lit)
        styles = [lit.get_visual_style(term_component("lit", term)) for term in range(TERM_STYLES)]
        assert len(set(styles)) == TERM_STYLES
        for style in styles:
            assert style.foreground is not None
            assert style.background is not None
            assert style.bold
            if theme.startswith("ansi"):
                assert style.underline
            else:
                assert contrast(style.background, style.foreground) >= 3.0
