from __future__ import annotations

from pathlib import Path

import pytest

from fourfold.book.settings import Settings
from fourfold.book.workspace import create_workspace, current, open_workspace, read_snapshot
from fourfold.errors import BadRequest, WorkspaceFault
from tests.unit.book.making import LINES, Desk, numbered


def test_a_new_workspace_opens_with_an_empty_snapshot(tmp_path: Path) -> None:
    create_workspace(tmp_path / "w", Settings("EUR"))
    opened = open_workspace(tmp_path / "w")
    assert opened.settings == Settings("EUR")
    assert opened.snapshot().segments == ()
    with pytest.raises(WorkspaceFault, match="already"):
        create_workspace(tmp_path / "w", Settings("EUR"))


def test_a_folder_without_workspace_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceFault) as told:
        open_workspace(tmp_path)
    assert "fourfold init" in told.value.remedy


def test_a_snapshot_is_found_by_name_only(desk: Desk) -> None:
    name = desk.workspace.snapshot().name
    assert read_snapshot(desk.workspace, name).name == name
    for wrong in ("snap-000009-0123456789ab", "../CURRENT", ""):
        with pytest.raises(BadRequest, match="no snapshot"):
            read_snapshot(desk.workspace, wrong)


def test_a_pointer_cut_at_any_length_gives_the_last_whole_snapshot_and_a_warning(desk: Desk) -> None:
    desk.bring(desk.file("a.csv", LINES, numbered(range(3))))
    name = desk.workspace.snapshot().name
    pointer = desk.workspace.folder / "snapshots" / "CURRENT"
    whole = pointer.read_bytes()
    for length in range(len(whole)):
        pointer.write_bytes(whole[:length])
        snapshot, (warning,) = current(desk.workspace)
        assert (snapshot.name, warning.code) == (name, "W951")
    pointer.unlink()
    assert current(desk.workspace)[0].name == name


def test_a_damaged_current_manifest_gives_the_one_before(desk: Desk) -> None:
    before = desk.workspace.snapshot().name
    desk.bring(desk.file("a.csv", LINES, numbered(range(3))))
    path = desk.workspace.folder / "snapshots" / f"{desk.workspace.snapshot().name}.json"
    path.write_bytes(path.read_bytes()[:-1])
    snapshot, warnings = current(desk.workspace)
    assert snapshot.name == before
    assert warnings


@pytest.mark.parametrize("damage", ["flip", "cut", "gone"])
def test_a_damaged_segment_is_never_read(desk: Desk, damage: str) -> None:
    desk.bring(desk.file("a.csv", LINES, numbered(range(3))))
    (segment,) = desk.workspace.snapshot().segments
    path = desk.workspace.file(segment)
    content = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(
            content[:-1] if damage == "cut" else content[:99] + bytes([content[99] ^ 1]) + content[100:]
        )
    with pytest.raises(WorkspaceFault) as told:
        desk.workspace.file(segment)
    assert told.value.remedy == "fourfold rebuild"


def test_a_verified_segment_is_not_hashed_again_until_it_changes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.bring(desk.file("a.csv", LINES, numbered(range(3))))
    (segment,) = desk.workspace.snapshot().segments
    desk.workspace.file(segment)
    hashed: list[Path] = []
    monkeypatch.setattr("fourfold.book.durable.sha256_of", lambda path: hashed.append(path) or segment.sha256)
    desk.workspace.file(segment)
    assert hashed == []
    (desk.workspace.folder / segment.file).touch()
    desk.workspace.file(segment)
    assert len(hashed) == 1
