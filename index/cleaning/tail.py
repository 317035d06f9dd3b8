"""The end of an article: where the region of furniture after its last paragraph begins.

The region is judged as a whole. Each line from the end is worth something when it speaks to the reader, counts, offers
a choice or stands in a run of titles, and costs something when it reads as the article's text; the end that is worth
most is cut, when anything in it is surely furniture.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from index.cleaning.lines import Line
from index.cleaning.reader_words import ADDRESS, CALL, MORE, PRODUCT

_SURE: Final = 1.5
_PROSE_WORDS: Final = 20  # a longer line is the article's, however it speaks
_LONGEST: Final = 240  # characters of a line that may be furniture
_LABEL_WORDS: Final = 14
_CELL_WORDS: Final = 7
_SELF_WORDS: Final = 8
_COUNTER_WORDS: Final = 8
_TIGHT: Final = 0.75
_RUN: Final = 0.4
_LEAST_COST: Final = 4  # of a sentence
_LEAST: Final = -30.0

_COUNTED = re.compile(r"\(\s*[\d.,٠-٩]+\s*\)\W*$|^\d[\d.,]* \w+$")
_TOTAL = re.compile(r":\s*[\d.,٠-٩]+$")
_READERS = re.compile(
    r"^\d[\d.,]* (?:\w+ )?(?:readers?|people|users?|reactions?|réactions?|remarks?|opinions?|reacciones|lectores"
    r"|opiniones|personas|leser\w*|reaktionen|lettori|reazioni|leitores|reações|lezers)\b",
    re.IGNORECASE,
)
_OPTIONS = re.compile(r"\(\s?\)\s*\w|(?:\[[^\]]{1,40}\]\s*){2,}$|(?:^|[?؟]\s*)\w+(?: / \w+)+$")
_LABEL_SENTENCES = re.compile(r"[.!?]\s+\w+\.\s+\w+(?:\s\w+)?\.$")
_THIS = re.compile(
    r"\b(?:this|cet|cette|ce|est[ea]|dies\w{1,2}|quest[oa]|deze|dit)\W+(?:\w+ )?(?:page|article|story|guide|report"
    r"|thread|blog|recipe|interview|conversation|artículo|página|noticia|beitrag|artikel|seite|articolo|pagina|artigo)\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"[?？؟]['\"”’»)]*(?:\s+\S.{0,60})?$")
_QUOTED = re.compile(r"^[\"“«„'‘—–-]")


@dataclass(frozen=True, slots=True)
class Worth:
    """What a line says for cutting it (below 0: against), and whether it is surely furniture."""

    score: float
    is_sure: bool = False


def tail_start(lines: Sequence[Line], start: int, end: int, *, is_sure: bool) -> int:
    """The index of the first line of the furniture before `end`, or `end` when there is none; not before `start`.

    `is_sure` says that furniture follows at `end`.
    """
    gaps_tell = _gaps_tell(lines[start:end])
    prose = next((index for index in range(start, end) if lines[index].is_prose), end)  # verse alone is no run of links
    total = best = 0.0
    chosen = end
    for index in range(end - 1, start - 1, -1):
        worth = _worth(lines, index, end, gaps_tell=gaps_tell)
        total += worth.score
        is_sure = is_sure or worth.is_sure
        is_told = worth.is_sure or (index > prose and (gaps_tell or worth.score > _RUN))
        if total > best and is_sure and is_told:
            best, chosen = total, index
        if total < _LEAST:
            break
    return chosen if end < len(lines) or any(map(_may_stand_alone, lines[chosen:end])) else end


def _gaps_tell(lines: Sequence[Line]) -> bool:
    """Whether blank lines part paragraphs from lines that belong together."""
    gaps = sum(line.gap for line in lines)
    return 0 < gaps < len(lines)


def _worth(lines: Sequence[Line], index: int, end: int, *, gaps_tell: bool) -> Worth:
    line = lines[index]
    if _is_control(line):
        return Worth(2.0, is_sure=True)
    if line.caption is not None or line.is_bulleted:
        return Worth(-2.0)
    if line.words <= _COUNTER_WORDS and _is_counted(line):
        return Worth(2.0, is_sure=line.text.endswith(")"))
    if line.words > _PROSE_WORDS or len(line.text) > _LONGEST or _QUOTED.match(line.text):
        return Worth(-float(max(line.words, _LEAST_COST)))
    beside = _beside(lines, index, end, gaps_tell=gaps_tell)
    if _QUESTION.search(line.text) and line.words <= _LABEL_WORDS:
        return _question(line, beside)
    return _sentence(line, beside) if line.ends_sentence else _label(line, beside)


def _is_counted(line: Line) -> bool:
    """Whether a short line ends in a count, in brackets or of something that a page counts."""
    if _TOTAL.search(line.text):
        return PRODUCT.search(line.text) is not None
    return _COUNTED.search(line.text) is not None


def _is_control(line: Line) -> bool:
    """Whether a line is a known label, a row of pieces, a choice of answers, or counts its readers."""
    if len(line.text) > _LONGEST:
        return False
    if line.furniture is not None or (line.cells > 1 and line.words <= _CELL_WORDS * line.cells):
        return True
    if _OPTIONS.search(line.text) or _LABEL_SENTENCES.search(line.text):
        return True
    return line.words <= _COUNTER_WORDS and _READERS.search(line.text) is not None


def _beside(lines: Sequence[Line], index: int, end: int, *, gaps_tell: bool) -> float:
    """What the lines beside tell: lines without a blank one between them are a run of links, unlike paragraphs."""
    above, below = index > 0, index + 1 < end
    if gaps_tell:
        return _TIGHT if (above and not lines[index].gap) or (below and not lines[index + 1].gap) else 0.0
    return _RUN if (above and lines[index - 1].is_short) or (below and lines[index + 1].is_short) else 0.0


def _question(line: Line, beside: float) -> Worth:
    is_asked = ADDRESS.search(line.text) or PRODUCT.search(line.text) or _THIS.search(line.text)
    return Worth(1.5, is_sure=True) if is_asked else Worth(max(0.5, beside))


def _sentence(line: Line, beside: float) -> Worth:
    """A sentence speaks to the reader when several things say so; any other is the article's."""
    if _THIS.search(line.text) and line.words <= _SELF_WORDS:
        return Worth(1.0)
    call, address, product = _cues(line)
    if call and address + product:
        return Worth(_SURE, is_sure=True)
    if address and product:
        return Worth(1.0)
    return Worth(-float(max(line.words, _LEAST_COST)) + beside)


def _label(line: Line, beside: float) -> Worth:
    call, address, product = _cues(line)
    if line.words > _LABEL_WORDS and not (call and address + product):
        return Worth(-float(line.words) / 2)
    if call or (address and product) or (MORE.match(line.text) and line.words <= _CELL_WORDS):
        return Worth(_SURE + beside, is_sure=True)
    if address or product or (line.text.isupper() and beside):
        return Worth(max(_TIGHT, beside))
    return Worth(beside)


def _cues(line: Line) -> tuple[bool, bool, bool]:
    return bool(CALL.search(line.text)), bool(ADDRESS.search(line.text)), bool(PRODUCT.search(line.text))


def _may_stand_alone(line: Line) -> bool:
    """Whether a line is furniture even at the very end of a text, where a column may speak to its readers."""
    if _is_control(line) or not line.ends_sentence:
        return True
    call, address, product = _cues(line)
    return call and ((address and product) or "?" in line.text)
