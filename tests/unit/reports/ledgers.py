"""Ledgers made by hand for the reports: AdventureWorks 2012 against 2011, and pieces to build others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from fourfold.growth import (
    Comparison,
    Entry,
    Figures,
    Group,
    Ledger,
    Quarantine,
    Rate,
    Repeat,
    Share,
)
from fourfold.measures import GAINS, LOSSES, OTHERS, ROWS, SOURCES, label
from fourfold.periods import Period

BASE = Period(date(2011, 1, 1), date(2012, 1, 1), "2011")
CURRENT = Period(date(2012, 1, 1), date(2013, 1, 1), "2012")

ADVENTURE_WORKS = {
    "new_product_new_account": ("753187.1000", 118, 402, 1377),
    "existing_product_new_account": ("12276051.6000", 274, 5204, 11925),
    "new_product_existing_account": ("711568.3200", 122, 430, 1034),
    "additional_product_existing_account": ("7009713.7600", 214, 3120, 5801),
    "resumed_product": ("57.6800", 2, 2, 4),
    "price_gain": ("363012.2763", None, 641, None),
    "volume_gain": ("3672185.0272", None, 702, None),
    "price_loss": ("-14380.4907", None, 58, None),
    "volume_loss": ("-426658.6272", None, 231, None),
    "dropped_product": ("-9649526.2800", 196, 3304, 6120),
    "lost_account": ("-4694381.5500", 83, 1201, 3377),
}
SWITCHED = {
    "new_product_existing_account": Decimal("-402118.4400"),
    "additional_product_existing_account": Decimal("-5904321.2000"),
    "dropped_product": Decimal("6306439.6400"),
}


def entries(
    amounts: Mapping[str, tuple[str, int | None, int, int | None]],
    switched: Mapping[str, Decimal] | None = None,
) -> tuple[Entry, ...]:
    """All rows in order: those given, the others zero."""
    moved = switched or {}
    made = []
    for row in ROWS:
        text, accounts, pairs, lines = amounts.get(row, ("0.0000", 0, 0, 0))
        amount = Decimal(text)
        made.append(Entry(row, label(row), amount, amount + moved.get(row, 0), accounts, pairs, lines))
    return tuple(made)


def rate_of(convention: str, numerator: str, value: str) -> Rate:
    """A retention rate on the base revenue of AdventureWorks."""
    base = Decimal("18192802.7100")
    return Rate(
        convention,
        f"the convention {convention}, over base revenue",
        Decimal(numerator),
        base,
        Decimal(value),
    )


def mix_of(amounts: Mapping[str, Decimal]) -> tuple[Share, ...]:
    """Shares of a sum; none where one is negative or there is no sum."""
    total = sum(amounts.values(), Decimal(0))
    if total <= 0 or min(amounts.values()) < 0:
        return tuple(Share(name, amount, None, "no share") for name, amount in amounts.items())
    six = Decimal("0.000001")
    return tuple(Share(name, amount, (amount / total).quantize(six), "") for name, amount in amounts.items())


def figures_of(rows: tuple[Entry, ...]) -> Figures:
    """Figures that agree with the rows; retention rates are made up."""
    of = {e.row: e.amount for e in rows}
    gain, loss, other = (sum((of[r] for r in kind), Decimal(0)) for kind in (GAINS, LOSSES, OTHERS))
    new = of[SOURCES[0]] + of[SOURCES[1]]
    return Figures(
        gain=gain,
        loss=loss,
        other=other,
        sources=mix_of({r: of[r] for r in SOURCES}),
        sources_net_of_switching=mix_of({e.row: e.net_of_switching for e in rows if e.row in SOURCES}),
        channels_gain=mix_of({"new": new, "existing": gain - new}),
        channels_net=mix_of({"new": new, "existing": gain + loss - new}),
        repeat_rose=Decimal("3967548.9700"),
        repeat_fell=Decimal("-373390.7800"),
        repeat=Repeat(155, 1502, 6133, Decimal("3594158.1856")),
        nrr=(
            rate_of("accounts", "15164390.0000", "0.833527"),
            rate_of("movements", "15134834.0000", "0.831902"),
        ),
        grr=(
            rate_of("accounts", "9845943.0000", "0.541200"),
            rate_of("movements", "3408000.0000", "0.187327"),
        ),
        history_months=24,
    )


def ledger_of(
    rows: tuple[Entry, ...],
    base_revenue: Decimal = Decimal("18192802.7100"),
    groups: tuple[Group, ...] = (),
) -> Ledger:
    """A ledger of the two years whose change is the sum of its rows."""
    change = sum((e.amount for e in rows), Decimal(0))
    return Ledger(
        by=("account",) if groups else (),
        currency="USD",
        comparison=Comparison(BASE, CURRENT, "account", "product"),
        base_revenue=base_revenue,
        current_revenue=base_revenue + change,
        entries=rows,
        figures=figures_of(rows),
        warnings=(),
        quarantined=Quarantine(0, Decimal("0.0000")),
        groups=groups,
        snapshot="snap-000001-0123456789ab",
    )


def group(name: str, base: str, **amounts: str) -> Group:
    """A group of one value from a few rows."""
    rows = entries({row: (text, 1, 1, 1) for row, text in amounts.items()})
    change = sum((e.amount for e in rows), Decimal(0))
    return Group((name,), Decimal(base), Decimal(base) + change, rows, figures_of(rows))


ACCOUNTS = (
    group(
        "Vigorous Exercise Company",
        "0.0000",
        existing_product_new_account="841201.1400",
        new_product_new_account="60120.1000",
    ),
    group(
        "Brakes and Gears",
        "512400.2000",
        additional_product_existing_account="402188.3000",
        volume_gain="120455.1000",
        dropped_product="-60233.0000",
    ),
    group(
        "Retail Mall & Sons <script>alert(1)</script>", "0.0000", existing_product_new_account="388120.4400"
    ),
    group(
        "Totes & Baskets Company",
        "310200.0000",
        new_product_existing_account="101233.4000",
        price_gain="40112.0000",
        volume_gain="88220.0000",
    ),
    group("Excellent Riding Supplies", "640221.0000", lost_account="-640221.0000"),
    group(
        "Metropolitan Bicycle Supply of the Greater Northern Lakes",
        "701220.0000",
        dropped_product="-390120.0000",
        volume_loss="-80100.0000",
        additional_product_existing_account="90120.0000",
    ),
    group("Small Bike Shop", "91220.0000", dropped_product="-51220.0000"),
)

PRODUCTS = (
    group(
        "Mountain-200 Black, 38",
        "1801200.0000",
        existing_product_new_account="1141201.1400",
        additional_product_existing_account="520120.1000",
    ),
    group(
        "Road-350-W Yellow, 48",
        "0.0000",
        new_product_existing_account="312188.3000",
        new_product_new_account="420455.1000",
    ),
    group(
        "Touring-1000 Blue, 60",
        "202100.0000",
        existing_product_new_account="488120.4400",
        volume_gain="120100.0000",
        price_loss="-14200.0000",
    ),
    group("Road-650 Red, 44", "1102200.0000", dropped_product="-790120.0000", lost_account="-210220.0000"),
    group("Road-450 Red, 52", "1640221.0000", dropped_product="-1340221.0000", lost_account="-300000.0000"),
)


def quarter(year: int, number: int, amounts: Mapping[str, str], base: str) -> Ledger:
    """One quarter against the one before."""
    starts = [date(year, 1 + 3 * q, 1) for q in range(4)] + [date(year + 1, 1, 1)]
    before = date(year - 1, 10, 1) if number == 1 else starts[number - 2]
    rows = entries({row: (text, 1, 1, 1) for row, text in amounts.items()})
    made = ledger_of(rows, Decimal(base))
    earlier = f"{year - 1}-Q4" if number == 1 else f"{year}-Q{number - 1}"
    comparison = replace(
        made.comparison,
        base=Period(before, starts[number - 1], earlier),
        current=Period(starts[number - 1], starts[number], f"{year}-Q{number}"),
    )
    return replace(made, comparison=comparison)


QUARTERS = (
    quarter(
        2011,
        3,
        {
            "existing_product_new_account": "2140000.0000",
            "additional_product_existing_account": "600000.0000",
            "lost_account": "-300000.0000",
        },
        "3900000.0000",
    ),
    quarter(
        2011,
        4,
        {
            "existing_product_new_account": "900000.0000",
            "new_product_existing_account": "400000.0000",
            "volume_gain": "210000.0000",
            "lost_account": "-1800000.0000",
            "dropped_product": "-900000.0000",
        },
        "6340000.0000",
    ),
    quarter(
        2012,
        1,
        {
            "new_product_new_account": "753187.1000",
            "existing_product_new_account": "1800000.0000",
            "additional_product_existing_account": "1400000.0000",
            "dropped_product": "-700000.0000",
        },
        "5150000.0000",
    ),
    quarter(
        2012,
        2,
        {
            "existing_product_new_account": "3200000.0000",
            "additional_product_existing_account": "800000.0000",
            "lost_account": "-2400000.0000",
            "returned_account": "120000.0000",
        },
        "8403187.1000",
    ),
    quarter(
        2012,
        3,
        {
            "existing_product_new_account": "2200000.0000",
            "new_product_existing_account": "900000.0000",
            "volume_loss": "-400000.0000",
            "lost_account": "-900000.0000",
        },
        "10123187.1000",
    ),
    quarter(
        2012,
        4,
        {
            "existing_product_new_account": "700000.0000",
            "lost_account": "-2600000.0000",
            "dropped_product": "-1100000.0000",
        },
        "11923187.1000",
    ),
)
