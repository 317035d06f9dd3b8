"""The data that crosses the engine's boundaries: frozen, plain, and free of Whoosh, SQLite and Textual.

All offsets are Unicode code points in the text beside them, as half-open `[start, end)` ranges. Names are resolved on
first use: making a class of data takes half a millisecond, and the first screen needs few of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from index.types.articles import Article, Block, BlockKind, Row, StoredArticle
    from index.types.completions import Completion, Completions
    from index.types.concordance import ConcordanceLine, ConcordanceOrder
    from index.types.explanations import ConditionShare, Explanation, FieldShare, Reward, RewardKind
    from index.types.facets import FacetValue
    from index.types.highlights import Highlights, Match, Part, PartKind, Span
    from index.types.ids import ArticleId, SourceId
    from index.types.inspections import InspectedField, InspectedLine, Inspection, Rule, RuleAction, RuleScope
    from index.types.libraries import LibraryStats, SavedCounts, SavedSearch, SearchState
    from index.types.marks import NOTE_LIMIT, MarkChange, Marks, Position
    from index.types.queries import Chip, Order, Spelling, Suggestion, Understood
    from index.types.reading import Failure, FullPage, Progress, RawInput, Source, SourceKind, Stage, SyncReport
    from index.types.results import Hit, IndexStatus, Results, Snippet
    from index.types.summaries import RisingWord, Summary
    from index.types.timelines import Timeline, TimelineUnit

_HOMES = {
    "articles": ("Article", "Block", "BlockKind", "Row", "StoredArticle"),
    "facets": ("FacetValue",),
    "completions": ("Completion", "Completions"),
    "concordance": ("ConcordanceLine", "ConcordanceOrder"),
    "explanations": ("ConditionShare", "Explanation", "FieldShare", "Reward", "RewardKind"),
    "highlights": ("Highlights", "Match", "Part", "PartKind", "Span"),
    "ids": ("ArticleId", "SourceId"),
    "inspections": ("InspectedField", "InspectedLine", "Inspection", "Rule", "RuleAction", "RuleScope"),
    "libraries": ("LibraryStats", "SavedCounts", "SavedSearch", "SearchState"),
    "marks": ("NOTE_LIMIT", "MarkChange", "Marks", "Position"),
    "queries": ("Chip", "Order", "Spelling", "Suggestion", "Understood"),
    "reading": ("Failure", "FullPage", "Progress", "RawInput", "Source", "SourceKind", "Stage", "SyncReport"),
    "results": ("Hit", "IndexStatus", "Results", "Snippet"),
    "summaries": ("RisingWord", "Summary"),
    "timelines": ("Timeline", "TimelineUnit"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "NOTE_LIMIT",
    "Article",
    "ArticleId",
    "Block",
    "BlockKind",
    "Chip",
    "Completion",
    "Completions",
    "ConcordanceLine",
    "ConcordanceOrder",
    "ConditionShare",
    "Explanation",
    "FacetValue",
    "Failure",
    "FieldShare",
    "FullPage",
    "Highlights",
    "Hit",
    "IndexStatus",
    "InspectedField",
    "InspectedLine",
    "Inspection",
    "LibraryStats",
    "MarkChange",
    "Marks",
    "Match",
    "Order",
    "Part",
    "PartKind",
    "Position",
    "Progress",
    "RawInput",
    "Results",
    "Reward",
    "RewardKind",
    "RisingWord",
    "Row",
    "Rule",
    "RuleAction",
    "RuleScope",
    "SavedCounts",
    "SavedSearch",
    "SearchState",
    "Snippet",
    "Source",
    "SourceId",
    "SourceKind",
    "Span",
    "Spelling",
    "Stage",
    "StoredArticle",
    "Suggestion",
    "Summary",
    "SyncReport",
    "Timeline",
    "TimelineUnit",
    "Understood",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    return found
