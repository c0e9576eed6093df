from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from fourfold.measures import ROWS
from tests.unit.cli.conftest import Run

MOVED = {
    "existing_product_new_account": "80.5000",
    "new_product_existing_account": "40.2500",
    "price_gain": "12.0000",
    "volume_gain": "20.0000",
    "lost_account": "-60.0000",
}


def asked(run: Run, shop: Path, *arguments: str) -> dict[str, Any]:
    said = run("--workspace", shop, "growth", "--current", "2012", "--format", "json", *arguments)
    assert (said.code, said.err) == (0, "")
    told: dict[str, Any] = json.loads(said.out)
    return told


def test_the_json_of_a_ledger_is_the_contract(run: Run, shop: Path) -> None:
    told = asked(run, shop)
    assert told["base"] == {
        "label": "2011", "start": "2011-01-01", "end": "2012-01-01", "revenue": "160.0000",
    }  # fmt: skip
    assert told["current"] == {
        "label": "2012", "start": "2012-01-01", "end": "2013-01-01", "revenue": "252.7500",
    }  # fmt: skip
    assert told["change"] == "92.7500"
    assert [row["row"] for row in told["rows"]] == list(ROWS)
    assert {row["row"]: row["amount"] for row in told["rows"]} == {**dict.fromkeys(ROWS, "0.0000"), **MOVED}
    assert all(
        set(row) >= {"label", "net_of_switching", "accounts", "lines", "pairs"} for row in told["rows"]
    )
    lost = next(row for row in told["rows"] if row["row"] == "lost_account")
    assert (lost["accounts"], lost["lines"], lost["pairs"]) == (1, 1, 1)
    assert told["quarantined"] == {"rows": 1, "value": None}
    assert [text[:20] for text in told["warnings"]] == ["1 faulty row of thes"]
    assert "groups" not in told


def test_the_figures_in_the_json_are_exact_and_name_their_conventions(run: Run, shop: Path) -> None:
    figures = asked(run, shop)["figures"]
    amounts = [figures[name] for name in ("gain", "loss", "other", "repeat_rose", "repeat_fell")]
    assert amounts == ["152.7500", "-60.0000", "0.0000", "32.0000", "0.0000"]
    assert figures["history_months"] == 23
    shares = {part["name"]: part["share"] for part in figures["sources"]}
    # 80.50 and 40.25 of 120.75
    assert shares["existing_product_new_account"] == "0.666667"
    assert shares["new_product_existing_account"] == "0.333333"
    # acme's 172.25 and bolt's nothing over 160; the lesser of each year, 100 and 0, over 160
    assert [figures[name][0]["value"] for name in ("nrr", "grr")] == ["1.076563", "0.625000"]
    assert figures["nrr"][0]["convention"] == "accounts"


def test_the_json_holds_a_ledger_for_every_group_and_they_sum_to_the_whole(run: Run, shop: Path) -> None:
    told = asked(run, shop, "--by", "account,product")
    assert told["by"] == ["account", "product"]
    assert {tuple(g["values"].values()): g["change"] for g in told["groups"]} == {
        ("acme", "widget"): "32.0000",
        ("acme", "newton"): "40.2500",
        ("bolt", "widget"): "-60.0000",
        ("=1+1", "widget"): "80.5000",
    }
    for group in told["groups"]:
        assert [row["row"] for row in group["rows"]] == list(ROWS)
        assert set(group) >= {"base", "current", "figures"}
    assert sum(Decimal(g["change"]) for g in told["groups"]) == Decimal(told["change"])


def test_the_csv_of_a_ledger_is_exact_and_no_cell_of_it_is_run_as_a_formula(run: Run, shop: Path) -> None:
    said = run("--workspace", shop, "growth", "--current", "2012", "--by", "account", "--format", "csv")
    rows = list(csv.reader(io.StringIO(said.out)))
    assert any("'=1+1" in row for row in rows)
    assert not any(cell.startswith("=") for row in rows for cell in row)
    assert any("80.5000" in row for row in rows)


def test_a_workbook_goes_to_a_file_and_never_to_the_terminal(run: Run, shop: Path, tmp_path: Path) -> None:
    command = ("--workspace", shop, "growth", "--current", "2012", "--format", "xlsx")
    said = run(*command)
    assert (said.code, said.out) == (2, "")
    assert "add --output FILE" in said.err
    said = run(*command, "--output", tmp_path / "growth.xlsx")
    assert (said.code, said.out) == (0, "")
    with ZipFile(tmp_path / "growth.xlsx") as book:
        assert not any(b"<f>" in book.read(name) for name in book.namelist())


def test_piped_the_ledger_is_plain_text_of_80_columns(run: Run, shop: Path) -> None:
    for command in (("growth", "--current", "2012", "--by", "product"), ("series", "--grain", "year")):
        said = run("--workspace", shop, *command)
        assert said.code == 0
        assert "\x1b" not in said.out + said.err  # on a busy machine progress is told, as plain lines
        assert max(len(line) for line in said.out.splitlines()) <= 80


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        (("--current", "last year"), "2012-Q1"),
        (("--current", "2012", "--base", "2012-Q4"), "--base"),
        (("--current", "2012", "--by", "planet"), "--by"),
        (("--current", "2012", "--policy", "dormant-3"), "--policy"),
        (("--current", "2012", "--product-level", "sku"), "--product-level"),
        (("--current", "2012", "--as-of", "31.12.2012"), "--as-of"),
    ],
)
def test_a_question_that_cannot_be_meant_ends_with_2_and_says_where_and_what_to_do(
    run: Run, shop: Path, wrong: tuple[str, ...], place: str
) -> None:
    said = run("--workspace", shop, "growth", *wrong)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("Error: ")
    assert place in said.err
    assert "Remedy: " in said.err


def test_a_series_tells_one_ledger_for_each_period(run: Run, shop: Path) -> None:
    told = json.loads(run("--workspace", shop, "series", "--grain", "year", "--format", "json").out)
    assert told["grain"] == "year"
    assert [point["current"]["label"] for point in told["points"]] == ["2010", "2011", "2012"]
    assert [point["change"] for point in told["points"]] == ["1.0000", "159.0000", "92.7500"]
    said = run("--workspace", shop, "series", "--grain", "year", "--current", "2012", "--format", "csv")
    assert [row["period"] for row in csv.DictReader(io.StringIO(said.out))] == ["2012"]
    assert "252.7500" in said.out


def test_the_usual_ledgers_are_prepared_ahead(run: Run, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from fourfold.growth import usual  # noqa: PLC0415  patched where it is looked up

    monkeypatch.setattr(usual, "BY", ((), ("region",)))
    monkeypatch.setattr(usual, "QUARTERS", 1)
    assert run("--workspace", shop, "prepare").out == "4 ledgers are prepared\n"
