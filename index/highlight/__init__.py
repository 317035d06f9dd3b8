"""What of an article a query matched, in offsets of the text that is shown.

The expanded tree that found the article is evaluated on the article's own texts with the one analyser, so what is lit
is what matched: each occurrence of a word or phrase that takes part in some way of meeting the query, see `placing`.
Others of the same word stay unlit, and so does all that stands under a `NOT`.
"""

from __future__ import annotations

from index.highlight.evaluation import highlight, matches_article
from index.highlight.snippets import HitMarks, hit_marks

__all__ = ["HitMarks", "highlight", "hit_marks", "matches_article"]
