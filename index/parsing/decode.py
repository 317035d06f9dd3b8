"""From bytes to text: which encoding, and whether it is text at all."""

from __future__ import annotations

import codecs
import re
from typing import Final

STRAY_BYTES: Final = "dateline.stray-bytes"
"""The error handler of codecs that reads bytes that are not UTF-8 as windows-1252."""

_SAMPLE: Final = 64 * 1024
_NUL_SHARE: Final = 0.005
_CONTROL_SHARE: Final = 0.03
_STRAYS: Final = 2  # stray control characters that do not make a short text binary
_WESTERN_SHARE: Final = 0.02  # with fewer bytes beyond ASCII than this, the text is Western with signs in it

_USUAL_SHARE: Final = 0.98
_TOGETHER_SHARE: Final = 0.1
_WESTERN: Final = frozenset("àâäáãåæçéèêëíìîïñóòôöõœøúùûüÿßÀÂÄÁÃÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÖÕŒØÚÙÛÜ¿¡«»“”‘’„–—…£€°ºª§©®·•\xa0")

_CONTROLS = re.compile(rb"[\x01-\x06\x10-\x1a\x1c-\x1f\x7f]")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_RUNS = re.compile(rb"[\xc0-\xff]{2,}")
_NOT_WESTERN = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")  # codes that windows-1252 leaves free

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def looks_binary(data: bytes) -> bool:
    """Whether the first bytes are no text in any encoding: too many NULs or control characters."""
    sample = data[:_SAMPLE]
    if any(sample.startswith(bom) for bom, _ in _BOMS) or _utf16_without_bom(sample):
        return False
    nuls = sample.count(b"\0")
    controls = len(_CONTROLS.findall(sample))
    return nuls > _STRAYS + _NUL_SHARE * len(sample) or controls > _STRAYS + _CONTROL_SHARE * len(sample)


def decode(data: bytes) -> tuple[str, str]:
    """The text, and the name of the encoding that gave it. Never fails: what does not decode becomes U+FFFD.

    In order: a byte order mark; the 7-bit encodings of East Asia; UTF-8; UTF-16 without a mark; UTF-8 with a few
    stray bytes; windows-1252 where nearly all is ASCII; what charset-normalizer finds; Korean that it does not.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, "replace"), encoding
    seven_bit = _seven_bit(data)
    if seven_bit is not None:
        return seven_bit
    utf16 = _utf16_without_bom(data[:_SAMPLE])
    if utf16 is not None:
        return data.decode(utf16, "replace"), utf16
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _not_utf8(data)


def _seven_bit(data: bytes) -> tuple[str, str] | None:
    """Encodings that look like ASCII to UTF-8: ISO-2022-JP, ISO-2022-KR and HZ switch scripts with sequences."""
    candidates = []
    if b"\x1b$)C" in data[:_SAMPLE]:
        candidates = ["iso2022_kr"]
    elif b"\x1b$B" in data or b"\x1b$@" in data:
        candidates = ["iso2022_jp", "iso2022_jp_2"]
    elif b"~{" in data and b"~}" in data:
        candidates = ["hz"]
    for encoding in candidates:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return None


def _utf16_without_bom(sample: bytes) -> str | None:
    """UTF-16 in a script whose high bytes are mostly zero: the NULs all stand at even, or all at odd places."""
    nuls = sample.count(b"\0")
    if nuls * 5 < len(sample) or len(sample) < 4:  # noqa: PLR2004 - a fifth; two characters
        return None
    even, odd = sample[0::2].count(b"\0"), sample[1::2].count(b"\0")
    if min(even, odd) * 20 > max(even, odd):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _not_utf8(data: bytes) -> tuple[str, str]:
    beyond = len(_BEYOND_ASCII.findall(data))
    in_sequences = sum(len(sequence) for sequence in _UTF8_SEQUENCE.findall(data))
    if in_sequences > 3 * (beyond - in_sequences):  # stray bytes in a UTF-8 text
        return data.decode("utf-8", STRAY_BYTES), "utf-8"
    if not _NOT_WESTERN.search(data) and (beyond <= max(2, _WESTERN_SHARE * len(data)) or _is_western(data)):
        return data.decode("windows-1252"), "windows-1252"
    from charset_normalizer import from_bytes  # takes long to load, and is rarely needed

    best = from_bytes(data[:_SAMPLE]).best()
    encoding = best.encoding if best is not None else _korean(data) or "windows-1252"
    return data.decode(encoding, "replace"), encoding


def _korean(data: bytes) -> str | None:
    """The encoding that makes mostly Hangul of what is beyond ASCII, in a text too odd for charset-normalizer."""
    for encoding in ("cp949", "johab"):
        try:
            beyond = [character for character in data.decode(encoding) if not character.isascii()]
        except UnicodeDecodeError:
            continue
        if 2 * sum("\uac00" <= character <= "\ud7a3" for character in beyond) >= len(beyond):
            return encoding
    return None


def _is_western(data: bytes) -> bool:
    """Whether windows-1252 gives the accented letters and signs of Western Europe, standing apart as they do.

    Other code pages give others in their place ("³" for "ł", "þ" for "ş"), or whole words of them.
    """
    beyond = [character for character in data[:_SAMPLE].decode("windows-1252", "replace") if not character.isascii()]
    usual = sum(character in _WESTERN for character in beyond)
    together = sum(len(run) for run in _RUNS.findall(data[:_SAMPLE]))
    return usual >= _USUAL_SHARE * len(beyond) and together <= _TOGETHER_SHARE * len(beyond)


def _stray_bytes(error: UnicodeError) -> tuple[str, int]:
    """A decoding error handler: the bytes that are not UTF-8, read as windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("windows-1252", "replace"), error.end


codecs.register_error(STRAY_BYTES, _stray_bytes)
