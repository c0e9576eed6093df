from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from fourfold.measures.growth import COUNT, MONEY, SHARE
from fourfold.objectives.needed import Value
from fourfold.objectives.objective import COMPANY, State
from fourfold.objectives.pace import Standing
from fourfold.objectives.scorecard import Known, Line, Scorecard, scorecard
from fourfold.periods import Period, parse_period
from fourfold.reports.scorecards import (
    STANDINGS,
    attainment_note,
    correction_sentence,
    coverage_note,
    due_now,
    figure,
    figure_in_full,
    figures,
    line_sentence,
    objective_terms,
    objective_words,
    period_name,
    scorecard_sentence,
    standing_word,
    standings,
)
from fourfold.words import speaking
from tests.unit.objectives.setting import figure as value
from tests.unit.objectives.setting import objective

FEBRUARY, OVER = date(2012, 2, 14), date(2012, 3, 31)
AIMS = (
    objective("new_accounts", "16", id="new", name="New accounts", weight=Decimal(3)),
    objective("revenue", "1000", id="money", name="Revenue", cap=Decimal("1.5")),
    objective("lost_accounts", "5", id="lost", name="Lost accounts"),
    objective("nrr", "1.02", id="held", name="Retention"),
)
FIGURES = {"new": value("4"), "money": value("2500"), "lost": value("6"), "held": value("0.99")}


def card(as_of: date = FEBRUARY, **told: Value) -> Scorecard:
    return scorecard(AIMS, Known({**FIGURES, **told}), owner=COMPANY, as_of=as_of)


def line(own: str, as_of: date = FEBRUARY, **told: Value) -> Line:
    return next(each for each in card(as_of, **told).lines if each.objective.id == own)


@pytest.mark.parametrize(
    ("unit", "amount", "short", "whole"),
    [
        (MONEY, "9649526.28", "9.6 m", "9,649,526.28"),
        (COUNT, "9.000000", "9", "9"),
        (SHARE, "0.934", "93.4 %", "93.40 %"),
        ("products per account", "2.345", "2.35", "2.35"),
        ("minutes", "1200", "1.2 k", "1,200"),
    ],
)
def test_a_figure_is_written_in_the_unit_of_its_measure(
    unit: str, amount: str, short: str, whole: str
) -> None:
    assert figure(unit, Decimal(amount)) == short
    assert figure_in_full(unit, Decimal(amount)) == whole
    assert (figure(unit, None), figure_in_full(unit, None)) == ("–", "")


def test_the_sentence_says_the_score_the_time_and_what_is_behind_the_worst_first() -> None:
    # 33 of 65 working days are over on 14 February; the money counts as its cap, 150 %
    assert scorecard_sentence(card(), "Team North") == (
        "Team North stands at 67 % of what was agreed with 49 % of the time gone; "
        "behind: New accounts (4 of 16, 8 due by now), Lost accounts (6, target 5)"
    )
    told = scorecard_sentence(card(OVER, new=value("16")), "Team North")
    assert told == (
        "Team North stands at 105 % of what was agreed; "
        "behind: Lost accounts (6, target 5), Retention (99.0 %, target 102.0 %)"
    )


def test_what_has_no_score_says_why_and_what_is_left_out_is_told() -> None:
    assert scorecard_sentence(scorecard([], Known({}), owner=COMPANY, as_of=FEBRUARY), "Six Teams") == (
        "No objective of Six Teams runs on 2012-02-14"
    )
    empty = card(**{name: value(None) for name in FIGURES})
    assert scorecard_sentence(empty, "Us") == "Us has no score: no objective with a weight has a figure"
    part = card(new=value(None))
    assert coverage_note(part) == "50 % of the weight has a figure; the rest is left out of the score."
    assert coverage_note(card()) == ""


def test_only_what_builds_up_is_due_day_by_day() -> None:
    assert due_now(line("new")) == (16 * line("new").pace.share).quantize(Decimal("0.0001"))
    assert [due_now(line(own)) for own in ("lost", "held")] == [None, None]
    assert due_now(line("new", OVER)) is None


def test_an_attainment_that_counts_otherwise_says_why() -> None:
    assert attainment_note(line("money")) == "counts as 150 %, its cap"
    assert attainment_note(line("lost")) == "a limit: less is better"
    assert attainment_note(line("held", held=value(None))) == "no base"
    (short,) = scorecard(
        [objective(threshold=Decimal(80))], Known({"o1": value("60")}), owner=COMPANY, as_of=date(2012, 3, 31)
    ).lines
    assert attainment_note(short) == "counts as 0 %: short of the threshold of 80"


def test_where_objectives_stand_is_counted_and_the_one_furthest_off_named() -> None:
    told = standings(card())
    assert told.told == "1 reached, 1 on pace, 1 behind, 1 far behind"
    assert told.worst is not None
    assert told.worst.objective.id == "new"
    assert standings(scorecard([], Known({}), owner=COMPANY, as_of=FEBRUARY)).worst is None


def test_an_objective_is_told_in_words_with_its_terms() -> None:
    assert objective_words(AIMS[0], "Anna") == "New accounts: Anna is to reach 16 in 2012-Q1"
    assert objective_words(AIMS[2], "Anna") == "Lost accounts: Anna is to stay at 5 or below in 2012-Q1"
    assert objective_terms(AIMS[1]) == (
        ("Measure", "Revenue"),
        ("Target", "1.0 k"),
        ("Weight", "1"),
        ("Counts for at most", "150 %"),
    )
    assert line_sentence(line("new")) == "4 of 16, 8 due by now: 25 %, far behind"
    assert line_sentence(line("held", OVER)) == "99.0 %, target 102.0 %: 97 %, closed short"
    assert line_sentence(line("held", held=value(None))) == "No figure: no base"
    assert figures(line("lost")) == "6, target 5"


def test_a_closed_objective_tells_what_was_corrected_since() -> None:
    one = objective(state=State.CLOSED)
    known = Known({"o1": value("112")}, frozen={"o1": value("105")})
    (closed,) = scorecard([one], known, owner=COMPANY, as_of=OVER).lines
    assert correction_sentence(closed) == (
        "It was closed with 105.00, which counts; what was corrected since would make it 112.00."
    )
    assert correction_sentence(line("new")) == ""


def test_periods_that_have_a_name_are_called_by_it() -> None:
    assert [period_name(parse_period(name)) for name in ("2012", "2012-Q3", "2012-05")] == [
        "2012",
        "2012-Q3",
        "2012-05",
    ]
    assert period_name(Period(date(2012, 1, 2), date(2012, 2, 1))) == "2012-01-02 – 2012-01-31"


def test_every_standing_has_a_word() -> None:
    assert STANDINGS.keys() == set(Standing)
    with speaking("en"):
        assert standing_word(Standing.CLOSED_SHORT) == "closed short"
