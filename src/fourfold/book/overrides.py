"""Overrides: what people corrected about accounts and owners, laid on top of what was imported.

Guarantees that a corrected table is exactly what it would be had the files said so, that nothing
imported is changed, and that corrected merges and parents never run in a circle: there an imported
link gives way. Leaves making and ending overrides to `correcting`, and storing them to `snapshots`.

A correction of an account (merge, name, parent, segment, region, industry) holds for the whole
history, as hierarchies are taken as they are now: it is in force once the order lines of the book
reach its first day, or always if it has none. An owner holds from the first day on, until the next
corrected owner of that account.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fourfold.book.schema import ACCOUNT_ATTRIBUTES

MERGE, NAME, PARENT, OWNER = "merged_into", "account_name", "parent_id", "owner"
CORRECTED = (MERGE, NAME, PARENT, *ACCOUNT_ATTRIBUTES, OWNER)
"""What an override may correct: columns of `accounts`, and the owner of an account."""

Links = dict[str, str]


@dataclass(frozen=True, slots=True)
class Override:
    """One correction, with who made it and why; ended or replaced, never deleted.

    Parameters
    ----------
    number
        Counts from 1 in a workspace; never used again.
    account, what, value
        The account, one of `CORRECTED`, and what it is corrected to; an empty value is none.
    instead_of
        What stood there when the correction was made.
    starts_on
        The first day; None for always. An owner always has one.
    made_by, made_at, why
        Who, when (UTC, ISO) and why.
    ended_by, ended_at, ended_why
        The same of its end; empty while it is open.
    """

    number: int
    account: str
    what: str
    value: str
    instead_of: str
    starts_on: date | None
    made_by: str
    made_at: str
    why: str
    ended_by: str = ""
    ended_at: str = ""
    ended_why: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nobody ended or replaced it."""
        return not self.ended_at


def in_force(overrides: Iterable[Override], *, until: date | None) -> tuple[Override, ...]:
    """Return the open overrides that count in a book whose last order line is of a day, in order.

    Of several for one value of one account the one with the latest first day counts. Owners all
    count, since their rows have days themselves. A book without order lines (None) reaches no day.
    """
    reached = until or date.min
    found: dict[tuple[str, str, date | None], Override] = {}
    for one in sorted(overrides, key=lambda o: (o.starts_on or date.min, o.number)):
        if not one.is_open:
            continue
        if one.what == OWNER:
            found[one.account, OWNER, one.starts_on] = one
        elif (one.starts_on or date.min) <= reached:
            found[one.account, one.what, None] = one
    return tuple(found.values())


def corrected(name: str, table: pa.Table, counting: Sequence[Override]) -> pa.Table:
    """Return a reference table with the overrides that count laid on top; other tables as they are.

    Parameters
    ----------
    name, table
        The name of the table and its rows as imported, in the stored columns of `schema.TABLES`.
    counting
        Overrides as `in_force` returns them.

    Returns
    -------
    pa.Table
        The same columns. An account that the table does not name gets a row.
    """
    owners = [one for one in counting if one.what == OWNER]
    others = [one for one in counting if one.what != OWNER]
    if name == "accounts" and others:
        return _corrected_accounts(table, others)[0]
    if name == "assignments" and owners:
        return _corrected_assignments(table, owners)
    return table


def given_way(accounts: pa.Table, counting: Sequence[Override]) -> tuple[tuple[str, str], ...]:
    """Return the links that a circle with a correction puts out of force: the column and the account.

    `accounts` is the table as imported. Empty while no merge and no parent runs in a circle.
    """
    others = [one for one in counting if one.what != OWNER]
    return _corrected_accounts(accounts, others)[1] if others else ()


def _corrected_accounts(
    table: pa.Table, told: Sequence[Override]
) -> tuple[pa.Table, tuple[tuple[str, str], ...]]:
    ids = table["account_id"].to_pylist()
    new = sorted({one.account for one in told} - set(ids))
    if new:
        table = _with_rows(table, [{"account_id": account} for account in new])
    place = {account: at for at, account in enumerate([*ids, *new])}
    columns: dict[str, list[str | None]] = {}
    for one in told:
        column = columns.setdefault(one.what, table[one.what].to_pylist())
        column[place[one.account]] = one.value or None
    cut: tuple[tuple[str, str], ...] = ()
    if {MERGE, PARENT} & columns.keys():
        for name in (MERGE, PARENT):
            columns.setdefault(name, table[name].to_pylist())
        cut = _cut(list(place), columns, told)
        for name, account in cut:
            columns[name][place[account]] = None
    for name, values in columns.items():
        at = table.schema.get_field_index(name)
        table = table.set_column(at, table.schema.field(at), pa.array(values, pa.string()))
    return table, cut


def _cut(
    ids: Sequence[str], columns: Mapping[str, list[str | None]], told: Sequence[Override]
) -> tuple[tuple[str, str], ...]:
    """Return the links that must give way so that no circle runs through a corrected account."""
    merges = {own: into for own, into in zip(ids, columns[MERGE], strict=True) if into}
    merged = {one.account: one.number for one in told if one.what == MERGE}
    cut = [(MERGE, own) for own in _straightened(merges, merged, starts=merged)]
    heirs = {own: _end(own, merges) for own in merges}
    parents = {
        own: heirs.get(up, up)
        for own, up in zip(ids, columns[PARENT], strict=True)
        if up and heirs.get(up, up) != own
    }
    placed = {one.account: one.number for one in told if one.what == PARENT}
    starts = [heirs.get(own, own) for own in merged]
    cut += [(PARENT, own) for own in _straightened(parents, placed, starts=[*placed, *starts])]
    return tuple(cut)


def _straightened(links: Links, corrections: Mapping[str, int], *, starts: Iterable[str]) -> list[str]:
    """Take links out until no circle is reached from the starts, and return whose.

    In a circle an imported link goes first, the last on the way round; among corrections the newest.
    """
    gone = []
    for start in starts:
        while circle := _circle(start, links):
            imported = [own for own in circle if own not in corrections]
            gone.append(imported[-1] if imported else max(circle, key=lambda own: corrections[own]))
            del links[gone[-1]]
    return gone


def _circle(start: str, links: Links) -> list[str]:
    """Return the circle that a walk from a start runs into; empty if it ends."""
    seen = {start: 0}
    at = start
    while (at := links.get(at, "")) and at not in seen:
        seen[at] = len(seen)
    return list(seen)[seen[at] :] if at else []


def _end(start: str, links: Links) -> str:
    """Return where a walk ends, or is stopped by a circle that no correction is in."""
    seen = {start}
    at = start
    while (after := links.get(at, "")) and after not in seen:
        seen.add(after)
        at = after
    return at


def _corrected_assignments(table: pa.Table, told: Sequence[Override]) -> pa.Table:
    """Return assignments with the primary ones of corrected accounts ended at the first corrected day."""
    by_account: dict[str, list[Override]] = {}
    for one in sorted(told, key=lambda o: o.starts_on or date.min):
        by_account.setdefault(one.account, []).append(one)
    first = {account: ones[0].starts_on or date.min for account, ones in by_account.items()}
    touched = pc.and_(
        pc.is_in(table["account_id"], value_set=pa.array(first, pa.string())),
        pc.equal(table["role"], "primary"),
    )
    before = [
        {**row, "ends_on": min(row["ends_on"] or date.max, first[row["account_id"]])}
        for row in table.filter(touched).to_pylist()
        if row["starts_on"] < first[row["account_id"]]
    ]
    after = [row for ones in by_account.values() for row in _owned(ones)]
    return _with_rows(table.filter(pc.invert(touched)), [*before, *after])


def _owned(ones: Sequence[Override]) -> Iterable[dict[str, Any]]:
    """Yield one account's corrected owners as assignments, each until the next one begins."""
    ends = [one.starts_on for one in ones[1:]]
    for one, end in zip(ones, [*ends, None], strict=True):
        yield {
            "account_id": one.account,
            "seller_id": one.value,
            "role": "primary",
            "share": Decimal(1),
            "starts_on": one.starts_on,
            "ends_on": end,
        }


def _with_rows(table: pa.Table, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Return a table with rows at its end; columns that a row does not name are empty."""
    told = {name: [row.get(name) for row in rows] for name in table.schema.names}
    return pa.concat_tables([table, pa.table(told, schema=table.schema)])


def described(one: Override) -> str:
    """Return a correction in words: `merge A into B`, `parent of A is P`, `owner of A is S from ...`."""
    value = one.value or "none"
    told = {
        MERGE: f"merge {one.account} into {value}" if one.value else f"{one.account} is not merged",
        NAME: f"name {one.account} {value!r}",
        PARENT: f"parent of {one.account} is {value}",
    }.get(one.what, f"{one.what} of {one.account} is {value}")
    return f"{told} from {one.starts_on}" if one.starts_on else told
