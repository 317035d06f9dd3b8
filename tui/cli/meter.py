"""What a bar says of a run: how much is done, at what rate, and how long it will take."""

from __future__ import annotations

from dataclasses import dataclass

from index.types import Progress, Stage

_NAMES = {
    Stage.FINDING: "Finding files",
    Stage.FETCHING: "Fetching",
    Stage.READING: "Reading",
    Stage.INDEXING: "Indexing",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A bar at a moment: `share` of the work from 0 to 1, None while it is not known."""

    name: str
    share: float | None
    rate: str
    left: str
    talk: str


class Meter:
    """Reads the moments of one run. Times are in seconds, from any one clock.

    Reading in stops to index every few thousand articles. The bar stays the one of the reading then, measured in
    bytes: its time left includes the indexing on the way.
    """

    def __init__(self, begun: float) -> None:
        self._begun = begun
        self._indexing_since: tuple[float, int] | None = None
        self._read = (0, 0)
        self._articles = 0

    def read(self, moment: Progress, now: float) -> Reading:
        """What the bar says at a moment of the run."""
        if moment.stage is Stage.INDEXING:
            return self._indexing(moment, now)
        self._indexing_since = None
        self._articles = moment.articles
        if moment.bytes_total is not None:
            self._read = (moment.bytes_done, moment.bytes_total)
        return self._reading(_NAMES[moment.stage], moment.failed, now)

    def _reading(self, name: str, failed: int, now: float) -> Reading:
        done, total = self._read
        elapsed = now - self._begun
        share = min(1.0, done / total) if total else None
        left = _left(elapsed, share) if share else ""
        rate = f"{self._articles / elapsed:,.0f}/s" if elapsed > 0 and self._articles else ""
        talk = f"{self._articles:,} articles" + (f", {failed:,} failed" if failed else "")
        return Reading(name, share, rate, left, talk)

    def _indexing(self, moment: Progress, now: float) -> Reading:
        done, total = self._read
        name = _NAMES[Stage.INDEXING]
        if done < total:
            return self._reading(name, moment.failed, now)
        if self._indexing_since is None:
            self._indexing_since = (now, moment.done)
        since, first = self._indexing_since
        elapsed, indexed = now - since, moment.done - first
        share = moment.done / moment.total if moment.total else None
        rate = f"{indexed / elapsed:,.0f}/s" if elapsed > 0 and indexed else ""
        to_go = (moment.total or 0) - moment.done
        left = _clock(to_go * elapsed / indexed) if indexed else ""
        return Reading(name, share, rate, left, f"{moment.done:,} articles")


def _left(elapsed: float, share: float) -> str:
    return _clock(elapsed * (1 - share) / share)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02} left" if hours else f"{minutes}:{rest:02} left"
