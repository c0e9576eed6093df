"""Making a book again from the files as received: to take an import back, or to prove and repair it.

Guarantees that replayed imports keep their numbers and the profile frozen in them, that overrides
stay, that a rebuild
is committed only if rows and money of every table and currency equal the current snapshot's, and
that a raw file is checked against its SHA-256 before it is read. Leaves the weighing to `absorb`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fourfold.book import durable, reading, writing
from fourfold.book.absorb import absorb
from fourfold.book.failpoints import reach
from fourfold.book.schema import TABLES
from fourfold.book.segments import Desk
from fourfold.book.snapshots import ImportRecord, Snapshot, totals
from fourfold.book.weighing import Arrival, Progress, weigh
from fourfold.book.workspace import Workspace, commit, history
from fourfold.errors import BadRequest, WorkspaceFault


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A snapshot made again: its name, how many imports were replayed, and the rows of each table."""

    snapshot: str
    replayed: int
    rows: tuple[tuple[str, int], ...]


def _silent(stage: str, done: int, total: int) -> None:
    del stage, done, total


def undo_import(workspace: Workspace, number: int, progress: Progress = _silent) -> Snapshot:
    """Make a snapshot without an import: the state before it, then the later imports once more.

    The import's number is not used again; its record stays, marked as undone.

    Raises
    ------
    BadRequest
        No import of that number is in the book; the remedy names those that are.
    WorkspaceFault
        Another import is running, or a raw file changed since receipt.
    """
    with writing.hold(workspace) as work:
        state = writing.to_write_on(workspace)[0]
        gone = state.find_import(number)
        if gone is None or gone.undone:
            there = ", ".join(str(r.number) for r in state.active) or "none"
            raise BadRequest(
                f"no import #{number} in the book", place="undo", remedy=f"imports there are: {there}"
            )
        before = [r for r in state.active if r.number < number]
        after = [r for r in state.active if r.number > number]
        start, missing = _latest_with(workspace, state, before)
        made = _replay(workspace, start, [*missing, *after], _Site(work, state.number + 1, progress))
        log = {r.number: r for r in (*state.imports, *made.imports)} | {number: replace(gone, undone=True)}
        made = replace(made, imports=tuple(log[n] for n in sorted(log)), overrides=state.overrides)
        done = commit(workspace, writing.succeed(state, made, f"import {number} undone"))
        writing.sweep_files(workspace)
        reach("acknowledge")
        return done


def rebuild(workspace: Workspace, progress: Progress = _silent) -> Rebuilt:
    """Make the current snapshot again from the raw files and commit it if its totals are equal.

    Raises
    ------
    WorkspaceFault
        A raw file changed since receipt, or totals differ (the message says where); nothing was changed.
    """
    with writing.hold(workspace) as work:
        state = writing.to_write_on(workspace)[0]
        empty = Snapshot(name="", number=state.number, parent=state.parent)
        made = _replay(workspace, empty, state.active, _Site(work, state.number + 1, progress))
        _compare(state, made)
        log = {r.number: r for r in (*state.imports, *made.imports)}
        made = replace(made, imports=tuple(log[n] for n in sorted(log)), overrides=state.overrides)
        done = commit(workspace, writing.succeed(state, made, f"rebuilt {state.name}"))
        writing.sweep_files(workspace)
        reach("acknowledge")
        rows = {s.table: done.rows(s.table) for s in done.segments}
        return Rebuilt(done.name, len(state.active), tuple(sorted(rows.items())))


@dataclass(frozen=True, slots=True)
class _Site:
    work: Path
    snapshot_number: int
    progress: Progress


def _latest_with(
    workspace: Workspace, state: Snapshot, wanted: Sequence[ImportRecord]
) -> tuple[Snapshot, Sequence[ImportRecord]]:
    """Return the snapshot with the longest run of these imports and no others, and those it lacks."""
    keys = [(r.number, r.key) for r in wanted]
    best = Snapshot(name="", number=state.number, parent=state.parent)
    for old in history(workspace):
        have = [(r.number, r.key) for r in old.active]
        if have == keys[: len(have)] and len(have) >= len(best.active) and _whole(workspace, old):
            best = old
    return best, wanted[len(best.active) :]


def _whole(workspace: Workspace, snapshot: Snapshot) -> bool:
    try:
        for segment in snapshot.files:
            workspace.file(segment)
    except WorkspaceFault:
        return False
    return True


def _replay(workspace: Workspace, state: Snapshot, records: Sequence[ImportRecord], site: _Site) -> Snapshot:
    for record in records:
        raw = workspace.folder / record.raw
        if not raw.exists() or durable.sha256_of(raw) != record.sha256:
            fate = "changed" if raw.exists() else "is gone"
            raise WorkspaceFault(
                f"raw file {record.sha256[:4]}… {fate} since receipt {record.received_at[:10]}",
                place=f"import #{record.number}, {record.file}",
                remedy="put the file as received back, or import it again",
            )
        folder = site.work / f"reading-{record.number}"
        with reading.open_content(raw, record.file, folder) as content:
            weighed = weigh(workspace, state, _arrival(record, content), site.progress)
        desk = Desk(workspace, site.work, site.snapshot_number, record.number, weighed.arrival.profile.source)
        state = absorb(state, weighed, desk, site.progress)
    return state


def _arrival(record: ImportRecord, content: reading.Content) -> Arrival:
    return Arrival(
        number=record.number,
        content=content,
        file=record.file,
        sha256=record.sha256,
        raw=record.raw,
        key=record.key,
        received_at=record.received_at,
        table=TABLES[record.table],
        profile=reading.profile_of(record),
    )


def _compare(state: Snapshot, made: Snapshot) -> None:
    for what, then, now in (
        ("", state.segments, made.segments),
        ("quarantined ", state.quarantine, made.quarantine),
    ):
        before, after = totals(then), totals(now)
        for table, currency in sorted(before.keys() | after.keys()):
            old, new = before.get((table, currency), (0, 0)), after.get((table, currency), (0, 0))
            if old != new:
                told = f"{old[1]} {currency} now {new[1]}" if currency else f"{old[0]:,} rows now {new[0]:,}"
                raise WorkspaceFault(
                    f"rebuilding gives other totals: {what}{table}, {told}",
                    place=state.name,
                    remedy="the stored snapshot stays; compare the imports with `fourfold status`",
                )
