"""A company's order lines read straight from its tables, by plain Python: no ledger, no engine.

Guarantees lines at the levels of the truths: a merged account is the one that continues it, a
product its last successor. Leaves comparing to the tests.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from fourfold.datasets import Company

NEW_BOTH, NEW_ACCOUNT = "new_product_new_account", "existing_product_new_account"
NEW_PRODUCT, ADDITIONAL = "new_product_existing_account", "additional_product_existing_account"


@dataclass(frozen=True, slots=True)
class Line:
    """One order line; `pounds` is its amount in the book's currency."""

    account: str | None
    product: str | None
    article: str | None
    on: date
    pieces: Decimal
    amount: Decimal
    pounds: Decimal
    currency: str
    seller: str | None


@dataclass(frozen=True, slots=True)
class Pair:
    """What an account bought of a product: first purchase, years with purchases, revenue by year."""

    first_on: date | None
    bought: frozenset[int]
    pounds: dict[int, Decimal]


def final(company: Company, table: str, key: str, above: str) -> dict[str, str]:
    """What each id ends up as: follow a column up (or, for successors, down) to the end."""
    rows = company.tables[table].select([key, above]).to_pylist()
    if above == "successor_of":
        step = {row[above]: row[key] for row in rows if row[above]}
    else:
        step = {row[key]: row[above] for row in rows if row[above]}
    ends = {}
    for row in rows:
        end = row[key]
        while end in step:
            end = step[end]
        ends[row[key]] = end
    return ends


def lines(company: Company) -> list[Line]:
    """All order lines."""
    accounts = final(company, "accounts", "account_id", "merged_into")
    products = final(company, "products", "product_id", "successor_of")
    rates = [(r["rate_on"], r["rate"]) for r in company.tables["fx_rates"].to_pylist()]
    days = [on for on, _ in rates]
    found = []
    for row in company.tables["order_lines"].to_pylist():
        rate = rates[bisect_right(days, row["ordered_on"]) - 1][1] if row["currency"] == "EUR" else Decimal(1)
        found.append(
            Line(
                accounts.get(row["account_id"]),
                products.get(row["product_id"]),
                row["product_id"],
                row["ordered_on"],
                row["quantity"],
                row["amount"],
                (row["amount"] * rate).quantize(Decimal("0.0001"), ROUND_HALF_UP),
                row["currency"],
                row["seller_id"],
            )
        )
    return found


def pairs(found: Iterable[Line]) -> dict[tuple[str, str], Pair]:
    """Every pair of account and product with a line."""
    firsts: dict[tuple[str, str], date] = {}
    bought: dict[tuple[str, str], set[int]] = defaultdict(set)
    pounds: dict[tuple[str, str], dict[int, Decimal]] = defaultdict(dict)
    for line in found:
        if line.account is None or line.product is None:
            continue
        key = line.account, line.product
        pounds[key][line.on.year] = pounds[key].get(line.on.year, Decimal(0)) + line.pounds
        if line.amount > 0:
            firsts[key] = min(firsts.get(key, line.on), line.on)
            bought[key].add(line.on.year)
    return {key: Pair(firsts.get(key), frozenset(bought[key]), years) for key, years in pounds.items()}


def since(company: Company, known: dict[tuple[str, str], Pair]) -> dict[str, date]:
    """The day from which each product was there: the earlier of launch date and first purchase."""
    ends = final(company, "products", "product_id", "successor_of")
    days: dict[str, date] = {}
    launches = company.tables["products"].select(["product_id", "launched_on"]).to_pylist()
    for product, on in [
        *((ends[r["product_id"]], r["launched_on"]) for r in launches),
        *((product, pair.first_on) for (_, product), pair in known.items()),
    ]:
        if on is not None:
            days[product] = min(days.get(product, on), on)
    return days


def rows(company: Company, known: dict[tuple[str, str], Pair], year: int) -> dict[tuple[str, str], str]:
    """The row of every pair with a line in the year or the year before; repeat is one row."""
    cut = date(year, 1, 1)
    there = since(company, known)
    years: dict[str, set[int]] = defaultdict(set)
    for (account, _), pair in known.items():
        years[account] |= {y for y in pair.bought if y <= year}
    return {
        (account, product): _row(pair, years[account], year, product_new=there[product] >= cut)
        for (account, product), pair in known.items()
        if pair.pounds.keys() & {year, year - 1}
    }


def _row(pair: Pair, account_years: set[int], year: int, *, product_new: bool) -> str:
    """The row of one pair, by the years in which it and its account bought."""
    of_pair = {y for y in pair.bought if y <= year}
    if account_years == {year}:
        return NEW_BOTH if product_new else NEW_ACCOUNT
    if of_pair == {year}:
        return NEW_PRODUCT if product_new else ADDITIONAL
    names = {
        (True, False): ("lost_account", "dropped_product"),
        (False, True): ("returned_account", "resumed_product"),
        (False, False): ("credits_only", "credits_only"),
    }
    account_now, pair_now = ((year - 1 in of, year in of) for of in (account_years, of_pair))
    if account_now in names:
        return names[account_now][0]
    return names[pair_now][1] if pair_now in names else "repeat"
