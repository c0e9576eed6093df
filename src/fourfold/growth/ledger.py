"""The ledger: the change in revenue between two periods, by source, complete to the last decimal.

Guarantees that the rows sum to the change exactly, for the company and for every group, and that
groups sum to the company; a ledger that does not close is never returned. Leaves classification
to `classify` and pictures to `reports`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fourfold.book.book import Book
from fourfold.errors import BadRequest, EngineFault
from fourfold.growth.cells import cells
from fourfold.growth.comparison import Comparison, dimensions
from fourfold.growth.entries import Entry, entries
from fourfold.growth.figures import Figures, figures
from fourfold.growth.warnings import history_months, quarantined, warnings
from fourfold.measures import TRANSFERS
from fourfold.money import amount


@dataclass(frozen=True, slots=True)
class Quarantine:
    """Rows that are not in the figures yet, and their value in the book's currency where it can be read.

    They are of the periods compared, or of no day that can be read.
    """

    rows: int
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Group:
    """The ledger of one group: `values` in the order of the dimensions asked."""

    values: tuple[str, ...]
    base_revenue: Decimal
    current_revenue: Decimal
    entries: tuple[Entry, ...]
    figures: Figures

    @property
    def change(self) -> Decimal:
        """Current less base revenue, in the book's currency."""
        return self.current_revenue - self.base_revenue


@dataclass(frozen=True, slots=True)
class Ledger:
    """The growth ledger of a comparison: revenues, one entry for each row, figures, groups.

    Amounts are in `currency`, exact to four decimals. `snapshot` names the state of the book.
    """

    comparison: Comparison
    by: tuple[str, ...]
    currency: str
    base_revenue: Decimal
    current_revenue: Decimal
    entries: tuple[Entry, ...]
    figures: Figures
    warnings: tuple[str, ...]
    quarantined: Quarantine
    groups: tuple[Group, ...]
    snapshot: str

    @property
    def change(self) -> Decimal:
        """Current less base revenue, in the book's currency."""
        return self.current_revenue - self.base_revenue

    def entry(self, row: str) -> Entry:
        """Return the entry of a row id; `KeyError` if there is none."""
        return {entry.row: entry for entry in self.entries}[row]


def ledger(book: Book, *, comparison: Comparison, by: Sequence[str] = ()) -> Ledger:
    """Return the growth ledger of a comparison, whole and by dimensions.

    Parameters
    ----------
    book
        Order lines at the grain of a line, and the tables that give their levels and owners.
    comparison
        Periods, levels, policy.
    by
        Dimensions of `schema.DIMENSIONS`; groups come in descending order of their change.

    Returns
    -------
    Ledger
        Money in the book's currency, four decimals. A book without lines in either period gives
        entries of 0 and no groups.

    Raises
    ------
    BadRequest
        If a dimension does not exist.
    WorkspaceFault
        If lines in another currency have no rate.

    Notes
    -----
    Method and definitions: docs/methods/ledger.md.
    """
    asked = dimensions(by)
    found = book.fetch(cells(book, comparison, by=asked)).to_pylist()
    company = [cell for cell in found if not cell["is_group"]]
    history = history_months(book, comparison)
    parts: dict[tuple[str, ...], list[Mapping[str, int]]] = {}
    for cell in found:
        if cell["is_group"]:
            parts.setdefault(tuple(cell[name] for name in asked), []).append(cell)
    groups = [group_of(values, parts[values], history) for values in sorted(parts)]
    ordered = sorted(groups, key=lambda g: (-abs(g.change), g.values))
    made = _whole(book, comparison, group_of((), company, history), by=asked, groups=tuple(ordered))
    _check(made)
    return made


def group_ledger(book: Book, *, comparison: Comparison, where: Mapping[str, str]) -> Ledger:
    """Return the ledger of one group, by values of dimensions; nothing is 0 where nothing lies in it.

    What is counted in a group is what `ledger` counts in it: a pair's row stays the company's.

    Raises
    ------
    BadRequest
        If a dimension does not exist, or none is named.
    """
    asked = dimensions(tuple(where), place="where")
    if not asked:
        raise BadRequest("a group needs a dimension", place="where", remedy="name one, such as region")
    cell = cells(book, comparison, by=asked)
    cell = cell.filter(cell.is_group)
    for name, value in where.items():
        cell = cell.filter(cell[name] == value)
    found = book.fetch(cell).to_pylist()
    made = _whole(book, comparison, group_of((), found, history_months(book, comparison)))
    _same("the rows sum", (e.amount for e in made.entries), made.change)
    return made


def _whole(
    book: Book,
    comparison: Comparison,
    whole: Group,
    *,
    by: tuple[str, ...] = (),
    groups: tuple[Group, ...] = (),
) -> Ledger:
    return Ledger(
        comparison=comparison,
        by=by,
        currency=book.settings.currency,
        base_revenue=whole.base_revenue,
        current_revenue=whole.current_revenue,
        entries=whole.entries,
        figures=whole.figures,
        warnings=warnings(book, comparison),
        quarantined=quarantine(book, comparison),
        groups=groups,
        snapshot=book.name,
    )


def group_of(values: tuple[str, ...], found: Iterable[Mapping[str, int]], history: int) -> Group:
    """Return the ledger of a group from its cells; zeros without any. `history` in months."""
    by_row = {str(cell["row"]): cell for cell in found}
    made = entries(by_row)
    rows = [cell for row, cell in by_row.items() if not row.startswith("@")]
    base = amount(sum(cell["base_units"] + cell["base_rates"] for cell in rows))
    current = amount(sum(cell["current_units"] + cell["current_rates"] for cell in rows))
    return Group(values, base, current, made, figures(made, by_row, history=history))


def quarantine(book: Book, comparison: Comparison) -> Quarantine:
    """Return the faulty rows that a comparison's figures may lack; no value if any is unknown or foreign."""
    open_rows = quarantined(book, comparison)
    own = [m.amount for m in open_rows.money if m.currency == book.settings.currency]
    foreign = [m for m in open_rows.money if m.currency != book.settings.currency and m.amount]
    known = not foreign and not open_rows.unknown
    return Quarantine(open_rows.rows, sum(own, Decimal("0.0000")) if known else None)


def _check(made: Ledger) -> None:
    """Withhold a ledger that does not close: rows to the change, net rows too, groups to the company."""
    _same("the rows sum", (e.amount for e in made.entries), made.change)
    _same("the net rows sum", (e.net_of_switching for e in made.entries), made.change)
    for group in made.groups:
        _same(f"the rows of {group.values} sum", (e.amount for e in group.entries), group.change)
    for place, entry in enumerate(made.entries if made.groups else ()):
        parts = [group.entries[place] for group in made.groups]
        if entry.row not in TRANSFERS:
            _same(f"the groups of {entry.row} sum", (p.amount for p in parts), entry.amount)
            _same(
                f"the groups of {entry.row} sum net",
                (p.net_of_switching for p in parts),
                entry.net_of_switching,
            )
    transfers = (e.amount for group in made.groups for e in group.entries if e.row in TRANSFERS)
    _same("the transfers sum", transfers, Decimal(0))


def _same(what: str, parts: Iterable[Decimal], due: Decimal) -> None:
    found = sum(parts, Decimal(0))
    if found != due:
        raise EngineFault(
            f"{what} to {found}, not to {due}: the ledger is withheld",
            remedy="report this with the question that was asked; `fourfold rebuild` remakes the book",
        )
