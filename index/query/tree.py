"""What a query means, as a tree of small frozen nodes.

`parse` builds it from text without looking at any archive; `expand` fills in the forms of each word from the
vocabulary. The same expanded tree is compiled for the index and evaluated on an article's text for the highlights,
so both mean the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from index.types import ArticleId

TEXT_FIELDS = ("headline", "standfirst", "byline", "place", "body", "caption")
"""The fields that a word without a field searches. `body` is every block but captions; `caption` has the credits."""

FIELDS = (*TEXT_FIELDS, "section", "outlet", "url", "path", "lang")
"""Every indexed text field."""

OPENING = "opening"
"""Stands among a term's fields for the first `OPENING_WORDS` words of the body: no field of the index."""

OPENING_WORDS = 100

LEAD_FIELDS = ("headline", "standfirst", OPENING)
"""What `lead:` searches."""


class WordKind(StrEnum):
    """How a word finds its forms in the vocabulary."""

    STEM = "stem"  # the word, its spellings without diacritics, and all that share its stem
    EXACT = "exact"  # the word as written, case apart
    WILDCARD = "wildcard"  # `*` any letters, `?` one letter; without diacritics it stands for words with them, too
    CASED = "cased"  # the word as written, its case too; `text` is in its case
    FUZZY = "fuzzy"  # all words at most `edits` letters off
    NAME = "name"  # a name under its other spellings in Latin letters
    REGEX = "regex"  # all words that a regular expression fits from end to end; `text` is the expression


@dataclass(frozen=True, slots=True)
class Word:
    """A word or pattern. `text` is the analysed word (or pattern); `forms` are vocabulary words, sorted, hashable."""

    text: str
    kind: WordKind = WordKind.STEM
    forms: Sequence[str] = ()
    edits: int = 0


@dataclass(frozen=True, slots=True)
class Terms:
    """A word, or several as a phrase, in any one of `fields`.

    With `slop` n, up to n other words may stand inside the phrase; the order is kept. `term` numbers the colour.
    `label` is what was typed. `readings` are other rows of words that mean the same, each without slop: a name with
    and without its article. Any of them may stand there.
    """

    words: tuple[Word, ...]
    fields: tuple[str, ...]
    term: int
    label: str
    slop: int = 0
    readings: tuple[tuple[Word, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Noted:
    """The user's note holds the words (or, with several, the phrase)."""

    words: tuple[Word, ...]
    term: int
    label: str


@dataclass(frozen=True, slots=True)
class Published:
    """Published on a day from `first` to `last`, both inclusive ISO dates, None for open ends."""

    first: str | None
    last: str | None
    label: str


@dataclass(frozen=True, slots=True)
class Undated:
    """No publication date is known."""

    label: str = "is:undated"


@dataclass(frozen=True, slots=True)
class Length:
    """The number of words is from `least` to `most`, inclusive, None for open ends."""

    least: int | None
    most: int | None
    label: str


class State(StrEnum):
    """What `is:` and `has:` ask of the marks and of the library."""

    READ = "read"
    UNREAD = "unread"
    STARRED = "starred"
    LIKED = "liked"
    DISLIKED = "disliked"
    NOTED = "noted"
    TAGGED = "tagged"
    DUPLICATE = "duplicate"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Is:
    """The article is in a state."""

    state: State
    label: str


@dataclass(frozen=True, slots=True)
class Tagged:
    """The article has a tag, compared without case."""

    tag: str
    label: str


@dataclass(frozen=True, slots=True)
class In:
    """The article came from a source, named by its number, its address or a part of that."""

    source: str
    label: str


@dataclass(frozen=True, slots=True)
class Valued:
    """A value of a facet (one of `schema.FACETS`) is this one from end to end, its case too.

    `value` is as `values.value_key` gives it; `term` numbers the colour.
    """

    facet: str
    value: str
    term: int
    label: str


@dataclass(frozen=True, slots=True)
class Ids:
    """The article is one of these."""

    ids: tuple[ArticleId, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Everything:
    """Every article: the empty query, or `*`."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No article: a condition that no article can meet (`is:nonsense` is repaired, `id:abc` is not)."""

    label: str


@dataclass(frozen=True, slots=True)
class And:
    """All children match."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one child matches."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The child does not match. Nothing below it is ever lit."""

    child: Node


class Unit(StrEnum):
    """What texts are divided into."""

    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Near:
    """All children stand near one another in one field: none overlap, from one to the next at most `distance` words.

    1 are neighbours. `ordered`: as they are listed, else in any order. Children are `Terms`, `Or` of them, or `Near`,
    all with a field in common, and with the same fields.
    """

    children: tuple[Node, ...]
    distance: int
    ordered: bool
    label: str


@dataclass(frozen=True, slots=True)
class Within:
    """All children stand in one sentence or paragraph: some occurrence of each lies inside it from end to end.

    Children are `Terms`, `Or` of them, `Near` or `Within`. A paragraph is one text of a field. Only the fields of
    running text (`schema.BOUNDED_FIELDS`) have either.
    """

    children: tuple[Node, ...]
    unit: Unit
    label: str


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The child stands in the article at least so many times, in all its fields together.

    The child is `Terms`, `Or` of them (each place counts once), or `Near` (its shortest matches count).
    """

    child: Node
    least: int
    label: str


Leaf: TypeAlias = Terms | Noted | Valued | Published | Undated | Length | Is | Tagged | In | Ids | Everything | Nothing
INDEXED = (Terms, Valued, Near, Within, AtLeast)
"""The conditions that the index answers, as it has the articles; all others are asked of the library, too."""

Placed: TypeAlias = Near | Within | AtLeast
"""Conditions on where other conditions are met. Each has a chip, as leaves have."""

Node: TypeAlias = Leaf | Placed | And | Or | Not
