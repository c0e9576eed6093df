"""Penetration for people."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from rich.console import Console

from fourfold.growth import Attach, Penetration
from fourfold.periods import Period
from fourfold.reports.penetration import attach_grid, penetration_table, spread_grid
from fourfold.reports.tables import Look

MADE = Penetration(
    period=Period(date(2012, 1, 1), date(2013, 1, 1), "2012"),
    account_level="account",
    product_level="product",
    accounts=10,
    pairs=15,
    products_per_account=Decimal("1.5"),
    distribution=((1, 5), (2, 5)),
    attach=(
        Attach("Bike", "Helmet", 8, 2, Decimal("0.25")),
        Attach("Helmet", "Bike", 4, 2, Decimal("0.5")),
    ),
)


def test_the_highest_attach_rate_comes_first_with_its_counts() -> None:
    assert attach_grid(MADE).rows[0] == ("Helmet", "Bike", 4, 2, Decimal("0.5"))
    assert spread_grid(MADE).rows == ((1, 5), (2, 5))


def test_people_read_the_average_first() -> None:
    console = Console(width=80, force_terminal=False)
    with console.capture() as captured:
        console.print(penetration_table(MADE, Look()))
    text = captured.get()
    assert text.startswith("10 accounts bought 1.5 products each, 2012")
    assert "50.0 %" in text
