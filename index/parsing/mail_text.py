"""The plain text of a mail: its paragraphs made whole, quotes told apart, what only mail has around it left out.

RFC 3676 (format=flowed).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from index.cleaning.document import RawBlock
from index.cleaning.furniture import furniture_of
from index.cleaning.safety import safe_text
from index.parsing.text import raw_blocks
from index.types import BlockKind

_SIGNATURE = re.compile(r"-- ?")
_QUOTE = re.compile(r"((?:> ?)+)(.*)")
_RULE = re.compile(r"[-=_*~#+. ]{3,}")
_LINK_ALONE = re.compile(r"[\[(<]?https?://\S+?[\])>]?|\[(?:image|cid|logo|inline)[^\[\]]*\]", re.IGNORECASE)
_LINK_BEHIND = re.compile(r"\s*[<(\[]\s*https?://[^\s<>\[\]]{1,2000}\s*[>)\]]")
_HEADING = re.compile(r"#{1,4} (.+)|\*{2,4} ?([^*]{3,90}) ?\*{2,4}")
_ABOUT_MAIL = re.compile(
    r"unsubscribe|view (?:this|it|online)\b.*\b(?:browser|online|web)"
    r"|(?:read|open|view).{0,20}\bin (?:your |the )?browser"
    r"|(?:you(?:'re| are)? (?:receiv|getting|subscribed)|this (?:e-?mail|message|newsletter) was sent)"
    r"|(?:manage|update|change) (?:your )?(?:e-?mail |subscription )?(?:preferences|settings|subscriptions?)"
    r"|forward(?:ed)? (?:this|to a friend)|sent from my "
    r"|abmelden|abbestellen|im browser (?:ansehen|öffnen|anzeigen)"
    r"|désabonner|se désinscrire|dans (?:votre|le|un) navigateur"
    r"|darse de baja|cancelar (?:la |tu )?suscripci|en (?:su|tu|el) navegador"
    r"|cancella(?:ti|re) l'iscrizione|disiscriv|nel (?:tuo )?browser"
    r"|afmelden|uitschrijven|descadastr|cancelar inscri|إلغاء الاشتراك|отписаться|отказаться от рассылки",
    re.IGNORECASE,
)
_ABOUT_WORDS: Final = 24
_FOOTER_RULE = re.compile(r"_{20,}|-{40,}")
_FOOTER_LINES: Final = 8
_ANSWERED = re.compile(
    r"(?:On|Am|Le|El|Il|Op|Em|Den)\b.{5,200}"
    r"\b(?:wrote|schrieb.{0,60}|écrit|escribió|ha scritto|schreef.{0,60}|escreveu|skrev)\s?:",
    re.DOTALL,
)
_NARROWEST: Final = 56  # columns of a line that its width may have broken
_WIDEST: Final = 82
_BULLET = re.compile(r"\s*(?:[-*•–·]|\d{1,2}[.)])\s|\s{2,}")


def is_about_mail(text: str) -> bool:
    """Whether a short text is about the mail it stands in: how to leave the list, how to see it in a browser."""
    return len(text.split()) <= _ABOUT_WORDS and _ABOUT_MAIL.search(text) is not None


def mail_blocks(text: str, *, flowed: bool = False, joined: bool = False) -> list[RawBlock]:
    """The blocks of a mail's plain text; what is left out has its reason.

    Args:
        text: decoded.
        flowed: lines that end with a blank go on (format=flowed).
        joined: that blank is no part of the text (DelSp).
    """
    lines = safe_text(text).split("\n")
    if flowed:
        lines = list(_unfolded(lines, joined=joined))
    end = next((at for at, line in enumerate(lines) if _SIGNATURE.fullmatch(line)), len(lines))
    end = min(end, _footer(lines))
    blocks = [block for depth, run in groupby(lines[:end], key=_depth) for block in _run(list(run), depth)]
    signature = [line for line in lines[end:] if line.strip(" -_")]
    return [*blocks, *(RawBlock(line, dropped="signature") for line in signature)]


def _footer(lines: list[str]) -> int:
    """Where the footer of a mailing list begins: a rule with a few lines below it, at the end."""
    for at in range(len(lines) - 1, -1, -1):
        if _FOOTER_RULE.fullmatch(lines[at].strip()):
            return at if sum(bool(line.strip()) for line in lines[at + 1 :]) in range(1, _FOOTER_LINES) else len(lines)
    return len(lines)


def _rejoined(lines: list[str]) -> Iterator[str]:
    """The lines, those joined that only the usual width of mail has broken."""
    held: list[str] = []
    for at, line in enumerate(lines):
        held.append(line.rstrip())
        following = lines[at + 1] if at + 1 < len(lines) else ""
        first = following.split(None, 1)[0] if following.strip() and not _BULLET.match(following) else ""
        is_full = _NARROWEST <= len(line) <= _WIDEST and len(line) + 1 + len(first) > _NARROWEST + len("reading")
        is_answer = following.rstrip().endswith(":") and _ANSWERED.fullmatch(f"{line} {following}".strip()) is not None
        if not (first and is_full) and not is_answer:
            yield " ".join(held)
            held = []
    if held:
        yield " ".join(held)


def _unfolded(lines: list[str], *, joined: bool) -> Iterator[str]:
    held = ""
    for line in lines:
        bare = line.removeprefix(" ")
        if held and _depth(held) != _depth(bare):
            yield held
            held = ""
        text = _QUOTE.sub(r"\2", bare) if held and _depth(bare) else bare
        if text.endswith(" ") and text != "-- ":
            held += text[:-1] if joined else text
            continue
        yield held + text
        held = ""
    if held:
        yield held


def _depth(line: str) -> int:
    quote = _QUOTE.match(line)
    return quote[1].count(">") if quote else 0


def _run(lines: list[str], depth: int) -> Iterator[RawBlock]:
    """The blocks of lines that are quoted alike."""
    text = "\n".join(_rejoined([_QUOTE.sub(r"\2", line) if depth else line for line in lines]))
    for block in raw_blocks(_LINK_BEHIND.sub("", text)):
        if _RULE.fullmatch(block.text) or not block.text:
            continue
        yield _told(block, depth)


def _told(block: RawBlock, depth: int) -> RawBlock:
    reason = None
    if is_about_mail(block.text):
        reason = "about the mail"
    elif _ANSWERED.fullmatch(block.text):
        reason = "who is answered"
    elif _LINK_ALONE.fullmatch(block.text):
        reason = "a link alone"
    elif not depth and furniture_of(block.text, len(block.text.split())) is not None:
        reason = "furniture"
    if reason:
        return RawBlock(block.text, gap=block.gap, dropped=reason)
    heading = _HEADING.fullmatch(block.text)
    if heading is not None:
        return RawBlock(heading[1] or heading[2], kind=BlockKind.HEADING)
    return RawBlock(block.text, gap=block.gap, kind=BlockKind.QUOTE if depth else None, cells=block.cells)
