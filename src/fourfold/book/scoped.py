"""A book seen through a scope: every table cut to what its reader may see, before anything is computed.

Guarantees that whatever is asked of a scoped book equals what the same question gives on a book
from which all else was deleted, but for the few facts of the company that `Company` names. Answers
are kept apart by scope. Leaves who has which scope to `scope`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from fourfold.book.book import Book, Extent, open_book
from fourfold.book.scope import Scope
from fourfold.book.snapshots import Quarantined
from fourfold.book.workspace import Workspace

if TYPE_CHECKING:
    from ibis.expr.types import Table

COMPANY_FACTS = "company facts 1"
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
        How many faulty rows wait: figures that may be incomplete must say so. Their worth is not told.
    currencies
        In which currencies lines stand: decides whether rates are needed.
    """

    first_on: date
    last_on: date
    first_purchases: Mapping[str, date]
    quarantined_rows: int
    currencies: tuple[str, ...]


KEPT_WHOLE = ("products", "fx_rates")
"""Tables that every reader sees whole: the catalogue is what all sell, and rates are public."""


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
        self._key = scope.key
        self.first_purchases = company.first_purchases if company else {}

    def reference(self, name: str) -> pa.Table:
        """Return a table other than the order lines, cut to the scope."""
        table = super().reference(name)
        if name in KEPT_WHOLE:
            return table
        if name in {"accounts", "assignments"}:
            return _of(table, "account_id", self.scope.accounts)
        return _of(table, "seller_id", self._known_sellers)

    @cached_property
    def _known_sellers(self) -> frozenset[str]:
        """Oneself, one's people, and whoever owns, owned or sold to an account in scope."""
        assigned = self.reference("assignments")["seller_id"].to_pylist()
        kept = self.kept("sellers on lines")
        if kept is None:
            named = self.fetch(self.order_lines().select("seller_id").distinct())["seller_id"].to_pylist()
            kept = json.dumps(sorted(name for name in named if name)).encode()
            self.keep("sellers on lines", kept)
        return self.scope.sellers | frozenset(assigned) | frozenset(json.loads(kept))

    @cached_property
    def _stored_lines(self) -> Table:
        lines = super()._stored_lines
        accounts = self.hold(pa.table({"in_scope": pa.array(sorted(self.scope.accounts), pa.string())}))
        return lines.semi_join(accounts, lines.account_id == accounts.in_scope)

    def kept(self, question: str) -> bytes | None:
        """Return the answer kept for a question about this snapshot in this scope, or None."""
        return super().kept(f"{self._key} {question}")

    def keep(self, question: str, answer: bytes) -> None:
        """Keep an answer for this scope alone."""
        super().keep(f"{self._key} {question}", answer)


def _waiting(company: Company | None) -> Quarantined:
    """Return how many faulty rows wait, their worth unknown."""
    rows = company.quarantined_rows if company else 0
    return Quarantined(rows=rows, unknown=rows)


def _of(table: pa.Table, column: str, ids: frozenset[str]) -> pa.Table:
    return table.filter(pc.is_in(table[column], value_set=pa.array(sorted(ids), pa.string())))


def open_scoped(workspace: Workspace, scope: Scope, *, engine_url: str = "") -> Book:
    """Open the current snapshot of a workspace as a scope shows it; see `open_book` for its errors."""
    return scoped(open_book(workspace, engine_url=engine_url), scope)


def scoped(whole: Book, scope: Scope) -> Book:
    """Return a book as a scope shows it; the whole company's scope shows it as it is."""
    return whole if scope.is_company else ScopedBook(whole, scope, company_facts(whole))


def company_facts(whole: Book) -> Company | None:
    """Return what every reader may know of a book's company; kept once computed. None without lines."""
    kept = whole.kept(COMPANY_FACTS)
    if kept is None:
        if whole.extent is None:
            return None
        kept = _told(whole)
        whole.keep(COMPANY_FACTS, kept)
    read = json.loads(kept)
    return Company(
        date.fromisoformat(read["first_on"]),
        date.fromisoformat(read["last_on"]),
        {product: date.fromisoformat(day) for product, day in read["first_purchases"].items()},
        read["quarantined_rows"],
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
            "quarantined_rows": whole.quarantined.rows,
            "currencies": extent.currencies if extent else (),
        },
        default=str,
        sort_keys=True,
    ).encode()
