from __future__ import annotations

from decimal import Decimal

from fourfold.growth.overdue import AtRisk, at_risk
from tests.oracle import OracleBook
from tests.unit.growth.books import lines, opened, year

# late: every ten days, then silent from 21 January on; steady: every four months; new: two days only
LINES = """
    late   widget 2012-01-01 1 10   late   widget 2012-01-11 1 10   late widget 2012-01-21 1 10
    steady widget 2012-04-01 1 50   steady widget 2012-08-01 1 50   steady widget 2012-12-01 1 50
    new    widget 2012-01-01 1 70   new    widget 2012-01-02 1 70
"""


def test_only_an_account_that_is_silent_against_its_own_rhythm_is_at_risk() -> None:
    book = opened(OracleBook(lines(LINES)))
    assert at_risk(book, comparison=year()) == AtRisk(Decimal("30.0000"), 1)
    nobody = at_risk(book, comparison=year(), unit="seller", value="zoe")
    assert nobody == AtRisk(Decimal("0.0000"), 0)
    book.close()
