"""Pairs split into parts by the asked dimensions, with the base revenue that new owners carry.

Guarantees that the parts of a pair add up to it and that what is received was handed over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tests.oracle.keys import Keys
from tests.oracle.owners import OWNERS, Owners, Values
from tests.oracle.posting import Pair, Posted
from tests.oracle.tables import Ask, OracleBook
from tests.oracle.whole import split

PartKey = tuple[Pair, Values]
Pot = tuple[str | None, Pair, Values]
"""Where base revenue is carried within: merged account, pair, the values of dimensions other than owners."""


@dataclass(slots=True)
class Part:
    """One pair's part under one combination of dimension values, in 1/10,000."""

    base: int = 0
    current: int = 0
    actual_base: int = 0
    actual_current: int = 0
    carried: int = 0
    received: int = 0
    handed_over: int = 0
    lines: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def delta(self) -> int:
        """What the part's ordinary row holds: current less carried."""
        return self.current - self.carried

    @property
    def currency(self) -> int:
        """The change at actual rates less the change at the rates of the ledger."""
        return (self.actual_current - self.actual_base) - (self.current - self.base)

    def add(self, line: Posted, amount: int, actual: int) -> None:
        """Add the credited part of a line of either period."""
        sign = 1
        if line.period == "base":
            self.base, self.actual_base, sign = self.base + amount, self.actual_base + actual, -1
        else:
            self.current, self.actual_current = self.current + amount, self.actual_current + actual
        self.lines[line.line.line_id] = (sign * amount, sign * (actual - amount))


def parts_of(book: OracleBook, ask: Ask, keys: Keys, lines: Iterable[Posted]) -> dict[PartKey, Part]:
    """Every part with a line in either period or with carried base revenue."""
    lines = list(lines)
    owners = Owners(book, ask, keys)
    parts: dict[PartKey, Part] = defaultdict(Part)
    bases: dict[Pot, dict[Values, int]] = defaultdict(lambda: defaultdict(int))
    for line in lines:
        if line.period:
            others = tuple(keys.value(d, line.line, ask.product_level) for d in ask.by if d not in OWNERS)
            for unit, amount, actual in _slices(line, owners):
                parts[line.pair, _values(ask.by, others, unit)].add(line, amount, actual)
                if line.period == "base":
                    bases[line.merged, line.pair, others][unit] += amount
    shares = owners.shares(lines) if owners.dimensions else {}
    _carry(parts, bases, shares, ask.by)
    return dict(parts)


def _slices(line: Posted, owners: Owners) -> list[tuple[Values, int, int]]:
    if not owners.dimensions:
        return [((), line.amount, line.actual)]
    amounts, actuals = owners.credited(line, line.amount), owners.credited(line, line.actual)
    return [(unit, amounts[unit], actuals[unit]) for unit in amounts]


def _carry(
    parts: dict[PartKey, Part],
    bases: Mapping[Pot, Mapping[Values, int]],
    shares: Mapping[str, Mapping[Values, int]],
    by: Values,
) -> None:
    for (merged, pair, others), held in bases.items():
        weights = shares.get(merged) if merged is not None else None
        carried = held if weights is None else split(sum(held.values()), weights)
        for unit in {*held, *carried}:
            amount, moved = carried.get(unit, 0), carried.get(unit, 0) - held.get(unit, 0)
            if amount or moved:
                part = parts[pair, _values(by, others, unit)]
                part.carried += amount
                part.received += max(moved, 0)
                part.handed_over += min(moved, 0)


def _values(by: Values, others: Values, unit: Values) -> Values:
    """Put the owners' values and the other values back into the asked order."""
    left, owned = list(others), list(unit)
    return tuple(owned.pop(0) if d in OWNERS else left.pop(0) for d in by)
