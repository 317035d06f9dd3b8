"""Why a hit stands where it does."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from index.types.ids import ArticleId


@dataclass(frozen=True, slots=True)
class FieldShare:
    """What a word weighs by one field of an article.

    Attributes:
        field: the field.
        frequency: how often the word stands there, in any of its forms.
        words: how many words the field has.
        weight: the frequency times what the field and its length make of one occurrence.
    """

    field: str
    frequency: int
    words: int
    weight: float


@dataclass(frozen=True, slots=True)
class ConditionShare:
    """What one condition of the query adds to the score.

    Attributes:
        label: the condition as it was typed.
        articles: how many articles meet it.
        rarity: what being met by so few is worth. For a single word the score is rarity * w / (saturation + w), where w
            is the sum of the fields' weights.
        saturation: see `rarity`.
        fields: the fields that have the word; empty for what is more than a single word.
        score: what it adds.
    """

    label: str
    articles: int
    rarity: float
    saturation: float
    fields: tuple[FieldShare, ...]
    score: float


class RewardKind(StrEnum):
    """What the best articles are rewarded for beside the words that they have."""

    TYPED = "typed"  # a word in the very form that was typed
    EARLY = "early"  # a word that stands early
    NEAR = "near"  # two words near one another
    LIKE = "like"  # a word that the best articles share, and the query does not ask for
    FIRST = "first"  # one of the first few, which stay before those that are like them


@dataclass(frozen=True, slots=True)
class Reward:
    """What an article has beyond its words: for what, for which words, and what it adds to the score."""

    kind: RewardKind
    words: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an article has its score: the sum of all shares and rewards, but for the rounding of 32-bit numbers."""

    id: ArticleId
    score: float
    conditions: tuple[ConditionShare, ...]
    rewards: tuple[Reward, ...]
