"""Peers: what others of like size reach, told only as quartiles.

Guarantees that no peer is named, and that fewer than `FEWEST` tell nothing. Leaves measuring to `facts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import quantiles

from fourfold.book.book import Book
from fourfold.book.hierarchy import Paths
from fourfold.book.owners import memberships
from fourfold.money import rate
from fourfold.objectives.objective import COMPANY_LEVEL, TEAM_LEVEL, Owner

FEWEST = 5
"""Peers without which their quartiles would tell of single people."""

_SHOWN_PLACES = 4


@dataclass(frozen=True, slots=True)
class Quartiles:
    """A quarter of peers reach no more than `lower`, half `median`, three quarters `upper`.

    Rates as in `estimates.Reading`, four places; `count` is of peers with a figure.
    """

    count: int
    lower: Decimal
    median: Decimal
    upper: Decimal


def quartiles(rates: Iterable[Fraction]) -> Quartiles | None:
    """Return the quartiles of peers' rates, or None of fewer than `FEWEST`.

    Notes
    -----
    Linear between the two nearest peers. Source: Hyndman and Fan, American Statistician 50, 1996, type 7.
    """
    held = sorted(rates)
    if len(held) < FEWEST:
        return None
    cuts = quantiles(held, n=4, method="inclusive")
    lower, median, upper = (
        rate(cut.numerator, cut.denominator, places=_SHOWN_PLACES) or Decimal(0) for cut in cuts
    )
    return Quartiles(len(held), lower, median, upper)


def of_like_size(sizes: Mapping[Owner, Decimal], owner: Owner) -> tuple[Owner, ...]:
    """Return the others with from half to twice an owner's revenue, in order; none if it is not above 0."""
    own = sizes.get(owner, Decimal(0))
    if own <= 0:
        return ()
    return tuple(sorted(one for one, size in sizes.items() if one != owner and own <= 2 * size <= 4 * own))


def beside(book: Book, owner: Owner, paths: Paths) -> tuple[Owner, ...]:
    """Return the other owners of the same level: sellers, or teams equally deep in the tree."""
    if owner.level == COMPANY_LEVEL:
        return ()
    if owner.level == TEAM_LEVEL:
        depth = len(paths.get(owner.id, (owner.id,)))
        found = {team for team, path in paths.items() if len(path) == depth}
    else:
        found = set(book.reference("sellers")["seller_id"].to_pylist())
        found |= {one.of for one in memberships(book.reference("teams"))}
    return tuple(Owner(owner.level, one) for one in sorted(found - {owner.id}))
