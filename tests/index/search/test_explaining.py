"""An explanation's numbers add up to the score that the list shows, and each follows from those beside it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.indexer import Indexer
from index.library import Library
from index.search import Searcher
from index.types import Order, RewardKind
from tests.index.library.making import article, put

ARTICLES = (
    article("Ferry strike", "Crews of the night ferry walked out at noon.", "The quay stood empty.", language="en",
            published="2031-05-02", authors=("Ilse Varga",), outlet="Port Ansel Mail"),
    article("Quay reopened", "The ferry came first, the ferries followed.", language="en", published="2031-05-04"),
    article("Storm warning", "Boats stay in the harbour while the storm lasts.", language="en", published="2031-05-03"),
    article("Letters", "A reader asks after the ferry, the quay and the crews of the night.", language="en"),
    *(article(f"Tide table {number}", "High water at six. The ferry sails at seven.") for number in range(8)),
)  # fmt: skip


@pytest.fixture
def searcher(library: Library) -> Iterator[Searcher]:
    put(library, *ARTICLES)
    with library.write_lock("test"), Indexer(library) as indexer:
        indexer.catch_up()
    with Searcher(library) as made:
        yield made


@pytest.mark.parametrize("order", [None, Order.NEWEST])
@pytest.mark.parametrize(
    "query",
    [
        "ferry",
        "ferry crews",
        "night ferry OR quay OR storm",
        '"the ferry" -storm',
        '"ferry crews"~9 OR quay',
        "ferry since:2031-05-03",
        "(ferry crews) OR (boats storm)",
        "=ferries OR f*",
        "headline:quay OR body:ferry",
        "by:varga ferry",
        "outlet:mail ferry",
        "night w/5 ferry",
        "ferry /s night",
        "atleast2(ferry)",
        "==The",
        "lead:ferry",
        "ferry OR ferry",
    ],
)
def test_the_numbers_add_up_to_the_score(searcher: Searcher, query: str, order: Order | None) -> None:
    results = searcher.search(query, order)
    assert results.total, query
    for number, score in zip(results.ids, results.scores, strict=True):
        explained = searcher.explain(results, number)
        assert explained is not None
        total = sum(share.score for share in explained.conditions) + sum(one.score for one in explained.rewards)
        assert total == pytest.approx(score, rel=1e-5)
        assert explained.score == pytest.approx(score, rel=1e-5)
        assert (order is None) or not explained.rewards
        for share in explained.conditions:
            if share.fields:
                weight = sum(field.weight for field in share.fields)
                worked = share.rarity * weight / (share.saturation + weight)
                assert share.score == pytest.approx(worked, rel=1e-5)


def test_the_parts_are_named(searcher: Searcher) -> None:
    results = searcher.search("night ferry")
    explained = searcher.explain(results, 1)
    assert explained is not None
    (night, ferry) = explained.conditions
    assert (night.label, night.articles) == ("night", 2)
    assert (ferry.label, ferry.articles) == ("ferry", 11)
    assert [(field.field, field.frequency, field.words) for field in ferry.fields] == [
        ("headline", 1, 2),
        ("body", 1, 13),
    ]
    kinds = {(reward.kind, reward.words) for reward in explained.rewards}
    assert (RewardKind.EARLY, ("ferry",)) in kinds
    assert (RewardKind.TYPED, ("night",)) in kinds
    assert (RewardKind.NEAR, ("night", "ferry")) in kinds


def test_what_is_no_hit_or_unranked_has_no_explanation(searcher: Searcher) -> None:
    assert searcher.explain(searcher.search("ferry"), 3) is None
    assert searcher.explain(searcher.search("ferry"), 999) is None
    assert searcher.explain(searcher.search("zeppelin"), 1) is None
    assert searcher.explain(searcher.search("is:unread"), 1) is None
    assert searcher.explain(searcher.search(""), 1) is None


def test_explaining_follows_the_library(searcher: Searcher, library: Library) -> None:
    results = searcher.search("ferry")
    with library.write_lock("test") as lock, library.writing(lock) as writer:
        writer.remove([1])
    assert searcher.explain(results, 1) is None
    assert searcher.explain(results, 2) is not None
