from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fourfold.book.snapshots import Amount, DaySum, Quarantined, Segment, Snapshot, seal, totals, unseal
from fourfold.errors import WorkspaceFault
from fourfold.periods import parse_period
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


EUR, USD = Amount("EUR", Decimal("5.0000")), Amount("USD", Decimal(-1))
WAITING = Quarantined(
    rows=6,
    money=(Amount("EUR", Decimal("10.0000")), USD),
    unknown=2,
    days=(
        DaySum(date(2010, 5, 1), 1, (EUR,)),
        DaySum(date(2011, 12, 31), 2, (USD,), 1),
        DaySum(date(2012, 1, 1), 1, unknown=1),
    ),
)
"""Of six rows two are undated, worth 5 EUR."""


def test_sums_by_day_are_kept_in_few_letters_and_a_manifest_without_them_opens() -> None:
    dated, content = seal(Snapshot("", 1, "", quarantined=WAITING))
    assert unseal(dated.name, content) == dated
    told = json.loads(content)
    assert told["format"] == 3
    assert told["quarantined"]["days"]["2011-12-31"] == [2, 1, {"USD": "-1"}]
    old, content = seal(replace(dated, quarantined=replace(WAITING, days=())))
    told = json.loads(content)
    assert (told["format"], "days" in told["quarantined"]) == (1, False)
    assert unseal(old.name, content).quarantined.undated == 6


def test_the_rows_of_periods_come_with_the_undated_ones() -> None:
    found = WAITING.of([parse_period("2011"), parse_period("2012")])
    assert found == Quarantined(5, (EUR, USD), 2, WAITING.days[1:])
    assert WAITING.of([]) == Quarantined(2, (EUR,))
    assert WAITING.of([parse_period("2010"), parse_period("2011-12-01..2012-01-01")]) == WAITING


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
