from __future__ import annotations

from fourfold.book.book import Book
from fourfold.growth.channel_gains import channel_gains
from tests.unit.growth.books import year


def test_gains_are_by_account_and_channel_and_sum_to_those_of_the_ledger(book: Book) -> None:
    rows = channel_gains(book, comparison=year(), unit=()).to_pylist()
    found = {row["account"]: (row["new"], row["existing"]) for row in rows}
    # acme: S3 11.4286 and S4 8.5714 net of switching, resumed 25, price 12, volume 20
    assert found == {
        "acme": (0, 770_000),
        "coil": (0, 200_000),
        "dyne": (1_700_000, 0),
        "gold": (0, 250_000),
    }


def test_gains_of_a_seller_are_those_credited_to_them(book: Book) -> None:
    rows = channel_gains(book, comparison=year(), unit=("seller",)).to_pylist()
    assert {(row["seller"], row["account"]) for row in rows} == {
        ("bob", "acme"), ("ann", "coil"), ("ann", "dyne"), ("ann", "gold"),
    }  # fmt: skip
