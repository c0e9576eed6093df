from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from fourfold.book.book import Book, open_tables
from fourfold.book.directory import Found, card, find_accounts, find_sellers, values
from fourfold.book.overrides import Override
from fourfold.book.settings import Settings

TABLES = {
    "accounts": pa.table(
        {
            "account_id": ["A", "B", "C"],
            "account_name": ["Acme", "Bolt", None],
            "region": ["North", "North", "South"],
            "merged_into": [None, "A", None],
            "parent_id": ["C", None, None],
        }
    ),
    "sellers": pa.table({"seller_id": ["S1"], "seller_name": ["Ann"], "email": ["ann@x.example"]}),
    "assignments": pa.table(
        {
            "account_id": ["A", "A"],
            "seller_id": ["S1", "S2"],
            "role": ["primary", "overlay"],
            "share": [Decimal("1.0000"), Decimal("0.5000")],
            "starts_on": [date(2025, 1, 1)] * 2,
        }
    ),
}


@pytest.fixture
def book() -> Iterator[Book]:
    """Three accounts, one of which was renamed."""
    told = Override(1, "B", "account_name", "Bolt & Söhne", "Bolt", None, "Ops", "2026", "new name")
    made = open_tables(TABLES, Settings("EUR"), overrides=(told,))
    yield made
    made.close()


def test_accounts_and_sellers_are_found_by_id_name_or_mail_the_exact_id_first(book: Book) -> None:
    assert find_accounts(book, "söhne") == (Found("B", "Bolt & Söhne", "North"),)
    assert [one.own for one in find_accounts(book, "c")] == ["C", "A"]
    assert [one.own for one in find_accounts(book, "c", most=1)] == ["C"]
    assert find_accounts(book, " ") == ()
    assert [one.name for one in find_sellers(book, "ANN@")] == ["Ann"]
    assert find_sellers(book, "S2") == (Found("S2", "S2", ""),)


def test_a_card_tells_what_is_known_of_an_account(book: Book) -> None:
    told = card(book, "A")
    assert told is not None
    assert (told.name, told.parent, told.merged_into) == ("Acme", Found("C", "C", "South"), None)
    assert [part.name for part in told.parts] == ["Bolt & Söhne"]
    assert [(owner.name, owner.share_percent, owner.ends_on) for owner in told.owners] == [("Ann", 100, None)]
    assert card(book, "Z") is None
    assert values(book, "region") == ("North", "South")


def test_where_no_table_names_accounts_the_lines_do() -> None:
    lines = {
        "account_id": ["A", None, "B"],
        "amount": [Decimal("1.0000")] * 3,
        "currency": ["EUR"] * 3,
        "ordered_on": [date(2025, 1, 1)] * 3,
    }
    told = Override(1, "B", "merged_into", "A", "", None, "Ops", "2026", "one customer")
    book = open_tables({"order_lines": pa.table(lines)}, Settings("EUR"), overrides=(told,))
    try:
        assert [one.own for one in find_accounts(book, "a")] == ["A"]
        found = card(book, "B")
        assert found is not None
        assert found.merged_into == Found("A", "A", "")
    finally:
        book.close()
