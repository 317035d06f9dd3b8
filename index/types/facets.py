"""Values that articles are counted by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet, with how many results have it, and whether the query asks for it or excludes it."""

    facet: str
    value: str
    count: int
    chosen: bool = False
    excluded: bool = False
