"""The second step of ranking against its definition, worked out from the texts word by word."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations, product
from math import inf, log1p
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import field_texts, field_words, keys
from index.indexer import Indexer
from index.library import Library
from index.search import Searcher, leaders
from index.search.likeness import BEST, FIRM, LIKE, OPENING, WORDS
from index.search.proximity import EARLY, HALF, IN_A_ROW, NEAR, TYPED, WINDOW
from index.search.ranking import NORMALISATION, SATURATION, WEIGHTS
from index.types import Article, Order, RewardKind
from tests.index.library.making import article, put

FIELDS = ("headline", "standfirst", "body")
MANY = ("connect", "connected", "connecting", "connection", "connections", "connective", "connects")
QUERIED = ("ferry", "ferries", "harbour", "quay", "connected")
OTHERS = ("the", "of", "pilot", "fog", "tide", *MANY)

text = st.lists(st.sampled_from(QUERIED + OTHERS), min_size=1, max_size=12).map(" ".join)
articles = st.builds(
    lambda headline, standfirst, paragraphs: article(headline, *paragraphs, standfirst=standfirst, language="en"),
    text,
    st.none() | text,
    st.lists(text, min_size=1, max_size=3),
)
queries = st.lists(st.sampled_from(QUERIED), min_size=1, max_size=3, unique=True)


class Judge:
    """Works rewards out from the words of articles, numbered from 1 on."""

    def __init__(self, given: Sequence[Article]) -> None:
        self.words: dict[int, dict[str, list[tuple[str, int]]]] = {}
        for number, one in enumerate(given, start=1):
            texts = field_texts(one, f"made/{number}.txt")
            self.words[number] = {name: field_words(texts.get(name, ())) for name in WEIGHTS}

    def rarity(self, count: int) -> float:
        return log1p((len(self.words) - count + 0.5) / (count + 0.5))

    def norm(self, number: int, field: str) -> float:
        lengths = {one: len(fields[field]) for one, fields in self.words.items()}
        there = [length for length in lengths.values() if length]
        b = NORMALISATION.get(field, 0.0)
        return WEIGHTS[field] / (1 - b + b * lengths[number] / (sum(there) / len(there)))

    def rarity_of(self, word: str) -> float:
        return self.rarity(sum(any(self.places(one, name, word) for name in WEIGHTS) for one in self.words))

    def places(self, number: int, field: str, word: str, *, typed: bool = False) -> list[int]:
        def fits(other: str) -> bool:
            return other == word or (not typed and bool(keys(other, ["en"]) & keys(word, ["en"])))

        return [position for other, position in self.words[number][field] if fits(other)]

    def rewards(self, number: int, asked: Sequence[str]) -> dict[tuple[RewardKind, tuple[str, ...]], float]:
        found: dict[tuple[RewardKind, tuple[str, ...]], float] = {}
        for word in asked:
            weight = sum(
                len(places) * self.norm(number, field)
                for field in FIELDS
                if (places := self.places(number, field, word, typed=True))
            )
            found[RewardKind.TYPED, (word,)] = TYPED * self.rarity_of(word) * weight / (SATURATION + weight)
            ahead = any(self.places(number, field, word) for field in FIELDS[:2])
            first = 0 if ahead else min(self.places(number, "body", word), default=inf)
            found[RewardKind.EARLY, (word,)] = EARLY * self.rarity_of(word) / (1 + first / HALF)
        for one, other in combinations(asked, 2):
            weight = sum(
                met * self.norm(number, field) for field in FIELDS if (met := self._met(number, field, one, other))
            )
            rarity = min(self.rarity_of(one), self.rarity_of(other))
            found[RewardKind.NEAR, (one, other)] = NEAR * rarity * weight / (SATURATION + weight)
        return found

    def _met(self, number: int, field: str, one: str, other: str) -> int:
        pairs = product(self.places(number, field, one), self.places(number, field, other))
        return sum(1 + IN_A_ROW * (second - first == 1) for first, second in pairs if 0 < abs(second - first) <= WINDOW)

    def likeness(self, scores: dict[int, float], asked: Sequence[str]) -> dict[str, dict[int, float]]:
        best = sorted(scores, key=lambda number: (-scores[number], number))[:BEST]
        total = sum(scores[number] for number in best)
        sums: defaultdict[str, float] = defaultdict(float)
        times: Counter[str] = Counter()
        for number in best:
            fields = self.words[number]
            read = [word for name in FIELDS for word, _ in fields[name][: OPENING if name == "body" else None]]
            for word, count in Counter(read).items():
                if not any(keys(word, ["en"]) & keys(one, ["en"]) for one in asked):
                    sums[word] += scores[number] / total * count / (SATURATION + count)
                    times[word] += 1
        weights = {word: sums[word] * self._body_rarity(word) for word in sums if times[word] > 1}
        chosen = sorted(weights, key=lambda word: (-weights[word], word))[:WORDS]
        return {
            word: {
                number: LIKE * weights[word] / weights[chosen[0]] * self._body_rarity(word) * w / (SATURATION + w)
                for number in scores
                if (w := len(self.places(number, "body", word, typed=True)) * self.norm(number, "body"))
            }
            for word in chosen
        }

    def _body_rarity(self, word: str) -> float:
        return self.rarity(sum(bool(self.places(one, "body", word, typed=True)) for one in self.words))


@given(st.lists(articles, min_size=1, max_size=9), st.lists(queries, min_size=1, max_size=4))
@settings(deadline=None, max_examples=25)
def test_rewards_are_what_they_are_defined_as(batch: list[Article], several: list[list[str]]) -> None:
    judge = Judge(batch)
    with TemporaryDirectory() as folder, Library.open(Path(folder, "library")) as library:
        put(library, *batch)
        with library.write_lock("test"), Indexer(library) as indexer:
            indexer.catch_up()
        with Searcher(library) as searcher:
            for asked in several:
                query = " OR ".join(asked)
                plain = searcher.search(query, Order.NEWEST)
                base = dict(zip(plain.ids, plain.scores, strict=True))
                results = searcher.search(query)
                told = {
                    number: {(one.kind, one.words): one.score for one in explained.rewards}
                    for number in results.ids
                    if (explained := searcher.explain(results, number))
                }
                assert set(results.ids) == set(base) == set(told)
                placed = {number: judge.rewards(number, asked) for number in base}
                for number, rewards in placed.items():
                    for key, worth in rewards.items():
                        assert told[number].get(key, 0.0) == pytest.approx(worth, rel=1e-4, abs=1e-5), (query, key)
                lifted = {number: base[number] + sum(placed[number].values()) for number in base}
                _check_likeness(judge, asked, lifted, told, dict(zip(results.ids, results.scores, strict=True)))


def _check_likeness(
    judge: Judge,
    asked: Sequence[str],
    lifted: dict[int, float],
    told: dict[int, dict[tuple[RewardKind, tuple[str, ...]], float]],
    scores: dict[int, float],
) -> None:
    firm = sorted(scores, key=lambda number: -scores[number])[:FIRM]
    if len(lifted) <= FIRM:
        assert all(kind not in {RewardKind.LIKE, RewardKind.FIRST} for some in told.values() for kind, _ in some)
        return
    like = judge.likeness(lifted, asked)
    known = {word for some in told.values() for kind, words in some if kind is RewardKind.LIKE for word in words}
    assert known <= set(like)
    for number, rewards in told.items():
        for word, worth in like.items():
            given = rewards.get((RewardKind.LIKE, (word,)), 0.0)
            assert given == pytest.approx(0 if number in firm else worth.get(number, 0.0), rel=1e-3, abs=1e-4)
    assert min(lifted[number] for number in firm) >= max(lifted[number] for number in lifted.keys() - firm) - 1e-4


def test_the_order_does_not_depend_on_how_many_are_asked_for(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaders, "LEADERS", 7)
    monkeypatch.setattr("index.search.results.LEADERS", 7)
    put(
        library,
        *(article(f"Note {n}", "tide " * (n % 5) + "the ferry " * (n % 7) + "quay " * (n % 3)) for n in range(30)),
    )
    with library.write_lock("test"), Indexer(library) as indexer:
        indexer.catch_up()
    with Searcher(library) as searcher:
        whole = searcher.search("ferry OR quay")
        assert list(whole.scores) == sorted(whole.scores, reverse=True)
        for most in (1, 3, 7, 8, 20, 40):
            some = searcher.search("ferry OR quay", most=most)
            assert (list(some.ids), list(some.scores)) == (list(whole.ids[:most]), list(whole.scores[:most]))
            assert some.total == whole.total


@pytest.mark.parametrize(
    ("query", "better"),
    [
        ("night ferry", "The night ferry stayed. Fog lay on the quay and on all boats."),
        ("fog boats", "Fog and boats. The night was long on the quay, said the ferry."),
        ("boats", "The boats stayed on the quay at night. Fog lay on the ferry of all."),
    ],
)
def test_where_words_stand_decides_between_equal_counts(library: Library, query: str, better: str) -> None:
    other = "Ferry crews stayed on the quay. It was a long night. Fog lay on all, said a boat of those, on and on."
    put(library, *(article("Note", one, language="en") for one in (other, better, other)))
    with library.write_lock("test"), Indexer(library) as indexer:
        indexer.catch_up()
    with Searcher(library) as searcher:
        assert searcher.search(" OR ".join(query.split())).ids[0] == 2
