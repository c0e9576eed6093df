"""B-44 to B-55: numbers and money."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from tests.reliability.corpus.case import Case, Earlier, amounts, csv, orders

CURRENCY = "order_id,ordered_on,amount,currency"
PRICED = "order_id,ordered_on,amount,quantity,unit_price"
CHECKED = {"check": "quantity*unit_price"}


def commas(count: int, among: int) -> list[str]:
    return [*orders(among - count), *(f'B{n},2026-01-02,"2,5{n % 10}"' for n in range(count))]


def priced(factor: str) -> bytes:
    """Return 30 orders of as many products, each at its own price times a factor."""
    prices = [(n, Decimal(n) * Decimal(factor)) for n in range(1, 31)]
    rows = (f"A{factor}-{n},P{n},2026-01-02,2,{2 * price}" for n, price in prices)
    return csv(*rows, header="order_id,product_id,ordered_on,quantity,amount")


def both_notations() -> bytes:
    rows = [f'B{n},2026-01-02,"1.234,5{n % 10}"' for n in range(50)]
    return csv(*(f'A{n},2026-01-02,"1,234.5{n % 10}"' for n in range(50)), *rows)


NUMBERS: Sequence[Case] = (
    Case(
        "B-44 few",
        csv(*commas(41, 980)),
        "R",
        "E403",
        ["decimal comma", "profile says '.'"],
        column="amount",
        rows=939,
    ),
    Case(
        "B-44 many", csv(*commas(412, 980)), "Q", "Q427", ["decimal comma? profile says '.'; 412 of 980 rows"]
    ),
    Case(
        "B-45",
        csv(*orders(1), 'B,2026-01-02,"1,234"'),
        "R",
        "E404",
        ["ambiguous '1,234'"],
        3,
        "amount",
        rows=1,
    ),
    Case(
        "B-46", both_notations, "F", "E409", ["50 rows written with decimal '.'", "50 rows with decimal ','"]
    ),
    Case("B-46 declared", both_notations, "F", "E409", ["50 rows"], profile={"thousands": ","}),
    Case(
        "B-47",
        csv(
            "A,2026-01-02,1.00,EUR",
            "B,2026-01-02,12.345,EUR",
            "C,2026-01-02,12.5,JPY",
            "D,2026-01-02,1.2345,KWD",
            header=CURRENCY,
        ),
        "R",
        "E406",
        ["EUR has 2 decimals"],
        3,
        "amount",
        codes=["E406", "E406", "E406", "E602", "E602"],
        profile={"amount_decimals": -1},
    ),
    Case(
        "B-47 yen",
        csv("A,2026-01-02,1.00,EUR", "C,2026-01-02,12.5,JPY", header=CURRENCY),
        "R",
        "E406",
        ["JPY", "0"],
        3,
        profile={"amount_decimals": -1},
    ),
    Case("B-47 four places", amounts("12.3456"), "A", rows=2),
    Case("B-47 five places", amounts("12.34567"), "R", "E406", ["more than 4 decimals"], 3, "amount"),
    Case(
        "B-48",
        amounts("NaN", "inf", "-inf", "1e5", "1_000", "0x10", "\u0663", "\uff11\uff12"),
        "R",
        "E402",
        ["plain digits only"],
        3,
        "amount",
        codes=["E402"] * 8,
        rows=1,
    ),
    Case(
        "B-49",
        amounts("(10.00)", "10.00-", "−10.00", "10.00 CR"),
        "R",
        "E408",
        [],
        3,
        "amount",
        codes=["E408"] * 4,
    ),
    Case("B-49 mapped", amounts("(10.00)"), "A", rows=2, profile={"negatives": "parentheses"}),
    Case(
        "B-50",
        amounts("€ 10.00", "10.00 EUR", "10.00 USD"),
        "R",
        "E408",
        ["currency mismatch"],
        5,
        "amount",
        codes=["E408"] * 3,
    ),
    Case("B-51 zero", amounts("-0.00", "0"), "A", rows=3),
    Case(
        "B-51 missing",
        amounts("", "-", "N/A", "NULL", "#N/A", "#DIV/0!"),
        "R",
        "E401",
        ["empty"],
        3,
        "amount",
        codes=["E401", "E402", "E402", "E402", "E402", "E402"],
        rows=1,
    ),
    Case(
        "B-52",
        amounts("1" + "0" * 16, "1" * 19),
        "R",
        "E407",
        ["larger than 10^13"],
        3,
        "amount",
        codes=["E407"] * 2,
    ),
    Case("B-52 sum", csv(*orders(2_000, amount="9999999999999.9999")), "A", rows=2_000),
    Case(
        "B-53 cent", csv("A,2026-01-02,10.00,3,3.33", header=PRICED), "W", "W704", [], rows=1, profile=CHECKED
    ),
    Case(
        "B-53 ten",
        csv("A,2026-01-02,9.99,3,3.33", "B,2026-01-02,20.00,3,3.33", header=PRICED),
        "R",
        "E703",
        ["9.99", "20.00"],
        3,
        rows=1,
        profile=CHECKED,
    ),
    Case(
        "B-54",
        csv(*orders(98), "B,2026-01-02,19.99", "Total,,1000.00"),
        "F",
        "E701",
        ["file total 1,000.00; rows 999.99; difference -0.01"],
        line=101,
        profile={"trailer": "total"},
    ),
    Case(
        "B-55",
        priced("1.19"),
        "Q",
        "Q706",
        ["median ratio to last period 1.190"],
        before=[Earlier(priced("1"))],
    ),
)
