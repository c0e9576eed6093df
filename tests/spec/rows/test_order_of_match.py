"""Definitions, section 5: the first row whose condition holds takes the pair."""

from __future__ import annotations

from collections.abc import Callable


def test_lost_and_returned_accounts_take_their_dropped_and_resumed_products(spec: Callable[[], None]) -> None:
    """The account is asked before the pair.

    lines
        account  product  day         amount
        Lost     P        2011-05-01  10
        Lost     Q        2011-06-01  5
        Back     P        2010-05-01  99
        Back     P        2012-05-01  20
        Stays    P        2010-05-01  1
        Stays    Q        2011-05-01  40
        Stays    P        2012-05-01  3

    asked 2012 against 2011

    ledger
        row               amount  accounts  pairs  lines
        returned_account  20      1         1      1
        resumed_product   3       1         1      1
        dropped_product   -40     1         1      1
        lost_account      -15     1         2      2
    """
    spec()


def test_a_new_product_comes_before_a_lost_account(spec: Callable[[], None]) -> None:
    """The account bought N between the periods, nothing in the current one: its credit for N is S3.

    lines
        account  product  day         amount
        A        P        2011-05-01  10
        A        N        2012-05-01  30
        A        N        2013-02-01  -30

    asked 2013 against 2011

    ledger
        row                            amount  accounts  pairs  lines
        new_product_existing_account   -30     1         1      1
        lost_account                   -10     1         1      1
    """
    spec()


def test_credits_only_holds_accounts_and_pairs_without_a_purchase_in_either_period(
    spec: Callable[[], None],
) -> None:
    """Free samples (amount 0) and credit notes are lines and money, but no purchases.

    lines
        account  product  day         quantity  amount
        Never    P        2012-05-01  1         0
        Quiet    P        2010-05-01  1         10
        Quiet    P        2011-05-01  -1        -4
        Stays    P        2011-05-01  1         10
        Stays    Q        2010-05-01  1         8
        Stays    Q        2012-06-01  -1        -8
        Stays    P        2012-05-01  1         10

    asked 2012 against 2011

    ledger
        row           amount  accounts  pairs  lines
        credits_only  -4      3         3      3
    """
    spec()


def test_a_line_without_account_or_product_is_unidentified_and_still_counts(spec: Callable[[], None]) -> None:
    """An account that bought something nobody named did buy: it is neither new nor lost for it.

    lines
        account  product  day         amount
        A        P        2011-05-01  10
        A        -        2012-05-01  25
        -        P        2012-05-01  3
        -        -        2011-05-01  1
        B        -        2011-05-01  2
        B        P        2012-05-01  50

    asked 2012 against 2011

    ledger
        row                                  amount  accounts  pairs  lines
        unidentified                         25      2         4      4
        additional_product_existing_account  50      1         1      1
        dropped_product                      -10     1         1      1
    """
    spec()
