"""The account of money: per currency, what was read and where it went.

Guarantees that read, accepted, rejected and left-out money are summed apart from each other, so
that their closing is a check. Leaves refusing what does not close to `fourfold.book.intake.reading`.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from fourfold.book.intake.batches import MoneyCounts

UNREAD = "?"
"""The currency of records whose currency cannot be read."""


class Tally:
    """Sums of amounts by currency and by where they went."""

    def __init__(self) -> None:
        self._sums: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        self._unknown: dict[str, int] = defaultdict(int)

    def add(self, kind: str, amounts: pa.Array, currencies: pa.Array) -> None:
        """Add the readable amounts of these rows to `kind`: read, accepted, rejected or excluded."""
        rows = pa.table({"c": pc.fill_null(currencies, UNREAD), "a": pc.cast(amounts, pa.decimal128(38, 4))})
        summed = rows.group_by("c").aggregate([("a", "sum")])
        for currency, total in zip(summed["c"].to_pylist(), summed["a_sum"].to_pylist(), strict=True):
            if total is not None:
                self._sums[currency][kind] += total

    def add_unknown(self, currency: str | None, count: int = 1) -> None:
        """Count rejected records whose amount cannot be read."""
        self._unknown[currency or UNREAD] += count

    def move(self, currency: str, amount: Decimal) -> None:
        """Move an amount from accepted to rejected."""
        self._sums[currency]["accepted"] -= amount
        self._sums[currency]["rejected"] += amount

    def counts(self) -> dict[str, MoneyCounts]:
        """Return the account by currency, in the currencies' order."""
        return {
            currency: MoneyCounts(
                read=self._sums[currency]["read"],
                accepted=self._sums[currency]["accepted"],
                rejected=self._sums[currency]["rejected"],
                excluded=self._sums[currency]["excluded"],
                unknown=self._unknown.get(currency, 0),
            )
            for currency in sorted({*self._sums, *self._unknown})
        }
