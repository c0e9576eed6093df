from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourfold.errors import BadRequest
from fourfold.objectives.changes import Aim, changed, withdrawn
from fourfold.objectives.copies import copied, reassigned
from fourfold.objectives.objective import Objective, Owner, State
from fourfold.objectives.rows import row_of
from fourfold.objectives.store import Store
from fourfold.periods import Period, parse_period
from tests.unit.objectives.keeping import ANN, BOB, YEAR, Desk, made

NEXT_YEAR = parse_period("2027")


def desk(*objectives: Objective) -> Desk:
    return Desk([row_of(o) for o in objectives])


def by_id(store: Store) -> Mapping[str, Objective]:
    return {o.id: o for o in store.objectives}


def test_last_year_is_copied_as_drafts_with_targets_of_what_adds_up_multiplied() -> None:
    told = desk(
        made("q1", period=parse_period("2026-Q1"), target=Decimal("1000.10"), threshold=Decimal(500)),
        made("new", measure="new_accounts", target=Decimal(11), state=State.ACTIVE),
        made("nrr", measure="nrr", target=Decimal("1.05")),
        made("later", period=parse_period("2027-Q1")),
    )
    store = told.run(lambda s: copied(s, YEAR, NEXT_YEAR, Decimal("1.05")))
    copies = {o.id: o for o in store.objectives if o.version}
    assert {name: (o.target, o.threshold, o.period) for name, o in copies.items()} == {
        "q1@2027-01-01": (Decimal("1050.11"), Decimal(525), parse_period("2027-Q1")),
        "new@2027-01-01": (Decimal(12), None, NEXT_YEAR),
        "nrr@2027-01-01": (Decimal("1.05"), None, NEXT_YEAR),
    }
    assert {o.state for o in copies.values()} == {State.DRAFT}


def test_a_second_copy_adds_nothing_and_leaves_what_was_adjusted() -> None:
    told = desk(made("q1"))
    store = told.run(lambda s: copied(s, YEAR, NEXT_YEAR))
    adjusted = made("q1@2027-01-01", period=NEXT_YEAR, target=Decimal(7))
    told.run(lambda s: changed(s, Aim("q1@2027-01-01", 1), adjusted))
    assert copied(told.store, YEAR, NEXT_YEAR, Decimal(2)) == ()
    later = told.run(lambda s: copied(s, NEXT_YEAR, parse_period("2028")))
    assert by_id(later)["q1@2028-01-01"].target == 7
    assert len(later.objectives) == len(store.objectives) + 1


def test_copies_keep_apart_and_what_was_withdrawn_is_not_copied() -> None:
    told = desk(made("a"), made("a@2026-01-01"), made("gone"))
    told.run(lambda s: withdrawn(s, Aim("gone", 0, "no")))
    store = told.run(lambda s: copied(s, YEAR, NEXT_YEAR))
    assert {o.id for o in store.objectives if o.period == NEXT_YEAR} == {
        "a@2027-01-01",
        "a@2026-01-01@2027-01-01",
    }


def test_a_fiscal_year_of_weeks_is_copied_into_one_that_is_a_week_longer() -> None:
    year = Period(date(2025, 12, 28), date(2026, 12, 27))
    longer = Period(year.end, year.end + timedelta(days=371))
    halves = [Period(year.start, date(2026, 6, 28)), Period(date(2026, 6, 28), year.end)]
    told = desk(*(made(f"h{n}", period=half) for n, half in enumerate(halves)))
    store = told.run(lambda s: copied(s, year, longer))
    first, second = (o.period for o in store.objectives if o.version)
    assert (first.start, first.end, second.end) == (longer.start, second.start, longer.end)
    assert first.days == halves[0].days


def test_what_cannot_be_copied_is_refused() -> None:
    told = desk(made())
    for from_period, to_period, factor in (
        (YEAR, YEAR, Decimal(1)),
        (YEAR, parse_period("2027-Q1"), Decimal(1)),
        (YEAR, NEXT_YEAR, Decimal(0)),
        (NEXT_YEAR, YEAR, Decimal(1)),
    ):
        with pytest.raises(BadRequest, match="Remedy"):
            copied(told.store, from_period, to_period, factor)


@given(
    st.decimals(-(10**9), 10**9, places=2),
    st.none() | st.integers(0, 10**6).map(Decimal),
    st.integers(1, 364),
)
def test_an_objective_that_has_begun_is_parted_by_days_and_its_targets_sum_to_what_they_were(
    target: Decimal, threshold: Decimal | None, day: int
) -> None:
    on = YEAR.start + timedelta(days=day)
    told = desk(made(target=target, threshold=threshold, state=State.ACTIVE))
    store = told.run(lambda s: reassigned(s, ANN, BOB, on, "Ann leaves"))
    old, new = store.objectives
    assert (old.owner, new.owner, new.id) == (ANN, BOB, f"o-1@{on}")
    assert (old.period, new.period) == (Period(YEAR.start, on), Period(on, YEAR.end))
    assert old.target + new.target == target
    assert abs(old.target - target * day / 365) <= Decimal("0.01")
    if threshold is not None:
        assert old.threshold is not None
        assert new.threshold is not None
        assert old.threshold + new.threshold == threshold
    assert {old.state, new.state} == {State.PROPOSED}
    assert [o.target for o in store.in_force] == [target]


def test_what_begins_later_changes_its_owner_rates_stay_and_a_second_run_finds_nothing() -> None:
    on = date(2026, 7, 1)
    told = desk(
        made("nrr", measure="nrr", target=Decimal("1.05")),
        made("q4", period=parse_period("2026-Q4")),
        made("q1", period=parse_period("2026-Q1")),
        made("other", owner=BOB),
    )
    found = by_id(told.run(lambda s: reassigned(s, ANN, BOB, on, "Ann leaves")))
    assert found["nrr"].target == found["nrr@2026-07-01"].target == Decimal("1.05")
    assert (found["q4"].owner, found["q4"].target, found["q4"].version) == (BOB, 100, 1)
    assert (found["q1"].owner, found["q1"].version) == (ANN, 0)
    with pytest.raises(BadRequest, match="no open objective"):
        reassigned(told.store, ANN, BOB, on, "again")


def test_whom_objectives_cannot_go_to_is_refused() -> None:
    store = desk(made()).store
    for to_owner, why in ((ANN, "x"), (BOB, "")):
        with pytest.raises(BadRequest, match="Remedy"):
            reassigned(store, ANN, to_owner, YEAR.start, why)
    with pytest.raises(BadRequest, match="no open objective"):
        reassigned(store, Owner("team", "North"), BOB, YEAR.start, "x")
