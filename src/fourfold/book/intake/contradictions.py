"""Contradictions: values of one row that cannot stand together, and values that others call for.

Guarantees that an opportunity is closed where it was won or lost and not before it was opened, that
an amount has its currency, and that an objective's owner is there. Leaves what several rows show
together to `fourfold.book.consistency`, and the filters of an objective to `fourfold.objectives`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fourfold.book.intake.batches import Context
from fourfold.book.intake.codes import shown
from fourfold.book.intake.references import unknown_ids

Columns = Mapping[str, pa.Array]
"""The typed columns of a batch by name; cells that could not be read are empty."""

OWNERS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "team": ("owner_id of a team", "teams", "team_id"),
        "seller": ("owner_id of a seller", "sellers", "seller_id"),
    }
)
"""For each level of an owner: under which name `Context.known` holds the ids, and where they come from."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One fault of one row: which value is wrong, why, and what would have been right."""

    row: int
    code: str
    message: str
    column: str
    value: str = ""
    expected: str = ""


def contradictions(table: str, columns: Columns, context: Context) -> list[Contradiction]:
    """Return every contradiction of a batch; none for a table that has no such rule."""
    return [fault for rule in RULES.get(table, ()) for fault in rule(columns, context)]


def _closed(columns: Columns, context: Context) -> Iterator[Contradiction]:
    del context
    opened, closed, status = (columns[name] for name in ("opened_on", "closed_on", "status"))
    for row in _rows(pc.less(closed, opened)):
        message = f"closed_on is before opened_on ({opened[row]})"
        expected = f"{opened[row]} or a later day"
        yield Contradiction(row, "E428", message, "closed_on", str(closed[row]), expected)
    over = pc.is_in(status, value_set=pa.array(["won", "lost"]))
    for row in _rows(pc.and_(over, pc.is_null(closed))):
        message = f"closed_on is empty; status is {status[row]}"
        yield Contradiction(row, "E428", message, "closed_on", "", "the day it was won or lost")


def _priced(columns: Columns, context: Context) -> Iterator[Contradiction]:
    del context
    for row in _rows(pc.and_(pc.is_valid(columns["amount"]), pc.is_null(columns["currency"]))):
        message = "currency is empty beside an amount"
        yield Contradiction(row, "E428", message, "currency", "", "an ISO 4217 code")


def _owned(columns: Columns, context: Context) -> Iterator[Contradiction]:
    level, owner = columns["owner_level"], columns["owner_id"]
    for row in _rows(pc.and_(pc.equal(level, "company"), pc.is_valid(owner))):
        message = "owner_id is filled; the owner is the company"
        yield Contradiction(row, "E428", message, "owner_id", shown(owner[row].as_py()), "empty")
    for name, (known_as, table, _) in OWNERS.items():
        mine = pc.equal(level, name)
        for row in _rows(pc.and_(mine, pc.is_null(owner))):
            message = f"owner_id is empty; the owner is a {name}"
            yield Contradiction(row, "E428", message, "owner_id", "", f"an id of {table}")
        known = context.known.get(known_as)
        if known is not None:
            for row in _rows(pc.and_(mine, pa.array(unknown_ids(owner, known)))):
                value = shown(owner[row].as_py())
                yield Contradiction(
                    row,
                    "E601",
                    f"owner_id '{value}' is not in {table}",
                    "owner_id",
                    value,
                    f"an id of {table}",
                )


Rule = Callable[[Columns, Context], Iterator[Contradiction]]
RULES: Mapping[str, tuple[Rule, ...]] = MappingProxyType(
    {"opportunities": (_closed, _priced), "objectives": (_owned,)}
)
"""The rules of each table."""


def _rows(mask: pa.BooleanArray) -> list[int]:
    return np.flatnonzero(np.asarray(pc.fill_null(mask, False))).tolist()  # noqa: FBT003  (the value to fill with)
