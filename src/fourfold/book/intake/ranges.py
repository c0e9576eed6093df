"""Ranges: numbers that their column forbids, whatever else their row holds.

Guarantees that a rate is above 0, a share from 0 to 1, and a count, a weight or a length of time not
below 0. Leaves how numbers are written to `fourfold.book.intake.decimals`.
"""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fourfold.book.schema import Column, Kind


def outside(column: Column, values: pa.Array) -> tuple[str, npt.NDArray[np.bool_]] | None:
    """Return what is wrong with numbers outside of their column's range, and which they are.

    None for a column that allows every number; an empty cell is never outside.
    """
    if column.kind is Kind.RATE:
        return "is not above 0", _true(pc.less_equal(values, _number(0, values)))
    if column.kind is Kind.SHARE:
        below, above = pc.less(values, _number(0, values)), pc.greater(values, _number(1, values))
        return "is outside 0 to 1", _true(pc.or_(below, above))
    if column.not_negative:
        return "is below 0", _true(pc.less(values, _number(0, values)))
    return None


def _number(number: int, values: pa.Array) -> pa.Scalar:
    return pa.scalar(Decimal(number), values.type)


def _true(mask: pa.BooleanArray) -> npt.NDArray[np.bool_]:
    return np.asarray(pc.fill_null(mask, False))  # noqa: FBT003  (the value to fill with)
