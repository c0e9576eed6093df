from __future__ import annotations

from fourfold.book.quarantine import export_rejects, rejects
from tests.unit.book.making import LINES, Desk, numbered


def test_a_row_that_is_accepted_later_from_its_source_closes_its_entry(desk: Desk) -> None:
    desk.bring(desk.file("a.csv", LINES, [*numbered(range(3)), "S1,1,A,P,2026-01-01,1,much,EUR"]), yes=True)
    desk.bring(desk.file("b.csv", LINES, ["S1,1,A,P,2026-01-01,1,5,EUR"]), source="fair")
    assert len(rejects(desk.workspace)) == 1
    assert desk.bring(desk.file("c.csv", LINES, ["S1,1,A,P,2026-01-01,1,6,EUR"]), yes=True).closed == 1
    assert rejects(desk.workspace) == ()


def test_the_same_faulty_row_in_another_file_counts_once(desk: Desk) -> None:
    bad = "S1,1,A,P,2026-01-01,1,much,EUR"
    desk.bring(desk.file("a.csv", LINES, [*numbered(range(3)), bad]), yes=True)
    desk.bring(desk.file("b.csv", LINES, [*numbered(range(3, 6)), bad]), yes=True)
    assert [r.import_number for r in rejects(desk.workspace)] == [2]


def test_a_repair_that_is_faulty_again_replaces_its_entry(desk: Desk) -> None:
    rows = [*numbered(range(3)), "S1,1,A,P,2026-01-01,1,much,EUR", "S2,1,A,P,2026-01-01,1,few,EUR"]
    desk.bring(desk.file("a.csv", LINES, rows), yes=True)
    (written,) = export_rejects(desk.workspace, desk.folder / "rejects.csv")
    header, *lines = written.path.read_text().splitlines()
    half = desk.file("half.csv", header, [lines[0].replace("much", "1"), lines[1].replace("few", "less")])
    assert desk.bring(half, yes=True).closed == 2
    assert [(r.import_number, r.value) for r in rejects(desk.workspace)] == [(2, "less")]
