"""A table of a list page: headings that sort, cells that lead further, bars in cells.

Guarantees that a bar stands for the same amount in every row of its scale. Leaves writing HTML to
the template tags.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fourfold import words


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar in hundredths of its cell's width, in the colour of its kind."""

    start: Decimal
    width: Decimal
    kind: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its text, whether it holds numbers, the address that sorts by it, how it is sorted now."""

    text: str
    is_number: bool = False
    address: str = ""
    order: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, a quiet addition (an id), where it leads, the full figure, its bar."""

    text: str
    more: str = ""
    address: str = ""
    full: str = ""
    bar: tuple[Piece, ...] = ()
    is_number: bool = False
    is_day: bool = False


@dataclass(frozen=True, slots=True)
class ListTable:
    """A table; `title` names it for screen readers, `total` is its last row, if it has one."""

    title: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()


def day_cell(day: date | None, more: str = "") -> Cell:
    """Return a day, which never breaks over two lines; empty if there is none."""
    return Cell(words.day(day) if day else "", more, is_day=True)


def bar(pieces: Sequence[tuple[str, Decimal]], largest: Decimal) -> tuple[Piece, ...]:
    """Return a bar from the left: pieces by kind, one after the other, against the largest amount."""
    made, at = [], Decimal(0)
    for kind, amount in pieces:
        width = _hundredths(abs(amount), largest)
        if width:
            made.append(Piece(at, width, kind))
        at += width
    return tuple(made)


def change_bar(amount: Decimal, largest: Decimal) -> tuple[Piece, ...]:
    """Return a bar from the middle of its cell: a gain to the right, a loss to the left."""
    half = _hundredths(abs(amount), largest) / 2
    if not half:
        return ()
    return (Piece(Decimal(50), half, "existing"),) if amount > 0 else (Piece(50 - half, half, "loss"),)


def order_of(sort: str, name: str) -> str:
    """Return how a column is sorted, in the words of `aria-sort`; empty if it is not."""
    return {name: "ascending", f"-{name}": "descending"}.get(sort, "")


def _hundredths(amount: Decimal, largest: Decimal) -> Decimal:
    return min(100 * amount / largest, Decimal(100)) if largest else Decimal(0)
