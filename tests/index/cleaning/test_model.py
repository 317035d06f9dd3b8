from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from index.cleaning import clean
from index.cleaning.document import ParsedDocument, RawBlock
from index.cleaning.features import features, shifted, window
from index.cleaning.lines import measure
from index.cleaning.model import LEAVES, SPREAD, Forest, Network, around, chosen, page_model
from index.cleaning.pasted import recover
from index.cleaning.repeated import RepeatedLines
from index.cleaning.segment import may_be_page
from index.parsing.text import plain_blocks

GOLDEN = Path(__file__).parents[1] / "golden"
PAGE = (GOLDEN / "page_fr.txt").read_text("utf-8")


def test_a_tree_sends_larger_values_to_the_right() -> None:
    columns = np.zeros(LEAVES - 1, dtype=np.int16)
    thresholds = np.full(LEAVES - 1, np.inf, dtype=np.float32)
    masks = np.full(LEAVES - 1, 255, dtype=np.uint8)
    columns[1] = 1
    thresholds[:2] = 0.5, 2.0
    masks[:2] = 0b11111100, 0b11111110  # the root's left side has two leaves, its left child's one
    values = np.array([[1.0, 2.0, 4.0, 0, 0, 0, 0, 0]], dtype=np.float32)
    forest = Forest(columns, thresholds, masks, values, 0.25)
    table = np.array([[0.0, 0.0], [0.0, 3.0], [1.0, 0.0], [1.0, 3.0]], dtype=np.float32)
    assert forest.odds(table).tolist() == [1.25, 2.25, 4.25, 4.25]


def test_networks_side_by_side_give_their_mean() -> None:
    network = Network(
        centre=np.array([1.0, 0.0], dtype=np.float32),
        scale=np.array([2.0, 1.0], dtype=np.float32),
        inner=np.array([[1.0, 0.0], [0.0, -1.0]], dtype=np.float32),
        bias=np.array([0.5, 0.0], dtype=np.float32),
        outer=np.array([2.0, 3.0], dtype=np.float32),
        bases=np.array([0.0, 1.0], dtype=np.float32),
    )
    table = np.array([[3.0, 0.0], [1.0, -2.0], [-9.0, 5.0], [999.0, 0.0]], dtype=np.float32)
    # What is hidden: (1.5, 0), (0.5, 2), nothing, and no more than SPREAD deviations from the mean.
    assert network.odds(table).tolist() == [2.0, 4.0, 0.5, (2 * (SPREAD + 0.5) + 1) / 2]


def test_neighbours() -> None:
    column = np.arange(1, 5, dtype=np.float32)[:, None]
    assert shifted(column, 1)[:, 0].tolist() == [0, 1, 2, 3]
    assert shifted(column, -2)[:, 0].tolist() == [3, 4, 0, 0]
    assert shifted(column, 9)[:, 0].tolist() == [0, 0, 0, 0]
    assert window(column, -2, -1)[:, 0].tolist() == [0, 0.5, 1.5, 2.5]


def test_the_lines_that_are_chosen_promise_most() -> None:
    likely = np.array([0.9, 0.1, 0.8, 0.45, 0.02], dtype=np.float32)
    assert chosen(likely, [50, 20, 40, 10, 300]).tolist() == [True, False, True, True, False]
    assert not chosen(np.zeros(3, dtype=np.float32), [1, 2, 3]).any()
    assert chosen(np.zeros(0, dtype=np.float32), []).tolist() == []


@given(st.lists(st.text(min_size=1, max_size=60), max_size=30))
@settings(max_examples=40, deadline=None)
def test_any_lines_are_judged(texts: list[str]) -> None:
    lines = measure([RawBlock(text) for text in texts], pasted=True)
    likely = page_model().likelihoods(lines)
    assert likely.shape == (len(lines),)
    assert np.isfinite(likely).all()
    assert ((likely >= 0) & (likely <= 1)).all()
    if lines:
        table = features(lines)
        assert np.isfinite(table).all()
        words = np.array([line.words for line in lines], dtype=np.float32)
        model = page_model()
        assert model.first.inner.shape[0] == table.shape[1]
        assert model.second.inner.shape[0] == table.shape[1] + around(likely, words).shape[1]
        assert model.trees.columns.max() < table.shape[1] + around(likely, words).shape[1]


def test_blank_lines_tell_the_model_nothing() -> None:
    loose = measure(plain_blocks(PAGE), pasted=True)
    tight = measure(plain_blocks("\n".join(line for line in PAGE.split("\n") if line.strip())), pasted=True)
    assert [line.text for line in loose] == [line.text for line in tight]
    assert np.array_equal(features(loose), features(tight))


def test_the_model_says_how_sure_it_is() -> None:
    lines = measure(plain_blocks(PAGE), pasted=True)
    assert may_be_page(lines)
    recover(lines)
    reasons = {line.reason for line in lines if line.role == "dropped"}
    assert any(reason.startswith("the model: ") and reason.endswith("% article") for reason in reasons)


NOTICE = "The Kelmouth Lantern is printed on paper that has been to sea, and smells of it all winter long."


def pasted(number: int) -> str:
    days = " ".join(f"{'x' * number}{chr(97 + letter)}day" for letter in range(14))
    return (
        f"Ferry number {'x' * number} sails again after two winters\n\n"
        f"The night ferry sailed again on Monday after {days}, islanders said.\n\n"
        f"The crossing takes {days} and costs nineteen crowns for a grown passenger.\n\n{NOTICE}"
    )


def test_what_ends_all_files_of_a_folder_is_left_out() -> None:
    texts = [pasted(number) for number in range(1, 6)]
    known = RepeatedLines.learn(text.split("\n") for text in texts)
    for repeated, stays in ((None, True), (known, False)):
        article = clean(ParsedDocument("a.txt", plain_blocks(texts[0]), pasted=True, repeated=repeated))
        assert any(NOTICE in block.text for block in article.blocks) is stays
        assert len(article.blocks) == (3 if stays else 2)
