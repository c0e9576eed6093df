"""Definitions, sections 4 and 5: S1 and S2, what a new account is."""

from __future__ import annotations

from collections.abc import Callable


def test_an_account_is_new_from_its_first_purchase_on_or_after_the_cut(spec: Callable[[], None]) -> None:
    """The cut is the day after the base period: a first purchase on it is new, one the day before is not.

    lines
        account  product  day         amount
        Old      P        2011-12-31  10.0000
        Old      P        2012-03-01  30.0000
        Cut      P        2012-01-01  200.0000
        Late     P        2012-12-31  7.0000
        Next     P        2013-01-01  999.0000

    asked 2012 against 2011

    ledger
        row                           amount  accounts  pairs  lines
        existing_product_new_account  207     2         2      2
        volume_gain                   20      -         1      -
    """
    spec()


def test_a_new_account_that_buys_a_new_product_is_s1_whoever_launched_it(spec: Callable[[], None]) -> None:
    """The product is new to everybody; the account's other product is not.

    lines
        account  product  day         amount
        Old      P        2011-05-01  10
        Old      P        2012-05-01  10
        New      N        2012-02-01  100
        New      P        2012-02-01  40

    asked 2012 against 2011

    ledger
        row                           amount  accounts  pairs  lines
        new_product_new_account       100     1         1      1
        existing_product_new_account  40      1         1      1
    """
    spec()


def test_who_came_between_the_base_and_the_current_period_is_new(spec: Callable[[], None]) -> None:
    """Base 2011, current 2013: a first purchase in 2012 is after the cut; the gap itself counts no revenue.

    lines
        account  product  day         amount
        Old      P        2011-05-01  10
        Old      P        2013-05-01  12
        Gap      P        2012-06-01  500
        Gap      P        2013-06-01  600

    asked 2013 against 2011

    ledger
        row                           amount  accounts  pairs  lines
        existing_product_new_account  600     1         1      1
        volume_gain                   2       -         1      -
    """
    spec()


def test_a_purchase_after_the_current_period_is_not_known_yet(spec: Callable[[], None]) -> None:
    """As of the end of 2012 the account has only a credit note: no purchase, so it is not new.

    lines
        account  product  day         amount
        Old      P        2011-05-01  10
        Old      P        2012-05-01  10
        Later    P        2012-06-01  -5
        Later    P        2013-01-01  500

    asked 2012 against 2011

    ledger
        row           amount  accounts  pairs  lines
        credits_only  -5      1         1      1
    """
    spec()
