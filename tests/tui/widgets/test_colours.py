from __future__ import annotations

import pytest
from textual.app import App
from textual.color import Color
from textual.style import Style

from tui.widgets.colours import TERM_LOOKS, TERM_STYLES, term_style_name
from tui.widgets.looks import styles_of


def contrast(one: Color, other: Color) -> float:
    """The WCAG contrast ratio."""

    def luminance(color: Color) -> float:
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color.normalized)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_names_go_round() -> None:
    assert [term_style_name(term) for term in (0, 5, 6, 13)] == ["match-0", "match-5", "match-0", "match-1"]
    assert set(TERM_LOOKS) == {term_style_name(term) for term in range(20)}


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark", "ansi-light", "nord", "gruvbox"])
async def test_every_term_has_its_own_legible_style_in_every_theme(theme: str) -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        app.theme = theme
        await pilot.pause()
        styles = [Style.from_styles(styles_of(look, app)) for look in TERM_LOOKS.values()]
        assert len(set(styles)) == TERM_STYLES
        for style in styles:
            assert style.foreground is not None
            assert style.background is not None
            assert style.background.a == 1
            assert style.bold
            if theme.startswith("ansi"):
                assert style.underline
            else:
                assert contrast(style.background, style.foreground) >= 3.0
