"""Planted hand-overs are found again as received and handed over, and credit or blame nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from fourfold.book.book import Book, open_tables
from fourfold.book.settings import Settings
from fourfold.datasets import Company
from fourfold.datasets.truths import HandOver
from fourfold.growth import Asked, Ledger, compare, ledger
from tests.recovery import plain

ROUNDING = Decimal("0.0001")


@pytest.fixture(scope="module")
def book(company: Company) -> Iterator[Book]:
    opened = open_tables(company.tables, Settings(company.currency, company.timezone))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def by_seller_and_account(book: Book) -> Ledger:
    return ledger(book, comparison=compare(book, Asked("2025")), by=("seller", "account"))


def moved(found: Ledger, seller: str, account: str) -> tuple[Decimal, Decimal]:
    """What a seller received of an account and handed over of it."""
    for group in found.groups:
        if group.values == (seller, account):
            rows = {entry.row: entry.amount for entry in group.entries}
            return rows["received"], rows["handed_over"]
    return Decimal(0), Decimal(0)


def test_an_account_handed_over_before_the_year_moves_what_the_giver_had_in_the_base_year(
    company: Company, lines: list[plain.Line], by_seller_and_account: Ledger
) -> None:
    checked = 0
    for planted in company.truths.hand_overs:
        if not date(2024, 1, 1) < planted.handed_over_on <= date(2025, 1, 1):
            continue
        of_account = [line for line in lines if line.account == planted.account_id]
        base = [line for line in of_account if line.on.year == 2024 and line.on < planted.handed_over_on]
        if not any(line.on.year == 2025 for line in of_account):
            continue
        had = sum((line.pounds for line in base), Decimal(0))
        given = moved(by_seller_and_account, planted.from_seller_id, planted.account_id)
        taken = moved(by_seller_and_account, planted.to_seller_id, planted.account_id)
        assert sum(given) == -had, planted
        assert sum(taken) == had, planted
        checked += 1
    assert checked > 20


def part_of_taker(planted: HandOver, lines: list[plain.Line]) -> Decimal:
    """The taker's part of an account in 2025: of its purchases if orders name the seller, else of days."""
    if not planted.on_the_line:
        return Decimal((date(2026, 1, 1) - planted.handed_over_on).days) / 365
    bought = [x for x in lines if x.account == planted.account_id and x.on.year == 2025 and x.amount > 0]
    total = sum((x.pounds for x in bought), Decimal(0))
    taken = sum((x.pounds for x in bought if x.seller == planted.to_seller_id), Decimal(0))
    return taken / total


@pytest.mark.parametrize("on_the_line", [False, True])
def test_an_account_handed_over_within_the_year_moves_by_the_takers_part_of_the_year(
    company: Company, lines: list[plain.Line], by_seller_and_account: Ledger, *, on_the_line: bool
) -> None:
    within = [h for h in company.truths.hand_overs if h.handed_over_on > date(2025, 1, 1)]
    lost = {turn.account_id for turn in company.truths.losses if turn.year <= 2025}
    chosen = [h for h in within if h.on_the_line == on_the_line and h.account_id not in lost]
    assert chosen
    for planted in chosen:
        base = [x for x in lines if x.account == planted.account_id and x.on.year == 2024]
        expected = sum((line.pounds for line in base), Decimal(0)) * part_of_taker(planted, lines)
        taken = moved(by_seller_and_account, planted.to_seller_id, planted.account_id)
        assert abs(sum(taken) - expected) <= ROUNDING * len(base), planted


def test_transfers_sum_to_nothing_and_all_other_rows_to_the_companys(by_seller_and_account: Ledger) -> None:
    found = by_seller_and_account
    for row in found.entries:
        parts = sum(e.amount for group in found.groups for e in group.entries if e.row == row.row)
        if row.row not in ("received", "handed_over"):
            assert parts == row.amount
    transfers = [e for group in found.groups for e in group.entries if e.row in ("received", "handed_over")]
    assert sum(entry.amount for entry in transfers) == 0
    assert sum(entry.amount for entry in transfers if entry.row == "received") > 0
