"""The computed sentence: true, with figures, also when it is bad news."""

from __future__ import annotations

from decimal import Decimal

from fourfold.growth import Ledger, Series
from fourfold.reports.sentence import sentence, sentences
from tests.unit.reports.ledgers import entries, ledger_of, quarter


def test_the_sentence_tells_growth_its_source_and_what_it_hides(
    adventure_works: Ledger,
) -> None:
    assert sentence(adventure_works) == (
        "Revenue rose 10.0 m (55 %) to 28.2 m. New accounts brought 13.0 m, nearly all with existing "
        "products. Existing accounts added 5.5 m (chiefly more volume 3.7 m, additional products 1.1 m) and "
        "cost 8.5 m "
        "(chiefly lost accounts 4.7 m, dropped products 3.3 m). "
        "Without new accounts, revenue would have fallen 3.0 m."
    )


def test_when_revenue_fell_losses_come_before_comfort(quarters: Series) -> None:
    assert sentences(quarters.points[1]) == (
        "Revenue fell 1.2 m (19 %) to 5.2 m.",
        "Existing accounts cost 2.7 m (lost accounts 1.8 m, dropped products 0.9 m)"
        " and added 0.6 m (new products 0.4 m, more volume 0.2 m).",
        "New accounts brought 0.9 m, all with existing products.",
    )


def test_a_book_without_base_does_not_speak_of_a_rise() -> None:
    first = quarter(2011, 1, {"new_product_new_account": "250000.0000"}, "0.0000")
    assert sentence(first) == (
        "Revenue was 250.0 k; the base period had 0. New accounts brought 250.0 k, all with new products."
    )


def test_an_empty_ledger_says_so_and_a_change_of_nothing_is_no_rise() -> None:
    nothing = entries({})
    assert sentence(ledger_of(nothing, Decimal(0))) == "There is no revenue in either period."
    assert sentence(ledger_of(nothing)) == "Revenue stood still at 18.2 m. New accounts brought nothing."


def test_a_change_that_names_no_account_is_said_where_it_matters() -> None:
    rows = {"unidentified": ("183841.3900", 0, 0, 900), "volume_gain": ("200000.0000", None, 5, None)}
    assert "0.2 m of the change names no account" in sentence(
        ledger_of(entries(rows), Decimal("900000.0000"))
    )


def test_credits_alone_with_new_accounts_are_not_called_growth() -> None:
    rows = {"existing_product_new_account": ("-900.0000", 1, 1, 1)}
    said = sentence(ledger_of(entries(rows), Decimal("5000.0000")))
    assert "New accounts brought credits of 0.9 k more than they bought." in said
