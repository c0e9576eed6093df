"""The tables the oracle reads and the question it is asked, as plain frozen rows.

Guarantees that a question the definitions refuse raises `Refused`. Leaves the checking of the
tables themselves to the intake: the oracle takes them to be free of faults.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests.oracle.whole import months_before


class Refused(ValueError):
    """The question has no answer under the definitions, or the tables are faulty."""


@dataclass(frozen=True, slots=True)
class Line:
    """One order line."""

    line_id: str
    order_id: str
    account_id: str | None
    product_id: str | None
    ordered_on: date
    quantity: Decimal | None
    amount: Decimal
    currency: str = "EUR"
    seller_id: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """One account."""

    account_id: str
    parent_id: str | None = None
    merged_into: str | None = None
    segment: str | None = None
    region: str | None = None
    industry: str | None = None


@dataclass(frozen=True, slots=True)
class Product:
    """One product."""

    product_id: str
    family: str | None = None
    category: str | None = None
    division: str | None = None
    launched_on: date | None = None
    successor_of: str | None = None


@dataclass(frozen=True, slots=True)
class Seller:
    """One seller."""

    seller_id: str


@dataclass(frozen=True, slots=True)
class Membership:
    """One seller in one team, from a day to a day (exclusive; none is open)."""

    team_id: str
    seller_id: str
    starts_on: date
    ends_on: date | None = None
    role: str = "member"
    parent_team_id: str | None = None

    def holds(self, day: date) -> bool:
        """Whether the seller is in the team on that day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


@dataclass(frozen=True, slots=True)
class Assignment:
    """One seller's part in one account, from a day to a day (exclusive; none is open)."""

    account_id: str
    seller_id: str
    starts_on: date
    ends_on: date | None = None
    share: Decimal = Decimal(1)
    role: str = "primary"

    def holds(self, day: date) -> bool:
        """Whether the assignment is in force on that day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


@dataclass(frozen=True, slots=True)
class Rate:
    """Book currency for one unit of `currency`, from a day until its next rate."""

    currency: str
    rate_on: date
    rate: Decimal


@dataclass(frozen=True, slots=True)
class OracleBook:
    """All tables of one book; `currency` is the book's own."""

    lines: tuple[Line, ...]
    accounts: tuple[Account, ...] = ()
    products: tuple[Product, ...] = ()
    sellers: tuple[Seller, ...] = ()
    teams: tuple[Membership, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    fx_rates: tuple[Rate, ...] = ()
    currency: str = "EUR"


Span = tuple[date, date]
"""A period: first day, first day no longer in it."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One question: two periods, two levels, a policy, what to break down by."""

    base: Span
    current: Span
    account_level: str = "account"
    product_level: str = "product"
    dormant_after_months: int | None = None
    window_months: int | None = None
    constant_rates: bool = False
    by: tuple[str, ...] = ()

    @property
    def cut(self) -> date:
        """What was not there before this day is new."""
        if self.window_months is None:
            return self.base[1]
        return months_before(self.current[1], self.window_months)

    @property
    def dormant_before(self) -> date | None:
        """An account whose last purchase before the cut is older than this day counts as new again."""
        if self.dormant_after_months is None:
            return None
        return months_before(self.cut, self.dormant_after_months)

    def check(self) -> None:
        """Refuse periods out of order and a dormancy that reaches into the base period."""
        if not self.base[0] < self.base[1] <= self.current[0] < self.current[1]:
            raise Refused("the base period must end before the current one starts")
        if self.dormant_before is not None and self.dormant_before > self.base[0]:
            raise Refused("dormant_after_months reaches into the base period")


def in_span(day: date, span: Span) -> bool:
    """Whether the day lies in the half-open span."""
    return span[0] <= day < span[1]
