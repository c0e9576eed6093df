from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from fourfold.objectives.advising.peers import FEWEST, of_like_size, quartiles
from fourfold.objectives.objective import Owner

ANN = Owner("seller", "ann")


def test_peers_have_from_half_to_twice_the_revenue_both_ends_included() -> None:
    sizes = {"half": "50", "twice": "200", "small": "49.99", "large": "200.01", "ann": "100", "none": "0"}
    owners = {Owner("seller", name): Decimal(size) for name, size in sizes.items()}
    assert [one.id for one in of_like_size(owners, ANN)] == ["half", "twice"]


def test_who_has_no_revenue_has_no_peers() -> None:
    assert of_like_size({ANN: Decimal(0), Owner("seller", "bob"): Decimal(0)}, ANN) == ()


def test_fewer_than_five_peers_tell_nothing() -> None:
    assert quartiles([Fraction(1)] * (FEWEST - 1)) is None


def test_quartiles_lie_linearly_between_peers() -> None:
    found = quartiles(Fraction(rate, 10) for rate in (6, 1, 3, 2, 4, 5))
    assert found is not None
    assert (found.lower, found.median, found.upper) == (Decimal("0.225"), Decimal("0.35"), Decimal("0.475"))
    assert found.count == 6


@given(st.lists(st.fractions(-3, 3), min_size=FEWEST, max_size=12))
def test_quartiles_stand_in_order_within_what_peers_reached(rates: list[Fraction]) -> None:
    found = quartiles(rates)
    assert found is not None
    assert found.lower <= found.median <= found.upper
    slack = Fraction(1, 10_000)
    assert min(rates) - slack <= Fraction(found.lower)
    assert Fraction(found.upper) <= max(rates) + slack
