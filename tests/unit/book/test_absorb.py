from __future__ import annotations

from tests.unit.book.making import LINES, Desk, numbered


def test_only_segments_with_replaced_rows_are_written_anew(desk: Desk) -> None:
    desk.bring(desk.file("a.csv", LINES, numbered(range(9))))
    desk.bring(desk.file("b.csv", LINES, numbered(range(9, 18))))
    one, two = desk.workspace.snapshot().segments
    report = desk.bring(
        desk.file("c.csv", LINES, numbered(range(18, 21), {}) + numbered([10], {10: "1"})), yes=True
    )
    assert (report.new, report.changed, report.superseded) == (3, 1, 1)
    now = desk.workspace.snapshot().segments
    assert one in now
    assert two not in now
    assert [(s.import_number, s.rows) for s in now] == [(1, 9), (2, 8), (3, 4)]
    assert desk.workspace.file(two).exists()  # older snapshots keep it


def test_stored_rows_say_where_they_came_from(desk: Desk) -> None:
    desk.bring(desk.file("a.csv", LINES, numbered(range(2))))
    told = [(row["source"], row["import_number"], row["file_line"]) for row in desk.rows()]
    assert told == [("shop", 1, 2), ("shop", 1, 3)]


def test_the_log_counts_what_the_report_counted(desk: Desk) -> None:
    report = desk.bring(
        desk.file("a.csv", LINES, [*numbered(range(4)), "S,1,A,P,2026-01-01,1,?,EUR"]), yes=True
    )
    (record,) = desk.workspace.snapshot().imports
    assert (record.new, record.rows_rejected, record.lines, record.money) == (
        report.new,
        report.rejected,
        report.lines,
        report.money,
    )
    assert report.snapshot == desk.workspace.snapshot().name
