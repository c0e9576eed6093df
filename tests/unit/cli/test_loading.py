from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import click
import pytest

from fourfold.book.book import open_book
from fourfold.book.workspace import open_workspace
from fourfold.cli import loading
from tests.unit.cli.conftest import ROWS, Run, orders, state

NEXT = "SO8,1,acme,widget,2013-01-02,1,5.00,EUR"


@pytest.fixture
def empty(run: Run, tmp_path: Path) -> Path:
    """A workspace with nothing in it."""
    assert run("init", tmp_path / "empty", "--currency", "EUR").code == 0
    return tmp_path / "empty"


def test_without_a_yes_or_a_terminal_an_import_shows_what_it_would_do_and_changes_nothing(
    run: Run, empty: Path, tmp_path: Path
) -> None:
    before = state(empty)
    said = run("--workspace", empty, "import", orders(tmp_path / "orders.csv", *ROWS[:3]))
    assert said.code == 3
    assert "order_id" in said.out
    assert "Confirm with --yes" in said.err
    assert state(empty) == before


def test_a_dry_run_gives_the_account_and_changes_nothing(run: Run, empty: Path, tmp_path: Path) -> None:
    before, file = state(empty), orders(tmp_path / "orders.csv", *ROWS)
    said = run("--workspace", empty, "import", file, "--dry-run", "--format", "json")
    told = json.loads(said.out)
    assert (told["outcome"], told["new"], told["rejected"]) == ("dry run", 6, 1)
    assert state(empty) == before


def test_every_line_and_every_amount_of_an_import_is_accounted_for(
    run: Run, empty: Path, tmp_path: Path
) -> None:
    file = orders(tmp_path / "orders.csv", *ROWS, "")
    said = run("--workspace", empty, "import", file, "--yes", "--format", "json")
    told = json.loads(said.out)
    assert (said.code, told["outcome"], told["number"]) == (0, "imported", 1)
    lines = told["lines"]
    parts = lines["header"] + lines["accepted"] + lines["rejected"] + lines["blank"]
    assert (lines["total"], lines["total"]) == (9, parts + sum(lines["other"].values()))
    assert told["money"]["EUR"]["accepted"] == "413.7500"
    assert told["mapping"]["amount"] == "amount"
    again = run("--workspace", empty, "import", file)
    assert again.code == 0
    assert "already imported" in again.out.lower()


def test_at_a_terminal_the_question_is_asked_and_a_no_changes_nothing(
    run: Run, empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([click.Abort(), True])

    def confirm(text: str, *, abort: bool) -> bool:
        assert abort
        answer = next(answers)
        if isinstance(answer, click.Abort):
            raise answer
        return bool(answer and text)

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(loading.click, "confirm", confirm)
    before, file = state(empty), orders(tmp_path / "orders.csv", *ROWS[:3])
    assert run("--workspace", empty, "import", file).code == 130
    assert state(empty) == before
    assert run("--workspace", empty, "import", file).code == 0
    assert open_workspace(empty).snapshot().number == 1


def test_a_file_with_a_faulty_structure_is_refused_with_code_and_place(
    run: Run, own_shop: Path, tmp_path: Path
) -> None:
    before, broken = state(own_shop), tmp_path / "broken.csv"
    broken.write_bytes(b"%PDF-1.4 nothing to import")
    said = run("--workspace", own_shop, "import", broken, "--yes")
    assert (said.code, said.out) == (4, "")
    assert said.err.startswith("Refused, nothing was loaded (broken.csv):\n\nE103 ")
    assert "remedy: " in said.err
    assert state(own_shop) == before


@pytest.mark.parametrize(
    "wrong", [("none.csv",), ("orders.csv", "--table", "orders"), ("orders.csv", "--map", "amount")]
)
def test_an_import_that_cannot_be_meant_ends_with_2(
    run: Run, empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    orders(tmp_path / "orders.csv", *ROWS)
    said = run("--workspace", empty, "import", *wrong)
    assert (said.code, said.out) == (2, "")
    assert "Remedy: " in said.err


def test_rejects_are_listed_exported_repaired_and_imported(run: Run, own_shop: Path, tmp_path: Path) -> None:
    shop, file = ("--workspace", own_shop), tmp_path / "repair.csv"
    (told,) = json.loads(run(*shop, "rejects", "--format", "json").out)
    assert (told["import"], told["line"], told["column"], told["value"]) == (1, 8, "amount", "much")
    listed = run(*shop, "rejects").out
    assert "much" in listed
    assert max(len(line) for line in listed.splitlines()) <= 80
    assert run(*shop, "rejects", "--output", file).out == f"1 rows written: {file}\n"
    file.write_text(file.read_text("utf-8").replace("much", "9.75"), "utf-8")
    done = json.loads(run(*shop, "import", file, "--yes", "--format", "json").out)
    assert (done["new"], done["closed"], done["rejected"]) == (1, 1, 0)
    assert run(*shop, "rejects").out == "No rows are in quarantine.\n"
    growth = json.loads(run(*shop, "growth", "--current", "2012", "--format", "json").out)
    assert growth["current"]["revenue"] == "262.5000"
    assert growth["quarantined"]["rows"] == 0


def test_an_import_is_undone_by_its_number_and_nothing_else_is(
    run: Run, own_shop: Path, tmp_path: Path
) -> None:
    shop = ("--workspace", own_shop)
    said = run(*shop, "import", orders(tmp_path / "more.csv", NEXT), "--yes")
    assert said.code == 0
    assert open_workspace(own_shop).snapshot().segments[-1].rows == 1
    said = run(*shop, "undo", 2, "--yes")
    assert said.out.startswith("import #2 is undone")
    status = json.loads(run(*shop, "status", "--format", "json").out)
    assert status["rows"] == {"order_lines": 6}
    before = state(own_shop)
    said = run(*shop, "undo", 7, "--yes")
    assert (said.code, said.out) == (2, "")
    assert state(own_shop) == before


def test_an_undo_without_a_yes_changes_nothing(
    run: Run, own_shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    before = state(own_shop)
    said = run("--workspace", own_shop, "undo", 1)
    assert said.code == 3
    assert "Q509 take import #1 back?" in said.err
    assert state(own_shop) == before


def test_a_rebuild_makes_the_same_book_from_the_files_as_received(run: Run, own_shop: Path) -> None:
    said = run("--workspace", own_shop, "rebuild")
    assert said.code == 0
    assert said.out.splitlines()[0] == "order_lines: 6 rows, equal"
    assert "1 imports replayed" in said.out


def test_stopping_an_import_leaves_the_workspace_as_it_was(
    run: Run, own_shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    before, file = state(own_shop), orders(tmp_path / "more.csv", NEXT)
    monkeypatch.setattr("fourfold.book.reading.open_content", stopped)
    said = run("--workspace", own_shop, "import", file, "--yes")
    assert said.code == 130
    assert "nothing was changed" in said.err
    assert state(own_shop) == before


def test_the_workspace_may_stand_after_the_command_and_mappings_one_after_another(
    run: Run, empty: Path, tmp_path: Path
) -> None:
    file = tmp_path / "shop.csv"
    file.write_text("doc,who,what,day,n,price\nA,acme,widget,2012-01-02,3,1.50\n")
    said = run(
        "import", file, "--workspace", empty, "--map", "order_id=doc", "account_id=who", "product_id=what",
        "ordered_on=day", "amount=n*price", "currency==EUR", "--yes", "--format", "json",
    )  # fmt: skip
    told = json.loads(said.out)
    assert told["mapping"]["amount"] == "n*price"
    assert (told["new"], told["money"]["EUR"]["accepted"]) == (1, "4.5000")


GERMAN = {
    "opportunities": (
        "Verkaufschance;Bezeichnung;Kundennr;Verkäufer;Erstellt am;Abschlussdatum;Status;Phase;Betrag;"
        "Währung",
        ("V1;Förderband;K1;S1;03.02.2025;28.03.2025;Gewonnen;Vertrag;12.500,50;EUR",
         "V2;Waage;Neuland AG;S1;17.02.2025;;Offen;Angebot;;",
         "V3;Regal;K1;S1;17.02.2025;16.02.2025;Verloren;Angebot;3.000,00;EUR",
         "V4;Regal;K1;S9;17.02.2025;20.02.2025;Verloren;Angebot;4.000,00;EUR"),
        {4: "E428", 5: "E601"},
    ),
    "activities": (
        "Aktivität;Kundennr;Ansprechpartner;Mitarbeiter;Datum;Art;Zweck;Minuten;Richtung",
        ("A1;K1;Frau Berg;S1;13.02.2025;Besuch;Kundendienst;45;ausgehend",
         "A2;;;S1;14.02.2025;Anruf;;7,5;eingehend",
         "A3;K1;;S1;14.02.2025;Schulung;;;"),
        {4: "E422"},
    ),
    "objectives": (
        "Ziel-ID;Bezeichnung;Kennzahl;Ebene;Verantwortlich;Von;Bis;Zielwert;Schwelle;Gewicht;Obergrenze;Zustand",
        ("Z1;Umsatz 2025;Umsatz;Firma;;01.01.2025;31.12.2025;1.250.000,00;;;;aktiv",
         "Z2;Neue;Neukunden;Verkäufer;S1;01.01.2025;31.12.2025;12;6;2;1,5;Entwurf",
         "Z3;Neue;Neukunden;Firma;S1;01.01.2025;31.12.2025;12;;;;",
         "Z4;Neue;Neukunden;Verkäufer;S1;01.01.2026;31.12.2025;12;;;;"),
        {4: "E428", 5: "E516"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("table", GERMAN)
def test_a_german_file_of_each_table_is_read_replaced_rebuilt_and_taken_back(
    run: Run, empty: Path, tmp_path: Path, table: str
) -> None:
    header, rows, faulty = GERMAN[table]
    book, file = ("--workspace", empty), tmp_path / f"{table}.csv"
    sellers = tmp_path / "sellers.csv"
    sellers.write_text("seller_id,seller_name\nS1,Ute\n")
    assert run(*book, "import", sellers, "--table", "sellers", "--yes").code == 0
    file.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    said = run(*book, "import", file, "--table", table, "--yes", "--format", "json")
    told = json.loads(said.out)
    assert (told["outcome"], told["new"], told["rejected"]) == (
        "imported",
        len(rows) - len(faulty),
        len(faulty),
    )
    waiting = json.loads(run(*book, "rejects", "--format", "json").out)
    assert {one["line"]: one["code"] for one in waiting} == faulty, waiting
    later = file.with_name("later.csv")
    later.write_text(
        file.read_text("utf-8").replace("V2;Waage", "V2;Waagen").replace("7,5", "9").replace("12;6", "14;6")
    )
    again = json.loads(run(*book, "import", later, "--table", table, "--yes", "--format", "json").out)
    assert (again["new"], again["changed"], again["known"]) == (0, 1, len(rows) - len(faulty) - 1)
    rebuilt = run(*book, "rebuild")
    assert rebuilt.code == 0, rebuilt.err
    assert run(*book, "undo", 3, "--yes").code == 0
    assert table in run(*book, "status").out


def test_last_days_of_months_are_asked_about_and_read_as_such(run: Run, empty: Path, tmp_path: Path) -> None:
    header, rows, _ = GERMAN["objectives"]
    file = tmp_path / "ziele.csv"
    file.write_text("\n".join([header, rows[0], ""]), encoding="utf-8")
    said = run("--workspace", empty, "import", file, "--table", "objectives", "--dry-run", "--format", "json")
    asked = {one["code"]: one["message"] for one in json.loads(said.out)["questions"]}
    assert asked["Q807"] == "'Bis' holds last days: 2025-12-31 is read as before 2026-01-01"
    assert run("--workspace", empty, "import", file, "--table", "objectives", "--yes").code == 0
    book = open_book(open_workspace(empty))
    assert book.reference("objectives")["ends_on"].to_pylist() == [date(2026, 1, 1)]
    book.close()


def test_a_crm_export_is_read_by_its_own_header(run: Run, empty: Path, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text(
        "Record ID,Deal Name,Deal Stage,Create Date,Close Date,Deal owner,Amount\n"
        "17,Belt,closedwon,2025-02-03,2025-03-28,S1,1250.50\n"
        "18,Rack,contractsent,2025-02-03,2025-09-28,S1,\n"
    )
    said = run("--workspace", empty, "import", file, "--table", "opportunities", "--yes", "--format", "json")
    told = json.loads(said.out)
    assert (told["new"], told["rejected"]) == (2, 0)
    assert told["mapping"]["status"] == "Deal Stage"
    assert told["money"]["EUR"]["accepted"] == "1250.5000"
