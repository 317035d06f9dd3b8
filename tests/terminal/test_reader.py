"""The reader as a person meets it: the installed command, a terminal, keys, and what stands on the screen."""

from __future__ import annotations

import base64
import re
import sys
from functools import partial
from pathlib import Path

import pytest

from tests.terminal.terminal import Terminal

LINE = 72
"""The most bytes of a line of the article."""


def open_match(terminal: Terminal, word: str) -> None:
    """Search a word that one article has, and open that article at it."""
    terminal.wait_for("3 articles")
    terminal.press("/")
    terminal.type(word)
    terminal.wait_for("1 article")
    terminal.wait_for(lambda screen: "3 articles" not in screen)
    terminal.press("enter", "enter")
    terminal.wait_for("match 1 of")


def has_copied(terminal: Terminal, beginning: bytes, _screen: str) -> bool:
    """Was one line of text put on the clipboard last that begins so?"""
    sent = re.findall(rb"\x1b\]52;c;([^\a]*)\a", terminal.output)
    text = base64.b64decode(sent[-1]) if sent else b""
    return text.startswith(beginning) and len(text) <= LINE


def test_searching_lights_the_list_and_the_article(library: Path) -> None:
    with Terminal(["--library", str(library)]) as terminal:
        terminal.wait_for("Ferry strike enters its third week")
        terminal.press("/")
        terminal.type("pilots")
        terminal.wait_for("1 article")
        terminal.wait_for(lambda screen: "Dam inquiry" not in screen)
        terminal.press("enter", "enter")
        terminal.wait_for("match 1 of 1")
        lit = {cell.bg for cell in terminal.cells_of("pilots")}
        plain = {cell.bg for cell in terminal.cells_of("bridge")}
        assert lit.isdisjoint(plain)


def test_keys_typed_in_one_breath_go_where_they_were_meant(library: Path) -> None:
    with Terminal(["--library", str(library)]) as terminal:
        terminal.wait_for("Dam inquiry")
        terminal.send("/spillway")
        terminal.wait_for("1 article")
        terminal.press("enter", "enter")
        terminal.wait_for("match 1 of")
        terminal.send("yh")
        wanted = base64.b64encode(b"Dam inquiry hears of cracked spillway")
        terminal.wait_for(lambda _screen: wanted in terminal.output)
        terminal.send("cask the engineers")
        terminal.wait_for("17 / 1500")


def test_editing_keys_act_in_their_turn(library: Path) -> None:
    with Terminal(["--library", str(library)]) as terminal:
        terminal.wait_for("3 articles")
        terminal.send("/zebra")
        terminal.wait_for("1 article")
        terminal.send("\x15spilwy\x7f\x7f\x7fllway\x1b[D\x1b[D\x7fw")
        terminal.wait_for(" / spillway")
        terminal.wait_for("Dam inquiry")
        terminal.press("enter", "enter")
        terminal.wait_for("match 1 of")
        terminal.press("c")
        terminal.wait_for("/ 1500")
        terminal.send("ask hem\x1b[D\x1b[D\x1b[Dt\x13")
        terminal.wait_for("Kept the note")
        terminal.press("c")
        terminal.wait_for("ask them")


def test_an_article_cannot_touch_the_terminal(library: Path) -> None:
    with Terminal(["--library", str(library)]) as terminal:
        open_match(terminal, "zebra")
        terminal.wait_for("[red]markup[/red] [@click=app.bell]in it")
        for dangerous in (b"]0;owned", "\u202e".encode(), b"\x1b[2J the"):
            assert dangerous not in terminal.output


def test_yank_reaches_the_clipboard_of_the_terminal(library: Path) -> None:
    with Terminal(["--library", str(library)]) as terminal:
        open_match(terminal, "spillway")
        terminal.press("y", "h")
        wanted = base64.b64encode(b"Dam inquiry hears of cracked spillway")
        terminal.wait_for(lambda _screen: wanted in terminal.output)
        assert re.search(rb"\x1b\]52;c;" + re.escape(wanted), terminal.output)


def test_a_selection_stays_in_the_article(library: Path) -> None:
    with Terminal(["--library", str(library)]) as terminal:
        open_match(terminal, "spillway")
        row = next(number for number, line in enumerate(terminal.lines, 1) if "Engineers had" in line)
        start = terminal.lines[row - 1].index("reported") + 1
        into_the_list = [(start, row), (start - 5, row), (20, row)]
        onto_the_scroll_bar = [(start, row), (start + 5, row), (120, row)]
        for places, selected in ((into_the_list, b"Engineers had r"), (onto_the_scroll_bar, b"reported cracks")):
            terminal.drag(*places)
            terminal.press("ctrl+c")
            terminal.wait_for(partial(has_copied, terminal, selected))


def test_a_note_is_kept_and_found(library: Path) -> None:
    with Terminal(["--library", str(library)]) as terminal:
        open_match(terminal, "spillway")
        terminal.press("c")
        terminal.wait_for("/ 1500")
        terminal.type("ask the engineers")
        terminal.wait_for("17 / 1500")
        terminal.press("ctrl+s")
        terminal.press("Q")
        assert terminal.wait_for_exit() == 0
    with Terminal(["--library", str(library)]) as terminal:
        terminal.wait_for("Dam inquiry")
        terminal.press("/")
        terminal.type("note:engineers")
        terminal.wait_for("1 article")
        terminal.wait_for(lambda screen: "Ferry strike" not in screen)


@pytest.mark.parametrize(("columns", "rows"), [(40, 12), (80, 24), (100, 30), (300, 80)])
def test_every_size_shows_list_and_article(library: Path, columns: int, rows: int) -> None:
    with Terminal(["--library", str(library)], columns=columns, rows=rows) as terminal:
        terminal.wait_for("Dam inquiry")
        terminal.press("enter")
        terminal.press("Q")
        assert terminal.wait_for_exit() == 0


def test_resizing_keeps_what_is_read(library: Path) -> None:
    with Terminal(["--library", str(library)], columns=140, rows=40) as terminal:
        open_match(terminal, "pilots")
        for columns, rows in ((60, 20), (12, 4), (200, 50), (80, 24)):
            terminal.resize(columns, rows)
        terminal.wait_for("pilots on every bridge")
        terminal.press("Q")
        assert terminal.wait_for_exit() == 0


def test_pasting_lines_into_the_box_is_one_query(library: Path) -> None:
    with Terminal(["--library", str(library)]) as terminal:
        terminal.wait_for("Ferry strike")
        terminal.press("/")
        terminal.paste("ferry\nspillway\n")
        terminal.wait_for("ferry spillway")
        terminal.wait_for("1 article")


def test_escapes_in_a_paste_press_no_keys(library: Path) -> None:
    with Terminal(["--library", str(library)]) as terminal:
        open_match(terminal, "spillway")
        terminal.press("c")
        terminal.wait_for("/ 1500")
        terminal.paste("first\r\x1b[2J \x01second\x1b" + "third \x11" * 8)
        terminal.wait_for("[2J secondthird third")


def test_a_byte_that_is_no_utf_8_is_survived(library: Path) -> None:
    with Terminal(["--library", str(library)]) as terminal:
        terminal.wait_for("3 articles")
        terminal.press("/")
        terminal.send(b"ferry \x9b")
        terminal.wait_for("ferry \ufffd")
        terminal.press("backspace")
        terminal.wait_for("2 articles")


def test_the_first_source_is_added_in_the_reader(tmp_path: Path, pages: Path) -> None:
    with Terminal(["--library", str(tmp_path / "new")]) as terminal:
        terminal.wait_for("source")
        terminal.type(str(pages))
        terminal.press("enter")
        terminal.wait_for("Ferry strike enters its third week")


def test_new_files_appear_while_the_reader_is_open(library: Path, pages: Path) -> None:
    with Terminal(["--library", str(library)]) as terminal:
        terminal.wait_for("Ferry strike")
        (pages / "moss.txt").write_text("Moss found on the moon\n\nGreen moss, said the observatory on Friday night.\n")
        terminal.press("R")
        terminal.wait_for("Moss found on the moon")


def test_a_dumb_terminal_is_refused_in_words(library: Path) -> None:
    with Terminal(["--library", str(library)], env={"TERM": "dumb"}) as terminal:
        assert terminal.wait_for_exit() == 2
        assert "TERM=dumb" in terminal.text


def test_a_screen_that_would_be_drawn_into_a_file_is_refused(library: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    shell = f'"$1" --library "$2" 2>"{log}"; echo "ended with $?"'
    command = [str(Path(sys.executable).with_name("dateline")), str(library)]
    with Terminal(["-c", shell, "sh", *command], command=Path("/bin/sh")) as terminal:
        terminal.wait_for("ended with 2")
    assert "needs a terminal" in log.read_text()


def has_matches_in_one_column(screen: str) -> bool:
    """Do the two matches that are followed by these words begin at one column?"""
    found = [re.search("(?i)ferry (?:company lost|strike enters)", line) for line in screen.splitlines()]
    columns = [match.start() for match in found if match]
    return len(columns) == 2 and len(set(columns)) == 1


def test_a_concordance_has_the_matches_under_one_another_and_opens_one(library: Path) -> None:
    with Terminal(["--library", str(library)]) as terminal:
        terminal.wait_for("3 articles")
        terminal.press("/")
        terminal.type("ferry")
        terminal.wait_for("2 articles")
        terminal.wait_for(lambda screen: "3 articles" not in screen)
        terminal.press("enter", "C")
        terminal.wait_for("matches in 2 articles")
        terminal.press("r")
        terminal.wait_for("by what follows")
        terminal.wait_for(has_matches_in_one_column)
        terminal.press("j", "enter")
        terminal.wait_for("match")
        terminal.wait_for(lambda screen: "by what follows" not in screen)
