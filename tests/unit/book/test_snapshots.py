from __future__ import annotations

from decimal import Decimal

import pytest

from fourfold.book.snapshots import Amount, Segment, seal, totals, unseal
from fourfold.errors import WorkspaceFault
from tests.unit.book.making import LINES, Desk, numbered


def test_a_manifest_reads_back_as_the_snapshot_that_was_sealed(desk: Desk) -> None:
    rows = [*numbered(range(9)), "X,1,A,P,2026-01-01,1,much,EUR"]
    desk.bring(desk.file("a.csv", LINES, rows), yes=True)
    snapshot = desk.workspace.snapshot()
    again, content = seal(snapshot)
    assert again == snapshot
    assert unseal(snapshot.name, content) == snapshot
    assert snapshot.quarantined.unknown == 1
    assert snapshot.imports[0].findings


def test_a_manifest_that_changed_is_not_taken_for_a_good_one(desk: Desk) -> None:
    snapshot, content = seal(desk.workspace.snapshot())
    for at in range(0, len(content), 7):
        with pytest.raises(WorkspaceFault):
            unseal(snapshot.name, content[:at] + bytes([content[at] ^ 4]) + content[at + 1 :])


def test_totals_sum_rows_by_table_and_money_by_currency() -> None:
    def part(rows: int, amount: str) -> Segment:
        return Segment("order_lines", "f", "s", rows, 1, 1, "shop", (Amount("EUR", Decimal(amount)),))

    assert totals([part(2, "0.1"), part(3, "-0.3")]) == {
        ("order_lines", ""): (5, Decimal(0)),
        ("order_lines", "EUR"): (0, Decimal("-0.2")),
    }
    assert totals([]) == {}
