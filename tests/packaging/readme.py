"""Makes what the README shows of the program: the table of keys and the picture.

    python -m tests.packaging.readme

The keys come from the table that the program itself uses, the picture from the reader on the sample archive.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

import click

from index import Library
from tui.actions import ACTIONS, Action
from tui.app import DatelineApp
from tui.cli.reader import fill
from tui.config import Config
from tui.engine import Engine
from tui.keymaps import PRESETS, Keymap, make_keymap
from tui.widgets.article_list import ArticleList
from tui.widgets.reader import ReaderView
from tui.widgets.search_box import SearchBox

README = Path(__file__).resolve().parents[2] / "README.md"
PICTURE = Path(__file__).with_name("reader.svg")
QUERY = "ferry strike"
SIZE = (132, 40)


def keys_table() -> str:
    """Every action with its keys in each preset, as Markdown; empty cells where a preset keeps the default."""
    keymaps = [make_keymap(preset, {})[0] for preset in PRESETS]
    lines = ["| do | " + " | ".join(PRESETS) + " | name |", "| --- |" + " --- |" * (len(PRESETS) + 1)]
    lines.extend(_row(action, keymaps) for action in ACTIONS)
    return "\n".join(lines)


def _row(action: Action, keymaps: list[Keymap]) -> str:
    usual, *others = (_shown(keymap, action) for keymap in keymaps)
    cells = [action.title, usual, *("" if keys == usual else keys for keys in others), f"`{action.id}`"]
    return "| " + " | ".join(cells) + " |"


def _shown(keymap: Keymap, action: Action) -> str:
    return " ".join(f"`{key}`" for key in keymap.shown(action.id)).replace("|", "\\|")


def with_keys(text: str) -> str:
    """The README with its table of keys made anew."""
    return re.sub(
        r"<!-- keys -->\n.*?(?=\nThese are the keys)", f"<!-- keys -->\n{keys_table()}\n", text, flags=re.DOTALL
    )


async def picture(library: Path) -> str:
    """The reader on a search of the sample archive, as SVG."""
    engine = Engine(Library.open(library))
    app = DatelineApp(engine, Config(sync_on_start=False))
    try:
        async with app.run_test(size=SIZE) as pilot:
            screen = app.screen
            reader, box = screen.query_one(ReaderView), screen.query_one(SearchBox)
            await pilot.press("slash", *QUERY)
            while not (box.text == QUERY and reader.match_count):
                await pilot.pause(0.05)
            await pilot.press("enter")
            while not screen.query_one(ArticleList).has_focus:
                await pilot.pause(0.05)
            await pilot.press("enter", "n", "n")
            while reader.current_match != 2:
                await pilot.pause(0.05)
            await pilot.pause()
            return app.export_screenshot(title="dateline")
    finally:
        engine.close()


@click.command()
def main() -> None:
    """Write the table of keys into the README, and the picture beside this file."""
    README.write_text(with_keys(README.read_text(encoding="utf-8")), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "library"
        fill(library)
        PICTURE.write_text(asyncio.run(picture(library)), encoding="utf-8")


if __name__ == "__main__":
    main()
