from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from fourfold.book.book import Book, Origin
from fourfold.errors import BadRequest
from fourfold.growth import Breakdown, Group, Listing, breakdown, ledger
from fourfold.measures import ROWS
from tests.oracle import OracleBook
from tests.unit.growth.books import EVERY_ROW, opened, year

ALL = Listing()


def asked(book: Book, *by: str, where: Mapping[str, str] | None = None, listing: Listing = ALL) -> Breakdown:
    return breakdown(book, comparison=year(), by=by, where=where or {}, listing=listing)


def told(group: Group, *, net: bool) -> dict[str, Decimal]:
    """The figures of a ledger's group as a breakdown names them; gains and losses gross of switching."""
    amounts = {e.row: e.net_of_switching if net else e.amount for e in group.entries}
    totals = ("base_revenue", "current_revenue", "change")
    return {**{name: getattr(group, name) for name in totals}, **amounts}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """The book in which every row is moved, without gold: in one currency a question takes half the time."""
    lines = tuple(line for line in EVERY_ROW.lines if line.account_id != "gold")
    made = opened(replace(EVERY_ROW, lines=lines, fx_rates=()))
    made.origin = Origin("1", kept_in=tmp_path_factory.mktemp("kept"))
    yield made
    made.close()


@pytest.mark.parametrize(
    ("by", "is_net"),
    [
        (("account",), True),
        (("product",), False),
        (("seller", "family"), False),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, tuple) else "",
)
def test_every_group_is_that_of_the_ledger(book: Book, by: tuple[str, ...], *, is_net: bool) -> None:
    found, made = asked(book, *by), ledger(book, comparison=year(), by=by)
    assert found.is_net is is_net
    assert {g.values: {n: g.figures[n] for n in told(made.groups[0], net=is_net)} for g in found.groups} == {
        g.values: told(g, net=is_net) for g in made.groups
    }
    assert [g.values for g in found.groups] == [g.values for g in made.groups]
    assert found.total["change"] == made.change
    sums = ("gain", "loss", "other")
    if not is_net:
        assert [found.total[name] for name in sums] == [getattr(made.figures, name) for name in sums]


def test_the_rows_of_each_group_sum_to_its_change(book: Book) -> None:
    for group in asked(book, "account").groups:
        assert sum(group.figures[row] for row in ROWS) == group.figures["change"]


def test_within_a_group_lie_its_parts_and_nothing_else(book: Book) -> None:
    found = asked(book, "product", where={"region": "north"})
    both = ledger(book, comparison=year(), by=("region", "product"))
    assert {g.values[0]: g.figures["change"] for g in found.groups} == {
        g.values[1]: g.change for g in both.groups if g.values[0] == "north"
    }
    assert asked(book, "product", where={"region": "moon"}).count == 0


def test_pages_together_are_the_whole_in_the_order_asked(book: Book) -> None:
    whole = asked(book, "account", listing=Listing("-gain"))
    gains = [g.figures["gain"] for g in whole.groups]
    assert gains == sorted(gains, reverse=True)
    pages = [asked(book, "account", listing=Listing("-gain", "", 2, start)) for start in range(0, 8, 2)]
    assert [g for page in pages for g in page.groups] == list(whole.groups)
    assert {(page.count, page.total["change"]) for page in pages} == {(whole.count, whole.total["change"])}
    names = [g.values[0] for g in asked(book, "account", listing=Listing("account")).groups]
    assert names == sorted(names)


def test_text_is_found_in_any_case_and_the_total_is_of_what_matches(book: Book) -> None:
    found = asked(book, "account", listing=Listing(matching="OL"))
    assert sorted(g.values[0] for g in found.groups) == ["bolt"]
    assert found.total["change"] == sum(g.figures["change"] for g in found.groups)
    assert found.best is None
    assert found.worst is not None
    assert found.worst.values == ("bolt",)


def test_at_constant_rates_the_revenues_stay_at_the_days_rates() -> None:
    foreign = tuple(line for line in EVERY_ROW.lines if line.account_id == "gold")
    made = opened(OracleBook(foreign, fx_rates=EVERY_ROW.fx_rates))
    constant = year(constant_rates=True)
    (gold,) = breakdown(made, comparison=constant, by=("account",), where={}, listing=ALL).groups
    figures = ("base_revenue", "current_revenue", "currency")
    assert [str(gold.figures[f]) for f in figures] == ["100.0000", "125.0000", "25.0000"]
    made.close()


def test_what_cannot_be_broken_down_is_refused_with_what_can(book: Book) -> None:
    for by, listing, place in (
        ((), ALL, "by"),
        (("planet",), ALL, "by"),
        (("region", "region"), ALL, "by"),
        (("region",), Listing("profit"), "sort"),
    ):
        with pytest.raises(BadRequest) as refused:
            asked(book, *by, listing=listing)
        assert (refused.value.place, bool(refused.value.remedy)) == (place, True)
