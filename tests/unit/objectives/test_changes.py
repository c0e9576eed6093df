from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from fourfold.errors import BadRequest
from fourfold.objectives.changes import (
    NEXT,
    Aim,
    added,
    changed,
    closed,
    commented,
    free_id,
    moved,
    withdrawn,
)
from fourfold.objectives.objective import State
from tests.unit.objectives.keeping import FROZEN, Desk, made


def at(state: State) -> Desk:
    """An objective that went all the way to a state."""
    desk = Desk()
    desk.run(lambda s: added(s, made()))
    for to in (State.PROPOSED, State.AGREED, State.ACTIVE):
        if list(State).index(to) <= list(State).index(state):
            desk.run(lambda s, to=to: moved(s, Aim("o-1", 1), to, is_owner=True))  # type: ignore[misc]
    if state is State.CLOSED:
        desk.run(lambda s: closed(s, Aim("o-1", 1), FROZEN))
    return desk


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("to", State)
def test_an_objective_moves_only_forward_but_for_a_proposal_that_goes_back_to_draft(
    state: State, to: State
) -> None:
    desk = at(state)
    if to in NEXT[state]:
        assert desk.run(lambda s: moved(s, Aim("o-1", 1), to, is_owner=True)).objectives[0].state is to
    else:
        with pytest.raises(BadRequest, match="Remedy"):
            moved(desk.store, Aim("o-1", 1), to, is_owner=True)


def test_only_the_owner_agrees() -> None:
    desk = at(State.PROPOSED)
    with pytest.raises(BadRequest, match="only its owner"):
        moved(desk.store, Aim("o-1", 1), State.AGREED, is_owner=False)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (State.DRAFT, State.DRAFT),
        (State.PROPOSED, State.PROPOSED),
        (State.AGREED, State.PROPOSED),
        (State.ACTIVE, State.PROPOSED),
    ],
)
def test_a_change_makes_a_new_version_and_what_was_agreed_is_a_proposal_again(
    before: State, after: State
) -> None:
    desk = at(before)
    wish = made(target=Decimal(120))
    store = desk.run(lambda s: changed(s, Aim("o-1", 1, "more to reach"), wish), by="boss")
    now = store.find("o-1")
    assert now.current == replace(wish, state=after, version=2)
    last = store.history("o-1")[-1]
    assert (last.by, last.why, last.entry) == ("boss", "more to reach", len(desk.entries))
    assert (now.in_force is not None) == (before in {State.AGREED, State.ACTIVE})
    assert changed(store, Aim("o-1", 2), wish) == ()


def test_a_change_of_what_was_proposed_says_why() -> None:
    with pytest.raises(BadRequest, match="the reason is empty"):
        changed(at(State.PROPOSED).store, Aim("o-1", 1), made(target=Decimal(120)))
    assert changed(at(State.DRAFT).store, Aim("o-1", 1), made(target=Decimal(120)))


def test_closing_freezes_the_values_and_nothing_changes_after() -> None:
    store = at(State.CLOSED).store
    assert store.find("o-1").frozen == FROZEN
    aim = Aim("o-1", 1, "why")
    for refused in (
        lambda: changed(store, aim, made(target=Decimal(1))),
        lambda: closed(store, aim, FROZEN),
        lambda: withdrawn(store, aim),
        lambda: moved(store, aim, State.DRAFT, is_owner=True),
    ):
        with pytest.raises(BadRequest, match="a closed objective never changes"):
            refused()
    assert commented(store, "o-1", "well done")


def test_what_was_never_agreed_is_withdrawn_not_closed_and_says_why() -> None:
    store = at(State.PROPOSED).store
    with pytest.raises(BadRequest, match="never agreed"):
        closed(store, Aim("o-1", 1), FROZEN)
    with pytest.raises(BadRequest, match="the reason is empty"):
        withdrawn(store, Aim("o-1", 1))


def test_who_acts_on_a_version_that_is_no_more_is_refused() -> None:
    desk = at(State.PROPOSED)
    desk.run(lambda s: changed(s, Aim("o-1", 1, "more"), made(target=Decimal(120))), by="cara")
    with pytest.raises(BadRequest, match="version 2, you saw 1"):
        moved(desk.store, Aim("o-1", 1), State.AGREED, is_owner=True)
    with pytest.raises(BadRequest, match=r"cara changed it.*target: 90, not 120"):
        changed(desk.store, Aim("o-1", 1, "less"), made(target=Decimal(90)))


def test_a_new_objective_has_an_id_of_its_own_and_is_not_agreed_yet() -> None:
    store = at(State.DRAFT).store
    with pytest.raises(BadRequest, match="already"):
        added(store, made())
    with pytest.raises(BadRequest, match="draft or a proposal"):
        added(store, made("o-9", state=State.ACTIVE))
    assert free_id(store) == "o-2"
