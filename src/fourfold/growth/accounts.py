"""The list of accounts: who buys how much, since when less or more, and whose they are today.

Guarantees one row for each account after merges that a table or a line names, and that number and
sums are of all that match. Leaves one account's story to `account`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from fourfold.book.book import Book
from fourfold.book.owners import UNASSIGNED, memberships, owners
from fourfold.book.schema import ACCOUNT_ATTRIBUTES
from fourfold.growth.classify import classified
from fourfold.growth.comparison import Comparison, one_of
from fourfold.growth.kept import kept_table
from fourfold.growth.listing import Listing, matching, ordered, part
from fourfold.growth.names import names_of
from fourfold.growth.pairs import IN_BASE, IN_CURRENT, lines_until, with_key
from fourfold.measures import NEW_ACCOUNT_ROWS
from fourfold.money import amount

STATUSES = ("new", "growing", "steady", "shrinking", "returned", "lost", "quiet")
"""What became of an account: new, lost and returned as the ledger says; quiet bought in neither period."""

FILTERS = (*ACCOUNT_ATTRIBUTES, "owner", "team", "status")
SORTS: Mapping[str, str] = {
    "name": "name",
    "owner": "owner_name",
    "revenue": "current_revenue",
    "change": "change",
    "products": "products",
    "last_order": "last_on",
    "status": "status",
}
"""What the list can be sorted by, and the column that holds it."""

_SHOWN = {"owner": "owner_name", "team": "team_name"}


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account; its owner is who holds the largest share, with `more_owners` beside them.

    The owners of a merged account count where its heir has none.

    Revenues are in the book's currency; `products` counts those bought in the current period;
    `last_on` is the day of the last purchase before its end, None if there is none.
    """

    account: str
    name: str
    segment: str
    region: str
    industry: str
    owner: str
    owner_name: str
    more_owners: int
    team: str
    team_name: str
    base_revenue: Decimal
    current_revenue: Decimal
    change: Decimal
    products: int
    last_on: date | None
    status: str


@dataclass(frozen=True, slots=True)
class Accounts:
    """A part of the list: `count`, revenues and `statuses` (accounts by status) are of all that match.

    `choices` holds, for each filter, the values that occur in the whole list, each with its name.
    """

    comparison: Comparison
    currency: str
    count: int
    base_revenue: Decimal
    current_revenue: Decimal
    statuses: Mapping[str, int]
    choices: Mapping[str, tuple[tuple[str, str], ...]]
    rows: tuple[AccountRow, ...]


def accounts(
    book: Book, *, comparison: Comparison, on: date, filters: Mapping[str, str], listing: Listing
) -> Accounts:
    """Return a part of the accounts of a book.

    Parameters
    ----------
    book
        The book.
    comparison
        The periods; accounts are counted one by one, whatever its account level.
    on
        The day whose owners and teams are told.
    filters
        Values by names of `FILTERS`.
    listing
        Sorted by a name of `SORTS`; without an order, the largest revenue first. Text is looked for
        in ids and names.

    Returns
    -------
    Accounts
        No rows for a book without accounts, or where nothing matches.

    Raises
    ------
    BadRequest
        If a filter or the order does not exist.
    """
    used = replace(comparison, account_level="account")
    whole = kept_table(book, "accounts", used, on, make=lambda: _table(book, used, on))
    found = whole
    for name, value in filters.items():
        one_of(name, FILTERS, place="filter")
        found = found.filter(pc.equal(found[name], value))
    found = matching(found, listing.matching, ["account", "name"])
    found = ordered(found, listing.sort or "-revenue", columns=SORTS, ties=["account"])
    sums = {name: pc.sum(found[name]).as_py() or 0 for name in ("base_revenue", "current_revenue")}
    return Accounts(
        comparison=used,
        currency=book.settings.currency,
        count=found.num_rows,
        **{name: amount(total) for name, total in sums.items()},
        statuses=_counted(found),
        choices={name: _choices(whole, name) for name in FILTERS},
        rows=tuple(_row(row) for row in part(found, listing).to_pylist()),
    )


def _row(told: dict[str, Any]) -> AccountRow:
    money = {name: amount(told[name]) for name in ("base_revenue", "current_revenue", "change")}
    return AccountRow(**{**told, **money})


def _counted(found: pa.Table) -> dict[str, int]:
    counted = {row["values"]: row["counts"] for row in pc.value_counts(found["status"]).to_pylist()}
    return {status: counted[status] for status in STATUSES if status in counted}


def _choices(whole: pa.Table, name: str) -> tuple[tuple[str, str], ...]:
    if name == "status":
        return tuple((status, status) for status in STATUSES)
    columns = list(dict.fromkeys((name, _SHOWN.get(name, name))))
    rows = whole.select(columns).group_by(columns).aggregate([]).to_pylist()
    return tuple(sorted(((r[name], r[_SHOWN.get(name, name)]) for r in rows), key=lambda c: (c[1], c[0])))


def _table(book: Book, comparison: Comparison, on: date) -> pa.Table:
    """Return one row per account with the columns of `AccountRow`, revenues in units."""
    columns = ["account_id", "account_name", *ACCOUNT_ATTRIBUTES]
    named = book.reference("accounts").filter(pc.is_null(book.reference("accounts")["merged_into"]))
    named = named.select(columns).rename_columns(["account", "name", *ACCOUNT_ATTRIBUTES])
    found = named.join(book.fetch(_figures(book, comparison)), keys="account", join_type="full outer")
    for name in ("base_revenue", "current_revenue", "products", "flags", "news", "lost", "returned"):
        found = found.set_column(*_filled(found, name, pa.scalar(0, pa.int64())))
    for name in ACCOUNT_ATTRIBUTES:
        found = found.set_column(*_filled(found, name, pa.scalar(UNASSIGNED)))
    found = found.set_column(*_filled(found, "name", found["account"]))
    found = found.append_column("change", pc.subtract(found["current_revenue"], found["base_revenue"]))
    found = found.append_column("status", _status(found))
    for name, column in _owned(book, found["account"].to_pylist(), on).items():
        found = found.append_column(name, column)
    return found.select(list(AccountRow.__dataclass_fields__))


def _filled(table: pa.Table, name: str, value: pa.Scalar | pa.ChunkedArray) -> tuple[int, str, Any]:
    return table.column_names.index(name), name, pc.coalesce(table[name], value)


def _figures(book: Book, comparison: Comparison) -> ibis.expr.types.Table:
    pair = classified(book, comparison)
    pair = pair.filter(pair.account_key.notnull())
    per = pair.group_by("account_key").agg(
        base_revenue=(pair.base_units + pair.base_rates).sum().cast("int64"),
        current_revenue=(pair.current_units + pair.current_rates).sum().cast("int64"),
        products=pair.count(where=((pair.flags & IN_CURRENT) != 0) & pair.product_key.notnull()),
        flags=pair.count(where=(pair.flags & (IN_BASE + IN_CURRENT)) != 0),
        news=pair.count(where=pair.row.isin(NEW_ACCOUNT_ROWS)),
        lost=pair.count(where=pair.row == "lost_account"),
        returned=pair.count(where=pair.row == "returned_account"),
    )
    lines = lines_until(book, comparison)
    lines = lines.filter(lines.account_id.notnull())
    last = lines.group_by("account_id").agg(last_on=lines.ordered_on.max(where=lines.is_purchase))
    keyed = with_key(book, last, "account_id", "account", book.accounts.keys("account"))
    lasts = keyed.group_by("account").agg(last_on=keyed.last_on.max())
    return lasts.left_join(per, lasts.account == per.account_key).drop("account_key")


def _status(found: pa.Table) -> pa.ChunkedArray:
    conditions = {
        "new": pc.greater(found["news"], 0),
        "lost": pc.greater(found["lost"], 0),
        "returned": pc.greater(found["returned"], 0),
        "quiet": pc.equal(found["flags"], 0),
        "growing": pc.greater(found["change"], 0),
        "shrinking": pc.less(found["change"], 0),
    }
    status = pa.scalar("steady")
    for name, holds in reversed(conditions.items()):
        status = pc.if_else(holds, name, status)
    return status


def _owned(book: Book, listed: list[str], on: date) -> dict[str, pa.Array]:
    """Return owner and team of the day of each account listed, with names."""
    heirs = book.accounts.by_id
    held: dict[str, list[tuple[bool, int, str]]] = {}
    for tenure in owners(book.reference("assignments")):
        if tenure.start <= on < tenure.end:
            heir = heirs[tenure.of].heir if tenure.of in heirs else tenure.of
            held.setdefault(heir, []).append((tenure.of != heir, -tenure.share, tenure.unit))
    first = {account: min(units)[-1] for account, units in held.items()}
    others = {
        account: len({unit for merged, _, unit in units if merged == min(units)[0]}) - 1
        for account, units in held.items()
    }
    teams = {t.of: t.unit for t in memberships(book.reference("teams")) if t.start <= on < t.end}
    sellers = [first.get(account, UNASSIGNED) for account in listed]
    in_team = [teams.get(seller, UNASSIGNED) for seller in sellers]
    people, groups = names_of(book, "seller", set(sellers)), names_of(book, "team", set(in_team))
    return {
        "owner": pa.array(sellers, pa.string()),
        "owner_name": pa.array([people.get(seller, seller) for seller in sellers], pa.string()),
        "more_owners": pa.array([others.get(account, 0) for account in listed], pa.int64()),
        "team": pa.array(in_team, pa.string()),
        "team_name": pa.array([groups.get(team, team) for team in in_team], pa.string()),
    }
