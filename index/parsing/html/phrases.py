"""What stands among an article's paragraphs and is none: requests to the reader, labels, pointers elsewhere."""

from __future__ import annotations

import re

_ASKS = re.compile(
    r"^(?:please\s+)?(?:subscribe|sign up|follow|like|join|download|click here|get|support|donate|watch|listen|read|see"
    r"|also|have (?:a|an|any)|do you|send|email|contact|want|share|register|become|need|if you|für mehr|abonnieren"
    r"|folgen|abonnez|suivez|inscrivez|suscr[ií]|síg\w+|únete|assine|siga|inscreva|seguici|iscriviti|abbonati|volg"
    r"|abonneer|اشترك|تابع\w*|انضم|подпис)",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"newsletter|twitter|facebook|instagram|youtube|telegram|whatsapp|tiktok|linkedin|\bapps?\b|inbox|podcast|channel"
    r"|subscri|\btips?\b|@|members?|feedback|coverage|boletín|chaîne|kanal|canal|النشرة|تطبيق|قناة|канал",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:sources?|filed under|copyright|©|\(c\)|tags?|topics?|updated|last updated|published|categor(?:y|ies)|share"
    r"|more|explore further|quelle|fuente|fonte|المصدر)\b\s*(?:[:|©]|at\b|on\b|\d|$)",
    re.IGNORECASE,
)
_READING_TIME = re.compile(
    r"(?:(?:estimated )?reading time|tempo de leitura|temps de lecture|lesezeit|lesedauer|tiempo de lectura"
    r"|tempo di lettura|leestijd)\W+\d+\W*\w*\.?|\d+\W?min(?:ute)?s?\.?(?: read| de lecture| de lectura)?",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"^(?:related|see (?:more|also)|read (?:more|also|next)|more|also|watch|don'?t miss|must read|recommended|video"
    r"|listen|lire aussi|à lire|lea también|lee también|ver también|lesen sie auch|mehr zum thema|siehe auch"
    r"|leia (?:mais|também)|leggi anche|lees ook|اقرأ أيض\w*|إقرأ أيض\w*|читайте также)\s*[:：|–—-]",
    re.IGNORECASE,
)


def asks_something(text: str) -> bool:
    """Whether a text asks the reader to subscribe, to follow, or to write."""
    return _ASKS.match(text) is not None and _FOR.search(text) is not None


def is_label(text: str) -> bool:
    """Whether a text is a line that says when and from where an article is, where it is filed, how long it is."""
    return _LABEL.match(text) is not None or _READING_TIME.fullmatch(text) is not None


def leads_elsewhere(text: str) -> bool:
    """Whether a text begins as pointers to other articles do ("Related: ...")."""
    return _ELSEWHERE.match(text) is not None
