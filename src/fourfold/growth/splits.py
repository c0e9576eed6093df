"""Splits of exact money in proportion: parts that sum to their whole, on every engine.

Guarantees the largest-remainder rule of `fourfold.money.largest_remainder`, as an expression.
Leaves what is split, and by which weights, to the caller.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import ibis

from fourfold.book.engines import ratio_floor, ratio_rest

if TYPE_CHECKING:
    from ibis.expr.types import Table


def split(table: Table, *, within: Sequence[str], order: Sequence[str]) -> Table:
    """Return the table with a column `part`: each row's part of the whole of its group.

    Reads whole, weight and total (the sum of the group's weights), all whole numbers; `within` names
    the group and `order` settles ties. Where total is 0 the parts are 0.
    """
    size, sign = table.whole.abs(), ibis.ifelse(table.whole < 0, -1, 1)
    floor = ratio_floor(size, table.weight, table.total)
    rest = ratio_rest(size, table.weight, table.total)
    floored = table.mutate(sign=sign, floor=ibis.coalesce(floor, 0), rest=ibis.coalesce(rest, 0))
    group = ibis.window(group_by=list(within))
    ranked = ibis.window(group_by=list(within), order_by=[ibis.desc("rest"), *order])
    counted = floored.mutate(
        left=ibis.ifelse(floored.total == 0, 0, floored.whole.abs() - floored.floor.sum().over(group)),
        rank=ibis.row_number().over(ranked),
    )
    raised = ibis.ifelse(counted.rank < counted.left, 1, 0)
    parted = counted.mutate(part=counted.sign * (counted.floor + raised))
    return parted.drop("sign", "floor", "rest", "left", "rank")
