"""One account: who it is, whose it was, what it bought over time, what it added and dropped.

Guarantees that an account is told whole, with every account that was merged into it, and that its
revenues are those of its ledger. Leaves the ledger to `ledger` and its lines to `account_lines`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fourfold.book.answers import answered
from fourfold.book.book import Book
from fourfold.book.levels import Item
from fourfold.book.owners import FOREVER, memberships
from fourfold.book.schema import ACCOUNT_ATTRIBUTES
from fourfold.growth.comparison import Comparison
from fourfold.growth.names import names_of
from fourfold.growth.pairs import lines_until, with_key
from fourfold.growth.prepared import METHOD
from fourfold.money import amount
from fourfold.periods import Period, periods_of

MOST_MONTHS = 24
"""A longer history is told by quarter."""


@dataclass(frozen=True, slots=True)
class Named:
    """An id with its name, which is the id where there is none."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Held:
    """One seller's part in the account from a day to before another (None is open), with their team.

    `role` is primary or overlay; `share` is 0 to 1; `is_now` if the day asked for lies within; the
    team is that of the day asked for.
    """

    seller: Named
    team: Named | None
    role: str
    share: Decimal
    starts_on: date
    ends_on: date | None
    is_now: bool


@dataclass(frozen=True, slots=True)
class Bought:
    """A product of the account: revenue of both periods, first and last purchase until their end.

    `state` is added (first bought since the cut), kept, resumed, dropped, or earlier (bought in
    neither period).
    """

    product: Named
    state: str
    base_revenue: Decimal
    current_revenue: Decimal
    first_on: date | None
    last_on: date | None


@dataclass(frozen=True, slots=True)
class Account:
    """An account after merges; `merged` are the accounts that it continues.

    `revenue` holds label and amount of each month, or of each quarter where there are more than
    `MOST_MONTHS`, from the account's first order line to the end of the current period. Amounts are
    in the book's currency.
    """

    account: Named
    parent: Named | None
    segment: str
    region: str
    industry: str
    merged: tuple[Named, ...]
    owners: tuple[Held, ...]
    grain: str
    revenue: tuple[tuple[str, Decimal], ...]
    products: tuple[Bought, ...]


def account(book: Book, *, account_id: str, comparison: Comparison, on: date) -> Account | None:
    """Return the story of an account, or None if the book names none of this id.

    Parameters
    ----------
    book
        The book.
    account_id
        As it stands on order lines or in the table of accounts; a merged one gives its heir.
    comparison
        The periods that tell what was kept, added and dropped.
    on
        The day whose owners and teams are told as those of now.
    """
    key = json.dumps(["account", METHOD, account_id, asdict(comparison), on], default=str, sort_keys=True)

    def make() -> bytes:
        made = _made(book, account_id, comparison, on)
        return json.dumps(made and asdict(made), default=str).encode()

    told = json.loads(answered(book, key, make, is_empty=lambda text: text == b"null"))
    return told and _read(told)


def family(book: Book, account_id: str) -> tuple[str, tuple[str, ...]]:
    """Return the heir of an account, and all ids that count as it, the heir among them."""
    items = book.accounts.by_id
    heir = items[account_id].heir if account_id in items else account_id
    return heir, tuple(sorted({heir, *(own for own, item in items.items() if item.heir == heir)}))


def _made(book: Book, account_id: str, comparison: Comparison, on: date) -> Account | None:
    heir, ids = family(book, account_id)
    days = _days(book, ids, comparison)
    items = book.accounts.by_id
    if not days and not items.keys() & set(ids):
        return None
    item = items.get(heir, Item(heir, {}))
    above = item.attributes.get("parent") or heir
    names = names_of(book, "account", {*ids, above})
    grain, periods = _periods(book, days, comparison)
    return Account(
        account=_named(heir, names),
        parent=None if above == heir else _named(above, names),
        **{name: item.attributes.get(name) or "" for name in ACCOUNT_ATTRIBUTES},
        merged=tuple(_named(own, names) for own in ids if own != heir),
        owners=tuple(_owners(book, heir, ids, on)),
        grain=grain,
        revenue=tuple((period.label, _revenue(days, period)) for period in periods),
        products=tuple(_products(book, days, comparison)),
    )


def _named(own: str, names: Mapping[str, str]) -> Named:
    return Named(own, names.get(own, own))


@dataclass(frozen=True, slots=True)
class _Day:
    """What an account bought of a product on a day, in units; whether it was a purchase."""

    product: str
    on: date
    units: int
    is_purchase: bool


def _days(book: Book, ids: Collection[str], comparison: Comparison) -> tuple[_Day, ...]:
    lines = lines_until(book, comparison)
    own = lines.filter(lines.account_id.isin(sorted(ids)))
    keyed = with_key(book, own, "product_id", "product_key", book.products.keys("product"))
    summed = keyed.group_by("product_key", "ordered_on").agg(
        units=keyed.actual_units.sum(), purchases=keyed.count(where=keyed.is_purchase)
    )
    rows = book.fetch(summed).to_pylist()
    return tuple(
        _Day(row["product_key"] or "", row["ordered_on"], row["units"], row["purchases"] > 0) for row in rows
    )


def _periods(book: Book, days: Iterable[_Day], comparison: Comparison) -> tuple[str, tuple[Period, ...]]:
    first = min((day.on for day in days), default=None)
    if first is None:
        return "month", ()
    last = comparison.current.last_day
    months = periods_of("month", first=first, last=last, calendar=book.calendar)
    if len(months) <= MOST_MONTHS:
        return "month", months
    return "quarter", periods_of("quarter", first=first, last=last, calendar=book.calendar)


def _revenue(days: Iterable[_Day], period: Period) -> Decimal:
    return amount(sum(day.units for day in days if day.on in period))


def _products(book: Book, days: Iterable[_Day], comparison: Comparison) -> Iterable[Bought]:
    """Return each product, the largest revenue of either period first."""
    by_product: dict[str, list[_Day]] = {}
    for day in days:
        by_product.setdefault(day.product, []).append(day)
    names = names_of(book, "product", by_product)
    found = [
        Bought(
            product=_named(product, names),
            state=_state(own, comparison),
            base_revenue=_revenue(own, comparison.base),
            current_revenue=_revenue(own, comparison.current),
            first_on=min((day.on for day in own if day.is_purchase), default=None),
            last_on=max((day.on for day in own if day.is_purchase), default=None),
        )
        for product, own in by_product.items()
    ]
    return sorted(found, key=lambda p: (-max(p.base_revenue, p.current_revenue), p.product.id))


def _state(own: Iterable[_Day], comparison: Comparison) -> str:
    bought = [day.on for day in own if day.is_purchase]
    base, current = (any(day in period for day in bought) for period in (comparison.base, comparison.current))
    if bought and min(bought) >= comparison.cut:
        return "added"
    return {(True, True): "kept", (True, False): "dropped", (False, True): "resumed"}.get(
        (base, current), "earlier"
    )


def _owners(book: Book, heir: str, ids: Collection[str], on: date) -> Iterable[Held]:
    """Return every assignment of the account, the latest first; the heir's are those of now, if any."""
    table = book.reference("assignments")
    rows = table.filter(pc.is_in(table["account_id"], value_set=pa.array(ids, pa.string()))).to_pylist()
    teams = {t.of: t.unit for t in memberships(book.reference("teams")) if t.start <= on < t.end}
    sellers = names_of(book, "seller", {row["seller_id"] for row in rows})
    groups = names_of(book, "team", set(teams.values()))
    holding = {id(row) for row in rows if row["starts_on"] <= on < (row["ends_on"] or FOREVER)}
    of_heir = {id(row) for row in rows if row["account_id"] == heir} & holding
    found = [
        Held(
            seller=_named(row["seller_id"], sellers),
            team=_named(teams[row["seller_id"]], groups) if row["seller_id"] in teams else None,
            role=row["role"],
            share=row["share"],
            starts_on=row["starts_on"],
            ends_on=row["ends_on"],
            is_now=id(row) in (of_heir or holding),
        )
        for row in rows
    ]
    return sorted(found, key=lambda h: (-h.starts_on.toordinal(), h.role, -h.share, h.seller.id))


def _read(told: dict[str, Any]) -> Account:
    fields: dict[str, Any] = {
        **told,
        "account": Named(**told["account"]),
        "parent": _optional(told["parent"]),
        "merged": tuple(Named(**each) for each in told["merged"]),
        "owners": tuple(_held(each) for each in told["owners"]),
        "revenue": tuple((label, Decimal(sum_)) for label, sum_ in told["revenue"]),
        "products": tuple(_bought(each) for each in told["products"]),
    }
    return Account(**fields)


def _held(told: dict[str, Any]) -> Held:
    days = {name: _day(told[name]) for name in ("starts_on", "ends_on")}
    people = {"seller": Named(**told["seller"]), "team": _optional(told["team"])}
    return Held(**{**told, **days, **people, "share": Decimal(told["share"])})


def _bought(told: dict[str, Any]) -> Bought:
    money = {name: Decimal(told[name]) for name in ("base_revenue", "current_revenue")}
    days = {name: _day(told[name]) for name in ("first_on", "last_on")}
    return Bought(**{**told, **money, **days, "product": Named(**told["product"])})


def _optional(told: dict[str, str] | None) -> Named | None:
    return Named(**told) if told else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
