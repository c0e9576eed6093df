from __future__ import annotations

import pytest

from fourfold.book import durable
from fourfold.book.quarantine import rejects
from fourfold.book.rebuild import rebuild, undo_import
from fourfold.book.snapshots import totals
from fourfold.errors import BadRequest, WorkspaceFault
from tests.unit.book.making import LINES, Desk, numbered


def told(desk: Desk) -> list[tuple[object, ...]]:
    return sorted(
        (r["order_id"], r["line_id"], r["amount"], r["import_number"], r["file_line"]) for r in desk.rows()
    )


def busy(desk: Desk) -> None:
    """Four imports: rows, overlapping rows, changed rows with a faulty one, its repair."""
    desk.bring(desk.file("1.csv", LINES, numbered(range(30))))
    desk.bring(desk.file("2.csv", LINES, numbered(range(20, 40))))
    third = [*numbered(range(5), {2: "77"}), "S1,1,A,P,2026-01-01,1,much,EUR"]
    desk.bring(desk.file("3.csv", LINES, third), yes=True)
    desk.bring(desk.file("4.csv", LINES, ["S1,1,A,P,2026-01-01,1,5,EUR"]))


def test_a_rebuild_gives_equal_rows_and_totals_from_new_files(desk: Desk) -> None:
    busy(desk)
    before, rows = desk.workspace.snapshot(), told(desk)
    made = rebuild(desk.workspace)
    now = desk.workspace.snapshot()
    assert (made.snapshot, made.replayed, made.rows) == (now.name, 4, (("order_lines", 41),))
    assert told(desk) == rows
    assert totals(now.segments) == totals(before.segments)
    assert not {s.file for s in now.files} & {s.file for s in before.files}
    assert now.quarantined == before.quarantined


def test_a_rebuild_mends_a_damaged_segment(desk: Desk) -> None:
    busy(desk)
    rows = told(desk)
    path = desk.workspace.folder / desk.workspace.snapshot().segments[0].file
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(WorkspaceFault):
        desk.rows()
    rebuild(desk.workspace)
    assert told(desk) == rows


def test_an_import_is_undone_as_if_it_had_never_been(desk: Desk) -> None:
    busy(desk)
    without = undo_import(desk.workspace, 1)
    assert [(r.number, r.undone, r.new) for r in without.imports] == [
        (1, True, 30),
        (2, False, 20),
        (3, False, 5),
        (4, False, 1),
    ]
    assert {row["import_number"] for row in desk.rows()} == {2, 3, 4}
    assert len(desk.rows()) == 26
    assert rejects(desk.workspace) == ()
    again = desk.bring(desk.folder / "1.csv", yes=True)
    assert (again.number, again.outcome, again.new) == (5, "imported", 15)
    rebuild(desk.workspace)


def test_undoing_the_last_import_gives_the_state_before_it(desk: Desk) -> None:
    busy(desk)
    undo_import(desk.workspace, 4)
    assert [r.value for r in rejects(desk.workspace)] == ["much"]
    undo_import(desk.workspace, 3)
    assert str(desk.revenue()) == str(sum(range(40)) + 10) + ".0000"
    assert rejects(desk.workspace) == ()


def test_only_imports_that_are_there_can_be_undone(desk: Desk) -> None:
    busy(desk)
    undo_import(desk.workspace, 2)
    for number in (2, 9):
        with pytest.raises(BadRequest) as fault:
            undo_import(desk.workspace, number)
        assert fault.value.remedy == "imports there are: 1, 3, 4"


def test_a_raw_file_that_changed_stops_the_rebuild_by_name(desk: Desk) -> None:
    busy(desk)
    before = desk.workspace.snapshot()
    record = before.imports[1]
    raw = desk.workspace.folder / record.raw
    content = raw.read_bytes()
    raw.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    with pytest.raises(WorkspaceFault, match=f"raw file {record.sha256[:4]}… changed since receipt 20"):
        rebuild(desk.workspace)
    assert desk.workspace.snapshot() == before
    raw.write_bytes(content)
    assert durable.sha256_of(raw) == record.sha256
    rebuild(desk.workspace)


def test_a_rebuild_that_gives_other_totals_is_not_committed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy(desk)
    before = desk.workspace.snapshot()
    monkeypatch.setattr("fourfold.book.rebuild.totals", lambda s: totals(s) if s == before.segments else {})
    with pytest.raises(WorkspaceFault, match="rebuilding gives other totals: order_lines, 41 rows now 0"):
        rebuild(desk.workspace)
    assert desk.workspace.snapshot() == before
