"""The planted truths are found again by the public library, at three choices of levels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest

from fourfold.book.book import Book, open_tables
from fourfold.book.settings import Settings
from fourfold.datasets import Company
from fourfold.growth import Asked, Ledger, compare, ledger
from tests.recovery import plain

Pairs = dict[tuple[str, str], plain.Pair]
Ask = Callable[..., Ledger]

LEVELS = [("account", "product"), ("parent", "product"), ("account", "family")]


@pytest.fixture(scope="module")
def book(company: Company) -> Iterator[Book]:
    opened = open_tables(company.tables, Settings(company.currency, company.timezone))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def ask(book: Book) -> Ask:
    """A question to the library; the same question is asked once."""
    answers: dict[tuple[Asked, tuple[str, ...]], Ledger] = {}

    def asked(question: Asked, *by: str) -> Ledger:
        if (question, by) not in answers:
            answers[question, by] = ledger(book, comparison=compare(book, question), by=by)
        return answers[question, by]

    return asked


@pytest.mark.parametrize("year", [2024, 2025])
@pytest.mark.parametrize(("accounts", "products"), LEVELS)
def test_every_row_holds_the_planned_accounts_and_pairs(
    company: Company, ask: Ask, accounts: str, products: str, year: int
) -> None:
    found = ask(Asked(str(year), account_level=accounts, product_level=products))
    planned = [
        e for e in company.truths.entries if (e.account_level, e.product_level) == (accounts, products)
    ]
    of_year = {entry.row: (entry.accounts, entry.pairs) for entry in planned if entry.year == year}
    repeat = found.figures.repeat
    counts = {"repeat": (repeat.accounts, repeat.pairs)}
    counts |= {row: (found.entry(row).accounts, found.entry(row).pairs) for row in of_year if row != "repeat"}
    assert counts == of_year


@pytest.mark.parametrize("year", [2024, 2025])
def test_every_row_holds_the_money_of_its_pairs(company: Company, pairs: Pairs, ask: Ask, year: int) -> None:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for key, row in plain.rows(company, pairs, year).items():
        sums[row] += pairs[key].pounds.get(year, Decimal(0)) - pairs[key].pounds.get(year - 1, Decimal(0))
    found = ask(Asked(str(year)))
    assert found.figures.repeat.amount == sums.pop("repeat")
    assert {row: found.entry(row).amount for row in sums} == sums


@pytest.mark.parametrize("year", [2024, 2025])
def test_lines_with_gaps_are_the_unidentified_ones(
    company: Company, lines: list[plain.Line], ask: Ask, year: int
) -> None:
    gaps = [line for line in lines if line.account is None or line.product is None]
    revenue = {y: sum(line.pounds for line in gaps if line.on.year == y) for y in (year - 1, year)}
    entry = ask(Asked(str(year))).entry("unidentified")
    assert entry.amount == revenue[year] - revenue[year - 1]
    planted = [o for o in company.truths.odd_lines if o.kind in ("no account", "no product")]
    assert entry.lines == sum(odd.lines for odd in planted if odd.year in (year - 1, year))


@pytest.mark.parametrize("year", [2024, 2025])
def test_what_was_switched_within_a_family_is_taken_off_the_new_and_the_dropped(
    company: Company, pairs: Pairs, ask: Ask, year: int
) -> None:
    family = {row["product_id"]: row["family"] for row in company.tables["products"].to_pylist()}
    begun: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    dropped: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for (account, product), row in plain.rows(company, pairs, year).items():
        pounds = pairs[account, product].pounds
        change = pounds.get(year, Decimal(0)) - pounds.get(year - 1, Decimal(0))
        if row in (plain.NEW_PRODUCT, plain.ADDITIONAL):
            begun[account, family[product]] += max(change, Decimal(0))
        elif row == "dropped_product":
            dropped[account, family[product]] -= change
    switched = {key: min(value, dropped.get(key, Decimal(0))) for key, value in begun.items()}
    planted = {(s.account_id, s.family) for s in company.truths.switches if s.year == year}
    assert all(switched[key] > 0 for key in planted)
    found = ask(Asked(str(year)))
    taken = {row: found.entry(row).amount - found.entry(row).net_of_switching for row in
             (plain.NEW_PRODUCT, plain.ADDITIONAL, "dropped_product")}  # fmt: skip
    total = sum(value for value in switched.values() if value > 0)
    assert taken[plain.NEW_PRODUCT] + taken[plain.ADDITIONAL] == total == -taken["dropped_product"]


@pytest.mark.parametrize("year", [2024, 2025])
def test_new_products_are_the_planted_launches(company: Company, ask: Ask, year: int) -> None:
    found = set()
    for group in ask(Asked(str(year)), "product").groups:
        if any(entry.pairs for entry in group.entries if entry.row in (plain.NEW_BOTH, plain.NEW_PRODUCT)):
            found.add(group.values[0])
    begun = {launch for launch in company.truths.launches if launch.new_in == year}
    assert found == {launch.product_id for launch in begun if launch.sold_from.year == year}


def test_price_rises_of_families_are_found_in_price_at_constant_rates(
    company: Company, pairs: Pairs, ask: Ask
) -> None:
    products = company.tables["products"].to_pylist()
    family = {row["product_id"]: row["family"] for row in products}
    renewed = {row["family"] for row in products if row["successor_of"]}
    for year in (2024, 2025):
        repeated: dict[str, Decimal] = defaultdict(Decimal)
        for key, row in plain.rows(company, pairs, year).items():
            if row == "repeat":
                repeated[family[key[1]]] += pairs[key].pounds.get(year, Decimal(0))
        priced = {}
        for group in ask(Asked(str(year), constant_rates=True), "family").groups:
            rows = {entry.row: entry.amount for entry in group.entries}
            priced[group.values[0]] = rows["price_gain"] + rows["price_loss"]
        for rise in (r for r in company.truths.price_rises if r.year == year and r.family not in renewed):
            rate = priced[rise.family] / (repeated[rise.family] - priced[rise.family])
            assert abs(rate - rise.rate) < Decimal("0.004"), rise
