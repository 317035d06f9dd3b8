"""The searcher: one thread's view of a library and its index."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import replace
from time import perf_counter
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.codec.wordlist import Poll
from index.errors import SearchCancelledError, SearchIndexError
from index.highlight import hit_marks
from index.indexer.damage import reading
from index.indexer.reader import IndexReader, index_stamp, open_index
from index.library import Library
from index.query import Vocabulary, conditions, expand
from index.query import understand as parse
from index.query.tree import Everything, Leaf, Node, Noted, Terms
from index.query.walk import leaves
from index.search.cache import LeafCache
from index.search.conditions import articles_of
from index.search.matches import Matches
from index.search.memory import keep_freed_memory
from index.search.notes import VocabularyWithNotes
from index.search.ordering import head, whole
from index.search.suggest import suggestions
from index.search.view import Evaluation, View
from index.search.vocabulary import IndexVocabulary, NoVocabulary
from index.types import Chip, Hit, IndexStatus, Order, Results, Suggestion, Understood

_COUNTED_CHANGES = 1_000
_KEPT_TREES = 16


class Searcher:
    """Searches a library. Belongs to the thread that made it.

    A missing, stale or damaged index is no error: queries that need it find nothing and say so, all others work, and
    `status` tells what is wrong. `index.catch_up` mends it; `refresh` then opens the new one.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._reader: IndexReader | None = None
        self._problem: str | None = None
        self._stamp: object = None
        self._view: View | None = None
        self._every: tuple[int, NDArray[np.int64]] | None = None
        self._cache = LeafCache()
        self._kept_ids: dict[Node, NDArray[np.int64]] = {}
        self._version = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files. The next call opens them again."""
        if self._reader is not None:
            self._reader.close()
        self._reader = self._view = self._stamp = None
        self._cache.forget()

    # ---- the index --------------------------------------------------------------------------------------------------

    def refresh(self) -> bool:
        """Open the newest committed index if it is another one than before; True if it is. Cheap when it is not."""
        folder, identity = self._library.search_folder, self._library.identity()
        stamp = index_stamp(folder, identity)
        if stamp == self._stamp:
            return False
        self.close()
        self._stamp = stamp
        self._problem = None
        try:
            self._reader = self._not_ahead(open_index(folder, identity))
        except SearchIndexError as error:
            self._problem = _problem(error)
        return True

    def _not_ahead(self, reader: IndexReader | None) -> IndexReader | None:
        """Refuse an index of what the library no longer holds: its database was put back from a backup."""
        if reader is not None and reader.revision > self._library.revision():
            reader.close()
            raise SearchIndexError("the search index belongs to another state of the library")
        return reader

    @property
    def status(self) -> IndexStatus:
        """The state of the index. `behind` counts the articles that changed since it was committed."""
        self._open()
        if self._reader is None:
            count = self._library.count()
            return IndexStatus(usable=not count and self._problem is None, behind=count, problem=self._problem)
        behind = max(0, self._library.revision() - self._reader.revision)
        if 0 < behind <= _COUNTED_CHANGES:
            behind = len(self._library.changes(self._reader.revision, _COUNTED_CHANGES))
        return IndexStatus(usable=True, behind=behind, problem=self._problem)

    # ---- queries ----------------------------------------------------------------------------------------------------

    def understand(self, text: str) -> Understood:
        """Read a query: expanded over the vocabulary, its conditions counted. Never raises on text."""
        parsed = parse(text)
        try:
            understood, _ = self._evaluate(parsed, _never)
        except SearchIndexError as error:
            self._give_up(error)
            understood = parsed
        return understood

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
        started = perf_counter()
        parsed = parse(text)
        order = order or parsed.order or Order.RELEVANCE
        poll = _poller(cancelled)
        tree: Node = parsed.tree  # type: ignore[assignment]  # opaque to everybody outside the engine
        try:
            if isinstance(tree, Everything):
                return self._listed(parsed, order, self._library.ids(_by_date(order)), most, started)
            understood, tree = self._evaluate(parsed, poll)
            if not _has_words(tree):
                return self._listed(understood, order, self._without_words(tree, order, poll), most, started)
            if self._view is None:
                if self._library.count():
                    understood = _with_repair(understood, self._problem or "the search index is being built")
                return Results(understood, _by_date(order), array("q"), array("d"), 0, _milliseconds(started))
            with reading():
                found = self._evaluation(poll).run(tree)
                return self._results(understood, found, order, most, started)
        except SearchIndexError as error:
            self._give_up(error)
            understood = _with_repair(parsed, _problem(error))
            return Results(understood, _by_date(order), array("q"), array("d"), 0, _milliseconds(started))

    def hits(self, results: Results, first: int, last: int, *, snippets: int = 1) -> list[Hit]:
        """Give what a list shows of `results.ids[first:last]`; articles removed since then are left out.

        Marks and snippets are exact: the query is evaluated on the texts of these articles.
        """
        ids = results.ids[first:last]
        rows = self._library.rows(ids)
        scores = dict(zip(ids, results.scores[first:last], strict=False))
        if results.understood.is_empty:
            return [Hit(row) for row in rows]
        articles = {article.id: article for article in self._library.get_many(ids)}
        hits = []
        for row in rows:
            if row.id in articles:
                marks = hit_marks(articles[row.id], results.understood, snippets=snippets)
                hits.append(Hit(row, scores.get(row.id), marks.headline, marks.snippets, marks.headline_terms))
        return hits

    def facets(self, results: Results) -> dict[str, list[tuple[str, int]]]:
        """Count outlets, sections, places, authors, languages, tags and years over all results, the top 20 of each."""
        return self._library.facets(results.ids)

    def suggest(self, understood: Understood) -> tuple[Suggestion, ...]:
        """Give queries that find something where this one finds nothing: without a condition, or with a near word."""
        try:
            self._prepare()
            if self._view is None:
                return ()
            with reading():
                vocabulary = IndexVocabulary(self._view.collection, _never)
                return tuple(suggestions(understood, self._counter(_never), vocabulary))
        except SearchIndexError as error:
            self._give_up(error)
            return ()

    # ---- evaluating -------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        if self._stamp is None:
            self.refresh()

    def _prepare(self) -> None:
        """Bring the view up to date: without removed articles, and with what is known of their marks."""
        self._open()
        version = self._library.data_version()
        if self._reader is not None and self._view is None:
            with reading():
                keep_freed_memory()
                self._view = View(self._reader)
                self._view.follow(self._library)
        if version != self._version:
            self._version = version
            self._kept_ids.clear()
            self._cache.forget_states()
            if self._view is not None and self._view.follow(self._library):
                self._cache.forget()

    def _evaluation(self, poll: Poll) -> Evaluation:
        assert self._view is not None  # noqa: S101 - whoever asks has looked
        return Evaluation(self._library, self._view, self._cache, poll)

    def _counter(self, poll: Poll) -> Callable[[Node], int]:
        """Make what counts the articles that an expanded tree means."""

        def count(tree: Node) -> int:
            if _has_words(tree):
                return len(self._evaluation(poll).run(tree).documents)
            return len(self._articles_of(tree, poll))

        return count

    def _evaluate(self, parsed: Understood, poll: Poll) -> tuple[Understood, Node]:
        """Expand a query and count its conditions."""
        self._prepare()
        tree: Node = parsed.tree  # type: ignore[assignment]  # opaque to everybody outside the engine
        vocabulary: Vocabulary = IndexVocabulary(self._view.collection, poll) if self._view else NoVocabulary()
        with reading():
            if any(isinstance(leaf, Noted) for leaf, _ in leaves(tree)):
                vocabulary = VocabularyWithNotes(vocabulary, (note for _, note in self._library.notes()))
            tree = expand(tree, vocabulary)
            chips = tuple(
                self._counted(chip, leaf, poll) for chip, (leaf, _) in zip(parsed.chips, conditions(tree), strict=True)
            )
        return replace(parsed, tree=tree, chips=chips), tree

    def _counted(self, chip: Chip, leaf: Leaf, poll: Poll) -> Chip:
        if not isinstance(leaf, Terms):
            return replace(chip, count=len(self._articles_of(leaf, poll)))
        if self._view is None:
            return chip
        counted = self._evaluation(poll).count(leaf)
        return replace(chip, count=len(counted.matches.documents), forms=counted.forms, form_count=counted.form_count)

    def _articles_of(self, tree: Node, poll: Poll) -> NDArray[np.int64]:
        """Find the articles that a tree without words means; the last ones are kept until the library changes."""
        known = self._kept_ids.get(tree)
        if known is None:
            if len(self._kept_ids) == _KEPT_TREES:
                self._kept_ids.clear()
            known = self._kept_ids[tree] = articles_of(tree, self._all_ids(), self._library, poll)
        return known

    def _all_ids(self) -> NDArray[np.int64]:
        revision = self._library.revision()
        if self._every is None or self._every[0] != revision:
            self._every = revision, np.sort(np.frombuffer(self._library.ids(Order.NEWEST), np.int64))
        return self._every[1]

    # ---- results ----------------------------------------------------------------------------------------------------

    def _without_words(self, tree: Node, order: Order, poll: Poll) -> array[int]:
        found = self._articles_of(tree, poll)
        arranged = np.frombuffer(self._library.ids(_by_date(order)), np.int64)
        return array("q", arranged[np.isin(arranged, found)].tobytes())

    def _listed(
        self, understood: Understood, order: Order, ids: array[int], most: int | None, started: float
    ) -> Results:
        return Results(understood, _by_date(order), ids[:most], array("d"), len(ids), _milliseconds(started))

    def _results(
        self, understood: Understood, found: Matches, order: Order, most: int | None, started: float
    ) -> Results:
        assert self._view is not None  # noqa: S101 - it was searched
        collection = self._view.collection
        order = order if found.scorer is not None else _by_date(order)
        documents = whole(collection, found, order) if most is None else head(collection, found, order, most)
        scores = found.at(np.searchsorted(found.documents, documents)).scores(collection).astype(np.float64)
        return Results(
            understood,
            order,
            array("q", collection.ids.take(documents).tobytes()),
            array("d", scores.tobytes()) if found.scorer is not None else array("d"),
            len(found.documents),
            _milliseconds(started),
        )

    def _give_up(self, error: SearchIndexError) -> None:
        """Close an index of which a file could not be read, and have the next writer look at every byte of it."""
        if self._reader is not None:
            self._reader.mark_suspect()
            self._reader.close()
        self._reader = self._view = None
        self._cache.forget()
        self._problem = _problem(error)


def _poller(cancelled: Callable[[], bool]) -> Poll:
    def poll() -> None:
        if cancelled():
            raise SearchCancelledError("the search was given up for another one")

    return poll


def _has_words(tree: Node) -> bool:
    """Tell whether a query asks for words of articles: whether it needs the index."""
    return any(isinstance(leaf, Terms) for leaf, _ in leaves(tree))


def _by_date(order: Order) -> Order:
    """Give the order where nothing ranks."""
    return Order.OLDEST if order is Order.OLDEST else Order.NEWEST


def _never() -> None:
    """Poll nobody."""


def _milliseconds(started: float) -> float:
    return (perf_counter() - started) * 1000


def _problem(error: SearchIndexError) -> str:
    detail = f" ({error.subject})" if error.subject else ""
    return f"{error.what}{detail}; it is rebuilt from the library"


def _with_repair(understood: Understood, sentence: str) -> Understood:
    return replace(understood, repairs=(*understood.repairs, sentence))
