"""What a query found, as a line of a table."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.codec.layout import UNDATED, days_of
from index.errors import SearchIndexError
from index.search.breakdown import Breakdown
from index.types import Summary, Understood

_EPOCH: Final = date(1970, 1, 1).toordinal()


def summarised(articles: Breakdown, understood: Understood, outlets: int) -> Summary:
    """Tell the number of articles, their first and last day, and at most so many of their outlets."""
    first, last = _span(articles.published())
    found = articles.facet("outlet", outlets) if outlets else []
    return Summary(understood, articles.total, first, last, tuple(found))


def _span(published: NDArray[np.int64]) -> tuple[str | None, str | None]:
    """Give the first and the last day of some publication keys."""
    dated = published.compress(published != UNDATED)
    if not len(dated):
        return None, None
    return _day(dated.min()), _day(dated.max())


def _day(key: np.int64) -> str:
    try:
        return date.fromordinal(int(days_of(np.array([key]))[0]) + _EPOCH).isoformat()
    except (ValueError, OverflowError) as error:
        raise SearchIndexError("the search index is damaged", "dates of publication") from error
