"""Random books and questions, nasty on purpose, from any `random.Random`.

Guarantees tables free of faults (known ids, hierarchies without circles, shares of a day that sum to
1, a rate for every line) and otherwise everything that hurts: zeros, negatives, missing ids and
quantities, equal days at the edges of periods, merges, successors, gaps without an owner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import TypeVar

from tests.oracle import (
    Account,
    Ask,
    Assignment,
    Line,
    Membership,
    OracleBook,
    Product,
    Rate,
    Refused,
    Seller,
)

T = TypeVar("T")

FIRST, LAST = date(2010, 1, 1), date(2012, 12, 31)
EDGES = (
    date(2010, 6, 30), date(2010, 12, 31), date(2011, 1, 1), date(2011, 2, 28), date(2011, 6, 30),
    date(2011, 7, 1), date(2011, 12, 31), date(2012, 1, 1), date(2012, 2, 29), date(2012, 6, 30),
    date(2012, 7, 1), LAST,
)  # fmt: skip
PERIODS = (
    ((date(2011, 1, 1), date(2012, 1, 1)), (date(2012, 1, 1), date(2013, 1, 1))),
    ((date(2011, 1, 1), date(2011, 7, 1)), (date(2012, 1, 1), date(2012, 7, 1))),
    ((date(2012, 1, 1), date(2012, 4, 1)), (date(2012, 4, 1), date(2012, 7, 1))),
    ((date(2011, 2, 28), date(2011, 3, 1)), (date(2012, 2, 29), date(2012, 3, 1))),
    ((date(2010, 1, 1), date(2011, 12, 31)), (date(2012, 2, 29), date(2012, 12, 31))),
)
AMOUNTS = (
    "0",
    "0.0001",
    "-0.0001",
    "10",
    "-10",
    "10",
    "33.33",
    "-33.33",
    "0.01",
    "7.1234",
    "99999.9999",
    "250",
)
QUANTITIES = (None, "0", "1", "2", "3", "-1", "0.5", "7", "1000", "3")
SHARES = (
    ("1",),
    ("1",),
    ("0.5", "0.5"),
    ("0.3333", "0.6667"),
    ("0.3333", "0.3333", "0.3334"),
    ("0.0001", "0.9999"),
)
DIMENSIONS = (
    "account", "parent", "segment", "region", "industry",
    "product", "family", "category", "division", "seller", "team",
)  # fmt: skip
OWNERS = (("seller",), ("team",), ("seller", "team"), ("team", "seller"))


@dataclass(frozen=True)
class Size:
    """How much of everything a random book has."""

    accounts: int = 6
    products: int = 7
    sellers: int = 3
    lines: int = 40


def random_book(rng: Random, size: Size = Size()) -> OracleBook:
    """A book of that size in euros, some lines in dollars."""
    accounts = [f"a{n:04}" for n in range(size.accounts)]
    products = [f"p{n:04}" for n in range(size.products)]
    sellers = [f"s{n:02}" for n in range(size.sellers)]
    return OracleBook(
        lines=tuple(_line(rng, number, accounts, products, sellers) for number in range(size.lines)),
        accounts=_accounts(rng, accounts) if rng.random() < 0.85 else (),
        products=_products(rng, products) if rng.random() < 0.85 else (),
        sellers=tuple(Seller(s) for s in sellers),
        teams=_teams(rng, sellers),
        assignments=_assignments(rng, accounts, sellers),
        fx_rates=_rates(rng),
    )


def random_ask(rng: Random) -> Ask:
    """A question that the definitions do not refuse."""
    base, current = rng.choice(PERIODS)
    ask = Ask(
        base,
        current,
        account_level=rng.choice(("account", "account", "parent")),
        product_level=rng.choice(("product", "product", "family", "category", "division")),
        dormant_after_months=rng.choice((None, None, 3, 12, 18)),
        window_months=rng.choice((None, None, None, 6, 12)),
        constant_rates=rng.random() < 0.3,
        by=_by(rng),
    )
    try:
        ask.check()
    except Refused:
        return Ask(base, current, ask.account_level, ask.product_level, by=ask.by)
    return ask


def _by(rng: Random) -> tuple[str, ...]:
    names = [rng.choice(DIMENSIONS) for _ in range(rng.choice((1, 1, 2)))]
    if rng.random() < 0.4:
        names = [*[n for n in names if n not in ("seller", "team")], *rng.choice(OWNERS)]
    return tuple(dict.fromkeys(names))


def _day(rng: Random) -> date:
    if rng.random() < 0.5:
        return rng.choice(EDGES)
    return FIRST + timedelta(days=rng.randrange((LAST - FIRST).days + 1))


def _maybe(rng: Random, values: Sequence[T], likely: float) -> T | None:
    return rng.choice(values) if rng.random() < likely else None


def _line(
    rng: Random, number: int, accounts: Sequence[str], products: Sequence[str], sellers: Sequence[str]
) -> Line:
    quantity = rng.choice(QUANTITIES)
    amount = rng.choice(AMOUNTS)
    return Line(
        line_id=f"l{number}",
        order_id=f"o{number // 3}",
        account_id=_maybe(rng, accounts, 0.93),
        product_id=_maybe(rng, products, 0.93),
        ordered_on=_day(rng),
        quantity=None if quantity is None else Decimal(quantity),
        amount=Decimal(amount) + (rng.randrange(10_000) / Decimal(10_000) if rng.random() < 0.3 else 0),
        currency="USD" if rng.random() < 0.2 else "EUR",
        seller_id=_maybe(rng, sellers, 0.25),
    )


def _accounts(rng: Random, ids: Sequence[str]) -> tuple[Account, ...]:
    return tuple(
        Account(
            account_id=own,
            parent_id=_maybe(rng, ids[place + 1 :], 0.3) if place + 1 < len(ids) else None,
            merged_into=_maybe(rng, ids[place + 1 :], 0.2) if place + 1 < len(ids) else None,
            segment=_maybe(rng, ("large", "small"), 0.8),
            region=_maybe(rng, ("North", "South", "West"), 0.8),
            industry=_maybe(rng, ("steel", "food"), 0.5),
        )
        for place, own in enumerate(ids)
    )


def _products(rng: Random, ids: Sequence[str]) -> tuple[Product, ...]:
    families = [f"F{n}" for n in range(max(2, len(ids) // 4))]
    categories = {family: _maybe(rng, ("C1", "C2"), 0.8) for family in families}
    divisions = {"C1": _maybe(rng, ("D1",), 0.7), "C2": "D1"}
    free = list(ids)
    made = []
    for place, own in enumerate(ids):
        family = _maybe(rng, families, 0.8)
        category = categories[family] if family else _maybe(rng, ("C1", "C2"), 0.3)
        earlier = [p for p in ids[:place] if p in free]
        after = _maybe(rng, earlier, 0.25) if earlier else None
        if after is not None:
            free.remove(after)
        made.append(
            Product(
                product_id=own,
                family=family,
                category=category,
                division=divisions[category] if category else None,
                launched_on=_day(rng) if rng.random() < 0.3 else None,
                successor_of=after,
            )
        )
    return tuple(made)


def _spells(rng: Random) -> list[tuple[date, date | None]]:
    """Spells that follow each other, some with a gap, the last one perhaps open."""
    days = sorted({_day(rng) for _ in range(rng.randrange(4))})
    ends: list[date | None] = [*days[1:]]
    spells = list(zip(days, [*ends, None], strict=True)) if days else []
    if spells and rng.random() < 0.3:
        spells[-1] = (spells[-1][0], spells[-1][0] + timedelta(days=40))
    return [spell for spell in spells if rng.random() < 0.8]


def _teams(rng: Random, sellers: Sequence[str]) -> tuple[Membership, ...]:
    return tuple(
        Membership(rng.choice(("t1", "t2")), seller, start, end, rng.choice(("member", "member", "manager")))
        for seller in sellers
        for start, end in _spells(rng)
    )


def _assignments(rng: Random, accounts: Sequence[str], sellers: Sequence[str]) -> tuple[Assignment, ...]:
    made = []
    for account in accounts:
        for start, end in _spells(rng):
            shares = [s for s in SHARES if len(s) <= len(sellers)]
            chosen = rng.choice(shares)
            for seller, share in zip(rng.sample(list(sellers), len(chosen)), chosen, strict=True):
                made.append(Assignment(account, seller, start, end, Decimal(share)))
            if rng.random() < 0.2:
                made.append(Assignment(account, rng.choice(sellers), start, end, Decimal("1"), "overlay"))
    return tuple(made)


def _rates(rng: Random) -> tuple[Rate, ...]:
    days = sorted({FIRST, *(_day(rng) for _ in range(4))})
    return tuple(Rate("USD", day, Decimal(rng.randrange(50_000_000, 200_000_000)).scaleb(-8)) for day in days)
