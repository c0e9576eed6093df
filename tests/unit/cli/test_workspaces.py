from __future__ import annotations

import json
from pathlib import Path

import pytest

from fourfold.book.settings import Settings
from fourfold.book.workspace import open_workspace
from tests.unit.cli.conftest import ROWS, Run


def test_a_workspace_is_made_with_what_was_told_and_the_next_command_is_said(
    run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "book"
    said = run("init", folder, "--currency", "GBP", "--timezone", "Europe/London", "--fiscal-year-starts", 7)
    assert (said.code, said.err) == (0, "")
    assert f"fourfold --workspace {folder} import FILE" in said.out
    assert open_workspace(folder).settings == Settings("GBP", "Europe/London", 7)


@pytest.mark.parametrize(
    ("told", "remedy"),
    [
        (("--currency", "pounds"), "EUR"),
        (("--currency", "GBP", "--timezone", "Mars/Base"), "Europe"),
        (("--currency", "GBP", "--fiscal-year-starts", "13"), "12"),
        (("--currency", "GBP", "--calendar", "lunar"), "4-4-5"),
        (("--currency", "GBP", "--product-level", "sku"), "family"),
    ],
)
def test_settings_that_cannot_be_meant_make_no_workspace_and_name_their_choices(
    run: Run, tmp_path: Path, told: tuple[str, ...], remedy: str
) -> None:
    said = run("init", tmp_path / "book", *told)
    assert (said.code, said.out) == (2, "")
    assert remedy in said.err.split("Remedy:")[1]
    assert not (tmp_path / "book").exists()


def test_other_files_may_stand_beside_a_workspace_but_none_of_its_own_names(run: Run, tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("mine")
    assert run("init", tmp_path, "--currency", "EUR").code == 0
    assert (tmp_path / "orders.csv").read_text() == "mine"
    (tmp_path / "other" / "raw").mkdir(parents=True)
    (tmp_path / "other" / "raw" / "photo.nef").write_text("mine")
    said = run("init", tmp_path / "other", "--currency", "EUR")
    assert (said.code, said.out) == (5, "")
    assert "it holds a raw of another kind" in said.err
    assert "Remedy: choose another folder" in said.err


def test_the_status_tells_settings_imports_and_quarantine(run: Run, shop: Path) -> None:
    said = run("--workspace", shop, "status")
    assert (said.code, said.err) == (0, "")
    assert all(word in said.out for word in ("EUR", "Europe/Berlin", "orders.csv"))
    told = json.loads(run("--workspace", shop, "status", "--format", "json").out)
    assert told["rows"] == {"order_lines": len(ROWS) - 1}
    assert told["quarantined"]["rows"] == 1
    assert [i["file"] for i in told["imports"]] == ["orders.csv"]


def test_where_there_is_no_workspace_a_command_ends_with_5_and_says_how_to_make_one(
    run: Run, tmp_path: Path
) -> None:
    said = run("--workspace", tmp_path, "status")
    assert (said.code, said.out) == (5, "")
    assert str(tmp_path) in said.err
    assert "fourfold init" in said.err
