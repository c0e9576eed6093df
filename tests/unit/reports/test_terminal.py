"""Results for people at a terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.console import Console, RenderableType

from fourfold.growth import Ledger, Series
from fourfold.reports.grids import ledger_grid
from fourfold.reports.tables import Look
from fourfold.reports.terminal import breakdown_table, grid_table, ledger_table, series_table


def printed(result: RenderableType, width: int = 80) -> str:
    console = Console(width=width, force_terminal=False)
    with console.capture() as captured:
        console.print(result)
    return captured.get()


def test_the_ledger_is_a_bridge_with_amounts_that_reconcile(adventure_works: Ledger) -> None:
    text = printed(ledger_table(adventure_works, Look()))
    assert "\x1b" not in text
    assert "  S4 additional product   +7,009,713.76     +1,105,392.56" in text
    assert "Existing accounts         -3,028,409.88     -3,028,409.88" in text
    loss = next(line for line in text.splitlines() if "lost account  " in line)
    assert "-4,694,381.55" in loss
    assert "▒▒▒" in loss
    assert "NRR 83 %, GRR 54 %; history before the cut: 24 months." in text


@pytest.mark.parametrize("width", [80, 100, 140])
def test_nothing_is_wider_than_the_terminal(by_account: Ledger, quarters: Series, width: int) -> None:
    look = Look(width)
    for table in (
        ledger_table(by_account, look),
        breakdown_table(by_account, look),
        series_table(quarters.points, look),
    ):
        text = printed(table, width)
        assert max(map(len, text.splitlines())) <= width
    gain = next(
        line for line in printed(breakdown_table(by_account, look), width).splitlines() if "Brakes" in line
    )
    assert "█" in gain
    assert "701,220  321,120  -380,100         0  -380,100" in printed(
        breakdown_table(by_account, look), width
    )


def test_a_wide_terminal_shows_counts_as_well(adventure_works: Ledger) -> None:
    text = printed(ledger_table(adventure_works, Look(width=120)), 120)
    assert "accounts  pairs   lines" in text


def test_ascii_only_writes_ascii(adventure_works: Ledger, quarters: Series) -> None:
    look = Look(ascii_only=True)
    for table in (ledger_table(adventure_works, look), series_table(quarters.points, look)):
        printed(table).replace(" · ", " ").encode("ascii")


def test_a_breakdown_names_each_group_literally(by_account: Ledger) -> None:
    hostile = replace(by_account.groups[0], values=("[red]Acme\x1b[2J",))
    text = printed(breakdown_table(replace(by_account, groups=(hostile,)), Look()))
    assert "[red]Acme�[2J" in text


def test_a_series_stands_in_one_unit_named_above_it(quarters: Series) -> None:
    lines = printed(series_table(quarters.points, Look())).splitlines()
    assert lines[0].strip() == "USD thousands"
    assert lines[-1].split()[:6] == ["2012-Q4", "8,923.2", "-3,000.0", "+700.0", "-3,700.0", "-3,700.0"]


def test_warnings_stand_below_the_figures(adventure_works: Ledger) -> None:
    text = printed(ledger_table(replace(adventure_works, warnings=("history is 6 months",)), Look()))
    assert text.splitlines()[-1].strip() == "Warning: history is 6 months"


def test_any_grid_can_be_printed(adventure_works: Ledger) -> None:
    assert "Returned account" in printed(grid_table(ledger_grid(adventure_works), Look()))
