from __future__ import annotations

import pytest

from fourfold.book.quarantine import rejects
from tests.unit.book.making import Desk

Case = tuple[str, str, list[str], list[int], str, str]
"""Table, header, rows; the lines rejected, their code, and what the first is told."""

ACCOUNTS = "account_id,parent_id,merged_into"
PRODUCTS = "product_id,family,category,division,successor_of"
SELLERS = "seller_id,hired_on,left_on"
TEAMS = "team_id,seller_id,role,starts_on,ends_on"
ASSIGNMENTS = "account_id,seller_id,role,share,starts_on,ends_on"


D1 = "2026-01-01"

CASES: list[Case] = [
    ("accounts", ACCOUNTS, ["A,B,", "B,C,", "C,A,", "D,A,"], [2, 3, 4], "E511", "cycle: A -> B -> C -> A"),
    ("accounts", ACCOUNTS, ["A,,B", "B,,A", "C,,A"], [2, 3], "E511", "cycle: A -> B -> A"),
    ("accounts", ACCOUNTS, ["A,A,", "B,A,"], [2], "E511", "cycle: A -> A"),
    ("products", PRODUCTS, ["A,F,C,,B", "B,F,C,,A", "C,F,C,,"], [2, 3], "E511", "cycle: A -> B -> A"),
    ("products", PRODUCTS, ["A,,,,", "B,,,,A", "C,,,,A"], [3, 4], "E512", "two successors: B and C"),
    ("products", PRODUCTS, ["A,F,C,,", "B,F,C,,", "C,F,D,,", "D,F,,,"], [4], "E514", "under C and D"),
    ("products", PRODUCTS, ["A,F,C,X,", "B,F,C,X,", "C,G,C,Y,"], [4], "E514", "category C"),
    ("sellers", SELLERS, ["S,2026-01-02,2026-01-01", "T,2026-01-01,"], [2], "E516", "left_on"),
    ("teams", TEAMS, ["T,S,manager,2026-01-01,", "T,R,manager,2026-06-01,"], [2, 3], "E515", "two managers"),
    ("teams", TEAMS, ["T,S,member,2026-01-01,2026-03-01", "U,S,member,2026-02-01,", "U,R,member,2026-02-01,"],
     [2, 3], "E516", "two memberships"),
    ("assignments", ASSIGNMENTS, [f"A,S,primary,0.6,{D1},", f"A,T,primary,0.5,{D1},", f"B,S,primary,1,{D1},"],
     [2, 3], "E513", "110 %"),
    ("assignments", ASSIGNMENTS, [f"A,S,primary,0.4,{D1},", f"B,S,primary,1,{D1},"], [2], "E513", "40 %"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_rows_that_contradict_each_other_are_rejected_with_the_reason(desk: Desk, case: Case) -> None:
    table, header, rows, faulty, code, said = case
    report = desk.bring(desk.file("t.csv", header, rows), table, yes=True)
    found = rejects(desk.workspace)
    assert [r.line for r in found] == faulty
    assert {r.codes for r in found} == {(code,)}
    assert said in found[0].message
    assert (report.rejected, report.new) == (len(faulty), len(rows) - len(faulty))


@pytest.mark.parametrize(
    ("table", "header", "rows"),
    [
        ("teams", TEAMS, ["T,S,member,2026-01-01,2026-02-15", "U,S,member,2026-02-15,",
                          "U,R,manager,2026-01-01,2026-02-01", "V,S,manager,2026-06-01,"]),
        ("assignments", ASSIGNMENTS, ["A,S,primary,0.6,2026-01-01,2026-02-15", "A,S,overlay,0.3,2026-01-01,",
                                      "A,T,primary,0.4,2026-01-01,2026-02-15", "A,T,primary,1,2026-02-15,"]),
        ("products", PRODUCTS, ["A,F,C,,", "B,F,C,,A", "C,G,C,,B"]),
    ],
)  # fmt: skip
def test_changes_on_a_day_and_chains_are_no_faults(
    desk: Desk, table: str, header: str, rows: list[str]
) -> None:
    assert desk.bring(desk.file("t.csv", header, rows), table).rejected == 0


def test_a_row_that_breaks_what_is_stored_is_rejected_and_the_stored_rows_stay(desk: Desk) -> None:
    desk.bring(desk.file("a.csv", ACCOUNTS, ["A,B,", "B,,"]), "accounts")
    report = desk.bring(desk.file("b.csv", ACCOUNTS, ["B,A,", "C,A,"]), "accounts", yes=True)
    assert (report.new, report.changed, report.superseded, report.rejected) == (1, 0, 0, 1)
    assert {row["account_id"]: row["parent_id"] for row in desk.rows("accounts")} == {
        "A": "B",
        "B": None,
        "C": "A",
    }


def test_a_row_that_mends_a_stored_one_replaces_it(desk: Desk) -> None:
    desk.bring(desk.file("a.csv", ASSIGNMENTS, ["A,S,primary,1,2026-01-01,"]), "assignments")
    moved = ["A,S,primary,1,2026-01-01,2026-02-15", "A,T,primary,1,2026-02-15,"]
    report = desk.bring(desk.file("b.csv", ASSIGNMENTS, moved), "assignments", yes=True)
    assert (report.new, report.changed, report.rejected) == (1, 1, 0)
