"""Results as grids: named columns and rows of plain cells, the one shape that every outlet writes.

Guarantees that a CSV, a workbook, a terminal table and the data table under a chart hold the same
cells in the same order. Leaves how a cell is written to the outlet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TypeAlias

from fourfold.growth import Entry, Group, Ledger, Rate
from fourfold.measures import MEASURES, ROWS, label, short_label
from fourfold.reports.numbers import full

Cell: TypeAlias = str | int | Decimal | date | None

READING_ORDER: tuple[str, ...] = (*ROWS[1:], ROWS[0])
"""Rows as people read them: the sources first, what is unidentified last."""


class Kind(Enum):
    """What the cells of a column hold, and so how they are written and aligned."""

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"
    CHANGE = "change"
    SHARE = "share"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: an id for machines, a heading for people, and the kind of its cells."""

    name: str
    heading: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Grid:
    """A titled table; every row has one cell for each column, None where there is no value."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


_ENTRY_COLUMNS = (
    Column("amount", "Amount", Kind.CHANGE),
    Column("net_of_switching", "Net of switching", Kind.CHANGE),
    Column("accounts", "Accounts", Kind.COUNT),
    Column("pairs", "Pairs", Kind.COUNT),
    Column("lines", "Lines", Kind.COUNT),
)


def ledger_grid(ledger: Ledger) -> Grid:
    """Return one row for each ledger row, all ids present, in the ledger's order.

    Columns: row id, label, amount and amount net of switching (money of the book), accounts, pairs
    and lines (counts; none for the price and volume rows, whose lines are one class).
    """
    columns = (Column("row", "Row", Kind.TEXT), Column("label", "Label", Kind.TEXT), *_ENTRY_COLUMNS)
    rows = tuple((e.row, e.label, *_measured(e)) for e in ledger.entries)
    return Grid(f"Ledger, {title(ledger)}", columns, rows)


def reading_grid(ledger: Ledger) -> Grid:
    """Return a ledger for people: base, the rows in reading order, change, current; no ids.

    Rows that hold nothing are left out; the ordinary ones among them add nothing to the sum.
    """
    comparison = ledger.comparison
    by_row = {entry.row: entry for entry in ledger.entries}
    before, after = full(ledger.base_revenue), full(ledger.current_revenue)
    rows: list[tuple[Cell, ...]] = [(f"Revenue {comparison.base.label}", before, *[None] * 4)]
    rows += [(label(row), *_measured(by_row[row])) for row in rows_in_use(ledger.entries)]
    rows.append(("Change", ledger.change, ledger.change, *[None] * 3))
    rows.append((f"Revenue {comparison.current.label}", after, *[None] * 4))
    return Grid(f"Ledger, {title(ledger)}", (Column("label", "Row", Kind.TEXT), *_ENTRY_COLUMNS), tuple(rows))


def sources_grid(ledger: Ledger) -> Grid:
    """Return one row for each of the four sources: gross, net of switching, share net; and why none."""
    columns = (
        Column("label", "Source", Kind.TEXT),
        Column("amount", "Amount", Kind.CHANGE),
        Column("net_of_switching", "Net of switching", Kind.CHANGE),
        Column("share", "Share, net", Kind.SHARE),
        Column("why", "If there is no share", Kind.TEXT),
    )
    gross = {share.name: share.amount for share in ledger.figures.sources}
    shares = ledger.figures.sources_net_of_switching
    rows = tuple((label(s.name), gross[s.name], s.amount, s.share, s.why) for s in shares)
    return Grid(f"Four sources, {title(ledger)}", columns, rows)


def groups_grid(ledger: Ledger) -> Grid:
    """Return one row for each group and ledger row, the dimensions in the order asked."""
    dimensions = tuple(Column(name, name.replace("_", " ").capitalize(), Kind.TEXT) for name in ledger.by)
    columns = (
        *dimensions,
        Column("row", "Row", Kind.TEXT),
        Column("label", "Label", Kind.TEXT),
        *_ENTRY_COLUMNS,
    )
    rows = tuple((*g.values, e.row, e.label, *_measured(e)) for g in ledger.groups for e in g.entries)
    return Grid(f"Ledger by {', '.join(ledger.by)}, {title(ledger)}", columns, rows)


def breakdown_grid(ledger: Ledger, groups: Sequence[Group] | None = None) -> Grid:
    """Return one row for each group: base and current revenue, change, and each row's gross amount.

    Rows that are zero in every group are left out. Groups stand in the ledger's order, or as given.
    """
    chosen = ledger.groups if groups is None else groups
    shown = rows_in_use(e for g in chosen for e in g.entries)
    dimensions = tuple(Column(name, name.replace("_", " ").capitalize(), Kind.TEXT) for name in ledger.by)
    columns = (
        *dimensions,
        Column("base_revenue", "Base", Kind.MONEY),
        Column("current_revenue", "Current", Kind.MONEY),
        Column("change", "Change", Kind.CHANGE),
        *(Column(row, short_label(row), Kind.CHANGE) for row in shown),
    )
    rows: list[tuple[Cell, ...]] = []
    for group in chosen:
        gross = {e.row: e.amount for e in group.entries}
        totals = (group.base_revenue, group.current_revenue, group.change)
        rows.append((*group.values, *totals, *(gross.get(row, Decimal(0)) for row in shown)))
    return Grid(f"By {', '.join(ledger.by)}, {title(ledger)}", columns, tuple(rows))


def series_grid(points: Sequence[Ledger]) -> Grid:
    """Return one row for each period: base and current revenue, change, and each row's amount.

    Rows that are zero in every period are left out. Amounts are gross, money of the book.
    """
    entries = [e for point in points for e in point.entries]
    shown = rows_in_use(entries)
    columns = (
        Column("period", "Period", Kind.TEXT),
        Column("base", "Against", Kind.TEXT),
        Column("base_revenue", "Base", Kind.MONEY),
        Column("current_revenue", "Revenue", Kind.MONEY),
        Column("change", "Change", Kind.CHANGE),
        *(Column(row, short_label(row), Kind.CHANGE) for row in shown),
    )
    rows: list[tuple[Cell, ...]] = []
    for point in points:
        amount = {e.row: e.amount for e in point.entries}
        head = (point.comparison.current.label, point.comparison.base.label)
        totals = (point.base_revenue, point.current_revenue, point.change)
        rows.append((*head, *totals, *(amount.get(row, Decimal(0)) for row in shown)))
    return Grid("Series", columns, tuple(rows))


def figures_grid(ledger: Ledger) -> Grid:
    """Return one row for each figure of the ledger: name, value, share, and what it means."""
    figures = ledger.figures
    rows: list[tuple[Cell, ...]] = [
        (name, label(name), value, None, MEASURES[name].definition)
        for name, value in (
            ("base_revenue", ledger.base_revenue),
            ("current_revenue", ledger.current_revenue),
            ("change", ledger.change),
            ("gain", figures.gain),
            ("loss", figures.loss),
            ("other", figures.other),
            ("repeat_rose", figures.repeat_rose),
            ("repeat_fell", figures.repeat_fell),
        )
    ]
    for name in ("sources", "sources_net_of_switching", "channels_gain", "channels_net"):
        parts = getattr(figures, name)
        rows += [(name, f"{label(name)}: {p.name}", p.amount, p.share, p.why) for p in parts]
    rows += [("nrr", _rate_name("nrr", r), r.numerator, r.value, r.meaning) for r in figures.nrr]
    rows += [("grr", _rate_name("grr", r), r.numerator, r.value, r.meaning) for r in figures.grr]
    columns = (
        Column("figure", "Figure", Kind.TEXT),
        Column("label", "Label", Kind.TEXT),
        Column("amount", "Amount", Kind.MONEY),
        Column("share", "Share", Kind.SHARE),
        Column("meaning", "Meaning", Kind.TEXT),
    )
    return Grid(f"Figures, {title(ledger)}", columns, tuple(rows))


def rows_in_use(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Return the ids of the rows that hold anything, in reading order: gains, losses, the rest."""
    held = {e.row for e in entries if e.amount or e.net_of_switching or e.pairs}
    return tuple(row for row in READING_ORDER if row in held)


def title(ledger: Ledger) -> str:
    """Return the comparison in words: `2012 against 2011`."""
    comparison = ledger.comparison
    return f"{comparison.current.label} against {comparison.base.label}"


def _measured(entry: Entry) -> tuple[Cell, ...]:
    return (entry.amount, entry.net_of_switching, entry.accounts, entry.pairs, entry.lines)


def _rate_name(name: str, rate: Rate) -> str:
    return f"{short_label(name)}: {rate.convention}"
