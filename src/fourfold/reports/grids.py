"""Results as grids: named columns and rows of plain cells, the one shape that every outlet writes.

Guarantees that a CSV, a workbook, a terminal table and the data table under a chart hold the same
cells in the same order. Leaves how a cell is written to the outlet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TypeAlias

from fourfold.growth import Entry, Ledger, Rate, Share
from fourfold.measures import MEASURES, ROWS, label, short_label
from fourfold.reports import nouns
from fourfold.reports.marks import Opens
from fourfold.reports.numbers import full
from fourfold.words import say

Cell: TypeAlias = str | int | Decimal | date | None

NO_NAMES: Mapping[str, str] = {}

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

    @property
    def told(self) -> str:
        """The heading in the language of who reads."""
        return say(self.heading)


@dataclass(frozen=True, slots=True)
class Grid:
    """A titled table; every row has one cell for each column, None where there is no value.

    `opens` says by row and column what lies behind a cell, where anything does.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    opens: Mapping[tuple[int, int], Opens] = field(default_factory=dict)


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
    rows = tuple((e.row, label(e.row), *_measured(e)) for e in ledger.entries)
    return Grid(say("Ledger, {periods}", periods=title(ledger)), columns, rows)


def reading_grid(ledger: Ledger) -> Grid:
    """Return a ledger for people: base, the rows in reading order, change, current; no ids.

    Rows that hold nothing are left out; the ordinary ones among them add nothing to the sum.
    """
    comparison = ledger.comparison
    by_row = {entry.row: entry for entry in ledger.entries}
    before, after = full(ledger.base_revenue), full(ledger.current_revenue)
    first = say("Revenue {period}", period=comparison.base.told)
    rows: list[tuple[Cell, ...]] = [(first, before, *[None] * 4)]
    rows += [(label(row), *_measured(by_row[row])) for row in rows_in_use(ledger.entries)]
    rows.append((say("Change"), ledger.change, ledger.change, *[None] * 3))
    rows.append((say("Revenue {period}", period=comparison.current.told), after, *[None] * 4))
    opens = {
        (at, x): Opens(row, net_of_switching=x == 2)
        for at, row in enumerate(rows_in_use(ledger.entries), start=1)
        for x in (1, 2)
    }
    columns = (Column("label", "Row", Kind.TEXT), *_ENTRY_COLUMNS)
    return Grid(say("Ledger, {periods}", periods=title(ledger)), columns, tuple(rows), opens)


def bridge_grid(ledger: Ledger) -> Grid:
    """Return `reading_grid` for files: its two revenues, which bear no sign, as numbers."""
    read = reading_grid(ledger)
    (first, _, *none), *rows, (last, *_) = read.rows
    ends = (first, ledger.base_revenue, *none), (last, ledger.current_revenue, *none)
    return replace(read, rows=(ends[0], *rows, ends[1]))


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
    rows = tuple((label(s.name), gross[s.name], s.amount, s.share, why(shares)) for s in shares)
    opens = {(at, x): Opens(s.name, net_of_switching=x == 2) for at, s in enumerate(shares) for x in (1, 2)}
    return Grid(say("Four sources, {periods}", periods=title(ledger)), columns, rows, opens)


def groups_grid(ledger: Ledger) -> Grid:
    """Return one row for each group and ledger row, the dimensions in the order asked."""
    dimensions = tuple(Column(name, nouns.heading(name), Kind.TEXT) for name in ledger.by)
    columns = (
        *dimensions,
        Column("row", "Row", Kind.TEXT),
        Column("label", "Label", Kind.TEXT),
        *_ENTRY_COLUMNS,
    )
    rows = tuple((*g.values, e.row, label(e.row), *_measured(e)) for g in ledger.groups for e in g.entries)
    told = say("Ledger by {dimensions}, {periods}", dimensions=_by(ledger), periods=title(ledger))
    return Grid(told, columns, rows)


def breakdown_grid(ledger: Ledger, names: Mapping[str, str] = NO_NAMES) -> Grid:
    """Return one row for each group: base and current revenue, change, and each row's gross amount.

    Rows that are zero in every group are left out. Groups stand in the ledger's order; a name
    stands before its id.
    """
    shown = rows_in_use(e for g in ledger.groups for e in g.entries)
    dimensions = tuple(Column(name, nouns.heading(name), Kind.TEXT) for name in ledger.by)
    columns = (
        *dimensions,
        Column("base_revenue", "Base", Kind.MONEY),
        Column("current_revenue", "Current", Kind.MONEY),
        Column("change", "Change", Kind.CHANGE),
        *(Column(row, short_label(row), Kind.CHANGE) for row in shown),
    )
    rows: list[tuple[Cell, ...]] = []
    opens: dict[tuple[int, int], Opens] = {}
    for at, group in enumerate(ledger.groups):
        gross = {e.row: e.amount for e in group.entries}
        totals = (group.base_revenue, group.current_revenue, group.change)
        values = (_with_id(names, value) for value in group.values)
        rows.append((*values, *totals, *(gross.get(row, Decimal(0)) for row in shown)))
        where = tuple(zip(ledger.by, group.values, strict=True))
        opens[at, 0] = Opens(where=where)
        first = len(columns) - len(shown)
        opens |= {(at, x): Opens(row, where) for x, row in enumerate(shown, start=first) if gross.get(row)}
    told = say("By {dimensions}, {periods}", dimensions=_by(ledger), periods=title(ledger))
    return Grid(told, columns, tuple(rows), opens)


def _by(ledger: Ledger) -> str:
    return ", ".join(nouns.dimension(name) for name in ledger.by)


def _with_id(names: Mapping[str, str], own: str) -> str:
    return f"{names[own]} ({own})" if own in names else own


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
        head = (point.comparison.current.told, point.comparison.base.told)
        totals = (point.base_revenue, point.current_revenue, point.change)
        rows.append((*head, *totals, *(amount.get(row, Decimal(0)) for row in shown)))
    opens = {(at, 0): Opens(current=point.comparison.current.label) for at, point in enumerate(points)}
    return Grid("Series", columns, tuple(rows), opens)


def figures_grid(ledger: Ledger) -> Grid:
    """Return one row for each figure of the ledger: name, value, share, and what it means."""
    figures = ledger.figures
    rows: list[tuple[Cell, ...]] = [
        (name, label(name), value, None, say(MEASURES[name].definition))
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
        rows += [
            (name, say("{figure}: {part}", figure=label(name), part=p.name), p.amount, p.share, why(parts))
            for p in parts
        ]
    rows += [("nrr", _rate_name("nrr", r), r.numerator, r.value, say(r.meaning)) for r in figures.nrr]
    rows += [("grr", _rate_name("grr", r), r.numerator, r.value, say(r.meaning)) for r in figures.grr]
    columns = (
        Column("figure", "Figure", Kind.TEXT),
        Column("label", "Label", Kind.TEXT),
        Column("amount", "Amount", Kind.MONEY),
        Column("share", "Share", Kind.SHARE),
        Column("meaning", "Meaning", Kind.TEXT),
    )
    return Grid(say("Figures, {periods}", periods=title(ledger)), columns, tuple(rows))


def rows_in_use(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Return the ids of the rows that hold anything, in reading order: gains, losses, the rest."""
    held = {e.row for e in entries if e.amount or e.net_of_switching or e.pairs}
    return tuple(row for row in READING_ORDER if row in held)


def title(ledger: Ledger) -> str:
    """Return the comparison in words: `2012 against 2011`."""
    return ledger.comparison.told


def why(parts: Sequence[Share]) -> str:
    """Return why the parts of a mix have no shares; empty if they have."""
    if all(part.share is not None for part in parts):
        return ""
    negative = ", ".join(part.name for part in parts if part.amount < 0)
    return say("{names} is negative", names=negative) if negative else say("the sum is not positive")


def _measured(entry: Entry) -> tuple[Cell, ...]:
    return (entry.amount, entry.net_of_switching, entry.accounts, entry.pairs, entry.lines)


def _rate_name(name: str, rate: Rate) -> str:
    return f"{short_label(name)}: {rate.convention}"
