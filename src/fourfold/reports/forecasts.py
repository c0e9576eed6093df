"""The forecast of an objective in words: what it comes to, how sure, and how the method did before.

Guarantees that an interval is told with how often it is meant to hold and how often it did. Leaves
forecasting to `fourfold.objectives.forecast`.
"""

from __future__ import annotations

from fourfold.objectives.attainment import rounded
from fourfold.objectives.forecast import LEVEL, Backtest, Forecast, Method
from fourfold.objectives.scorecard import Line
from fourfold.reports.numbers import percent
from fourfold.reports.scorecards import figure
from fourfold.words import message, say


def forecast_sentences(line: Line) -> tuple[str, ...]:
    """Return what a figure comes to at the end of its period, in sentences; none for what is over."""
    ahead, unit = line.forecast, line.objective.of.unit
    if ahead is None or ahead.method is Method.ACTUAL:
        return ()
    said = [_amount(ahead, unit), ahead.rule, ahead.why]
    if ahead.backtest is not None:
        said.append(_backtest(ahead.backtest, unit))
    return tuple(each for each in said if each)


def _amount(ahead: Forecast, unit: str) -> str:
    if ahead.amount is None:
        return ""
    told = {"amount": figure(unit, ahead.amount), "level": percent(rounded(LEVEL))}
    if ahead.low is None or ahead.high is None:
        return say("At the end of the period it comes to about {amount}.", **told)
    return say(
        "At the end of the period it comes to about {amount}: between {low} and {high} in {level} of cases.",
        low=figure(unit, ahead.low),
        high=figure(unit, ahead.high),
        **told,
    )


def _backtest(test: Backtest, unit: str) -> str:
    """Return how far off the method was on earlier periods, beside the run rate."""
    told = {"error": figure(unit, test.error), "periods": test.periods}
    said = say("Tried on {periods} earlier periods it was off by {error} on average.", **told)
    if test.run_rate_error is not None:
        better, worse = (
            message("Going on as before would have been off by {error}: it is the better guess."),
            message("Going on as before would have been off by {error}: it is not the better guess."),
        )
        text = better if test.is_better else worse
        said += " " + say(text, error=figure(unit, test.run_rate_error))
    if test.with_interval:
        held = message("{within} of {count} ended within their interval.")
        said += " " + say(held, within=test.within, count=test.with_interval)
    return said
