from __future__ import annotations

from fourfold.book.changes import Change
from tests.unit.book.making import COUNTED, LINES, Desk, numbered


def test_changed_values_are_shown_old_and_new(desk: Desk) -> None:
    desk.bring(desk.file("a.csv", LINES, numbered(range(9))))
    changed = desk.file("b.csv", LINES, numbered(range(9), {4: "9.99"}))
    assert desk.bring(changed, dry=True).changes == (Change("SO1/1", "amount", "4.2500", "9.9900"),)


def test_changed_orders_show_the_lines_that_go_and_come(desk: Desk) -> None:
    desk.bring(desk.file("a.csv", COUNTED, ["X1,A,P,2026-01-01,1,5,EUR"]))
    changed = desk.file("b.csv", COUNTED, ["X1,A,P,2026-01-01,2,5,EUR"])
    assert desk.bring(changed, dry=True).changes == (
        Change("X1", "line", "A P 2026-01-01 1.0000 5.0000 EUR", ""),
        Change("X1", "line", "", "A P 2026-01-01 2.0000 5.0000 EUR"),
    )


def test_the_table_of_changes_is_a_sample(desk: Desk) -> None:
    desk.bring(desk.file("a.csv", LINES, numbered(range(60))))
    report = desk.bring(
        desk.file("b.csv", LINES, numbered(range(60), dict.fromkeys(range(60), "1"))), dry=True
    )
    assert (report.changed, len(report.changes)) == (60, 20)
