from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from fourfold.book.weighing import rows_at
from fourfold.errors import NeedsConfirmation
from tests.unit.book.making import COUNTED, LINES, Desk, numbered

FAMILY = "product_id,family,category,successor_of"


def test_lines_stay_accounted_for_when_the_book_rejects_what_intake_accepted(desk: Desk) -> None:
    path = desk.file("p.csv", FAMILY, ["P1,F,C,", "P2,F,C,P1", "P3,F,C,P1", "P4,F,C,P4"])
    report = desk.bring(path, "products", dry=True)
    assert report.lines.closes
    assert (report.new, report.rejected) == (1, 3)


def test_money_stays_accounted_for_when_keys_contradict(desk: Desk) -> None:
    rows = ["S,1,A,P,2026-01-01,1,5,EUR", "S,1,A,P,2026-01-01,1,6,EUR", "S,2,A,P,2026-01-01,1,7,EUR"]
    report = desk.bring(desk.file("a.csv", LINES, rows), dry=True)
    money = report.money["EUR"]
    assert (money.read, money.accepted, money.rejected) == (Decimal(18), Decimal(7), Decimal(11))
    assert (report.lines.accepted, report.lines.rejected) == (1, 2)


def test_weighing_changes_nothing(desk: Desk) -> None:
    def state() -> dict[str, bytes]:
        return {str(p): p.read_bytes() for p in desk.workspace.folder.rglob("*") if p.is_file()}

    path = desk.file("a.csv", LINES, [*numbered(range(3)), "S,1,A,P,2026-01-01,1,much,EUR"])
    desk.bring(path, dry=True)
    before = state()
    assert desk.bring(path, dry=True).rejected == 1
    with pytest.raises(NeedsConfirmation, match="1 of 4 rows rejected"):
        desk.bring(path)
    assert state() == before


def test_equal_rows_without_line_id_are_asked_about_once_for_a_profile(desk: Desk) -> None:
    row = "X1,A,P,2026-01-01,1,5,EUR"
    first = desk.file("a.csv", COUNTED, [row, row])
    with pytest.raises(NeedsConfirmation, match="2 identical rows; no line number column"):
        desk.bring(first)
    assert desk.bring(first, yes=True).new == 2
    again = desk.bring(desk.file("b.csv", COUNTED, [row.replace("X1", "X2")] * 2))
    assert (again.new, again.questions) == (2, ())


def test_rows_are_found_at_their_positions(desk: Desk) -> None:
    desk.bring(desk.file("a.csv", LINES, numbered(range(9))))
    (segment,) = desk.workspace.snapshot().segments
    path = desk.workspace.file(segment)
    assert rows_at(path, np.array([0, 8])).column("file_line").to_pylist() == [2, 10]
    assert rows_at(path, np.empty(0, np.int64)).num_rows == 0
