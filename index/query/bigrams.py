"""Where words stand without blanks: a run of Chinese, Japanese or Korean is cut to overlapping pairs of characters.

Such a run is often a whole clause, of which no article has every character in a row. Pairs are what most of its words
are made of (Nie et al., On the Use of Words and N-grams for Chinese Information Retrieval, 2000).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from index.analysis import Token, tokenize

_LONG = 3
_MOST = 255
_CHARACTER = re.compile(
    "[\u1100-\u11ff\u3005-\u3007\u3021-\u3029\u3031-\u318e\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97f\uac00-\ud7fb\uf900-\ufaff\uff66-\uffdc\U0001aff0-\U0001b16f\U00020000-\U000323af]"
)


def is_paired(word: str) -> bool:
    """Is a word of the index a character of these scripts."""
    return _CHARACTER.match(word) is not None


class _Run(NamedTuple):
    """Words that stand side by side: characters of these scripts, or others."""

    tokens: list[Token]
    paired: bool


def pieces(text: str) -> list[str]:
    """Cut what stands between blanks to the pieces that are looked for; it stays whole where no cut makes sense.

    Runs of three characters and more become pairs, a shorter run is a piece beside other scripts. One character alone
    (`2016年3月`) stays with its neighbours.
    """
    if not _CHARACTER.search(text):
        return [text]
    runs = _settled(_runs(tokenize(text)))
    longest = max((len(run.tokens) for run in runs if run.paired), default=0)
    if longest < _LONG and len({run.paired for run in runs}) < 2:  # noqa: PLR2004  # one script only
        return [text]
    found = [piece for run in runs for piece in _cut(run)]
    return list(dict.fromkeys(text[start:end] for start, end in found))[:_MOST]


def _runs(tokens: Sequence[Token]) -> Iterator[_Run]:
    run = _Run([], paired=False)
    for token in tokens:
        paired = is_paired(token.word)
        apart = paired and bool(run.tokens) and token.start != run.tokens[-1].end
        if paired is not run.paired or apart:
            if run.tokens:
                yield run
            run = _Run([], paired)
        run.tokens.append(token)
    if run.tokens:
        yield run


def _settled(runs: Iterator[_Run]) -> list[_Run]:
    """Put single characters to the words beside them."""
    settled: list[_Run] = []
    for run in runs:
        loose = not run.paired or len(run.tokens) == 1
        if loose and settled and not settled[-1].paired:
            settled[-1].tokens.extend(run.tokens)
        else:
            settled.append(_Run(list(run.tokens), paired=not loose))
    return settled


def _cut(run: _Run) -> Iterator[tuple[int, int]]:
    tokens = run.tokens
    if run.paired and len(tokens) >= _LONG:
        yield from ((first.start, second.end) for first, second in pairwise(tokens))
    else:
        yield tokens[0].start, tokens[-1].end
