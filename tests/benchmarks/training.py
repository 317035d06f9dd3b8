"""Learns the model of pasted pages and measures it on pages that it has not learned from.

    python -m tests.benchmarks.training [--write] [--jobs N] [--corpora FOLDER]

Needs scikit-learn, which the product does not. Every page is judged by a model that was learned from the pages of other
sites (folds by site); the numbers stored with the weights are those, and so are the likelihoods that
`tests/index/cleaning/test_quality.py` measures the whole cleaning with. The shipped weights are learned from all pages.
The same code, pages and versions of NumPy and scikit-learn give the same bytes, however many processes there are.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import warnings
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from index.cleaning.features import Table, features
from index.cleaning.lines import measure
from index.cleaning.model import LEAVES, SPREAD, WEIGHTS, Forest, Network, PageModel, chosen, likelihood, with_around
from index.parsing.text import plain_blocks
from tests.benchmarks.held_out import OUT_OF_FOLD
from tests.benchmarks.pages import Page, pages, score, shares, total

FOLDS: Final = 6
INNER_FOLDS: Final = 4
SEEDS: Final = (0, 1, 2)
TREE_SEEDS: Final = (0,)
TREES: Final = 100
HIDDEN: Final = 24
ROUNDS: Final = 12
CORPORA: Final = Path(__file__).parents[3] / "shared" / "corpora"

_MOST_WORDS: Final = 80
_LEAST_BODY: Final = 50
_LINE_SHARE: Final = 0.3  # of a page's weight, that all its lines share alike
_WEIGHTS: Final = {"html-articles": 1.0, "readability-pages": 0.7}


@dataclass(frozen=True, slots=True)
class Example:
    """A page as it is learned from: a row of measures for each line, and whether the line is the article's."""

    page: Page
    lines: tuple[str, ...]
    table: Table
    words: Table
    body: NDArray[np.bool_]
    captions: NDArray[np.bool_]

    @property
    def weights(self) -> Table:
        """What each line counts: its share of the body, as in the measure."""
        words = np.minimum(self.words, _MOST_WORDS)
        own = words / max(_LEAST_BODY, float(self.words[self.body].sum())) + _LINE_SHARE / len(words)
        weighed: Table = (own * _WEIGHTS[self.page.source]).astype(np.float32)
        return weighed


def example(page: Page) -> Example:
    """A page, measured and labelled."""
    lines = measure(plain_blocks(page.text), pasted=True)
    texts = [line.text for line in lines]
    return Example(
        page,
        tuple(texts),
        features(lines),
        np.array([line.words for line in lines], dtype=np.float32),
        np.array(shares(texts, page.body)) >= 0.5,
        np.array([line.caption is not None for line in lines]),
    )


# ---- learning ----


def learn(examples: Sequence[Example], *, seeds: Sequence[int] = SEEDS) -> PageModel:
    """A model from examples; what the second judges learn from was judged by first ones of other folds."""
    first = network([(one.table, one) for one in examples], seeds)
    tables = []
    for learned_from, held_out in folds(examples, INNER_FOLDS, seed=1):
        part = network([(one.table, one) for one in learned_from], seeds)
        tables += [(with_around(one.table, likelihood(part.odds(one.table)), one.words), one) for one in held_out]
    return PageModel(first, forest(tables, TREE_SEEDS), network(tables, seeds), {})


def folds(examples: Sequence[Example], count: int, *, seed: int) -> list[tuple[list[Example], list[Example]]]:
    """What to learn from and what to hold out, by site."""
    sites = sorted({one.page.site for one in examples})
    random.Random(seed).shuffle(sites)  # noqa: S311 - no secret
    fold = {site: number % count for number, site in enumerate(sites)}
    return [
        ([one for one in examples if fold[one.page.site] != n], [one for one in examples if fold[one.page.site] == n])
        for n in range(count)
    ]


def network(examples: Sequence[tuple[Table, Example]], seeds: Sequence[int]) -> Network:
    """Networks of one hidden layer, of different seeds; each learns from lines that are drawn by their weights."""
    neural: Any = import_module("sklearn.neural_network")  # not typed, and not among what the tests need
    table, truth, weights = _rows(examples)
    shares = weights / weights.sum()
    centre = shares @ table.astype(np.float64)
    scale = np.sqrt(shares @ (table - centre) ** 2)
    scale[scale == 0] = 1
    scaled = np.clip((table - centre) / scale, -SPREAD, SPREAD)
    learned = []
    for seed in seeds:
        drawn = np.random.default_rng(seed).choice(len(table), 2 * len(table), p=shares)
        one = neural.MLPClassifier(
            (HIDDEN,), alpha=5.0, batch_size=128, learning_rate_init=2e-3, max_iter=ROUNDS, random_state=seed
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that it could learn on: it is not to
            learned.append(one.fit(scaled[drawn], truth[drawn]))
    return Network(
        centre.astype(np.float32),
        scale.astype(np.float32),
        _short(np.concatenate([one.coefs_[0] for one in learned], axis=1)),
        _short(np.concatenate([one.intercepts_[0] for one in learned])),
        _short(np.concatenate([one.coefs_[1][:, 0] for one in learned])),
        _short(np.concatenate([one.intercepts_[1] for one in learned])),
    )


def _short(values: NDArray[np.generic]) -> Table:
    """What is left of numbers that are stored in 16 bits."""
    return values.astype(np.float16).astype(np.float32)


def _rows(examples: Sequence[tuple[Table, Example]]) -> tuple[Table, NDArray[np.bool_], NDArray[np.float64]]:
    table = np.concatenate([rows for rows, _ in examples])
    truth = np.concatenate([one.body for _, one in examples])
    return table, truth, np.concatenate([one.weights for _, one in examples]).astype(np.float64)


def forest(examples: Sequence[tuple[Table, Example]], seeds: Sequence[int]) -> Forest:
    """Boosted trees, the mean of several forests of different seeds."""
    ensemble: Any = import_module("sklearn.ensemble")
    table, truth, weights = _rows(examples)
    learned = [
        ensemble.HistGradientBoostingClassifier(
            max_iter=TREES,
            learning_rate=0.1,
            max_leaf_nodes=6,
            min_samples_leaf=25,
            l2_regularization=5.0,
            max_features=0.3,
            max_bins=48,
            early_stopping=False,
            random_state=seed,
        ).fit(table, truth, sample_weight=weights * len(weights) / weights.sum())
        for seed in seeds
    ]
    trees = [trees[0] for one in learned for trees in one._predictors]
    base = float(np.mean([one._baseline_prediction for one in learned]))
    return _packed(trees, len(learned), base)


def _packed(trees: Sequence[Any], forests: int, base: float) -> Forest:
    """Trees of scikit-learn in the arrays of ours."""
    columns = np.zeros((len(trees), LEAVES - 1), dtype=np.int16)
    thresholds = np.full((len(trees), LEAVES - 1), np.inf, dtype=np.float32)
    masks = np.full((len(trees), LEAVES - 1), 255, dtype=np.uint8)
    values = np.zeros((len(trees), LEAVES), dtype=np.float32)
    for row, tree in enumerate(trees):
        inner: list[tuple[int, float, int]] = []
        leaves: list[float] = []
        _walk(tree.nodes, 0, inner, leaves)
        for position, (column, threshold, mask) in enumerate(inner):
            columns[row, position], thresholds[row, position], masks[row, position] = column, threshold, mask
        values[row, : len(leaves)] = leaves
    return Forest(columns.ravel(), thresholds.ravel(), masks.ravel(), (values / forests).astype(np.float32), base)


def _walk(nodes: Any, index: int, inner: list[tuple[int, float, int]], leaves: list[float]) -> None:
    """Numbers the leaves from the left, and notes for each inner node the leaves that going right excludes."""
    node = nodes[index]
    if node["is_leaf"]:
        leaves.append(float(node["value"]))
        return
    begin = len(leaves)
    _walk(nodes, int(node["left"]), inner, leaves)
    mask = 255 & ~sum(1 << leaf for leaf in range(begin, len(leaves)))
    # Rounded up: a value that went to the left at 64 bits must not go to the right at 32.
    inner.append((int(node["feature_idx"]), float(np.nextafter(np.float32(node["num_threshold"]), np.inf)), mask))
    _walk(nodes, int(node["right"]), inner, leaves)


# ---- measuring ----


def measured(examples: Sequence[Example], likely: Mapping[str, Table]) -> tuple[float, float, float]:
    """Precision, recall and F1 of the lines that a model chooses, captions apart."""
    scores = []
    for one in examples:
        kept = chosen(likely[one.page.name], one.words.astype(int).tolist()) & ~one.captions
        text = "\n".join(line for line, is_kept in zip(one.lines, kept, strict=True) if is_kept)
        scores.append(score(one.page.body, text))
    return total(scores)


def stored(model: PageModel) -> dict[str, NDArray[np.generic]]:
    """A model as arrays."""
    arrays: dict[str, NDArray[np.generic]] = {f"measured.{name}": np.array(f1) for name, f1 in model.measured.items()}
    for name, part in (("first", model.first), ("second", model.second)):
        for each in ("centre", "scale"):
            arrays[f"{name}.{each}"] = getattr(part, each)
        for each in ("inner", "bias", "outer", "bases"):
            arrays[f"{name}.{each}"] = getattr(part, each).astype(np.float16)
    for each in ("columns", "thresholds", "masks", "values", "base"):
        arrays[f"trees.{each}"] = np.asarray(getattr(model.trees, each))
    return arrays


def main(arguments: Sequence[str] | None = None) -> None:
    """Learns, measures and, when asked to, writes."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--write", action="store_true", help="write the weights and the likelihoods")
    options.add_argument("--jobs", type=int, default=2, help="processes")
    options.add_argument("--corpora", type=Path, default=CORPORA)
    chosen_options = options.parse_args(arguments)
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")  # before scikit-learn is loaded
    real = [example(page) for page in pages(chosen_options.corpora)]
    sets = {name: [one for one in real if one.page.source == name] for name in _WEIGHTS}
    numbers: dict[str, float] = {}

    parts = [*folds(real, FOLDS, seed=0), (sets["readability-pages"], sets["html-articles"])]
    with ProcessPoolExecutor(chosen_options.jobs) as pool:
        *held_out, other = pool.map(_judged_by_others, parts)
        likely = {name: found for part in held_out for name, found in part.items()}
        for name, ones in sets.items():
            numbers[name] = _told(f"{name}, {FOLDS} folds by site", measured(ones, likely))
        name = "html-articles of readability-pages"
        numbers[name] = _told("html-articles, learned from readability-pages", measured(sets["html-articles"], other))

    if chosen_options.write:
        whole = learn(real)
        _write(WEIGHTS, stored(replace(whole, measured=numbers)))
        kept: dict[str, NDArray[np.generic]] = {
            one.page.name: likely[one.page.name].astype(np.float16) for one in sets["html-articles"]
        }
        _write(OUT_OF_FOLD, kept)
        _say("\n".join(f"{path.name}: {path.stat().st_size:,} bytes" for path in (WEIGHTS, OUT_OF_FOLD)))


def _judged_by_others(part: tuple[list[Example], list[Example]]) -> dict[str, Table]:
    """What a model learned from the first examples thinks of the others."""
    learned_from, held_out = part
    model = learn(learned_from)
    return {one.page.name: model.judged(one.table, one.words) for one in held_out}


def _told(name: str, numbers: tuple[float, float, float]) -> float:
    _say(f"{name}: precision {numbers[0]:.4f}, recall {numbers[1]:.4f}, F1 {numbers[2]:.4f}")
    return numbers[2]


def _write(path: Path, arrays: Mapping[str, NDArray[np.generic]]) -> None:
    named: dict[str, Any] = dict(arrays)
    np.savez_compressed(path, **named)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
