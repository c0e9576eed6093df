from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from fourfold.objectives.kept import Kept, Step
from fourfold.objectives.objective import State
from tests.unit.objectives.keeping import made


def test_the_version_that_was_agreed_counts_while_a_later_one_waits() -> None:
    first = made(state=State.AGREED, version=1)
    second = replace(first, state=State.PROPOSED, version=2, target=Decimal(120))
    kept = Kept((Step(replace(first, state=State.DRAFT)), Step(first), Step(second)))
    assert (kept.current, kept.in_force) == (second, first)
    agreed = replace(second, state=State.AGREED)
    assert Kept((*kept.steps, Step(agreed))).in_force == agreed


def test_a_draft_and_a_withdrawn_objective_do_not_count() -> None:
    assert Kept((Step(made()),)).in_force is None
    agreed, closed = Step(made(state=State.AGREED)), Step(made(state=State.CLOSED))
    assert Kept((agreed, closed), is_withdrawn=True).in_force is None
    assert Kept((agreed, closed)).in_force == closed.objective


def test_how_the_version_here_differs_from_what_is_imported_is_told() -> None:
    here, imported = made(target=Decimal(120)), made(state=State.ACTIVE)
    told = Kept((Step(imported), Step(here)), imported=imported).imported_differs
    assert [(d.column, d.here, d.there) for d in told] == [("target", "120", "100")]
    assert Kept((Step(here),)).imported_differs == ()
