"""Weighted score of several objectives: sum(weight x attainment, at most its cap) / sum(weights).

Guarantees that an attainment above its cap makes up for nothing else, that what has no figure is left
out and told as the share of weight that is covered, and that the score is rounded once. Leaves to
`scorecard` which objectives count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from fourfold.objectives.attainment import Attainment, rounded
from fourfold.objectives.objective import Objective
from fourfold.words import say


@dataclass(frozen=True, slots=True)
class Part:
    """What one objective brings to a score.

    `counted` is its attainment, at most its cap; `points` is weight x counted / the weights with a
    figure: the points of all parts sum to the score but for rounding. Both are None without a figure.
    """

    objective_id: str
    weight: Decimal
    counted: Decimal | None
    points: Decimal | None
    is_capped: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """A weighted score: 1 is every target reached.

    Parameters
    ----------
    share
        The score, six places; None where nothing can be weighed, and `why` says so.
    coverage
        The share of weight that has a figure; None where there is no weight.
    parts
        One per objective, in the order given.
    why
        Why it is empty.
    """

    share: Decimal | None
    coverage: Decimal | None
    parts: tuple[Part, ...]
    why: str = ""


def counted(objective: Objective, attainment: Attainment) -> Fraction | None:
    """Return the attainment as it counts in a score: at most the objective's cap; None stays None."""
    if attainment.exact is None or objective.cap is None:
        return attainment.exact
    return min(attainment.exact, Fraction(objective.cap))


def score(attained: Sequence[tuple[Objective, Attainment]]) -> Score:
    """Return the weighted score of objectives and their attainments.

    Without objectives, without weight, or without any figure there is no score; it says why.
    """
    weights = sum((Fraction(objective.weight) for objective, _ in attained), Fraction(0))
    known = [
        (Fraction(objective.weight), part)
        for objective, attainment in attained
        if (part := counted(objective, attainment)) is not None
    ]
    covered = sum((weight for weight, _ in known), Fraction(0))
    parts = tuple(_part(objective, attainment, covered) for objective, attainment in attained)
    coverage = rounded(covered / weights) if weights else None
    if not covered:
        return Score(None, coverage, parts, _why(attained, weights))
    return Score(rounded(sum((w * part for w, part in known), Fraction(0)) / covered), coverage, parts)


def _part(objective: Objective, attainment: Attainment, covered: Fraction) -> Part:
    counts = counted(objective, attainment)
    if counts is None:
        return Part(objective.id, objective.weight, None, None)
    points = rounded(Fraction(objective.weight) * counts / covered) if covered else None
    return Part(objective.id, objective.weight, rounded(counts), points, is_capped=counts != attainment.exact)


def _why(attained: Sequence[tuple[Objective, Attainment]], weights: Fraction) -> str:
    if not attained:
        return say("There is no objective that counts.")
    if not weights:
        return say("All weights are 0.")
    return say("No objective with a weight has a figure.")
