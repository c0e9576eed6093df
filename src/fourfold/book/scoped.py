"""A book seen through a scope: every table cut to what its reader may see, before anything is computed.

Guarantees that whatever is asked of a scoped book equals what the same question gives on a book
from which all else was deleted, but for the few facts of the company that `Company` names. Answers
are kept apart by scope. Leaves who has which scope to `scope`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from fourfold.book.answers import answered
from fourfold.book.book import Book, Extent, open_book
from fourfold.book.scope import Scope
from fourfold.book.snapshots import DaySum, Quarantined
from fourfold.book.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from ibis.expr.types import Table

COMPANY_FACTS = "company facts 2"
"""The question under which a snapshot keeps its `Company`."""


@dataclass(frozen=True, slots=True)
class Company:
    """What every reader may know of the company, whatever their scope. Each entry has its reason.

    Parameters
    ----------
    first_on, last_on
        The first and the last day of the book: they decide whether its history is long enough to
        tell a new account from an old one, and whether a period is over.
    first_purchases
        The first day on which any account bought a product: whether a product is new is a fact of
        the company, and the class of a pair is the company's.
    quarantined_rows
        How many faulty rows wait by the day of the line, under None those of no readable day: figures
        of periods that may be incomplete must say so. Their worth is not told.
    currencies
        In which currencies lines stand: decides whether rates are needed.
    """

    first_on: date
    last_on: date
    first_purchases: Mapping[str, date]
    quarantined_rows: Mapping[date | None, int]
    currencies: tuple[str, ...]


KEPT_WHOLE = ("products", "fx_rates")
"""Tables that every reader sees whole: the catalogue is what all sell, and rates are public."""

WORK = ("opportunities", "activities")
"""Tables of what sellers do: seen by whoever sees the account or the seller. A row names both, also where
only one of them is in scope; the other's name is then not told."""


class ScopedBook(Book):
    """One snapshot through one scope.

    Parameters
    ----------
    whole
        The book it is cut from, which gives its engine and its files.
    scope
        What may be seen; not the whole company.
    company
        The facts of the company; None for a book without order lines.
    """

    def __init__(self, whole: Book, scope: Scope, company: Company | None) -> None:
        super().__init__(
            whole.settings,
            whole.engine,
            tables=whole.tables,
            extent=Extent(company.first_on, company.last_on, 0, company.currencies) if company else None,
            origin=replace(
                whole.origin,
                quarantined=_waiting(company),
                overrides=tuple(o for o in whole.origin.overrides if o.account in scope.accounts),
            ),
        )
        self.scope = scope
        self._whole = whole
        self._key = scope.key
        self.first_purchases = company.first_purchases if company else {}

    def reference(self, name: str) -> pa.Table:
        """Return a table other than the order lines, cut to the scope."""
        table = super().reference(name)
        if name in KEPT_WHOLE:
            return table
        if name in {"accounts", "assignments"}:
            return _of(table, "account_id", self.scope.accounts)
        if name in WORK:
            mine = _among(table, "seller_id", self.scope.sellers)
            return table.filter(pc.or_(mine, _among(table, "account_id", self.scope.accounts)))
        if name == "objectives":
            return self._owned(table)
        return _of(table, "seller_id", self._known_sellers)

    def _owned(self, objectives: pa.Table) -> pa.Table:
        """Return the objectives of sellers and teams in scope; the company's are the company's."""
        level = objectives["owner_level"]
        sellers = pc.and_(pc.equal(level, "seller"), _among(objectives, "owner_id", self.scope.sellers))
        teams = pc.and_(pc.equal(level, "team"), _among(objectives, "owner_id", self.scope.teams))
        return objectives.filter(pc.or_(sellers, teams))

    @cached_property
    def _known_sellers(self) -> frozenset[str]:
        """Oneself, one's people, and whoever owns, owned or sold to an account in scope."""
        assigned = self.reference("assignments")["seller_id"].to_pylist()
        named = json.loads(answered(self, "sellers on lines", self._sellers_on_lines))
        return self.scope.sellers | frozenset(assigned) | frozenset(named)

    def _sellers_on_lines(self) -> bytes:
        named = self.fetch(self.order_lines().select("seller_id").distinct())["seller_id"].to_pylist()
        return json.dumps(sorted(name for name in named if name)).encode()

    @cached_property
    def _stored_lines(self) -> Table:
        lines = super()._stored_lines
        accounts = self.hold(pa.table({"in_scope": pa.array(sorted(self.scope.accounts), pa.string())}))
        return lines.semi_join(accounts, lines.account_id == accounts.in_scope)

    def answer_path(self, question: str) -> Path | None:
        """Return the file in which the answer to a question is kept for this scope alone."""
        return super().answer_path(f"{self._key} {question}")


def _waiting(company: Company | None) -> Quarantined:
    """Return how many faulty rows wait, whole and by day, their worth unknown."""
    told = company.quarantined_rows if company else {}
    rows = sum(told.values())
    days = tuple(DaySum(day, count, unknown=count) for day, count in told.items() if day)
    return Quarantined(rows=rows, unknown=rows, days=days)


def _of(table: pa.Table, column: str, ids: frozenset[str]) -> pa.Table:
    return table.filter(_among(table, column, ids))


def _among(table: pa.Table, column: str, ids: frozenset[str]) -> pa.ChunkedArray:
    return pc.is_in(table[column], value_set=pa.array(sorted(ids), pa.string()))


def results_book(book: Book) -> Book:
    """Return the book that what an owner reached is computed on: the whole company's.

    An owner's results count lines of accounts that were theirs then and are another's now, so that they
    are the same for every reader. Who calls checks that the owner is in the reader's scope, and hands on
    figures of that owner, never lines.
    """
    if not isinstance(book, ScopedBook):
        return book
    whole = copy(book._whole)
    whole.first_purchases, whole.extent = book.first_purchases, book.extent
    return whole


def open_scoped(workspace: Workspace, scope: Scope, *, engine_url: str = "") -> Book:
    """Open the current snapshot of a workspace as a scope shows it; see `open_book` for its errors."""
    return scoped(open_book(workspace, engine_url=engine_url), scope)


def scoped(whole: Book, scope: Scope) -> Book:
    """Return a book as a scope shows it; the whole company's scope shows it as it is."""
    return whole if scope.is_company else ScopedBook(whole, scope, company_facts(whole))


def company_facts(whole: Book) -> Company | None:
    """Return what every reader may know of a book's company; kept once computed. None without lines."""
    if whole.extent is None and whole.kept(COMPANY_FACTS) is None:
        return None
    read = json.loads(answered(whole, COMPANY_FACTS, lambda: _told(whole)))
    return Company(
        date.fromisoformat(read["first_on"]),
        date.fromisoformat(read["last_on"]),
        {product: date.fromisoformat(day) for product, day in read["first_purchases"].items()},
        {date.fromisoformat(day) if day else None: rows for day, rows in read["quarantined_rows"].items()},
        tuple(read["currencies"]),
    )


def _told(whole: Book) -> bytes:
    lines = whole.order_lines()
    bought = lines.filter(lines.is_purchase, lines.account_id.notnull(), lines.product_id.notnull())
    firsts = whole.fetch(bought.group_by("product_id").agg(first_on=bought.ordered_on.min())).to_pylist()
    extent = whole.extent
    return json.dumps(
        {
            "first_on": extent and extent.first_on,
            "last_on": extent and extent.last_on,
            "first_purchases": {row["product_id"]: row["first_on"] for row in firsts},
            "quarantined_rows": _rows_by_day(whole.quarantined),
            "currencies": extent.currencies if extent else (),
        },
        default=str,
        sort_keys=True,
    ).encode()


def _rows_by_day(waiting: Quarantined) -> dict[str, int]:
    undated = {"": waiting.undated} if waiting.undated else {}
    return undated | {day.on.isoformat(): day.rows for day in waiting.days}
