from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fourfold.book.book import Book
from fourfold.errors import BadRequest
from fourfold.growth import Comparison, Entry, Figure, Group, Ledger, ledger, lines
from fourfold.growth.classify import REPEAT
from fourfold.growth.lines import REVENUES, SUMS_OF_ROWS
from fourfold.measures import REPEAT_ROWS, ROWS
from tests.oracle import Assignment, Line, Membership, OracleBook
from tests.unit.growth.books import AMOUNTS, EVERY_ROW, NET, opened, year

TEAMS = (
    Membership("east", "bob", date(2010, 1, 1), date(2012, 7, 1)),
    Membership("west", "bob", date(2012, 7, 1)),
)
EUROS = replace(
    EVERY_ROW,
    lines=tuple(r for r in EVERY_ROW.lines if r.account_id != "gold"),
    teams=TEAMS,
    fx_rates=(),
)
"""The book in which every row is moved, without gold: in one currency a question takes half the time."""


@pytest.fixture(scope="module")
def book() -> Iterator[Book]:
    made = opened(EUROS)
    yield made
    made.close()


@pytest.fixture(scope="module")
def bare() -> Iterator[Book]:
    """The order lines alone: no families, no owners."""
    made = opened(OracleBook(EUROS.lines))
    yield made
    made.close()


def amounts(of: Ledger | Group, *, net: bool) -> dict[str, Decimal]:
    """The figures of a ledger or group by row id, and `repeat`, the sum of its four rows."""

    def told(entry: Entry) -> Decimal:
        return entry.net_of_switching if net else entry.amount

    rows = {entry.row: told(entry) for entry in of.entries}
    return {**rows, REPEAT: sum((rows[row] for row in REPEAT_ROWS), Decimal(0))}


def held(
    book: Book, comparison: Comparison, where: Mapping[str, str], row: str, *, net: bool = False
) -> Decimal:
    """The sum of what lies behind a row, held against the sum of the items themselves."""
    opened = lines(book, comparison=comparison, figure=Figure(row, where, net), limit=None)
    listed = opened.items["contribution"].to_pylist()
    assert sum(listed, Decimal(0)) == opened.total
    assert len(listed) == opened.count
    return opened.total


def test_the_contributions_to_every_row_sum_to_its_figure(bare: Book) -> None:
    made = amounts(ledger(bare, comparison=year()), net=False)
    assert made == {
        **{row: Decimal(text) for row, text in AMOUNTS.items()},
        "price_gain": Decimal(12),
        REPEAT: Decimal(2),
    }
    assert {row: held(bare, year(), {}, row) for row in (*ROWS, REPEAT)} == made


def test_net_of_switching_the_contributions_sum_to_the_net_figure(book: Book) -> None:
    made = amounts(ledger(book, comparison=year()), net=True)
    assert {row: made[row] for row in NET} == {
        row: Decimal(text) for row, text in {**NET, "price_gain": "12"}.items()
    }
    moved = [row for row in NET if NET[row] != AMOUNTS[row]]
    assert {row: held(book, year(), {}, row, net=True) for row in moved} == {row: made[row] for row in moved}


FAMILIES = year(account_level="parent", product_level="family")
COARSER = {"region": "north"}
FINER = {"account": "dyne", "product": "widget"}
CREDITED = {"seller": "bob"}
IN_TEAM = {"seller": "bob", "team": "west"}


@pytest.mark.parametrize(
    ("comparison", "where", "row", "total"),
    [
        (year(), COARSER, "lost_account", "0"),
        (year(), COARSER, "price_gain", "12"),
        # acme with dyne below it, in parts: 20 pieces for 200, then 20 for 300 with a credit of 7:
        # bought again more of; of the family's change of 173, dyne's widget is 80
        (FAMILIES, FINER, REPEAT, "80"),
        (year(), CREDITED, "dropped_product", "-50"),
        # bob held the account in west on 184 of the 366 days of 2012
        (year(), IN_TEAM, "dropped_product", "-25.1366"),
    ],
    ids=lambda value: str(value) if isinstance(value, (str, dict)) else "",
)
def test_the_contributions_sum_to_the_figure_of_a_group(
    book: Book, comparison: Comparison, where: Mapping[str, str], row: str, total: str
) -> None:
    made = ledger(book, comparison=comparison, by=tuple(where))
    group = next(group for group in made.groups if group.values == tuple(where.values()))
    figure = amounts(group, net=False)[row]
    assert held(book, comparison, where, row) == figure
    assert figure == Decimal(total)


def test_pairs_are_parted_by_dimensions_finer_than_their_level(book: Book) -> None:
    made = ledger(book, comparison=FAMILIES, by=tuple(FINER))
    group = next(group for group in made.groups if group.values == tuple(FINER.values()))
    rows = ("volume_gain", "price_gain")
    assert {row: held(book, FAMILIES, FINER, row) for row in rows} == {
        row: amounts(group, net=False)[row] for row in rows
    }
    opened = lines(book, comparison=FAMILIES, figure=Figure("volume_gain", FINER))
    assert [(item["account"], item["product"]) for item in opened.items.to_pylist()] == [("dyne", "widget")]


def test_a_line_that_two_of_one_team_share_is_listed_once_for_the_team() -> None:
    north = tuple(Membership("north", seller, date(2010, 1, 1)) for seller in ("ann", "bob"))
    shared = tuple(
        Assignment("solo", seller, date(2010, 1, 1), share=Decimal("0.5")) for seller in ("ann", "bob")
    )
    line = Line("1", "1", "solo", "widget", date(2012, 3, 1), Decimal(1), Decimal("9.0001"))
    book = opened(OracleBook((line,), teams=north, assignments=shared))
    of_team = lines(book, comparison=year(), figure=Figure("current_revenue", {"team": "north"}))
    of_bob = lines(book, comparison=year(), figure=Figure("current_revenue", {"seller": "bob"}))
    book.close()
    assert (of_team.count, of_team.total) == (1, Decimal("9.0001"))
    assert (of_bob.count, of_bob.total) == (1, Decimal("4.5000"))


def test_what_moved_with_an_account_is_opened_on_both_sides(book: Book) -> None:
    # acme's base of 100 + 100 + 50 went from ann to bob
    for row, seller, total in (("received", "bob", 250), ("handed_over", "ann", -250)):
        opened = lines(book, comparison=year(), figure=Figure(row, {"seller": seller}))
        assert (opened.kind, opened.total, opened.count) == ("pairs", Decimal(total), 3)
        days = {(str(item["account_first_on"]), item["first_on"].year) for item in opened.items.to_pylist()}
        assert days == {("2010-03-01", 2011)}


def test_the_lines_of_a_seller_in_a_team_are_those_of_the_days_in_it(book: Book) -> None:
    row = "new_product_existing_account"
    for team, listed in (("east", ["40.0000"]), ("west", [])):
        figure = Figure(row, {"team": team, "seller": "bob"}, kind="lines")
        opened = lines(book, comparison=year(), figure=figure)
        assert [str(amount) for amount in opened.items["contribution"].to_pylist()] == listed


def test_at_constant_rates_the_effect_of_rates_opens_to_its_pairs() -> None:
    made = opened(EVERY_ROW)
    told = lines(made, comparison=year(constant_rates=True), figure=Figure("currency", {}))
    assert [(item["account"], str(item["contribution"])) for item in told.items.to_pylist()] == [
        ("gold", "25.0000")
    ]
    made.close()


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
    assert (opened.count, opened.total, opened.items.num_rows) == (4, Decimal(2), 2)
    assert [str(v) for v in opened.items["contribution"].to_pylist()] == ["132.0000", "-100.0000"]


def test_a_group_that_is_not_there_opens_to_nothing(book: Book) -> None:
    opened = lines(book, comparison=year(), figure=Figure("lost_account", {"region": "moon"}))
    assert (opened.count, opened.total, opened.items.num_rows) == (0, Decimal(0), 0)


@pytest.mark.parametrize(
    ("figure", "place"),
    [
        (Figure("lost", {}), "--row"),
        (Figure("lost_account", {"planet": "x"}), "--where"),
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


def test_pages_of_lines_follow_on_one_another(bare: Book) -> None:
    whole = lines(bare, comparison=year(), figure=Figure(REPEAT, {})).items.to_pylist()
    pages = [lines(bare, comparison=year(), figure=Figure(REPEAT, {}), limit=3, offset=at) for at in (0, 3)]
    assert [item for page in pages for item in page.items.to_pylist()] == whole
    assert {(page.count, page.total) for page in pages} == {(4, Decimal(2))}


def test_revenues_and_their_change_open_to_lines_and_to_pairs(bare: Book) -> None:
    made = ledger(bare, comparison=year())
    for row in REVENUES:
        for kind in ("lines", "pairs"):
            opened = lines(bare, comparison=year(), figure=Figure(row, {}, kind=kind))
            assert (opened.kind, opened.total) == (kind, getattr(made, row))


def test_the_change_of_a_seller_opens_to_the_lines_of_that_seller(book: Book) -> None:
    made = ledger(book, comparison=year(), by=("seller",))
    bob = next(group for group in made.groups if group.values == ("bob",))
    assert held(book, year(), CREDITED, "change") == bob.change


def test_sums_of_rows_open_to_the_pairs_that_make_them_up(book: Book) -> None:
    made = ledger(book, comparison=year())
    for row, rows in SUMS_OF_ROWS.items():
        assert held(book, year(), {}, row, net=True) == sum(amounts(made, net=True)[each] for each in rows)
