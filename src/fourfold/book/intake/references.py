"""References: ids that must exist in other tables, and currencies that must have rates.

Guarantees that a row which points nowhere is not accepted where the book knows better. Leaves
loading the known ids to `fourfold.book.imports`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fourfold.book.intake.batches import Context
from fourfold.book.schema import Table


def unknown_ids(ids: pa.StringArray, known: pa.StringArray) -> npt.NDArray[np.bool_]:
    """Return which ids are filled and not among the known."""
    listed = pc.is_in(ids, value_set=known.cast(pa.string()))
    return np.asarray(pc.and_(pc.is_valid(ids), pc.invert(listed)))


def days_of_rates(table: Table, columns: Mapping[str, pa.Array]) -> pa.Date32Array:
    """Return the day of each row on whose rate its amount is converted; null where none is filled."""
    return pc.coalesce(*(columns[name] for name in table.converted_on))


def check_rates(
    currencies: pa.StringArray, days: pa.Date32Array, context: Context
) -> list[tuple[int, str, str, str]]:
    """Return row, code, message and value of rows whose amount cannot be converted.

    E602: the currency is neither the book's nor has rates; E603: its first rate is after the day.
    """
    found = []
    for currency in currencies.unique().drop_null().to_pylist():
        if currency == context.book_currency:
            continue
        mine = pc.fill_null(pc.equal(currencies, currency), False)  # noqa: FBT003  (the value to fill with)
        first = context.rates_from.get(currency)
        if first is None:
            message = f"currency mismatch: {currency} is not {context.book_currency} and has no rates"
            found += [(r, "E602", message, currency) for r in np.flatnonzero(np.asarray(mine)).tolist()]
        else:
            found += _early(mine, days, currency, first)
    return found


def _early(
    mine: pa.BooleanArray, days: pa.Date32Array, currency: str, first: date
) -> list[tuple[int, str, str, str]]:
    before = pc.and_kleene(mine, pc.less(days, pa.scalar(first, pa.date32())))
    rows = np.flatnonzero(np.asarray(pc.fill_null(before, False))).tolist()  # noqa: FBT003
    return [
        (r, "E603", f"no {currency} rate on or before {days[r]}; the first is of {first}", currency)
        for r in rows
    ]
