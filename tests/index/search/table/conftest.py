from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from index.library import Library
from index.query import understood
from index.search import Searcher
from index.types import StoredArticle
from tests.index.search.table import archive
from tests.index.search.table.judge import Judge, Words

TODAY = date(2020, 6, 17)


@dataclass(frozen=True)
class Archive:
    """The library of the table, made once, with a searcher and a judge of each article."""

    searcher: Searcher
    articles: list[StoredArticle]
    judges: dict[int, Judge]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with pytest.MonkeyPatch.context() as patch, Library.open(tmp_path_factory.mktemp("table") / "library") as library:
        patch.setattr(understood, "_today", lambda: TODAY)
        articles = archive.fill(library)
        with Searcher(library) as searcher:
            words = Words(articles)
            yield Archive(searcher, articles, {int(one.id): Judge(one, words) for one in articles})
