"""Pages judged by models that have not learned from them, or from other pages of their sites.

The model that is shipped was learned from all pages that there are to measure with. So what models of the other sites
said of each page of html-articles is stored; `tests/benchmarks/training.py` writes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Final
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from index.cleaning import model
from index.cleaning.lines import Line

OUT_OF_FOLD: Final = Path(__file__).parent / "page_likelihoods.npz"


class HeldOut:
    """What a model said of a page that it had not seen."""

    def __init__(self, likely: NDArray[np.generic]) -> None:
        self._likely = likely.astype(np.float32)

    def likelihoods(self, lines: Sequence[Line]) -> NDArray[np.float32]:
        """The same for each line, whatever it says."""
        assert len(lines) == len(self._likely), (
            "the lines have changed: run python -m tests.benchmarks.training --write"
        )
        return self._likely.copy()


@contextmanager
def judged_by_others(name: str) -> Iterator[None]:
    """In it, the page of this name, and no other, can be cleaned."""
    held_out = HeldOut(_stored()[name])
    with patch.object(model, "page_model", lambda: held_out):
        yield


@lru_cache(maxsize=1)
def _stored() -> dict[str, NDArray[np.generic]]:
    with np.load(OUT_OF_FOLD, allow_pickle=False) as likely:
        return dict(likely)
