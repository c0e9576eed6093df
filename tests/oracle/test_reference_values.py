"""The oracle gives the reference values of the definitions, computed elsewhere in plain Python."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import pytest

from tests.oracle.ledger import Answer, answer
from tests.oracle.reference import adventureworks, online_retail
from tests.oracle.rows import ROWS, S1, S2, S3, S4
from tests.oracle.tables import Ask, OracleBook

YEARS = ((date(2011, 1, 1), date(2012, 1, 1)), (date(2012, 1, 1), date(2013, 1, 1)))
ELEVEN_MONTHS = ((date(2012, 1, 1), date(2012, 12, 1)), (date(2013, 1, 1), date(2013, 12, 1)))
HALVES = ((date(2010, 12, 1), date(2011, 6, 1)), (date(2011, 6, 1), date(2011, 12, 1)))


@dataclass(frozen=True)
class Reference:
    """One column of the reference table, in cents or exact."""

    name: str
    ask: Ask
    base: str
    current: str
    rows: dict[str, str]
    rose: str
    fell: str


REFERENCES = (
    Reference(
        "adventureworks", Ask(*YEARS), "18192802.71", "28193631.53",
        {
            S1: "753187.10", S2: "12276051.60", S3: "711568.32", S4: "7009713.76",
            "lost_account": "-4694381.55", "dropped_product": "-9649526.28", "resumed_product": "57.68",
            "price_gain": "363012.2763", "price_loss": "-14380.4907",
            "volume_gain": "3672185.0272", "volume_loss": "-426658.6272",
        },
        "3967548.97", "-373390.78",
    ),
    Reference(
        "adventureworks", Ask(*ELEVEN_MONTHS), "25527980.99", "33574834.16",
        {
            S1: "12508035.11", S2: "1524741.10", S3: "6948446.93", S4: "1361951.66",
            "lost_account": "-5006077.90", "dropped_product": "-10089778.51", "resumed_product": "43722.40",
        },
        "3051942.66", "-2296130.29",
    ),
    Reference(
        "online_retail", Ask(*HALVES), "3706827.64", "5607252.28",
        {
            S1: "194327.77", S2: "883606.31", S3: "632740.96", S4: "1527336.82", "lost_account": "-388594.32",
            "dropped_product": "-1407128.87", "credits_only": "3737.09", "unidentified": "183841.39",
        },
        "638943.16", "-368385.67",
    ),
)  # fmt: skip


@cache
def _book(name: str) -> OracleBook:
    return adventureworks() if name == "adventureworks" else online_retail()


@cache
def _answer(number: int) -> Answer:
    return answer(_book(REFERENCES[number].name), REFERENCES[number].ask)


def _shown(exact: Decimal, like: str) -> Decimal:
    return exact.quantize(Decimal(like), ROUND_HALF_UP)


@pytest.mark.parametrize("number", range(len(REFERENCES)))
def test_the_oracle_gives_the_reference_values(number: int) -> None:
    reference, ledger = REFERENCES[number], _answer(number)
    found = {name: _shown(ledger.whole.row(name).amount, value) for name, value in reference.rows.items()}
    assert found == {name: Decimal(value) for name, value in reference.rows.items()}
    assert _shown(ledger.whole.base_revenue, reference.base) == Decimal(reference.base)
    assert _shown(ledger.whole.current_revenue, reference.current) == Decimal(reference.current)
    assert _shown(ledger.figures.repeat_rose, reference.rose) == Decimal(reference.rose)
    assert _shown(ledger.figures.repeat_fell, reference.fell) == Decimal(reference.fell)
    others = set(ROWS) - set(reference.rows) - {"price_gain", "price_loss", "volume_gain", "volume_loss"}
    assert {name: ledger.whole.row(name).amount for name in others} == dict.fromkeys(others, 0)


@pytest.mark.parametrize("number", range(len(REFERENCES)))
def test_the_rows_close_at_four_decimals_gross_and_net(number: int) -> None:
    whole = _answer(number).whole
    assert sum(row.amount for row in whole.rows) == whole.change
    assert sum(row.net_of_switching for row in whole.rows) == whole.change


def test_at_subcategory_level_most_additional_products_were_switching() -> None:
    ask = Ask(*YEARS, product_level="family")
    s4 = answer(_book("adventureworks"), ask).whole.row(S4)
    assert _shown(s4.amount, "0.01") == Decimal("566326.34")


def test_six_months_of_history_are_told() -> None:
    assert _answer(2).figures.history_months == 6
