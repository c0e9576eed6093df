from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from fourfold.book.book import Book, open_tables
from fourfold.book.correcting import Correction
from fourfold.book.moving import moved
from fourfold.book.schema import TABLES
from fourfold.book.settings import Settings


@pytest.fixture
def book() -> Iterator[Book]:
    """A is merged into B, and B into C; D stands alone. One line of C names its seller."""
    lines = [
        {
            "order_id": str(n),
            "account_id": account,
            "ordered_on": date(2025, n, 1),
            "amount": Decimal(10**n),
            "currency": "EUR",
            "seller_id": seller,
        }
        for n, (account, seller) in enumerate([("A", None), ("B", None), ("C", None), ("C", "Ann")], 1)
    ]
    links = {"A": "B", "B": "C", "C": None, "D": None}
    accounts = [{"account_id": own, "merged_into": into} for own, into in links.items()]
    made = open_tables(
        {"order_lines": table("order_lines", lines), "accounts": table("accounts", accounts)}, Settings("EUR")
    )
    yield made
    made.close()


def table(name: str, rows: Sequence[Mapping[str, object]]) -> pa.Table:
    schema = pa.schema([f for f in TABLES[name].stored if f.name not in ("import_number", "file_line")])
    return pa.table({c: [row.get(c) for row in rows] for c in schema.names}, schema=schema)


@pytest.mark.parametrize(
    ("account", "what", "starts_on", "expected"),
    [
        ("A", "merged_into", None, (1, 10)),
        ("B", "merged_into", None, (2, 110)),
        ("C", "parent_id", None, (4, 11110)),
        ("C", "segment", None, (4, 11110)),
        ("B", "segment", None, (0, 0)),
        ("C", "owner", date(2025, 3, 1), (1, 1000)),
        ("C", "owner", date(2025, 3, 2), (0, 0)),
        ("C", "account_name", None, (0, 0)),
        ("D", "merged_into", None, (0, 0)),
    ],
)
def test_a_correction_moves_the_lines_that_would_count_elsewhere(
    book: Book, account: str, what: str, starts_on: date | None, expected: tuple[int, int]
) -> None:
    found = moved(book, Correction(account, what, "D", starts_on))
    assert (found.lines, int(found.revenue)) == expected
    assert found.stands_for == ("D" if account == "D" else "C")
    assert (found.first_on is None) == (expected[0] == 0)
