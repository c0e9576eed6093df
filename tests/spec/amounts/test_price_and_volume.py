"""Definitions, section 5: repeat business in price and volume."""

from __future__ import annotations

from collections.abc import Callable


def test_volume_is_the_change_in_quantity_at_the_base_price_rounded_once(spec: Callable[[], None]) -> None:
    """A: (4 - 3) x 10 / 3 is 3.3333. B: (1.5 - 1) x 0.0001 = 0.00005, a half, is 0.0001; C is its mirror.

    lines
        account  product  day         quantity  amount
        A        P        2011-05-01  3         10
        A        P        2012-05-01  4         10
        B        P        2011-05-01  1         0.0001
        B        P        2012-05-01  1.5       0.0001
        C        P        2011-05-01  1         0.0001
        C        P        2012-05-01  0.5       0.0001

    asked 2012 against 2011

    ledger
        row          amount   accounts  pairs  lines
        price_gain   0.0001   -         1      -
        volume_gain  3.3334   -         2      -
        price_loss   -3.3334  -         2      -
        volume_loss  -0.0001  -         1      -

    figures
        figure       value
        repeat_rose  0.0000
        repeat_fell  0.0000
    """
    spec()


def test_without_positive_quantities_throughout_all_is_volume(spec: Callable[[], None]) -> None:
    """None lacks a quantity, Zero sums to no quantity, Minus to negative revenue in the current period.

    lines
        account  product  day         quantity  amount
        None     P        2011-05-01  2         10
        None     P        2012-05-01  4         20
        None     P        2012-06-01  -         5
        Zero     P        2011-05-01  2         10
        Zero     P        2012-05-01  2         30
        Zero     P        2012-06-01  -2        -15
        Minus    P        2011-05-01  2         10
        Minus    P        2012-05-01  2         30
        Minus    P        2012-06-01  -1        -31

    asked 2012 against 2011

    ledger
        row          amount  accounts  pairs  lines
        volume_gain  20      -         2      -
        volume_loss  -11     -         1      -

    figures
        figure       value
        repeat_rose  20.0000
        repeat_fell  -11.0000
        gain         20.0000
        loss         -11.0000
    """
    spec()
