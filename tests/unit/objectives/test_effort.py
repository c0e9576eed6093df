from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from fourfold.book.book import Book, open_tables
from fourfold.book.hierarchy import team_paths
from fourfold.book.schema import TABLES
from fourfold.book.settings import Settings
from fourfold.objectives.effort import activities, effort_results, pipeline, shares
from fourfold.objectives.needed import Need, Value
from fourfold.objectives.objective import COMPANY, Filters, Owner
from fourfold.objectives.pointing import pipeline_pointing, time_pointing
from fourfold.objectives.results import comparison_of
from fourfold.periods import parse_period
from tests.asking import tables_of
from tests.oracle import Membership
from tests.unit.growth.books import EVERY_ROW, opened

YEAR = parse_period("2012")
TEAMS = (
    Membership("top", "eve", date(2010, 1, 1), role="manager"),
    Membership("east", "bob", date(2010, 1, 1), date(2012, 7, 1), parent_team_id="top"),
    Membership("west", "bob", date(2012, 7, 1)),
)
VISITS = """
    v1 acme bob 2012-02-01 visit relationship 60    v2 dyne bob 2012-08-01 visit transaction 30
    v3 -    bob 2012-08-02 call  internal     15    v4 acme ann 2012-03-01 call  service     -
    v5 acme ann 2011-03-01 call  service      90
"""
DEALS = """
    d1 acme newton bob 2012-02-01 2012-03-01 won  40    d2 prospect widget ann 2012-02-01 - open 10
    d3 acme widget bob 2011-02-01 2012-09-01 won   5    d4 acme     socket bob 2012-02-01 2012-03-01 lost 7
    d5 acme socket ann 2012-02-01 2012-06-01 open  -    d6 acme     socket ann 2011-02-01 2013-03-01 lost 9
"""


def table(name: str, text: str, columns: tuple[str, ...], more: Mapping[str, Any]) -> pa.Table:
    """A table of words, `-` for an empty cell."""
    words, rows = text.split(), []
    for place in range(0, len(words), len(columns)):
        cells = dict(zip(columns, words[place : place + len(columns)], strict=True))
        rows.append({**{key: _cell(key, word) for key, word in cells.items() if word != "-"}, **more})
    return pa.Table.from_pylist(rows, schema=TABLES[name].stored)


def _cell(name: str, word: str) -> Any:
    if name.endswith("_on"):
        return date.fromisoformat(word)
    return Decimal(word) if name in {"minutes", "amount"} else word


@pytest.fixture(scope="module")
def book() -> Iterator[Book]:
    """The book in which every row moves, with activities and opportunities."""
    visit = ("activity_id", "account_id", "seller_id", "happened_on", "kind", "purpose", "minutes")
    deal = (
        "opportunity_id", "account_id", "product_id", "seller_id", "opened_on",
        "closed_on", "status", "amount",
    )  # fmt: skip
    told = {
        **tables_of(replace(EVERY_ROW, teams=TEAMS)),
        "activities": table("activities", VISITS, visit, {}),
        "opportunities": table("opportunities", DEALS, deal, {"currency": "EUR"}),
    }
    made = open_tables(told, Settings("EUR"))
    yield made
    made.close()


def value(book: Book, measure: str, owner: Owner = COMPANY, filters: Filters = ()) -> Value:
    need = Need(measure, owner, YEAR, filters)
    found = effort_results(book, {need: comparison_of(book, YEAR)}, team_paths(book.reference("teams")))
    return found[need]


def test_an_activity_counts_for_its_seller_and_for_the_team_of_that_day(book: Book) -> None:
    owners = (
        COMPANY,
        Owner("seller", "bob"),
        Owner("team", "east"),
        Owner("team", "top"),
        Owner("team", "west"),
    )
    assert [value(book, "activities", owner).amount for owner in owners] == [4, 3, 1, 1, 2]


def test_whom_an_activity_went_to_is_the_ledgers_answer(book: Book) -> None:
    told = activities(book, comparison_of(book, YEAR))
    assert dict(zip(told["activity_id"].to_pylist(), told["channel"].to_pylist(), strict=True)) == {
        "v1": "existing", "v2": "new", "v3": None, "v4": "existing",
    }  # fmt: skip
    assert value(book, "activities", filters=(("channel", ("new",)),)).amount == 1


def test_minutes_are_of_activities_whose_length_is_known(book: Book) -> None:
    assert value(book, "activity_minutes") == Value(Decimal(105), 3)


def test_an_opportunity_is_won_on_the_day_it_closes_with_the_source_of_its_order(book: Book) -> None:
    assert value(book, "opportunities_opened").amount == 4
    assert value(book, "opportunities_won").amount == 2
    assert value(book, "won_amount").amount == 45
    new = (("source", ("new_product_existing_account",)),)
    assert value(book, "won_amount", filters=new).amount == 40


def test_the_pipeline_is_what_is_open_when_the_period_ends(book: Book) -> None:
    # d5 should have closed in June and is open; d6 was lost a year later
    still = pipeline(book, comparison_of(book, YEAR))
    assert still["opportunity_id"].to_pylist() == ["d2", "d5", "d6"]
    additional = "additional_product_existing_account"
    assert still["source"].to_pylist() == ["existing_product_new_account", additional, additional]
    assert pc.sum(still["amount_units"]).as_py() == 190_000


def test_what_cannot_be_placed_is_counted_and_told(book: Book) -> None:
    paths, compared = team_paths(book.reference("teams")), comparison_of(book, YEAR)
    spent = time_pointing(book, compared, COMPANY, paths)
    assert (spent.count, spent.left_out) == (2, "1 activity without minutes or account")
    hoped = pipeline_pointing(book, compared, COMPANY, paths)
    assert (hoped.count, hoped.left_out) == (2, "1 open opportunity without an amount")


def test_shares_sum_the_amounts_of_each_value() -> None:
    told = pa.table({"channel": ["new", None, "new"], "minutes": [1, 2, 3]})
    assert shares(told, "channel", "minutes") == {"new": 4, "": 2}


def test_a_book_without_any_gives_empty_values_that_say_so() -> None:
    bare = opened(EVERY_ROW)
    for measure in ("activities", "activity_minutes", "opportunities_won"):
        assert value(bare, measure).amount is None
        assert "the book holds no" in value(bare, measure).why
    bare.close()
