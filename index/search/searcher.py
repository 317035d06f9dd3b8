"""The searcher: one thread's view of a library and its index."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Self, TypeVar

from index.codec.wordlist import Poll
from index.errors import SearchCancelledError, SearchIndexError
from index.highlight import hit_marks
from index.indexer.damage import reading
from index.library import Library
from index.query import understand as parse
from index.query.tree import Everything
from index.search.answering import Answering
from index.search.conditions import has_words, tree_of
from index.search.current import Current, problem
from index.search.results import ResultMaker
from index.search.suggest import suggestions
from index.search.vocabulary import IndexVocabulary
from index.types import Hit, IndexStatus, Order, Results, Suggestion, Understood

if TYPE_CHECKING:
    from index.search.breakdown import Breakdown, Breakdowns
    from index.search.commonness import Commonness
    from index.search.completing import Completer
    from index.search.explaining import Explaining
    from index.search.following import Following
    from index.search.joins import Documents
    from index.search.view import View
    from index.types import Completions, ConcordanceLine, Explanation, RisingWord, Summary, Timeline

_Counts = TypeVar("_Counts")


class Searcher:
    """Searches a library. Belongs to the thread that made it.

    A missing, stale or damaged index is no error: queries that need it find nothing and say so, all others work, and
    `status` tells what is wrong. `index.catch_up` mends it; `refresh` then opens the new one.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._current = Current(library)
        self._answering = Answering(library, self._current)
        self._breakdowns: Breakdowns | None = None
        self._explained: tuple[Results, tuple[View, int], Explaining] | None = None
        self._commonness: Commonness | None = None
        self._following: Following | None = None
        self._completer: Completer | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files. The next call opens them again."""
        self._current.close()
        self._explained = None

    def refresh(self) -> bool:
        """Open the newest committed index if it is another one than before; True if it is. Cheap when it is not."""
        return self._current.refresh()

    @property
    def status(self) -> IndexStatus:
        """The state of the index. `behind` counts the articles that changed since it was committed."""
        return self._current.status()

    # ---- queries ----------------------------------------------------------------------------------------------------

    def understand(self, text: str) -> Understood:
        """Read a query: expanded over the vocabulary, its conditions counted. Never raises on text."""
        parsed = self._parsed(text)
        try:
            self._current.prepare()
            return self._answering.understood(parsed, _never)
        except SearchIndexError as error:
            self._current.give_up(error)
            return parsed

    def _parsed(self, text: str) -> Understood:
        return parse(text, saved=self._library.saved_query)

    def search(
        self,
        text: str,
        order: Order | None = None,
        *,
        most: int | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Results:
        """Find all articles that a query means, in order. Never raises on text.

        Args:
            text: what was typed.
            order: None for what the text asks for with `sort:`, else by relevance; by date where nothing ranks.
            most: how many ids to give, None for all. The total is exact in any case; the first ones cost far less.
            cancelled: asked often.

        Raises:
            SearchCancelledError: `cancelled()` turned true.
        """
        parsed = self._parsed(text)
        made = ResultMaker(order or parsed.order or Order.RELEVANCE, most)
        if isinstance(parsed.tree, Everything):
            return made.every(parsed, self._library)
        try:
            return self._found(parsed, made, _poller(cancelled))
        except SearchIndexError as error:
            self._current.give_up(error)
            return made.nothing(_with_repair(parsed, problem(error)))

    def _found(self, parsed: Understood, made: ResultMaker, poll: Poll) -> Results:
        self._current.prepare()
        understood = self._answering.understood(parsed, poll)
        tree = tree_of(understood)
        if not has_words(tree):
            return made.listed(understood, self._library, self._answering.articles(tree, poll))
        view = self._current.view
        if view is None:
            if self._library.count():
                understood = _with_repair(understood, self._current.problem or "the search index is being built")
            return made.nothing(understood)
        matches = self._answering.matches(tree, poll)
        with reading():
            return made.found(understood, view.collection, matches, self._answering.leaders(tree, poll), poll)

    def hits(
        self,
        results: Results,
        first: int,
        last: int,
        *,
        snippets: int = 1,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> list[Hit]:
        """Give what a list shows of `results.ids[first:last]`; articles removed since then are left out.

        Marks and snippets are exact: the query is evaluated on the texts of these articles.

        Raises:
            SearchCancelledError: `cancelled()`, which is asked before each article, turned true.
        """
        poll = _poller(cancelled)
        ids = results.ids[first:last]
        rows = self._library.rows(ids)
        scores = dict(zip(ids, results.scores[first:last], strict=False))
        if results.understood.is_empty:
            return [Hit(row) for row in rows]
        articles = {article.id: article for article in self._library.get_many(ids, damaged=lambda _: None)}
        hits = []
        for row in rows:
            poll()
            if row.id in articles:
                marks = hit_marks(articles[row.id], results.understood, snippets=snippets)
                hits.append(Hit(row, scores.get(row.id), marks.headline, marks.snippets, marks.headline_terms))
        return hits

    def concordance(self, results: Results, first: int, last: int) -> list[ConcordanceLine]:
        """Give every match in the articles `results.ids[first:last]`, article by article, each in reading order.

        Articles removed since then are left out. The query is evaluated on their texts, as it is for what is lit.
        """
        from index.highlight.concordance import matches_of

        if results.understood.is_empty:
            return []
        articles = self._library.get_many(results.ids[first:last], damaged=lambda _: None)
        return [line for article in articles for line in matches_of(article, results.understood)]

    def explain(self, results: Results, article_id: int) -> Explanation | None:
        """Say why a hit stands where it does, as the index has it now; None where nothing ranks it, or it is no hit.

        The first call for some results costs as much as the search did.
        """
        try:
            self._current.prepare()
            if self._current.view is None or not results.scores:
                return None
            with reading():
                return self._explaining(results).explain(article_id)
        except SearchIndexError as error:
            self._current.give_up(error)
            return None

    def _explaining(self, results: Results) -> Explaining:
        from index.search.explaining import explaining
        from index.search.view import Evaluation

        view, known = self._current.view, self._explained
        assert view is not None  # noqa: S101 - whoever asks has looked
        state = view, view.revision
        if known is None or known[0] is not results or known[1] != state:
            evaluation = Evaluation(self._library, view, self._current.kept.leaves, _never)
            made = explaining(self._library, evaluation, view, tree_of(results.understood), results.order, _never)
            known = self._explained = results, state, made
        return known[2]

    def facets(
        self, text: str, *, most: int = 20, cancelled: Callable[[], bool] = lambda: False
    ) -> dict[str, list[tuple[str, int]]]:
        """Count all articles that a query means by outlet, section, place, author, language, tag and year.

        Each has its `most` frequent values (1 or more), equally frequent ones in order. An article counts as the list
        shows it, also where it waits for the index. Never raises on text.

        Raises:
            SearchCancelledError: `cancelled()` turned true.
        """
        return self._counted(text, lambda articles: articles.facets(most), cancelled)

    def timeline(self, text: str, most: int, *, cancelled: Callable[[], bool] = lambda: False) -> Timeline:
        """Count all articles that a query means by publication date, in at most `most` buckets (1 or more).

        An article counts as the list shows it, also where it waits for the index. Never raises on text.

        Raises:
            SearchCancelledError: `cancelled()` turned true.
        """
        return self._counted(text, lambda articles: articles.timeline(most), cancelled)

    def summary(self, text: str, *, outlets: int = 3, cancelled: Callable[[], bool] = lambda: False) -> Summary:
        """Count all articles that a query means, with their first and last day and at most so many outlets (or 0).

        An article counts as the list shows it, also where it waits for the index. Never raises on text.

        Raises:
            SearchCancelledError: `cancelled()` turned true.
        """
        from index.search.summary import summarised

        return self._counted(text, lambda articles: summarised(articles, self._parsed(text), outlets), cancelled)

    def more_like(self, article_id: int) -> str:
        """Write the query that finds articles like this one, the best first; empty where nothing can be like it.

        Raises:
            ArticleNotFoundError: no article has that id.
        """
        from index.search.alike import Alike

        stored = self._library.get(article_id)
        try:
            self._current.prepare()
            view = self._current.view
            if view is None:
                return ""
            with reading():
                return Alike(IndexVocabulary(view.collection, _never), self._common(view)).query(stored)
        except SearchIndexError as error:
            self._current.give_up(error)
            return ""

    def rising(
        self, text: str, most: int = 20, *, cancelled: Callable[[], bool] = lambda: False
    ) -> tuple[RisingWord, ...]:
        """Give words that more of the results have than the archive would lead to expect, the most striking first.

        The query's own words are left out, and articles that wait for the index. Nothing rises in all of an archive.
        Never raises on text.

        Raises:
            SearchCancelledError: `cancelled()` turned true.
        """
        parsed, poll = self._parsed(text), _poller(cancelled)
        return self._counted(text, lambda articles: self._rising(parsed, articles.documents, most, poll), cancelled)

    def _rising(self, parsed: Understood, documents: Documents, most: int, poll: Poll) -> tuple[RisingWord, ...]:
        from index.search.rising import Rising
        from index.search.view import Evaluation

        view = self._current.view
        if view is None:
            return ()
        evaluation = Evaluation(self._library, view, self._current.kept.leaves, poll)
        tree = tree_of(self._answering.understood(parsed, poll))
        return Rising(self._library, evaluation, self._common(view), poll).words(tree, documents, most)

    def _common(self, view: View) -> Commonness:
        if self._commonness is None or self._commonness.collection is not view.collection:
            from index.search.commonness import Commonness

            self._commonness = Commonness(view.collection)
        return self._commonness

    def _counted(self, text: str, count: Callable[[Breakdown], _Counts], cancelled: Callable[[], bool]) -> _Counts:
        parsed, poll = self._parsed(text), _poller(cancelled)
        try:
            return self._counted_once(parsed, count, poll)
        except SearchIndexError as error:
            self._current.give_up(error)
            return self._counted_once(parsed, count, poll)  # what is left without an index

    def _counted_once(self, parsed: Understood, count: Callable[[Breakdown], _Counts], poll: Poll) -> _Counts:
        if self._breakdowns is None:
            from index.search.breakdown import Breakdowns

            self._breakdowns = Breakdowns(self._library, self._current, self._answering)
        with reading():
            return count(self._breakdowns.of(parsed, poll))

    # ---- saved searches, and queries that are being typed -----------------------------------------------------------

    @property
    def following(self) -> Following:
        """The results of saved searches."""
        if self._following is None:
            from index.search.following import Following

            self._following = Following(self._library, self.search, self._state)
        return self._following

    def _state(self) -> object:
        try:
            self._current.prepare()
        except SearchIndexError as error:
            self._current.give_up(error)
        return self._library.data_version(), self._current.view

    def completions(self, text: str, cursor: int) -> Completions:
        """Tell how a query can go on at the cursor, a place in the text. Never raises on text."""
        if self._completer is None:
            from index.search.completing import Completer

            self._completer = Completer(self._library)
        for _ in range(2):  # the second time without a damaged index
            try:
                self._current.prepare()
                view = self._current.view
                with reading():
                    return self._completer.complete(text, cursor, view.collection if view else None)
            except SearchIndexError as error:
                self._current.give_up(error)
        return self._completer.complete(text, cursor, None)

    def suggest(self, understood: Understood) -> tuple[Suggestion, ...]:
        """Give queries that find something where this one finds nothing: without a condition, or with a near word."""
        try:
            self._current.prepare()
            view = self._current.view
            if view is None:
                return ()
            with reading():
                vocabulary = IndexVocabulary(view.collection, _never)
                return tuple(suggestions(understood, self._answering.counter(_never), vocabulary))
        except SearchIndexError as error:
            self._current.give_up(error)
            return ()


def _poller(cancelled: Callable[[], bool]) -> Poll:
    def poll() -> None:
        if cancelled():
            raise SearchCancelledError("the search was given up for another one")

    return poll


def _never() -> None:
    """Poll nobody."""


def _with_repair(understood: Understood, sentence: str) -> Understood:
    return replace(understood, repairs=(*understood.repairs, sentence))
