"""Objectives and a journal in memory, for the tests of what is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, cast

import pyarrow as pa

from fourfold.book.book import Book
from fourfold.book.chain import Entry, Record
from fourfold.objectives.kept import Frozen
from fourfold.objectives.objective import Objective, Owner, State
from fourfold.objectives.store import Store, stored
from fourfold.periods import parse_period

ANN, BOB = Owner("seller", "ann"), Owner("seller", "bob")
YEAR = parse_period("2026")
FROZEN = Frozen(Decimal("80.5"), None, None, date(2026, 12, 31), "snap-1")


def made(own: str = "o-1", /, **told: Any) -> Objective:
    """An objective, its revenue of 2026 unless told otherwise, a draft."""
    plain: dict[str, Any] = {
        "id": own,
        "name": "Grow",
        "measure": "revenue",
        "owner": ANN,
        "period": YEAR,
        "target": Decimal(100),
        "state": State.DRAFT,
    }
    return Objective(**{**plain, **told})


@dataclass
class Desk:
    """Imported rows and a journal that is kept in memory."""

    rows: Sequence[Mapping[str, Any]] = ()
    entries: list[Entry] = field(default_factory=list)

    @property
    def store(self) -> Store:
        return stored(self.rows, self.entries)

    def do(self, records: Sequence[Record], by: str = "boss") -> Store:
        for record in records:
            number = len(self.entries) + 1
            self.entries.append(Entry(number, f"2026-01-01T00:00:{number % 60:02d}", by, record, str(number)))
        return self.store

    def run(self, make: Callable[[Store], Sequence[Record]], by: str = "boss") -> Store:
        return self.do(make(self.store), by)


class Shelf:
    """What stands in for a book: one table of objectives."""

    def __init__(self, rows: Sequence[Mapping[str, Any]] = ()) -> None:
        self.table = (
            pa.Table.from_pylist(list(rows))
            if rows
            else pa.table({"objective_id": pa.array([], pa.string())})
        )

    def reference(self, name: str) -> pa.Table:
        assert name == "objectives"
        return self.table

    @property
    def book(self) -> Book:
        return cast(Book, self)
