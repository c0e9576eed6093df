"""Properties of attainment, score, pace and forecast for any figures, targets and weights."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from fourfold.objectives.attainment import MOST, attain
from fourfold.objectives.forecast import Course, Past, forecast
from fourfold.objectives.needed import Value
from fourfold.objectives.objective import Objective
from fourfold.objectives.pace import pace
from fourfold.objectives.score import score
from tests.unit.objectives.setting import QUARTER, objective

SMALL = st.integers(-3, 3).map(Decimal)
AMOUNTS = st.one_of(SMALL, st.decimals(-(10**9), 10**9, places=4))
MEASURES = st.sampled_from(["revenue", "lost_accounts", "nrr"])
CAPS = st.none() | st.decimals("0.1", "3", places=2)
WEIGHTS = st.decimals(0, 100, places=1)
FIGURES = st.none() | AMOUNTS


@st.composite
def objectives(draw: st.DrawFn) -> Objective:
    """Any objective, with or without threshold and cap."""
    return objective(
        draw(MEASURES),
        str(draw(AMOUNTS)),
        threshold=draw(st.none() | AMOUNTS),
        cap=draw(CAPS),
        weight=draw(WEIGHTS),
    )


def with_target(aim: Objective, target: Decimal) -> Objective:
    """The same objective with another target."""
    return objective(aim.measure, str(target), threshold=aim.threshold, cap=aim.cap, weight=aim.weight)


def scored(aims: Sequence[Objective], figures: Sequence[Decimal | None]) -> Decimal | None:
    """The score of objectives whose measures came to these figures."""
    pairs = zip(aims, figures, strict=True)
    return score([(aim, attain(aim, Value(amount))) for aim, amount in pairs]).share


@settings(max_examples=200)
@given(objectives(), AMOUNTS, AMOUNTS)
def test_a_harder_target_never_raises_attainment(aim: Objective, other: Decimal, amount: Decimal) -> None:
    easy, hard = sorted((aim.target, other), reverse=aim.of.is_lower_better)
    easier, harder = (attain(with_target(aim, t), Value(amount)) for t in (easy, hard))
    assert 0 <= harder.exact <= easier.exact <= MOST
    assert harder.share <= easier.share


@settings(max_examples=200)
@given(objectives(), AMOUNTS, AMOUNTS)
def test_a_better_figure_never_lowers_attainment(aim: Objective, one: Decimal, other: Decimal) -> None:
    worse, better = sorted((one, other), reverse=aim.of.is_lower_better)
    assert attain(aim, Value(worse)).exact <= attain(aim, Value(better)).exact


@given(objectives())
def test_the_target_itself_is_all_of_it(aim: Objective) -> None:
    assert attain(aim, Value(aim.target)).plain == 1


@given(st.lists(st.tuples(objectives(), FIGURES), min_size=1, max_size=5), AMOUNTS, st.randoms())
def test_a_score_does_not_rise_with_a_harder_target_nor_change_with_the_order(
    drawn: list[tuple[Objective, Decimal | None]], other: Decimal, random: object
) -> None:
    aims, figures = [aim for aim, _ in drawn], [amount for _, amount in drawn]
    first = aims[0]
    easy, hard = sorted((first.target, other), reverse=first.of.is_lower_better)
    easier = scored([with_target(first, easy), *aims[1:]], figures)
    harder = scored([with_target(first, hard), *aims[1:]], figures)
    assert (harder is None) == (easier is None)
    assert harder is None or harder <= easier
    mixed = list(drawn)
    random.shuffle(mixed)
    assert scored([aim for aim, _ in mixed], [amount for _, amount in mixed]) == scored(aims, figures)


@given(st.lists(st.tuples(objectives(), FIGURES), min_size=1, max_size=5))
def test_a_score_lies_among_what_its_objectives_count_and_is_the_sum_of_their_points(
    drawn: list[tuple[Objective, Decimal | None]],
) -> None:
    found = score([(aim, attain(aim, Value(amount))) for aim, amount in drawn])
    if found.share is not None:
        weighed = [part.counted for part in found.parts if part.counted is not None and part.weight]
        assert min(weighed) <= found.share <= max(weighed)
        points = sum((part.points for part in found.parts if part.points is not None), Decimal(0))
        assert abs(points - found.share) <= Decimal("0.000003")


@given(st.integers(-10, 110), st.frozensets(st.dates(date(2012, 1, 1), date(2012, 4, 1)), max_size=20))
def test_what_is_due_only_grows_from_0_to_1(day: int, holidays: frozenset[date]) -> None:
    on = QUARTER.start + timedelta(days=day)
    today, tomorrow = (pace(QUARTER, at, holidays=holidays).by_days for at in (on, on + timedelta(days=1)))
    assert 0 <= today <= tomorrow <= 1
    assert pace(QUARTER, QUARTER.last_day, holidays=holidays).by_days == 1


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), max_size=7), AMOUNTS, st.fractions(0, 1, max_denominator=65))
def test_a_forecast_lies_in_its_interval_and_does_not_depend_on_the_order_of_periods(
    pairs: list[tuple[Decimal, Decimal]], to_date: Decimal, elapsed: Fraction
) -> None:
    past = [Past(*pair) for pair in pairs]
    found = forecast(Course(to_date, elapsed), past)
    assert found == forecast(Course(to_date, elapsed), past[::-1])
    assert (found.low is not None) == (len(past) >= 4)
    assert found.low is None or found.low <= found.amount <= found.high
