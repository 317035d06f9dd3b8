"""Random queries of the words of an archive: as trees written out, and as people type. Number n is always the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from index.analysis import tokenize
from index.query import written
from index.query.tree import (
    LEAD_FIELDS,
    OPENING,
    TEXT_FIELDS,
    And,
    AtLeast,
    Is,
    Length,
    Near,
    Node,
    Not,
    Noted,
    Or,
    Published,
    State,
    Terms,
    Unit,
    Within,
    Word,
    WordKind,
)
from index.types import StoredArticle

_NEARNESS = (
    " NEAR/{} ", " near/{} ", " w/{} ", " W/{} ", " AROUND({}) ", " NEAR{} ", " /{} ", " ADJ/{} ", " pre/{} ",
    " adj{} ", " ONEAR/{} ", " NEAR ", " ADJ ", " /s ", " /p ", " w/s ", " w/p ", " W/P ", " SAME ",
)  # fmt: skip
_LOGIC = (" ", " ", " AND ", " and ", " & ", " && ", " OR ", " or ", " | ", " NOT ", " -", " !", " AND NOT ")
_FIELDS = ("headline:", "title:", "body:", "caption:", "standfirst:", "lead:", "byline:", "by:", "place:", "note:")
_ODD = ("(", ")", '"', " OR", " AND ", "-", " NEAR/3", "~", "/", "=", ":", "*")


def query_number(number: int, articles: Sequence[StoredArticle]) -> str:
    """Make a query: every other one a tree, every other one typed."""
    maker = _Maker(Random(f"query {number}"), articles)  # noqa: S311 - the same ones every time
    return written(maker.tree()) if number % 2 else maker.typed()


class _Maker:
    """Takes most words from one passage, so that what is asked is often there."""

    def __init__(self, random: Random, articles: Sequence[StoredArticle]) -> None:
        self._random = random
        texts = [text for one in random.sample(list(articles), 2) for text in _texts(one)]
        some, more = random.choice(texts), random.choice(texts)
        words = [(token.word, some[token.start : token.end]) for token in tokenize(some)]
        first = random.randrange(max(1, len(words) - 4))
        self._passage = words[first : first + 9]
        self._others = [(token.word, more[token.start : token.end]) for token in tokenize(more)] or self._passage

    # ---- trees ----------------------------------------------------------------------------------------------------

    def tree(self) -> Node:
        """Make a tree of any nodes."""
        return self._joined(2)

    def _joined(self, depth: int) -> Node:
        share = self._random.random()
        if depth and share < 0.3:
            children = tuple(self._joined(depth - 1) for _ in range(self._random.choice((2, 2, 3))))
            return (And if share < 0.18 else Or)(children)
        if depth and share < 0.36:
            return Not(self._joined(depth - 1))
        return self._fact() if share > 0.97 else self._condition()

    def _condition(self) -> Node:
        fields = self._fields()
        make: Callable[[tuple[str, ...]], Node] = self._random.choices(
            (self._terms, self._near, self._within, self._least), (3, 4, 3, 2)
        )[0]
        return make(fields)

    def _fields(self) -> tuple[str, ...]:
        some = (TEXT_FIELDS, ("body",), ("headline",), ("caption",), LEAD_FIELDS, (OPENING,))
        return self._random.choices(some, (20, 3, 1, 1, 2, 1))[0]

    def _terms(self, fields: tuple[str, ...]) -> Terms:
        count = self._random.choices((1, 2, 3), (6, 3, 1))[0]
        words = self._passage if self._random.random() < 0.95 else self._others
        first = self._random.randrange(max(1, len(words) - count + 1))
        skip = self._random.choice((0, 0, 1)) if count > 1 else 0
        row = words[first : first + count] if not skip else words[first : first + 2 * count : 2]
        return Terms(tuple(self._word(*word) for word in row), fields, 0, "", skip * (len(row) - 1))

    def _word(self, word: str, shape: str) -> Word:
        letters = word.isalpha() and len(word) > 2
        kinds = list(WordKind) if letters else [WordKind.STEM, WordKind.EXACT]
        kind = self._random.choices(kinds, [5, 2, 2, 2, 2, 1, 1] if letters else None)[0]
        place = self._random.randrange(1, len(word)) if letters else 0
        match kind:
            case WordKind.WILDCARD:
                return Word(
                    self._random.choice((f"{word[:place]}*", f"*{word[place:]}", _changed(word, place, "?"))), kind
                )
            case WordKind.CASED:
                return Word(shape if shape.isalpha() and shape.casefold() == word else word, kind)
            case WordKind.FUZZY:
                return Word(_changed(word, place, self._random.choice(("", "x", word[place]))), kind, edits=1)
            case WordKind.REGEX:
                return Word(self._random.choice((f"{word[:place]}.*", _changed(word, place, "[a-z]"))), kind)
            case _:
                return Word(word, kind)

    def _operand(self, fields: tuple[str, ...], depth: int = 0) -> Node:
        share = self._random.random()
        if share < 0.15:
            return Or((self._terms(fields), self._terms(fields)))
        if depth and share < 0.25:
            return self._near(fields, depth - 1)
        return self._terms(fields)

    def _near(self, fields: tuple[str, ...], depth: int = 1) -> Near:
        children = tuple(self._operand(fields, depth) for _ in range(self._random.choice((2, 2, 2, 3))))
        return Near(children, self._random.randint(1, 12), self._random.random() < 0.4, "")

    def _within(self, fields: tuple[str, ...], depth: int = 1) -> Within:
        children = [self._operand(fields, 1) for _ in range(self._random.choice((2, 2, 3)))]
        if depth and self._random.random() < 0.15:
            children.append(self._within(fields, depth - 1))
        return Within(tuple(children), self._random.choice(list(Unit)), "")

    def _least(self, fields: tuple[str, ...]) -> AtLeast:
        child = self._random.choice((self._terms, self._terms, self._near))(fields)
        return AtLeast(child, self._random.choice((1, 2, 2, 3)), "")

    def _fact(self) -> Node:
        word = self._random.choice(self._passage)[0] if self._passage else "tugs"
        return self._random.choice(
            (
                Published("2016-01-01", "2018-12-31", ""),
                Length(self._random.choice((None, 10)), 40, ""),
                Is(State.UNREAD, ""),
                Is(State.STARRED, ""),
                Noted((Word(word),), 0, ""),
            )
        )

    # ---- typed ----------------------------------------------------------------------------------------------------

    def typed(self) -> str:
        """Make a query as it is typed, now and then with a fault."""
        made = self._said(2)
        if self._random.random() < 0.1:
            place = self._random.randrange(len(made) + 1)
            made = made[:place] + self._random.choice(_ODD) + made[place:]
        return made

    def _said(self, depth: int) -> str:
        share = self._random.random()
        if not depth or share < 0.2:
            return self._said_word()
        if share < 0.55:
            sign = self._random.choice(_NEARNESS).format(self._random.randint(1, 12))
            return self._said(depth - 1) + sign + self._said(depth - 1)
        if share < 0.75:
            return self._said(depth - 1) + self._random.choice(_LOGIC) + self._said(depth - 1)
        if share < 0.87:
            return f"({self._said(depth - 1)})"
        if share < 0.93:
            return self._random.choice(_FIELDS) + self._said_word()
        return f"atleast{self._random.randint(1, 3)}({self._said(depth - 1)})"

    def _said_word(self) -> str:
        words = self._passage or self._others or [("zzz", "zzz")]
        first = self._random.randrange(len(words))
        shape = words[first][1]
        share = self._random.random()
        if share < 0.2:
            phrase = " ".join(one for _, one in words[first : first + 3])
            return f'"{phrase}"' + self._random.choice(("", "", "~2"))
        if share < 0.45 and shape.isalpha():
            half = len(shape) // 2 + 1
            return self._random.choice(
                (
                    f"={shape}",
                    f"=={shape}",
                    f"{shape[:half]}*",
                    f"{shape}~",
                    f"{shape}~1",
                    f"name:{shape}",
                    f"/{shape}/",
                )
            )
        return self._random.choice((shape, shape.lower(), shape.upper()))


def _changed(word: str, place: int, letter: str) -> str:
    return word[:place] + letter + word[place + 1 :]


def _texts(stored: StoredArticle) -> list[str]:
    article = stored.article
    return [article.headline, *filter(None, [article.standfirst]), *(block.text for block in article.blocks)]
