"""Pace and status; their worked tables stand in docs/methods/scorecard.md and run in tests/docs."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from fourfold.objectives.attainment import attain
from fourfold.objectives.objective import State
from fourfold.objectives.pace import Season, Standing, Status, counts_up, pace, status, working_days
from fourfold.periods import Period
from tests.unit.objectives.setting import QUARTER, figure, objective

FEBRUARY = date(2012, 2, 14)


def standing(amount: str | None, *, on: date = FEBRUARY, **changes: object) -> Standing:
    aim = objective(**changes)
    value = figure(amount)
    return status(aim, value, attain(aim, value), (on, pace(aim.period, on))).standing


@pytest.mark.parametrize("length", range(16))
def test_working_days_are_those_that_a_walk_through_the_calendar_counts(length: int) -> None:
    holidays = frozenset({date(2012, 1, 6), date(2012, 1, 7), date(2013, 1, 1)})
    for first in (date(2012, 1, 1) + timedelta(days=day) for day in range(7)):
        days = [first + timedelta(days=day) for day in range(length)]
        walked = [day for day in days if day.strftime("%a") not in ("Sat", "Sun") and day not in holidays]
        assert working_days(first, first + timedelta(days=length), holidays) == len(walked)


def test_holidays_are_no_working_days_of_the_pace() -> None:
    assert pace(QUARTER, date(2012, 1, 3), holidays={date(2012, 1, 2)}).by_days == Fraction(1, 64)


def test_a_period_without_a_working_day_counts_its_days() -> None:
    weekend = Period(date(2012, 1, 7), date(2012, 1, 9))
    assert pace(weekend, date(2012, 1, 7)).by_days == Fraction(1, 2)


@pytest.mark.parametrize(
    ("season", "why"),
    [
        (None, "There is nothing of the year before."),
        (Season(figure("1").amount, figure("0").amount), "The year before came to nothing or less."),
        (
            Season(figure("-1").amount, figure("5").amount),
            "The year before was below 0 or above its whole by that day.",
        ),
    ],
)
def test_a_year_before_that_tells_no_season_says_why(season: Season | None, why: str) -> None:
    found = pace(QUARTER, FEBRUARY, season=season)
    assert (found.by_season, found.why, found.due) == (None, why, found.by_days)


@pytest.mark.parametrize("state", [State.DRAFT, State.PROPOSED])
def test_a_draft_or_proposal_stands_nowhere_even_if_its_period_runs(state: State) -> None:
    assert standing("100", state=state) is Standing.NOT_AGREED


def test_a_closed_objective_is_judged_as_over_whatever_the_day() -> None:
    closed = [standing(amount, state=State.CLOSED, on=date(2011, 6, 1)) for amount in ("99", "100", None)]
    assert closed == [Standing.CLOSED_SHORT, Standing.REACHED, Standing.NO_FIGURE]


def test_the_boundaries_belong_to_the_better_side() -> None:
    half = Period(date(2012, 1, 2), date(2012, 1, 30))
    on = date(2012, 1, 13)
    assert [standing(amount, period=half, on=on) for amount in ("47.5", "47.4999", "37.5", "37.4999")] == [
        Standing.ON_PACE,
        Standing.BEHIND,
        Standing.BEHIND,
        Standing.FAR_BEHIND,
    ]
    tenth = [standing("0", period=half, on=date(2012, 1, day)) for day in (2, 3)]
    assert tenth == [Standing.TOO_EARLY, Standing.FAR_BEHIND]


def test_the_threshold_does_not_decide_whether_an_objective_is_on_pace() -> None:
    assert standing("60", threshold=figure("90").amount) is Standing.ON_PACE


def test_only_a_figure_that_grows_towards_its_target_counts_up() -> None:
    aims = [objective(), objective(target="-1"), objective("lost_accounts", "5"), objective("nrr", "1")]
    assert [counts_up(aim) for aim in aims] == [True, False, False, False]


def test_each_standing_tells_its_rule_with_its_boundaries_and_what_is_due() -> None:
    rules = {standing: Status(standing).rule for standing in Standing}
    assert "{" not in "".join(rules.values())
    assert rules[Standing.BEHIND] == "Behind: less than 95 % of what is due by now, but 75 % or more."
    found = pace(QUARTER, FEBRUARY)
    aim, value = objective(), figure("50")
    told = status(aim, value, attain(aim, value), (FEBRUARY, found)).rule
    assert told == (
        "On pace: 95 % or more of what is due by now."
        " Due is the part of the period's working days that are over."
    )
