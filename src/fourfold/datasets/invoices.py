"""From the plan to order lines: days, pieces, prices, credit notes, free samples, gaps.

Guarantees that money is whole pence or cents, that the price of a pair changes only on 1 January or
with a successor, and
that only planned pairs have lines above zero. Leaves ids and texts to
`fourfold.datasets.company`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np

from fourfold.datasets.assortment import Assortment
from fourfold.datasets.buying import Plan, usual_pieces
from fourfold.datasets.customers import SEGMENTS, Customers
from fourfold.datasets.days import (
    YEAR_STARTS,
    YEARS,
    Floats,
    Ints,
    draw_days,
    next_business_day,
    season_share,
    year_index,
)
from fourfold.datasets.families import FAMILIES

INVOICE, CREDIT, CASH = 0, 1, 2
CREDIT_RATE, SAMPLES, CASH_SALES, NO_ARTICLE = 0.025, 160, 90, 120
"""Part of the lines that come back; free samples; lines without account; lines without article."""
_SPAN = 2000
_EURO_PRICE, _NONE = 1160, -1
"""Euro list price for 1000 of the pound list price; no account or no product."""


class Trade(NamedTuple):
    """What trade is drawn from."""

    customers: Customers
    assortment: Assortment
    plan: Plan


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Order lines as arrays: customers and products are final ones (-1 is none), money in pence or cents."""

    kind: Ints
    customer: Ints
    product: Ints
    day: Ints
    pieces: Ints
    amount: Ints
    cost: Ints

    def take(self, places: Ints) -> Lines:
        """Return the lines at those places."""
        return Lines(*(getattr(self, f.name)[places] for f in fields(self)))


def draw_lines(rng: np.random.Generator, trade: Trade) -> Lines:
    """Return all order lines, by kind: sales, credit notes, free samples, and lines with gaps."""
    orders = _orders(rng, trade)
    sales = _sales(rng, trade, orders)
    kinds = [sales, _credits(rng, sales), _samples(rng, trade, orders), _cash(rng, trade, sales)]
    kinds.append(_no_article(rng, orders))
    return Lines(*(np.concatenate([getattr(k, f.name) for k in kinds]) for f in fields(Lines)))


def _orders(rng: np.random.Generator, trade: Trade) -> Ints:
    """Return the sorted keys (customer x span + day) of all days on which customers order."""
    customers = trade.customers
    account, year = np.nonzero(customers.years)
    first, last = customers.first[account, year], customers.last[account, year]
    usual = np.array([s.orders for s in SEGMENTS])[customers.segment[account]] * season_share(first, last)
    many = np.repeat(np.arange(len(account)), 1 + rng.poisson(usual))
    days = draw_days(rng, first[many], last[many])
    late = _late_starts(trade)
    extra = draw_days(rng, late[1], late[2])
    return np.unique(np.concatenate([account[many] * _SPAN + days, late[0] * _SPAN + extra]))


def _pairs(trade: Trade) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Return customer, product, year of every planned pair-year, and its first and last possible day."""
    account, product, year = np.nonzero(trade.plan.bought)
    first = np.maximum(trade.customers.first[account, year], trade.assortment.delivered[product])
    return account, product, year, first, trade.customers.last[account, year]


def _late_starts(trade: Trade) -> tuple[Ints, Ints, Ints]:
    """Return customer, first and last day where a product begins within the year: an order must follow."""
    account, _, year, first, last = _pairs(trade)
    late = first > trade.customers.first[account, year]
    return account[late], first[late], last[late]


def _sales(rng: np.random.Generator, trade: Trade, orders: Ints) -> Lines:
    """Return the sales: per planned pair-year at least one line, on days on which its customer orders."""
    account, product, year, first, last = _pairs(trade)
    low = np.searchsorted(orders, account * _SPAN + first)
    high = np.searchsorted(orders, account * _SPAN + last, side="right")
    lines = np.array([s.lines for s in SEGMENTS])[trade.customers.segment[account]]
    share = (high - low) / np.maximum(
        np.searchsorted(orders, account * _SPAN + YEAR_STARTS[year + 1])
        - np.searchsorted(orders, account * _SPAN + YEAR_STARTS[year]),
        1,
    )
    habit = rng.lognormal(0.0, 0.4, trade.plan.bought.shape[:2])[account, product]
    count = np.floor((lines - 1) * habit * share + rng.random(len(account))).astype(np.int64)
    many = np.repeat(np.arange(len(account)), 1 + count)
    picked = low[many] + np.floor(rng.random(len(many)) * (high - low)[many]).astype(np.int64)
    keys = np.unique(np.stack([orders[picked], product[many]]), axis=1)
    usual = usual_pieces(rng, trade.customers, trade.assortment)
    return _priced(trade, keys[0] // _SPAN, keys[1], keys[0] % _SPAN, _pieces(rng, usual, keys))


def _pieces(rng: np.random.Generator, usual: Floats, keys: Ints) -> Ints:
    """Return whole pieces per line around the usual ones, at least 1, rounded up or down by chance."""
    days = keys[0] % _SPAN
    drawn = usual[keys[0] // _SPAN, keys[1], year_index(days)] * rng.lognormal(0.0, 0.3, len(days))
    return np.asarray(np.maximum(1, np.floor(drawn + rng.random(len(days)))), dtype=np.int64)


def _priced(trade: Trade, account: Ints, product: Ints, day: Ints, pieces: Ints) -> Lines:
    """Return sales lines at the price list of the year, less the customer's discount."""
    list_price = trade.assortment.prices[trade.assortment.on_day(product, day), year_index(day)]
    net = (list_price * (1000 - trade.customers.discount[account]) + 500) // 1000
    euro = trade.customers.euro[account]
    unit = np.where(euro, (net * _EURO_PRICE + 500) // 1000, net)
    parts = np.array([f.cost for f in FAMILIES])[trade.assortment.family[product]]
    cost = (np.where(euro, (list_price * _EURO_PRICE + 500) // 1000, list_price) * parts + 500) // 1000
    kind = np.full(len(account), INVOICE)
    return Lines(kind, account, product, day, pieces, np.asarray(pieces * unit), np.asarray(pieces * cost))


def _credits(rng: np.random.Generator, sales: Lines) -> Lines:
    """Return credit notes: some sales come back, whole or in part, 7 to 60 days later at their price."""
    back = sales.take(np.flatnonzero(rng.random(len(sales.day)) < CREDIT_RATE))
    day = next_business_day(back.day + rng.integers(7, 61, len(back.day)))
    parts = rng.choice((4, 4, 2, 1), len(day))
    pieces = np.maximum(1, back.pieces * parts // 4)
    amount, cost = (-(worth // back.pieces) * pieces for worth in (back.amount, back.cost))
    notes = Lines(np.full(len(day), CREDIT), back.customer, back.product, day, -pieces, amount, cost)
    return notes.take(np.flatnonzero(day < YEAR_STARTS[len(YEARS)]))


def _samples(rng: np.random.Generator, trade: Trade, orders: Ints) -> Lines:
    """Return free samples, added to orders, of products which the customer does not buy in that year."""
    key = rng.choice(orders, 4 * SAMPLES, replace=False)
    product = rng.choice(np.flatnonzero(trade.assortment.is_final), len(key))
    account, day = key // _SPAN, key % _SPAN
    bought, delivered = trade.plan.bought[account, product, year_index(day)], trade.assortment.delivered
    places = np.flatnonzero(~bought & (delivered[product] <= day))[:SAMPLES]
    one = np.ones(len(places), dtype=np.int64)
    lines = _priced(trade, account[places], product[places], day[places], one)
    return Lines(lines.kind, lines.customer, lines.product, lines.day, one, 0 * one, lines.cost)


def _cash(rng: np.random.Generator, trade: Trade, sales: Lines) -> Lines:
    """Return cash sales over the counter, in pounds, which name no customer."""
    pounds = np.flatnonzero(~trade.customers.euro[sales.customer])
    like = sales.take(np.sort(rng.choice(pounds, CASH_SALES, replace=False)))
    cash, nobody = np.full(CASH_SALES, CASH), np.full(CASH_SALES, _NONE)
    return Lines(cash, nobody, like.product, like.day, like.pieces, like.amount, like.cost)


def _no_article(rng: np.random.Generator, orders: Ints) -> Lines:
    """Return lines typed by hand without an article, added to orders."""
    key = rng.choice(orders, NO_ARTICLE, replace=False)
    one = np.ones(NO_ARTICLE, dtype=np.int64)
    amount = rng.integers(500, 40000, NO_ARTICLE)
    return Lines(one * INVOICE, key // _SPAN, one * _NONE, key % _SPAN, one, amount, amount * 7 // 10)
