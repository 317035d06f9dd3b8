from __future__ import annotations

import pytest

from index.query import expand, understand
from index.query.tree import And, Not, Noted, Terms
from index.query.tree import Node as Tree
from tests.index.query.vocabulary import WordList

WORDS = WordList(
    [
        "harbour",
        "harbours",
        "harbour's",
        "harbouring",
        "harbinger",
        "élection",
        "elections",
        "élections",
        "u.s",
        "us",
        "o'neill",
    ],
    ("en", "fr"),
)


def forms(text: str) -> tuple[str, ...]:
    tree = expand(understand(text).tree, WORDS)  # type: ignore[arg-type]
    assert isinstance(tree, Terms | Noted)
    return tuple(tree.words[0].forms)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("harbour", ("harbour", "harbour's", "harbouring", "harbours")),
        ("note:Harbours", ("harbour", "harbour's", "harbouring", "harbours")),
        ("=harbour", ("harbour",)),
        ("=harbor", ("harbor",)),
        ("quay", ("quay",)),
        ("election", ("election", "elections", "élection", "élections")),
        ("U.S.", ("u.s", "us")),
        ("harb*r", ("harbinger", "harbour", "harbour's")),
        ("*ions", ("elections", "élections")),
        ("elect*", ("elections", "élection", "élections")),
        ("élect*", ("élection", "élections")),
        ("?lections", ("elections", "élections")),
        ("harbours*", ("harbours",)),
        ("us*", ("u.s", "us")),
        ("o'*", ("o'neill",)),
        ("onei*", ("o'neill",)),
        ("h?rbours", ("harbours",)),
        ("quay*", ()),
    ],
)
def test_forms_of_a_word(text: str, expected: tuple[str, ...]) -> None:
    assert forms(text) == expected


def test_forms_reach_every_leaf_of_the_tree() -> None:
    tree: Tree = expand(understand('"old harbours" -(us OR date:2016)').tree, WORDS)  # type: ignore[arg-type]
    assert isinstance(tree, And)
    phrase, negated = tree.children
    assert isinstance(phrase, Terms)
    assert [len(word.forms) for word in phrase.words] == [1, 4]
    assert isinstance(negated, Not)
    assert understand('"old harbours"').tree != phrase
