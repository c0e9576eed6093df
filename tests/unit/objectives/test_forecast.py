"""Forecasts; the worked table stands in docs/methods/scorecard.md and runs in tests/docs."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from fourfold.objectives.forecast import FEWEST, LEVEL, Course, Method, Past, forecast

HALF = Fraction(1, 2)


def past(*pairs: tuple[object, object]) -> list[Past]:
    return [Past(Decimal(str(to_date)), Decimal(str(final))) for to_date, final in pairs]


def course(to_date: str = "100", elapsed: Fraction = HALF, **changes: bool) -> Course:
    return Course(Decimal(to_date), elapsed, **changes)


def test_of_a_period_that_is_over_it_is_the_figure() -> None:
    found = forecast(course("97.5", is_over=True), past((50, 90)))
    assert (found.amount, found.method, found.low, found.backtest) == (
        Decimal("97.5"),
        Method.ACTUAL,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("now", "amount", "method"),
    [
        (course(), 200, Method.RUN_RATE),
        (course(elapsed=Fraction(0)), None, Method.NONE),
        (course("0.9", is_additive=False), Decimal("0.9"), Method.RUN_RATE),
    ],
)
def test_without_earlier_periods_the_run_rate_is_called_so(
    now: Course, amount: Decimal | None, method: Method
) -> None:
    found = forecast(now, [])
    assert (found.amount, found.method, found.low, found.why) == (
        amount,
        method,
        None,
        "There is no earlier period to learn from.",
    )


@pytest.mark.parametrize("count", range(1, FEWEST))
def test_too_few_earlier_periods_give_a_forecast_without_an_interval_and_say_so(count: int) -> None:
    found = forecast(course(), past(*[(100, 190), (110, 220), (90, 200)][:count]))
    assert found.amount is not None
    assert (found.low, found.high) == (None, None)
    assert found.why == f"An interval needs 4 earlier periods; there are {count}."


@pytest.mark.parametrize(
    ("now", "pairs"),
    [
        (course("0"), ((100, 190), (110, 220), (90, 200), (95, 195))),
        (course("100"), ((0, 100), (110, 220), (90, 190), (95, 185))),
        (course("100", is_additive=False), ((100, 190), (110, 220), (90, 200), (95, 195))),
    ],
)
def test_of_a_rate_or_a_figure_of_0_or_less_the_mean_of_what_came_later_is_added(
    now: Course, pairs: tuple[tuple[int, int], ...]
) -> None:
    found = forecast(now, past(*pairs))
    later = sum(final - to_date for to_date, final in pairs) / 4
    assert (found.method, found.amount) == (Method.ADDED, now.to_date + Decimal(later))
    assert found.rule == "What is to come is the mean of what came before; earlier periods: 4."


def test_a_season_that_repeats_is_forecast_without_error_where_the_run_rate_errs() -> None:
    found = forecast(course("30", Fraction(1, 4)), past((20, 100), (40, 200), (60, 300), (10, 50)))
    assert (found.amount, found.low, found.high) == (150, 150, 150)
    assert (found.backtest.error, found.backtest.run_rate_error) == (0, Decimal("32.5"))
    assert (found.backtest.coverage, found.backtest.is_better) == (1, True)


def test_a_back_test_says_when_the_run_rate_is_the_better_forecast() -> None:
    found = forecast(course(), past((100, 200), (0, 0), (50, 100), (200, 400)))
    assert (found.backtest.run_rate_error, found.backtest.is_better) == (0, False)
    assert forecast(course(elapsed=Fraction(0)), past((1, 2), (2, 3))).backtest.is_better is None


def test_intervals_hold_the_outcome_as_often_as_they_claim() -> None:
    random, held, tries = Random(4), 0, 400
    for _ in range(tries):
        drawn = [_drawn(random) for _ in range(9)]
        found = forecast(course(str(drawn[0].to_date)), drawn[1:])
        held += found.low <= drawn[0].final <= found.high
    assert abs(held / tries - float(LEVEL)) < 0.05


def _drawn(random: Random) -> Past:
    to_date = random.uniform(50, 150)
    later = 1.2 * to_date + random.gauss(0, 2 * to_date**0.5)
    return past((round(to_date, 2), round(to_date + later, 2)))[0]
