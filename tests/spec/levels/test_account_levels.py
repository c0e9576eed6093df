"""Definitions, section 3: accounts, merged accounts, ultimate parents."""

from __future__ import annotations

from collections.abc import Callable


def test_a_merged_account_is_continued_by_its_survivor(spec: Callable[[], None]) -> None:
    """Small was merged into Middle, Middle into Big: one account, not a lost one and a new one.

    lines
        account  product  day         amount
        Small    P        2011-05-01  10
        Big      P        2012-05-01  30
        Other    P        2012-05-01  5

    accounts
        account  merged_into
        Small    Middle
        Middle   Big
        Big      -
        Other    -

    asked 2012 against 2011

    ledger
        row                           amount  accounts  pairs  lines
        existing_product_new_account  5       1         1      1
        volume_gain                   20      -         1      -
    """
    spec()


def test_at_parent_level_a_sister_that_buys_for_the_first_time_is_not_new(spec: Callable[[], None]) -> None:
    """The ultimate parent decides; by account the pair is split and keeps its row.

    lines
        account  product  day         amount
        East     P        2011-05-01  10
        East     P        2012-05-01  8
        West     P        2012-06-01  7
        West     Q        2012-06-01  100

    accounts
        account  parent  region
        East     Europe  e
        West     Europe  w
        Europe   World   -
        World    -       -

    asked 2012 against 2011 account_level=parent by=account

    ledger
        row                           amount  accounts  pairs  lines
        new_product_existing_account  100     1         1      1
        volume_gain                   5       -         1      -

    groups
        account  row                           amount  pairs
        East     volume_gain                   -2      1
        West     volume_gain                   7       1
        West     new_product_existing_account  100     1
    """
    spec()


def test_the_survivors_parent_counts_not_the_merged_accounts(spec: Callable[[], None]) -> None:
    """Merge first, then parent: Old's own parent is forgotten, and a parent merged away is its survivor.

    lines
        account  product  day         amount
        Old      P        2011-05-01  10
        New      P        2012-05-01  10

    accounts
        account  merged_into  parent
        Old      New          Wrong
        New      -            Sold
        Wrong    -            -
        Sold     Buyer        -
        Buyer    -            -

    asked 2012 against 2011 account_level=parent by=parent

    groups
        parent  row          pairs  amount
        Buyer   volume_gain  0      0
    """
    spec()
