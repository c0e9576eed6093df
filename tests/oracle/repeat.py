"""Price and volume of a repeat pair, and switching between introduced and dropped products."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from tests.oracle import rows
from tests.oracle.posting import Pair, Totals
from tests.oracle.whole import rounded, split


def has_split(pair: Totals) -> bool:
    """Whether quantities are known throughout, and quantities and revenues positive in both periods."""
    sizes = (pair.base, pair.current, pair.base_quantity, pair.current_quantity)
    return not pair.lacks_quantity and min(sizes) > 0


def volume_of(pair: Totals) -> int:
    """The change in quantity at the base price; the whole change where price cannot be told."""
    if not has_split(pair):
        return pair.delta
    change = pair.current_quantity - pair.base_quantity
    return rounded(change * pair.base, pair.base_quantity)


def repeat_rows(volume: int, price: int) -> tuple[str, str]:
    """The volume row and the price row of a pair by the signs of its amounts; zero counts as gain."""
    volume_row = rows.VOLUME_GAIN if volume >= 0 else rows.VOLUME_LOSS
    return volume_row, rows.PRICE_GAIN if price >= 0 else rows.PRICE_LOSS


def switched(
    totals: Mapping[Pair, Totals], classes: Mapping[Pair, str], parents: Mapping[str, str]
) -> dict[Pair, int]:
    """What switching adds to each pair's amount: negative for introduced pairs, positive for dropped ones.

    It sums to zero within an account and a parent of the product level.
    """
    introduced: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    dropped: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for (account, product), row in classes.items():
        if account is None or product is None or product not in parents:
            continue
        pot, delta = (account, parents[product]), totals[account, product].delta
        if row in (rows.S3, rows.S4) and delta > 0:
            introduced[pot][product] = delta
        if row == rows.DROPPED:
            dropped[pot][product] = -delta
    adjusted: dict[Pair, int] = {}
    for pot in set(introduced) & set(dropped):
        amount = min(sum(introduced[pot].values()), sum(dropped[pot].values()))
        if amount > 0:
            adjusted |= {(pot[0], p): -part for p, part in split(amount, introduced[pot]).items()}
            adjusted |= {(pot[0], p): part for p, part in split(amount, dropped[pot]).items()}
    return adjusted
