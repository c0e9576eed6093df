"""Attainment: which part of an objective's target was reached, by one formula told in words.

Guarantees that it is exact until it is rounded, once, to six places half away from zero; that it is
never below 0; that a better figure never lowers it and a harder target never raises it, whatever the
signs. Leaves weighing to `score`, what is due by a day to `pace`.

With a figure above 0, figure / target grows without bound as the target nears 0. A target of 0 or less
is easier still, so it must give as much: hence one ceiling for all, `MOST`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from fourfold.money import rate
from fourfold.objectives.needed import Value
from fourfold.objectives.objective import Objective
from fourfold.words import message, say

MOST = Fraction(10)
"""The most an attainment is given as, 1,000 %: the figure itself stands beside it."""

_ONE, _ZERO = Fraction(1), Fraction(0)
_NOTHING = Decimal("0.000000")


class Formula(StrEnum):
    """By which formula; a measure where less is better is reckoned with both signs turned round."""

    QUOTIENT = "quotient"
    ZERO = "zero"
    LIMIT = "limit"


_RULES: Mapping[Formula, str] = {
    Formula.QUOTIENT: message("Figure divided by target, from 0 % to 1,000 %."),
    Formula.ZERO: message("The target is 0: 0 is 100 %, anything worse 0 %, anything better 1,000 %."),
    Formula.LIMIT: message(
        "The target is a limit: using all of it is 100 %, none of it 200 %, twice as much or more 0 %;"
        " the other side of 0 is 1,000 %."
    ),
}
_THRESHOLD = message("Short of the threshold it counts as 0 %.")


@dataclass(frozen=True, slots=True)
class Attainment:
    """Which part of a target was reached: 1 is all of it.

    Parameters
    ----------
    exact
        The attainment before rounding; None where there is no figure, and `why` says so.
    plain
        The same as if there were no threshold.
    formula
        By which it was reckoned.
    why
        Why it is empty.
    """

    exact: Fraction | None
    plain: Fraction | None
    formula: Formula
    why: str = ""

    @property
    def share(self) -> Decimal | None:
        """The attainment, rounded once to six places half away from zero."""
        return None if self.exact is None else rounded(self.exact)

    @property
    def is_short_of_threshold(self) -> bool:
        """Whether it counts as 0 because the threshold was missed."""
        return self.exact != self.plain

    @property
    def rule(self) -> str:
        """The formula in words, in the language of who reads."""
        told = say(_RULES[self.formula])
        return f"{told} {say(_THRESHOLD)}" if self.is_short_of_threshold else told


def rounded(exact: Fraction) -> Decimal:
    """Return a fraction with six places, half away from zero."""
    return rate(exact.numerator, exact.denominator) or _NOTHING


def formula_of(objective: Objective) -> Formula:
    """Return the formula that an objective's target calls for."""
    target = _turned(Fraction(objective.target), is_lower_better=objective.of.is_lower_better)
    return Formula.QUOTIENT if target > 0 else Formula.ZERO if target == 0 else Formula.LIMIT


def reached(actual: Fraction, target: Fraction, *, is_lower_better: bool) -> Fraction:
    """Return which part of a target a figure is, from 0 to `MOST`; both in the unit of the measure.

    More is better: above a target of 0 or less, a figure above 0 is `MOST`; else figure / target where
    the target is above 0, 2 - figure / target where it is below, and at a target of 0 all or nothing.
    Less is better: the same of both with their signs turned round.

    Examples
    --------
    >>> reached(Fraction(4), Fraction(5), is_lower_better=True)
    Fraction(6, 5)
    """
    had = _turned(actual, is_lower_better=is_lower_better)
    wanted = _turned(target, is_lower_better=is_lower_better)
    if wanted > 0:
        found = had / wanted
    elif had > 0:
        found = MOST
    elif wanted == 0:
        found = _ONE if had == 0 else _ZERO
    else:
        found = 2 - had / wanted
    return min(max(found, _ZERO), MOST)


def attain(objective: Objective, value: Value) -> Attainment:
    """Return the attainment of an objective, given what its measure came to.

    A figure of 0 is a figure: an empty period is a full shortfall. A value without an amount has no
    attainment and keeps its reason. Short of the threshold (below it, or above it where less is better)
    attainment is 0; at the threshold it counts.
    """
    formula = formula_of(objective)
    if value.amount is None:
        return Attainment(None, None, formula, value.why or say("There is no figure."))
    less = objective.of.is_lower_better
    actual = Fraction(value.amount)
    plain = reached(actual, Fraction(objective.target), is_lower_better=less)
    if objective.threshold is not None:
        least = _turned(Fraction(objective.threshold), is_lower_better=less)
        if _turned(actual, is_lower_better=less) < least:
            return Attainment(_ZERO, plain, formula)
    return Attainment(plain, plain, formula)


def _turned(figure: Fraction, *, is_lower_better: bool) -> Fraction:
    return -figure if is_lower_better else figure
