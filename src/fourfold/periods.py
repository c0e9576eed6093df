"""Periods: half-open ranges of whole days, named as people name them, on a fiscal calendar.

Guarantees that every period is [start, end), that a name always means the same days, and that
nothing here reads a clock. Leaves the business time zone to intake: by the time a date arrives
here it is a day.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache

from fourfold.errors import BadRequest
from fourfold.words import day, message, say

_YEARS = range(1000, 9999)
"""Years that a period may be written in: those around them must still be dates."""

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PATTERNS = {"4-4-5": (4, 4, 5), "4-5-4": (4, 5, 4), "5-4-4": (5, 4, 4)}
_PARTS = {"": 1, "H": 2, "Q": 4, "M": 12}
_NAME = re.compile(r"(?P<fiscal>FY)?(?P<year>\d{4})(?:-(?P<part>[HQ]|P)?(?P<number>\d{1,2}))?")
_GRAINS = {"year": "", "half": "H", "quarter": "Q", "month": "M"}
HOW_TO_WRITE = message(
    "write 2012, 2012-H1, 2012-Q1, 2012-06, FY2012, FY2012-Q1, FY2012-P03 or 2012-01-01..2012-05-31"
)


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days from `start` to before `end`, with the name it was asked by (empty for a range)."""

    start: date
    end: date
    name: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        """Refuse a period without a day in it."""
        if self.start >= self.end:
            raise BadRequest(
                f"a period must end after it starts: {self.start} to {self.end}", remedy=HOW_TO_WRITE
            )

    @property
    def days(self) -> int:
        """How many days it holds."""
        return (self.end - self.start).days

    @property
    def last_day(self) -> date:
        """The last day in it."""
        return self.end - timedelta(days=1)

    @property
    def label(self) -> str:
        """Its name, or its first and last day."""
        return self.name or f"{self.start}..{self.last_day}"

    @property
    def told(self) -> str:
        """Its label in the language of who reads."""
        if not self.name:
            return f"{day(self.start)}..{day(self.last_day)}"
        name, cut, _ = self.name.partition(" to ")
        return say("{period} to {day}", period=name, day=day(self.last_day)) if cut else name

    def __contains__(self, day: object) -> bool:
        """Whether a day lies in it."""
        return isinstance(day, date) and self.start <= day < self.end


@dataclass(frozen=True, slots=True)
class Calendar:
    """The fiscal calendar: months from `first_month`, or 52 and 53 weeks in a 4-4-5 pattern.

    A fiscal year is named by the year in which it ends. In a pattern of weeks it ends on the last
    `week_ends` of the month before `first_month`; a 53rd week belongs to its last month.
    """

    first_month: int = 1
    pattern: str = "months"
    week_ends: str = "saturday"

    def __post_init__(self) -> None:
        """Refuse months, patterns and weekdays that do not exist."""
        if not 1 <= self.first_month <= 12:
            raise BadRequest(f"no month {self.first_month}", place="fiscal year starts", remedy="use 1 to 12")
        if self.pattern != "months" and self.pattern not in _PATTERNS:
            raise BadRequest(f"no calendar {self.pattern!r}", remedy=f"use months, {', '.join(_PATTERNS)}")
        if self.week_ends not in _WEEKDAYS:
            raise BadRequest(f"no weekday {self.week_ends!r}", remedy=f"use one of {', '.join(_WEEKDAYS)}")

    def year_end(self, year: int) -> date:
        """Return the day after fiscal year `year`."""
        if self.pattern == "months":
            return date(year if self.first_month > 1 else year + 1, self.first_month, 1)
        month = (self.first_month - 2) % 12 + 1
        last = date(year, month, monthrange(year, month)[1])
        back = (last.weekday() - _WEEKDAYS.index(self.week_ends)) % 7
        return last - timedelta(days=back - 1)

    def month_starts(self, year: int) -> tuple[date, ...]:
        """Return the first days of the twelve fiscal months, and the day after the last."""
        return _month_starts(self, year)


@lru_cache(1024)
def _month_starts(calendar: Calendar, year: int) -> tuple[date, ...]:
    start, end = calendar.year_end(year - 1), calendar.year_end(year)
    if calendar.pattern == "months":
        return (*(shift_months(start, n) for n in range(12)), end)
    weeks = [0]
    for length in _PATTERNS[calendar.pattern] * 4:
        weeks.append(weeks[-1] + length)
    return (*(start + timedelta(weeks=w) for w in weeks[:12]), end)


@dataclass(frozen=True, slots=True)
class _Name:
    """The parts of a period's name: fiscal or not, year, part of the year ("", H, Q, M), number."""

    fiscal: bool
    year: int
    part: str
    number: int

    def __str__(self) -> str:
        prefix = "FY" if self.fiscal else ""
        if not self.part:
            return f"{prefix}{self.year}"
        if self.part == "M":
            return f"{prefix}{self.year}-{'P' if self.fiscal else ''}{self.number:02d}"
        return f"{prefix}{self.year}-{self.part}{self.number}"

    def period(self, calendar: Calendar) -> Period:
        months = (calendar if self.fiscal else Calendar()).month_starts(self.year)
        length = 12 // _PARTS[self.part]
        first = (self.number - 1) * length
        return Period(months[first], months[first + length], str(self))

    def shifted(self, steps: int) -> _Name:
        place = self.year * _PARTS[self.part] + self.number - 1 + steps
        return replace(self, year=place // _PARTS[self.part], number=place % _PARTS[self.part] + 1)


def shift_months(day: date, months: int) -> date:
    """Return the same day of the month `months` later, or the month's last day where it has none.

    Examples
    --------
    >>> shift_months(date(2012, 3, 31), -1)
    datetime.date(2012, 2, 29)
    """
    place = day.year * 12 + day.month - 1 + months
    year, month = place // 12, place % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def parse_period(text: str, calendar: Calendar | None = None) -> Period:
    """Return the period a text names; ranges are inclusive as written, half-open as returned.

    Raises
    ------
    BadRequest
        If the text names no period, or an impossible one.

    Examples
    --------
    >>> parse_period("2012-Q1")
    Period(start=datetime.date(2012, 1, 1), end=datetime.date(2012, 4, 1), name='2012-Q1')
    """
    if ".." in text:
        first, _, last = text.partition("..")
        return Period(_day(first, text), _day(last, text) + timedelta(days=1))
    return _name(text).period(calendar or Calendar())


def year_before(period: Period, calendar: Calendar | None = None) -> Period:
    """Return the same period one year earlier; a range moves by twelve months, month ends clamp."""
    if period.name:
        name = _name(period.name)
        return name.shifted(-_PARTS[name.part]).period(calendar or Calendar())
    return Period(shift_months(period.start, -12), shift_months(period.last_day, -12) + timedelta(days=1))


def period_before(period: Period, calendar: Calendar | None = None) -> Period:
    """Return the period just before, of the same kind; before whole months stand as many months."""
    if period.name:
        return _name(period.name).shifted(-1).period(calendar or Calendar())
    if period.start.day == period.end.day == 1:
        months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month
        return Period(shift_months(period.start, -months), period.start)
    return Period(period.start - timedelta(days=period.days), period.start)


def periods_of(
    grain: str, *, first: date, last: date, calendar: Calendar | None = None
) -> tuple[Period, ...]:
    """Return the periods of a grain that hold any day from `first` to `last`, in order.

    `grain` is year, half, quarter or month, or one of them after "fiscal-".

    Raises
    ------
    BadRequest
        If there is no such grain.
    """
    fiscal, plain = grain.startswith("fiscal-"), grain.removeprefix("fiscal-")
    if plain not in _GRAINS:
        raise BadRequest(
            say("no grain {grain!r}", grain=grain),
            place="--grain",
            remedy=f"use {', '.join(_GRAINS)}, or fiscal-year ...",
        )
    used = calendar or Calendar()
    name = _Name(fiscal, first.year - 1, _GRAINS[plain], 1)
    found = []
    while (period := name.period(used)).start <= last:
        if period.end > first:
            found.append(period)
        name = name.shifted(1)
    return tuple(found)


def to_date(period: Period, *, end: date) -> Period:
    """Return the part of a period before `end`, under a name that says so."""
    return Period(period.start, end, f"{period.label} to {end - timedelta(days=1)}")


def same_day(day: date, *, current: Period, base: Period) -> date:
    """Return the day of the base that stands where `day` stands in the current period.

    Calendar months are counted as months (month ends clamp), anything else as days.
    """
    months = (base.start.year - current.start.year) * 12 + base.start.month - current.start.month
    if shift_months(current.start, months) == base.start:
        return min(shift_months(day, months), base.last_day)
    return min(base.start + (day - current.start), base.last_day)


def _name(text: str) -> _Name:
    found = _NAME.fullmatch(text)
    if found is None:
        raise BadRequest(say("{text!r} is no period", text=text), remedy=say(HOW_TO_WRITE))
    fiscal, number = bool(found["fiscal"]), int(found["number"] or 1)
    part = found["part"] or ("M" if found["number"] else "")
    if (part == "P") != (fiscal and part in {"P", "M"}):
        raise BadRequest(say("{text!r} is no period", text=text), remedy=say(HOW_TO_WRITE))
    part = "M" if part == "P" else part
    if int(found["year"]) not in _YEARS:
        raise BadRequest(f"{text!r} is no period", remedy=HOW_TO_WRITE)
    if not 1 <= number <= _PARTS[part]:
        raise BadRequest(
            say("{text!r} is no period: a year has {count} of them", text=text, count=_PARTS[part]),
            remedy=say(HOW_TO_WRITE),
        )
    return _Name(fiscal, int(found["year"]), part, number)


def _day(text: str, whole: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise BadRequest(
            say("{text!r} in {whole!r} is no date", text=text, whole=whole), remedy=say(HOW_TO_WRITE)
        ) from None
    if found.year not in _YEARS:
        raise BadRequest(f"{text!r} in {whole!r} is too far away", remedy=HOW_TO_WRITE)
    return found
