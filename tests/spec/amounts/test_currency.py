"""Definitions, section 2: dated rates, and constant rates with their own row."""

from __future__ import annotations

from collections.abc import Callable


def test_each_line_is_converted_at_the_rate_on_or_before_its_day_and_rounded_once(
    spec: Callable[[], None],
) -> None:
    """0.0003 x 0.5 = 0.00015 is 0.0002; its credit note is -0.0002. The effect of rates stays in price.

    lines
        account  product  day         quantity  amount   currency
        A        P        2011-06-30  1         100      USD
        A        P        2012-05-01  1         100      USD
        B        P        2011-05-01  1         1        EUR
        B        P        2012-05-01  1         1        EUR
        B        Q        2012-05-01  1         0.0003   USD
        B        Q        2012-05-02  1         -0.0003  USD
        B        R        2012-05-01  1         0.0003   USD

    fx_rates
        currency  day         rate
        USD       2011-01-01  0.8
        USD       2011-07-01  0.9
        USD       2012-01-01  0.5

    asked 2012 against 2011 by=product

    ledger
        row                           amount  accounts  pairs  lines
        new_product_existing_account  0.0002  1         2      3
        price_loss                    -30     -         1      -

    groups
        product  row                           amount  pairs
        P        price_loss                    -30     1
        Q        new_product_existing_account  0       1
        R        new_product_existing_account  0.0002  1
    """
    spec()


def test_at_constant_rates_the_effect_of_rates_is_a_row_of_its_own(spec: Callable[[], None]) -> None:
    """The base period has two days at 0.8 and two at 0.9: 0.85 on average, for the lines of both periods.

    At daily rates the change is 50 - 80 = -30; at 0.85 it is 85 - 85 = 0.

    lines
        account  product  day         quantity  amount  currency
        A        P        2011-01-01  1         100     USD
        A        P        2012-01-01  1         100     USD

    fx_rates
        currency  day         rate
        USD       2011-01-01  0.8
        USD       2011-01-03  0.9
        USD       2012-01-01  0.5

    asked 2012-01-01..2012-01-04 against 2011-01-01..2011-01-04 constant_rates=yes

    ledger
        row       amount  accounts  pairs  lines
        currency  -30     -         1      -

    figures
        figure       value
        repeat_fell  0.0000
        other        -30.0000
        nrr          1.000000

    asked 2012-01-01..2012-01-04 against 2011-01-01..2011-01-04

    ledger
        row         amount
        price_loss  -30

    figures
        figure       value
        repeat_fell  -30.0000
        other        0.0000
        nrr          0.625000
    """
    spec()


def test_the_original_amount_decides_what_a_purchase_is(spec: Callable[[], None]) -> None:
    """0.0001 at a rate of 0.4 rounds to nothing; it was bought all the same, and the account is not new.

    lines
        account  product  day         amount  currency
        A        P        2011-05-01  0.0001  USD
        A        P        2012-05-01  7       EUR

    fx_rates
        currency  day         rate
        USD       2011-01-01  0.4

    asked 2012 against 2011

    ledger
        row          amount
        volume_gain  7
    """
    spec()
