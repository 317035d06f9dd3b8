from __future__ import annotations

import base64
import re

from hypothesis import given
from hypothesis import strategies as st

from tui.clipboard import LIMIT, clipboard_sequence, fits, safe_paste


def decoded(sequence: str) -> str:
    match = re.fullmatch("\x1b]52;c;([A-Za-z0-9+/=]*)\a", sequence)
    assert match, sequence
    return base64.b64decode(match[1]).decode()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_the_terminal_gets_the_text(text: str) -> None:
    assert decoded(clipboard_sequence(text, {"TERM": "xterm-256color"})) == text


def test_tmux_gets_it_for_itself_and_for_the_terminal_outside() -> None:
    plain = clipboard_sequence("wadi", {})
    wrapped = plain.replace("\x1b", "\x1b\x1b")
    assert clipboard_sequence("wadi", {"TMUX": "/tmp/x"}) == f"{plain}\x1bPtmux;{wrapped}\x1b\\"


def test_screen_gets_it_in_pieces() -> None:
    text = "wadi " * 100
    sequence = clipboard_sequence(text, {"TERM": "screen-256color"})
    pieces = re.findall("\x1bP(.*?)\x1b\\\\", sequence, re.DOTALL)
    assert max(map(len, pieces)) <= 76
    assert decoded("".join(pieces)) == text


def test_a_lone_surrogate_does_not_stop_it() -> None:
    assert decoded(clipboard_sequence("a\ud800b", {})) == "a?b"


def test_what_a_terminal_would_drop_does_not_fit() -> None:
    assert fits("x" * LIMIT)
    assert not fits("x" * (LIMIT + 1))


def test_pasted_control_characters_are_left_out() -> None:
    assert safe_paste("a\x1b]52;c;eA==\x07b\r\nc\td\u202ee\x9b") == "a]52;c;eA==b\nc\tde"
