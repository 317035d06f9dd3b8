"""Rows and sources for the list's tests. All names and texts are invented."""

from __future__ import annotations

from dataclasses import replace

from index.types import ArticleId, Hit, Row, Snippet

HEADLINES = (
    "Harbour council votes to keep the old ferry running through the winter",
    "Lamp makers of Tolmere return to work",
    "城西図書館が雨漏りの修理を終えて再開、住民三百人が列をつくる",
    "مجلس المدينة يعيد فتح الجسر القديم بعد الترميم",
    "Café ☕️ owners 👩‍👩‍👧 ask for lower rents: “we ca\u0301n not stay”",
    "[red]Markets[/] [@click=app.bell]slide[/] on Tuesday",
)
SNIPPET = "The ferry crosses four times a day, and the council had planned to end the ferry after the first frost."


def row(number: int = 0, **changes: object) -> Row:
    """An article's row, unread and without marks unless said otherwise."""
    made = Row(
        id=ArticleId(number),
        headline=HEADLINES[number % len(HEADLINES)],
        authors=("Mona Reyes",),
        place="Port Elder",
        section="Local",
        outlet="The Harbour Gazette",
        published="2017-03-09",
        language="en",
        url=None,
        location=f"gazette/{number}.txt",
        words=612,
        read=False,
        starred=False,
        rating=0,
        has_note=False,
        tags=(),
        duplicate=False,
        gone=False,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def hit(number: int = 0, *, snippet: bool = False, **changes: object) -> Hit:
    """A row of a list; with a snippet, `ferry` is lit in it as term 1 and in the headline as term 0."""
    made = row(number, **changes)
    if not snippet:
        return Hit(made)
    at, again, lit = SNIPPET.index("ferry"), SNIPPET.rindex("ferry"), made.headline.find("ferry")
    return Hit(
        made,
        score=1.0,
        headline_marks=((lit, lit + 5),) if lit >= 0 else (),
        snippets=(Snippet(SNIPPET, ((at, at + 5), (again, again + 5)), (1, 1)),),
    )


class Rows:
    """A source with `count` rows; with `paged` none is there until `load`. It counts what it is asked."""

    def __init__(self, count: int, *, paged: bool = False, snippets: bool = False) -> None:
        self.count = count
        self.paged = paged
        self.snippets = snippets
        self.asked: list[int] = []
        self.changed: dict[int, Hit] = {}
        self.outdated: set[int] = set()
        self._loaded: set[int] = set()

    def __len__(self) -> int:
        return self.count

    def hit(self, index: int) -> Hit | None:
        assert 0 <= index < self.count
        self.asked.append(index)
        if self.paged and index not in self._loaded:
            return None
        return self.changed.get(index) or hit(index, snippet=self.snippets)

    def has(self, index: int) -> bool:
        assert 0 <= index < self.count
        self.asked.append(index)
        return index not in self.outdated and (not self.paged or index in self._loaded)

    def load(self, first: int, last: int) -> None:
        self._loaded.update(range(first, last))
