"""Explanations of scores as lines of text and as plain objects."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from index.types import ConditionShare, Explanation, Reward, RewardKind

_KINDS = {
    RewardKind.TYPED: "in the form typed",
    RewardKind.EARLY: "standing early",
    RewardKind.NEAR: "near one another",
    RewardKind.LIKE: "like the best hits",
    RewardKind.FIRST: "one of the first hits, before those like them",
}


def explanation_lines(explanation: Explanation) -> Iterator[str]:
    """An explanation as indented lines: the score, then a line for each of its parts."""
    yield f"{explanation.score:9.3f}  ="
    for share in explanation.conditions:
        yield f"{share.score:9.3f}  {_condition(share)}"
    for kind, rewards in groupby(explanation.rewards, key=lambda reward: reward.kind):
        several = list(rewards)
        named = ", ".join(f"{' + '.join(one.words)} {one.score:.3f}" for one in several if one.words)
        total = sum(one.score for one in several)
        yield f"{total:9.3f}  {_KINDS[kind]}" + (f": {named}" if named else "")


def explanation_json(explanation: Explanation | None) -> dict[str, Any] | None:
    """An explanation as a plain object: the scores of its `conditions` and `rewards` add up to its own."""
    if explanation is None:
        return None
    return {
        "score": explanation.score,
        "conditions": [_condition_json(share) for share in explanation.conditions],
        "rewards": [_reward_json(reward) for reward in explanation.rewards],
    }


def _condition(share: ConditionShare) -> str:
    """One condition with what its score is made of, where that is a single word's."""
    told = f"{share.label}: in {share.articles:,} {'article' if share.articles == 1 else 'articles'}"
    if not share.fields:
        return told
    weight = sum(field.weight for field in share.fields)
    fields = ", ".join(
        f"{field.field} {field.frequency} of {field.words:,} words = {field.weight:.3f}" for field in share.fields
    )
    saturated = f"{share.rarity:.3f} × {weight:.3f} / ({share.saturation:g} + {weight:.3f})"
    return f"{told}, {saturated}; {fields}"


def _condition_json(share: ConditionShare) -> dict[str, Any]:
    return {
        "label": share.label,
        "articles": share.articles,
        "rarity": share.rarity,
        "saturation": share.saturation,
        "fields": [
            {"field": field.field, "frequency": field.frequency, "words": field.words, "weight": field.weight}
            for field in share.fields
        ],
        "score": share.score,
    }


def _reward_json(reward: Reward) -> dict[str, Any]:
    return {"kind": reward.kind.value, "words": list(reward.words), "score": reward.score}
