from __future__ import annotations

from datetime import date

from fourfold.objectives.attainment import attain
from fourfold.objectives.milestones import Milestone, Notice, notices, passed
from fourfold.objectives.pace import pace, status
from tests.unit.objectives.setting import figure, objective

AIM = objective()
HALF, NEARLY, REACHED, BEHIND = Milestone


def at(amount: str | None, *, on: date = date(2012, 2, 14), **changes: str) -> frozenset[Milestone]:
    aim, value = objective(**changes), figure(amount)
    attainment = attain(aim, value)
    return passed(aim, attainment, status(aim, value, attainment, (on, pace(aim.period, on))))


def told(figures: list[str]) -> list[list[Milestone]]:
    """What is told as a figure goes through these values, day after day."""
    before, given, found = frozenset(), frozenset(), []
    for amount in figures:
        now = at(amount)
        outcome = notices(AIM, before, now, given)
        found.append([notice.milestone for notice in outcome.due])
        before, given = now, outcome.settled
    return found


def test_the_boundary_belongs_to_the_milestone() -> None:
    assert [at(amount) for amount in ("49.99", "50", "90", "100")] == [
        frozenset(),
        {HALF},
        {HALF, NEARLY},
        {HALF, NEARLY, REACHED},
    ]


def test_each_notice_is_given_once_also_when_the_figure_falls_and_rises_again() -> None:
    assert told(["48", "50", "40", "55", "92", "89", "90", "101", "80", "120", "40"]) == [
        *([], [HALF], [BEHIND], [], [NEARLY], [], [], [REACHED], [], [], [])
    ]


def test_of_several_steps_at_once_the_highest_is_told_and_the_others_never() -> None:
    assert told(["48", "100", "0", "60", "95"]) == [[], [REACHED], [BEHIND], [], []]


def test_what_was_so_at_the_first_look_is_no_news_then_or_later() -> None:
    first = notices(AIM, None, at("95"))
    assert first.due == ()
    assert notices(AIM, at("40"), at("95"), first.settled).due == ()
    assert [n.milestone for n in notices(AIM, at("95"), at("100"), first.settled).due] == [REACHED]


def test_another_period_of_the_same_objective_has_notices_of_its_own() -> None:
    earlier = Notice(AIM.id, date(2011, 1, 1), date(2011, 4, 1), HALF)
    outcome = notices(AIM, frozenset(), at("50"), frozenset({earlier}))
    assert [notice.milestone for notice in outcome.due] == [HALF]
    assert earlier in outcome.settled


def test_a_limit_or_rate_is_reached_only_when_its_period_is_over() -> None:
    assert at("0", measure="lost_accounts", target="5") == frozenset()
    assert at("0", measure="lost_accounts", target="5", on=date(2012, 3, 31)) == {REACHED}
    assert at("1.2", measure="nrr", target="1") == frozenset()
    assert at("6", measure="lost_accounts", target="5") == {BEHIND}


def test_nothing_is_told_without_a_figure_and_a_text_names_the_objective() -> None:
    assert at(None) == frozenset()
    notice = Notice(AIM.id, AIM.period.start, AIM.period.end, NEARLY)
    assert notice.text("Sell hoes") == "Sell hoes: 90 % of the target is reached."
