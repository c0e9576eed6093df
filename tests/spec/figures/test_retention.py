"""One year, four figures that are all called net revenue retention (NRR)."""

from __future__ import annotations

from collections.abc import Callable


def test_conventions_of_retention_differ_on_the_same_year(spec: Callable[[], None]) -> None:
    """Opening revenue is 200: A has 100, B 50, C 50. A rises to 130 and C falls to 30; B leaves and is back
    at 40; D is new at 30 and rises to 60. The months between are as the one before.

    lines
        account  product  day         amount
        A        P        2011-12-15  100
        B        P        2011-12-15  50
        C        P        2011-12-15  50
        A        P        2012-03-15  130
        C        P        2012-03-15  30
        D        P        2012-03-15  30
        A        P        2012-09-15  130
        B        P        2012-09-15  40
        C        P        2012-09-15  30
        D        P        2012-09-15  60
        A        P        2012-12-15  130
        B        P        2012-12-15  40
        C        P        2012-12-15  30
        D        P        2012-12-15  60

    Last month against first, of the accounts that had revenue then: (130 + 40 + 30) / 200 = 100 %. This is
    what Fourfold calls NRR. GRR counts no account above its opening: (100 + 40 + 30) / 200 = 85 %.

    asked 2012-12 against 2011-12

    figures
        figure  value
        nrr     1.000000
        grr     0.850000

    Movements added up, with the rise of D, who was not there at first:
    (200 + 30 + 30 - 20 - 50) / 200 = 95 %; with the 40 of B, who is back: 115 %.

    chained 2012-03 2012-09 2012-12 from 2011-12

    retention
        movements             value
        without_reactivation  0.950000
        with_reactivation     1.150000

    Movements of the accounts of the first month alone: (200 + 30 - 20 - 50) / 200 = 80 %; with B back, 100 %
    as in the first line.

    chained 2012-03 2012-09 2012-12 from 2011-12 of=A,B,C

    retention
        movements             value
        without_reactivation  0.800000
        with_reactivation     1.000000
    """
    spec()
