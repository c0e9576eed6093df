"""Scorecard: the objectives of one owner, each with its figure, attainment, pace, forecast and trend.

Guarantees that each line tells what it counts for and why it counts for nothing, and that a closed
objective keeps the figure it was closed with: what was corrected since stands beside it as a
difference. Leaves measuring to `results`, scope to who asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from fourfold.errors import BadRequest
from fourfold.objectives.attainment import Attainment, attain
from fourfold.objectives.forecast import Course, Forecast, Past, forecast
from fourfold.objectives.needed import Value
from fourfold.objectives.objective import Objective, Owner, State
from fourfold.objectives.pace import Pace, Season, Standing, Status, is_over, pace, status
from fourfold.objectives.score import Score, score
from fourfold.periods import Period
from fourfold.words import say


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the measure came to in an earlier period."""

    period: Period
    value: Value


@dataclass(frozen=True, slots=True)
class Correction:
    """What the figure of a closed objective would be today; `difference` is today's less the kept one."""

    today: Value
    difference: Decimal | None


@dataclass(frozen=True, slots=True)
class Line:
    """One objective on a scorecard.

    Parameters
    ----------
    objective
        As it stands.
    value
        What its measure came to: to date, or what it was closed with.
    attainment, pace, status
        As of the scorecard's day. A threshold decides once the period is over: until then what was
        reached so far counts.
    forecast
        None where there is none to make: no figure, not begun, not agreed.
    trend
        Earlier periods, oldest first.
    correction
        None unless it is closed and its figure would be another today.
    """

    objective: Objective
    value: Value
    attainment: Attainment
    pace: Pace
    status: Status
    forecast: Forecast | None = None
    trend: tuple[Earlier, ...] = ()
    correction: Correction | None = None

    @property
    def counts(self) -> bool:
        """Whether it counts in the score: agreed to, and begun."""
        return self.status.standing not in (Standing.NOT_AGREED, Standing.NOT_BEGUN)


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The objectives of one owner at the end of a day, and their weighted score."""

    owner: Owner
    as_of: date
    lines: tuple[Line, ...]
    score: Score

    @property
    def coverage(self) -> Decimal | None:
        """The share of weight that has a figure."""
        return self.score.coverage


@dataclass(frozen=True, slots=True)
class Known:
    """What was measured, by the id of the objective; what is missing is told, never guessed.

    Parameters
    ----------
    values
        The figure to date, as of today.
    frozen
        The figure a closed objective was closed with; without it, that of today stands.
    seasons
        Last year's figure to the same day and in whole.
    past
        Earlier periods to forecast from, each by the same part.
    trend
        Earlier periods to show.
    holidays
        Days from Monday to Friday that are not worked.
    """

    values: Mapping[str, Value]
    frozen: Mapping[str, Value] = field(default_factory=dict)
    seasons: Mapping[str, Season] = field(default_factory=dict)
    past: Mapping[str, Sequence[Past]] = field(default_factory=dict)
    trend: Mapping[str, Sequence[Earlier]] = field(default_factory=dict)
    holidays: Set[date] = frozenset()


def scorecard(objectives: Iterable[Objective], known: Known, *, owner: Owner, as_of: date) -> Scorecard:
    """Return the scorecard of an owner, its lines in the order given; without objectives it has no score.

    Raises
    ------
    BadRequest
        If an objective is another owner's, or two have the same id.
    """
    mine = tuple(objectives)
    _refuse_strangers(mine, owner)
    lines = tuple(_line(objective, known, as_of) for objective in mine)
    counting = [(line.objective, line.attainment) for line in lines if line.counts]
    return Scorecard(owner, as_of, lines, score(counting))


def _refuse_strangers(objectives: tuple[Objective, ...], owner: Owner) -> None:
    seen: set[str] = set()
    for objective in objectives:
        if objective.owner != owner or objective.id in seen:
            raise BadRequest(
                say("objective {id} does not belong on this scorecard", id=objective.id),
                place=f"{owner.level} {owner.id}".strip(),
                remedy=say("give each objective of this owner once"),
            )
        seen.add(objective.id)


def _line(objective: Objective, known: Known, as_of: date) -> Line:
    value = _value(objective, known)
    attainment = attain(objective, value)
    if not is_over(objective, as_of):
        attainment = replace(attainment, exact=attainment.plain)
    now = pace(objective.period, as_of, holidays=known.holidays, season=known.seasons.get(objective.id))
    stands = status(objective, value, attainment, (as_of, now))
    return Line(
        objective,
        value,
        attainment,
        now,
        stands,
        _forecast(objective, known, (as_of, now), stands),
        tuple(known.trend.get(objective.id, ())),
        _correction(objective, known),
    )


def _value(objective: Objective, known: Known) -> Value:
    today = known.values.get(objective.id, Value(None, why=say("It was not measured.")))
    return known.frozen.get(objective.id, today) if objective.state is State.CLOSED else today


def _forecast(objective: Objective, known: Known, at: tuple[date, Pace], stands: Status) -> Forecast | None:
    to_date = _value(objective, known).amount
    if to_date is None or stands.standing in (Standing.NOT_AGREED, Standing.NOT_BEGUN):
        return None
    as_of, now = at
    additive, over = objective.of.is_additive, is_over(objective, as_of)
    return forecast(Course(to_date, now.by_days, additive, over), known.past.get(objective.id, ()))


def _correction(objective: Objective, known: Known) -> Correction | None:
    if objective.state is not State.CLOSED or not {objective.id} <= known.frozen.keys() & known.values.keys():
        return None
    kept, today = known.frozen[objective.id].amount, known.values[objective.id]
    if kept == today.amount:
        return None
    difference = None if kept is None or today.amount is None else today.amount - kept
    return Correction(today, difference)
