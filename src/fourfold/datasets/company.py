"""The invented company: a dealer in labelling, packing and handling equipment, with three years of trade.

Guarantees that the same seed gives the same company, that amounts are whole pence times pieces, and
that every truth in `Company.truths` was planted before its rows were written. Leaves files
to `fourfold.datasets.files`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pyarrow as pa

from fourfold.book import schema
from fourfold.datasets.assortment import draw_assortment
from fourfold.datasets.buying import draw_plan
from fourfold.datasets.customers import REGIONS, SEGMENTS, draw_customers
from fourfold.datasets.days import LAST_ON, Ints, date_of, year_index
from fourfold.datasets.families import FAMILIES
from fourfold.datasets.invoices import CASH, CREDIT, INVOICE, Lines, Trade, draw_lines
from fourfold.datasets.planting import Drawn, write_down
from fourfold.datasets.sales_force import (
    BEFORE,
    LEAVERS,
    MOVES,
    PROMOTED,
    PROMOTED_ON,
    SELLERS,
    TEAMS,
    draw_sales_force,
)
from fourfold.datasets.selling import draw_selling, pointed, tables_of
from fourfold.datasets.truths import Truths

NAME, CURRENCY, TIMEZONE = "Tarrowmill Supply Ltd", "GBP", "Europe/London"
_PREFIX = {INVOICE: "INV", CREDIT: "CRN", CASH: "CSH"}
_MERGED_PART = 0.6


@dataclass(frozen=True, slots=True)
class Company:
    """One invented company: its canonical tables by name, without provenance columns, and its truths.

    Money is decimal(18, 4) with two places used; the tables have the columns and types of
    `fourfold.book.schema`.
    """

    name: str
    currency: str
    timezone: str
    seed: int
    tables: Mapping[str, pa.Table]
    truths: Truths


def make_company(seed: int = 1) -> Company:
    """Make a company with three years of order lines, 2023 to 2025.

    Parameters
    ----------
    seed
        Any whole number from 0; the same number gives the same company.

    Returns
    -------
    Company
        About 45,000 order lines of 600 accounts, 60 products and 40 sellers; amounts in pounds and
        euros, without tax; the opportunities, activities and objectives of the sellers; and the truths
        planted in all of them.

    Raises
    ------
    ValueError
        If the seed is negative; choose 0 or more.

    Examples
    --------
    >>> make_company(1).tables["products"].num_rows
    60
    """
    streams = [np.random.Generator(np.random.PCG64(s)) for s in np.random.SeedSequence(seed).spawn(9)]
    customers, assortment = draw_customers(streams[0]), draw_assortment(streams[1])
    plan = draw_plan(streams[2], customers, assortment)
    force = draw_sales_force(streams[3], customers)
    lines = draw_lines(streams[4], Trade(customers, assortment, plan))
    drawn = Drawn(customers, assortment, plan, force, lines, tuple(f"S{101 + n}" for n in range(SELLERS)))
    tables = {
        "fx_rates": _fx_rates(streams[5]),
        "sellers": _sellers(drawn),
        "teams": _teams(drawn),
        "accounts": _accounts(drawn),
        "products": _products(drawn),
        "assignments": _assignments(drawn),
        "order_lines": _order_lines(streams[6], drawn),
    }
    selling = draw_selling((streams[7], streams[8]), drawn)
    tables |= {name: _table(name, columns) for name, columns in tables_of(selling).items()}
    return Company(NAME, CURRENCY, TIMEZONE, seed, tables, write_down(drawn, pointed(selling)))


def _table(name: str, columns: Mapping[str, Sequence[object]]) -> pa.Table:
    """Return a canonical table; columns that are not given are empty."""
    rows = len(next(iter(columns.values())))
    empty: list[object] = [None] * rows
    kinds = [(c.name, c.kind.arrow) for c in schema.TABLES[name].columns]
    arrays = [pa.array(columns.get(column, empty), type=kind) for column, kind in kinds]
    return pa.table(arrays, schema=pa.schema(kinds))


def _fx_rates(rng: np.random.Generator) -> pa.Table:
    """Return a weekly euro rate from before the first line on: a slow walk around 0.86 pounds."""
    first = date(2022, 12, 26)
    days = [first + timedelta(days=7 * n) for n in range((LAST_ON - first).days // 7 + 1)]
    steps, rate, rates = rng.integers(-280, 281, len(days)), 88200, []
    for step in steps:
        rate += int(step) + (85800 - rate) // 60
        rates.append(Decimal(rate).scaleb(-5))
    return _table("fx_rates", {"currency": ["EUR"] * len(days), "rate_on": days, "rate": rates})


def _sellers(drawn: Drawn) -> pa.Table:
    """Return the people with invented addresses."""
    plain = [unicodedata.normalize("NFKD", n).encode("ascii", "ignore").decode() for n in drawn.force.names]
    return _table(
        "sellers",
        {
            "seller_id": drawn.sellers,
            "seller_name": drawn.force.names,
            "email": [n.lower().replace(" ", ".") + "@tarrowmill.example" for n in plain],
            "hired_on": drawn.force.hired_on,
            "left_on": [LEAVERS.get(n) for n in range(SELLERS)],
        },
    )


def _memberships() -> list[tuple[str, int, str, date, date | None]]:
    """Return (team, person, role, first day, first day no longer), moves and leavers included."""
    moved = {person: (origin, target, on) for person, origin, target, on in MOVES}
    rows: list[tuple[str, int, str, date, date | None]] = []
    for team in TEAMS:
        for place, person in enumerate(team.people):
            role, ends = "manager" if place == 0 else "member", LEAVERS.get(person)
            if person in moved:
                ends = moved[person][2]
            rows.append((team.id, person, role, BEFORE, PROMOTED_ON if person == PROMOTED else ends))
    rows += [(target, person, "member", on, None) for person, (_, target, on) in moved.items()]
    promoted = next(team.id for team in TEAMS if PROMOTED in team.people)
    return [*rows, (promoted, PROMOTED, "manager", PROMOTED_ON, None)]


def _teams(drawn: Drawn) -> pa.Table:
    """Return the memberships by team and first day; nobody belongs to a team before being hired."""
    team_of = {team.id: team for team in TEAMS}
    order = {team.id: place for place, team in enumerate(TEAMS)}
    rows = sorted(_memberships(), key=lambda row: (order[row[0]], row[3], row[2], row[1]))
    return _table(
        "teams",
        {
            "team_id": [row[0] for row in rows],
            "seller_id": [drawn.sellers[row[1]] for row in rows],
            "team_name": [team_of[row[0]].name for row in rows],
            "parent_team_id": [team_of[row[0]].parent or None for row in rows],
            "role": [row[2] for row in rows],
            "starts_on": [max(row[3], drawn.force.hired_on[row[1]]) for row in rows],
            "ends_on": [row[4] for row in rows],
        },
    )


def _accounts(drawn: Drawn) -> pa.Table:
    """Return the accounts in the order of their numbers."""
    c = drawn.customers
    return _table(
        "accounts",
        {
            "account_id": c.ids,
            "account_name": c.names,
            "parent_id": [c.ids[p] if p >= 0 else None for p in c.parent],
            "segment": [SEGMENTS[s].name for s in c.segment],
            "region": [REGIONS[r] for r in c.region],
            "industry": c.industry,
            "merged_into": [c.ids[m] if m >= 0 else None for m in c.merged_into],
        },
    )


def _products(drawn: Drawn) -> pa.Table:
    """Return the products by family."""
    a = drawn.assortment
    return _table(
        "products",
        {
            "product_id": a.ids,
            "product_name": a.names,
            "family": [FAMILIES[f].name for f in a.family],
            "category": [FAMILIES[f].category for f in a.family],
            "launched_on": a.launched_on,
            "successor_of": [a.ids[p] if p is not None else None for p in a.successor_of],
        },
    )


def _assignments(drawn: Drawn) -> pa.Table:
    """Return the assignments by account and first day."""
    stints = sorted(drawn.force.stints, key=lambda s: (s.account, s.starts_on, s.role, s.seller))
    return _table(
        "assignments",
        {
            "account_id": [drawn.customers.ids[s.account] for s in stints],
            "seller_id": [drawn.sellers[s.seller] for s in stints],
            "role": [s.role for s in stints],
            "share": [s.share for s in stints],
            "starts_on": [s.starts_on for s in stints],
            "ends_on": [s.ends_on for s in stints],
        },
    )


def _invoiced(rng: np.random.Generator, drawn: Drawn) -> Ints:
    """Return the account on each line: before a merger, part of the business ran under the old number."""
    lines, customers, shown = drawn.lines, drawn.customers, drawn.lines.customer.copy()
    for merged in np.flatnonzero(customers.merged_into >= 0):
        part = rng.random(len(drawn.assortment.ids)) < _MERGED_PART
        old = (lines.customer == customers.merged_into[merged]) & (lines.day < customers.merged_on[merged])
        shown[old & (lines.product >= 0) & part[lines.product]] = merged
    return shown


def _numbered(lines: Lines, account: Ints) -> tuple[Ints, list[str], list[str]]:
    """Return the order of the lines in the file, with document and line numbers.

    A document is what one account is invoiced or credited on a day; a cash sale is one of its own.
    """
    own = np.where(lines.kind == CASH, np.arange(len(account)), 0)
    order = np.lexsort((lines.pieces, lines.product, own, account, lines.kind, lines.day))
    documents = np.stack([lines.day, lines.kind, account, own])[:, order]
    starts = np.append(True, (documents[:, 1:] != documents[:, :-1]).any(axis=0))
    number = np.cumsum(starts) - 1
    first = np.flatnonzero(starts)
    year = year_index(lines.day[order])
    opening = np.searchsorted(year, np.arange(year.max() + 1))
    within = number - number[opening[year]] + 1
    names = [f"{_PREFIX[int(k)]}{23 + y}{n:06d}" for k, y, n in zip(documents[1], year, within, strict=True)]
    return order, names, [str(10 * (n + 1)) for n in np.arange(len(number)) - first[number]]


def _order_lines(rng: np.random.Generator, drawn: Drawn) -> pa.Table:
    """Return the order lines by day and document."""
    account = _invoiced(rng, drawn)
    order, documents, places = _numbered(drawn.lines, account)
    lines, account = drawn.lines.take(order), account[order]
    product = drawn.assortment.on_day(lines.product, lines.day)
    euro = drawn.customers.euro[lines.customer] & (lines.customer >= 0)
    seller = np.where(lines.customer >= 0, drawn.force.named_on_line(lines.customer, lines.day), -1)
    return _table(
        "order_lines",
        {
            "line_id": places,
            "order_id": documents,
            "account_id": _named(drawn.customers.ids, account),
            "product_id": _named(drawn.assortment.ids, np.where(lines.product < 0, -1, product)),
            "ordered_on": [date_of(day) for day in lines.day],
            "quantity": [Decimal(int(n)) for n in lines.pieces],
            "amount": [Decimal(int(n)).scaleb(-2) for n in lines.amount],
            "currency": np.where(euro, "EUR", CURRENCY).tolist(),
            "cost_amount": [Decimal(int(n)).scaleb(-2) for n in lines.cost],
            "seller_id": _named(drawn.sellers, seller),
        },
    )


def _named(names: tuple[str, ...], places: Ints) -> list[str | None]:
    """Return the names at those places; none for -1."""
    return [names[place] if place >= 0 else None for place in places.tolist()]
