"""Results: what objectives are measured at, for any number of owners from a few computations.

Guarantees that what an owner reached is the same for every reader and for every way of asking; that
it is computed for the owner, never added up from parts, so that a shared account counts once; and
that the cost depends on the periods and dimensions asked for, not on the number of objectives.
Leaves attainment to `attainment`, activities and opportunities to `effort`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from fourfold.book.book import Book
from fourfold.book.hierarchy import Paths, depth_of, seen_from, team_paths
from fourfold.growth.comparison import Comparison
from fourfold.growth.ledger import Group
from fourfold.growth.lines import SUMS_OF_ROWS
from fourfold.growth.measured import measured
from fourfold.growth.owned import Owned, owned
from fourfold.growth.policies import policy
from fourfold.growth.sold import NOTHING, Sold, sold
from fourfold.measures import REPEAT_ROWS, ROWS
from fourfold.measures.catalogue import CATALOGUE, Needs
from fourfold.money import rate, units
from fourfold.objectives.effort import effort_results
from fourfold.objectives.needed import Need, Value
from fourfold.objectives.objective import COMPANY_LEVEL, TEAM_LEVEL, Owner
from fourfold.periods import Period, period_before, year_before
from fourfold.words import say

SUMMED = ("revenue", "margin")
"""Measures that lines add up to: all periods come from one pass, without a ledger."""

OWNED = ("new_accounts", "penetration", "attach_rate")
"""Measures of what accounts own, rather than of how revenue changed."""


@dataclass(frozen=True, slots=True)
class _Batch:
    """Needs that one computation answers: the comparison, the unit, how deep teams are seen, the filters."""

    comparison: Comparison
    unit: str
    depth: int | None
    filters: tuple[str, ...]

    @property
    def by(self) -> tuple[str, ...]:
        return (self.unit, *self.filters) if self.unit else self.filters

    def is_alike(self, other: _Batch) -> bool:
        """Whether it asks for the same groups, be it over another period."""
        return (self.by, self.depth) == (other.by, other.depth)


def results(book: Book, needs: Iterable[Need]) -> Mapping[Need, Value]:
    """Return what each need came to.

    Parameters
    ----------
    book
        The whole company's book: what an owner reached counts lines of accounts that have moved on
        since. Who may read whose results is the caller's to check.
    needs
        Measures of owners over periods; the base of each period is the same days a year before, or the
        days just before where the period is longer than a year.

    Returns
    -------
    Mapping[Need, Value]
        Every need. Nothing sold is 0, not empty; a rate without a base is empty and says why.

    Raises
    ------
    BadRequest
        If a period cannot be compared.
    """
    asked = list(dict.fromkeys(needs))
    paths = team_paths(book.reference("teams"))
    compared = {period: comparison_of(book, period) for period in {need.period for need in asked}}
    batches: dict[_Batch, list[Need]] = {}
    found: dict[Need, Value] = {}
    for need in asked:
        if CATALOGUE[need.measure].needs in {Needs.ACTIVITIES, Needs.OPPORTUNITIES}:
            continue
        batches.setdefault(_batch(need, compared[need.period], paths), []).append(need)
    found |= _sums(book, batches)
    for batch, together in batches.items():
        found |= _answered(book, batch, [need for need in together if need not in found])
    effort = [need for need in asked if need not in found]
    found |= effort_results(book, {need: compared[need.period] for need in effort}, paths)
    return found


def comparison_of(book: Book, period: Period) -> Comparison:
    """Return the comparison that a period is measured by, at the book's usual levels and policy."""
    base = year_before(period, book.calendar)
    if base.end > period.start:
        base = period_before(period, book.calendar)
    settings = book.settings
    return Comparison(base, period, settings.account_level, settings.product_level, policy(settings.policy))


def as_unit(book: Book, owner: Owner, paths: Paths) -> tuple[Book, tuple[str, ...]]:
    """Return the book and the unit by which an owner's figures are computed; no unit for the company."""
    if owner.level == COMPANY_LEVEL:
        return book, ()
    depth = depth_of(owner.id, paths) if owner.level == TEAM_LEVEL else None
    return seen_from(book, depth), (owner.level,)


def _batch(need: Need, comparison: Comparison, paths: Paths) -> _Batch:
    level = need.owner.level
    depth = depth_of(need.owner.id, paths) if level == TEAM_LEVEL else None
    unit = "" if level == COMPANY_LEVEL else level
    filters = tuple(name for name, _ in need.filters)
    return _Batch(comparison, unit, depth, filters)


def _sums(book: Book, batches: Mapping[_Batch, Sequence[Need]]) -> dict[Need, Value]:
    alike: dict[_Batch, list[_Batch]] = {}
    for batch, needs in batches.items():
        if any(need.measure in SUMMED for need in needs):
            first = next((one for one in alike if one.is_alike(batch)), batch)
            alike.setdefault(first, []).append(batch)
    found: dict[Need, Value] = {}
    for first, together in alike.items():
        comparisons = [batch.comparison for batch in together]
        held = sold(seen_from(book, first.depth), comparisons=comparisons, by=first.by)
        for batch in together:
            for need in batches[batch]:
                if need.measure in SUMMED:
                    groups = [held.get((need.period, value), NOTHING) for value in _values(batch, need)]
                    found[need] = _OF_LINES[need.measure](groups)
    return found


def _answered(book: Book, batch: _Batch, needs: Sequence[Need]) -> dict[Need, Value]:
    seen = seen_from(book, batch.depth)
    wanted = {need: _values(batch, need) for need in needs}
    found: dict[Need, Value] = {}
    of_growth = {need: values for need, values in wanted.items() if need.measure not in OWNED}
    if of_growth:
        every = {value for values in of_growth.values() for value in values}
        groups = measured(seen, comparison=batch.comparison, by=batch.by, wanted=every)
        found |= {need: grown(need.measure, [groups[v] for v in vs]) for need, vs in of_growth.items()}
    of_accounts = {need: values for need, values in wanted.items() if need.measure in OWNED}
    if of_accounts:
        held = owned(seen, comparison=batch.comparison, by=batch.by)
        alone = batch.by[: bool(batch.unit)]
        whole = owned(seen, comparison=batch.comparison, by=alone) if batch.filters else held
        for need, values in of_accounts.items():
            inside = [held[value] for value in values if value in held]
            found[need] = _OF_ACCOUNTS[need.measure](inside, whole.get(_unit(need.owner)))
    return found


def _unit(owner: Owner) -> tuple[str, ...]:
    return (owner.id,) if owner.id else ()


def _values(batch: _Batch, need: Need) -> list[tuple[str, ...]]:
    """Return the values of every group that lies inside a need's filters."""
    chosen = dict(need.filters)
    return [(*_unit(need.owner), *values) for values in product(*(chosen[name] for name in batch.filters))]


def grown(measure: str, groups: Collection[Group]) -> Value:
    """Return a measure of the ledger from the ledgers of the groups it is made of.

    Raises
    ------
    KeyError
        If the measure is not one of the ledger.
    """
    if measure in SUMS_OF_ROWS:
        return _rows(groups, SUMS_OF_ROWS[measure])
    if measure in ROWS:
        return _rows(groups, (measure,))
    return _OF_GROWTH[measure](groups)


def _rows(groups: Collection[Group], rows: Sequence[str]) -> Value:
    entries = [entry for group in groups for entry in group.entries if entry.row in rows]
    lines = sum(entry.lines or 0 for entry in entries)
    if set(rows) & set(REPEAT_ROWS):
        lines += sum(group.figures.repeat.lines for group in groups)
    return Value(sum((entry.net_of_switching for entry in entries), Decimal(0)), lines)


def _held(groups: Collection[Group]) -> Value:
    kept = sum((group.figures.nrr[0].numerator for group in groups), Decimal(0))
    return Value(kept, _lines(groups))


def _retention(groups: Collection[Group], figure: str) -> Value:
    rates = [getattr(group.figures, figure)[0] for group in groups]
    above = sum((one.numerator for one in rates), Decimal(0))
    below = sum((one.denominator for one in rates), Decimal(0))
    return _ratio(above, below, _lines(groups), say("there is no base revenue"))


def _counted(groups: Collection[Group], row: str, figure: str) -> Value:
    entries = [entry for group in groups for entry in group.entries if entry.row == row]
    total = sum(getattr(entry, figure) or 0 for entry in entries)
    return Value(Decimal(total), sum(entry.lines or 0 for entry in entries))


def _lines(groups: Collection[Group]) -> int:
    return sum(
        sum(entry.lines or 0 for entry in group.entries) + group.figures.repeat.lines for group in groups
    )


def _ratio(above: Decimal, below: Decimal, count: int, why: str) -> Value:
    return Value(rate(units(above), units(below)), count, above, below, "" if below else why)


_OF_GROWTH: Mapping[str, Callable[[Collection[Group]], Value]] = {
    "retained_revenue": _held,
    "nrr": lambda groups: _retention(groups, "nrr"),
    "grr": lambda groups: _retention(groups, "grr"),
    "lost_accounts": lambda groups: _counted(groups, "lost_account", "accounts"),
    "dropped_products": lambda groups: _counted(groups, "dropped_product", "pairs"),
}


def _revenue(inside: Sequence[Sold]) -> Value:
    return Value(sum((one.revenue for one in inside), Decimal(0)), sum(one.lines for one in inside))


def _margin(inside: Sequence[Sold]) -> Value:
    costed = sum(one.costed for one in inside)
    if not costed:
        return Value(None, why=say("no order line of the period has a cost"))
    return Value(sum((one.margin for one in inside), Decimal(0)), costed)


_OF_LINES: Mapping[str, Callable[[Sequence[Sold]], Value]] = {"revenue": _revenue, "margin": _margin}


def _new_accounts(inside: Sequence[Owned], _whole: Owned | None) -> Value:
    return Value(Decimal(sum(one.new_accounts for one in inside)), sum(one.lines for one in inside))


def _penetration(inside: Sequence[Owned], _whole: Owned | None) -> Value:
    pairs, accounts = sum(one.pairs for one in inside), sum(one.accounts for one in inside)
    lines = sum(one.lines for one in inside)
    return _ratio(Decimal(pairs), Decimal(accounts), lines, say("no account bought in the period"))


def _attach_rate(inside: Sequence[Owned], whole: Owned | None) -> Value:
    owners = sum(one.accounts for one in inside)
    every = whole.accounts if whole else 0
    lines = sum(one.lines for one in inside)
    return _ratio(Decimal(owners), Decimal(every), lines, say("no account bought in the period"))


_OF_ACCOUNTS: Mapping[str, Callable[[Sequence[Owned], Owned | None], Value]] = {
    "new_accounts": _new_accounts,
    "penetration": _penetration,
    "attach_rate": _attach_rate,
}
