"""Where weight, money, time and pipeline point."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from fourfold.book.book import Book, open_tables
from fourfold.book.hierarchy import team_paths
from fourfold.book.schema import TABLES
from fourfold.book.settings import Settings
from fourfold.objectives.objective import COMPANY, Owner
from fourfold.objectives.pointing import (
    Pointing,
    money_pointing,
    pipeline_pointing,
    time_pointing,
    weighed,
    weight_pointing,
)
from fourfold.periods import parse_period
from tests.asking import tables_of
from tests.unit.growth.books import EVERY_ROW, opened, year
from tests.unit.objectives.audits import ANN, BOB, YEAR, aims
from tests.unit.objectives.setting import objective

ACTIVITIES = (
    # seller, account, purpose, minutes: acme bought before 2012, dyne only in it
    ("ann", "acme", None, "30"),
    ("ann", "dyne", "transaction", "60"),
    ("bob", "dyne", "relationship", "20"),
    ("bob", "acme", "internal", "500"),
    ("bob", None, None, "500"),
    ("bob", "acme", None, None),
)
OPEN = (("ann", "acme", "newton", "7"), ("ann", "dyne", None, "5"), ("bob", "acme", "widget", "2"))


def _rows(name: str, rows: list[Mapping[str, object]]) -> pa.Table:
    own = "activity_id" if name == "activities" else "opportunity_id"
    told = [
        {own: str(n), "source": "file", "import_number": 1, "file_line": n, **r} for n, r in enumerate(rows)
    ]
    return pa.Table.from_pylist(told, schema=TABLES[name].stored)


@pytest.fixture(scope="module")
def book() -> Iterator[Book]:
    visits = [
        {
            "seller_id": seller,
            "account_id": account,
            "purpose": purpose,
            "minutes": minutes and Decimal(minutes),
            "happened_on": date(2012, 5, 1),
            "kind": "visit",
        }
        for seller, account, purpose, minutes in ACTIVITIES
    ]
    chances = [
        {
            "seller_id": seller,
            "account_id": account,
            "product_id": product,
            "opened_on": date(2012, 2, 1),
            "status": "open",
            "amount": Decimal(amount),
            "currency": "EUR",
        }
        for seller, account, product, amount in OPEN
    ]
    work = {"activities": _rows("activities", visits), "opportunities": _rows("opportunities", chances)}
    made = open_tables(tables_of(EVERY_ROW) | work, Settings(currency="EUR"))
    yield made
    made.close()


def test_each_owner_counts_the_same_however_many_objectives_they_have() -> None:
    held = weighed([*aims(("nrr", "1"), owner=ANN), *aims(("revenue", "70"), ("grr", "30"), owner=BOB)], YEAR)
    assert [one.share for one in held] == [Decimal("0.5"), Decimal("0.35"), Decimal("0.15")]
    assert weight_pointing(held).amounts == {"keep_and_expand": Decimal("0.65"), "other": Decimal("0.35")}


def test_an_objective_counts_for_its_days_in_the_period_and_not_without_weight() -> None:
    first, second = parse_period("2011-07-01..2012-06-30"), parse_period("2012-07-01..2012-12-31")
    held = weighed(
        [
            objective(period=first),
            objective(period=second, weight=Decimal(0)),
            objective("nrr", "1", period=YEAR),
        ],
        YEAR,
    )
    assert [one.share for one in held] == [Decimal(182) / 548, Decimal(366) / 548]
    assert weight_pointing(weighed([objective()], parse_period("2013"))).why


def test_money_counts_by_its_days_and_only_what_is_money() -> None:
    half = objective("new_account_gain", "366", period=parse_period("2012-07-01..2013-06-30"))
    found = money_pointing([half, objective("nrr", "1", period=YEAR)], YEAR, "EUR")
    assert (found.count, found.total) == (1, Decimal(366) * 184 / 365)
    assert money_pointing([objective("nrr", "1", period=YEAR)], YEAR, "EUR").why


def test_what_points_at_neither_channel_is_in_no_share_of_them() -> None:
    plain = weight_pointing(weighed(aims(("revenue", "1")), YEAR))
    assert (plain.new_share, plain.share("other")) == (None, 1)
    mixed = Pointing("weight", "", {"new": Decimal(1), "service": Decimal(3), "activity": Decimal(6)})
    assert (mixed.new_share, mixed.share("activity")) == (Decimal("0.25"), Decimal("0.6"))
    lost = Pointing("after losses", "EUR", {"new": Decimal(3), "keep_and_expand": Decimal(-1)})
    assert (lost.new_share, lost.share("new")) == (None, None)


def test_time_goes_to_relationship_and_service_by_purpose_and_else_to_a_channel(book: Book) -> None:
    paths = team_paths(book.reference("teams"))
    whole = time_pointing(book, year(), COMPANY, paths)
    assert whole.amounts == {"existing": 30, "new": 60, "relationship": 20}
    assert time_pointing(book, year(), BOB, paths).amounts == {"relationship": 20}
    assert time_pointing(book, year(), Owner("seller", "eve"), paths).why


def test_the_open_pipeline_points_by_source_and_without_a_product_by_channel(book: Book) -> None:
    found = pipeline_pointing(book, year(), COMPANY, team_paths(book.reference("teams")))
    assert found.amounts == {"new_product_existing_account": 7, "new": 5, "keep_and_expand": 2}


def test_a_book_without_activities_or_opportunities_says_so() -> None:
    empty = opened(EVERY_ROW)
    assert time_pointing(empty, year(), COMPANY, {}).why == "the book holds no activities"
    assert pipeline_pointing(empty, year(), COMPANY, {}).why == "the book holds no opportunities"
    empty.close()
