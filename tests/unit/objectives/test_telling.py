"""What is news: not what was so at the first look, not what was told before."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from fourfold.book.chain import Entry
from fourfold.objectives.milestones import Milestone
from fourfold.objectives.needed import Value
from fourfold.objectives.objective import Objective, State
from fourfold.objectives.scorecard import Known, Scorecard, scorecard
from fourfold.objectives.telling import look_records, looked_at, telling
from tests.unit.objectives.keeping import ANN, made

ONE = made(state=State.ACTIVE)
KEY = (ONE.id, ONE.period.start, ONE.period.end)


def card(reached: int, objective: Objective = ONE) -> Scorecard:
    known = Known({objective.id: Value(Decimal(reached), 1)})
    return scorecard([objective], known, owner=ANN, as_of=date(2026, 6, 30))


def test_what_was_so_at_the_first_look_is_no_news_and_counts_as_told() -> None:
    told = telling([card(95)], frozenset(), frozenset())
    assert told.due == ()
    assert {notice.milestone for notice in told.settled} == {Milestone.HALF, Milestone.NEARLY}
    assert told.first == {KEY}


def test_what_is_passed_after_a_first_look_that_saw_nothing_is_told_once() -> None:
    first = telling([card(49)], frozenset(), frozenset())
    assert first.settled <= {n for n in first.settled if n.milestone is Milestone.BEHIND}
    looked = first.first
    second = telling([card(92)], first.settled, looked)
    assert [(notice.milestone, one.id) for notice, one in second.due] == [(Milestone.NEARLY, ONE.id)]
    assert second.first == frozenset()
    third = telling([card(92)], first.settled | second.settled, looked)
    assert (third.due, third.settled) == ((), frozenset())


def test_first_looks_are_written_once_and_read_again() -> None:
    records = look_records({KEY}, frozenset())
    read = looked_at(Entry(n, "", "", record, "") for n, record in enumerate(records, 1))
    assert read == {KEY}
    assert look_records({KEY}, read) == ()
    assert telling([], frozenset(), read).due == ()
