"""What the terminal sends comes in as text, in whatever pieces it is read."""

from __future__ import annotations

import pytest

from tui.terminal_input import TerminalInput

PASTE = "a\x1b[200~one\r\n\x1b[2J\x11two\tü\x1b\x1b[201~\x1bb".encode()
TAKEN = "a\x1b[200~one\r\n[2Jtwo\tü\x1b[201~\x1bb"


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 100])
def test_a_paste_has_no_control_characters_however_it_is_read(size: int) -> None:
    terminal = TerminalInput()
    pieces = [PASTE[start : start + size] for start in range(0, len(PASTE), size)]
    assert "".join(map(terminal.decode, pieces)) == TAKEN


def test_two_pastes_and_keys_between_them() -> None:
    text = "\x1b[200~a\x01\x1b[201~\x01\x1b[A\x1b[200~\x1b[200~b\x1b[201~"
    assert TerminalInput().decode(text.encode()) == "\x1b[200~a\x1b[201~\x01\x1b[A\x1b[200~[200~b\x1b[201~"


def test_the_escape_key_does_not_wait() -> None:
    assert TerminalInput().decode(b"\x1b") == "\x1b"


def test_bytes_that_are_no_utf_8_are_replaced() -> None:
    terminal = TerminalInput()
    assert terminal.decode(b"caf\xe9 ") == "caf\ufffd "
    assert terminal.decode("é".encode()[:1]) == ""
    assert terminal.decode("é".encode()[1:]) == "é"
