"""Tables for terminals."""

from __future__ import annotations

from decimal import Decimal

from rich.console import Console

from fourfold.reports.grids import Kind
from fourfold.reports.tables import Look, Mark, Strip, barred_table, shown, written


def test_names_cannot_send_control_sequences_or_turn_the_line_around() -> None:
    assert shown("Acme\x1b[31m\u202eevil\r\n") == "Acme�[31m�evil��"


def test_long_names_give_way_and_numbers_are_never_cut() -> None:
    console = Console(width=40, force_terminal=False)
    table = barred_table(
        [
            Strip("Account", ("Metropolitan Bicycle Supply of the Lakes",), number=False),
            Strip("Change", ("-1,234,567.89",)),
        ],
        [Mark(Decimal(0), Decimal(-5), "loss")],
        Look(width=40),
    )
    with console.capture() as printed:
        console.print(table)
    lines = printed.get().splitlines()
    assert "-1,234,567.89" in lines[-1]
    assert "…" in lines[-1]
    assert max(map(len, lines)) <= 40


def test_cells_are_written_with_the_keyboards_minus() -> None:
    assert written(Decimal("-2.5"), Kind.CHANGE) == "-2.50"
    assert written(Decimal("0.8335"), Kind.SHARE) == "83.4 %"
    assert (written(None, Kind.MONEY), written(1234, Kind.COUNT)) == ("", "1,234")
