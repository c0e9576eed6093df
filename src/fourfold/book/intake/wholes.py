"""Whole rows that are no data: totals, repeated headers, rows that a rule leaves out.

Guarantees that each such row is named for what it is before its cells are judged. Leaves the cells to
`fourfold.book.intake.typed`.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fourfold.book.intake.batches import Batch, RowFault
from fourfold.book.intake.codes import shown
from fourfold.book.intake.flaws import Flaw
from fourfold.book.intake.profile import Rule
from fourfold.book.intake.totals import TOTAL

Mask = npt.NDArray[np.bool_]


def delivered_flaws(batch: Batch, faults: list[RowFault]) -> list[Flaw]:
    """Return the reader's faults of records in this batch by row."""
    rows = {int(line): i for i, line in enumerate(batch.lines)} if faults else {}
    return [
        Flaw(rows[f.line], f.code, f.message, f.column, f.position, f.value, f.expected)
        for f in faults
        if f.line in rows
    ]


def total_rows(batch: Batch, header: tuple[str, ...]) -> Mask:
    """Return which rows' first filled cell, among the first four columns loaded, names a total."""
    names = [name for name in header[:4] if name in batch.cells.column_names]
    first = batch.cells.column(names[0])
    found: Mask = np.array(pc.match_substring_regex(first, TOTAL))
    open_rows = np.flatnonzero(np.asarray(pc.equal(first, "")))
    for name in names[1:]:
        part = batch.cells.column(name).take(pa.array(open_rows))
        found[open_rows] |= np.asarray(pc.match_substring_regex(part, TOTAL))
        open_rows = open_rows[np.asarray(pc.equal(part, ""))]
    return found


def repeated_headers(batch: Batch, header: tuple[str, ...]) -> list[Flaw]:
    """Return E211 for rows that are the header again."""
    names = [name for name in header if name in batch.cells.column_names]
    same = np.asarray(pc.equal(batch.cells.column(names[0]), names[0]))
    rows = [i for i in np.flatnonzero(same).tolist() if _is_header(batch, i, names)]
    return [Flaw(i, "E211", "header row repeated", value=shown(", ".join(names))) for i in rows]


def _is_header(batch: Batch, row: int, names: list[str]) -> bool:
    return all(batch.cells.column(name)[row].as_py().strip() == name for name in names)


def left_out(batch: Batch, rules: tuple[Rule, ...], taken: Mask) -> dict[str, Mask]:
    """Return the rows that rules leave out, by reason; the first rule that fits a row takes it."""
    found: dict[str, Mask] = {}
    taken = taken.copy()
    for rule in rules:
        cells = batch.cells.column(rule.column)
        if rule.matches is not None:
            hit = pc.match_substring_regex(cells, rule.matches)
        else:
            among = rule.among if rule.equals is None else (rule.equals,)
            hit = pc.is_in(cells, value_set=pa.array(among, pa.string()))
        rows = np.asarray(hit) & ~taken
        taken |= rows
        found[rule.reason] = found.get(rule.reason, np.zeros(len(rows), np.bool_)) | rows
    return found
