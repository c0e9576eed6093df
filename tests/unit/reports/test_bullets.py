from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from fourfold.objectives.forecast import Past
from fourfold.objectives.objective import COMPANY, Objective
from fourfold.objectives.scorecard import Earlier, Known, Line, scorecard
from fourfold.periods import parse_period
from fourfold.reports.bullets import (
    LEAST,
    MOST,
    Bullet,
    bullet_of,
    bullet_svg,
    end_of_scale,
    kind_of,
    trend_columns,
    trend_svg,
)
from tests.unit.objectives.setting import figure, objective

FEBRUARY = date(2012, 2, 14)
PAST = [Past(Decimal(n), Decimal(2 * n + n % 3)) for n in (40, 45, 50, 56)]


def line(
    one: Objective, amount: str | None, past: list[Past] | None = None, *, as_of: date = FEBRUARY
) -> Line:
    trend = {"o1": [Earlier(parse_period("2011-Q4"), figure("80"))]}
    known = Known({"o1": figure(amount)}, past={"o1": past or []}, trend=trend)
    return scorecard([one], known, owner=COMPANY, as_of=as_of).lines[0]


def pieces(svg: str) -> list[tuple[str, str]]:
    """Each piece of a drawing: its class, and its width where it has one."""
    return [(piece.get("class", ""), piece.get("width", "")) for piece in ET.fromstring(svg)]  # noqa: S314 - our own


def test_a_bar_shows_what_was_reached_what_is_due_and_the_target() -> None:
    made = bullet_of(line(objective(cap=Decimal("1.5")), "50"))
    assert (made.reached, made.cap, made.forecast) == (Fraction(1, 2), Fraction(3, 2), None)
    assert made.due == line(objective(), "50").pace.due
    drawn = pieces(bullet_svg(made, Fraction(2)))
    assert drawn == [
        ("track", "50.00%"),
        ("k-base", "25.00%"),
        ("target", ""),
        ("cap", ""),
        ("mark", ""),
    ]


def test_what_exceeds_its_cap_is_pale_and_what_leaves_the_scale_ends_in_an_arrow() -> None:
    made = bullet_of(line(objective("new_accounts", "2", cap=Decimal("1.5")), "7"))
    end = end_of_scale([made])
    assert end == MOST
    drawn = bullet_svg(made, end)
    assert ("k-s2 over", "31.82%") in pieces(drawn)
    assert 'class="beyond"' in drawn
    assert end_of_scale([]) == LEAST


def test_what_is_short_of_its_threshold_is_hollow_once_the_period_is_over() -> None:
    held = objective(threshold=Decimal(80))
    over = bullet_of(line(held, "60", as_of=date(2012, 3, 31)))
    assert ("hollow", "30.00%") in pieces(bullet_svg(over, Fraction(2)))
    assert not bullet_of(line(held, "60")).is_hollow


def test_a_rate_a_limit_and_what_has_no_figure_show_nothing_due() -> None:
    assert bullet_of(line(objective("nrr", "1.02"), "0.99")).due is None
    assert bullet_of(line(objective("lost_accounts", "5"), "4")).due is None
    empty = bullet_of(line(objective("nrr", "1.02"), None))
    assert pieces(bullet_svg(empty, LEAST)) == [("track", "86.96%"), ("target", "")]


def test_a_forecast_is_a_mark_with_its_interval() -> None:
    made = bullet_of(line(objective(), "50", PAST), with_forecast=True)
    assert None not in (made.low, made.forecast, made.high)
    assert made.low < made.forecast < made.high  # type: ignore[operator]
    assert [kind for kind, _ in pieces(bullet_svg(made, Fraction(2)))].count("whisker") == 3


@pytest.mark.parametrize(
    ("measure", "kind"),
    [("new_accounts", "s2"), ("nrr", "s4"), ("existing_account_gain", "s4"), ("revenue", "base")],
)
def test_colour_says_at_which_accounts_an_objective_points(measure: str, kind: str) -> None:
    assert kind_of(objective(measure, "1")) == kind


def test_the_trend_is_columns_against_the_target() -> None:
    columns = trend_columns(line(objective(), "50"))
    assert [(each.name, each.amount, each.is_open) for each in columns] == [
        ("2011-Q4", Decimal(80), False),
        ("2012-Q1", Decimal(50), True),
    ]
    drawn = ET.fromstring(trend_svg(columns, Decimal(100), objective().of.unit))  # noqa: S314 - our own
    rects = [float(piece.get("height", "")) for piece in drawn if piece.tag == "rect"]
    assert rects == [84.8, 53.0]
    assert [piece.text for piece in drawn if piece.tag == "text"] == ["80", "2011-Q4", "50", "2012-Q1"]
    assert trend_svg((), Decimal(1), "count") == ""


def test_a_bullet_without_marks_is_a_track_and_a_target() -> None:
    assert len(pieces(bullet_svg(Bullet(None, "base"), LEAST))) == 2
