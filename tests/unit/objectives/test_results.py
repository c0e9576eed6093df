from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pytest

from fourfold.book.book import Book
from fourfold.growth import ledger
from fourfold.measures import REPEAT_ROWS, ROWS
from fourfold.measures.catalogue import CATALOGUE, Needs
from fourfold.objectives.needed import Need, Value
from fourfold.objectives.objective import COMPANY, Filters, Owner
from fourfold.objectives.results import comparison_of, results
from fourfold.periods import parse_period
from tests.oracle import Membership
from tests.unit.growth.books import AMOUNTS, EVERY_ROW, NET, opened

YEAR = parse_period("2012")
TEAMS = (
    Membership("all", "eve", date(2010, 1, 1), role="manager"),
    Membership("east", "bob", date(2010, 1, 1), date(2012, 7, 1), parent_team_id="all"),
    Membership("west", "bob", date(2012, 7, 1), parent_team_id="all"),
    Membership("west", "ann", date(2010, 1, 1), parent_team_id="all"),
)
EUROS = replace(
    EVERY_ROW,
    lines=tuple(r for r in EVERY_ROW.lines if r.account_id != "gold"),
    teams=TEAMS,
    fx_rates=(),
)


@pytest.fixture(scope="module")
def book() -> Iterator[Book]:
    made = opened(EUROS)
    yield made
    made.close()


BOB, NOBODY = Owner("seller", "bob"), Owner("seller", "nobody")
ALL, WEST, EAST = (Owner("team", name) for name in ("all", "west", "east"))
OF_LINES = [m for m, told in CATALOGUE.items() if told.needs in {Needs.LINES, Needs.COSTS}]
NEEDS = (
    *(
        Need(measure, owner, YEAR)
        for measure in OF_LINES
        for owner in (COMPANY, BOB, NOBODY, ALL, WEST, EAST)
    ),
    Need("attach_rate", COMPANY, YEAR, (("product", ("newton",)),)),
    *(
        Need("revenue", COMPANY, YEAR, (("region", names),))
        for names in (("north",), ("south",), ("north", "south"))
    ),
)


@pytest.fixture(scope="module")
def found(book: Book) -> Found:
    """Every measure of every owner, in one asking; and how many queries it took."""
    asked: list[object] = []
    fetch = book.engine.fetch
    book.engine.fetch = lambda told: asked.append(told) or fetch(told)  # type: ignore[method-assign]
    return Found(results(book, NEEDS), len(asked))


@dataclass(frozen=True)
class Found:
    """What was asked and how many queries it took."""

    values: Mapping[Need, Value]
    queries: int

    def of(self, measure: str, owner: Owner = COMPANY, filters: Filters = ()) -> Value:
        return self.values[Need(measure, owner, YEAR, filters)]


def test_every_row_of_the_ledger_is_a_measure_net_of_switching(found: Found) -> None:
    rows = [row for row in ROWS if row in CATALOGUE]
    expected = {**NET, "price_gain": "12", "price_loss": "-10"}
    assert {row: found.of(row).amount for row in rows} == {row: Decimal(expected[row]) for row in rows}
    assert AMOUNTS["dropped_product"] != NET["dropped_product"]


def test_sums_of_rows_counts_and_rates_are_those_of_the_ledger(book: Book, found: Found) -> None:
    made = ledger(book, comparison=comparison_of(book, YEAR))
    rows = {entry.row: entry for entry in made.entries}
    assert found.of("revenue").amount == made.current_revenue
    assert found.of("new_account_gain").amount == Decimal(170)
    gains = ("returned_account", "resumed_product", *REPEAT_ROWS[:2])
    net = rows["new_product_existing_account"].net_of_switching
    net += rows["additional_product_existing_account"].net_of_switching
    assert found.of("existing_account_gain").amount == net + sum(rows[row].amount for row in gains)
    existing = made.change - rows["unidentified"].amount - Decimal(170)
    assert found.of("existing_account_net").amount == existing
    assert found.of("nrr").amount == made.figures.nrr[0].value
    assert found.of("grr").numerator == made.figures.grr[0].numerator
    assert found.of("retained_revenue").amount == made.figures.nrr[0].numerator
    assert found.of("lost_accounts").amount == 1
    assert found.of("new_accounts").amount == 1
    assert found.of("dropped_products").amount == rows["dropped_product"].pairs


def test_what_accounts_own_is_counted_once_for_each_account(found: Found) -> None:
    # acme: widget, gadget, newton, socket, chain; coil: widget; dyne: widget, newton
    own = found.of("penetration")
    assert (own.numerator, own.denominator) == (Decimal(8), Decimal(3))
    own = found.of("attach_rate", filters=(("product", ("newton",)),))
    assert (own.numerator, own.denominator) == (Decimal(2), Decimal(3))
    assert found.of("margin").why == "no order line of the period has a cost"


def test_a_team_is_measured_with_the_teams_below_it_and_a_seller_as_by_the_ledger(
    book: Book, found: Found
) -> None:
    by_seller = ledger(book, comparison=comparison_of(book, YEAR), by=("seller",))
    bob = next(group for group in by_seller.groups if group.values == ("bob",))
    assert found.of("nrr", BOB).amount == bob.figures.nrr[0].value
    assert found.of("revenue", BOB).amount == bob.current_revenue
    west, east, whole = (found.of("revenue", team).amount for team in (WEST, EAST, ALL))
    assert west
    assert whole == west + (east or 0)
    assert found.of("revenue", NOBODY).amount == 0
    assert found.of("nrr", NOBODY).why == "there is no base revenue"


def test_filters_add_up_over_their_values(found: Found) -> None:
    north, south, both = (
        found.of("revenue", filters=(("region", names),)).amount
        for names in (("north",), ("south",), ("north", "south"))
    )
    assert north
    assert south
    assert north + south == both


def test_the_cost_depends_on_levels_and_dimensions_not_on_the_number_of_objectives(found: Found) -> None:
    # company, sellers, teams, the teams above them: each a ledger, what was sold, what accounts own, who
    # bought before; one more of what was sold for the regions, two more of accounts for the product
    assert found.queries <= 4 * 4 + 1 + 2 * 2
    assert len(found.values) == len(NEEDS) > 100
