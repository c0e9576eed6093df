"""How much of the revenue is fully described: data quality by value.

Guarantees that shares are of the value that moved (what was bought and what was given back, both
without sign), so that returns do not hide gaps. Leaves rows that are not in the book at all to
`fourfold.book.waiting`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal

import ibis

from fourfold.book.answers import answered
from fourfold.book.book import Book
from fourfold.money import amount

FIELDS = ("account_id", "product_id", "seller_id", "quantity", "cost_amount")
"""What an order line may lack."""

_QUESTION = "quality 1 " + " ".join(FIELDS)
_SHARE_PLACES = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Known:
    """On how many order lines a field is known, and what they are worth."""

    field: str
    lines: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class Quality:
    """What the order lines are worth, in `currency`, and what of it is known by field."""

    currency: str
    lines: int
    value: Decimal
    known: tuple[Known, ...]

    def share(self, known: Known) -> Decimal | None:
        """Return the part of the value for which a field is known, three decimals; None of nothing.

        It is 1 only if nothing lacks and 0 only if all does: rounding does not hide a gap.
        """
        if not self.value:
            return None
        exact = known.value / self.value
        rounded = exact.quantize(_SHARE_PLACES)
        if rounded == 1 and known.value != self.value:
            return 1 - _SHARE_PLACES
        return _SHARE_PLACES if rounded == 0 and known.value else rounded


def data_quality(book: Book) -> Quality:
    """Return what of the revenue has account, product, seller, quantity and cost, over all periods.

    `value` sums the amounts without sign in the book's currency at each day's rate. A seller counts
    as known only if the line names one. A book without lines gives zeros.
    """
    kept = answered(book, _QUESTION, lambda: json.dumps(_computed(book)).encode())
    told: dict[str, int] = json.loads(kept)
    known = tuple(Known(name, told[name], amount(told[f"{name}_value"])) for name in FIELDS)
    return Quality(book.settings.currency, told["lines"], amount(told["value"]), known)


def _computed(book: Book) -> dict[str, int]:
    names = ("lines", "value", *FIELDS, *(f"{name}_value" for name in FIELDS))
    if book.extent is None:
        return dict.fromkeys(names, 0)
    lines = book.order_lines()
    value = lines.amount_units.abs()
    asked = {"lines": lines.count(), "value": value.sum()}
    for name in FIELDS:
        asked[name] = lines[name].count()
        asked[f"{name}_value"] = ibis.ifelse(lines[name].notnull(), value, ibis.literal(0)).sum()
    (row,) = book.fetch(lines.aggregate(**asked)).to_pylist()
    return {name: int(row[name] or 0) for name in names}
