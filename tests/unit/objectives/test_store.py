"""The journal on top of what was imported: what goes before what, and what it holds for ever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fourfold.book import journal
from fourfold.book.chain import Record, Signed
from fourfold.book.settings import Settings
from fourfold.book.workspace import Workspace, create_workspace
from fourfold.errors import BadRequest, WorkspaceFault
from fourfold.objectives import changes
from fourfold.objectives.changes import Aim
from fourfold.objectives.milestones import Milestone, Notice
from fourfold.objectives.objective import Objective, State
from fourfold.objectives.rows import row_of
from fourfold.objectives.store import JOURNAL, Store, read_store, write
from tests.unit.objectives.keeping import FROZEN, YEAR, Desk, Shelf, made

BOSS = Signed("boss@example.com", "2026-01-02T03:04:05+00:00")
IMPORTED = made("imported", state=State.ACTIVE)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "book", Settings("EUR"))


def test_an_imported_objective_that_nobody_changed_is_as_imported() -> None:
    store = Desk([row_of(IMPORTED)]).store
    assert store.objectives == store.in_force == (IMPORTED,)
    assert store.history("imported")[0].by == ""
    assert store.find("imported").imported_differs == ()


def test_what_was_changed_here_goes_before_a_later_import_and_the_difference_is_told() -> None:
    desk = Desk([row_of(IMPORTED)])
    after = replace(IMPORTED, target=Decimal(120))
    desk.run(lambda s: changes.changed(s, Aim("imported", 0, "too low"), after))
    desk.rows = [row_of(replace(IMPORTED, target=Decimal(90)))]
    kept = desk.store.find("imported")
    assert (kept.current.target, kept.current.version, kept.current.state) == (120, 1, State.PROPOSED)
    assert [(d.here, d.there) for d in kept.imported_differs] == [("120", "90")]
    assert kept.in_force is not None
    assert kept.in_force.target == 90


def test_what_was_moved_here_stays_when_its_import_is_undone() -> None:
    desk = Desk([row_of(IMPORTED)])
    desk.run(lambda s: changes.commented(s, "imported", "well set"))
    desk.run(lambda s: changes.closed(s, Aim("imported", 0), FROZEN))
    desk.rows = []
    kept = desk.store.find("imported")
    assert (kept.current.state, kept.current.target, kept.frozen) == (State.CLOSED, 100, FROZEN)
    assert [c.text for c in desk.store.comments["imported"]] == ["well set"]


def test_a_row_that_is_no_objective_is_told_and_the_others_are_there() -> None:
    store = Desk([{**row_of(made("bad")), "measure": "joy", "file_line": 7}, row_of(IMPORTED)]).store
    assert [o.id for o in store.objectives] == ["imported"]
    assert [(u.id, u.file_line) for u in store.unusable] == [("bad", 7)]
    assert "joy" in store.unusable[0].cause


def test_what_is_withdrawn_is_in_history_and_counts_nowhere() -> None:
    desk = Desk()
    desk.run(lambda s: changes.added(s, made()))
    store = desk.run(lambda s: changes.withdrawn(s, Aim("o-1", 1, "not wanted")))
    assert store.objectives == store.in_force == ()
    assert [(s.objective.state, s.why) for s in store.history("o-1")][-1] == (State.CLOSED, "not wanted")


def test_two_who_change_different_objectives_do_not_meet_and_on_the_same_one_the_second_sees_both_values(
    workspace: Workspace,
) -> None:
    book = Shelf([{**row_of(IMPORTED), "threshold": None}]).book
    seen = write(workspace, book, lambda s: changes.added(s, made("own")), signed=BOSS)
    assert seen == read_store(book, journal.read(workspace, JOURNAL))
    assert seen is read_store(book, journal.read(workspace, JOURNAL))

    def to(name: str, target: int, saw: Store) -> Store:
        old = saw.find(name).current
        aim = Aim(name, old.version, "new plan")
        after = replace(old, target=Decimal(target))
        return write(workspace, book, lambda s: changes.changed(s, aim, after), signed=BOSS)

    to("own", 110, seen)
    to("imported", 130, seen)
    with pytest.raises(BadRequest, match=r"boss@example\.com changed it meanwhile") as refused:
        to("own", 150, seen)
    assert "target: 150, not 110" in refused.value.remedy
    assert [o.target for o in read_store(book, journal.read(workspace, JOURNAL)).objectives] == [130, 110]


@pytest.mark.parametrize(
    "records",
    [
        [{"do": "delete", "id": "o-1"}],
        [{"do": "state", "id": "nobody", "version": 1, "state": "agreed", "why": "", "withdrawn": False}],
        [{"do": "state", "id": "o-1", "version": 2, "state": "agreed", "why": "", "withdrawn": False}],
        [changes._set(made(version=3), "")],
        [changes._freeze("o-1", 1, FROZEN)],
        [*changes._moved(replace(made(), version=1), State.CLOSED, ""), changes._set(made(version=2), "")],
    ],
)
def test_a_record_that_contradicts_the_journal_is_never_written(
    workspace: Workspace, records: Sequence[Record]
) -> None:
    book = Shelf().book
    write(workspace, book, lambda s: changes.added(s, made()), signed=BOSS)
    with pytest.raises(WorkspaceFault, match=r"entry [23] cannot be meant"):
        write(workspace, book, lambda _: records, signed=BOSS)
    assert len(journal.read(workspace, JOURNAL)) == 1


def test_a_notice_is_given_once() -> None:
    desk = Desk()
    notice = Notice("o-1", YEAR.start, YEAR.end, Milestone.HALF)
    store = desk.run(lambda s: changes.noticed(s, [notice, notice]))
    assert store.notices == {notice}
    assert changes.noticed(store, [notice]) == ()


IDS = ("imported", "a", "b")
ACTS = ("add", "change", "propose", "back", "agree", "start", "close", "withdraw", "comment")
MOVES = {"propose": State.PROPOSED, "back": State.DRAFT, "agree": State.AGREED, "start": State.ACTIVE}


def act(store: Store, name: str, what: str, number: int) -> Sequence[Record]:
    """The records of one act on one objective; `BadRequest` where the rules forbid it."""
    if what == "add":
        return changes.added(store, made(name, target=Decimal(number)))
    version = store.find(name).current.version
    aim = Aim(name, version if number % 7 else version + 1, "because")
    if what == "change":
        return changes.changed(store, aim, replace(store.find(name).current, target=Decimal(number)))
    if what == "comment":
        return changes.commented(store, name, "so it is")
    if what in MOVES:
        return changes.moved(store, aim, MOVES[what], is_owner=bool(number % 3))
    return changes.closed(store, aim, FROZEN) if what == "close" else changes.withdrawn(store, aim)


acts = st.tuples(st.sampled_from(IDS), st.sampled_from(ACTS), st.integers(1, 20))


@settings(max_examples=150)
@given(st.lists(acts, min_size=5, max_size=40))
def test_whatever_people_do_no_version_is_lost_and_what_is_closed_never_changes(
    done: list[tuple[str, str, int]],
) -> None:
    desk = Desk([row_of(IMPORTED)])
    ever: dict[str, list[Objective]] = {"imported": [IMPORTED]}
    closed: dict[str, object] = {}
    for name, what, number in done:
        try:
            records = act(desk.store, name, what, number)
        except BadRequest:
            continue
        store = desk.do(records)
        assert what == "comment" or name not in closed
        for one in store.kept:
            steps = [step.objective for step in store.history(one)]
            assert steps[: len(ever.get(one, []))] == ever.get(one, [])
            ever[one] = steps
            if store.find(one).current.state is State.CLOSED:
                assert closed.setdefault(one, store.find(one)) == store.find(one)
    assert {step.entry for one in desk.store.kept.values() for step in one.steps} <= set(
        range(len(desk.entries) + 1)
    )
