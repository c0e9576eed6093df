from __future__ import annotations

from datetime import date
from decimal import Decimal

from fourfold.book.rebuild import rebuild, undo_import
from fourfold.book.snapshots import Amount, DaySum, Quarantined
from fourfold.book.waiting import waiting_groups, waiting_periods, waiting_rows
from fourfold.periods import Calendar
from tests.unit.book.making import LINES, Desk, numbered

BAD = [
    "S1,1,A,P,2026-02-01,1,much,EUR",
    "S2,1,A,P,2026-13-01,1,5,EUR",
    "S3,1,A,P,2026-05-01,1,1e9,EUR",
    "S4,1,A,P,2026-05-02,few,7,EUR",
    "S5,1,A,P,1066-05-02,1,8,EUR",
    "S6,1,A,P",
]


def waiting(rows: int, amount: int = 0, unknown: int = 0) -> Quarantined:
    money = (Amount("EUR", Decimal(amount)),) if amount else ()
    return Quarantined(rows, money, unknown)


def test_rows_that_wait_are_grouped_by_their_first_fault_and_counted_once(desk: Desk) -> None:
    desk.bring(desk.file("a.csv", LINES, [*numbered(range(3)), *BAD]), yes=True)
    state = desk.workspace.snapshot()
    groups = waiting_groups(desk.workspace, state, 1)
    assert sum(group.waiting.rows for group in groups) == len(BAD) == state.quarantined.rows
    assert groups[0].waiting.rows == 2, "the largest first"
    assert {group.column for group in groups} >= {"amount", "ordered_on", "quantity"}
    assert all(group.example and group.remedy for group in groups)
    assert waiting_groups(desk.workspace, state, 2) == ()


def test_the_rows_of_a_group_come_in_pages(desk: Desk) -> None:
    many = [f"X{n},1,A,P,2026-02-01,1,much,EUR" for n in range(5)]
    desk.bring(desk.file("a.csv", LINES, [*numbered(range(20)), *many]), yes=True)
    state = desk.workspace.snapshot()
    (group,) = waiting_groups(desk.workspace, state, 1)
    asked = (1, group.code, group.column)
    pages = [waiting_rows(desk.workspace, state, asked, start=start, most=2) for start in (0, 2, 4, 6)]
    assert [[row.order_id for row in page] for page in pages] == [["X0", "X1"], ["X2", "X3"], ["X4"], []]
    assert waiting_rows(desk.workspace, state, (1, "E999", ""), start=0, most=2) == ()


def test_rows_that_wait_stand_in_their_period_and_those_without_a_day_apart(desk: Desk) -> None:
    desk.bring(desk.file("a.csv", LINES, [*numbered(range(3)), *BAD]), yes=True)
    state = desk.workspace.snapshot()
    found = waiting_periods(desk.workspace, state, Calendar())
    assert [(period.name, period.waiting) for period in found] == [
        ("FY2026-Q1", waiting(1, unknown=1)),
        ("FY2026-Q2", waiting(2, 7, unknown=1)),
        ("", waiting(3, 13, unknown=1)),
    ]
    assert sum(period.waiting.rows for period in found) == state.quarantined.rows


def test_the_manifest_sums_order_lines_by_day_and_leaves_the_others_undated(desk: Desk) -> None:
    desk.bring(desk.file("a.csv", LINES, [*numbered(range(3)), *BAD]), yes=True)
    desk.bring(desk.file("p.csv", "product_id,launched_on", ["P,2026-01-01", "Q,soon"]), "products", yes=True)
    told = desk.workspace.snapshot().quarantined
    assert told.days == (
        DaySum(date(2026, 2, 1), 1, unknown=1),
        DaySum(date(2026, 5, 1), 1, unknown=1),
        DaySum(date(2026, 5, 2), 1, (Amount("EUR", Decimal(7)),)),
    )
    assert (told.rows, told.undated) == (len(BAD) + 1, 4)


def test_the_sums_by_day_follow_repair_undoing_and_rebuilding(desk: Desk) -> None:
    desk.bring(desk.file("a.csv", LINES, [*numbered(range(3)), BAD[0], BAD[3]]), yes=True)
    before = desk.workspace.snapshot().quarantined
    assert [day.on.month for day in before.days] == [2, 5]
    fixed = BAD[0].replace("much", "4") + ",1,5,,"
    still = BAD[3].replace("few", "some").replace("05-02", "04-02") + ",1,6,,"
    desk.bring(desk.file("b.csv", f"{LINES},_import,_line,_code,_error", [fixed, still]), yes=True)
    after = Quarantined(1, money := (Amount("EUR", Decimal(7)),), days=(DaySum(date(2026, 4, 2), 1, money),))
    assert desk.workspace.snapshot().quarantined == after
    rebuild(desk.workspace)
    assert desk.workspace.snapshot().quarantined == after
    undo_import(desk.workspace, 2)
    assert desk.workspace.snapshot().quarantined == before


def test_repaired_rows_wait_no_longer(desk: Desk) -> None:
    desk.bring(desk.file("a.csv", LINES, [*numbered(range(3)), BAD[0]]), yes=True)
    fixed = BAD[0].replace("much", "4") + ",1,5"
    desk.bring(desk.file("b.csv", f"{LINES},_import,_line", [fixed]), yes=True)
    state = desk.workspace.snapshot()
    assert waiting_groups(desk.workspace, state, 1) == ()
    assert waiting_periods(desk.workspace, state, Calendar()) == ()
