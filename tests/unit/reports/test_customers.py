from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fourfold.growth import Account, AccountRow, Accounts, Bought, Comparison, Held, Ledger, Named
from fourfold.reports.customers import (
    account_sentences,
    accounts_grid,
    accounts_sentence,
    owners_grid,
    products_grid,
    products_sentence,
    revenue_grid,
)
from tests.unit.reports.ledgers import BASE, CURRENT, entries, ledger_of

ROW = AccountRow(
    "C1", "=Acme", "small", "north", "", "S1", "Ann", 1, "T1", "East",
    Decimal(100), Decimal(150), Decimal(50), 3, date(2012, 5, 1), "growing",
)  # fmt: skip
LIST = Accounts(Comparison(BASE, CURRENT), "EUR", 2, Decimal(1000), Decimal(3000), {"growing": 2}, {}, (ROW,))
DAY = date(2011, 5, 1)
ACCOUNT = Account(
    Named("C1", "Acme"), None, "small", "north", "", (),
    (Held(Named("S1", "Ann"), None, "primary", Decimal("0.5"), DAY, None, is_now=True),),
    "month",
    (("2011-05", Decimal(5)),),
    (
        Bought(Named("p", "Pump"), "added", Decimal(0), Decimal(7), DAY, DAY),
        Bought(Named("q", "q"), "dropped", Decimal(7), Decimal(0), DAY, None),
    ),
)  # fmt: skip


def made_of(rows: Mapping[str, tuple[str, int | None, int, int | None]], base: str) -> Ledger:
    return ledger_of(entries(rows), Decimal(base))


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("1000", "2 accounts bought 3.0 k in 2012, 2.0 k more than in 2011"),
        ("4000", "2 accounts bought 3.0 k in 2012, 1.0 k less than in 2011"),
        ("3000", "2 accounts bought 3.0 k in 2012, as in 2011"),
    ],
)
def test_the_list_says_how_much_its_accounts_bought(before: str, said: str) -> None:
    assert accounts_sentence(replace(LIST, base_revenue=Decimal(before))) == said


def test_a_file_of_accounts_has_ids_beside_names_and_exact_amounts() -> None:
    grid = accounts_grid(LIST)
    told = dict(zip((column.name for column in grid.columns), grid.rows[0], strict=True))
    assert (told["account"], told["name"], told["owner"], told["owner_name"]) == ("C1", "=Acme", "S1", "Ann")
    assert (told["current_revenue"], told["change"], told["last_on"]) == (
        Decimal(150),
        Decimal(50),
        date(2012, 5, 1),
    )


def test_an_account_says_what_raised_and_what_lowered_its_revenue() -> None:
    made = made_of(
        {
            "additional_product_existing_account": ("900", 1, 1, 1),
            "volume_gain": ("30", None, 1, None),
            "dropped_product": ("-400", 1, 1, 1),
        },
        base="1000",
    )
    assert account_sentences(made) == (
        "Revenue rose 0.5 k (53 %) to 1.5 k.",
        "More: additional products 0.9 k.",
        "Less: dropped products 0.4 k.",
    )


def test_an_account_without_revenue_or_change_says_so() -> None:
    assert account_sentences(made_of({}, base="0")) == ("No revenue in either period.",)
    assert account_sentences(made_of({}, base="50")) == ("Revenue stood still at 50.",)


def test_products_are_counted_by_what_became_of_them() -> None:
    assert products_sentence(ACCOUNT) == "1 product, 1 added, 1 dropped"


def test_each_table_of_an_account_has_a_row_for_each_thing() -> None:
    assert [row[:3] for row in products_grid(ACCOUNT).rows] == [("p", "Pump", "added"), ("q", "q", "dropped")]
    assert owners_grid(ACCOUNT).rows == (("S1", "Ann", "primary", Decimal("0.5"), DAY, None),)
    assert revenue_grid(ACCOUNT).rows == (("2011-05", Decimal(5)),)
