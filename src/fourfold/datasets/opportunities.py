"""What the sellers of the invented company tried to sell: won, lost and open, with prospects and customers.

Guarantees that every account that is new in a year was won by an opportunity which ended up to a
week before its first purchase, that a prospect never buys, and that only what is open after the last day
has no end. Leaves ids and columns to `selling`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from fourfold.datasets.customers import CUSTOMERS
from fourfold.datasets.days import YEAR_STARTS, YEARS, Flags, Ints, draw_days
from fourfold.datasets.invoices import INVOICE
from fourfold.datasets.names import INDUSTRIES, company_names, stems
from fourfold.datasets.planned import grids, planned_rows
from fourfold.datasets.planting import Drawn
from fourfold.datasets.posts import ABROAD, HOME, SELLING, Holdings, Post, holdings, posts
from fourfold.datasets.sales_force import TEAMS

PROSPECTS = 14
"""Prospects of each seller: companies that never bought."""
LOST_NEW, LOST_EXISTING = 7, 4
"""Opportunities that a seller loses in a year, with prospects and with customers."""
OPEN_TILTED, OPEN_KEEPING = (7, 3), (1, 8)
"""Open opportunities of a seller after the last day with prospects and customers: usually, in `KEEPING`."""
KEEPING = "PUB"
"""The team that works for its existing accounts, against the tilt of all others."""
WON_EXISTING, WON_AT_FIRST = 0.5, 130
"""Part of the pairs begun with existing accounts that had an opportunity; how many in the first year."""
OPEN, WON, LOST = "open", "won", "lost"
_STAGES = ("Qualified", "Proposal", "Negotiation")
_LAST = int(YEAR_STARTS[-1]) - 1


@dataclass(frozen=True, slots=True)
class Prospect:
    """One company that never bought, and whose prospect it is."""

    id: str
    name: str
    seller: int


@dataclass(frozen=True, slots=True)
class Opportunity:
    """One opportunity: `customer` is -1 for a prospect, `closed` for an open one; the amount is in pence."""

    account_id: str
    account_name: str
    customer: int
    product: int
    seller: int
    opened: int
    expected: int
    closed: int
    status: str
    stage: str
    amount: int
    currency: str


@dataclass(frozen=True, slots=True, eq=False)
class Pursuit:
    """All prospects and opportunities; `held` tells whose accounts are whose."""

    prospects: tuple[Prospect, ...]
    opportunities: tuple[Opportunity, ...]
    held: Holdings


@dataclass(frozen=True, slots=True, eq=False)
class _Field:
    """What opportunities are drawn from: `pool` are the prospects of a seller."""

    rng: np.random.Generator
    drawn: Drawn
    held: Holdings
    pool: dict[int, list[Prospect]]


@dataclass(frozen=True, slots=True)
class _Aim:
    """Whom an opportunity is with, by whom, and about which final product."""

    account_id: str
    account_name: str
    customer: int
    product: int
    seller: int
    currency: str


def draw_opportunities(rng: np.random.Generator, drawn: Drawn) -> Pursuit:
    """Return the prospects and all opportunities, by day opened."""
    prospects = _prospects(rng)
    pool = {seller: [p for p in prospects if p.seller == seller] for seller in SELLING}
    field = _Field(rng, drawn, holdings(drawn.force), pool)
    found = [*_won(field), *_lost(field), *_open(field)]
    found.sort(key=lambda o: (o.opened, o.account_id, o.closed, o.product, o.amount))
    return Pursuit(prospects, tuple(found), field.held)


def _prospects(rng: np.random.Generator) -> tuple[Prospect, ...]:
    """Return the prospects by seller; their names are like those of customers."""
    last = {post.seller: post for year in range(len(YEARS)) for post in posts(year)}
    sellers = [seller for seller in SELLING for _ in range(PROSPECTS)]
    abroad = [last[seller].currency == ABROAD for seller in sellers]
    picks = rng.integers(0, len(INDUSTRIES), len(sellers))
    industries = [INDUSTRIES[int(pick)] for pick in picks]
    regions = ["Germany" if far else "Midlands" for far in abroad]
    names = company_names([f"New {stem}" for stem in stems(rng, abroad)], industries, regions)
    rows = enumerate(zip(names, sellers, strict=True))
    return tuple(Prospect(f"P{30001 + n}", name, seller) for n, (name, seller) in rows)


def _first_sales(drawn: Drawn) -> tuple[Ints, Ints]:
    """Return by customer, product and year the first day with a sale, and the amount sold."""
    shape = drawn.plan.bought.shape
    first, amount = np.full(shape, _LAST + 1), np.zeros(shape, dtype=np.int64)
    lines = drawn.lines
    sold = (lines.kind == INVOICE) & (lines.customer >= 0) & (lines.product >= 0) & (lines.amount > 0)
    lines = lines.take(np.flatnonzero(sold))
    year = np.searchsorted(YEAR_STARTS, lines.day, side="right") - 1
    at = lines.customer, lines.product, year
    np.minimum.at(first, at, lines.day)
    np.add.at(amount, at, lines.amount)
    return first, amount


def _won(field: _Field) -> Iterator[Opportunity]:
    """Yield what was won: each new and each returned account, and part of what existing accounts began."""
    first, amount = _first_sales(field.drawn)
    years = field.drawn.customers.years
    base = grids(field.drawn.customers, field.drawn.assortment, field.drawn.plan, field.drawn.lines)[0]
    for year in range(len(YEARS)):
        begun = years[:, year] & ~years[:, year - 1] if year else np.zeros(CUSTOMERS, dtype=bool)
        for account in np.flatnonzero(begun).tolist():
            product = int(np.argmin(first[account, :, year]))
            day, worth = int(first[account, product, year]), int(amount[account, :, year].sum())
            yield from _won_one(field, (account, product, year), day, worth)
        for account, product in _pairs_won(field, base.bought, planned_rows(base, year) if year else {}):
            day, worth = int(first[account, product, year]), int(amount[account, product, year])
            yield from _won_one(field, (account, product, year), day, worth)


def _pairs_won(field: _Field, bought: Flags, rows: dict[str, Flags]) -> list[tuple[int, int]]:
    """Return the pairs begun with existing accounts that had an opportunity; any pairs in the first year."""
    if not rows:
        pairs = np.argwhere(bought[:, :, 0])
        kept = np.sort(field.rng.choice(len(pairs), WON_AT_FIRST, replace=False))
    else:
        pairs = np.argwhere(
            rows["additional_product_existing_account"] | rows["new_product_existing_account"]
        )
        kept = np.flatnonzero(field.rng.random(len(pairs)) < WON_EXISTING)
    return [(int(account), int(product)) for account, product in pairs[kept]]


def _won_one(field: _Field, at: tuple[int, int, int], day: int, worth: int) -> Iterator[Opportunity]:
    """Yield the opportunity that brought a sale on a day; none where nobody has the account."""
    account, product, year = at
    closed = max(int(YEAR_STARTS[year]), day - int(field.rng.integers(0, 7)))
    opened = closed - int(field.rng.integers(20, 150))
    seller = field.held.holder(account, day)
    if seller >= 0:
        aim = _with_customer(field, account, product, seller)
        amount = max(1, round(worth * field.rng.uniform(0.8, 1.25) / 10_000)) * 10_000
        yield _made(field, aim, (opened, closed, WON), amount)


def _lost(field: _Field) -> Iterator[Opportunity]:
    """Yield what was lost, by post: with prospects and with existing accounts."""
    for year in range(len(YEARS)):
        for post in posts(year):
            part = post.days / int(YEAR_STARTS[year + 1] - YEAR_STARTS[year])
            for with_new, usual in ((True, LOST_NEW), (False, LOST_EXISTING)):
                count = int(field.rng.poisson(usual * part))
                days = draw_days(field.rng, np.full(count, post.starts), np.full(count, post.ends - 1))
                for closed in days.tolist():
                    aim = _aim(field, post, closed, with_new=with_new)
                    opened = max(post.hired, closed - int(field.rng.integers(15, 160)))
                    yield _made(field, aim, (opened, closed, LOST), _guess(field, with_new=with_new))


def _open(field: _Field) -> Iterator[Opportunity]:
    """Yield what is open after the last day: tilted to prospects, in one team to existing accounts."""
    for post in posts(len(YEARS) - 1):
        if post.ends <= _LAST:
            continue
        usual = OPEN_KEEPING if TEAMS[post.team].id == KEEPING else OPEN_TILTED
        for with_new, count in zip((True, False), usual, strict=True):
            for _ in range(count):
                opened = max(post.starts, _LAST - int(field.rng.integers(3, 170)))
                aim = _aim(field, post, _LAST, with_new=with_new)
                yield _made(field, aim, (opened, -1, OPEN), _guess(field, with_new=with_new))


def _guess(field: _Field, *, with_new: bool) -> int:
    """Return the amount of an opportunity that was not won, in whole hundreds."""
    usual = 6500 if with_new else 5000
    return max(2, round(usual * field.rng.lognormal(0, 0.5) / 100)) * 10_000


def _aim(field: _Field, post: Post, day: int, *, with_new: bool) -> _Aim:
    """Return whom a seller tries to sell to: one of the prospects, or an account held on that day."""
    assortment = field.drawn.assortment
    product = int(field.rng.choice(np.flatnonzero(assortment.is_final & (assortment.delivered <= day))))
    own = field.held.of(post.seller, day)
    own = own[field.drawn.customers.years[own, 0]]
    if with_new or not len(own):
        one = field.pool[post.seller][int(field.rng.integers(0, PROSPECTS))]
        return _Aim(one.id, one.name, -1, product, post.seller, post.currency)
    return _with_customer(field, int(field.rng.choice(own)), product, post.seller)


def _with_customer(field: _Field, account: int, product: int, seller: int) -> _Aim:
    customers = field.drawn.customers
    currency = ABROAD if customers.euro[account] else HOME
    return _Aim(customers.ids[account], customers.names[account], account, product, seller, currency)


def _made(field: _Field, aim: _Aim, course: tuple[int, int, str], amount: int) -> Opportunity:
    """Return the opportunity with the day on which it was expected to be decided."""
    opened, closed, status = course
    off = int(field.rng.integers(10, 150)) if status == OPEN else int(field.rng.integers(-30, 31))
    return Opportunity(
        account_id=aim.account_id,
        account_name=aim.account_name,
        customer=aim.customer,
        product=int(field.drawn.assortment.on_day(np.array([aim.product]), np.array([opened]))[0]),
        seller=aim.seller,
        opened=opened,
        expected=max(opened, _LAST + off if status == OPEN else closed + off),
        closed=closed,
        status=status,
        stage=str(field.rng.choice(_STAGES)) if status == OPEN else "Closed",
        amount=amount,
        currency=aim.currency,
    )
