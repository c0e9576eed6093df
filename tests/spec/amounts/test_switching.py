"""Definitions, section 5: replacing one product by the next is not growth."""

from __future__ import annotations

from collections.abc import Callable


def test_what_was_dropped_within_the_family_is_taken_off_what_was_introduced(
    spec: Callable[[], None],
) -> None:
    """Dropped 100 (60 and 40), introduced 90 (30 additional, 60 new): 90 is switched.

    Added back to the dropped in proportion: 54 and 36. The bell is of another family and stays gross.

    lines
        account  product  day         amount
        A        Old1     2011-05-01  60
        A        Old2     2011-05-01  40
        B        Known    2011-05-01  1
        B        Known    2012-05-01  1
        A        Known    2012-05-01  30
        A        New      2012-05-01  60
        A        Bell     2012-05-01  5

    products
        product  family
        Old1     Bikes
        Old2     Bikes
        Known    Bikes
        New      Bikes
        Bell     Parts

    asked 2012 against 2011 by=product

    ledger
        row                                  amount  net
        new_product_existing_account         65      5
        additional_product_existing_account  30      0
        dropped_product                      -100    -10

    groups
        product  row                                  amount  net
        Old1     dropped_product                      -60     -6
        Old2     dropped_product                      -40     -4
        Known    additional_product_existing_account  30      0
        New      new_product_existing_account         60      0
        Bell     new_product_existing_account         5       5
    """
    spec()


def test_the_last_unit_goes_to_the_largest_remainder_and_ties_to_the_smaller_id(
    spec: Callable[[], None],
) -> None:
    """10 is switched over three introduced products of 5 each: 3.3334, 3.3333, 3.3333.

    lines
        account  product  day         amount
        A        Old      2011-05-01  10
        A        N1       2012-05-01  5
        A        N2       2012-05-01  5
        A        N3       2012-05-01  5

    products
        product  family
        Old      F
        N1       F
        N2       F
        N3       F

    asked 2012 against 2011 by=product

    groups
        product  row                           amount  net
        Old      dropped_product               -10     0
        N1       new_product_existing_account  5       1.6666
        N2       new_product_existing_account  5       1.6667
        N3       new_product_existing_account  5       1.6667
    """
    spec()


def test_only_positive_introductions_switch_and_only_within_one_account(spec: Callable[[], None]) -> None:
    """A's negative S3 pair neither gives nor takes; what B introduced does not meet what A dropped.

    lines
        account  product  day         amount
        A        Old      2011-05-01  10
        A        Add      2012-05-01  4
        A        Neg      2012-05-01  1
        A        Neg      2012-06-01  -3
        B        Old      2011-05-01  1
        B        Old      2012-05-01  1
        B        Add      2012-05-01  20

    products
        product  family
        Old      F
        Add      F
        Neg      F

    asked 2012 against 2011

    ledger
        row                           amount  net
        new_product_existing_account  22      18
        dropped_product               -10     -6
    """
    spec()


def test_without_a_parent_net_is_gross(spec: Callable[[], None]) -> None:
    """At the top of the tree, and for products without a family, nothing is netted.

    lines
        account  product  day         amount
        A        Old      2011-05-01  10
        A        New      2012-05-01  10

    asked 2012 against 2011

    ledger
        row                           amount  net
        new_product_existing_account  10      10
        dropped_product               -10     -10

    asked 2012 against 2011 product_level=division

    ledger
        row                           amount  net
        new_product_existing_account  10      10
        dropped_product               -10     -10
    """
    spec()
