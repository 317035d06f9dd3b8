"""What is found and what is lit, of random queries: exactly what the judge finds.

Some of them run every time. All ten thousand: `DATELINE_GENERATED=10000 pytest tests/index/search/table -k generated`.
"""

from __future__ import annotations

import os

import pytest

from index.highlight import highlight
from index.query.tree import Node
from tests.index.search.table.conftest import Archive
from tests.index.search.table.generated import query_number
from tests.index.search.table.lit import characters, lit_words

_TOGETHER = 100
COUNT = int(os.environ.get("DATELINE_GENERATED", "500"))


@pytest.mark.parametrize("first", range(0, COUNT, _TOGETHER))
def test_generated_queries_light_what_matches(first: int, filled: Archive) -> None:
    for number in range(first, first + _TOGETHER):
        query = query_number(number, filled.articles)
        found = filled.searcher.search(query)
        tree: Node = found.understood.tree  # type: ignore[assignment]
        judged = {one: lit for one, judge in filled.judges.items() if (lit := judge.lights(tree)) is not None}
        assert set(found.ids) == judged.keys(), f"{number}: {query}"
        for article in filled.articles:
            if article.id in judged:
                lit = lit_words(article, highlight(article, found.understood))
                assert characters(lit) == characters(judged[article.id]), f"{number}: {query}, article {article.id}"
