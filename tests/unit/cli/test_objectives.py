from __future__ import annotations

import csv
import io
import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from fourfold.book import reading
from fourfold.book.imports import ImportRequest, import_file
from fourfold.book.intake.content import Content
from fourfold.book.settings import Settings
from fourfold.book.workspace import Workspace, create_workspace
from tests.unit.cli.conftest import ROWS, Run, orders

FILES = {
    "sellers": (
        "seller_id,seller_name",
        "S1,Ann Lee",
        "S2,Bob Orr",
    ),
    "teams": (
        "team_id,seller_id,team_name,parent_team_id,role,starts_on",
        "N,S1,North,,member,2010-01-01",
        "N,S2,North,,member,2012-07-01",
    ),
    "accounts": ("account_id,account_name", "acme,Acme", "bolt,Bolt", "coil,Coil"),
    "assignments": (
        "account_id,seller_id,role,share,starts_on",
        "acme,S1,primary,1,2010-01-01",
        "bolt,S2,primary,1,2010-01-01",
    ),
    "objectives": (
        "objective_id,objective_name,measure,owner_level,owner_id,starts_on,ends_on,target,weight,cap,state",
        "o-1,Grow,revenue,company,,2012-01-01,2013-01-01,300.05,1,,active",
        "o-2,New business,new_account_gain,team,N,2012-01-01,2013-01-01,200,3,,active",
        "o-3,Hold,nrr,team,N,2012-01-01,2013-01-01,0.9,1,1.5,active",
        "o-4,Odd,attach_rate,team,N,2012-01-01,2013-01-01,,1,,draft",
    ),
}


@pytest.fixture(scope="module")
def _ruled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ruled")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reading, "open_content", Content)
        workspace = create_workspace(folder / "book", Settings("EUR", "Europe/Berlin"))
        import_file(workspace, ImportRequest(orders(folder / "orders.csv", *ROWS), confirmed=True))
        for table in FILES:
            _load(workspace, folder, table)
    return workspace.folder


def _load(workspace: Workspace, folder: Path, table: str) -> None:
    path = folder / f"{table}.csv"
    path.write_text("".join(f"{row}\n" for row in FILES[table]), "utf-8")
    import_file(workspace, ImportRequest(path, table, confirmed=True))


@pytest.fixture
def ruled(_ruled: Path) -> Path:
    """A workspace with a team, two sellers and three objectives, to be read only."""
    return _ruled


@pytest.fixture
def own(_ruled: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(_ruled, tmp_path / "book"))


def told(run: Run, folder: Path, *arguments: str) -> Any:
    said = run("--workspace", folder, *arguments, "--format", "json")
    assert said.code == 0, said.err
    return json.loads(said.out)


def test_objectives_are_listed_by_owner_and_state(run: Run, ruled: Path) -> None:
    assert [one["objective_id"] for one in told(run, ruled, "objectives", "list")] == ["o-1", "o-2", "o-3"]
    found = told(run, ruled, "objectives", "list", "--owner", "team North", "--as-of", "2012-06-30")
    assert [one["measure"] for one in found] == ["new_account_gain", "nrr"]
    assert told(run, ruled, "objectives", "list", "--state", "draft") == []
    said = run("--workspace", ruled, "objectives", "list")
    assert "North" in said.out
    said = run("--workspace", ruled, "objectives", "list", "--owner", "team West")
    assert (said.code, "use one of N" in said.err) == (2, True)


def test_the_catalogue_of_measures_needs_no_workspace(run: Run) -> None:
    said = run("objectives", "measures", "lost_accounts")
    assert (said.code, "less" in said.out) == (0, True)
    assert run("objectives", "measures", "luck").code == 2
    assert "new_accounts: New accounts" in run("objectives", "measures").out


def test_what_is_exported_imports_again_and_adds_nothing(run: Run, own: Path, tmp_path: Path) -> None:
    before = told(run, own, "objectives", "list")
    for name in ("goals.csv", "goals.xlsx"):
        path = tmp_path / name
        assert run("--workspace", own, "objectives", "export", "--output", path).code == 0
        said = run("--workspace", own, "objectives", "import", path, "--yes")
        assert said.code == 0, said.err
        assert told(run, own, "objectives", "list") == before


def test_a_scorecard_tells_figure_attainment_and_score(run: Run, ruled: Path) -> None:
    found = told(run, ruled, "objectives", "scorecard", "--owner", "team North", "--as-of", "2012-12-31")
    rows = {row["objective_id"]: row for row in found["Scorecard"]}
    # newton is new, but acme is not; nobody of the team is credited for "=1+1"
    assert (rows["o-2"]["figure"], rows["o-2"]["attainment"]) == ("0.0000", "0.000000")
    # acme 172.25 of 100; of bolt's 60 the part that its seller brought into the team, 184 days of 366
    assert (rows["o-3"]["figure"], rows["o-3"]["counted"]) == ("1.323332", "1.470369")
    # 3 x 0 + 1 x 1.470369, over 4
    assert found["Scores"][0]["score"] == "0.367592"
    said = run("--workspace", ruled, "objectives", "scorecard", "--owner", "team North")
    assert "New business" in said.out
    said = run("--workspace", ruled, "objectives", "scorecard", "--owner", "seller S2")
    assert (said.code, said.out[:12]) == (0, "No objective")


def test_a_cascade_is_shown_and_stored_only_if_asked(run: Run, own: Path) -> None:
    command = ("objectives", "cascade", "--objective", "o-1", "--base", "even")
    shown = told(run, own, *command)
    assert len(told(run, own, "objectives", "list")) == 3
    parts = {row["owner_id"]: row for row in shown["Parts of Grow"]}
    # Bob is there for 184 of 366 days: 300.05 x 366/550 and x 184/550
    assert [parts[who]["target"] for who in ("N", "S1", "S2")] == ["300.0500", "199.6700", "100.3800"]
    assert parts["S2"]["starts_on"] == "2012-07-01"
    assert {row["difference"] for row in shown["Roll-up"]} == {"0.0000"}
    assert "3 of 3 parts are stored" in run("--workspace", own, *command, "--write").err
    assert "0 of 3 parts are stored" in run("--workspace", own, *command, "--write").err
    listed = told(run, own, "objectives", "list", "--state", "draft")
    assert [one["objective_id"] for one in listed] == ["o-1/N/S1", "o-1/N/S2", "o-1/N"]
    history = told(run, own, "objectives", "show", "o-1/N/S2")["history"]
    assert [(step["by"], step["why"]) for step in history] == [("command line", "cascade of o-1")]


def test_over_assignment_and_fixed_parts_are_told(run: Run, ruled: Path) -> None:
    said = run(
        "--workspace", ruled, "objectives", "cascade", "--objective", "o-2", "--base", "even",
        "--over-assignment", "0.1", "--fix", "seller Ann Lee=150",
    )  # fmt: skip
    assert said.code == 0, said.err
    assert "over-assigned: the parts sum to 220.00" in said.out
    assert "fixed by hand" in said.out
    assert "70.00" in said.out


def test_the_balance_names_what_tilts(run: Run, ruled: Path) -> None:
    found = told(run, ruled, "balance", "--current", "2012")
    assert found["sentences"]
    points = sum(Decimal(row["points"]) for row in found["Objectives"])
    assert abs(points - Decimal(found["Tilt over time"][0]["points"])) <= Decimal("0.001")
    assert "the book holds no activities" in found["missing"]
    said = run("--workspace", ruled, "balance", "--current", "2012", "--owner", "team North")
    assert "New business" in said.out


def test_a_list_is_linted_from_a_file_or_standard_input(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "goals.txt"
    path.write_text("Win 20 new customers by June\nIncrease revenue by 10 %\n", "utf-8")
    said = run("lint", path, "--format", "json")
    found = json.loads(said.out)
    rows = found["Objectives, linted"]
    assert [row["addresses"] for row in rows[:2]] == ["new accounts", "other"]
    assert "keeping what they buy" in {row["addresses"] for row in rows[2:]}
    monkeypatch.setattr("sys.stdin", io.StringIO(path.read_text("utf-8")))
    assert "Win 20 new customers by June" in run("lint", "-").out
    assert run("lint", tmp_path / "none.txt").code == 2
    path.write_bytes(b"\xff\xfe\x00")
    assert "save it as UTF-8" in run("lint", path).err


def test_csv_of_the_list_has_the_columns_of_the_table(run: Run, ruled: Path) -> None:
    said = run("--workspace", ruled, "objectives", "list", "--format", "csv")
    assert next(csv.reader(io.StringIO(said.out)))[:3] == ["objective_id", "objective_name", "measure"]
