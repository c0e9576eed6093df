"""Properties of cascades: parts equal the whole, nothing hangs on order, the oracle agrees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fourfold.errors import BadRequest
from fourfold.objectives.cascade import Base, Cascade, Part, Rule, Whole, cascade
from fourfold.objectives.objective import Owner
from fourfold.objectives.ramps import Ramp, Stint, presence
from fourfold.objectives.seasons import Shape, Slice, seasons
from fourfold.objectives.trees import Branch, cascade_tree, rolled_up
from fourfold.periods import parse_period, periods_of
from tests.oracle.cascade import Days, Sharer, cut, handed_out, present

YEAR = parse_period("2012")
CENT = Decimal("0.01")
FULL: Ramp = ((0, Decimal(1)), (3, Decimal(1)))

cents = st.one_of(st.integers(-9, 9), st.integers(-(10**11), 10**11)).map(lambda n: n * CENT)
actuals = st.one_of(st.none(), st.integers(-50, 200).map(Decimal), cents)
rates = st.sampled_from([Decimal(0), Decimal("0.05"), Decimal("0.125"), Decimal("0.3333")])
fractions = st.sampled_from([Decimal("0"), Decimal("0.25"), Decimal("0.5"), Decimal("0.9")])
days = st.integers(-400, 380).map(lambda n: YEAR.start + timedelta(days=n))


@st.composite
def stints(draw: st.DrawFn) -> Stint:
    """A stint that may lie before, across or after the year, with a ramp or without."""
    first, length = draw(days), draw(st.integers(1, 900))
    ramp: Ramp = draw(st.sampled_from([(), ((0, draw(fractions)), (2, Decimal("0.8")), (5, Decimal(1)))]))
    return Stint(first, first + timedelta(days=length), ramp)


@st.composite
def parts(draw: st.DrawFn) -> tuple[Part, ...]:
    """One to eight sellers, most of them there all the year."""
    names = [f"seller {n}" for n in range(draw(st.integers(1, 7)))]
    spells = st.one_of(st.just(()), st.just(()), stints().map(lambda stint: (stint,)))
    return tuple(Part(Owner("seller", name), draw(actuals), stints=draw(spells)) for name in names)


def revenue(target: Decimal) -> Whole:
    return Whole("revenue", target, YEAR)


def asked(target: Decimal, among: tuple[Part, ...], rule: Rule) -> Cascade:
    """The cascade, of those who are there."""
    assume(target == 0 or any(p.fixed is None and presence(p.stints, YEAR) for p in among))
    return cascade(revenue(target), among, rule)


def targets(found: Cascade) -> Mapping[str, Decimal]:
    return {part.owner.id: part.target for part in found.parts}


@given(cents, parts(), rates)
def test_parts_equal_the_whole_with_its_over_assignment_and_what_the_oracle_deals_out(
    target: Decimal, among: tuple[Part, ...], over: Decimal
) -> None:
    found = asked(target, among, Rule(Base.LAST_YEAR, over))
    assigned = handed_out(target, over, CENT)
    assert sum(targets(found).values()) == found.assigned == assigned
    sharers = {part.owner.id: sharer(part) for part in among}
    assert targets(found) == cut(assigned, sharers, CENT)


def sharer(part: Part) -> Sharer:
    """A part as the oracle takes it."""
    spells = [Days(stint.first, stint.end, stint.ramp) for stint in part.stints]
    return Sharer(part.last_year, (YEAR.start, YEAR.end), spells, part.fixed)


@settings(max_examples=50)
@given(cents, parts(), st.randoms(use_true_random=False))
def test_the_order_of_parts_changes_no_target_and_a_negative_one_mirrors_its_positive(
    target: Decimal, among: tuple[Part, ...], dice: Random
) -> None:
    mixed = list(among)
    dice.shuffle(mixed)
    rule = Rule(Base.LAST_YEAR, Decimal("0.05"))
    found = targets(asked(target, among, rule))
    assert targets(asked(target, tuple(mixed), rule)) == found
    assert targets(asked(-target, among, rule)) == {name: -part for name, part in found.items()}
    assert all(part == 0 or (part < 0) == (target < 0) for part in found.values())


@settings(max_examples=60)
@given(cents, cents, parts(), st.data())
def test_a_second_run_keeps_what_was_fixed_by_hand_and_deals_out_the_rest(
    first: Decimal, second: Decimal, among: tuple[Part, ...], data: st.DataObject
) -> None:
    rule = Rule(Base.LAST_YEAR)
    before = targets(asked(first, among, rule))
    by_hand = data.draw(st.sets(st.sampled_from(sorted(before))))
    kept = tuple(
        replace(part, fixed=before[part.owner.id] + CENT) if part.owner.id in by_hand else part
        for part in among
    )
    fixed = sum((part.fixed for part in kept if part.fixed is not None), Decimal(0))
    try:
        after = targets(asked(second, kept, rule))
    except BadRequest:
        free_and_there = any(part.fixed is None and presence(part.stints, YEAR) for part in kept)
        assert (fixed > second if second >= 0 else fixed < second) or not free_and_there
        return
    assert {part.owner.id: after[part.owner.id] for part in kept if part.fixed is not None} == {
        part.owner.id: part.fixed for part in kept if part.fixed is not None
    }
    assert sum(after.values()) == second


@settings(max_examples=30)
@given(cents, parts())
def test_a_ramp_that_is_full_throughout_and_a_stint_over_all_days_change_nothing(
    target: Decimal, among: tuple[Part, ...]
) -> None:
    plain = tuple(replace(part, stints=()) for part in among)
    full = tuple(replace(part, stints=(Stint(date(2000, 1, 1), None, FULL),)) for part in among)
    rule = Rule(Base.LAST_YEAR)
    assert asked(target, full, rule) == asked(target, plain, rule)


@given(stints())
def test_presence_is_what_counting_day_by_day_gives_and_adds_up_over_months(stint: Stint) -> None:
    held = presence([stint], YEAR)
    assert held == present([Days(stint.first, stint.end, stint.ramp)], YEAR.start, YEAR.end)
    months = periods_of("month", first=YEAR.start, last=YEAR.last_day)
    assert held * YEAR.days == sum((presence([stint], m) * m.days for m in months), Fraction(0))


@settings(max_examples=50)
@given(cents, st.lists(actuals, min_size=12, max_size=12), st.one_of(st.none(), stints()))
def test_months_equal_the_year_and_what_the_oracle_deals_out(
    target: Decimal, amounts: list[Decimal | None], stint: Stint | None
) -> None:
    held = () if stint is None else (stint,)
    assume(presence(held, YEAR) > 0)
    months = periods_of("month", first=YEAR.start, last=YEAR.last_day)
    slices = [Slice(month, amount) for month, amount in zip(months, amounts, strict=True)]
    found = seasons(revenue(target), slices, Shape.LAST_YEAR, stints=held)
    assert sum(part.target for part in found.parts) == target
    spells = [Days(spell.first, spell.end, spell.ramp) for spell in held]
    sharers = {
        month.name: Sharer(amount, (month.start, month.end), spells, even=month.days)
        for month, amount in zip(months, amounts, strict=True)
    }
    assert {part.period.name: part.target for part in found.parts} == cut(target, sharers, CENT)


@settings(max_examples=30)
@given(cents, st.lists(parts(), min_size=1, max_size=3), rates)
def test_a_tree_rolls_up_to_nothing_but_its_over_assignment(
    target: Decimal, teams: list[tuple[Part, ...]], over: Decimal
) -> None:
    whole_year = [tuple(replace(part, stints=()) for part in team) for team in teams]
    branches = [
        Branch(Part(Owner("team", f"team {n}")), tuple(Branch(part) for part in team))
        for n, team in enumerate(whole_year)
    ]
    tree = cascade_tree(revenue(target), branches, [Rule(Base.EVEN), Rule(Base.LAST_YEAR, over)])
    for found in rolled_up("revenue", tree.targets, tree.parents):
        handed = found.target if len(found.parent) == 1 else handed_out(found.target, over, CENT)
        assert found.difference == handed - found.target
