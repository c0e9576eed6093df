"""Checks across the columns of a row: an amount against its currency and against a product.

Guarantees exact products, rounded once, half away from zero. Leaves references and rates to
`fourfold.book.intake.references`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fourfold.book.intake.flaws import Flaw
from fourfold.book.intake.profile import Profile

DECIMALS = {
    **dict.fromkeys(
        ("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV"), 0
    ),
    **dict.fromkeys(("XAF", "XOF", "XPF", "UYI"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
"""How many decimals a currency has, where it is not 2 (ISO 4217)."""
ROUNDING = Decimal("0.05")


@dataclass(frozen=True, slots=True)
class Amounts:
    """The amounts and currencies of a batch, and where the amounts stand in the file."""

    values: pa.Decimal128Array
    currencies: pa.StringArray
    column: str
    position: int | None


def multiply(left: pa.Decimal128Array, right: pa.Decimal128Array, places: int) -> pa.Decimal128Array:
    """Return the products, exact and then rounded once, half away from zero."""
    return pc.round(pc.multiply(left, right), places, round_mode="half_towards_infinity")


def finer_than_currency(amounts: Amounts) -> list[Flaw]:
    """Return E406 for amounts with more decimals than their currency has."""
    found = []
    for currency in amounts.currencies.unique().drop_null().to_pylist():
        places = DECIMALS.get(currency, 2)
        finer = pc.not_equal(pc.round(amounts.values, places), amounts.values)
        for row in _rows(pc.and_(pc.equal(amounts.currencies, currency), finer)):
            value = f"{amounts.values[row].as_py().normalize():f}"
            message, expected = f"{currency} has {places} decimals: '{value}'", f"at most {places} decimals"
            found.append(Flaw(row, "E406", message, amounts.column, amounts.position, value, expected))
    return found


def differing_products(
    amounts: Amounts, left: pa.Decimal128Array, right: pa.Decimal128Array, profile: Profile
) -> list[Flaw]:
    """Return E703 for amounts that differ from the product by more than a rounding (0.05), else W704."""
    product = multiply(left, right, profile.product_decimals)
    wide = pa.decimal128(38, 4)
    gap = pc.abs(
        pc.subtract(pc.cast(product, pa.decimal128(30, 4)), pc.cast(amounts.values, pa.decimal128(30, 4)))
    )
    gap, found = pc.cast(gap, wide), []
    wider = np.asarray(pc.fill_null(pc.greater(gap, pa.scalar(ROUNDING, wide)), False))  # noqa: FBT003
    for row in _rows(pc.greater(gap, pa.scalar(Decimal(0), wide))):
        factors = f"{left[row].as_py().normalize():f} x {right[row].as_py().normalize():f}"
        value = amounts.values[row].as_py()
        exact = f"{product[row].as_py().normalize():,f}"
        message = f"{profile.check} = {factors} = {exact}, amount {value.normalize():,f}"
        code = "E703" if wider[row] else "W704"
        found.append(Flaw(row, code, message, amounts.column, amounts.position, f"{value:f}"))
    return found


def _rows(mask: pa.BooleanArray) -> list[int]:
    hits: npt.NDArray[np.bool_] = np.asarray(pc.fill_null(mask, False))  # noqa: FBT003  (the value to fill with)
    return np.flatnonzero(hits).tolist()
