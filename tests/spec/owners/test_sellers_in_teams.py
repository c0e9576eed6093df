"""Definitions, section 6: by seller and team together, each day counts for the team of that day."""

from __future__ import annotations

from collections.abc import Callable


def test_a_seller_who_changes_team_hands_a_shared_account_over_to_the_new_team(
    spec: Callable[[], None],
) -> None:
    """Ann is in North on 15 days of April, then in South on 15; of A she holds one half, Bob the other.

    A's base of 60 is carried by a quarter, a quarter and a half. Of B's 0.0003 the odd unit goes to the
    smaller team. Both owners count the line of Q; their team counts it once.

    lines
        account  product  day         amount  seller
        A        P        2011-04-10  60      -
        B        P        2011-04-10  0.0003  -
        A        P        2012-04-05  40      -
        A        Q        2012-04-05  8       -
        A        P        2012-04-20  50      -

    teams
        team   seller  from        to
        North  Ann     2011-01-01  2012-04-16
        South  Ann     2012-04-16  -
        North  Bob     2011-01-01  -

    assignments
        account  seller  role     share  from        to
        A        Ann     primary  0.5    2011-01-01  -
        A        Bob     primary  0.5    2011-01-01  -
        B        Ann     primary  1      2011-01-01  -

    asked 2012-04 against 2011-04 by=seller,team

    ledger
        row                           amount   lines
        volume_gain                   30       -
        new_product_existing_account  8        1
        lost_account                  -0.0003  1

    groups
        seller  team   row                           amount    pairs  lines
        Ann     North  handed_over                   -15.0001  2      -
        Ann     North  volume_gain                   5         1      -
        Ann     North  new_product_existing_account  4         1      1
        Ann     North  lost_account                  -0.0002   1      1
        Ann     South  received                      15.0001   2      -
        Ann     South  volume_gain                   10        1      -
        Ann     South  lost_account                  -0.0001   0      0
        Bob     North  volume_gain                   15        1      -
        Bob     North  new_product_existing_account  4         1      1

    asked 2012-04 against 2011-04 by=team

    groups
        team   row                           amount    pairs  lines
        North  handed_over                   -15.0001  2      -
        North  volume_gain                   20        1      -
        North  new_product_existing_account  8         1      1
        North  lost_account                  -0.0002   1      1
        South  received                      15.0001   2      -
        South  volume_gain                   10        1      -
        South  lost_account                  -0.0001   0      0
    """
    spec()


def test_where_lines_name_sellers_purchases_count_for_the_team_of_their_day(spec: Callable[[], None]) -> None:
    """Ann sold 10 while in North and 30 while in South: of Bob's base of 20 she carries 5 there, 15 here.

    lines
        account  product  day         amount  seller
        A        P        2011-04-10  20      Bob
        A        P        2012-04-05  10      Ann
        A        P        2012-04-20  30      Ann

    teams
        team   seller  from        to
        North  Ann     2011-01-01  2012-04-16
        South  Ann     2012-04-16  -

    asked 2012-04 against 2011-04 by=team,seller

    groups
        team        seller  row          amount  pairs
        North       Ann     received     5       1
        North       Ann     volume_gain  5       1
        South       Ann     received     15      1
        South       Ann     volume_gain  15      1
        unassigned  Bob     handed_over  -20     1
    """
    spec()
