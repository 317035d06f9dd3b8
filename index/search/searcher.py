"""The searcher: one thread's view of a library and its index."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from time import perf_counter
from typing import Self

from index.errors import SearchCancelledError, SearchIndexError
from index.highlight import hit_marks
from index.indexer.damage import reading
from index.indexer.reader import IndexReader, Poll, index_stamp, open_index
from index.library import Library
from index.query import Vocabulary, conditions, expand
from index.query import understand as parse
from index.query.tree import Everything, Leaf, Node, Noted, Terms
from index.query.walk import leaves
from index.search.cache import LeafCache
from index.search.evaluate import Evaluation, has_words
from index.search.notes import VocabularyWithNotes
from index.search.space import Found, Space
from index.search.suggest import suggestions
from index.search.terms import IndexedSpace
from index.types import Chip, Hit, IndexStatus, Order, Results, Suggestion, Understood

_COUNTED_CHANGES = 1_000


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
        self._space: Space | None = None
        self._index: IndexedSpace | None = None
        self._cache = LeafCache()
        self._version = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files. The next call opens them again."""
        if self._reader is not None:
            self._reader.close()
        self._reader = self._index = self._stamp = None
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
        self, text: str, order: Order | None = None, *, cancelled: Callable[[], bool] = lambda: False
    ) -> Results:
        """Find all articles that a query means, in order. Never raises on text.

        Args:
            text: what was typed.
            order: None for what the text asks for with `sort:`, else by relevance; by date where nothing ranks.
            cancelled: asked often.

        Raises:
            SearchCancelledError: `cancelled()` turned true.
        """
        started = perf_counter()
        parsed = parse(text)
        order = order or parsed.order or Order.RELEVANCE
        poll = _poller(cancelled)
        try:
            if isinstance(parsed.tree, Everything):
                return self._everything(parsed, order, started)
            understood, tree = self._evaluate(parsed, poll)
            found = self._evaluation(poll).run(tree)
            if has_words(tree) and self._reader is None and self._library.count():
                understood = _with_repair(understood, self._problem or "the search index is being built")
        except SearchIndexError as error:
            self._give_up(error)
            understood, found = _with_repair(parsed, _problem(error)), None
        return self._results(understood, found, order, started)

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
            if self._reader is None:
                return ()
            with reading():
                return tuple(suggestions(understood, self._evaluation(_never), self._reader.vocabulary))
        except SearchIndexError as error:
            self._give_up(error)
            return ()

    # ---- evaluating -------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        if self._stamp is None:
            self.refresh()

    def _prepare(self) -> None:
        """Bring the view of the library up to date: its articles, and what is known of their marks."""
        self._open()
        version = self._library.data_version()
        if version == self._version and self._space is not None and (self._reader is None or self._index is not None):
            return
        self._version = version
        self._cache.forget_states()
        if self._space is None or self._space.revision != self._library.revision():
            self._space = Space(self._library)
            self._index = None
            self._cache.forget()
        if self._index is None and self._reader is not None:
            self._index = IndexedSpace(self._reader, self._space)

    def _evaluation(self, poll: Poll) -> Evaluation:
        self._prepare()
        assert self._space is not None  # noqa: S101 - `_prepare` made it
        return Evaluation(self._library, self._space, self._index, self._cache, poll)

    def _evaluate(self, parsed: Understood, poll: Poll) -> tuple[Understood, Node]:
        """Expand a query and count its conditions."""
        self._prepare()
        tree: Node = parsed.tree  # type: ignore[assignment]  # opaque to everybody outside the engine
        vocabulary: Vocabulary = self._reader.vocabulary if self._reader else _NoVocabulary()
        with reading():
            if any(isinstance(leaf, Noted) for leaf, _ in leaves(tree)):
                vocabulary = VocabularyWithNotes(vocabulary, (note for _, note in self._library.notes()))
            tree = expand(tree, vocabulary)
        evaluation = self._evaluation(poll)
        chips = tuple(
            self._counted(chip, leaf, evaluation)
            for chip, (leaf, _) in zip(parsed.chips, conditions(tree), strict=True)
        )
        return replace(parsed, tree=tree, chips=chips), tree

    def _counted(self, chip: Chip, leaf: Leaf, evaluation: Evaluation) -> Chip:
        if isinstance(leaf, Terms) and self._reader is None:
            return chip
        counted = evaluation.count(leaf)
        count = len(counted.found.places)
        return replace(chip, count=count, forms=counted.forms, form_count=counted.form_count)

    def _everything(self, parsed: Understood, order: Order, started: float) -> Results:
        order = Order.OLDEST if order is Order.OLDEST else Order.NEWEST
        return Results(parsed, order, self._library.ids(order), array("d"), _milliseconds(started))

    def _results(self, understood: Understood, found: Found | None, order: Order, started: float) -> Results:
        if order is Order.RELEVANCE and (found is None or found.scores is None):
            order = Order.NEWEST
        ids, scores = array("q"), array("d")
        if found is not None and self._space is not None:
            arranged, values = self._space.in_order(found, order)
            ids.frombytes(arranged.tobytes())
            scores.frombytes(values.tobytes())
        return Results(understood, order, ids, scores, _milliseconds(started))

    def _give_up(self, error: SearchIndexError) -> None:
        """Close an index of which a file could not be read, and have the next writer look at every byte of it."""
        if self._reader is not None:
            self._reader.mark_suspect()
            self._reader.close()
        self._reader = self._index = None
        self._cache.forget()
        self._problem = _problem(error)


class _NoVocabulary:
    """Stands in where there is no index: every word is its own only form."""

    def words_with_keys(self, keys: Iterable[str]) -> set[str]:
        del keys
        return set()

    def words_matching(self, pattern: str, *, folded: bool = False) -> Iterator[str]:
        del pattern, folded
        return iter(())

    def languages(self) -> tuple[str, ...]:
        return ()


def _poller(cancelled: Callable[[], bool]) -> Poll:
    def poll() -> None:
        if cancelled():
            raise SearchCancelledError("the search was given up for another one")

    return poll


def _never() -> None:
    """Poll nobody."""


def _milliseconds(started: float) -> float:
    return (perf_counter() - started) * 1000


def _problem(error: SearchIndexError) -> str:
    detail = f" ({error.subject})" if error.subject else ""
    return f"{error.what}{detail}; it is rebuilt from the library"


def _with_repair(understood: Understood, sentence: str) -> Understood:
    return replace(understood, repairs=(*understood.repairs, sentence))
