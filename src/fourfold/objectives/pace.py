"""Pace: what part of a target is due by a day, and where an objective stands against it.

Guarantees that each standing tells its rule, that every boundary is inclusive on the better side, and
that nothing reads a clock: `as_of` is the last day with complete data. Leaves attainment to
`attainment`, measuring last year's season to who asks.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from fourfold.objectives.attainment import Attainment, Formula, formula_of, reached, rounded
from fourfold.objectives.needed import Value
from fourfold.objectives.objective import Objective, State
from fourfold.periods import Period
from fourfold.words import message, say


@dataclass(frozen=True, slots=True)
class Season:
    """What the measure came to a year before: to the same day, and in the whole period."""

    to_date: Decimal
    whole: Decimal


class Basis(StrEnum):
    """By what the part that is due is told."""

    SEASON = "season"
    WORKING_DAYS = "working_days"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Pace:
    """How much of a period is over.

    `by_days` is the share of its working days that are over; `by_season` the share of last year's
    amounts that fell before the same day, None where that says nothing, and `why` says so.
    """

    working_days: int
    gone: int
    by_days: Fraction
    by_season: Fraction | None = None
    why: str = ""

    @property
    def due(self) -> Fraction:
        """The part that is due: by season where last year tells one, else by working days."""
        return self.by_days if self.by_season is None else self.by_season

    @property
    def share(self) -> Decimal:
        """The part that is due, six places."""
        return rounded(self.due)

    @property
    def basis(self) -> Basis:
        """By what the part that is due is told."""
        return Basis.WORKING_DAYS if self.by_season is None else Basis.SEASON


class Standing(StrEnum):
    """Where an objective stands."""

    NOT_AGREED = "not_agreed"
    NOT_BEGUN = "not_begun"
    NO_FIGURE = "no_figure"
    TOO_EARLY = "too_early"
    REACHED = "reached"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    CLOSED_SHORT = "closed_short"


ON_PACE, BEHIND, EARLY = Fraction(95, 100), Fraction(75, 100), Fraction(10, 100)
"""At least this part of what is due is on pace, is behind (below: far behind); less of the working days
than this is too early to tell."""

_RULES: Mapping[Standing, str] = {
    Standing.NOT_AGREED: message("A draft or a proposal counts nowhere until its owner agrees."),
    Standing.NOT_BEGUN: message("The period has not begun."),
    Standing.NO_FIGURE: message("There is no figure, so nothing is said of pace."),
    Standing.TOO_EARLY: message("Less than {early} % of the working days are over: too early to tell."),
    Standing.REACHED: message(
        "Reached: attainment is 100 % or more; a limit or a rate only once the period is over."
    ),
    Standing.ON_PACE: message("On pace: {on_pace} % or more of what is due by now."),
    Standing.BEHIND: message("Behind: less than {on_pace} % of what is due by now, but {behind} % or more."),
    Standing.FAR_BEHIND: message("Far behind: less than {behind} % of what is due by now."),
    Standing.CLOSED_SHORT: message("Closed short: the period is over and attainment is below 100 %."),
}
_PERCENT = {"on_pace": int(ON_PACE * 100), "behind": int(BEHIND * 100), "early": int(EARLY * 100)}
_DUE: Mapping[Basis, str] = {
    Basis.SEASON: message("Due is the part of last year's amounts that fell before the same day."),
    Basis.WORKING_DAYS: message("Due is the part of the period's working days that are over."),
    Basis.WHOLE: message("A rate is held against its whole target from the start."),
}


@dataclass(frozen=True, slots=True)
class Status:
    """Where an objective stands, and by which rule.

    `of_due` is the attainment of the part of the target that is due by now, six places; None where it
    decides nothing.
    """

    standing: Standing
    of_due: Decimal | None = None
    basis: Basis | None = None

    @property
    def rule(self) -> str:
        """The rule in words, in the language of who reads."""
        told = say(_RULES[self.standing], **_PERCENT)
        return told if self.basis is None else f"{told} {say(_DUE[self.basis])}"


def working_days(start: date, end: date, holidays: Set[date] = frozenset()) -> int:
    """Count the days from Monday to Friday from `start` to before `end` that are no holidays."""
    weeks, rest = divmod(max((end - start).days, 0), 7)
    days = 5 * weeks + sum((start.weekday() + day) % 7 < 5 for day in range(rest))
    return days - sum(start <= day < end and day.weekday() < 5 for day in holidays)


def pace(
    period: Period, as_of: date, *, holidays: Set[date] = frozenset(), season: Season | None = None
) -> Pace:
    """Return how much of a period is over at the end of `as_of`, the last day with complete data.

    Before the period it is 0, from its last day on 1, by either way. A period without a working day
    counts its days. A season counts where last year's whole is above 0 and its part lies from 0 to it.
    """
    end = min(max(as_of + timedelta(days=1), period.start), period.end)
    whole, gone = working_days(period.start, period.end, holidays), working_days(period.start, end, holidays)
    if not whole:
        whole, gone = period.days, (end - period.start).days
    by_season, why = _by_season(season)
    if by_season is not None and end in (period.start, period.end):
        by_season = Fraction(end == period.end)
    return Pace(whole, gone, Fraction(gone, whole), by_season, why)


def _by_season(season: Season | None) -> tuple[Fraction | None, str]:
    if season is None:
        return None, say("There is nothing of the year before.")
    if season.whole <= 0:
        return None, say("The year before came to nothing or less.")
    if not 0 <= season.to_date <= season.whole:
        return None, say("The year before was below 0 or above its whole by that day.")
    return Fraction(season.to_date) / Fraction(season.whole), ""


def counts_up(objective: Objective) -> bool:
    """Whether the figure grows towards the target: no rate, and no limit that is used up."""
    return objective.of.is_additive and formula_of(objective) is Formula.QUOTIENT


def is_over(objective: Objective, as_of: date) -> bool:
    """Whether an objective is done: closed, or its last day has complete data."""
    return objective.state is State.CLOSED or as_of >= objective.period.last_day


def status(objective: Objective, value: Value, attainment: Attainment, at: tuple[date, Pace]) -> Status:
    """Return where an objective stands at a day and pace; the first rule that applies decides.

    Not agreed, not begun, no figure. Closed or over: reached or closed short. Reached. Too early. Else
    the attainment of the part of the target that is due (of a rate, and of what is lost, which does not
    build up day by day: of all of it) tells on pace, behind or far behind. The threshold decides nothing
    here.
    """
    as_of, now = at
    early = _before(objective, attainment, as_of)
    if early is not None or attainment.plain is None or value.amount is None:
        return Status(early or Standing.NO_FIGURE)
    if is_over(objective, as_of):
        return Status(Standing.REACHED if attainment.plain >= 1 else Standing.CLOSED_SHORT)
    if counts_up(objective) and attainment.plain >= 1:
        return Status(Standing.REACHED)
    if now.by_days < EARLY:
        return Status(Standing.TOO_EARLY)
    additive = objective.of.is_additive and not objective.of.is_lower_better
    due = Fraction(objective.target) * (now.due if additive else 1)
    part = reached(Fraction(value.amount), due, is_lower_better=objective.of.is_lower_better)
    standing = (
        Standing.ON_PACE if part >= ON_PACE else Standing.BEHIND if part >= BEHIND else Standing.FAR_BEHIND
    )
    return Status(standing, rounded(part), now.basis if additive else Basis.WHOLE)


def _before(objective: Objective, attainment: Attainment, as_of: date) -> Standing | None:
    """Return why nothing can be said of an objective yet, or None."""
    if objective.state in (State.DRAFT, State.PROPOSED):
        return Standing.NOT_AGREED
    if objective.state is not State.CLOSED and as_of < objective.period.start:
        return Standing.NOT_BEGUN
    return Standing.NO_FIGURE if attainment.plain is None else None
