"""Backups: whole, private, and refused when they were changed."""

from __future__ import annotations

import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from fourfold.book.backup import back_up, restore_backup
from fourfold.book.imports import ImportRequest, import_file
from fourfold.book.settings import Settings
from fourfold.book.workspace import Workspace, create_workspace
from fourfold.errors import WorkspaceFault


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = create_workspace(tmp_path / "book", Settings("EUR"))
    file = tmp_path / "orders.csv"
    file.write_text("order_id,account_id,product_id,ordered_on,amount,currency\n1,A,P,2025-01-02,10.00,EUR\n")
    import_file(made, ImportRequest(file, "order_lines", confirmed=True))
    with closing(sqlite3.connect(made.folder / "people.sqlite3")) as people:
        people.execute("create table person (email text)")
        people.execute("insert into person values ('a@example.com')")
        people.commit()
    return made


def test_a_restored_workspace_has_the_same_snapshot_the_files_as_received_and_the_people(
    workspace: Workspace, tmp_path: Path
) -> None:
    kept = back_up(workspace, tmp_path / "kept.tar")
    restored = restore_backup(kept, tmp_path / "again")
    assert restored.snapshot() == workspace.snapshot()
    assert restored.settings == workspace.settings
    raw = workspace.snapshot().imports[0].raw
    assert (restored.folder / raw).read_bytes() == (workspace.folder / raw).read_bytes()
    with closing(sqlite3.connect(restored.folder / "people.sqlite3")) as people:
        assert people.execute("select email from person").fetchall() == [("a@example.com",)]


def test_a_backup_is_readable_by_its_owner_alone(workspace: Workspace, tmp_path: Path) -> None:
    assert back_up(workspace, tmp_path / "kept.tar").stat().st_mode & 0o777 == 0o600


def test_a_backup_never_overwrites(workspace: Workspace, tmp_path: Path) -> None:
    back_up(workspace, tmp_path / "kept.tar")
    with pytest.raises(WorkspaceFault, match="exists"):
        back_up(workspace, tmp_path / "kept.tar")


@pytest.mark.parametrize("damage", ["cut off", "a changed byte", "a foreign name", "no tar"])
def test_a_backup_that_is_not_whole_leaves_nothing_behind(
    workspace: Workspace, tmp_path: Path, damage: str
) -> None:
    kept = back_up(workspace, tmp_path / "kept.tar")
    content = kept.read_bytes()
    segment = (workspace.folder / workspace.snapshot().segments[0].file).read_bytes()
    if damage == "cut off":
        kept.write_bytes(content[: len(content) // 3])
    elif damage == "a changed byte":
        at = content.index(segment) + len(segment) // 2
        kept.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
    elif damage == "a foreign name":
        (tmp_path / "evil").write_text("x")
        with tarfile.open(kept, "a") as added:
            added.add(tmp_path / "evil", "../evil2")
    else:
        kept.write_bytes(b"no tar at all")
    with pytest.raises(WorkspaceFault):
        restore_backup(kept, tmp_path / "again")
    assert not (tmp_path / "again").exists()
    assert not list(tmp_path.glob(".again*"))
    assert not (tmp_path / "evil2").exists()
