from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from fourfold.book.book import Book
from fourfold.errors import BadRequest
from fourfold.growth import Comparison, Entry, Figure, Group, Ledger, ledger, lines, policy
from fourfold.growth.classify import REPEAT
from fourfold.measures import REPEAT_ROWS, ROWS
from tests.unit.growth.books import AMOUNTS, NET, year


def amounts(of: Ledger | Group, *, net: bool) -> dict[str, Decimal]:
    """The figures of a ledger or group by row id, and `repeat`, the sum of its four rows."""

    def told(entry: Entry) -> Decimal:
        return entry.net_of_switching if net else entry.amount

    rows = {entry.row: told(entry) for entry in of.entries}
    return {**rows, REPEAT: sum((rows[row] for row in REPEAT_ROWS), Decimal(0))}


def opened_totals(
    book: Book, comparison: Comparison, where: Mapping[str, str], *, net: bool
) -> dict[str, Decimal]:
    """The sum of what lies behind each row, held against the sum of the items themselves."""
    totals = {}
    for row in (*ROWS, REPEAT):
        opened = lines(book, comparison=comparison, figure=Figure(row, where, net), limit=None)
        listed = opened.items["contribution"].to_pylist()
        assert sum(listed, Decimal(0)) == opened.total
        assert len(listed) == opened.count
        totals[row] = opened.total
    return totals


def test_the_contributions_to_every_row_sum_to_its_figure(book: Book) -> None:
    made = ledger(book, comparison=year())
    assert amounts(made, net=False) == {
        **{row: Decimal(text) for row, text in AMOUNTS.items()},
        REPEAT: Decimal(27),
    }
    assert opened_totals(book, year(), {}, net=False) == amounts(made, net=False)


def test_net_of_switching_the_contributions_sum_to_the_net_figure(book: Book) -> None:
    made = ledger(book, comparison=year())
    assert {row: amounts(made, net=True)[row] for row in NET} == {r: Decimal(n) for r, n in NET.items()}
    assert opened_totals(book, year(), {}, net=True) == amounts(made, net=True)


@pytest.mark.parametrize(
    ("comparison", "where", "net"),
    [
        (year(), {"region": "north"}, False),
        (year(), {"family": "tools"}, True),
        (year(account_level="parent", product_level="family"), {"product": "newton"}, False),
        (year(account_level="parent"), {"account": "dyne", "family": "parts"}, False),
        (year(), {"seller": "ann"}, False),
        (year(), {"seller": "bob", "product": "bracket"}, True),
        (year(constant_rates=True), {"region": "north"}, False),
        (year(policy=policy("dormant-12")), {"region": "south"}, False),
    ],
    ids=lambda value: ", ".join(f"{k}={v}" for k, v in value.items()) if isinstance(value, dict) else "",
)  # fmt: skip
def test_the_contributions_sum_to_the_figures_of_a_group(
    book: Book, comparison: Comparison, where: Mapping[str, str], *, net: bool
) -> None:
    made = ledger(book, comparison=comparison, by=tuple(where))
    group = next(group for group in made.groups if group.values == tuple(where.values()))
    assert any(amounts(group, net=net).values())
    assert opened_totals(book, comparison, where, net=net) == amounts(group, net=net)


def test_what_moved_with_an_account_is_opened_on_both_sides(book: Book) -> None:
    # acme's base of 100 + 100 + 50 went from ann to bob
    for row, seller, total in (("received", "bob", 250), ("handed_over", "ann", -250)):
        opened = lines(book, comparison=year(), figure=Figure(row, {"seller": seller}))
        assert (opened.kind, opened.total, opened.count) == ("pairs", Decimal(total), 3)


def test_a_line_tells_its_contribution_its_rule_its_dates_and_where_it_came_from(book: Book) -> None:
    opened = lines(book, comparison=year(), figure=Figure("dropped_product", {}))
    (line,) = opened.items.to_pylist()
    told = {name: str(line[name]) for name in ("order_id", "account_id", "product_id", "period", "file_line")}
    assert told == {
        "order_id": "SO5",
        "account_id": "acme",
        "product_id": "bracket",
        "period": "base",
        "file_line": "5",
    }
    assert (line["amount"], line["contribution"]) == (Decimal(50), Decimal(-50))
    days = {name: str(line[name]) for name in ("account_first_on", "product_since", "first_on")}
    assert days == {"account_first_on": "2010-03-01", "product_since": "2011-03-01", "first_on": "2011-03-01"}
    assert opened.rule == "the account purchased in both periods, this product in 2011 only"


def test_a_repeat_pair_opens_to_its_split_and_then_to_its_lines(book: Book) -> None:
    where = {"account": "acme", "product": "gadget"}
    (pair,) = lines(book, comparison=year(), figure=Figure("volume_loss", where)).items.to_pylist()
    split = [str(pair[name]) for name in ("base", "current", "volume", "price", "contribution")]
    assert split == ["100.0000", "70.0000", "-20.0000", "-10.0000", "-20.0000"]
    of_pair = lines(book, comparison=year(), figure=Figure(REPEAT, where))
    assert [str(v) for v in of_pair.items["contribution"].to_pylist()] == ["-100.0000", "70.0000"]


def test_the_largest_contributions_come_first_and_the_total_is_of_all(book: Book) -> None:
    opened = lines(book, comparison=year(), figure=Figure(REPEAT, {}), limit=2)
    assert (opened.count, opened.total, opened.items.num_rows) == (6, Decimal(27), 2)
    assert [str(v) for v in opened.items["contribution"].to_pylist()] == ["132.0000", "125.0000"]


def test_a_group_that_is_not_there_opens_to_nothing(book: Book) -> None:
    opened = lines(book, comparison=year(), figure=Figure("lost_account", {"region": "moon"}))
    assert (opened.count, opened.total, opened.items.num_rows) == (0, Decimal(0), 0)


@pytest.mark.parametrize(
    ("figure", "place"),
    [
        (Figure("lost", {}), "--row"),
        (Figure("lost_account", {"planet": "x"}), "--by"),
        (Figure("price_gain", {}, kind="lines"), "--open"),
        (Figure("lost_account", {}, net_of_switching=True, kind="lines"), "--open"),
        (Figure("lost_account", {}, kind="orders"), "--open"),
    ],
)
def test_a_figure_that_cannot_be_opened_so_is_refused_with_what_can(
    book: Book, figure: Figure, place: str
) -> None:
    with pytest.raises(BadRequest) as refused:
        lines(book, comparison=year(), figure=figure)
    assert refused.value.place == place
    assert refused.value.remedy
