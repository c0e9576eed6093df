"""Definitions, section 6: what is read off a ledger."""

from __future__ import annotations

from collections.abc import Callable


def test_mixes_are_shares_of_their_sum_and_empty_where_a_part_is_negative(spec: Callable[[], None]) -> None:
    """S1 to S4 are 10, 20, 30 and 40. Unidentified is in no channel; the net of the existing is negative.

    lines
        account  product  day         amount
        Old      P        2011-05-01  1
        Old      Q        2011-05-01  500
        Gone     S        2011-05-01  60
        -        P        2012-05-01  1000
        Old      P        2012-05-01  1
        New      N        2012-05-01  10
        New      P        2012-05-01  20
        Old      M        2012-05-01  30
        Old      S        2012-05-01  40

    asked 2012 against 2011

    figures
        figure            value
        gain              100.0000
        loss              -560.0000
        other             1000.0000
        source_mix        0.100000:0.200000:0.300000:0.400000
        channel_mix_gain  0.300000:0.700000
        channel_mix_net   -:-
        history_months    8
    """
    spec()


def test_retention_is_of_the_accounts_with_base_revenue(spec: Callable[[], None]) -> None:
    """Bases 100, 50 and 30 (the returner's and the owing account's do not count); current 120, 20 and 0.

    lines
        account  product  day         amount
        Grew     P        2011-05-01  100
        Grew     P        2012-05-01  120
        Shrank   P        2011-05-01  50
        Shrank   P        2012-05-01  20
        Lost     P        2011-05-01  30
        Back     P        2010-05-01  9
        Back     P        2012-05-01  9
        Owes     P        2011-05-01  5
        Owes     P        2011-06-01  -6
        Owes     P        2012-06-01  40

    asked 2012 against 2011

    figures
        figure  value
        nrr     0.777778
        grr     0.666667

    asked 2011 against 2010

    figures
        figure  value
        nrr     0.000000
        grr     0.000000

    asked 2010 against 2009

    figures
        figure          value
        nrr             -
        grr             -
        history_months  0
    """
    spec()
