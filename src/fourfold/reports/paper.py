"""A sheet on paper: a tagged PDF, typeset by Typst from a fixed template.

Guarantees that no text of a book is ever read as markup (it reaches the template as data only), that
nothing is fetched (fonts are those inside Typst), and that the same sheet gives the same bytes.
Leaves what the sheet holds to `sheets`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from importlib.resources import files
from typing import Literal, TypeAlias

import typst

from fourfold.reports.grids import Cell, Grid, Kind
from fourfold.reports.numbers import UNITS, in_scale, unbroken
from fourfold.reports.palette import LIGHT, legend
from fourfold.reports.pictures import linked, svg
from fourfold.reports.plates import Plate, written
from fourfold.reports.sheets import Sheet, as_seen
from fourfold.words import language, say

Told: TypeAlias = "str | bool | int | float | list[Told] | dict[str, Told]"

Standard: TypeAlias = Literal["ua-1"]

_FONT = re.compile(r'font-family="[^"]*"')
_PAPER_FONT = 'font-family="Libertinus Serif"'
_WIDTH = re.compile(r' width="(\d+)"')

UPRIGHT, LYING = 493, 740
"""The room for a table on an upright and on a lying page, in points."""

SMALLEST, READABLE, LARGEST = 5.5, 7.0, 8.5
"""Sizes of letters in a table, in points."""

MOST_LETTERS = 44
"""A longer text in a table is broken into lines."""

LETTER, GAP = 0.5, 8
"""The width of a letter as a part of its size, and the points between two columns."""


@dataclass(frozen=True, slots=True)
class _Fit:
    """How a table fits: the longest text of each column, the size of letters, whether the page lies."""

    letters: tuple[int, ...]
    size: float
    lies: bool


def sheet_pdf(sheet: Sheet) -> bytes:
    """Return a sheet as PDF, tagged for screen readers, in the colours of a light page."""
    return typeset(sheet, "pdf")[0]


def typeset(sheet: Sheet, form: Literal["pdf", "png"], standards: Sequence[Standard] = ()) -> list[bytes]:
    """Return a sheet as one PDF, or its pages as PNG, to be looked at.

    Parameters
    ----------
    sheet
        What to set.
    form
        The kind of file.
    standards
        What a PDF must meet, such as `ua-1`.

    Raises
    ------
    typst.TypstError
        If it does not meet the standards: a letter that no font has breaks `ua-1`.
    """
    on = sheet.head.on
    made: bytes | list[bytes] = typst.compile(
        files("fourfold.reports").joinpath("templates/paper.typ").read_bytes(),
        format=form,
        ignore_system_fonts=True,
        sys_inputs={"sheet": json.dumps(told(sheet), ensure_ascii=False)},
        timestamp=datetime(on.year, on.month, on.day, tzinfo=UTC),
        pdf_standards=[*standards],
    )
    return made if isinstance(made, list) else [made]


def in_colours(drawn: str, colours: Mapping[str, str]) -> str:
    """Return a drawing with fixed colours instead of those of the page that it would stand on.

    Examples
    --------
    >>> in_colours('<path fill="var(--ink)"/>', {"ink": "#1c2024"})
    '<path fill="#1c2024"/>'
    """
    for name, value in colours.items():
        drawn = drawn.replace(f'"var(--{name})"', f'"{value}"')
    return drawn


def told(sheet: Sheet) -> dict[str, Told]:
    """Return what the template is given of a sheet: text, and drawings in fixed colours."""
    head = sheet.head
    return {
        "company": head.company,
        "name": head.name,
        "seen": as_seen(head),
        "of": say("of"),
        "empty": say("There is nothing to show."),
        "language": language(),
        "on": [head.on.year, head.on.month, head.on.day],
        "asked": unbroken(sheet.asked),
        "sentences": [unbroken(said) for said in sheet.sentences],
        "warnings": [unbroken(said) for said in sheet.warnings],
        "plates": [_plate(plate) for plate in sheet.plates],
        "tables": [_table(grid) for grid in sheet.tables],
        "colours": dict(LIGHT),
    }


def _plate(plate: Plate) -> Told:
    drawn = _drawn(plate)
    width = _WIDTH.search(drawn)
    return {
        "title": unbroken(plate.title),
        "note": unbroken(plate.note),
        "picture": drawn,
        "width": int(width[1]) if width else 0,
        "kinds": [[name, legend()[name]] for name in plate.kinds],
        "table": _table(plate.grid),
    }


def _drawn(plate: Plate) -> str:
    plain = linked(svg(plate.picture.wide), {})
    return _FONT.sub(_PAPER_FONT, in_colours(plain, LIGHT))


def _table(grid: Grid) -> Told:
    """Return a table without its empty columns, its amounts without cents where they would be too small."""
    used = [x for x in range(len(grid.columns)) if any(row[x] not in (None, "") for row in grid.rows)]
    columns = [grid.columns[x] for x in used]
    headings = [column.told for column in columns]
    cells = [[row[x] for x in used] for row in grid.rows]
    rows = [[written(c, column.kind) for c, column in zip(row, columns, strict=True)] for row in cells]
    fit = _fit(headings, rows)
    if fit.size < READABLE:
        rows = [[_whole(c, column.kind) for c, column in zip(row, columns, strict=True)] for row in cells]
        fit = _fit(headings, rows)
    numbers = [column.kind not in (Kind.TEXT, Kind.DATE) for column in columns]
    texts = [x for x, is_number in enumerate(numbers) if not is_number]
    return {
        "title": grid.title,
        "headings": [*headings],
        "numbers": [*numbers],
        "longest": max(texts, key=lambda x: (fit.letters[x], -x), default=0),
        "rows": [[*row] for row in rows],
        "size": fit.size,
        "lies": fit.lies,
        "fits": fit.size > SMALLEST and max(fit.letters, default=0) < MOST_LETTERS,
    }


def _fit(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> _Fit:
    """Return the size of letters at which a table fits a page: upright if it can, else lying."""
    letters = tuple(
        min(
            max((len(word) for word in (*heading.split(), *(row[x] for row in rows))), default=1),
            MOST_LETTERS,
        )
        for x, heading in enumerate(headings)
    )
    upright, lying = (
        (room - GAP * len(letters)) / (LETTER * max(sum(letters), 1)) for room in (UPRIGHT, LYING)
    )
    lies = upright < READABLE
    return _Fit(letters, min(max(lying if lies else upright, SMALLEST), LARGEST), lies)


def _whole(cell: Cell, kind: Kind) -> str:
    if not isinstance(cell, Decimal) or kind is Kind.SHARE:
        return written(cell, kind)
    return ("+" if kind is Kind.CHANGE and cell > 0 else "") + in_scale(cell, UNITS)
