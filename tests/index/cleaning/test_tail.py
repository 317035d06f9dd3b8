from __future__ import annotations

import pytest

from index.cleaning.document import RawBlock
from index.cleaning.lines import Line, measure
from index.cleaning.tail import tail_start
from index.parsing.text import raw_blocks

BODY = (
    "The night ferry sailed again on Monday, ending a silence of two winters that islanders had feared.",
    "The crossing takes five hours and ten minutes, and costs nineteen crowns for a grown passenger.",
)


def kept(tail: str) -> list[str]:
    """The lines that stay of a text that ends with `tail`, without its two paragraphs."""
    lines = measure(raw_blocks("\n\n".join([*BODY, tail])), pasted=True)
    end = tail_start(lines, 0, len(lines), is_sure=False)
    return [line.text for line in lines[:end] if line.text not in BODY]


@pytest.mark.parametrize(
    "tail",
    [
        "Was this tale of use to you?\nYes (318)    No (4)",
        "27 readers have something to say",
        "Light a lamp    Leave a flower    Take a biscuit",
        "Tickets | Seating plan | How to get there",
        "( ) Yes   ( ) No   ( ) Ask me in the spring",
        "More from the quay\nThe lamp that would not go out\nA harbour without a clock",
        "Weather by post each morning: sign up",
        "Our partners keep a crumb on your device. Accept. Refuse.",
        "Found a mistake? Tell the editor, and we shall be sorry.",
        "This page is no longer updated.\n\nRead next\nThe lamp that would not go out",
        "Nos dernières parutions\nLe banc et le vent\nUne chèvre au conseil",
        "¿Le ha interesado esta noticia?   Sí (87)   No (2)\nDeje su comentario",
        "Schreiben Sie uns\nMehr aus Kaltensund\nDer Nebel bleibt",
        "شارك الخبر مع أصدقائك",
    ],
)
def test_what_is_cut(tail: str) -> None:
    assert kept(tail) == []


@pytest.mark.parametrize(
    "tail",
    [
        "Talks go on.",
        '"Wait for us," she said.',
        "Condolences can be left at the museum.",
        "Referee: Ignatius Byle (Long Marsh)",
        "Orla Fennick",
        "Who will light the lamp then?",
        "And you, what would you have done?\n\nWould you have told us?",
        "- 740 bowls of soup\n- one spoon",
        "I threw this over in the rain,\nand if the tide should turn again\nthen send it home",
        "The views in this column are its author's, and on some mornings not even his.",
    ],
)
def test_what_stays(tail: str) -> None:
    assert kept(tail) == tail.replace("\n\n", "\n").split("\n")


def test_a_fact_before_the_furniture_stays() -> None:
    assert kept("Referee: Ignatius Byle\n\nAttendance: 412\n\nHave your say | Results") == [
        "Referee: Ignatius Byle",
        "Attendance: 412",
    ]


def test_verse_is_no_run_of_links() -> None:
    lines: list[Line] = measure(
        [RawBlock("I threw this over", gap=True), RawBlock("in the rain", gap=False), RawBlock("Share", gap=True)],
        pasted=True,
    )
    assert tail_start(lines, 0, len(lines), is_sure=False) == 2


def test_nothing_before_the_start_is_cut() -> None:
    lines = measure(raw_blocks("Share\nPrint\nRelated stories"), pasted=True)
    assert tail_start(lines, 2, len(lines), is_sure=False) == 2
