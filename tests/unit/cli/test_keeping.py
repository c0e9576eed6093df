"""Backup and restore by command: what was kept answers the same again."""

from __future__ import annotations

from pathlib import Path

from tests.unit.cli.conftest import Run


def test_a_restored_workspace_answers_as_the_one_that_was_backed_up(
    run: Run, shop: Path, tmp_path: Path
) -> None:
    asked = ("growth", "--current", "2012", "--format", "json")
    before = run("--workspace", str(shop), *asked)
    assert run("--workspace", str(shop), "backup", str(tmp_path / "kept.tar")).code == 0
    assert run("restore", str(tmp_path / "kept.tar"), str(tmp_path / "again")).code == 0
    assert run("--workspace", str(tmp_path / "again"), *asked).out == before.out


def test_a_backup_that_is_there_is_not_overwritten(run: Run, shop: Path, tmp_path: Path) -> None:
    (tmp_path / "kept.tar").write_bytes(b"")
    refused = run("--workspace", str(shop), "backup", str(tmp_path / "kept.tar"))
    assert refused.code == 5
    assert "choose another name" in refused.err
