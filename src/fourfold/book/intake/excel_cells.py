"""Rows of a sheet into rows of text, with what is wrong in single cells.

Guarantees that only cells of columns that the profile uses can fault their row, each with its
address, and that numbers and days come out in the profile's own notation, so that typing judges
them like text. Leaves rows, counts and batches to `excel`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from fourfold.book.intake.codes import shown
from fourfold.book.intake.excel_package import address
from fourfold.book.intake.excel_sheet import BOOLEAN, DATE, ERROR, NUMBER, Cell, Row
from fourfold.book.intake.excel_values import Days, has_lost_digits, iso_moment, plain_number
from fourfold.book.intake.profile import Profile
from fourfold.book.schema import TABLES, Kind

ISO_DAY = "%Y-%m-%d"


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong in one cell: its place in the header from 0, and what would have been right."""

    code: str
    message: str
    place: int
    value: str
    expected: str


@dataclass(frozen=True, slots=True)
class _Wrong:
    """What is wrong in a cell, before its place is told."""

    code: str
    what: str
    expected: str


@dataclass(frozen=True, slots=True)
class Uses:
    """What the columns of a header are used for, by their place from 0."""

    used: frozenset[int] = frozenset()
    ids: frozenset[int] = frozenset()
    dates: frozenset[int] = frozenset()


def uses_of(header: Sequence[str], profile: Profile) -> Uses:
    """Return which columns a profile reads, which of them as ids and which as dates."""
    places = {name: place for place, name in enumerate(header)}
    table = TABLES[profile.table]
    used = {places[rule.column] for rule in profile.rules if rule.column in places}
    ids: set[int] = set()
    dates: set[int] = set()
    for name, expression in profile.columns.items():
        mapped = {places[column] for column in expression.columns if column in places}
        used |= mapped
        kind = table.column(name).kind if name in table else Kind.TEXT
        ids |= mapped if kind is Kind.TEXT and name.endswith("_id") else set()
        dates |= mapped if kind is Kind.DATE else set()
    return Uses(frozenset(used), frozenset(ids), frozenset(dates))


@dataclass(slots=True)
class CellReader:
    """Reads the cells of rows below a header whose first column is `left`.

    Counts on the way: `formulas` cells, `numbers` and `texts` per id column.
    """

    profile: Profile
    uses: Uses
    width: int
    left: int
    date_styles: frozenset[int]
    days: Days
    formulas: int = 0
    numbers: Counter[int] = field(default_factory=Counter)
    texts: Counter[int] = field(default_factory=Counter)

    def texts_of(self, row: Row) -> tuple[list[str], list[CellFault], list[str]]:
        """Return a row's texts in the header's columns, its cells' faults, and what stands outside."""
        texts = [""] * self.width
        faults: list[CellFault] = []
        outside: list[str] = []
        for cell in row.cells:
            place = cell.column - self.left
            if not 0 <= place < self.width:
                outside += [cell.text] if cell.text.strip() else []
                continue
            texts[place], wrong = self._read(cell, place)
            self.formulas += cell.formula and wrong is None
            if wrong and place in self.uses.used:
                what = f"cell {address(row.number, cell.column)} {wrong.what}"
                faults.append(CellFault(wrong.code, what, place, cell.text, wrong.expected))
            elif place in self.uses.ids and texts[place]:
                (self.numbers if cell.kind == NUMBER else self.texts)[place] += 1
        return texts, faults, outside

    def _read(self, cell: Cell, place: int) -> tuple[str, _Wrong | None]:
        """Return a cell's text in the profile's notation, and what is wrong with it."""
        if cell.kind == ERROR:
            return cell.text, _Wrong("E452", f"holds the error {cell.text}", "a value")
        if cell.kind not in (NUMBER, BOOLEAN, DATE):
            return cell.text, None
        if not cell.text:
            what = "holds a formula with no stored value; open and save in Excel"
            return "", _Wrong("E451", what, "a stored value")
        if cell.kind == BOOLEAN:
            return "TRUE" if cell.text == "1" else "FALSE", None
        if cell.kind == DATE or cell.style in self.date_styles:
            return self._day(cell, place)
        return self._number(cell, place)

    def _number(self, cell: Cell, place: int) -> tuple[str, _Wrong | None]:
        if place in self.uses.ids and has_lost_digits(cell.text):
            what = "holds a number that has more than 15 digits; store ids as text"
            return cell.text, _Wrong("E453", what, "text, or a number of at most 15 digits")
        text = plain_number(cell.text)
        return (text.replace(".", ",") if self.profile.decimal_mark == "," else text), None

    def _day(self, cell: Cell, place: int) -> tuple[str, _Wrong | None]:
        moment = iso_moment(cell.text) if cell.kind == DATE else self.days.moment(cell.text)
        if moment is None:
            what = f"holds the serial {shown(cell.text)}, which is no date"
            return cell.text, _Wrong("E455", what, "a date from 1900-01-01 to 9999-12-31")
        if place in self.uses.dates:
            return moment.strftime(self.profile.date_format or ISO_DAY), None
        text = moment.strftime(ISO_DAY)
        if place in self.uses.ids:
            return text, _Wrong("E454", f"holds the date {text} in an id column", "text")
        return text, None
