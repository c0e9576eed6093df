"""What a figure opens to is what it counts: the rows sum to the figure that `results` gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from fourfold.book.book import Book, open_tables
from fourfold.book.schema import TABLES
from fourfold.book.scope import Scope
from fourfold.book.scoped import scoped
from fourfold.book.settings import Settings
from fourfold.objectives.needed import Need
from fourfold.objectives.objective import COMPANY, Filters, Owner
from fourfold.objectives.results import results
from fourfold.objectives.work import Deed, Work, deeds, work
from fourfold.periods import Period
from tests.asking import tables_of
from tests.unit.growth.books import EVERY_ROW, opened
from tests.unit.objectives.test_effort import DEALS, TEAMS, VISITS, table

MAY = Period(date(2012, 1, 1), date(2012, 8, 2))
"""The year up to a day: v3, of the second of August, is after it."""

ASKED: tuple[tuple[str, Filters], ...] = (
    ("activities", ()),
    ("activities", (("kind", ("visit", "call")), ("purpose", ("transaction", "service")))),
    ("activities", (("channel", ("existing",)),)),
    ("activity_minutes", (("account", ("acme",)),)),
    ("opportunities_opened", (("channel", ("new",)),)),
    ("opportunities_won", ()),
    ("won_amount", (("source", ("new_product_existing_account",)),)),
)


@pytest.fixture(scope="module")
def book() -> Iterator[Book]:
    """The book of the tests of `effort`."""
    visit = ("activity_id", "account_id", "seller_id", "happened_on", "kind", "purpose", "minutes")
    deal = (
        "opportunity_id", "account_id", "product_id", "seller_id", "opened_on",
        "closed_on", "status", "amount",
    )  # fmt: skip
    told = {
        **tables_of(replace(EVERY_ROW, teams=TEAMS)),
        "sellers": pa.Table.from_pylist(
            [{"seller_id": "ann"}, {"seller_id": "bob"}], schema=TABLES["sellers"].stored
        ),
        "activities": table("activities", VISITS, visit, {}),
        "opportunities": table("opportunities", DEALS, deal, {"currency": "EUR"}),
    }
    made = open_tables(told, Settings("EUR"))
    yield made
    made.close()


def every(of: Work, whole: Book, seen: Book) -> list[Deed]:
    return list(deeds(of, of.rows, whole=whole, seen=seen))


@pytest.mark.parametrize(("measure", "filters"), ASKED)
@pytest.mark.parametrize("owner", [COMPANY, Owner("seller", "bob"), Owner("team", "top")])
def test_the_rows_come_to_the_figure_of_the_results(
    book: Book, measure: str, filters: Filters, owner: Owner
) -> None:
    need = Need(measure, owner, MAY, filters)
    found = work(book, need, seen=book)
    rows = every(found, book, book)
    is_sum = measure in {"activity_minutes", "won_amount"}
    total = sum((row.amount or Decimal(0) for row in rows), Decimal(0)) if is_sum else Decimal(len(rows))
    assert found.value == results(book, [need])[need]
    assert (total, len(rows), found.unseen) == (found.value.amount, found.value.count, 0)


def test_rows_stand_with_the_latest_first_up_to_the_day(book: Book) -> None:
    rows = every(work(book, Need("activities", COMPANY, MAY), seen=book), book, book)
    assert [(row.id, row.channel) for row in rows] == [("v2", "new"), ("v4", "existing"), ("v1", "existing")]
    won = every(work(book, Need("won_amount", COMPANY, MAY), seen=book), book, book)
    assert [(row.id, row.on, row.source, row.amount) for row in won] == [
        ("d1", date(2012, 3, 1), "new_product_existing_account", Decimal(40))
    ]


def test_an_account_out_of_sight_is_not_told_and_rows_out_of_sight_are_counted(book: Book) -> None:
    seen = scoped(book, Scope(accounts=frozenset({"dyne"}), sellers=frozenset({"ann"})))
    found = work(book, Need("activities", COMPANY, MAY), seen=seen)
    assert [(row.id, row.account, row.is_hidden, row.seller) for row in every(found, book, seen)] == [
        ("v2", "dyne", False, None),
        ("v4", None, True, "ann"),
    ]
    assert (found.unseen, found.value.count) == (1, 3)


def test_an_id_that_is_no_account_is_told_as_it_stands(book: Book) -> None:
    rows = every(work(book, Need("opportunities_opened", COMPANY, MAY), seen=book), book, book)
    assert {row.account: row.account_name for row in rows if row.id == "d2"} == {"prospect": ""}


def test_a_book_without_any_has_no_rows_and_says_why() -> None:
    bare = opened(EVERY_ROW)
    found = work(bare, Need("opportunities_won", COMPANY, MAY), seen=bare)
    assert (found.value.amount, found.rows.num_rows) == (None, 0)
    assert every(found, bare, bare) == []
    bare.close()
