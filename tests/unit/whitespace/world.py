"""A small made-up book in which what accounts buy next follows from what they own."""

from __future__ import annotations

from functools import cache

import numpy as np

from fourfold.whitespace.purchases import Purchases

ACCOUNTS, ITEMS, DAYS = 160, 40, 400
FAMILY = 8


def lines(rows: list[tuple[int, int, int, float]], accounts: int = 3, items: int = 4) -> Purchases:
    """Purchases from (account, item, day, value); lines of one account and day are one order."""
    account, item, day = (np.array([row[at] for row in rows], dtype=np.int64) for at in range(3))
    value = np.array([row[3] for row in rows], dtype=np.float64)
    named = tuple(f"A{one}" for one in range(accounts)), tuple(f"P{one}" for one in range(items))
    return Purchases(account, item, day, account * 10_000 + day, value, *named)


@cache
def world(seed: int = 1) -> Purchases:
    """Accounts that keep to one family of items, four times in five, at even times."""
    chance = np.random.default_rng(seed)
    count = ACCOUNTS * 14
    account = chance.integers(0, ACCOUNTS, count)
    own = (account % (ITEMS // FAMILY)) * FAMILY + chance.integers(0, FAMILY, count)
    item = np.where(chance.random(count) < 0.8, own, chance.integers(0, ITEMS, count))
    day = chance.integers(0, DAYS, count)
    rows = [(int(a), int(i), int(d), float(5 + i)) for a, i, d in zip(account, item, day, strict=True)]
    return lines(rows, ACCOUNTS, ITEMS)
