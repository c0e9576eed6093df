from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from fourfold.book.book import Book
from fourfold.objectives import changes
from fourfold.objectives.changes import Aim
from fourfold.objectives.objective import COMPANY, Objective, Owner, State
from fourfold.objectives.pace import Standing
from fourfold.objectives.rows import row_of
from fourfold.objectives.scorecard import Scorecard
from fourfold.objectives.scorecards import Day, latest_day, scorecards, standing, until
from fourfold.objectives.store import Store
from fourfold.periods import Period, parse_period
from tests.unit.growth.books import EVERY_ROW, opened
from tests.unit.objectives.keeping import FROZEN, Desk, made

JUNE = date(2012, 6, 15)
SOME_EUROS = replace(
    EVERY_ROW, lines=tuple(r for r in EVERY_ROW.lines if r.account_id != "gold"), fx_rates=()
)
YEAR = parse_period("2012")
BOB = Owner("seller", "bob")


@pytest.fixture(scope="module")
def book() -> Iterator[Book]:
    found = opened(SOME_EUROS)
    yield found
    found.close()


def aim(own: str, measure: str = "revenue", **told: object) -> Objective:
    plain = {"measure": measure, "owner": COMPANY, "period": YEAR, "target": Decimal(1000)}
    return made(own, **{**plain, "state": State.ACTIVE, **told})


def desk(*objectives: Objective) -> Desk:
    return Desk([row_of(one) for one in objectives])


def card(book: Book, store: Store, day: Day = Day(JUNE)) -> Scorecard:  # noqa: B008 - it is frozen
    return scorecards(book, store, owners=[COMPANY], day=day)[0]


def test_what_is_due_follows_the_season_of_last_year(book: Book) -> None:
    (line,) = card(book, desk(aim("o")).store).lines
    assert line.value.amount == Decimal(480)
    assert line.pace.by_season == Fraction(310, 314)
    assert line.status.standing is Standing.FAR_BEHIND


def test_the_agreed_version_counts_while_a_later_one_is_proposed(book: Book) -> None:
    kept = desk(aim("o"))
    harder = replace(aim("o"), target=Decimal(480), state=State.PROPOSED)
    store = kept.run(lambda s: changes.changed(s, Aim("o", 0, "too much"), harder))
    (line,) = card(book, store).lines
    assert (line.objective.target, line.counts) == (Decimal(1000), True)
    store = kept.run(lambda s: changes.moved(s, Aim("o", 1), State.AGREED, is_owner=True))
    (line,) = card(book, store).lines
    assert (line.objective.target, line.attainment.share) == (Decimal(480), Decimal(1))


def test_a_draft_is_shown_and_one_that_was_withdrawn_is_not(book: Book) -> None:
    kept = desk(aim("kept"), aim("drafted", state=State.DRAFT))
    store = kept.run(lambda s: changes.withdrawn(s, Aim("kept", 0, "sold")))
    assert [one.id for one in standing(store)] == ["drafted"]
    found = card(book, store)
    assert ([line.counts for line in found.lines], found.score.share) == ([False], None)


def test_a_closed_objective_keeps_its_figure_and_shows_what_was_corrected_since(book: Book) -> None:
    store = desk(aim("o")).run(lambda s: changes.closed(s, Aim("o", 0), FROZEN))
    (line,) = card(book, store).lines
    assert line.value.amount == FROZEN.amount == Decimal("80.5")
    assert line.correction is not None
    assert line.correction.difference == Decimal("399.5")


def test_earlier_periods_are_measured_as_far_as_the_book_reaches(book: Book) -> None:
    (line,) = card(book, desk(aim("o")).store, Day(JUNE, earlier=6)).lines
    assert [(each.period.start.year, each.value.amount) for each in line.trend] == [(2011, Decimal(314))]
    assert line.forecast is not None
    assert line.forecast.periods == 1


def test_owners_are_measured_together_whatever_their_number(book: Book) -> None:
    asked: list[object] = []
    fetch = book.engine.fetch
    book.engine.fetch = lambda told: asked.append(told) or fetch(told)  # type: ignore[method-assign]
    period = Period(date(2012, 1, 1), date(2012, 12, 1))

    def queries(*objectives: Objective) -> int:
        asked.clear()
        day = Day(date(2012, 5, len(objectives)))  # another day each: nothing is kept from the time before
        owners = {one.owner for one in objectives}
        cards = scorecards(book, desk(*objectives).store, owners=owners, day=day)
        assert sum(len(each.lines) for each in cards) == len(objectives)
        return len(asked)

    sellers = [aim(f"o-{n}", owner=Owner("seller", f"s{n}"), period=period) for n in range(9)]
    assert queries(*sellers[:3]) == queries(*sellers) > 0
    book.engine.fetch = fetch  # type: ignore[method-assign]


def test_only_what_runs_on_the_day_counts_and_owners_come_in_order(book: Book) -> None:
    over = aim("over", period=parse_period("2011"))
    cards = scorecards(book, desk(over, aim("o")).store, owners=[BOB, COMPANY], day=Day(JUNE))
    assert [(each.owner, [line.objective.id for line in each.lines]) for each in cards] == [
        (BOB, []),
        (COMPANY, ["o"]),
    ]


def test_the_latest_day_is_the_last_on_which_anything_runs() -> None:
    assert latest_day([aim("o")], JUNE) == JUNE
    assert latest_day([aim("o")], date(2014, 1, 1)) == date(2012, 12, 31)
    assert latest_day([], JUNE) == JUNE
    assert until(YEAR, JUNE) == Period(date(2012, 1, 1), date(2012, 6, 16))
    assert until(YEAR, date(2013, 5, 1)) == YEAR
