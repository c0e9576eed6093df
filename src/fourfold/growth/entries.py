"""Entries: the rows of a ledger, made from its cells in the fixed order.

Guarantees every row id of the definitions, also where nothing happened. Leaves sums to the engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from fourfold.growth.classify import REPEAT
from fourfold.measures import MEASURES, REPEAT_ROWS, ROWS, TRANSFERS
from fourfold.money import amount

_TRANSFER_CELLS = {"received": "received", "handed_over": "handed"}
_NO_CELL: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the ledger; `label` is English, since ledgers are kept for readers of any language.

    `amount` is gross, `net_of_switching` after products that replaced others; both in the book's
    currency. `pairs` counts pairs of account and product. Accounts and lines are counted for whole
    classes: the four rows of repeat business, the currency row and transfers hold none (None).
    """

    row: str
    label: str
    amount: Decimal
    net_of_switching: Decimal
    accounts: int | None
    pairs: int
    lines: int | None


def entries(cells: Mapping[str, Mapping[str, int]]) -> tuple[Entry, ...]:
    """Return one entry for each row id, in the ledger's order, from cells by row."""
    return tuple(_entry(row, cells) for row in ROWS)


def _entry(row: str, cells: Mapping[str, Mapping[str, int]]) -> Entry:
    if row in REPEAT_ROWS:
        return _plain(row, cells.get(REPEAT, _NO_CELL), row)
    if row in TRANSFERS:
        return _over_all(row, cells, f"{_TRANSFER_CELLS[row]}_units", f"{_TRANSFER_CELLS[row]}_pairs")
    if row == "currency":
        changed = sum(c["current_rates"] - c["base_rates"] for c in _rows(cells))
        pairs = sum(c["currency_pairs"] for c in _rows(cells))
        return Entry(row, MEASURES[row].name, amount(changed), amount(changed), None, pairs, None)
    cell = cells.get(row, _NO_CELL)
    gross = cell.get("ordinary_units", 0)
    net = gross + cell.get("switched_units", 0)
    counts = (cell.get("accounts", 0), cell.get("pairs", 0), cell.get("lines", 0))
    return Entry(row, MEASURES[row].name, amount(gross), amount(net), *counts)


def _plain(row: str, cell: Mapping[str, int], name: str) -> Entry:
    value = amount(cell.get(f"{name}_units", 0))
    return Entry(row, MEASURES[row].name, value, value, None, cell.get(f"{name}_pairs", 0), None)


def _over_all(row: str, cells: Mapping[str, Mapping[str, int]], units: str, pairs: str) -> Entry:
    value = amount(sum(c[units] for c in _rows(cells)))
    return Entry(row, MEASURES[row].name, value, value, None, sum(c[pairs] for c in _rows(cells)), None)


def _rows(cells: Mapping[str, Mapping[str, int]]) -> list[Mapping[str, int]]:
    return [cell for row, cell in cells.items() if not row.startswith("@")]
