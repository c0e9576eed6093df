from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from fourfold.book.book import Book
from fourfold.growth import bridge, ledger
from tests.unit.growth.books import AMOUNTS, NET, bought, year


def test_each_bar_starts_where_the_one_before_ended_and_the_last_ends_at_current_revenue(book: Book) -> None:
    made = bridge(ledger(book, comparison=year()))
    assert (made.base, made.current) == (Decimal(414), Decimal(611))
    assert made.bars[0].start == made.base
    assert made.bars[-1].end == made.current
    assert all(a.end == b.start for a, b in pairwise(made.bars))


def test_rows_of_zero_have_no_bar_and_the_others_keep_their_order(book: Book) -> None:
    made = ledger(book, comparison=year())
    moved = {row: Decimal(text) for row, text in AMOUNTS.items() if text != "0"}
    assert [(bar.row, bar.amount) for bar in bridge(made).bars] == list(moved.items())
    net = [(bar.row, bar.amount) for bar in bridge(made, net_of_switching=True).bars]
    assert net == [(row, Decimal(text)) for row, text in NET.items() if text != "0"]


def test_the_bridge_of_a_group_leads_over_its_own_rows(book: Book) -> None:
    made = ledger(book, comparison=year(), by=("region",))
    south = bridge(next(group for group in made.groups if group.values == ("south",)))
    told = [(bar.row, str(bar.start), str(bar.end)) for bar in south.bars]
    assert told == [("returned_account", "60.0000", "80.0000"), ("lost_account", "80.0000", "20.0000")]


def test_without_change_there_is_no_bar() -> None:
    still = bridge(ledger(bought(["2011-03-01", "2012-03-01"]), comparison=year()))
    assert (still.base, still.bars, still.current) == (Decimal(10), (), Decimal(10))
