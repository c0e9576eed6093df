"""Rows whose values contradict each other wait, each with its reason; those that are allowed come in."""

from __future__ import annotations

import pytest

from fourfold.book.quarantine import rejects
from tests.unit.book.making import Desk

DEALS = "opportunity_id,seller_id,opened_on,closed_on,status,amount,currency"
VISITS = "activity_id,seller_id,happened_on,kind,purpose,minutes,direction"
AIMS = "objective_id,measure,owner_level,owner_id,starts_on,ends_on,target,weight,cap,state"
YEAR = "2025-01-01,2026-01-01"

Case = tuple[str, str, str, str, str]
"""Table, header, the faulty row, its code, and what is told."""

CASES: list[Case] = [
    ("opportunities", DEALS, "X,S,2025-02-01,2025-01-31,won,5,EUR", "E428", "before opened_on (2025-02-01)"),
    ("opportunities", DEALS, "X,S,2025-02-01,,won,5,EUR", "E428", "closed_on is empty; status is won"),
    ("opportunities", DEALS, "X,S,2025-02-01,,lost,,", "E428", "closed_on is empty; status is lost"),
    ("opportunities", DEALS, "X,S,2025-02-01,,open,5,", "E428", "currency is empty beside an amount"),
    ("opportunities", DEALS, "X,S,2025-02-01,,open,5,USD", "E602", "USD is not EUR and has no rates"),
    ("opportunities", DEALS, "X,S,2025-02-01,,maybe,5,EUR", "E422", "open, won, lost"),
    ("opportunities", DEALS, "X,N,2025-02-01,,open,5,EUR", "E601", "'N' is not in sellers"),
    ("activities", VISITS, "X,S,2025-02-01,visit,,-5,", "E424", "minutes '-5' is below 0"),
    ("activities", VISITS, "X,S,2025-02-01,lunch,,,", "E422", "visit, meeting"),
    ("activities", VISITS, "X,,2025-02-01,visit,,,", "E401", "seller_id is empty"),
    ("objectives", AIMS, f"X,revenue,company,S,{YEAR},5,,,", "E428", "the owner is the company"),
    ("objectives", AIMS, f"X,revenue,team,,{YEAR},5,,,", "E428", "owner_id is empty; the owner is a team"),
    ("objectives", AIMS, f"X,revenue,seller,,{YEAR},5,,,", "E428", "owner_id is empty"),
    ("objectives", AIMS, f"X,revenue,seller,T,{YEAR},5,,,", "E601", "'T' is not in sellers"),
    ("objectives", AIMS, f"X,revenue,team,S,{YEAR},5,,,", "E601", "'S' is not in teams"),
    ("objectives", AIMS, f"X,joy,seller,S,{YEAR},5,,,", "E422", "revenue"),
    ("objectives", AIMS, f"X,revenue,seller,S,{YEAR},5,-1,,", "E424", "weight '-1' is below 0"),
    ("objectives", AIMS, f"X,revenue,seller,S,{YEAR},5,,0,", "E424", "cap '0' is not above 0"),
    ("objectives", AIMS, "X,revenue,seller,S,2025-01-01,2025-01-01,5,,,", "E516", "ends_on is not after"),
    ("objectives", AIMS, f"X,revenue,seller,S,{YEAR},,,,", "E401", "target is empty"),
]  # fmt: skip

GOOD = {
    "opportunities": (
        "A,S,2025-02-01,2025-02-01,won,5,EUR", "B,S,2025-02-01,,open,,",
        "C,,2025-02-01,2025-04-01,lost,5,EUR",
        "D,S,2025-02-01,2025-04-01,open,,USD",
    ),
    "activities": ("A,S,2025-02-01,visit,service,0,inbound", "B,S,2025-02-01,email,,,"),
    "objectives": (
        f"A,revenue,company,,{YEAR},5,,,", f"B,nrr,team,T,{YEAR},0.95,2,1.5,draft",
        f"C,new_accounts,seller,S,{YEAR},-3,0,,",
    ),
}  # fmt: skip


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    """A workspace with one seller, S, in one team, T."""
    desk.bring(desk.file("s.csv", "seller_id,seller_name", ["S,Sam"]), "sellers")
    team = "team_id,seller_id,role,starts_on"
    desk.bring(desk.file("t.csv", team, ["T,S,member,2020-01-01"]), "teams")
    return desk


@pytest.mark.parametrize("table", GOOD)
def test_faulty_rows_wait_each_with_its_reason_and_the_others_come_in(staffed: Desk, table: str) -> None:
    cases = [case for case in CASES if case[0] == table]
    faulty = [case[2].replace("X", f"X{place}", 1) for place, case in enumerate(cases)]
    report = staffed.bring(staffed.file("f.csv", cases[0][1], [*GOOD[table], *faulty]), table, yes=True)
    found = {one.line: one for one in rejects(staffed.workspace)}
    assert (report.new, report.rejected) == (len(GOOD[table]), len(cases))
    for line, (_, _, row, code, said) in enumerate(cases, start=2 + len(GOOD[table])):
        assert found[line].codes == (code,), row
        assert said in found[line].message, row


def test_an_owner_is_not_checked_against_a_table_without_rows(desk: Desk) -> None:
    rows = [f"A,revenue,team,T,{YEAR},5,,,", f"B,revenue,seller,S,{YEAR},5,,,"]
    assert desk.bring(desk.file("o.csv", AIMS, rows), "objectives").rejected == 0


def test_a_late_fault_of_a_row_without_an_amount_closes_the_account(staffed: Desk) -> None:
    rows = ["A,S,2025-02-01,,open,,USD", "A,S,2025-02-02,,open,,", "B,S,2025-02-01,,open,7,EUR"]
    report = staffed.bring(staffed.file("o.csv", DEALS, rows), "opportunities", yes=True)
    assert (report.new, report.rejected) == (1, 2)
    assert report.money["EUR"].accepted == 7
