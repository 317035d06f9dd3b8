"""Saved searches on the main screen: opening them, saving the present query, and the review of one."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from index.types import ArticleId, SavedCounts, SavedSearch
from tui.engine import Engine
from tui.in_use import InUse
from tui.jobs import Jobs
from tui.widgets.article_list import ArticleList
from tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from tui.screens.main import MainScreen
    from tui.screens.saved import Chosen

_PROPOSED = 40


@dataclass(slots=True)
class Review:
    """The review of a saved search. `counts` is None until they are counted; `hidden`: those seen are left out."""

    search: SavedSearch
    seen: set[int]
    counts: SavedCounts | None = None
    hidden: bool = False


class Following:
    """Opens saved searches, keeps the present query as one, and leads through a review.

    Args:
        screen: the main screen, with its present query and the article in its reader.
        engine: keeps the searches and what was seen.
        jobs: what runs that.
        in_use: the article that a key is meant for.
        articles: the list, which fades what was seen.
        status: the line that says how far the review has come.
        show_query: puts a query into the box and goes to the list, without searching for it.
    """

    def __init__(
        self,
        screen: MainScreen,
        engine: Engine,
        jobs: Jobs,
        in_use: InUse,
        articles: ArticleList,
        status: StatusLine,
        show_query: Callable[[str], None],
    ) -> None:
        self._screen = screen
        self._engine = engine
        self._jobs = jobs
        self._searching = screen.searching
        self._reading = screen.reading
        self._in_use = in_use
        self._articles = articles
        self._status = status
        self._show_query = show_query
        self.review: Review | None = None

    # ---- saved searches -------------------------------------------------------------------------------------------

    def saved_searches(self) -> None:
        """List the saved searches."""
        from tui.screens.saved import SavedScreen

        self._screen.app.push_screen(SavedScreen(self._engine, self._searching.text.strip()), self._chosen)

    def save_search(self) -> None:
        """Keep the present query under a name, which is asked for."""
        query = self._searching.text.strip()
        if not query:
            self._jobs.tell("There is nothing to save: search for something first.")
            return
        from tui.screens.saved_name import NameScreen

        self._screen.app.push_screen(NameScreen(query, proposed(query)), partial(self._named, query))

    def _named(self, query: str, name: str | None) -> None:
        if name is not None:
            self._jobs.start(partial(self._save, name, query), "saved")

    async def _save(self, name: str, query: str) -> None:
        before = await self._engine.saved.named(name)
        if before is not None and before.query != query:
            from tui.screens.saved_name import replace_choice

            keep = partial(self._replaced, name, query)
            self._screen.app.push_screen(replace_choice(before), keep)
        else:
            await self._keep(name, query)

    def _replaced(self, name: str, query: str, replace: bool | None) -> None:  # noqa: FBT001 - a callback
        if replace:
            self._jobs.start(partial(self._keep, name, query), "saved")

    async def _keep(self, name: str, query: str) -> None:
        kept = await self._engine.saved.save(name, query)
        self._jobs.tell(f"Saved as {kept.name}.")
        await self._engine.saved.look_at(kept.name)  # its results are on the screen

    def _chosen(self, chosen: Chosen | None) -> None:
        if chosen is None:
            return
        if chosen.review:
            self._jobs.start(partial(self._begin, chosen.search.name), "review", exclusive=True)
        else:
            self._end()
            self._show_query(chosen.search.query)
            self._searching.ask_without(chosen.search.query, ())
            self._jobs.start(partial(self._engine.saved.look_at, chosen.search.name), "saved")

    # ---- a review -------------------------------------------------------------------------------------------------

    @property
    def is_reviewing(self) -> bool:
        """Are the results of a review listed, or on their way?"""
        return self.review is not None and self._searching.text == self.review.search.query

    def listed(self) -> None:
        """Another list is shown: of another query it is the end of the review, which is kept as it is."""
        if self.review is None:
            return
        if self.is_reviewing:
            self._jobs.start(self._count, "review counts", exclusive=True)
        else:
            self._end()

    def opened(self) -> None:
        """The article in the reader is being read: in a review it is seen."""
        current = self._reading.current
        if self.review is not None and self.is_reviewing and current is not None:
            self._see(self.review, current.id, seen=True)

    def toggle_seen(self) -> None:
        """Mark the article seen in the review, or to be seen again."""
        review = self._review_or_tell()
        if review is not None:
            self._in_use.with_marks(lambda article, _: self._toggle(review, article))

    def hide_seen(self) -> None:
        """List only what remains of the review, or all results again."""
        review = self._review_or_tell()
        if review is not None:
            review.hidden = not review.hidden
            left_out = array("q", sorted(review.seen)) if review.hidden else ()
            self._searching.ask_without(review.search.query, left_out)
            self._jobs.tell("Listing what remains." if review.hidden else "Listing all results.")

    def _review_or_tell(self) -> Review | None:
        if self.review is None or not self.is_reviewing:
            self._jobs.tell("No review is on: r in the list of saved searches begins one.")
            return None
        return self.review

    async def _begin(self, name: str) -> None:
        reviewed = await self._engine.saved.reviewed(name)
        if reviewed is None:
            self._jobs.tell("The saved search is there no more.")
            return
        self._end()
        self.review = Review(reviewed.search, set(reviewed.seen))
        self._articles.fade(self.review.seen)
        self._reading.looks_for(self._next_unseen, "Every result has been seen.")
        self._show_query(reviewed.search.query)
        self._searching.ask_without(reviewed.search.query, ())
        await self._engine.saved.look_at(name)

    def _end(self) -> None:
        """The review is over for now."""
        if self.review is not None:
            self.review = None
            self._articles.fade(())
            self._reading.looks_for(None)
            self._status.show_standing("")

    async def _count(self) -> None:
        review = self.review
        if review is not None:
            review.counts = await self._engine.saved.counts(review.search.name)
            self._show(review)

    def _toggle(self, review: Review, article: ArticleId) -> None:
        seen = article not in review.seen
        self._see(review, article, seen=seen)
        self._jobs.tell("Seen." if seen else "To be seen again.")

    def _see(self, review: Review, article: ArticleId, *, seen: bool) -> None:
        if seen == (article in review.seen):
            return
        if seen:
            review.seen.add(article)
        else:
            review.seen.discard(article)
        if review.counts is not None:
            counts = review.counts
            review.counts = SavedCounts(counts.total, counts.new, counts.seen + (1 if seen else -1))
        self._articles.fade(review.seen)
        self._show(review)
        if self._engine.writable:
            self._jobs.start(partial(self._engine.saved.see, review.search.name, [article], seen=seen), "saved")

    def _show(self, review: Review) -> None:
        if review is self.review and review.counts is not None:
            self._status.show_standing(progress(review.counts))

    async def _next_unseen(self, ids: array[int], start: int, step: int) -> int | None:
        assert self.review is not None  # noqa: S101 - taken away when the review ends
        return await self._engine.next_not_in(self.review.seen, ids, start, step)


def progress(counts: SavedCounts) -> str:
    """How far a review has come, in words."""
    return f"{counts.seen:,} of {counts.total:,} seen, {counts.unseen:,} remain"


def proposed(query: str) -> str:
    """A name for a query: its words, as many as make a name."""
    words = "".join(letter if letter.isalnum() or letter in "-'’" else " " for letter in query).split()
    name = ""
    for word in words:
        if len(name) + len(word) >= _PROPOSED:
            break
        name = f"{name} {word}".strip()
    return name or query[:_PROPOSED]
