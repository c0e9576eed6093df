"""A real company's 163 quotas as objectives: what plain Python makes of the same files is what we say."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any

import pyarrow.parquet as pq
import pytest

from fourfold.book.book import Book, open_book
from fourfold.book.imports import ImportReport, ImportRequest, import_file
from fourfold.book.settings import Settings
from fourfold.book.workspace import create_workspace
from fourfold.objectives.balance import balance
from fourfold.objectives.needed import Need, Value
from fourfold.objectives.objective import COMPANY, Objective, Owner
from fourfold.objectives.results import results
from fourfold.objectives.scorecard import Known, Scorecard, scorecard
from fourfold.objectives.store import Store, read_store
from fourfold.periods import Period
from tests.oracle.reference import data_folder

Row = Mapping[str, Any]
ELEVEN_MONTHS = Period(date(2013, 1, 1), date(2013, 12, 1))
OPENED, AFTER_ALL = date(2010, 12, 1), date(2014, 1, 31)
THREE_MONTHS_ON = {date(2013, 9, 29): date(2013, 12, 29)}
"""Where a seller's last quota ends."""
REACHED = 8
"""Of 163 quotas."""


@dataclass(frozen=True)
class Quota:
    """One quota: its number, whose, over which days, how much."""

    number: int
    seller: str
    start: date
    end: date
    target: Decimal


@dataclass(frozen=True)
class Files:
    """What lies in the company's own files, read without a line of the product."""

    lines: tuple[Row, ...]
    sales: Mapping[str, list[tuple[date, Decimal]]]
    product_of: Mapping[int, str]
    quotas: tuple[Quota, ...]
    above: Mapping[str, str]

    @property
    def managers(self) -> list[str]:
        return sorted(set(self.above.values()) - {""})

    def below(self, manager: str) -> set[str]:
        """Who stands below a manager on any step, the manager too."""
        people = {manager}
        while more := {one for one, boss in self.above.items() if boss in people} - people:
            people |= more
        return people

    def sold(self, sellers: Iterable[str], start: date, end: date) -> tuple[Decimal, int]:
        """What sellers sold from a day to before another: the amount, and in how many lines."""
        held = [amount for one in sellers for day, amount in self.sales.get(one, ()) if start <= day < end]
        return sum(held, Decimal(0)), len(held)


@pytest.fixture(scope="module")
def files() -> Files:
    folder = data_folder("adventureworks")
    columns = [
        "SalesOrderNumber", "SalesOrderLineNumber", "ResellerKey", "ProductKey", "OrderDate",
        "OrderQuantity", "SalesAmount", "EmployeeKey",
    ]  # fmt: skip
    lines = pq.read_table(folder / "FactResellerSales.parquet", columns=columns).to_pylist()
    products = pq.read_table(folder / "DimProduct.parquet", columns=["ProductKey", "ProductAlternateKey"])
    people = pq.read_table(folder / "DimEmployee_sales.parquet").to_pylist()
    sales: dict[str, list[tuple[date, Decimal]]] = {}
    for row in lines:
        sales.setdefault(str(row["EmployeeKey"]), []).append((row["OrderDate"].date(), row["SalesAmount"]))
    return Files(
        lines=tuple(lines),
        sales=sales,
        product_of={row["ProductKey"]: row["ProductAlternateKey"] for row in products.to_pylist()},
        quotas=tuple(_quotas(pq.read_table(folder / "FactSalesQuota.parquet").to_pylist())),
        above={str(row["EmployeeKey"]): str(row["ParentEmployeeKey"] or "") for row in people},
    )


def _quotas(rows: Iterable[Row]) -> Iterator[Quota]:
    """A quota runs from its day to before the seller's next one, the last for three months."""
    by_seller: dict[str, list[Row]] = {}
    for row in rows:
        by_seller.setdefault(str(row["EmployeeKey"]), []).append(row)
    for seller, found in by_seller.items():
        held = sorted(found, key=lambda row: row["Date"])
        starts = [row["Date"].date() for row in held]
        for row, (start, end) in zip(held, pairwise([*starts, THREE_MONTHS_ON[starts[-1]]]), strict=True):
            yield Quota(row["SalesQuotaKey"], seller, start, end, row["SalesAmountQuota"])


def _tables(files: Files) -> Iterator[tuple[str, list[Row]]]:
    managers = set(files.managers)
    yield "sellers", [{"seller_id": one, "seller_name": f"seller {one}"} for one in files.above]
    yield "teams", [_membership(one, files.above, managers) for one in files.above]
    yield (
        "objectives",
        [
            {
                "objective_id": f"quota {quota.number}",
                "measure": "revenue",
                "owner_level": "seller",
                "owner_id": quota.seller,
                "starts_on": quota.start,
                "ends_on": quota.end,
                "target": quota.target,
            }
            for quota in files.quotas
        ],
    )
    yield (
        "order_lines",
        [
            {
                "order_id": row["SalesOrderNumber"],
                "line_id": row["SalesOrderLineNumber"],
                "account_id": row["ResellerKey"],
                "product_id": files.product_of[row["ProductKey"]],
                "ordered_on": row["OrderDate"].date(),
                "quantity": row["OrderQuantity"],
                "amount": row["SalesAmount"],
                "currency": "USD",
                "seller_id": row["EmployeeKey"],
            }
            for row in files.lines
        ],
    )


def _membership(seller: str, above: Mapping[str, str], managers: set[str]) -> Row:
    """A manager heads a team of the same number, which lies in the team of the manager above."""
    team = seller if seller in managers else above[seller]
    return {
        "team_id": team,
        "seller_id": seller,
        "parent_team_id": above[team],
        "role": "manager" if team == seller else "member",
        "starts_on": OPENED,
    }


@dataclass(frozen=True)
class Company:
    """The book that the files made, its objectives, and what each import said."""

    book: Book
    store: Store
    reports: Mapping[str, ImportReport]


@pytest.fixture(scope="module")
def company(files: Files, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    folder = tmp_path_factory.mktemp("quotas")
    workspace = create_workspace(folder / "book", Settings("USD", "UTC"))
    reports = {}
    for table, rows in _tables(files):
        path = folder / f"{table}.csv"
        with path.open("w", newline="", encoding="utf-8") as out:
            writer = csv.DictWriter(out, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        reports[table] = import_file(workspace, ImportRequest(path, table, confirmed=True))
    book = open_book(workspace)
    yield Company(book, read_store(book, ()), reports)
    book.close()


@pytest.fixture(scope="module")
def found(company: Company) -> Mapping[Need, Value]:
    """What every quota is measured at, from one asking."""
    return results(company.book, [_need(one) for one in company.store.in_force])


def _need(objective: Objective) -> Need:
    return Need(objective.measure, objective.owner, objective.period)


def test_every_quota_is_taken_in_as_an_objective(files: Files, company: Company) -> None:
    taken = {table: (report.new, report.rejected) for table, report in company.reports.items()}
    assert taken == {
        "sellers": (18, 0), "teams": (18, 0), "objectives": (163, 0), "order_lines": (60_855, 0),
    }  # fmt: skip
    assert company.store.unusable == ()
    assert len({one.owner for one in company.store.in_force}) == 17
    held = {(o.id, o.owner.id, o.period.start, o.period.end, o.target) for o in company.store.in_force}
    assert held == {(f"quota {q.number}", q.seller, q.start, q.end, q.target) for q in files.quotas}


def test_what_each_seller_sold_for_each_quota_and_its_attainment_are_those_of_plain_python(
    files: Files, company: Company, found: Mapping[Need, Value]
) -> None:
    cards = _cards(company, found)
    told = {
        line.objective.id: (line.value.amount, line.value.count, line.attainment.share)
        for card in cards.values()
        for line in card.lines
    }
    expected = {f"quota {quota.number}": _plain(files, quota) for quota in files.quotas}
    assert told == expected
    assert sum(share >= 1 for _, _, share in expected.values()) == REACHED
    assert sum(count for _, count, _ in expected.values()) == len(files.lines), "no line between quotas"
    shares = {seller: [_plain(files, q)[2] for q in files.quotas if q.seller == seller] for seller in cards}
    scores = {seller: sum(held, Decimal(0)) / len(held) for seller, held in shares.items()}
    assert {s: card.score.share for s, card in cards.items()} == pytest.approx(
        scores, abs=Decimal("0.000001")
    )


def _cards(company: Company, found: Mapping[Need, Value]) -> Mapping[str, Scorecard]:
    """The scorecard of every seller after the last quota's end."""
    mine: dict[str, list[Objective]] = {}
    for one in company.store.in_force:
        mine.setdefault(one.owner.id, []).append(one)
    return {
        seller: scorecard(
            held,
            Known({one.id: found[_need(one)] for one in held}),
            owner=Owner("seller", seller),
            as_of=AFTER_ALL,
        )
        for seller, held in mine.items()
    }


def _plain(files: Files, quota: Quota) -> tuple[Decimal, int, Decimal]:
    amount, count = files.sold([quota.seller], quota.start, quota.end)
    share = (amount / quota.target).quantize(Decimal("0.000001"), ROUND_HALF_UP)
    return amount, count, share


def test_every_managers_team_comes_to_their_own_lines_and_those_of_all_below_them(
    files: Files, company: Company
) -> None:
    periods = sorted({one.period for one in company.store.in_force}, key=lambda period: period.start)
    needs = [Need("revenue", Owner("team", boss), period) for boss in files.managers for period in periods]
    heard = results(company.book, [*needs, *(Need("revenue", COMPANY, period) for period in periods)])
    assert files.managers == ["272", "277", "290", "294"]
    for need in needs:
        below = files.below(need.owner.id)
        expected = files.sold(below, need.period.start, need.period.end)
        assert (need, heard[need].amount, heard[need].count) == (need, *expected)
    assert all(
        heard[Need("revenue", Owner("team", "277"), period)] == heard[Need("revenue", COMPANY, period)]
        for period in periods
    )


def test_the_audit_says_that_quotas_of_plain_revenue_point_nowhere_and_still_where_growth_came_from(
    company: Company,
) -> None:
    made = balance(company.book, company.store.in_force, owner=COMPANY, period=ELEVEN_MONTHS)
    assert (made.owners, made.weight.count) == (17, 68)
    assert made.weight.share("other") == 1
    assert (made.tilt.points, made.tilt.asked, made.causes) == (None, None, ())
    assert made.tilt.why == "no objective says whether it is about new or existing accounts"
    assert made.missing == ("the book holds no activities", "the book holds no opportunities")
    gained = {target: round(amount, 2) for target, amount in made.growth.gross.amounts.items()}
    gained.pop("keep_and_expand")
    assert gained == {
        "new_product_new_account": Decimal("12508035.11"),
        "existing_product_new_account": Decimal("1524741.10"),
        "new_product_existing_account": Decimal("6948446.93"),
        "additional_product_existing_account": Decimal("1361951.66"),
    }
    given = made.tilt.given
    assert [round(part, 3) for part in (given.low, given.share, given.high) if part is not None] == [
        Decimal("0.470"), Decimal("0.542"), Decimal("0.615"),
    ]  # fmt: skip
