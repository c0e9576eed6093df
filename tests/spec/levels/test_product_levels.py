"""Definitions, section 3: products, successors, families and above."""

from __future__ import annotations

from collections.abc import Callable


def test_a_successor_continues_its_predecessor(spec: Callable[[], None]) -> None:
    """P1 became P2, P2 became P3: the account repeats, and the chain is as old as its first launch.

    lines
        account  product  day         quantity  amount
        A        P1       2011-05-01  1         10
        A        P3       2012-05-01  1         12
        B        Q        2011-05-01  1         1
        B        Q        2012-05-01  1         1
        B        P3       2012-05-01  1         12

    products
        product  successor_of
        P1       -
        P2       P1
        P3       P2
        Q        -

    asked 2012 against 2011

    ledger
        row                                  amount  accounts  pairs  lines
        additional_product_existing_account  12      1         1      1
        price_gain                           2       -         1      -
    """
    spec()


def test_a_product_without_the_level_stands_for_itself(spec: Callable[[], None]) -> None:
    """At family level a second bike is no additional product; the bell without a family is one.

    lines
        account  product  day         amount
        A        Bike1    2011-05-01  10
        A        Bike2    2012-05-01  14
        A        Bell     2012-05-01  3

    products
        product  family
        Bike1    Bikes
        Bike2    Bikes
        Bell     -

    asked 2012 against 2011 product_level=family by=family

    groups
        family  row                           amount  accounts  pairs  lines
        Bikes   volume_gain                   4       -         1      -
        Bell    new_product_existing_account  3       1         1      1
    """
    spec()


def test_a_dimension_finer_than_the_level_splits_the_pair_which_keeps_its_row(
    spec: Callable[[], None],
) -> None:
    """The pair is the family: it repeats, and volume follows its proportions down to the product.

    The pair's change is 30, of which volume (3 - 2) x 20 / 2 = 10 and price 20; Bike1 has -10 of the 30.

    lines
        account  product  day         quantity  amount
        A        Bike1    2011-05-01  2         20
        A        Bike1    2012-05-01  1         10
        A        Bike2    2012-05-01  2         40

    products
        product  family
        Bike1    Bikes
        Bike2    Bikes

    asked 2012 against 2011 product_level=family by=product

    ledger
        row          amount  accounts  pairs  lines
        price_gain   20      -         1      -
        volume_gain  10      -         1      -

    groups
        product  row          amount    pairs
        Bike1    price_gain   -6.6667   1
        Bike1    volume_gain  -3.3333   1
        Bike2    price_gain   26.6667   1
        Bike2    volume_gain  13.3333   1
    """
    spec()
