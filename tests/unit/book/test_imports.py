from __future__ import annotations

from pathlib import Path

import pytest

from fourfold.book.imports import ImportRequest, import_file, shown_file, suffix_of
from fourfold.book.writing import hold
from fourfold.errors import BadRequest, NeedsConfirmation, RefusedFile, WorkspaceFault
from tests.unit.book.making import LINES, Desk, numbered


def test_the_same_file_again_is_recognised_whatever_its_name(desk: Desk) -> None:
    desk.bring(desk.file("a.csv", LINES, numbered(range(9))))
    before = desk.workspace.snapshot()
    report = desk.bring(desk.file("b.csv", LINES, numbered(range(9))))
    assert (report.outcome, report.number, report.new) == ("already imported", 1, 0)
    assert desk.workspace.snapshot() == before


def test_the_same_rows_in_another_file_add_nothing(desk: Desk) -> None:
    desk.bring(desk.file("a.csv", LINES, numbered(range(98))))
    report = desk.bring(desk.file("b.csv", LINES, numbered(range(97, -1, -1))))
    assert (report.outcome, report.known, report.new) == ("imported", 98, 0)
    assert len(desk.rows()) == 98


def test_changed_rows_need_a_yes_and_replace_what_was_stored(desk: Desk) -> None:
    desk.bring(desk.file("a.csv", LINES, numbered(range(90))))
    changed = desk.file("b.csv", LINES, numbered(range(98), dict.fromkeys(range(5), "1000.00")))
    before = desk.workspace.snapshot()
    with pytest.raises(NeedsConfirmation, match="Q505: 5 changed"):
        desk.bring(changed)
    assert desk.workspace.snapshot() == before
    report = desk.bring(changed, yes=True)
    assert (report.known, report.changed, report.new, report.superseded) == (85, 5, 8, 5)
    assert len(desk.rows()) == 98


def test_a_proposed_profile_needs_a_yes_once_and_then_fits_by_itself(desk: Desk) -> None:
    header = "Rechnung;Pos;Kunde;Artikel;Datum;Menge;Betrag"
    rows = [f"R{i};1;K{i};P{i};{13 + i}.02.2026;1;1.0{i}0,50" for i in range(4)]
    first = desk.file("a.csv", header, rows[:2])
    with pytest.raises(NeedsConfirmation):
        import_file(desk.workspace, ImportRequest(first))
    assert list((desk.workspace.folder / "profiles").iterdir()) == []
    report = import_file(desk.workspace, ImportRequest(first, confirmed=True))
    assert [p.stem for p in (desk.workspace.folder / "profiles").iterdir()] == [report.profile.name]
    assert str(desk.revenue()) == "2010.0000" or str(desk.revenue()) == "2011.0000"
    assert import_file(desk.workspace, ImportRequest(desk.file("b.csv", header, rows[1:]))).new == 2


def test_the_raw_file_is_kept_as_received_and_mended_if_it_was_damaged(desk: Desk) -> None:
    path = desk.file("a.CSV", LINES, numbered(range(3)))
    desk.bring(path)
    (record,) = desk.workspace.snapshot().imports
    raw = desk.workspace.folder / record.raw
    assert raw.name == f"{record.sha256}.csv"
    assert raw.read_bytes() == path.read_bytes()


def test_a_refused_file_leaves_the_workspace_as_it_was(desk: Desk) -> None:
    def state() -> dict[Path, bytes]:
        return {p: p.read_bytes() for p in desk.workspace.folder.rglob("*") if p.is_file()}

    desk.bring(desk.file("a.csv", LINES, numbered(range(3))))
    before = state()
    with pytest.raises(RefusedFile):
        desk.bring(desk.file("b.csv", LINES, []), yes=True)
    assert state() == before


def test_what_cannot_be_meant_is_refused_before_anything_is_read(desk: Desk) -> None:
    path = desk.file("a.csv", LINES, numbered(range(3)))
    for request in (
        ImportRequest(path, "orders"),
        ImportRequest(desk.folder / "none.csv"),
        ImportRequest(path, profile="../x"),
    ):
        with pytest.raises(BadRequest):
            import_file(desk.workspace, request)


def test_one_import_runs_at_a_time(desk: Desk) -> None:
    path = desk.file("a.csv", LINES, numbered(range(3)))
    with hold(desk.workspace), pytest.raises(WorkspaceFault, match="busy"):
        desk.bring(path)
    assert desk.bring(path).new == 3


def test_file_names_are_fit_to_show_and_never_used_as_paths() -> None:
    assert shown_file("a\r\nb.csv") == "a__b.csv"
    assert len(shown_file("x" * 300)) == 120
    assert [suffix_of(n) for n in ("../../x.CSV", "con", ".htaccess", "a.b/c", "a.c\r\n")] == [
        ".csv",
        ".bin",
        ".bin",
        ".bin",
        ".bin",
    ]
