"""The work behind a figure: the activities or opportunities that an objective's measure counts.

Guarantees that number and sum of the rows are the figure that `results` gives for the same need, and
that a reader is told of no account and no seller out of their sight. Leaves writing them to `reports`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fourfold.book.book import Book
from fourfold.book.hierarchy import team_paths
from fourfold.growth.names import names_of
from fourfold.measures.catalogue import CATALOGUE, Needs
from fourfold.money import amount
from fourfold.objectives.effort import counted, day_of, made_in, value_of
from fourfold.objectives.needed import Need, Value
from fourfold.objectives.results import comparison_of

OF_WORK = frozenset({Needs.ACTIVITIES, Needs.OPPORTUNITIES})
"""What the measures are computed from that open to work rather than to order lines."""

_KEYS: Mapping[Needs, str] = {
    Needs.ACTIVITIES: "activity_id",
    Needs.OPPORTUNITIES: "opportunity_id",
}


@dataclass(frozen=True, slots=True)
class Deed:
    """One activity or opportunity as a reader may know it.

    `account` is None where the row names none, and where it is an account that the reader does not
    see (`is_hidden`); `kind` holds an activity's kind or an opportunity's status, `about` its purpose or its
    name, `amount` minutes or money of the book. `account_name` is empty for who is no account yet.
    """

    id: str
    on: date
    account: str | None
    account_name: str
    seller: str | None
    seller_name: str
    kind: str
    about: str
    channel: str | None
    source: str | None
    amount: Decimal | None
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """What is behind a figure: the value, the rows that a reader sees, how many more it counts."""

    need: Need
    value: Value
    rows: pa.Table
    unseen: int

    @property
    def is_of_activities(self) -> bool:
        """Whether the rows are activities; else they are opportunities."""
        return CATALOGUE[self.need.measure].needs is Needs.ACTIVITIES


def work(whole: Book, need: Need, *, seen: Book) -> Work:
    """Return the rows behind a figure, the latest first.

    Parameters
    ----------
    whole
        The company's book, as for `results`: who may read whose figures is the caller's to check.
    need
        A measure of activities or opportunities; its period ends where the figure is told.
    seen
        The book as the reader sees it: rows that are not in it are left out and counted in `unseen`.

    Raises
    ------
    BadRequest
        If the period cannot be compared.
    KeyError
        If the measure is not one of activities or opportunities.
    """
    needs = CATALOGUE[need.measure].needs
    key, day = _KEYS[needs], day_of(need.measure)
    made = made_in(whole, need.measure, comparison_of(whole, need.period))
    every = counted(made, need, team_paths(whole.reference("teams")))
    rows = every.filter(pc.is_in(every[key], value_set=seen.reference(needs.value)[key].combine_chunks()))
    rows = rows.sort_by([(day, "descending"), (key, "ascending")])
    return Work(need, value_of(whole, need.measure, every), rows, every.num_rows - rows.num_rows)


def deeds(of: Work, rows: pa.Table, *, whole: Book, seen: Book) -> Iterator[Deed]:
    """Yield rows of a work, or of a part of it, with the names that the reader may know.

    An id that is no account of the company is told as it stands: a prospect who never bought.
    """
    day, key = day_of(of.need.measure), _KEYS[CATALOGUE[of.need.measure].needs]
    told = {name: names_of(seen, name, rows[f"{name}_id"].to_pylist()) for name in ("account", "seller")}
    ours = _ids(seen, "account", rows)
    others = {name: _ids(whole, name, rows) - _ids(seen, name, rows) for name in told}
    for row in rows.to_pylist():
        account, seller = row["account_id"], row["seller_id"]
        is_hidden = account in others["account"]
        seller = None if seller in others["seller"] else seller
        yield Deed(
            row[key],
            row[day],
            None if is_hidden else account,
            "" if is_hidden else told["account"].get(account, account if account in ours else ""),
            seller,
            told["seller"].get(seller or "", ""),
            **_particulars(of, row, is_hidden=is_hidden),
            channel=row["channel"],
            source=row.get("source") if not of.is_of_activities else None,
            is_hidden=is_hidden,
        )


def _ids(book: Book, name: str, rows: pa.Table) -> frozenset[str]:
    """Return which accounts or sellers of some rows stand in their own table."""
    column = f"{name}_id"
    known = book.reference(f"{name}s")[column]
    return frozenset(known.filter(pc.is_in(known, value_set=rows[column].combine_chunks())).to_pylist())


def _particulars(of: Work, row: Mapping[str, Any], *, is_hidden: bool) -> dict[str, Any]:
    """Return kind, what about, and how much; a name may tell the account, so it hides with it."""
    if of.is_of_activities:
        return {"kind": row["kind"], "about": row["purpose"] or "", "amount": row["minutes"]}
    worth = None if row["amount_units"] is None else amount(row["amount_units"])
    about = "" if is_hidden else row["opportunity_name"] or ""
    return {"kind": row["status"], "about": about, "amount": worth}
