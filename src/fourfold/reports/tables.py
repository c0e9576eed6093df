"""Tables for terminals: text columns that fit, and one column of bars that takes the room left.

Guarantees that names from files cannot send control sequences to the terminal, and that numbers
are never cut: the bars give way first, then long names. Leaves what to show to `terminal`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from rich import box
from rich.table import Table
from rich.text import Text

from fourfold.reports.bars import Axis, bar
from fourfold.reports.grids import Cell, Grid, Kind
from fourfold.reports.numbers import MINUS, count, full, rate, signed
from fourfold.reports.palette import TERMINAL

_NUMBERS = (Kind.COUNT, Kind.MONEY, Kind.CHANGE, Kind.SHARE)
_Side: TypeAlias = Literal["left", "right"]
_LEAST_BAR = 8
_LONGEST_NAME, _SHORTEST_NAME = 28, 8
_GAP = 2
_ASCII_BOX = box.Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)


@dataclass(frozen=True, slots=True)
class Look:
    """How a terminal is written to: its width in columns, and whether it knows only ASCII."""

    width: int = 80
    ascii_only: bool = False


@dataclass(frozen=True, slots=True)
class Strip:
    """A column of a terminal table: heading, cells, and whether they are numbers."""

    heading: str
    cells: tuple[str, ...]
    number: bool = True


@dataclass(frozen=True, slots=True)
class Mark:
    """A bar in a row, from one amount to another, in a fixed colour; none where both are equal."""

    start: Decimal = Decimal(0)
    end: Decimal = Decimal(0)
    kind: str = "base"


def barred_table(
    strips: Sequence[Strip], marks: Sequence[Mark], look: Look, bold: frozenset[int] = frozenset()
) -> Table:
    """Return a table of text columns with a bar at the end of each row; `bold` names rows by position."""
    widths = _widths(strips, look)
    room = max(_LEAST_BAR, look.width - sum(widths) - _GAP * len(widths))
    ends = [x for mark in marks for x in (mark.start, mark.end)]
    axis = Axis(min(ends, default=Decimal(0)), max(ends, default=Decimal(0)), room)
    table = _table(look)
    for strip, width in zip(strips, widths, strict=True):
        side: _Side = "right" if strip.number else "left"
        table.add_column(strip.heading, justify=side, no_wrap=True, width=width, overflow="ellipsis")
    table.add_column("", no_wrap=True, width=room)
    for at, mark in enumerate(marks):
        style = "bold" if at in bold else ""
        cells = [Text(shown(strip.cells[at]), style=style) for strip in strips]
        drawn = bar(axis, mark.start, mark.end, ascii_only=look.ascii_only)
        table.add_row(*cells, Text(drawn, style=TERMINAL[mark.kind]))
    return table


def plain_table(grid: Grid, look: Look) -> Table:
    """Return a grid as a table; ids of rows give way to their labels, amounts are to the cent."""
    labelled = any(column.name == "label" for column in grid.columns)
    kept = [x for x, column in enumerate(grid.columns) if not (labelled and column.name in ("row", "figure"))]
    table = _table(look)
    for x in kept:
        right = grid.columns[x].kind in _NUMBERS
        side: _Side = "right" if right else "left"
        table.add_column(grid.columns[x].heading, justify=side, no_wrap=right, overflow="fold")
    for row in grid.rows:
        table.add_row(*(Text(written(row[x], grid.columns[x].kind)) for x in kept))
    return table


def written(cell: Cell, kind: Kind) -> str:
    """Return a cell as it reads in a terminal: hyphen as minus, control characters made visible."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        form = {Kind.CHANGE: signed, Kind.SHARE: rate}.get(kind, full)
        return hyphened(form(cell))
    if isinstance(cell, int):
        return count(cell)
    return cell.isoformat() if isinstance(cell, date) else shown(cell)


def shown(text: str) -> str:
    """Return a name from a file with control and direction characters turned into visible marks.

    Examples
    --------
    >>> shown("Acme" + chr(27) + "[31m")
    'Acme�[31m'
    """
    hidden = ("Cc", "Cf", "Zl", "Zp")
    return "".join("�" if unicodedata.category(c) in hidden else c for c in text)


def hyphened(text: str) -> str:
    """Return numbers with the keyboard's minus, so that they can be searched for and copied."""
    return text.replace(MINUS, "-")


def _widths(strips: Sequence[Strip], look: Look) -> list[int]:
    """Give numbers the width they need, and share what is left among the names."""
    wished = [max((len(cell) for cell in (strip.heading, *strip.cells)), default=0) for strip in strips]
    numbers = sum(width for strip, width in zip(strips, wished, strict=True) if strip.number)
    names = sum(not strip.number for strip in strips)
    left = look.width - numbers - _GAP * len(strips) - _LEAST_BAR
    most = min(_LONGEST_NAME, max(_SHORTEST_NAME, left // max(1, names)))
    return [width if strip.number else min(width, most) for strip, width in zip(strips, wished, strict=True)]


def _table(look: Look) -> Table:
    ruled = _ASCII_BOX if look.ascii_only else box.SIMPLE_HEAD
    return Table(box=ruled, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False, header_style="dim")
