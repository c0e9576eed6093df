"""Effort: activities and opportunities as results, each placed by what history says of its account.

Guarantees that whether an hour or an opportunity went to a new or an existing account, and to which
source, is the ledger's answer and nobody's to type; and that it counts for the seller who made it and
for the seller's team of that day. Leaves growth to `results`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from fourfold.book.book import Book
from fourfold.book.hierarchy import Paths
from fourfold.book.owners import UNASSIGNED, memberships
from fourfold.growth.comparison import Comparison
from fourfold.growth.standing import channels, sources
from fourfold.measures.catalogue import CATALOGUE, Needs
from fourfold.money import amount
from fourfold.objectives.needed import Need, Value
from fourfold.objectives.objective import COMPANY_LEVEL, SELLER_LEVEL, Owner
from fourfold.words import say

_DAY_OF = {"opportunities_opened": "opened_on", "opportunities_won": "closed_on", "won_amount": "closed_on"}


def effort_results(book: Book, needs: Mapping[Need, Comparison], paths: Paths) -> Mapping[Need, Value]:
    """Return what each need of activities or opportunities came to.

    A book without any of them gives empty values that say so; a period without any gives 0.
    """
    made: dict[tuple[str, Comparison], pa.Table] = {}
    found: dict[Need, Value] = {}
    for need, comparison in needs.items():
        step = (day_of(need.measure), comparison)
        if step not in made:
            made[step] = made_in(book, need.measure, comparison)
        found[need] = value_of(book, need.measure, counted(made[step], need, paths))
    return found


def day_of(measure: str) -> str:
    """Return the column with the day on which a measure counts an activity or an opportunity."""
    return _DAY_OF.get(measure, "happened_on")


def made_in(book: Book, measure: str, comparison: Comparison) -> pa.Table:
    """Return the activities or opportunities of the period that a measure is taken from, whosever."""
    place = activities if CATALOGUE[measure].needs is Needs.ACTIVITIES else opportunities
    return place(book, comparison, day=day_of(measure))


def counted(made: pa.Table, need: Need, paths: Paths) -> pa.Table:
    """Return the rows of `made_in` that a need counts: its owner's, inside its filters.

    What was won counts rows that were won, time those whose length is known.
    """
    inside = of_owner(made, need.owner, paths)
    for name, values in need.filters:
        inside = inside.filter(pc.is_in(inside[_COLUMNS.get(name, name)], value_set=pa.array(values)))
    if need.measure in {"won_amount", "opportunities_won"}:
        return inside.filter(pc.equal(inside["status"], "won"))
    return inside.filter(pc.is_valid(inside["minutes"])) if need.measure == "activity_minutes" else inside


_COLUMNS = {"account": "account_id"}


def activities(book: Book, comparison: Comparison, *, day: str = "happened_on") -> pa.Table:
    """Return the activities of the current period with `team`, and `channel`: null without an account."""
    found = _of_period(book, book.reference("activities"), day, comparison)
    return found.append_column("channel", channels(book, found["account_id"], comparison))


def opportunities(book: Book, comparison: Comparison, *, day: str) -> pa.Table:
    """Return the opportunities opened or closed in the current period with `team`, `channel` and `source`."""
    return _placed(book, _of_period(book, book.opportunities, day, comparison), comparison)


def pipeline(book: Book, comparison: Comparison) -> pa.Table:
    """Return the opportunities that are open at the end of the current period, placed like the others.

    Only what was won or lost by then is closed: an open one may bear the day on which it should close.
    """
    found, end = book.opportunities, pa.scalar(comparison.current.end)
    decided = pc.not_equal(found["status"], "open")
    closed = pc.and_kleene(decided, pc.less(found["closed_on"], end))
    found = found.filter(pc.and_(pc.less(found["opened_on"], end), pc.invert(closed)))
    days = pa.array([comparison.current.last_day] * found.num_rows, pa.date32())
    return _placed(book, _with_team(book, found, days), comparison)


def _placed(book: Book, found: pa.Table, comparison: Comparison) -> pa.Table:
    # what is stored as `source` names the file that a row came from
    found = found.select([name for name in found.column_names if name != "source"])
    found = found.append_column("channel", channels(book, found["account_id"], comparison))
    return found.append_column("source", sources(book, found, comparison))


def of_owner(table: pa.Table, owner: Owner, paths: Paths) -> pa.Table:
    """Return the rows of an owner: all for the company, a team's with those of the teams below it."""
    if owner.level == COMPANY_LEVEL:
        return table
    if owner.level == SELLER_LEVEL:
        return table.filter(pc.equal(table["seller_id"], owner.id))
    below = [team for team, path in paths.items() if owner.id in path] or [owner.id]
    return table.filter(pc.is_in(table["team"], value_set=pa.array(below, pa.string())))


def _of_period(book: Book, table: pa.Table, day: str, comparison: Comparison) -> pa.Table:
    start, end = (pa.scalar(d, pa.date32()) for d in (comparison.current.start, comparison.current.end))
    inside = pc.and_(pc.greater_equal(table[day], start), pc.less(table[day], end))
    found = table.filter(inside)
    return _with_team(book, found, found[day])


def _with_team(book: Book, found: pa.Table, days: pa.ChunkedArray | pa.Array) -> pa.Table:
    held: dict[str, list[tuple[date, date, str]]] = {}
    for tenure in memberships(book.reference("teams")):
        held.setdefault(tenure.of, []).append((tenure.start, tenure.end, tenure.unit))

    def team(seller: str | None, on: date) -> str:
        places = held.get(seller or "", ())
        return next((unit for start, end, unit in places if start <= on < end), UNASSIGNED)

    pairs = zip(found["seller_id"].to_pylist(), days.to_pylist(), strict=True)
    return found.append_column("team", pa.array([team(*pair) for pair in pairs], pa.string()))


def value_of(book: Book, measure: str, kept: pa.Table) -> Value:
    """Return what the rows of `counted` come to; empty where the book holds none of their kind."""
    if measure == "activity_minutes":
        return _minutes(book, kept)
    table = "activities" if measure == "activities" else "opportunities"
    if not book.reference(table).num_rows:
        nothing = (say("the book holds no activities"), say("the book holds no opportunities"))
        return Value(None, why=nothing[table == "opportunities"])
    if measure == "won_amount":
        return Value(amount(pc.sum(kept["amount_units"]).as_py() or 0), kept.num_rows)
    return Value(Decimal(kept.num_rows), kept.num_rows)


def _minutes(book: Book, timed: pa.Table) -> Value:
    if not pc.sum(pc.is_valid(book.reference("activities")["minutes"])).as_py():
        return Value(None, why=say("the book holds no activities whose length is known"))
    return Value(sum(timed["minutes"].to_pylist(), Decimal(0)), timed.num_rows)


def shares(table: pa.Table, column: str, amounts: str) -> Mapping[str, Decimal]:
    """Return the sum of `amounts` by the values of a column; rows without a value are under ''."""
    grouped: Sequence[Mapping[str, Decimal | str | None]] = (
        table.group_by(column).aggregate([(amounts, "sum")]).to_pylist()
    )
    return {str(row[column] or ""): Decimal(row[f"{amounts}_sum"] or 0) for row in grouped}
