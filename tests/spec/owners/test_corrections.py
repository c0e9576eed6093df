"""A correction changes a ledger exactly as if the imported file had said so, and nothing else does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fourfold.book.book import open_tables
from fourfold.book.overrides import Override
from fourfold.book.settings import Settings
from tests.asking import Heard, from_engine, from_oracle, tables_of
from tests.oracle import Account, Ask, Assignment, Line, OracleBook
from tests.oracle.tables import Membership

JULY = date(2012, 7, 1)
BOOK = OracleBook(
    lines=tuple(
        Line(
            str(n),
            str(n),
            account,
            product,
            date(year, month, 10),
            Decimal(n + 1),
            Decimal(7 * n + year % 10),
        )
        for n, (year, month, account, product) in enumerate(
            (year, month, account, product)
            for year in (2011, 2012)
            for month in (2, 5, 8, 11)
            for account in "ABCD"
            for product in "PQR"
            if (year + month + ord(account) * ord(product)) % 3
        )
    ),
    accounts=(
        Account("A", segment="Shops", region="North"),
        Account("B", parent_id="A", segment="Shops", region="South"),
        Account("C", segment="Clinics", region="South"),
        Account("D", parent_id="C", segment="Clinics", region="North"),
    ),
    assignments=(
        Assignment("A", "Ann", date(2011, 1, 1)),
        Assignment("B", "Ann", date(2011, 1, 1), date(2012, 3, 1), Decimal("0.4")),
        Assignment("B", "Bob", date(2011, 1, 1), date(2012, 3, 1), Decimal("0.6")),
        Assignment("B", "Bob", date(2012, 3, 1), date(2012, 9, 1)),
        Assignment("B", "Ann", date(2012, 9, 1)),
        Assignment("C", "Cid", date(2011, 1, 1)),
    ),
    teams=tuple(
        Membership(team, seller, date(2011, 1, 1))
        for team, seller in (("North", "Ann"), ("North", "Bob"), ("South", "Cid"), ("South", "Dan"))
    ),
)
SPANS = (date(2011, 1, 1), date(2012, 1, 1)), (date(2012, 1, 1), date(2013, 1, 1))
ASKS = (
    Ask(*SPANS),
    Ask(*SPANS, by=("segment", "region")),
    Ask(*SPANS, account_level="parent", by=("parent",)),
    Ask(*SPANS, by=("seller",)),
    Ask(*SPANS, by=("team",)),
)
Told = tuple[str, str, str, date | None]


def accounts(account: str, **changed: str | None) -> OracleBook:
    """The book with one account as its file would have it."""
    return replace(
        BOOK,
        accounts=tuple(
            replace(a, **changed) if a.account_id == account else a  # type: ignore[arg-type]
            for a in BOOK.accounts
        ),
    )


def owners(account: str, *rows: Assignment) -> OracleBook:
    """The book with one account's assignments as their file would have them."""
    others = tuple(a for a in BOOK.assignments if a.account_id != account)
    return replace(BOOK, assignments=(*others, *rows))


CASES: list[tuple[tuple[Told, ...], OracleBook]] = [
    ((("A", "merged_into", "D", None),), accounts("A", merged_into="D")),
    ((("D", "parent_id", "A", None),), accounts("D", parent_id="A")),
    ((("B", "parent_id", "", None),), accounts("B", parent_id=None)),
    (
        (("C", "segment", "Shops", None), ("C", "region", "", None)),
        accounts("C", segment="Shops", region=None),
    ),
    ((("C", "segment", "Shops", date(2012, 11, 10)),), accounts("C", segment="Shops")),
    ((("C", "segment", "Shops", date(2012, 11, 11)),), BOOK),
    (
        (("B", "owner", "Dan", JULY),),
        owners(
            "B",
            Assignment("B", "Ann", date(2011, 1, 1), date(2012, 3, 1), Decimal("0.4")),
            Assignment("B", "Bob", date(2011, 1, 1), date(2012, 3, 1), Decimal("0.6")),
            Assignment("B", "Bob", date(2012, 3, 1), JULY),
            Assignment("B", "Dan", JULY),
        ),
    ),
    (
        (("D", "owner", "Cid", date(2012, 10, 1)), ("D", "owner", "Dan", date(2011, 3, 1))),
        owners(
            "D",
            Assignment("D", "Dan", date(2011, 3, 1), date(2012, 10, 1)),
            Assignment("D", "Cid", date(2012, 10, 1)),
        ),
    ),
    (
        (("B", "owner", "Dan", date(2012, 1, 1)),),
        owners(
            "B",
            Assignment("B", "Ann", date(2011, 1, 1), date(2012, 1, 1), Decimal("0.4")),
            Assignment("B", "Bob", date(2011, 1, 1), date(2012, 1, 1), Decimal("0.6")),
            Assignment("B", "Dan", date(2012, 1, 1)),
        ),
    ),
]


@pytest.fixture
def ask_corrected() -> Callable[[tuple[Told, ...], Ask], Heard]:
    """Asks the book with corrections on top."""

    def ask(told: tuple[Told, ...], asked: Ask) -> Heard:
        overrides = tuple(
            Override(n, account, what, value, "", day, "ops", "2013-01-01", "told so")
            for n, (account, what, value, day) in enumerate(told, 1)
        )
        book = open_tables(tables_of(BOOK), Settings("EUR"), overrides=overrides)
        try:
            return from_engine(book, asked)
        finally:
            book.close()

    return ask


@pytest.mark.parametrize(("told", "as_file"), CASES)
def test_a_corrected_book_answers_as_one_whose_file_said_so(
    told: tuple[Told, ...], as_file: OracleBook, ask_corrected: Callable[[tuple[Told, ...], Ask], Heard]
) -> None:
    changed = 0
    for asked in ASKS:
        heard = ask_corrected(told, asked)
        assert heard == from_oracle(as_file, asked)
        changed += heard != from_oracle(BOOK, asked)
    assert changed or as_file is BOOK
