"""The book: one snapshot's tables, opened on an engine; the only place that runs a query.

Guarantees that a book never changes while it is open, that every amount it hands out is in the
book's currency and exact, and that a question answered before is answered from what was kept for
that same snapshot. Leaves the meaning of figures to `growth` and above.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Hashable, Mapping
from contextlib import suppress
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

import ibis
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from fourfold.book.engines import DEFAULT_URL, Engine, LateEngine, open_engine, ratio_half_up
from fourfold.book.levels import Items, account_items, product_items
from fourfold.book.overrides import Override, corrected, in_force
from fourfold.book.pipeline import converted
from fourfold.book.rates import RATE_UNITS, daily_rates
from fourfold.book.schema import TABLES
from fourfold.book.settings import Settings, figures_key
from fourfold.book.snapshots import Quarantined
from fourfold.book.workspace import Workspace
from fourfold.errors import WorkspaceFault
from fourfold.money import UNITS
from fourfold.periods import Calendar, Period

if TYPE_CHECKING:
    from ibis.expr.types import Table


STEPS_HELD = 2
"""A page asks of one comparison, and of the one before; a series goes on to the next."""

SNAPSHOTS_WITH_ANSWERS = 5
"""Answers are kept for so many of the latest snapshots."""

MOST_ANSWERS = 20_000
"""No more are kept of one snapshot; the oldest tenth goes then."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How far the order lines of a book reach: first and last day, how many, in which currencies."""

    first_on: date
    last_on: date
    lines: int
    currencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """What a book was opened from: the snapshot's name, quarantine and overrides, where answers are kept."""

    name: str
    quarantined: Quarantined = field(default_factory=Quarantined)
    kept_in: Path | None = None
    overrides: tuple[Override, ...] = ()


class Book:
    """The tables of one snapshot on one engine.

    Parameters
    ----------
    settings
        Currency, calendar and default levels.
    engine
        Where queries run.
    tables
        Each table of `schema.TABLES` as an Arrow table, or as the files that hold its rows.
    extent
        How far the order lines reach; None for a book without order lines.
    origin
        The snapshot it is.

    Attributes
    ----------
    first_purchases
        The first purchase of each product by anybody, where the lines of a book do not tell it since
        they were cut to a scope; else None.
    """

    def __init__(
        self,
        settings: Settings,
        engine: Engine,
        *,
        tables: Mapping[str, pa.Table | tuple[Path, ...]],
        extent: Extent | None,
        origin: Origin,
    ) -> None:
        self.settings = settings
        self.extent = extent
        self.origin = origin
        self.engine = engine
        self.tables = tables
        self.first_purchases: Mapping[str, date] | None = None
        self._view = ""
        self._steps: dict[Hashable, Table] = {}
        self._rated: dict[Period | None, Table] = {}

    @property
    def name(self) -> str:
        """The name of the snapshot."""
        return self.origin.name

    @property
    def quarantined(self) -> Quarantined:
        """The faulty rows that are not in the book."""
        return self.origin.quarantined

    @property
    def calendar(self) -> Calendar:
        """The fiscal calendar of the settings."""
        return Calendar(self.settings.fiscal_year_starts, self.settings.calendar)

    @cached_property
    def overrides(self) -> tuple[Override, ...]:
        """The corrections that are in force: on top of what was imported, once the lines reach their day."""
        return in_force(self.origin.overrides, until=self.extent.last_on if self.extent else None)

    def reference(self, name: str) -> pa.Table:
        """Return a table other than the order lines, whole and corrected, in its stored columns."""
        return corrected(name, self._imported(name), self.overrides)

    def _imported(self, name: str) -> pa.Table:
        found = self.tables.get(name, ())
        if isinstance(found, pa.Table):
            return found
        schema = TABLES[name].stored
        return pa.concat_tables([schema.empty_table(), *(pq.read_table(f, schema=schema) for f in found)])

    def names(self, table: str) -> Mapping[str, str]:
        """Return the names of accounts, products or sellers by id, where they have one."""
        own, name = (column.name for column in TABLES[table].columns[:2])
        rows = self.reference(table).select([own, name]).to_pylist()
        return {row[own]: row[name] for row in rows if row[name]}

    @cached_property
    def accounts(self) -> Items:
        """Every account that the accounts table names; an empty table leaves accounts to the lines."""
        return account_items(self.reference("accounts"))

    @cached_property
    def products(self) -> Items:
        """Every product that the products table names; an empty table leaves products to the lines."""
        return product_items(self.reference("products"))

    @cached_property
    def opportunities(self) -> pa.Table:
        """The opportunities with `amount_units` in the book's currency; see `pipeline.converted`."""
        return converted(self.reference("opportunities"), self.reference("fx_rates"), self.settings.currency)

    @cached_property
    def _stored_lines(self) -> Table:
        found = self.tables.get("order_lines", ())
        if isinstance(found, pa.Table):
            return self.engine.held(found)
        return self.engine.stored(found, TABLES["order_lines"].stored)

    def order_lines(self, *, constant_over: Period | None = None) -> Table:
        """Return the order lines with their amounts in the book's currency.

        Parameters
        ----------
        constant_over
            Convert at each currency's average rate over this period, instead of each day's.

        Returns
        -------
        Table
            One row per order line: its stored columns, `amount_units` (whole 1/10,000 of the book's
            currency), `actual_units` (the same at the day's rate), `cost_units` (the cost at the
            day's rate, null where it is not known) and `is_purchase`.

        Raises
        ------
        WorkspaceFault
            If lines in another currency have no rate on or before their day.
        """
        lines = self._stored_lines
        own = (lines.amount * UNITS).cast("int64")
        bought = (lines.amount > 0).name("is_purchase")
        cost = (lines.cost_amount * UNITS).cast("int64")
        if self.has_one_currency:
            return lines.mutate(bought, amount_units=own, actual_units=own, cost_units=cost)
        rated = self._rated_lines(constant_over)
        own = (rated.amount * UNITS).cast("int64")
        home = rated.currency == self.settings.currency

        def converted(
            rate_units: ibis.expr.types.IntegerValue, own: ibis.expr.types.IntegerValue = own
        ) -> ibis.expr.types.IntegerValue:
            return ibis.ifelse(home, own, ratio_half_up(own, rate_units, RATE_UNITS))

        return rated.mutate(
            (rated.amount > 0).name("is_purchase"),
            amount_units=converted(rated.constant_units if constant_over else rated.rate_units),
            actual_units=converted(rated.rate_units),
            cost_units=converted(rated.rate_units, (rated.cost_amount * UNITS).cast("int64")),
        )

    def _rated_lines(self, constant_over: Period | None) -> Table:
        """Return the lines with their rates; made, and checked to have them all, once for a session."""
        if constant_over not in self._rated:
            rates = daily_rates(self.reference("fx_rates"), until=self._last_day, average_over=constant_over)
            lines, held = self._stored_lines, self.engine.held(rates)
            joined = lines.left_join(
                held, [lines.currency == held.rate_currency, lines.ordered_on == held.day]
            )
            self._check_rates(joined)
            self._rated[constant_over] = joined
        return self._rated[constant_over]

    def _check_rates(self, joined: Table) -> None:
        foreign = joined.filter(joined.currency != self.settings.currency, joined.rate_units.isnull())
        missing = self.fetch(
            foreign.group_by("currency").agg(lines=foreign.count(), first=foreign.ordered_on.min())
        )
        for row in missing.to_pylist():
            raise WorkspaceFault(
                f"{row['lines']} order lines in {row['currency']} have no rate, the first on {row['first']}",
                place="fx_rates",
                remedy=f"import rates of {row['currency']} from that day or before",
            )

    @property
    def has_one_currency(self) -> bool:
        """Whether every amount is in the book's currency as it stands, so that nothing is converted."""
        return self.extent is None or set(self.extent.currencies) <= {self.settings.currency}

    @property
    def _last_day(self) -> date:
        return self.extent.last_on if self.extent else date.min

    def hold(self, table: pa.Table) -> Table:
        """Return a small table beside the book's own, for this session."""
        return self.engine.held(table)

    def fetch(self, expression: Table) -> pa.Table:
        """Run one expression and return its rows."""
        return self.engine.fetch(expression)

    def once(self, step: Hashable, make: Callable[[], Table]) -> Table:
        """Return a step that several questions build on, worked out when the first of them asks.

        The engine holds the rows of the latest `STEPS_HELD` steps for this session.
        """
        found = self._steps.pop(step, None)
        if found is None:
            found = self.engine.worked_out(make())
        self._steps[step] = found
        while len(self._steps) > STEPS_HELD:
            self.engine.forget(self._steps.pop(next(iter(self._steps))))
        return found

    def forget(self) -> None:
        """Give up the steps that were worked out: the next question starts from the stored lines."""
        while self._steps:
            self.engine.forget(self._steps.popitem()[1])

    def kept(self, question: str) -> bytes | None:
        """Return the answer kept for a question about this snapshot under these settings, or None."""
        path = self.answer_path(question)
        if path is None or not path.exists():
            return None
        told, _, answer = path.read_bytes().partition(b"\n")
        return answer if hashlib.sha256(answer).hexdigest().encode() == told else None

    def keep(self, question: str, answer: bytes) -> None:
        """Keep an answer for the next time; a folder that cannot be written is left alone."""
        path = self.answer_path(question)
        if path is None:
            return
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_suffix(f".{os.getpid()}")
            unfinished.write_bytes(hashlib.sha256(answer).hexdigest().encode() + b"\n" + answer)
            unfinished.replace(path)
            for old in sorted(path.parent.parent.iterdir())[:-SNAPSHOTS_WITH_ANSWERS]:
                shutil.rmtree(old)
            answers = list(path.parent.iterdir())
            if len(answers) > MOST_ANSWERS:
                for oldest in sorted(answers, key=lambda p: p.stat().st_mtime)[: MOST_ANSWERS // 10]:
                    oldest.unlink()

    def answer_path(self, question: str) -> Path | None:
        """Return the file in which the answer to a question is kept; None where none are."""
        asked = f"{figures_key(self.settings)} {self._view}{question}"
        named = hashlib.sha256(asked.encode()).hexdigest()
        return self.origin.kept_in / self.name / f"{named}.json" if self.origin.kept_in else None

    def with_teams(self, teams: pa.Table, view: str) -> Self:
        """Return this book with other teams: `view` names them and becomes part of what answers are kept by.

        Both share the engine's session and its steps, which do not depend on teams.
        """
        other = copy(self)
        other.tables = {**self.tables, "teams": teams}
        other._view = f"{view} "
        return other

    def close(self) -> None:
        """Give the engine's session up."""
        self.engine.close()


def open_book(workspace: Workspace, *, engine_url: str = "", is_late: bool = False) -> Book:
    """Open the current snapshot of a workspace.

    Parameters
    ----------
    workspace
        Where the snapshot is.
    engine_url
        Where queries run; else what the settings say; else DuckDB.
    is_late
        Reach the engine when it is first asked, so that kept answers are read without it; then an
        `EngineFault` comes from the first query.

    Raises
    ------
    WorkspaceFault
        If a file of the snapshot is missing or changed; the remedy is `fourfold rebuild`.
    EngineFault
        If the engine cannot be reached.
    """
    snapshot = workspace.snapshot()
    placed = list(zip(snapshot.segments, workspace.files(snapshot.segments), strict=True))
    files = {name: tuple(path for segment, path in placed if segment.table == name) for name in TABLES}
    lines = [s for s in snapshot.segments if s.table == "order_lines" and s.rows]
    firsts = [s.first_on for s in lines if s.first_on]
    lasts = [s.last_on for s in lines if s.last_on]
    currencies = sorted({c for s in lines for c in s.currencies})
    extent = (
        Extent(min(firsts), max(lasts), sum(s.rows for s in lines), tuple(currencies)) if firsts else None
    )
    url = engine_url or workspace.settings.engine_url or DEFAULT_URL
    kept_in = workspace.folder / "answers"
    origin = Origin(snapshot.name, snapshot.quarantined, kept_in, snapshot.overrides)
    opening = partial(open_engine, url, folder=workspace.folder)
    engine = LateEngine(opening) if is_late else opening()
    return Book(workspace.settings, engine, tables=files, extent=extent, origin=origin)


def open_tables(
    tables: Mapping[str, pa.Table],
    settings: Settings,
    engine_url: str = DEFAULT_URL,
    overrides: tuple[Override, ...] = (),
) -> Book:
    """Open plain Arrow tables as a book, without a workspace: for tests, notebooks and examples.

    Columns that are missing are filled with nulls; `file_line` is numbered where it is missing.

    Raises
    ------
    KeyError
        If a table is not one of `schema.TABLES`.
    """
    filled = {name: _filled(table, TABLES[name].stored) for name, table in tables.items()}
    lines = filled.get("order_lines")
    extent = None
    if lines is not None and lines.num_rows:
        days = pc.min_max(lines["ordered_on"]).as_py()
        currencies = tuple(sorted(set(lines["currency"].to_pylist())))
        extent = Extent(days["min"], days["max"], lines.num_rows, currencies)
    origin = Origin("tables", overrides=overrides)
    return Book(settings, open_engine(engine_url), tables=filled, extent=extent, origin=origin)


def _filled(table: pa.Table, schema: pa.Schema) -> pa.Table:
    numbers = {"file_line": range(1, table.num_rows + 1), "import_number": [1] * table.num_rows}
    columns = []
    for column in schema:
        if column.name in table.column_names:
            columns.append(table[column.name].cast(column.type))
        elif column.name in numbers:
            columns.append(pa.array(numbers[column.name], column.type))
        else:
            columns.append(pa.nulls(table.num_rows, column.type))
    return pa.table(columns, schema=schema)
