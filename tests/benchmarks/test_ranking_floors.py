"""How well Dateline ranks, as numbers that only go up: raise them when the ranking gets better, never lower them.

All of TIME, Cranfield and NPL, and headlines of some BBC news in the archive of all. `tests.benchmarks.ranking`
measures everything, and other engines beside it.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from tests.benchmarks.ranking import judged
from tests.benchmarks.ranking_engines import opened
from tests.benchmarks.ranking_measures import mean
from tests.benchmarks.ranking_topics import TOPICS


@pytest.mark.parametrize(
    ("name", "every", "floor"), [("time", 1, 0.715), ("cranfield", 1, 0.452), ("npl", 1, 0.301), ("bbc", 9, 0.812)]
)
def test_ranking_is_no_worse_than_it_was(corpora: Path, tmp_path: Path, name: str, every: int, floor: float) -> None:
    topics = TOPICS[name](corpora)
    with closing(opened("ours", topics, tmp_path)) as ranker:
        found = mean(judged(topics, ranker.rank, every=every))
    assert found >= floor
