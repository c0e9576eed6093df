"""Definitions, sections 4 and 5: S3 and S4, what a new product and a new pair are."""

from __future__ import annotations

from collections.abc import Callable


def test_a_product_first_bought_after_the_cut_is_new_and_one_known_to_others_is_additional(
    spec: Callable[[], None],
) -> None:
    """Q was bought by somebody in the base period; N by nobody before the cut.

    lines
        account  product  day         amount
        A        P        2011-05-01  10
        B        Q        2011-05-01  20
        A        P        2012-05-01  10
        A        N        2012-05-01  100
        A        Q        2012-05-01  70
        B        Q        2012-05-01  20

    asked 2012 against 2011

    ledger
        row                                   amount  accounts  pairs  lines
        new_product_existing_account          100     1         1      1
        additional_product_existing_account   70      1         1      1
    """
    spec()


def test_a_launch_before_the_cut_makes_a_product_existing_though_nobody_bought_it(
    spec: Callable[[], None],
) -> None:
    """A launch after the first purchase changes nothing: the earlier day counts.

    lines
        account  product  day         amount
        A        P        2011-05-01  10
        A        P        2012-05-01  10
        A        Early    2012-05-01  100
        A        Late     2012-05-01  7
        A        Seen     2011-06-01  1
        A        Seen     2012-05-01  1

    products
        product  launched
        P        -
        Early    2011-12-31
        Late     2012-01-01
        Seen     2012-03-01

    asked 2012 against 2011

    ledger
        row                                   amount  accounts  pairs  lines
        new_product_existing_account          7       1         1      1
        additional_product_existing_account   100     1         1      1
    """
    spec()


def test_a_purchase_without_an_account_does_not_make_a_product_existing(spec: Callable[[], None]) -> None:
    """N was sold to nobody known in the base period; for the statuses that sale is not there.

    lines
        account  product  day         amount
        A        P        2011-05-01  10
        -        N        2011-05-01  50
        A        P        2012-05-01  10
        A        N        2012-05-01  100

    asked 2012 against 2011

    ledger
        row                            amount  accounts  pairs  lines
        unidentified                   -50     0         1      1
        new_product_existing_account   100     1         1      1
    """
    spec()


def test_a_credit_can_make_a_source_negative(spec: Callable[[], None]) -> None:
    """N was bought first in 2012 and more was given back: the pair is still new.

    lines
        account  product  day         amount
        A        P        2011-05-01  10
        A        P        2012-05-01  10
        A        N        2012-05-01  30
        A        N        2012-06-01  -45.5

    asked 2012 against 2011

    ledger
        row                            amount  accounts  pairs  lines
        new_product_existing_account   -15.5   1         1      2
    """
    spec()
