"""Definitions, section 6: no one is credited or blamed for an account that moved."""

from __future__ import annotations

from collections.abc import Callable


def test_an_account_that_moved_hands_its_base_over(spec: Callable[[], None]) -> None:
    """Ann sold 100 in 2011, Bob 130 in 2012: Bob's growth is 30, and 100 was received from Ann.

    lines
        account  product  day         quantity  amount
        A        P        2011-05-01  10        100
        A        P        2012-05-01  10        130

    assignments
        account  seller  role     share  from        to
        A        Ann     primary  1      2011-01-01  2012-01-01
        A        Bob     primary  1      2012-01-01  -

    asked 2012 against 2011 by=seller

    ledger
        row         amount
        price_gain  30

    groups
        seller  row          amount  pairs
        Ann     handed_over  -100    1
        Bob     received     100     1
        Bob     price_gain   30      1
    """
    spec()


def test_shares_of_the_current_period_are_owner_days(spec: Callable[[], None]) -> None:
    """Ann owned the account on 31 of the 91 days with an owner, Bob on 60; the day without one is none.

    The base of 91 is carried 31 to 60; the lost account is their loss in that proportion.

    lines
        account  product  day         amount
        A        P        2011-05-01  91
        B        P        2012-04-01  1

    assignments
        account  seller  role     share  from        to
        A        Old     primary  1      2011-01-01  2012-01-01
        A        Ann     primary  1      2012-03-01  2012-04-01
        A        Bob     primary  1      2012-04-01  2012-05-31

    asked 2012-03-01..2012-05-31 against 2011-03-01..2011-05-31 by=seller

    groups
        seller      row                           amount  pairs  lines
        Old         handed_over                   -91     1      -
        Ann         lost_account                  -31     0      0
        Ann         received                      31      1      -
        Bob         lost_account                  -60     0      0
        Bob         received                      60      1      -
        Old         lost_account                  0       1      1
        unassigned  existing_product_new_account  1       1      1
    """
    spec()


def test_where_lines_name_sellers_shares_are_those_of_the_current_purchases(spec: Callable[[], None]) -> None:
    """Bob sold 30 and Ann 10 of the account's 40: three quarters of its base are carried to Bob.

    lines
        account  product  day         quantity  amount  seller
        A        P        2011-05-01  1         20      Ann
        A        P        2012-05-01  1         10      Ann
        A        P        2012-06-01  1         30      Bob
        A        P        2012-06-01  -1        -8      Ann

    asked 2012 against 2011 by=seller

    ledger
        row         amount
        price_gain  12

    groups
        seller  row          amount  pairs
        Ann     handed_over  -15     1
        Ann     price_gain   -3      1
        Bob     received     15      1
        Bob     price_gain   15      1
    """
    spec()


def test_an_account_without_owner_or_seller_keeps_its_base_where_it_was(spec: Callable[[], None]) -> None:
    """Nobody owns it in 2012 and nobody sold to it: Ann's lost account stays hers.

    lines
        account  product  day         amount  seller
        A        P        2011-05-01  20      Ann
        A        P        2011-06-01  5       -
        B        P        2012-05-01  1       -

    asked 2012 against 2011 by=seller

    groups
        seller      row                           amount  accounts  pairs  lines
        Ann         lost_account                  -20     1         1      1
        unassigned  lost_account                  -5      1         1      1
        unassigned  existing_product_new_account  1       1         1      1
    """
    spec()
