"""The numbers that things go by in a library."""

from __future__ import annotations

from typing import NewType

ArticleId = NewType("ArticleId", int)
SourceId = NewType("SourceId", int)
