"""What the index holds of an article: its fields of words, and the facets that results are counted by."""

from __future__ import annotations

INDEX_FORMAT = 3
"""Raised whenever the files of the index change their form: the index is then built anew."""

WORD_FIELDS = (
    "headline",
    "standfirst",
    "byline",
    "place",
    "body",
    "caption",
    "section",
    "outlet",
    "url",
    "path",
    "lang",
)
"""The fields with words, each with positions; `index.query.tree.FIELDS` names the same ones."""

SCORED_FIELDS = WORD_FIELDS[:6]
"""The fields whose length counts for the score, and is kept."""

BOUNDED_FIELDS = ("headline", "standfirst", "body", "caption")
"""The fields of running text: of them the index knows where sentences and paragraphs begin."""

FACETS = ("outlet", "section", "place", "author", "language")
"""What results can be counted by."""
