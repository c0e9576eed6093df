"""A scoped book: every question gives what it gives on a book from which all else was deleted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from fourfold.book.book import Book, Origin, open_tables
from fourfold.book.scope import COMPANY, NOTHING, Scope, scope_of
from fourfold.book.scoped import COMPANY_FACTS, KEPT_WHOLE, Company, ScopedBook, company_facts, scoped
from fourfold.book.settings import Settings
from fourfold.book.snapshots import Amount, DaySum, Quarantined
from fourfold.growth import Asked, Figure, Ledger, compare, ledger, lines, policy
from tests.web import company, reduced

DAY = date(2025, 6, 1)
EMAILS = {
    "manager": ("n1-0@company.example", "sales_manager"),
    "seller": ("s1-1@company.example", "seller"),
}


@pytest.fixture(scope="module")
def whole() -> Iterator[Book]:
    """The company, straight from its rows."""
    book = open_tables(reduced.arrow(company.tables()), Settings("EUR"))
    yield book
    book.close()


@dataclass
class Pair:
    """The company through a scope, and the company from which all else was deleted."""

    through: Book
    rest: Book


@pytest.fixture(scope="module", params=list(EMAILS))
def pair(whole: Book, request: pytest.FixtureRequest) -> Iterator[Pair]:
    """Both books of one person; the second knows of the company what everybody may know, and no more."""
    email, role = EMAILS[request.param]
    kept = reduced.seen(company.tables(), roles=[role], email=email, on=DAY)
    rest = open_tables(reduced.arrow(reduced.deleted(company.tables(), kept)), Settings("EUR"))
    told = scope_of(rest, roles=[role], email=email, on=DAY)
    through = scoped(whole, scope_of(whole, roles=[role], email=email, on=DAY))
    yield Pair(through, ScopedBook(rest, told, company_facts(whole)))
    rest.close()


@pytest.mark.parametrize(
    "table",
    [
        "accounts",
        "products",
        "sellers",
        "teams",
        "assignments",
        "fx_rates",
        "opportunities",
        "activities",
        "objectives",
    ],
)
def test_every_table_is_the_one_that_is_left(pair: Pair, table: str) -> None:
    assert pair.through.reference(table).equals(pair.rest.reference(table))
    assert pair.through.reference(table).num_rows > 0


def test_what_describes_a_book_is_the_same(pair: Pair) -> None:
    for name in ("extent", "quarantined", "has_one_currency", "first_purchases", "accounts", "products"):
        assert getattr(pair.through, name) == getattr(pair.rest, name), name
    assert pair.through.names("sellers") == pair.rest.names("sellers")


def test_the_lines_are_those_of_the_accounts_in_scope_over_their_whole_history(pair: Pair) -> None:
    count = "line_id", "account_id", "ordered_on"
    found = pair.through.fetch(pair.through.order_lines().select(*count)).sort_by("line_id")
    assert found.equals(pair.rest.fetch(pair.rest.order_lines().select(*count)).sort_by("line_id"))
    assert min(found["ordered_on"].to_pylist()).year == 2023
    assert None not in found["account_id"].to_pylist()


QUESTIONS: Mapping[str, tuple[Asked, tuple[str, ...]]] = {
    "owners": (Asked("2025", policy=policy("dormant-12")), ("team", "seller")),
    "parents": (Asked("2025-Q3", "previous", "parent", "family", constant_rates=True), ("parent",)),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_ledger_is_the_same(pair: Pair, name: str) -> None:
    asked, by = QUESTIONS[name]

    def told(book: Book) -> Ledger:
        return ledger(book, comparison=compare(book, asked), by=by)

    assert told(pair.through) == told(pair.rest)


def test_the_lines_behind_a_figure_are_the_same(pair: Pair) -> None:
    def told(book: Book) -> tuple[int, object]:
        comparison = compare(book, Asked("2025"))
        found = lines(book, comparison=comparison, figure=Figure("repeat", {}), limit=50)
        return found.count, found.items.to_pylist()

    assert told(pair.through) == told(pair.rest)


def line(account: str, product: str, day: str) -> company.Row:
    """An order line of 10 euro."""
    told = {"account_id": account, "product_id": product, "ordered_on": day, "amount": "10"}
    return {"order_id": "-".join(told.values()), "line_id": "1", "currency": "EUR", **told}


def rows_of(book: Book) -> Mapping[str, Decimal]:
    """The rows of a ledger of 2025 that are not zero."""
    made = ledger(book, comparison=compare(book, Asked("2025")))
    return {entry.row: entry.amount for entry in made.entries if entry.amount}


def test_a_product_that_others_bought_before_is_not_new_to_who_does_not_see_them() -> None:
    mine = [line("mine", "old", "2024-01-05"), line("mine", "late", "2025-12-31")]
    theirs = [line("theirs", "late", "2024-03-01")]
    book = open_tables(reduced.arrow({"order_lines": mine + theirs}), Settings("EUR"))
    alone = open_tables(reduced.arrow({"order_lines": mine}), Settings("EUR"))
    found = rows_of(scoped(book, Scope(accounts=frozenset({"mine"}))))
    assert found.keys() - rows_of(alone).keys() == {"additional_product_existing_account"}
    assert rows_of(alone).keys() - found.keys() == {"new_product_existing_account"}


def test_who_sees_nothing_has_an_empty_book_with_the_days_of_the_company(whole: Book) -> None:
    book = scoped(whole, NOTHING)
    assert book.fetch(book.order_lines()).num_rows == 0
    assert {book.reference(name).num_rows for name in ("accounts", "assignments", "sellers", "teams")} == {0}
    assert book.extent is not None
    assert (book.extent.last_on, book.extent.lines) == (whole.extent and whole.extent.last_on, 0)
    assert ledger(book, comparison=compare(book, Asked("2025"))).current_revenue == 0


def test_the_whole_company_has_the_whole_book(whole: Book) -> None:
    assert scoped(whole, COMPANY) is whole


def test_an_empty_book_can_be_scoped() -> None:
    book = scoped(open_tables({}, Settings("EUR")), Scope(accounts=frozenset({"a"})))
    assert book.extent is None
    assert ledger(book, comparison=compare(book, Asked("2025"))).change == 0


def keeping(whole: Book, folder: Path) -> Book:
    """The same book, keeping answers in a folder."""
    worth = (Amount("EUR", Decimal(5)),)
    waiting = Quarantined(rows=3, money=worth, unknown=1, days=(DaySum(DAY, 2, worth),))
    origin = Origin("snap-1", waiting, folder)
    return Book(whole.settings, whole.engine, tables=whole.tables, extent=whole.extent, origin=origin)


def test_what_is_kept_for_one_scope_is_not_found_by_another(whole: Book, tmp_path: Path) -> None:
    book = keeping(whole, tmp_path)
    one, other = (scoped(book, Scope(accounts=frozenset({name}))) for name in ("n1-1-1", "s1-1-1"))
    one.keep("question", b"answer")
    assert (one.kept("question"), other.kept("question"), book.kept("question")) == (b"answer", None, None)
    book.keep("question", b"of the company")
    assert (one.kept("question"), other.kept("question")) == (b"answer", None)


def test_the_company_facts_are_kept_with_the_snapshot_and_read_again(whole: Book, tmp_path: Path) -> None:
    book = keeping(whole, tmp_path)
    facts = company_facts(book)
    kept = book.kept(COMPANY_FACTS)
    assert facts is not None
    assert kept is not None
    book.keep(COMPANY_FACTS, kept.replace(b'"2025-06-01": 2', b'"2025-06-02": 4'))
    assert company_facts(book) == replace(facts, quarantined_rows={None: 1, date(2025, 6, 2): 4})


def test_how_many_faulty_rows_wait_by_day_is_told_but_not_their_worth(whole: Book, tmp_path: Path) -> None:
    book = scoped(keeping(whole, tmp_path), NOTHING)
    assert book.quarantined == Quarantined(rows=3, unknown=3, days=(DaySum(DAY, 2, unknown=2),))


def test_the_facts_of_the_company_name_no_account_no_person_and_no_amount(whole: Book) -> None:
    kept = partial(getattr, company_facts(whole))
    told = {field.name: kept(field.name) for field in fields(Company)}
    assert set(told["first_purchases"]) <= {row["product_id"] for row in company.tables()["products"]}
    assert told.pop("first_purchases")["p03"].year == 2023
    assert told == {
        "first_on": date(2023, 1, 2),
        "last_on": date(2025, 12, 31),
        "quarantined_rows": {},
        "currencies": ("EUR", "USD"),
    }
    assert KEPT_WHOLE == ("products", "fx_rates")
