"""What is usual for a source: how many rows its files have, and what its products cost.

Guarantees that a file which is far from the usual is asked about, never refused, at the cost of
looking at a bounded number of rows. Leaves asking to `weighing` and `imports`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from statistics import median

import pyarrow as pa
import pyarrow.compute as pc

from fourfold.book import codes, segments
from fourfold.book.schema import ORDER_LINES
from fourfold.book.snapshots import ImportRecord, Snapshot
from fourfold.book.workspace import Workspace
from fourfold.errors import Finding

FEWEST_IMPORTS, LATEST_IMPORTS = 4, 6
"""How many imports of a source make something usual, and how many of them are looked at."""

SAMPLED_ROWS = 200_000
FEWEST_PRODUCTS = 20
APART, TOGETHER, MOST = Decimal("0.03"), Decimal("0.005"), Decimal("0.8")
"""Prices moved by one factor if they moved by over 3 %, 8 of 10 within half a percent of each other."""

_PRICED = ("product_id", "currency", "quantity", "amount")


@dataclass(frozen=True, slots=True)
class Coming:
    """What came: its accepted rows, their table, the profile that read them, the file's name."""

    accepted: Path
    table: str
    profile_name: str
    file: str


def usual_rows(state: Snapshot, table: str, profile_name: str) -> tuple[int, int] | None:
    """Return the fewest and the most rows of a profile's latest imports; None if there are too few."""
    counts = [r.rows_accepted + r.rows_rejected for r in _earlier(state, table, profile_name)]
    latest = counts[-LATEST_IMPORTS:]
    return (min(latest), max(latest)) if len(latest) >= FEWEST_IMPORTS else None


def price_questions(workspace: Workspace, state: Snapshot, coming: Coming) -> list[Finding]:
    """Ask about a file whose prices all differ by one factor from those of the profile's last import.

    So tax shows that was included by mistake, or another unit. Needs quantities and at least
    `FEWEST_PRODUCTS` products in both; asks nothing otherwise.
    """
    earlier = _earlier(state, coming.table, coming.profile_name)
    if coming.table != ORDER_LINES.name or not earlier:
        return []
    files = [s for s in state.of(coming.table) if s.import_number == earlier[-1].number]
    before = _prices(b for s in files for b in segments.stream(workspace.file(s), _PRICED))
    now = _prices(segments.stream(coming.accepted, _PRICED))
    ratios = [now[product] / price for product, price in before.items() if product in now]
    if len(ratios) < FEWEST_PRODUCTS:
        return []
    middle = median(ratios)
    alike = sum(1 for ratio in ratios if abs(ratio / middle - 1) <= TOGETHER)
    if abs(middle - 1) <= APART or alike < MOST * len(ratios):
        return []
    message = (
        f"prices of {len(ratios):,} products: median ratio to last period {middle:.3f}; is tax included?"
    )
    return [codes.finding("Q706", message, file=coming.file, count=len(ratios))]


def _earlier(state: Snapshot, table: str, profile_name: str) -> list[ImportRecord]:
    return [r for r in state.active if (r.table, r.profile_name) == (table, profile_name)]


def _prices(batches: Iterable[pa.RecordBatch]) -> Mapping[tuple[str, str], Decimal]:
    """Return the mean price of each product in each currency, over rows that were sold for money."""
    taken: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        taken.append(batch)
        rows += batch.num_rows
        if rows >= SAMPLED_ROWS:
            break
    if not taken:
        return {}
    table = pa.Table.from_batches(taken)
    sold = pc.and_(pc.greater(table["quantity"], 0), pc.greater(table["amount"], 0))
    summed = (
        table.filter(sold)
        .group_by(["product_id", "currency"])
        .aggregate([("amount", "sum"), ("quantity", "sum")])
    )
    return {
        (row["product_id"], row["currency"]): row["amount_sum"] / row["quantity_sum"]
        for row in summed.to_pylist()
        if row["product_id"] is not None
    }
