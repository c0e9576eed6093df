from __future__ import annotations

import pyarrow as pa

from fourfold.book.book import Book
from fourfold.growth.standing import channels, sources
from tests.unit.growth.books import year

ITEMS = {
    ("acme", "widget"): "keep_and_expand",
    ("acme", "newton"): "new_product_existing_account",
    ("coil", "gadget"): "additional_product_existing_account",
    ("dyne", "widget"): "existing_product_new_account",
    ("prospect", "newton"): "new_product_new_account",
    ("acme", None): None,
    (None, "widget"): None,
}


def test_an_account_is_existing_once_it_purchased_before_the_cut(book: Book) -> None:
    asked = pa.chunked_array([["acme", "bolt", "coil", "dyne", "etch", "prospect", None]])
    told = channels(book, asked, year()).to_pylist()
    assert told == ["existing", "existing", "existing", "new", "new", "new", None]


def test_an_opportunity_has_the_source_that_its_order_would_have(book: Book) -> None:
    accounts, products = zip(*ITEMS, strict=True)
    items = pa.table({"account_id": pa.array(accounts), "product_id": pa.array(products)})
    assert sources(book, items, year()).to_pylist() == list(ITEMS.values())
