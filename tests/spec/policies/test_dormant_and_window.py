"""Definitions, section 4: dormant accounts and the window."""

from __future__ import annotations

from collections.abc import Callable


def test_a_dormant_account_is_new_again_when_its_last_purchase_is_older_than_n_months(
    spec: Callable[[], None],
) -> None:
    """Twelve months before the cut is 2011-01-01: who bought on that day is not older, who bought before is.

    lines
        account  product  day         amount
        Edge     P        2011-01-01  10
        Edge     P        2012-05-01  10
        Older    P        2010-12-31  10
        Older    P        2012-05-01  70
        Older    N        2012-05-01  5

    asked 2012 against 2011 dormant_after_months=12

    ledger
        row                           amount  accounts  pairs  lines
        new_product_new_account       5       1         1      1
        existing_product_new_account  70      1         1      1

    asked 2012 against 2011

    ledger
        row                           amount  accounts  pairs  lines
        returned_account              70      1         1      1
        new_product_existing_account  5       1         1      1
    """
    spec()


def test_month_ends_clamp_when_months_are_taken_off_the_cut(spec: Callable[[], None]) -> None:
    """The cut is 2012-03-31; one month before it is 2012-02-29.

    lines
        account  product  day         amount
        Edge     P        2012-02-29  10
        Edge     P        2012-04-10  20
        Older    P        2012-02-28  10
        Older    P        2012-04-10  30

    asked 2012-04-01..2012-04-30 against 2012-03-01..2012-03-30 dormant_after_months=1

    ledger
        row                           amount
        existing_product_new_account  30
        returned_account              20
    """
    spec()


def test_a_dormancy_that_reaches_into_the_base_period_is_refused(spec: Callable[[], None]) -> None:
    """Eleven months before 2012-01-01 is 2011-02-01, inside the base period.

    lines
        account  product  day         amount
        A        P        2011-05-01  10

    asked 2012 against 2011 dormant_after_months=11

    refused
    """
    spec()


def test_in_a_window_of_twelve_months_the_new_stay_new_and_keep_their_base_revenue(
    spec: Callable[[], None],
) -> None:
    """The cut is 2012-01-01 whatever the base: who came in February is still new in the last quarter.

    lines
        account  product  day         quantity  amount
        Old      P        2011-05-01  1         10
        Old      P        2012-08-01  1         10
        Old      P        2012-11-01  1         10
        Young    P        2012-02-01  1         10
        Young    P        2012-08-01  1         50
        Young    P        2012-11-01  1         80
        Young    N        2012-08-01  1         5

    asked 2012-Q4 against 2012-Q3 window_months=12

    ledger
        row                           amount  accounts  pairs  lines
        new_product_new_account       -5      1         1      1
        existing_product_new_account  30      1         1      2

    asked 2012-Q4 against 2012-Q3

    ledger
        row              amount
        price_gain       30
        dropped_product  -5
    """
    spec()
