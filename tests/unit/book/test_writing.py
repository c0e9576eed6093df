from __future__ import annotations

from pathlib import Path

import pytest

from fourfold.book import writing
from fourfold.book.workspace import history
from fourfold.errors import WorkspaceFault
from tests.unit.book.making import LINES, Desk, numbered


def test_a_second_writer_is_told_that_the_workspace_is_busy(desk: Desk) -> None:
    waited: list[str] = []
    second = writing.hold(desk.workspace, 0.15, lambda: waited.append("once"))
    with writing.hold(desk.workspace), pytest.raises(WorkspaceFault, match="busy"), second:
        pass
    assert waited == ["once"]
    with writing.hold(desk.workspace) as work:
        assert work.is_dir()
    assert not work.exists()


def test_what_a_dead_process_left_is_swept_and_what_snapshots_need_stays(desk: Desk) -> None:
    desk.bring(desk.file("a.csv", LINES, numbered(range(3))))
    folder = desk.workspace.folder
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    (folder / "tmp" / "work-1").mkdir()
    (folder / "tmp" / "work-1" / "half").write_text("x")
    (folder / "segments" / "order_lines-000009-000009-0000.parquet").write_text("x")
    (folder / "index" / "order_lines-000009-000009-0000.probes").write_text("x")
    with writing.hold(desk.workspace):
        pass
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_nothing_is_swept_while_a_manifest_is_damaged(desk: Desk) -> None:
    desk.bring(desk.file("a.csv", LINES, numbered(range(3))))
    (segment,) = desk.workspace.snapshot().segments
    manifest = desk.workspace.folder / "snapshots" / f"{desk.workspace.snapshot().name}.json"
    whole = manifest.read_bytes()
    manifest.write_bytes(whole[:-1])
    with writing.hold(desk.workspace):
        assert (
            writing.to_write_on(desk.workspace)[0].number == 1
        )  # the damaged one's number is not used again
    manifest.write_bytes(whole)
    assert desk.workspace.file(segment).exists()


def test_restoring_makes_an_old_state_new_and_keeps_the_log_and_the_numbers(desk: Desk) -> None:
    desk.bring(desk.file("a.csv", LINES, numbered(range(3))))
    first = desk.workspace.snapshot()
    desk.bring(desk.file("b.csv", LINES, numbered(range(3, 6))))
    restored = writing.restore(desk.workspace, first.name)
    assert restored.segments == first.segments
    assert (restored.number, restored.next_import) == (3, 3)
    assert [(r.number, r.undone) for r in restored.imports] == [(1, False), (2, True)]
    assert desk.bring(desk.folder / "b.csv").number == 3


def test_the_oldest_of_many_snapshots_go(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "SNAPSHOTS_KEPT", 1)
    monkeypatch.setattr(writing, "KEPT_AT_LEAST", -1)
    for i in range(4):
        desk.bring(desk.file(f"{i}.csv", LINES, numbered(range(3 * i, 3 * i + 3))))
    with writing.hold(desk.workspace):
        pass
    assert [s.number for s in history(desk.workspace)] == [3, 4]
    for segment in desk.workspace.snapshot().segments:
        assert isinstance(desk.workspace.file(segment), Path)
