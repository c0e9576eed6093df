from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from fourfold.errors import BadRequest
from fourfold.objectives.forecast import Method, Past
from fourfold.objectives.objective import COMPANY, Owner, State
from fourfold.objectives.pace import Basis, Season, Standing
from fourfold.objectives.scorecard import Earlier, Known, Line, Scorecard, scorecard
from fourfold.periods import Period
from tests.unit.objectives.setting import figure, objective

FEBRUARY = date(2012, 2, 14)
LAST_YEAR = Period(date(2011, 1, 1), date(2011, 4, 1))


def card(*objectives: object, known: Known, as_of: date = FEBRUARY) -> Scorecard:
    return scorecard(objectives, known, owner=COMPANY, as_of=as_of)


def line(aim: object, known: Known, as_of: date = FEBRUARY) -> Line:
    return card(aim, known=known, as_of=as_of).lines[0]


def test_a_line_brings_together_what_is_known_of_an_objective() -> None:
    known = Known(
        {"o1": figure("50")},
        seasons={"o1": Season(Decimal(40), Decimal(100))},
        past={"o1": [Past(Decimal(40), Decimal(100))]},
        trend={"o1": [Earlier(LAST_YEAR, figure("100"))]},
    )
    found = line(objective(), known)
    assert (found.attainment.share, found.pace.basis) == (Decimal("0.5"), Basis.SEASON)
    assert (found.status.standing, found.status.of_due) == (Standing.ON_PACE, Decimal("1.25"))
    assert (found.forecast.amount, found.forecast.method) == (125, Method.SCALED)
    assert found.trend == (Earlier(LAST_YEAR, figure("100")),)
    assert found.correction is None


def test_what_was_not_measured_is_left_out_and_told() -> None:
    found = card(objective(), objective(id="o2", weight=Decimal(3)), known=Known({"o1": figure("0")}))
    assert (found.score.share, found.coverage) == (0, Decimal("0.25"))
    assert (found.lines[1].value.why, found.lines[1].forecast) == ("It was not measured.", None)


def test_drafts_proposals_and_what_has_not_begun_are_shown_and_do_not_count() -> None:
    later = Period(date(2012, 4, 1), date(2012, 7, 1))
    aims = [
        objective(id="d", state=State.DRAFT),
        objective(id="p", state=State.PROPOSED),
        objective(id="l", period=later),
        objective(id="a", state=State.AGREED),
    ]
    found = card(*aims, known=Known({aim.id: figure("50") for aim in aims}))
    assert [line.counts for line in found.lines] == [False, False, False, True]
    assert [line.forecast is None for line in found.lines] == [True, True, True, False]
    assert (found.score.share, found.coverage, len(found.score.parts)) == (Decimal("0.5"), 1, 1)


def test_a_closed_objective_keeps_its_figure_and_shows_a_late_correction_beside_it() -> None:
    known = Known({"o1": figure("104.5")}, frozen={"o1": figure("98")})
    found = line(objective(state=State.CLOSED), known, date(2012, 6, 1))
    assert (found.value.amount, found.attainment.share) == (98, Decimal("0.98"))
    assert (found.status.standing, found.forecast.amount) == (Standing.CLOSED_SHORT, 98)
    assert (found.correction.today.amount, found.correction.difference) == (Decimal("104.5"), Decimal("6.5"))


@pytest.mark.parametrize("today", ["98", "98.00"])
def test_an_unchanged_figure_is_no_correction(today: str) -> None:
    known = Known({"o1": figure(today)}, frozen={"o1": figure("98")})
    assert line(objective(state=State.CLOSED), known).correction is None


def test_a_figure_that_is_gone_since_is_a_correction_without_a_difference() -> None:
    known = Known({"o1": figure(None)}, frozen={"o1": figure("98")})
    found = line(objective(state=State.CLOSED), known)
    assert (found.value.amount, found.correction.difference) == (98, None)


def test_an_objective_that_is_not_closed_takes_todays_figure_whatever_was_kept() -> None:
    found = line(objective(), Known({"o1": figure("104")}, frozen={"o1": figure("98")}))
    assert (found.value.amount, found.correction) == (104, None)


def test_without_objectives_there_is_a_card_without_a_score() -> None:
    found = card(known=Known({}))
    assert (found.lines, found.score.share, found.coverage) == ((), None, None)


def test_anothers_objective_and_a_second_of_the_same_id_are_refused() -> None:
    stranger = objective(owner=Owner("seller", "Ann"))
    for aims in ([stranger], [objective(), objective()]):
        with pytest.raises(BadRequest, match="o1 does not belong on this scorecard"):
            card(*aims, known=Known({}))
