"""`Retry-After`: until when a server does not want to be asked (RFC 9110, section 10.2.3)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime


def wait_until(value: str, now: datetime, longest: float) -> datetime | None:
    """The time that a header's value names, at most `longest` seconds from now; None where it means nothing."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return now + timedelta(seconds=min(float(value[:12]), longest))
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):
        return None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return max(now, min(moment, now + timedelta(seconds=longest)))
