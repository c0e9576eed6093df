"""Ledgers beside each other."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from fourfold.growth import Ledger
from fourfold.reports.beside import before_grid, beside_grid
from fourfold.reports.marks import Opens
from tests.unit.reports.ledgers import ACCOUNTS, entries, ledger_of


def test_two_comparisons_stand_row_by_row_net_of_switching_with_their_difference(
    adventure_works: Ledger,
) -> None:
    before = ledger_of(entries({"lost_account": ("-1000.0000", 1, 1, 1)}))
    grid = before_grid(adventure_works, before)
    lost = next(row for row in grid.rows if row[0] == "Lost account")
    assert lost[1:] == (Decimal("-4694381.5500"), Decimal("-1000.0000"), Decimal("-4693381.5500"))
    assert grid.rows[-1][1:3] == (adventure_works.change, before.change)
    moved = (row[3] for row in grid.rows[:-1] if isinstance(row[3], Decimal))
    assert sum(moved, Decimal(0)) == grid.rows[-1][3]


def test_groups_stand_beside_each_other_in_money_and_as_shares_of_their_base(by_account: Ledger) -> None:
    grid = beside_grid(replace(by_account, groups=ACCOUNTS[4:6]), {"Excellent Riding Supplies": "Excellent"})
    assert [column.heading for column in grid.columns][1] == "Excellent"
    lost = next(at for at, row in enumerate(grid.rows) if row[0] == "Lost account")
    assert grid.rows[lost][1:3] == (Decimal("-640221.0000"), Decimal(-1))
    where = (("account", "Excellent Riding Supplies"),)
    assert grid.opens[lost, 1] == Opens("lost_account", where)
    assert (lost, 3) not in grid.opens


def test_a_group_without_a_base_has_no_shares(by_account: Ledger) -> None:
    grid = beside_grid(replace(by_account, groups=ACCOUNTS[:1]))
    assert {row[2] for row in grid.rows} == {None}
