"""Faults that only several rows of a table show together: cycles, overlaps, shares that do not sum to 1.

Guarantees that a table which was consistent stays so: rows of a file that would break it are
rejected, each with its reason, and stored rows are left alone. Leaves faults of single rows to
`intake`, and order lines to `reconcile`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import numpy as np

from fourfold.book import segments
from fourfold.book.codes import finding
from fourfold.book.meeting import CHANGED, NEW
from fourfold.book.reconcile import Incoming, Standings
from fourfold.book.snapshots import Snapshot
from fourfold.book.workspace import Workspace
from fourfold.errors import Finding

Row = Mapping[str, Any]
Fault = tuple[int, Finding]
Check = Callable[[Sequence[Row]], Iterator[Fault]]

AT = "_at"
"""Where a row stands in the file; -1 for a stored row."""

_OPEN = date.max


def faults(workspace: Workspace, state: Snapshot, incoming: Incoming, found: Standings) -> dict[int, Finding]:
    """Return the rows of a file, by position, that would make their table inconsistent, with the reason."""
    checks = CHECKS.get(incoming.table.name, ())
    if not checks:
        return {}
    replaced = found.replaced()
    stored: list[Row] = []
    for segment in state.of(incoming.table.name):
        gone = set(replaced.get(segment.file, np.empty(0, np.int64)).tolist())
        rows = (row for batch in segments.stream(workspace.file(segment)) for row in batch.to_pylist())
        stored += [{**row, AT: -1} for place, row in enumerate(rows) if place not in gone]
    coming = set(found.positions(NEW, CHANGED).tolist())
    rows = (row for batch in segments.stream(incoming.path) for row in batch.to_pylist())
    fresh: list[Row] = [{**row, AT: at} for at, row in enumerate(rows) if at in coming]
    bad: dict[int, Finding] = {}
    while True:
        table = [*stored, *(row for row in fresh if row[AT] not in bad)]
        told = {at: fault for check in reversed(checks) for at, fault in check(table) if at >= 0}
        if not told:
            return bad
        bad |= told


def grouped(found: Iterable[Finding], file: str) -> list[Finding]:
    """Return faults of rows as one finding for each code, with its count, the most frequent first."""
    groups: dict[str, list[Finding]] = {}
    for fault in found:
        groups.setdefault(fault.code, []).append(fault)
    ordered = sorted(groups.values(), key=lambda g: (-len(g), g[0].code))
    return [replace(group[0], file=file, count=len(group)) for group in ordered]


def _cycles(key: str, up: str) -> Check:
    def check(rows: Sequence[Row]) -> Iterator[Fault]:
        above = {row[key]: row[up] for row in rows if row[up] is not None}
        clear: set[str] = set()
        for row in rows:
            path: dict[str, None] = {}
            at = row[key]
            while at in above and at not in clear and at not in path:
                path[at] = None
                at = above[at]
            if at in path:
                chain = list(path)[list(path).index(at) :]
                if row[key] in chain:
                    way = " -> ".join([*chain[:5], at])
                    yield (
                        row[AT],
                        finding(
                            "E511",
                            f"cycle: {way}",
                            column=up,
                            value=str(row[up]),
                            expected="another row, or empty at the top",
                        ),
                    )
            else:
                clear |= set(path)

    return check


def _two_successors(rows: Sequence[Row]) -> Iterator[Fault]:
    heirs: dict[str, list[Row]] = {}
    for row in rows:
        if row["successor_of"] is not None:
            heirs.setdefault(row["successor_of"], []).append(row)
    for predecessor, group in heirs.items():
        for row in group if len(group) > 1 else ():
            both = " and ".join(str(r["product_id"]) for r in group[:2])
            yield (
                row[AT],
                finding(
                    "E512",
                    f"{predecessor} has two successors: {both}",
                    column="successor_of",
                    value=predecessor,
                    expected="one successor",
                ),
            )


def _one_parent(level: str, above: str) -> Check:
    def check(rows: Sequence[Row]) -> Iterator[Fault]:
        seen: dict[str, Counter[str]] = {}
        for row in rows:
            if row[level] is not None and row[above] is not None:
                weight = len(rows) + 1 if row[AT] < 0 else 1  # what is stored stays
                seen.setdefault(row[level], Counter())[row[above]] += weight
        first = {name: counts.most_common(1)[0][0] for name, counts in seen.items() if len(counts) > 1}
        for row in rows:
            wanted = first.get(row[level])
            if wanted is not None and row[above] not in (None, wanted):
                yield (
                    row[AT],
                    finding(
                        "E514",
                        f"{level} {row[level]} stands under {wanted} and {row[above]}",
                        column=above,
                        value=row[above],
                        expected=wanted,
                    ),
                )

    return check


def _order_of_days(first: str, last: str) -> Check:
    def check(rows: Sequence[Row]) -> Iterator[Fault]:
        for row in rows:
            if row[first] is not None and row[last] is not None and row[last] <= row[first]:
                yield (
                    row[AT],
                    finding(
                        "E516",
                        f"{last} is not after {first} ({row[first]})",
                        column=last,
                        value=str(row[last]),
                        expected=f"a day after {row[first]}, or empty",
                    ),
                )

    return check


def _overlaps(key: Callable[[Row], Hashable | None], code: str, what: str) -> Check:
    def check(rows: Sequence[Row]) -> Iterator[Fault]:
        groups: dict[Hashable, list[Row]] = {}
        for row in rows:
            name = key(row)
            if name is not None:
                groups.setdefault(name, []).append(row)
        for name, group in groups.items():
            group.sort(key=lambda r: (r["starts_on"], r[AT]))
            for earlier, later in pairwise(group):
                if later["starts_on"] < (earlier["ends_on"] or _OPEN):
                    for row in (earlier, later):
                        yield (
                            row[AT],
                            finding(
                                code,
                                f"{what} on {later['starts_on']}: {name}",
                                column="starts_on",
                                value=str(row["starts_on"]),
                                expected="periods that do not overlap",
                            ),
                        )

    return check


def _shares(rows: Sequence[Row]) -> Iterator[Fault]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        if row["role"] == "primary":
            groups.setdefault(row["account_id"], []).append(row)
    for account, group in groups.items():
        days = sorted({r["starts_on"] for r in group} | {r["ends_on"] for r in group if r["ends_on"]})
        for day in days:
            there = [r for r in group if r["starts_on"] <= day < (r["ends_on"] or _OPEN)]
            total = sum((r["share"] for r in there), Decimal(0))
            if there and total != 1:
                message = f"primary shares of {account} sum to {(total * 100).normalize():f} % on {day}"
                for row in there:
                    yield (
                        row[AT],
                        finding(
                            "E513",
                            message,
                            column="share",
                            value=f"{row['share']:f}",
                            expected="shares that sum to 1",
                        ),
                    )


def _manager(row: Row) -> str | None:
    return row["team_id"] if row["role"] == "manager" else None


def _membership(row: Row) -> str | None:
    return row["seller_id"] if row["role"] == "member" else None


def _same_membership(row: Row) -> Hashable:
    return row["team_id"], row["seller_id"]


def _same_assignment(row: Row) -> Hashable:
    return row["account_id"], row["seller_id"], row["role"]


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "accounts": (_cycles("account_id", "parent_id"), _cycles("account_id", "merged_into")),
    "products": (
        _cycles("product_id", "successor_of"),
        _two_successors,
        _one_parent("family", "category"),
        _one_parent("category", "division"),
    ),
    "sellers": (_order_of_days("hired_on", "left_on"),),
    "teams": (
        _order_of_days("starts_on", "ends_on"),
        _overlaps(_manager, "E515", "two managers"),
        _overlaps(_membership, "E516", "two memberships"),
        _overlaps(_same_membership, "E516", "overlap"),
    ),
    "objectives": (_order_of_days("starts_on", "ends_on"),),
    "assignments": (
        _order_of_days("starts_on", "ends_on"),
        _overlaps(_same_assignment, "E516", "overlap"),
        _shares,
    ),
}
"""The checks of each table; the first that finds fault with a row gives the reason."""
