"""A sheet: one answer as it is handed on outside the application, by file or by mail.

Guarantees that every outlet of a sheet holds the same sentences, pictures and tables. Leaves paper
to `paper`, HTML to `leaf`, and whose book was read to who asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from fourfold.growth import Ledger, Series
from fourfold.reports.charts import compared
from fourfold.reports.grids import Grid, series_grid, title
from fourfold.reports.nouns import dimension, phrases
from fourfold.reports.numbers import count
from fourfold.reports.plates import Plate, bridge_plate, rates_grid, series_plate, square_plate
from fourfold.reports.sentence import sentences
from fourfold.reports.titles import asked_line, trend_sentence
from fourfold.words import long_day, say

MOST_ROWS = 1000
"""A table that is handed on has no more rows."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands over a sheet: the company, the sheet's name, for whom it was read, the day.

    `within` keeps one group: values by dimension; empty is everything that the reader may see.
    """

    company: str
    name: str
    reader: str
    on: date
    within: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """An answer to hand on: `asked` names periods, levels and policy in words.

    Plates are pictures, each with its table; `tables` are those without a picture.
    """

    head: Head
    asked: str
    currency: str
    sentences: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    plates: tuple[Plate, ...] = ()
    tables: tuple[Grid, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A list to hand on: its first rows, how many there are in all, and what they say in a sentence.

    `warnings` are those of the figures in it, each without its full stop.
    """

    grid: Grid
    count: int
    said: str
    asked: str
    currency: str
    warnings: tuple[str, ...] = ()


def growth_sheet(ledger: Ledger, head: Head) -> Sheet:
    """Return a ledger as a sheet: the sentence, the bridge, the square, retention.

    Where there is no revenue in either period it says so, and holds no picture and no table.
    """
    bare = Sheet(head, _asked(ledger, head), ledger.currency, sentences(ledger), _sentences(ledger.warnings))
    if not ledger.base_revenue and not ledger.current_revenue and not ledger.change:
        return bare
    return replace(bare, plates=(bridge_plate(ledger), square_plate(ledger)), tables=(rates_grid(ledger),))


def trend_sheet(series: Series, head: Head, warnings: tuple[str, ...] = ()) -> Sheet:
    """Return a series as a sheet: one column and one row for each period; `warnings` are those of them all.

    Where no period can be compared it says so, and holds the table only.
    """
    points, plate = compared(series), series_plate(series)
    said = (trend_sentence(points, series.grain),)
    if plate is None:
        grid = series_grid(series.points)
        return Sheet(head, _within(head), "", said, _sentences(warnings), tables=(grid,))
    last = points[-1]
    plate = replace(plate, grid=replace(plate.grid, title=say(phrases(series.grain).by)))
    return Sheet(head, _asked(last, head), last.currency, said, _sentences(warnings), (plate,))


def table_sheet(table: Table, head: Head) -> Sheet:
    """Return a table as a sheet under its sentence; what was left out is said."""
    left = table.count - len(table.grid.rows)
    more = say("{count} more rows are not shown here; the page has them all.", count=count(left))
    warnings = (*_sentences(table.warnings), *([more] if left > 0 else []))
    asked = " · ".join(part for part in (table.asked, _within(head), table.currency) if part)
    return Sheet(head, asked, table.currency, (table.said,), warnings, tables=(table.grid,))


def only(grid: Grid, *names: str) -> Grid:
    """Return some columns of a grid, in the order of their names; names that it has not are left out."""
    places = {column.name: at for at, column in enumerate(grid.columns)}
    kept = [places[name] for name in names if name in places]
    columns = tuple(grid.columns[at] for at in kept)
    return Grid(grid.title, columns, tuple(tuple(row[at] for at in kept) for row in grid.rows))


def as_seen(head: Head) -> str:
    """Return for whom and on which day a sheet was read, as its last line."""
    return say("As {reader} may see it on {day}", reader=head.reader, day=long_day(head.on))


def _sentences(warnings: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{warning}." for warning in warnings)


def _asked(ledger: Ledger, head: Head) -> str:
    return " · ".join(part for part in (title(ledger), asked_line(ledger), _within(head)) if part)


def _within(head: Head) -> str:
    return ", ".join(f"{dimension(name)} {value}" for name, value in head.within.items())
