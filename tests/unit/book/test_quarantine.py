from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from fourfold.book.intake import Profile
from fourfold.book.quarantine import cells_of, export_rejects, rejects, repair_profile, written_cells
from fourfold.book.snapshots import Amount, DaySum, Quarantined
from fourfold.errors import BadRequest
from tests.unit.book.making import LINES, Desk, numbered

BAD = ['S1,1,"A, ""the"" account",P,2026-01-01,1,much,EUR', "S2,1,A,P,2026-13-01,1,5,EUR", "S3,1,A,P"]


def broken(desk: Desk) -> Path:
    return desk.file("a.csv", LINES, [*numbered(range(3)), *BAD])


def test_open_rejects_are_told_in_full_and_summed_once_each(desk: Desk) -> None:
    desk.bring(broken(desk), yes=True)
    found = rejects(desk.workspace)
    assert [(r.import_number, r.line, r.raw) for r in found] == [(1, 5 + n, raw) for n, raw in enumerate(BAD)]
    assert all(r.codes and r.message and r.remedy for r in found)
    told = desk.workspace.snapshot().quarantined
    assert told.rows == 3
    assert told == Quarantined(
        3, (Amount("EUR", Decimal(5)),), 2, days=(DaySum(date(2026, 1, 1), 1, unknown=1),)
    )


def test_the_file_of_rejects_has_the_file_s_shape_and_closes_them_when_repaired(desk: Desk) -> None:
    desk.bring(broken(desk), yes=True)
    (written,) = export_rejects(desk.workspace, desk.folder / "rejects.csv")
    header, first, second, third = written.path.read_text().splitlines()
    assert header == f"{LINES},_import,_line,_code,_error"
    assert first.startswith(f"{BAD[0]},1,5,")
    assert third.startswith(f"{BAD[2]},,,,,1,7,")
    repaired = [
        first.replace("much", "8"),
        second.replace("2026-13", "2026-12"),
        third.replace("S3,1,A,P,,,,", "S3,1,A,P,2026-01-02,1,3,EUR"),
    ]
    report = desk.bring(desk.file("repaired.csv", header, repaired))
    assert (report.new, report.closed) == (3, 3)
    assert rejects(desk.workspace) == ()
    assert desk.workspace.snapshot().quarantined == Quarantined()


def test_without_rejects_no_file_is_written_and_none_is_overwritten(desk: Desk) -> None:
    assert export_rejects(desk.workspace, desk.folder / "rejects.csv") == ()
    assert not (desk.folder / "rejects.csv").exists()
    desk.bring(broken(desk), yes=True)
    (desk.folder / "rejects.csv").write_text("mine")
    with pytest.raises(BadRequest, match="exists"):
        export_rejects(desk.workspace, desk.folder / "rejects.csv")


def test_rejects_of_two_shapes_go_to_two_files(desk: Desk) -> None:
    desk.bring(broken(desk), yes=True)
    desk.bring(desk.file("p.csv", "product_id,launched_on", ["P,2026-01-01", "Q,soon"]), "products", yes=True)
    assert [w.rows for w in export_rejects(desk.workspace, desk.folder / "rejects.csv")] == [3, 1]


def test_records_of_any_dialect_come_back_as_they_were() -> None:
    cells = ["a;b", 'say "x"', "", " two\nlines ", "=1+1", "\x1f"]
    for profile in (Profile("a", delimiter=";"), Profile("b", delimiter="\t", quote="'")):
        assert cells_of(written_cells(cells, profile), profile) == cells
    assert cells_of('a,"b', Profile("c")) is None
    assert cells_of('["a", null]', Profile("d", format="excel")) == ["a", ""]


def test_rejects_of_a_workbook_are_repaired_in_a_plain_text_file() -> None:
    plain = repair_profile(Profile("x", format="excel", sheet="Data", header_line=3, date_format="%d.%m.%Y"))
    assert (plain.format, plain.header_line, plain.date_format, plain.sheet) == ("csv", 1, "%Y-%m-%d", "")
