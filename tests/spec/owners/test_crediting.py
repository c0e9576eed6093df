"""Definitions, section 6: whom a line is credited to."""

from __future__ import annotations

from collections.abc import Callable


def test_a_line_goes_to_its_seller_else_to_the_owners_of_the_day_else_to_nobody(
    spec: Callable[[], None],
) -> None:
    """Overlays stand outside; shares split by the largest remainder, ties to the smaller id.

    lines
        account  product  day         amount  seller
        A        P        2012-02-01  10      -
        A        Q        2012-07-01  0.0001  -
        A        R        2012-07-01  7       Zoe
        A        S        2012-12-31  9       -

    assignments
        account  seller  role     share  from        to
        A        Ann     primary  1      2012-01-01  2012-07-01
        A        Ann     primary  0.5    2012-07-01  2012-12-31
        A        Bob     primary  0.5    2012-07-01  2012-12-31
        A        Max     overlay  1      2012-01-01  -

    asked 2012 against 2011 by=seller

    groups
        seller      row                      amount  pairs  lines
        Ann         new_product_new_account  10.0001  2     2
        Bob         new_product_new_account  0        1     1
        Zoe         new_product_new_account  7        1     1
        unassigned  new_product_new_account  9        1     1
    """
    spec()


def test_a_team_has_its_members_lines_of_the_days_they_were_in_it(spec: Callable[[], None]) -> None:
    """Ann moved from North to South in July; Bob was in no team in January. A shared line counts once a team.

    lines
        account  product  day         amount  seller
        A        P        2012-02-01  10      Ann
        A        Q        2012-08-01  20      Ann
        A        R        2012-01-01  4       Bob
        B        P        2012-08-01  6       -

    teams
        team   seller  from        to          role
        North  Ann     2012-01-01  2012-07-01  member
        South  Ann     2012-07-01  -           manager
        South  Bob     2012-02-01  -           member

    assignments
        account  seller  role     share  from        to
        B        Ann     primary  0.5    2012-01-01  -
        B        Bob     primary  0.5    2012-01-01  -

    asked 2012 against 2011 by=team

    groups
        team        row                      amount  pairs  lines
        North       new_product_new_account  10      1      1
        South       new_product_new_account  26      2      2
        unassigned  new_product_new_account  4       1      1
    """
    spec()
