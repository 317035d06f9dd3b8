from __future__ import annotations

import pytest

from index.cleaning.document import RawBlock
from index.cleaning.lines import Line, measure
from index.cleaning.pasted import Recovered, recover
from index.parsing.text import raw_blocks

TEXT = """Coast

Ferry sails again after two winters

By Orla Fennick in Kelmouth

9 March 2031

The quay at dawn. [Tam Rowley/Coastwire]

The night ferry sailed again on Monday, ending a silence of two winters that islanders had feared.

The crossing takes five hours and ten minutes, and costs nineteen crowns for a grown passenger.

Share this article

A harbour of the north keeps its lamp for one more winter, the board of the town said on Monday.

Facebook | Twitter | Email

27 readers have something to say"""


def recovered(*, keep: str = "", leave: str = "") -> tuple[list[Line], Recovered]:
    lines = measure(raw_blocks(TEXT), pasted=True)
    for line in lines:
        if keep and keep in line.text:
            line.forced = True
        if leave and leave in line.text:
            line.forced = False
    return lines, recover(lines)


def test_every_line_has_a_role_and_those_left_out_a_reason() -> None:
    lines, _ = recovered()
    assert [line.role for line in lines] == [
        "section", "headline", "byline", "date", "caption", "body", "body", "dropped", "body", "dropped", "dropped",
    ]  # fmt: skip
    reasons = [line.reason for line in lines if line.role == "dropped"]
    assert reasons == ["furniture: share", "furniture: share", "after the article"]
    assert not any(line.reason for line in lines if line.role != "dropped")


@pytest.mark.parametrize("kept", ["Facebook | Twitter", "27 readers", "Share this", "Coast"])
def test_what_a_rule_keeps_stands_in_the_body_where_it_stood(kept: str) -> None:
    lines, article = recovered(keep=kept)
    line = next(line for line in lines if kept in line.text)
    assert (line.role, line.reason) == ("body", "a rule of yours")
    texts = [block.text for block in article.blocks]
    assert line.text in texts
    order = [line.text for line in lines]
    positions = [order.index(text) for text in texts if text in order]
    assert positions == sorted(positions)


@pytest.mark.parametrize("left", ["The crossing takes", "By Orla", "Ferry sails again", "The quay at dawn"])
def test_what_a_rule_leaves_out_is_nowhere(left: str) -> None:
    lines, article = recovered(leave=left)
    line = next(line for line in lines if left in line.text)
    assert (line.role, line.reason) == ("dropped", "a rule of yours")
    assert not any(left in block.text for block in article.blocks)
    assert left not in (article.headline or "")
    assert article.authors == (() if left == "By Orla" else ("Orla Fennick",))


def test_what_is_dropped_from_the_start_stays_so() -> None:
    lines = measure([*raw_blocks(TEXT), RawBlock("Weather of the week")], pasted=True)
    lines[-1].role, lines[-1].reason = "dropped", "navigation"
    article = recover(lines)
    assert (lines[-1].role, lines[-1].reason) == ("dropped", "navigation")
    assert not any("Weather" in block.text for block in article.blocks)
