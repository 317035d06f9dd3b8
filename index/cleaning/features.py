"""The measures of lines, of their neighbours and of the runs they stand in, that the model of pasted pages is fed.

Every line is a row. The columns say what the line itself is like (length, ends of sentences, punctuation, function
words, capitals, digits, repetition, known furniture, words that speak to the reader), where it stands, what stands
around it at several distances, and how far it is from running text, from furniture, from a byline and from a date.
Blank lines are no measure: whoever pastes a page may keep or lose them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.cleaning.byline import byline_of
from index.cleaning.dates import dated_line
from index.cleaning.function_words import FUNCTION_WORDS
from index.cleaning.furniture import BARRIERS
from index.cleaning.lines import Line
from index.cleaning.reader_words import ADDRESS, CALL, MORE, PRODUCT
from index.cleaning.segment import body_of_page, worth_of

Table = NDArray[np.float32]

_BYLINE_WORDS: Final = 30
_DATE_WORDS: Final = 20
_LABEL_WORDS: Final = 14
_MOST_WORDS: Final = 80
_LOOKED_AT: Final = 300  # characters in which words for readers are looked for
_FAR: Final = 60  # lines

_WORD = re.compile(r"\w+")
_CONTENT = re.compile(r"\w{4,}|[^\W\x00-\x7f]{2,}")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_ENDS = re.compile(r"[.!?…。！？؟۔।]+['\"”’»)]*(?=\s|$)|[。！？]")
_ADDRESS = re.compile(r"https?://|www\.|\w@\w|\b\w+\.(?:com|org|net)\b")
_QUOTES = re.compile(r"[\"“”«»„]")
_COMMAS = re.compile(r"[,،，、]")
_ABOUT = re.compile(r"(?:about|über|sobre|à propos|chi è|over|acerca de|o|о|об|عن|hakkında)\s", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d+")

# Columns of a line's own measures that others are made of.
WORDS, ENDS, DIGITS, CAPITALS, FUNCTION, ABOUT, FURNITURE, BARRIER, SHORT = 0, 3, 8, 9, 11, 12, 14, 15, 17
DATED, BYLINE, SPEAKS, PROSE, LABEL = 23, 24, 27, 35, 36
_NEAR: Final = [WORDS, ENDS, CAPITALS, FUNCTION, ABOUT, FURNITURE, 16, SHORT, BYLINE, 25, PROSE, LABEL]
_AROUND: Final = [WORDS, ENDS, ABOUT, FURNITURE, 16, SHORT, PROSE, LABEL, FUNCTION, CAPITALS, 13]
_WINDOWS: Final = ((-3, -1), (1, 3), (-8, -1), (1, 8), (-20, -1), (1, 20))


def features(lines: Sequence[Line]) -> Table:
    """A row for each line; there must be one at least."""
    own = _own(lines)
    run = body_of_page(lines)
    near = [shifted(own[:, _NEAR], step) for step in (1, -1, 2, -2)]
    around = own[:, _AROUND]
    windows = [window(around, first, last) for first, last in _WINDOWS]
    prose = own[:, PROSE]
    flags = (prose > 0, prose >= 20, own[:, FURNITURE] > 0, own[:, BARRIER] > 0, own[:, BYLINE] > 0, own[:, DATED] > 0)  # noqa: PLR2004 - long prose
    parts = [
        own,
        *_places(lines, own, run),
        *near,
        *windows,
        *map(_distances, flags),
        *_counts(lines, own, run),
        _runs(lines, own),
    ]
    return np.concatenate(parts, axis=1).astype(np.float32)


# ---- the line itself ----


def _own(lines: Sequence[Line]) -> Table:
    times = Counter(line.text.casefold() for line in lines)
    told: Counter[str] = Counter()
    for line in lines:
        if line.is_prose and line.furniture is None:
            told.update(_content_words(line.text))
    rows = [_row(line, told, times[line.text.casefold()]) for line in lines]
    return np.array(rows, dtype=np.float32)


def _row(line: Line, told: Counter[str], times: int) -> list[float]:
    words = max(1, line.words)
    is_text = line.is_prose and line.furniture is None
    content = _content_words(line.text)
    own = 1 if is_text else 0
    about = sum(told.get(word, 0) > own for word in content) / max(1, len(content))
    often = sum(told.get(word, 0) > own + 2 for word in content) / max(1, len(content))
    shape = _shape_of(line.text, words, line.ends_sentence)
    return [
        *shape[:12],
        about,
        often,
        float(line.furniture is not None),
        float(line.furniture in BARRIERS),
        float(line.is_prose),
        float(line.is_short),
        float(line.repeats),
        math.log1p(times - 1),
        math.log1p(line.cells - 1),
        float(line.is_bulleted),
        float(line.caption is not None),
        *shape[12:],
        float(min(words, _MOST_WORDS)) if is_text and not line.repeats else 0.0,
        float(line.furniture is None and not line.is_prose and not line.ends_sentence and words <= _LABEL_WORDS),
        worth_of(line) / 30,
    ]


@lru_cache(maxsize=2048)
def _content_words(text: str) -> frozenset[str]:
    return frozenset(_CONTENT.findall(text.casefold()))


@lru_cache(maxsize=8192)
def _shape_of(text: str, words: int, ends_sentence: bool) -> tuple[float, ...]:  # noqa: FBT001 - a key of the cache
    """What only the text tells; the same menus come again on page after page."""
    tokens = _WORD.findall(text.casefold())
    cased = [word for word in text.split()[1:] if word[0].isalpha()]
    ends = len(_ENDS.findall(text))
    digits = sum(map(str.isdigit, text)) / len(text)
    head = text[:_LOOKED_AT]
    address = len(ADDRESS.findall(head))
    return (
        math.log1p(words),
        math.log1p(len(text)),
        5.0 if _UNSPACED.search(text) else len(text) / words,
        float(ends_sentence),
        math.log1p(ends),
        ends / words,
        len(_COMMAS.findall(text)) / words,
        math.log1p(len(_QUOTES.findall(text))),
        digits,
        sum(word[0].isupper() for word in cased) / max(1, len(cased)),
        sum(map(str.isupper, text)) / len(text),
        sum(token in FUNCTION_WORDS for token in tokens) / max(1, len(tokens)),
        float(digits > 0 and words <= _DATE_WORDS and dated_line(text) is not None),
        float(words <= _BYLINE_WORDS and byline_of(text) is not None),
        float(CALL.search(head) is not None),
        min(address, 5) / words,
        math.log1p(address),
        math.log1p(len(PRODUCT.findall(head))),
        float(MORE.match(text) is not None),
        float(_ADDRESS.search(text) is not None),
        float(text.endswith(("?", "？", "؟"))),
        float(text.endswith((":", "…", "..."))),
        float(text[0].islower()),
        float(not text[0].isalnum()),
    )


# ---- where it stands, and beside what ----


def shifted(table: Table, step: int) -> Table:
    """The rows `step` lines before (below 0: after), zeros where there is none."""
    moved = np.zeros_like(table)
    if abs(step) < len(table):
        if step > 0:
            moved[step:] = table[:-step]
        else:
            moved[:step] = table[-step:]
    return moved


def window(table: Table, first: int, last: int) -> Table:
    """The means over the rows from `first` to `last` before and after each; rows outside count as zeros."""
    sums = np.concatenate([np.zeros((1, table.shape[1])), np.cumsum(table, axis=0, dtype=np.float64)])
    rows = np.arange(len(table))
    begin, end = np.clip(rows + first, 0, len(table)), np.clip(rows + last + 1, 0, len(table))
    means: Table = ((sums[end] - sums[begin]) / (last - first + 1)).astype(np.float32)
    return means


def signed_log(values: NDArray[np.generic]) -> Table:
    """Distances in which the near ones tell more."""
    numbers = values.astype(np.float32)
    logs: Table = np.sign(numbers) * np.log1p(np.abs(numbers))
    return logs


def _distances(flag: NDArray[np.bool_]) -> Table:
    """How far the last flagged row before is, and the next one after."""
    rows = np.arange(len(flag))
    marked = np.flatnonzero(flag)
    if not len(marked):
        return np.full((len(flag), 2), math.log1p(_FAR), dtype=np.float32)
    at = np.searchsorted(marked, rows)
    before = np.where(at > 0, rows - marked[np.maximum(at - 1, 0)], _FAR)
    next_at = np.searchsorted(marked, rows, side="right")
    after = np.where(next_at < len(marked), marked[np.minimum(next_at, len(marked) - 1)] - rows, _FAR)
    distances: Table = np.log1p(np.minimum(np.stack([before, after], 1), _FAR)).astype(np.float32)
    return distances


def _places(lines: Sequence[Line], own: Table, run: tuple[int, int]) -> list[Table]:
    """Where a line stands in the page, in its text, and to the run of lines that is worth most."""
    rows, count = np.arange(len(lines)), len(lines)
    first, last = run
    inside = ((rows >= first) & (rows < last)).astype(np.float32)
    prose = own[:, PROSE]
    before = np.cumsum(prose) - prose
    total = max(1.0, float(prose.sum()))
    page = [math.log(total), math.log(count), float((prose > 0).mean()), float(own[:, FURNITURE].mean())]
    place = [rows / count, (count - rows) / count, np.log1p(rows), np.log1p(count - rows)]
    text = [before / total, 1 - (before + prose) / total]
    return [
        np.stack([inside, signed_log(rows - first), signed_log(rows - last)], 1),
        np.stack([*place, *text, *(np.full(count, value) for value in page)], 1),
    ]


def _counts(lines: Sequence[Line], own: Table, run: tuple[int, int]) -> list[Table]:
    """How like its neighbours a line is, and how much furniture and how many labels stand between it and the text."""
    count = len(lines)
    first, last = run
    long = own[:, PROSE] >= 20  # noqa: PLR2004 - long prose
    sums = {name: np.concatenate([[0], np.cumsum(own[:, name])]) for name in (FURNITURE, BARRIER)}
    longs = np.concatenate([[0], np.cumsum(long)])
    likeness = _likeness(lines)
    openings = Counter(line.text.split(None, 1)[0].casefold() for line in lines)
    again = [math.log1p(openings[line.text.split(None, 1)[0].casefold()] - 1) for line in lines]
    furniture, barriers = sums[FURNITURE], sums[BARRIER]
    since = [
        signed_log(flank)
        for column in (FURNITURE, LABEL, BARRIER)
        for flank in (_since(long, own[:, column]), _since(long[::-1], own[::-1, column])[::-1])
    ]
    columns = [
        likeness[0],
        likeness[1],
        again,
        signed_log(furniture[:-1] - furniture[first]),
        signed_log(furniture[last] - furniture[:-1]),
        signed_log(barriers[:-1] - barriers[first]),
        *since,
        np.log1p(_run_lengths(own[:, LABEL] > 0)),
        np.log1p(longs[:-1]),
        np.log1p(longs[-1] - longs[:-1]),
        np.full(count, math.log1p(longs[-1])),
        [line.text[0].isdigit() for line in lines],
        [_ABOUT.match(line.text) is not None for line in lines],
    ]
    return [np.stack([np.asarray(column, dtype=np.float32) for column in columns], 1)]


def _likeness(lines: Sequence[Line]) -> tuple[Table, Table]:
    """How like a line is to one of the two before it, and to one of the two after it."""
    before = np.zeros(len(lines), dtype=np.float32)
    after = np.zeros(len(lines), dtype=np.float32)
    for step in (1, 2):
        pairs = zip(lines, lines[step:], strict=False)
        alike = np.array([_alike(line.text, other.text) for line, other in pairs], dtype=np.float32)
        np.maximum(before[step:], alike, out=before[step:])
        np.maximum(after[: len(alike)], alike, out=after[: len(alike)])
    return before, after


def _alike(first: str, second: str) -> float:
    """How like the shapes of two lines are: their beginnings, ends and lengths."""
    one, two = _shape(first), _shape(second)
    score = (0.4 if one[:3] == two[:3] else 0.0) + (0.3 if one[-1] == two[-1] else 0.0)
    return score + 0.3 * min(len(first), len(second)) / max(len(first), len(second))


@lru_cache(maxsize=8192)
def _shape(text: str) -> str:
    return _LETTERS.sub("a", _DIGITS.sub("0", text[:60] + text[-20:]))


def _since(stops: NDArray[np.bool_], values: Table) -> Table:
    """The sum of the values of the rows after the last stop, for each row."""
    before = np.concatenate([[0], np.cumsum(values)[:-1]])
    after_stop = np.concatenate([[0], np.cumsum(values)[:-1] + 0.0])
    marks = np.concatenate([[False], stops[:-1]])
    base = np.maximum.accumulate(np.where(marks, after_stop, 0))
    sums: Table = (before - base).astype(np.float32)
    return sums


def _run_lengths(flag: NDArray[np.bool_]) -> Table:
    """The length of the run of flagged rows that each stands in."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flag.astype(np.int8), [0]])))
    lengths = np.zeros(len(flag), dtype=np.float32)
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        lengths[begin:end] = end - begin
    return lengths


# ---- the run of text, or of what is none, that it stands in ----


def _runs(lines: Sequence[Line], own: Table) -> Table:
    """What the run of running text (or of other lines) is like that a line stands in, and the runs beside it."""
    prose = np.array([line.is_prose and line.furniture is None for line in lines])
    colons = np.array([line.text.endswith((":", "：")) for line in lines])
    starts = np.concatenate([[0], np.flatnonzero(np.diff(prose.astype(np.int8))) + 1])
    ends = np.append(starts[1:], len(lines))
    sizes = (ends - starts)[:, None]
    words = np.expm1(own[:, WORDS])
    totals = np.add.reduceat(words, starts)[:, None]
    columns = np.stack([own[:, WORDS], own[:, DIGITS] > 0, own[:, CAPITALS], own[:, ABOUT], own[:, FURNITURE]], 1)
    others = own[:, [ENDS, FUNCTION, SPEAKS, 16]]
    means, rest = (np.add.reduceat(table, starts, axis=0) / sizes for table in (columns, others))
    barriers = np.minimum(np.add.reduceat(own[:, BARRIER], starts), 5)[:, None]
    introduced = np.where(starts > 0, colons[np.maximum(starts - 1, 0)], False)[:, None]
    runs = np.concatenate([np.log1p(sizes), np.log1p(totals), means, barriers, rest, introduced], 1).astype(np.float32)
    beside = runs[:, [0, 1, 2, 3, 6, 7]]
    sizes_only = runs[:, [0, 1, 6]]
    main = int((runs[:, 1] * (runs[:, 11] > 0)).argmax())
    away = signed_log(np.arange(len(runs)) - main)[:, None]
    table = np.concatenate(
        [
            runs,
            *(shifted(beside, step) for step in (1, -1)),
            *(shifted(sizes_only, step) for step in (2, -2)),
            away,
            np.full((len(runs), 1), runs[main, 1]),
        ],
        1,
    )
    run = np.repeat(np.arange(len(runs)), ends - starts)
    inside = np.arange(len(lines)) - starts[run]
    left = ends[run] - 1 - np.arange(len(lines))
    place = np.stack([inside / sizes[run, 0], np.log1p(inside), np.log1p(left)], 1)
    since_colon = np.expm1(_distances(colons)[:, :1])
    against = own[:, [WORDS, DIGITS, CAPITALS]] - runs[run][:, [2, 3, 4]]
    measures: Table = np.concatenate([table[run], place, np.log1p(since_colon), against], 1).astype(np.float32)
    return measures
