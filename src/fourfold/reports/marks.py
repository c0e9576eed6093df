"""Drawings as descriptions: what stands where and what a mark leads to; not yet drawn.

Guarantees that a description is plain data, so that equal ones give equal drawings and a drawing
can be kept under its description. Leaves drawing to `pictures`, what to say to `charts`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from fourfold.reports.numbers import Scale


@dataclass(frozen=True, slots=True)
class Opens:
    """What a mark or a cell leads to: the lines of a ledger row, a group, or another period.

    Parameters
    ----------
    row
        A row id; empty leads to the group or the period itself.
    where
        The group: values by dimension, in pairs.
    net_of_switching
        The figure stands net of switching.
    current
        The period; empty is the one of the page.
    """

    row: str = ""
    where: tuple[tuple[str, str], ...] = ()
    net_of_switching: bool = False
    current: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a bar, from one amount to another, in the colour of its kind."""

    start: Decimal
    end: Decimal
    kind: str


@dataclass(frozen=True, slots=True)
class BarRow:
    """One row of a bar drawing: its label, its figure as text, its pieces; totals stand out."""

    label: str
    figure: str
    segments: tuple[Segment, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """Sizes in pixels; with `label_width` 0 the label stands above its bar."""

    width: int
    label_width: int
    figure_width: int
    row_height: int
    label_letters: int

    @property
    def bar_range(self) -> tuple[int, int]:
        """Where bars may be drawn, from left to right."""
        return (self.label_width, self.width - self.figure_width) if self.label_width else (0, self.width)


WIDE = Layout(width=660, label_width=272, figure_width=92, row_height=27, label_letters=42)
MEDIUM = Layout(width=490, label_width=196, figure_width=92, row_height=27, label_letters=28)
NARROW = Layout(width=340, label_width=0, figure_width=0, row_height=42, label_letters=39)


@dataclass(frozen=True, slots=True)
class Bars:
    """Rows of horizontal bars; `connected` makes a waterfall, `low` begins its axis above zero."""

    rows: tuple[BarRow, ...]
    layout: Layout
    connected: bool = False
    low: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Square:
    """The four-source square: the amounts of s1 to s4 in that order, read in `scale`.

    With `full`, they are shares: `full` is the share that fills its place, the same for squares that
    stand beside each other.
    """

    four: tuple[Decimal, Decimal, Decimal, Decimal]
    scale: Scale
    full: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One period: its name, its net change as text and amount, its pieces."""

    name: str
    figure: str
    segments: tuple[Segment, ...]
    net: Decimal


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns over time, in pixels."""

    points: tuple[Point, ...]
    width: int
    height: int


Drawing: TypeAlias = Bars | Square | Columns


@dataclass(frozen=True, slots=True)
class Picture:
    """One drawing in two widths; `narrow` is for 390 pixels.

    `opens` says by the number of a mark what it leads to: row, source or period, counted from 0.
    """

    wide: Drawing
    narrow: Drawing
    opens: Mapping[int, Opens] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not getattr(self.wide, "rows", True) or not getattr(self.wide, "points", True)
