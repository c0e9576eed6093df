from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from fourfold.book.book import Book, Origin
from fourfold.growth import Account, account, account_lines, ledger, prepared_group_ledger
from tests.oracle import Account as AccountRow
from tests.oracle import OracleBook
from tests.unit.growth.books import EVERY_ROW, OWNERS, bought, opened, year

ON = date(2012, 12, 31)


def asked(book: Book, account_id: str) -> Account:
    found = account(book, account_id=account_id, comparison=year(), on=ON)
    assert found is not None
    return found


def test_products_are_told_as_added_kept_resumed_dropped_or_earlier(book: Book) -> None:
    found = asked(book, "acme")
    assert {p.product.id: (p.state, str(p.base_revenue), str(p.current_revenue)) for p in found.products} == {
        "widget": ("kept", "100.0000", "132.0000"),
        "gadget": ("kept", "100.0000", "70.0000"),
        "bracket": ("dropped", "50.0000", "0.0000"),
        "newton": ("added", "0.0000", "40.0000"),
        "socket": ("added", "0.0000", "30.0000"),
        "chain": ("resumed", "0.0000", "25.0000"),
        "lamp": ("earlier", "0.0000", "-7.0000"),
    }
    widget = found.products[0]
    assert (widget.product.id, widget.first_on, widget.last_on) == (
        "widget",
        date(2011, 3, 1),
        date(2012, 3, 1),
    )


def test_revenue_over_time_sums_to_the_lines_and_a_long_history_is_told_by_quarter(book: Book) -> None:
    found = asked(book, "acme")
    own = [line.amount for line in EVERY_ROW.lines if line.account_id == "acme"]
    assert sum(amount for _, amount in found.revenue) == sum(own)
    assert (found.grain, found.revenue[0][0], found.revenue[-1][0]) == ("quarter", "2010-Q1", "2012-Q4")
    short = bought(["2012-03-05", "2012-05-05"])
    told = asked(short, "acme")
    assert (told.grain, [str(amount) for _, amount in told.revenue[:3]]) == (
        "month",
        ["10.0000", "0.0000", "10.0000"],
    )
    short.close()


def test_owners_are_told_from_the_latest_with_who_holds_the_account_now(book: Book) -> None:
    told = [(h.seller.id, str(h.starts_on), str(h.ends_on), h.is_now) for h in asked(book, "acme").owners]
    assert told == [("bob", "2012-01-01", "None", True), ("ann", "2010-01-01", "2012-01-01", False)]


def test_an_account_that_the_book_does_not_name_is_none_and_leaves_nothing(tmp_path: Path) -> None:
    made = bought(["2012-01-01"])
    made.origin = Origin("1", kept_in=tmp_path)
    assert account(made, account_id="nobody", comparison=year(), on=ON) is None
    assert account_lines(made, account_id="nobody") is None
    assert list(tmp_path.iterdir()) == []
    made.close()


def test_what_is_kept_reads_as_what_was_made(tmp_path: Path) -> None:
    made = bought(["2011-03-05", "2012-05-05"])
    made.origin = Origin("1", kept_in=tmp_path)
    assert asked(made, "acme") == asked(made, "acme")
    where = {"account": "acme"}
    first, again = (prepared_group_ledger(made, comparison=year(), where=where) for _ in range(2))
    assert first == again
    made.close()


@pytest.fixture(scope="module")
def merged() -> Iterator[Book]:
    rows = (
        AccountRow("acme", parent_id="dyne", region="north"),
        AccountRow("bolt", merged_into="acme"),
        AccountRow("dyne"),
    )
    lines = tuple(line for line in EVERY_ROW.lines if line.account_id in {"acme", "bolt", "dyne"})
    made = opened(OracleBook(lines, rows, EVERY_ROW.products, assignments=OWNERS))
    yield made
    made.close()


def test_a_merged_account_is_told_as_its_heir(merged: Book) -> None:
    found = asked(merged, "bolt")
    assert found == asked(merged, "acme")
    assert (found.account.id, [each.id for each in found.merged]) == ("acme", ["bolt"])
    assert found.parent is not None
    assert found.parent.id == "dyne"
    assert "60.0000" in {str(product.base_revenue) for product in found.products}


def test_the_lines_of_an_account_are_all_of_them_the_latest_first(merged: Book) -> None:
    whole = account_lines(merged, account_id="bolt")
    assert whole is not None
    items = whole.opened.items.to_pylist()
    assert {item["account_id"] for item in items} == {"acme", "bolt"}
    assert sum((item["contribution"] for item in items), Decimal(0)) == whole.opened.total
    days = [item["ordered_on"] for item in items]
    assert days == sorted(days, reverse=True)
    pages = [account_lines(merged, account_id="acme", offset=at, limit=5) for at in range(0, len(items), 5)]
    assert [item for page in pages if page for item in page.opened.items.to_pylist()] == items


def test_the_ledger_of_one_group_is_that_group_of_the_whole(book: Book) -> None:
    where = {"account": "acme", "seller": "bob"}
    made = ledger(book, comparison=year(), by=tuple(where))
    group = next(group for group in made.groups if group.values == tuple(where.values()))
    alone = prepared_group_ledger(book, comparison=year(), where=where)
    assert (alone.entries, alone.figures, alone.change) == (group.entries, group.figures, group.change)
