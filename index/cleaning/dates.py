"""Publication dates: from declared values, and from lines that are dates and nothing else. Never a guess."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Final

_FIRST_YEAR: Final = 1500
_EPOCH_SECONDS: Final = range(9, 11)  # digits: 1973 to 2286
_EPOCH_MILLISECONDS: Final = range(12, 14)
_LAST_YEAR: Final = 2200
_MONTHS_IN_A_YEAR: Final = 12
_HOURS_IN_HALF_A_DAY: Final = 12
_MINUTES_IN_A_DAY: Final = 1440

_MONTH_TABLE: Final = """
    january jan janvier janv enero ene januar jänner gennaio gen janeiro januari ocak يناير كانون‌الثاني января
    + январь stycznia ledna січня ιανουαρίου ianuarie янв
    february feb février févr fév fevrier febrero februar febbraio fevereiro fev februari şubat فبراير شباط
    + февраля lutego února лютого φεβρουαρίου februarie pebruari фев
    march mar mars marzo märz mrz março marco maart mart مارس آذار марта marca března березня μαρτίου martie
    + maret marts мар
    april apr avril avr abril abr aprile nisan أبريل إبريل نيسان апреля kwietnia dubna квітня απριλίου aprilie
    + апр
    may mai mayo maggio mag maio mei mayıs مايو أيار мая maja května травня μαΐου maj
    june jun juin junio juni giugno giu junho haziran يونيو حزيران июня czerwca června червня ιουνίου iunie июн
    july jul juillet juil julio juli luglio lug julho temmuz يوليو تموز июля lipca července липня ιουλίου iulie
    + июл
    august aug août aout agosto ago augustus ağustos أغسطس آب августа sierpnia srpna серпня αυγούστου augusti
    + agustus авг
    september sep sept septembre septiembre set settembre setembro eylül سبتمبر أيلول сентября września září
    + вересня σεπτεμβρίου septembrie сен
    october oct octobre octubre oktober okt ottobre ott outubro out ekim أكتوبر октября października října
    + жовтня οκτωβρίου octombrie окт
    november nov novembre noviembre novembro kasım نوفمبر ноября listopadu листопада νοεμβρίου noiembrie ноя
    december dec décembre decembre déc diciembre dic dezember dez dicembre dezembro december aralık ديسمبر
    + декабря grudnia prosince грудня δεκεμβρίου decembrie desember дек
"""
_MONTHS: Final = {
    name.replace("\u200c", " "): number
    for number, line in enumerate(_MONTH_TABLE.replace("\n    +", "").strip().split("\n"), 1)
    for name in line.split()
}
_WEEKDAYS: Final = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun lundi mardi"
    " mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo montag dienstag"
    " mittwoch donnerstag freitag samstag sonntag lunedì martedì mercoledì giovedì venerdì sabato domenica"
    " segunda-feira terça-feira quarta-feira quinta-feira sexta-feira maandag dinsdag woensdag donderdag vrijdag"
    " zaterdag zondag pazartesi salı çarşamba perşembe cuma cumartesi pazar понедельник вторник среда четверг пятница"
    " суббота воскресенье poniedziałek wtorek środa czwartek piątek sobota niedziela mandag tirsdag onsdag torsdag"
    " fredag lørdag søndag måndag tisdag lördag söndag senin selasa rabu kamis jumat sabtu minggu"
    " السبت الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة"
)
_ZONES: Final = {
    "z": 0, "utc": 0, "gmt": 0, "est": -300, "edt": -240, "pst": -480, "pdt": -420, "cet": 60, "cest": 120,
}  # fmt: skip
"""Zone names that mean one offset only, in minutes ("ET" and "IST" do not)."""

_WEEKDAY = "(?:" + "|".join(sorted(map(re.escape, _WEEKDAYS.split()), key=len, reverse=True)) + r")\.?,?\s+"
_MONTH = "(?:" + "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True)) + r")\b"
_DATE = re.compile(
    rf"(?<![\w.])(?:{_WEEKDAY})?(?:"
    rf"(?P<day1>\d{{1,2}})(?:st|nd|rd|th|er|º|°|\.)?(?:\s+de|\s+of)?[\s-]+(?P<month1>{_MONTH})\.?,?"
    r"(?:\s+de|\s+del)?[\s-]+(?P<year1>\d{4})"
    rf"|(?P<month2>{_MONTH})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{{4}})"
    r"|(?P<year3>\d{4})(?P<sign3>\. |[-/.])(?P<month3>\d{1,2})(?P=sign3)(?P<day3>\d{1,2})"
    r"|(?P<year5>\d{4})\s?[年년]\s?(?P<month5>\d{1,2})\s?[月월]\s?(?P<day5>\d{1,2})\s?[日일]"
    r"|(?P<first>\d{1,2})(?P<sign4>[/.-])(?P<second>\d{1,2})(?P=sign4)(?P<year4>\d{4})"
    r")(?!\d)",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?<![\d:])(?P<hour>[01]?\d|2[0-3])\s?[:.h]\s?(?P<minute>[0-5]\d)(?:[:.](?P<second>[0-5]\d)(?:[.,]\d+)?)?"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?)?(?:\s?uhr\b)?"
    r"(?:\s?\(?(?P<zone>(?:utc|gmt)?[+-]\d\d?(?::?\d\d)?|[a-z]{1,4})\b\)?)?(?![\d:])",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"\W*\b(?:last )?(?:updated?|modified|revised|mis(?:e)? à jour|modifié|actualizado|aktualisiert|atualizado"
    r"|aggiornato|bijgewerkt|oppdatert|uppdaterad|opdateret|обновлено|оновлено|güncelle\w+|zaktualizowano"
    r"|aktualizováno|diperbarui|آخر تحديث|تحديث|تم التحديث|最終更新|更新)\b.*",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:first )?(?:published|posted|issued|released|created|filed|date|publié|publication|paru|publicado|publicada"
    r"|fecha|veröffentlicht|erstellt|stand|datum|pubblicato|gepubliceerd|yayınlanma|tarihi?|publicerad|publisert|udgivet"
    r"|опубликовано|дата публикации|опубліковано|opublikowano|yayınlandı|eklenme|발행|입력|发布|發佈|掲載)\b"
    r"(?:\s+(?:on|le|el|am|il|op|em|at|à|a las))?"
    r"|\b(?:on|at|le|à|am|um|el|a las|às|il|alle|op|om|uhr|t|года|г|року|kl|wib|الساعة|بتاريخ|نشر|نُشر|تاريخ النشر|في)\b"
    r"|\d+\s*min(?:ute)?s?\.?\s*(?:read|de lecture|de lectura)?\b|\d+\s*(?:comments?|shares?|views?)\b|[\W_]+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DatedLine:
    """What a line says of a date: ISO form, and the rest of the line."""

    published: str
    rest: str


def declared_date(value: str) -> str | None:
    """A declared publication date in ISO 8601, or None where the value does not say one without doubt.

    Knows ISO forms, RFC 2822, seconds and milliseconds since 1970, `yyyymmdd`, and dates in words in a dozen
    languages. A time without a known offset is left out; `03/04/2017` is no date, as nobody can tell which it is.
    """
    value = value.strip()
    if value.isdecimal() and value.isascii():
        return _from_digits(value)
    return _from_iso(value) or _from_mail(value) or _from_words(value)


def _from_digits(value: str) -> str | None:
    try:
        if len(value) == len("yyyymmdd"):
            return _day(int(value[:4]), int(value[4:6]), int(value[6:]))
        if len(value) in _EPOCH_SECONDS:
            return datetime.fromtimestamp(int(value), UTC).isoformat()
        if len(value) in _EPOCH_MILLISECONDS:
            return datetime.fromtimestamp(int(value) // 1000, UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        pass
    return None


def _from_iso(value: str) -> str | None:
    try:
        if len(value) == len("yyyy-mm-dd"):
            return _day(*map(int, value.split("-"))) if value[4] == value[7] == "-" else None
        moment = datetime.fromisoformat(value) if value[4:5] == "-" and value[10:11] in {"T", " ", "t"} else None
    except (ValueError, TypeError):
        return None
    if moment is None or not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        return None
    return _iso(moment)


def _from_mail(value: str) -> str | None:
    if not value[-1:].isalnum() or "," not in value[:12] or ":" not in value:
        return None
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):
        return None
    return _iso(moment)


def _from_words(value: str) -> str | None:
    dated = dated_line(value)
    return dated.published if dated is not None and not dated.rest else None


def _iso(moment: datetime) -> str:
    """The moment in ISO form; its day alone where the offset is not known."""
    if moment.tzinfo is None:
        return moment.date().isoformat()
    return moment.replace(microsecond=0).isoformat()


def dated_line(text: str) -> DatedLine | None:
    """The date that a line says, if it says one: with its time where the offset is known.

    What is told of an update is passed over; labels ("Published"), signs and reading times are no part of the rest.
    """
    text = _UPDATED.sub("", text)
    found = _DATE.search(text)
    if found is None:
        return None
    day = _date_of(found)
    if day is None:
        return None
    after = text[found.end() :]
    if re.match(r"[Tt]\d", after):
        after = after[1:]
    rest = f"{text[: found.start()]} · {after}"
    time = _TIME.search(rest)
    published = day
    if time is not None:
        rest = f"{rest[: time.start()]} {rest[time.end() :]}"
        published = _with_time(day, time)
    return DatedLine(published, " ".join(_BESIDE.sub(" ", rest).split()) and _tidy(rest))


def _tidy(rest: str) -> str:
    return " ".join(rest.strip(" ·|,•–—-:T").split())


def _date_of(found: re.Match[str]) -> str | None:
    if found["month1"]:
        return _day(int(found["year1"]), _month(found["month1"]), int(found["day1"]))
    if found["month2"]:
        return _day(int(found["year2"]), _month(found["month2"]), int(found["day2"]))
    if found["month3"]:
        return _day(int(found["year3"]), int(found["month3"]), int(found["day3"]))
    if found["year5"]:
        return _day(int(found["year5"]), int(found["month5"]), int(found["day5"]))
    first, second, year = int(found["first"]), int(found["second"]), int(found["year4"])
    if found["sign4"] == "." or first > _MONTHS_IN_A_YEAR or first == second:  # dots: the day comes first, everywhere
        return _day(year, second, first)
    return _day(year, first, second) if second > _MONTHS_IN_A_YEAR else None


def _month(name: str) -> int:
    """A month's number; without case, a dotted and a dotless i are one letter for expressions, and 0 is no month."""
    folded = name.lower()
    return (
        _MONTHS.get(folded) or _MONTHS.get(folded.replace("i\u0307", "i")) or _MONTHS.get(folded.replace("i", "ı"), 0)
    )


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat() if _FIRST_YEAR <= year <= _LAST_YEAR else None
    except ValueError:
        return None


def _with_time(day: str, time: re.Match[str]) -> str:
    """Day and time, or the day alone where the time's offset is not known for sure."""
    offset = _offset(time["zone"])
    hour = int(time["hour"])
    if time["half"]:
        if not 1 <= hour <= _HOURS_IN_HALF_A_DAY:
            return day
        hour = hour % _HOURS_IN_HALF_A_DAY + (_HOURS_IN_HALF_A_DAY if time["half"].lower() == "p" else 0)
    if offset is None:
        return day
    moment = datetime.fromisoformat(day).replace(
        hour=hour, minute=int(time["minute"]), second=int(time["second"] or 0), tzinfo=timezone(offset)
    )
    return moment.isoformat()


def _offset(zone: str | None) -> timedelta | None:
    if zone is None:
        return None
    named = zone.lower()
    if named in _ZONES:
        return timedelta(minutes=_ZONES[named])
    numbers = re.fullmatch(r"(?:utc|gmt)?([+-])(\d\d?):?(\d\d)?", named)
    if numbers is None:
        return None
    minutes = int(numbers[2]) * 60 + int(numbers[3] or 0)
    return timedelta(minutes=-minutes if numbers[1] == "-" else minutes) if minutes < _MINUTES_IN_A_DAY else None
