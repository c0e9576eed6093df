"""The tables of the balance audit."""

from __future__ import annotations

from decimal import Decimal

from fourfold.measures.catalogue import Serves
from fourfold.reports.balance_tables import (
    amounts_grid,
    because,
    causes_grid,
    gaps,
    gaps_grid,
    shares_grid,
    tilts_grid,
)
from tests.unit.objectives.audits import ANN, BOB, aims, audit_of

TOLD = audit_of(
    [*aims(("new_accounts", "60"), ("nrr", "40"), owner=ANN), *aims(("new_account_gain", "1"), owner=BOB)]
)


def test_gaps_sum_to_0_and_those_of_new_accounts_to_the_tilt() -> None:
    found = {gap.target: gap.points for gap in gaps(TOLD)}
    assert sum(found.values()) == 0
    assert found[Serves.S1] + found[Serves.S2] == TOLD.balance.tilt.points == Decimal(42)
    assert [abs(gap.points) for gap in gaps(TOLD)] == sorted(map(abs, found.values()), reverse=True)
    assert gaps(audit_of(aims(("revenue", "1")))) == ()


def test_each_gap_names_the_objectives_that_ask_for_it() -> None:
    named = {gap.target: because(gap) for gap in gaps(TOLD)}
    assert named[Serves.S1] == "More new_account_gain, More new_accounts"
    assert (named[Serves.KEEP], named[Serves.S3]) == ("More nrr", "–")
    assert len(gaps_grid(TOLD).rows) == 5


def test_every_share_stands_in_one_table_and_what_cannot_be_told_is_left_out() -> None:
    grid = shares_grid(TOLD.balance)
    assert [column.name for column in grid.columns] == [
        "target", "weight", "money", "pipeline", "net", "net", "after_losses",
    ]  # fmt: skip
    by_name = {row[0]: row[1:] for row in grid.rows}
    assert by_name["Relationship"][:2] == (0, 0)
    assert by_name["New accounts, product unknown"][2] == Decimal("0.75")
    channels = by_name["New accounts, of what points at a channel"]
    assert channels[:4] == (Decimal("0.8"), Decimal(1), Decimal("0.75"), Decimal("0.38"))
    assert amounts_grid(TOLD.balance).rows[-1][1:4] == (1, 100, 4)


def test_causes_and_tilts_are_files_too() -> None:
    rows = causes_grid(TOLD, {ANN: "Ann"}).rows
    assert {row[4] for row in rows} == {"Ann", "bob"}
    assert abs(sum(row[-1] for row in rows if isinstance(row[-1], Decimal)) - 42) < Decimal("0.001")
    now, before = tilts_grid(TOLD).rows
    assert (now[0], now[3], now[4]) == ("2012", 42, 39)
    assert (before[0], before[3], before[4]) == ("2011", 30, None)
