"""What a cell of a workbook means as text: plain decimals, days, and what is no value at all.

Guarantees that a number is judged by its decimal text, rounded to the 15 digits that a sheet can
show, never through a float; that a day outside the calendar is told, not shifted. Leaves columns
and rows to `excel`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal

DIGITS = 15
"""The significant digits that a number in a sheet can hold."""

_SHEET = Context(prec=DIGITS, rounding=ROUND_HALF_EVEN)
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_DAY_MS = 86_400_000


def plain_number(text: str) -> str:
    """Return a sheet's number as plain decimal text of at most 15 digits; other text as it stands.

    Examples
    --------
    >>> plain_number("0.30000000000000004"), plain_number("1E-3"), plain_number("12.50")
    ('0.3', '0.001', '12.5')
    """
    if text.isdecimal() and len(text) <= DIGITS and text.isascii():
        return text.lstrip("0") or "0"
    if not _NUMBER.fullmatch(text) or abs(Decimal(text).adjusted()) > 40:
        return text
    number = f"{_SHEET.create_decimal(text):f}"
    number = number.rstrip("0").rstrip(".") if "." in number else number
    return "0" if number == "-0" else number


def has_lost_digits(text: str) -> bool:
    """Whether a whole number is too long to be sure of its last digits."""
    return bool(_NUMBER.fullmatch(text)) and Decimal(text).adjusted() >= DIGITS


@dataclass(slots=True)
class Days:
    """Reads the serial numbers of a workbook's days, by its epoch; remembers those it has seen."""

    from_1904: bool
    _seen: dict[str, datetime | None] = field(default_factory=dict)

    def moment(self, serial: str) -> datetime | None:
        """Return the moment of a serial number to the second; None if it is no valid date.

        Not valid are 0 and below, 29 February 1900 (serial 60, a day that never was) and what lies
        after the year 9999.
        """
        if serial not in self._seen:
            if len(self._seen) > 100_000:
                self._seen.clear()
            self._seen[serial] = self._moment(serial)
        return self._seen[serial]

    def _moment(self, serial: str) -> datetime | None:
        if not _NUMBER.fullmatch(serial) or abs(Decimal(serial).adjusted()) > 7:
            return None
        days, part = divmod(round(Decimal(serial) * _DAY_MS), _DAY_MS)
        if self.from_1904:
            base, valid = date(1904, 1, 1), 0 <= days <= 2_957_003
        else:
            base, valid = date(1899, 12, 31 if days < 60 else 30), 1 <= days <= 2_958_465 and days != 60
        if not valid:
            return None
        return datetime.combine(base + timedelta(days=days), time()) + timedelta(seconds=part // 1000)


def iso_moment(text: str) -> datetime | None:
    """Return the moment that ISO 8601 text names, without its zone; None if it names none."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None
