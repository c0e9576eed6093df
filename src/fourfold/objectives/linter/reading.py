"""A list of objectives as people have it: pasted lines, a table as CSV, or objectives of the product.

Guarantees that every line which is not empty is read or said to be left out, and that bullets and
numbering are no part of it. Leaves files and their bytes to delivery, meaning to the other modules.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from statistics import fmean

from fourfold.objectives.linter.folding import fold, folded
from fourfold.objectives.linter.rules import rules
from fourfold.objectives.objective import Objective
from fourfold.words import say

_BULLET = re.compile(
    r"^\s*(?:[-*\u2022\u2023\u25aa\u25cf\u2013\u2014\u2192>\u2713\u2610]+|\(?\d{1,3}[.):](?!\d)|\(?[a-zA-Z][.)])\s+"
)
_DELIMITERS = "\t;|,"

MOST_LETTERS = 1000
"""A line is read up to here: what is longer is a document, not an objective."""


@dataclass(frozen=True, slots=True)
class Line:
    """One objective of a list: its words, where it stood, and what else was said of it.

    `number` counts from 1, the physical line (or the place in the list); `weight` is None where none was
    given; `objective` is the product's own, whose measure tells more than its name.
    """

    text: str
    number: int
    weight: Decimal | None = None
    owner: str = ""
    objective: Objective | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """The lines of a list, and what was left out or could not be read, in words."""

    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()


def listed(given: str | Iterable[str | Objective]) -> Listed:
    """Return the lines of a text (pasted or CSV), or of a sequence of texts or objectives.

    A text is a table if its first line names a column of objectives, beside others or alone. An empty
    list has no lines.
    """
    if isinstance(given, str):
        delimiter = _delimiter(given)
        read = _table(given, delimiter) if delimiter else _pasted(given)
    else:
        read = Listed(tuple(_of_one(one, number) for number, one in enumerate(given, 1)))
    return _shortened(Listed(tuple(line for line in read.lines if folded(line.text).words), read.notes))


def _pasted(text: str) -> Listed:
    lines = [_of_one(line, number) for number, line in enumerate(text.splitlines(), 1)]
    return Listed(tuple(lines), _looks_like_table(text))


def _shortened(read: Listed) -> Listed:
    """Return a list whose lines end where no objective should go on, and say which did."""
    long = [line.number for line in read.lines if len(line.text) > MOST_LETTERS]
    notes = [
        say("line {number}: only the first {count} letters were read", number=number, count=MOST_LETTERS)
        for number in long
    ]
    lines = (replace(line, text=line.text[:MOST_LETTERS]) for line in read.lines)
    return Listed(tuple(lines), (*read.notes, *notes))


def _of_one(one: str | Objective, number: int) -> Line:
    if isinstance(one, Objective):
        return Line(one.name, number, one.weight, one.owner.id or one.owner.level, one)
    return Line(_BULLET.sub("", one).strip(), number)


def is_heading(line: str) -> bool:
    """Whether a line names the columns of a table of objectives."""
    return bool(_delimiter(line))


def _delimiter(text: str) -> str:
    """Return what divides a table's columns, empty if the text is no table."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    for delimiter in _DELIMITERS:
        if _place(_cells(first, delimiter), rules().columns["text"]) is not None:
            return delimiter
    return ""


def _looks_like_table(text: str) -> tuple[str, ...]:
    counts = {(line.count("\t"), line.count(";")) for line in text.splitlines() if line.strip()}
    if len(text.splitlines()) < 2 or len(counts) != 1 or counts == {(0, 0)}:
        return ()
    return (say("this looks like a table, but no column is headed objective: whole lines were read"),)


def _cells(line: str, delimiter: str) -> list[str]:
    return [fold(cell).strip().lstrip("\ufeff") for cell in next(csv.reader([line], delimiter=delimiter), [])]


def _place(heads: Sequence[str], names: Sequence[str]) -> int | None:
    """Return which column has one of the names, the first name first."""
    plain = [re.sub(r"\s*[(\[%].*", "", head) for head in heads]
    return next((plain.index(name) for name in names if name in plain), None)


@dataclass
class _Table:
    """A table as it is read, row by row."""

    texts: int
    weights: int | None
    owners: int | None
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def take(self, row: Sequence[str], number: int) -> None:
        text = _at(row, self.texts)
        if not folded(text).words:
            if any(cell.strip() for cell in row):
                self.notes.append(say("line {number} has no objective and was left out", number=number))
            return
        told = _at(row, self.weights)
        weight = _weight(told)
        if told and weight is None:
            self.notes.append(
                say("line {number}: no weight can be read in {text}", number=number, text=repr(told))
            )
        self.lines.append(Line(_BULLET.sub("", text).strip(), number, weight, _at(row, self.owners)))


def _table(text: str, delimiter: str) -> Listed:
    rows = csv.reader(text.lstrip("\ufeff").splitlines(keepends=True), delimiter=delimiter)
    numbered = [(row, rows.line_num) for row in rows if any(cell.strip() for cell in row)]
    heads = [fold(cell).strip() for cell in numbered[0][0]]
    table = _Table(
        _longest(heads, [row for row, _ in numbered[1:]]),
        _place(heads, rules().columns["weight"]),
        _place(heads, rules().columns["owner"]),
    )
    for row, number in numbered[1:]:
        table.take(row, number)
    return Listed(tuple(table.lines), tuple(table.notes))


def _longest(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Return the column with the objective's words: of those named so, that with the longest texts."""
    named = [
        place for place in range(len(heads)) if _place([heads[place]], rules().columns["text"]) is not None
    ]
    return max(named, key=lambda place: fmean([len(_at(row, place)) for row in rows] or [0]))


def _at(row: Sequence[str], place: int | None) -> str:
    return row[place].strip() if place is not None and place < len(row) else ""


def _weight(text: str) -> Decimal | None:
    """Return a weight of zero or more, percent as points, comma or point as decimal mark."""
    try:
        weight = Decimal(text.replace("%", "").replace(",", ".").strip())
    except InvalidOperation:
        return None
    return weight if weight.is_finite() and weight >= 0 else None
