"""A comparison: a current period against a base period, and where the cut between old and new lies.

Guarantees that what it holds can be compared (the base before the current period, levels that
exist, a policy that fits), and that a period that is not over is compared like for like. Leaves
the figures to `ledger`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from fourfold.book.book import Book
from fourfold.book.schema import ACCOUNT_LEVELS, DIMENSIONS, PRODUCT_LEVELS
from fourfold.errors import BadRequest
from fourfold.growth.policies import FIRST_ORDER, Policy, policy
from fourfold.periods import (
    Period,
    parse_period,
    period_before,
    same_day,
    shift_months,
    to_date,
    year_before,
)
from fourfold.words import day, say

_NEARLY_WHOLE = timedelta(days=31)
"""A book that begins so few days into a base period still holds it."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is compared, at which levels, by which policy.

    Parameters
    ----------
    base, current
        Whole days in the business time zone; the base ends before the current period starts.
    account_level, product_level
        Where accounts and products are counted and classified.
    policy
        When something counts as new.
    constant_rates
        Convert all amounts at the base period's average rates; the effect of rates is a row.
    note
        How the periods came to be other than asked, if they did.

    Raises
    ------
    BadRequest
        If the periods overlap, a level does not exist, or a dormancy reaches into the base period.
    """

    base: Period
    current: Period
    account_level: str = "account"
    product_level: str = "product"
    policy: Policy = FIRST_ORDER
    constant_rates: bool = False
    note: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        """Refuse what cannot be compared."""
        if self.base.end > self.current.start:
            raise BadRequest(
                say(
                    "the base {base} does not end before {current} starts",
                    base=self.base.told,
                    current=self.current.told,
                ),
                place="--base",
                remedy=say("choose an earlier base"),
            )
        one_of(self.account_level, ACCOUNT_LEVELS, place="--account-level")
        one_of(self.product_level, PRODUCT_LEVELS, place="--product-level")
        if self.dormant_before is not None and self.dormant_before > self.base.start:
            raise BadRequest(
                say(
                    "the policy {policy} would call accounts new that bought in the base period: "
                    "{dormant} is after {start}",
                    policy=self.policy.name,
                    dormant=day(self.dormant_before),
                    start=day(self.base.start),
                ),
                place="--policy",
                remedy=say("use more months, or a shorter base period"),
            )

    @property
    def told(self) -> str:
        """The two periods in words: `2012 against 2011`."""
        return say("{current} against {base}", current=self.current.told, base=self.base.told)

    @property
    def cut(self) -> date:
        """The first day on which a first purchase makes something new."""
        if self.policy.window_months is not None:
            return shift_months(self.current.end, -self.policy.window_months)
        return self.base.end

    @property
    def dormant_before(self) -> date | None:
        """An account whose last purchase before the cut is before this day is new again; None: never."""
        if self.policy.dormant_after_months is None:
            return None
        return shift_months(self.cut, -self.policy.dormant_after_months)


@dataclass(frozen=True, slots=True)
class Asked:
    """A comparison as a person writes it; empty parts take their defaults from the book.

    `base` may be a period, `year` (the year before, the default) or `previous` (the period just
    before). `as_of` is the last day for which the book is complete; without it the day of the last
    order line. A named current period that is not over then is compared to the same day of the base.
    """

    current: str
    base: str = "year"
    account_level: str = ""
    product_level: str = ""
    policy: Policy | None = None
    constant_rates: bool = False
    as_of: date | None = None


def compare(book: Book, asked: Asked) -> Comparison:
    """Return the comparison that a person asked for, on this book.

    Raises
    ------
    BadRequest
        If a period cannot be read, or the periods cannot be compared.
    """
    current = parse_period(asked.current, book.calendar)
    base = _base(book, asked.base, current)
    as_of = asked.as_of or (book.extent.last_on if book.extent else current.last_day)
    note = ""
    if current.name and current.start <= as_of < current.last_day:
        note = f"{current.label} is not over: compared to {as_of}, like for like"
        base_end = same_day(as_of, current=current, base=base) + timedelta(days=1)
        current, base = to_date(current, end=as_of + timedelta(days=1)), to_date(base, end=base_end)
    return Comparison(
        base,
        current,
        asked.account_level or book.settings.account_level,
        asked.product_level or book.settings.product_level,
        asked.policy or policy(book.settings.policy),
        asked.constant_rates,
        note,
    )


def compare_before(book: Book, asked: Asked) -> Comparison | None:
    """Return the same question one period earlier; None where the book does not reach back so far.

    A period that is not over is compared with the same part of the one before.
    """
    now = compare(book, asked)
    whole = parse_period(asked.current, book.calendar)
    earlier = period_before(whole, book.calendar)
    moved = asked.base in {"year", "previous"}
    base = (
        asked.base if moved else period_before(parse_period(asked.base, book.calendar), book.calendar).label
    )
    as_of = same_day(now.current.last_day, current=whole, base=earlier) if now.note else None
    found = compare(book, replace(asked, current=earlier.label, base=base, as_of=as_of))
    if book.extent is None or book.extent.first_on > found.base.start + _NEARLY_WHOLE:
        return None
    return found


def _base(book: Book, asked: str, current: Period) -> Period:
    if asked == "year":
        return year_before(current, book.calendar)
    if asked == "previous":
        return period_before(current, book.calendar)
    return parse_period(asked, book.calendar)


def dimensions(names: Sequence[str], *, place: str = "--by") -> tuple[str, ...]:
    """Return the dimensions of these names.

    Raises
    ------
    BadRequest
        If a name is no dimension, or stands twice.
    """
    for name in names:
        one_of(name, DIMENSIONS, place=place)
    if len(set(names)) < len(names):
        raise BadRequest(
            say("a dimension stands twice: {names}", names=", ".join(names)),
            place=place,
            remedy=say("name each once"),
        )
    return tuple(names)


def one_of(value: str, allowed: Sequence[str], *, place: str) -> None:
    """Raise `BadRequest` unless a value is one of those allowed."""
    if value not in allowed:
        raise BadRequest(
            say("{value!r} is not known here", value=value),
            place=place,
            remedy=say("use {choices}", choices=", ".join(allowed)),
        )
