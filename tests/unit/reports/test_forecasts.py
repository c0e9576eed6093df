from __future__ import annotations

from datetime import date
from decimal import Decimal

from fourfold.objectives.forecast import Past
from fourfold.objectives.objective import COMPANY
from fourfold.objectives.scorecard import Known, Line, scorecard
from fourfold.reports.forecasts import forecast_sentences
from tests.unit.objectives.setting import figure, objective


def line(amount: str | None, past: list[Past], as_of: date = date(2012, 2, 14)) -> Line:
    known = Known({"o1": figure(amount)}, past={"o1": past})
    return scorecard([objective()], known, owner=COMPANY, as_of=as_of).lines[0]


def test_a_forecast_tells_its_interval_its_method_and_how_the_method_did() -> None:
    past = [Past(Decimal(n), Decimal(2 * n + n % 3)) for n in (40, 45, 50, 56)]
    first, method, tried = forecast_sentences(line("50", past))
    assert first == "At the end of the period it comes to about 101: between 100 and 103 in 80 % of cases."
    assert method == "What is to come follows the figure to date as it did before; earlier periods: 4."
    assert tried.startswith("Tried on 4 earlier periods it was off by 1 on average. Going on as before")
    assert tried.endswith("ended within their interval.")


def test_without_earlier_periods_it_says_what_is_missing() -> None:
    told = forecast_sentences(line("50", []))
    assert told[0].startswith("At the end of the period it comes to about 1")
    assert told[1:] == (
        "There is no earlier period: the figure goes on as it did.",
        "There is no earlier period to learn from.",
    )


def test_what_is_over_or_has_no_figure_has_no_forecast() -> None:
    assert forecast_sentences(line("50", [], date(2012, 3, 31))) == ()
    assert forecast_sentences(line(None, [])) == ()
