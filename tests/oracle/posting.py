"""Order lines posted to their keys and periods: everything a status or a sum needs of a line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tests.oracle.keys import Keys
from tests.oracle.rates import Rates
from tests.oracle.tables import Ask, Line, OracleBook, in_span
from tests.oracle.whole import UNITS, scaled

Pair = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Posted:
    """One line: keys at the levels, the account after merging, amounts in 1/10,000 of the book currency."""

    line: Line
    account: str | None
    merged: str | None
    product: str | None
    period: str
    quantity: int | None
    actual: int
    amount: int

    @property
    def is_purchase(self) -> bool:
        """Whether something was bought: the original amount is positive."""
        return self.line.amount > 0

    @property
    def pair(self) -> Pair:
        """The account and product keys; either may be missing."""
        return (self.account, self.product)


def posted(book: OracleBook, ask: Ask, keys: Keys) -> list[Posted]:
    """The lines dated before the end of the current period; `amount` is at constant rates when asked."""
    rates = Rates(book, ask.base)
    return [_post(line, ask, keys, rates) for line in book.lines if line.ordered_on < ask.current[1]]


def _post(line: Line, ask: Ask, keys: Keys, rates: Rates) -> Posted:
    period = ""
    if in_span(line.ordered_on, ask.base):
        period = "base"
    elif in_span(line.ordered_on, ask.current):
        period = "current"
    actual = rates.actual(line)
    return Posted(
        line=line,
        account=keys.account_key(line.account_id, ask.account_level),
        merged=keys.account_key(line.account_id, "account"),
        product=keys.product_key(line.product_id, ask.product_level),
        period=period,
        quantity=None if line.quantity is None else scaled(line.quantity, UNITS),
        actual=actual,
        amount=rates.constant(line) if ask.constant_rates else actual,
    )


@dataclass(slots=True)
class Totals:
    """What one pair (or part, or account) sums to, in 1/10,000."""

    base: int = 0
    current: int = 0
    actual_change: int = 0
    base_quantity: int = 0
    current_quantity: int = 0
    lacks_quantity: bool = False

    @property
    def delta(self) -> int:
        """Current less base."""
        return self.current - self.base

    def add(self, line: Posted) -> None:
        """Add a line of either period."""
        if line.quantity is None:
            self.lacks_quantity = True
        if line.period == "base":
            self.base += line.amount
            self.actual_change -= line.actual
            self.base_quantity += line.quantity or 0
        else:
            self.current += line.amount
            self.actual_change += line.actual
            self.current_quantity += line.quantity or 0


def pair_totals(lines: Iterable[Posted]) -> dict[Pair, Totals]:
    """The totals of each pair with a line in either period."""
    totals: dict[Pair, Totals] = {}
    for line in lines:
        if line.period:
            totals.setdefault(line.pair, Totals()).add(line)
    return totals
