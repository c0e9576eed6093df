"""Importing a file into a book: whole or not at all, once, and with a person's yes where one is due.

Guarantees that a file is kept as received before anything is made of it, that the same file is
recognised, that nothing is changed before the questions are answered, and that a death at any
moment leaves the book as it was before or as it is after. Leaves the weighing to `absorb`,
taking back to `rebuild`, and printing to delivery.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from fourfold.book import durable, reading, writing
from fourfold.book.absorb import absorb
from fourfold.book.changes import Change
from fourfold.book.failpoints import reach
from fourfold.book.intake import LineCounts, MoneyCounts, Profile, profile_to_toml
from fourfold.book.reading import Chosen, Content, Wish
from fourfold.book.schema import TABLES
from fourfold.book.segments import Desk
from fourfold.book.snapshots import ImportRecord, Snapshot
from fourfold.book.weighing import Arrival, Progress, Weighed, weigh
from fourfold.book.workspace import Workspace, commit
from fourfold.errors import BadRequest, Finding, NeedsConfirmation, RefusedFile, WorkspaceFault


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """A wish to import a file.

    Parameters
    ----------
    path
        The file.
    table
        The canonical table that its rows belong to.
    profile
        A profile's name; empty finds a saved one that fits, or proposes one.
    overrides
        Mappings of fields to columns, as `{"amount": "Quantity*UnitPrice"}`.
    confirmed
        A person said yes to whatever has to be confirmed.
    dry_run
        Give the account, change nothing.
    wait
        Seconds to wait for another import.
    """

    path: Path
    table: str = "order_lines"
    profile: str = ""
    overrides: Mapping[str, str] = field(default_factory=dict)
    confirmed: bool = False
    dry_run: bool = False
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do.

    `outcome` is `imported`, `dry run`, or `already imported`; `number` is the import's (the
    earlier one's if it is already there). `preview` are the first rows by `preview_fields`, where a
    profile was proposed, and `unmapped` the columns that it does not read. `new`, `known`, `changed`
    and `rejected` count rows; `superseded` stored rows that gave way; `closed` quarantined rows that
    it repaired.
    """

    outcome: str
    number: int
    file: str
    table: str
    profile: Profile
    lines: LineCounts
    money: Mapping[str, MoneyCounts]
    new: int
    known: int
    changed: int
    rejected: int
    superseded: int
    closed: int
    snapshot: str
    findings: tuple[Finding, ...] = ()
    questions: tuple[Finding, ...] = ()
    changes: tuple[Change, ...] = ()
    preview: tuple[tuple[str, ...], ...] = ()
    preview_fields: tuple[str, ...] = ()
    unmapped: tuple[str, ...] = ()


def _silent(stage: str, done: int, total: int) -> None:
    del stage, done, total


def import_file(workspace: Workspace, request: ImportRequest, progress: Progress = _silent) -> ImportReport:
    """Import a file, and say what became of every line of it.

    Raises
    ------
    NeedsConfirmation
        Something has to be confirmed; nothing was changed. Repeat with `confirmed`.
    RefusedFile
        The file's structure is faulty; nothing was loaded.
    BadRequest
        No such file, table, profile or mapping.
    WorkspaceFault
        Another import is running, or stored data is damaged.
    """
    if request.table not in TABLES:
        raise BadRequest(
            f"no table {request.table!r}", place="--table", remedy=f"use one of: {', '.join(TABLES)}"
        )
    if not request.path.is_file():
        raise BadRequest("no such file", place=str(request.path), remedy="check the name")
    with writing.hold(workspace, request.wait, lambda: progress("waiting", 0, 0)) as work:
        return _import(workspace, request, work, progress)


def _import(workspace: Workspace, request: ImportRequest, work: Path, progress: Progress) -> ImportReport:
    state, warnings = writing.to_write_on(workspace)
    _room_for(request.path, work)
    copy, digest = receive(request.path, work, progress)
    with reading.open_content(copy, shown_file(request.path.name), work / "reading") as content:
        chosen: Chosen | None = None
        if request.profile or request.overrides:
            chosen = _choose(workspace, state, content, request)
        earlier = _earlier(state, request.table, digest, chosen)
        if earlier:
            return _already(earlier, state)
        chosen = chosen or _choose(workspace, state, content, request)
        weighed = weigh(workspace, state, _arrival(state, request, chosen, content, digest), progress)
    weighed = replace(
        weighed, questions=(*chosen.questions, *weighed.questions), findings=(*warnings, *weighed.findings)
    )
    if request.dry_run:
        return _report("dry run", weighed, state, chosen)
    if weighed.questions and not request.confirmed:
        raise NeedsConfirmation(weighed.questions)
    _keep(workspace, weighed.arrival, copy)
    if chosen.unsaved:
        reading.save_confirmed(workspace, chosen.profile, work)
    done = _store(workspace, state, weighed, work, progress)
    reach("acknowledge")
    return _report("imported", weighed, done, chosen)


def _room_for(path: Path, work: Path) -> None:
    needed, free = 3 * path.stat().st_size, shutil.disk_usage(work).free
    if needed > free:
        raise WorkspaceFault(
            f"disk full: needs {needed / 1e9:.1f} GB, {free / 1e9:.1f} GB free",
            place=str(work.parent.parent),
            remedy="make room, then repeat",
        )


def receive(path: Path, work: Path, progress: Progress) -> tuple[Path, str]:
    """Copy a file into the work folder and return the copy with its SHA-256, told while copying."""
    reach("receive")
    total, done, digest = path.stat().st_size, 0, hashlib.sha256()
    copy = work / f"received{suffix_of(path.name)}"
    with path.open("rb") as source, copy.open("wb") as target:
        while chunk := source.read(durable.CHUNK):
            target.write(chunk)
            digest.update(chunk)
            done += len(chunk)
            progress("receiving", done, total)
    reach("hash")
    return copy, digest.hexdigest()


def suffix_of(name: str) -> str:
    """Return the suffix under which a file is kept: its own, if it is short and plain."""
    suffix = Path(name).suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) else ".bin"


def shown_file(name: str) -> str:
    """Return a file's name fit for log and screen: control characters replaced, cut at 120 characters."""
    return "".join(c if c.isprintable() else "_" for c in name)[:120]


def _choose(workspace: Workspace, state: Snapshot, content: Content, request: ImportRequest) -> Chosen:
    wish = Wish(request.profile, request.overrides)
    name = shown_file(request.path.name)
    try:
        chosen = reading.choose_profile(workspace, state, content, TABLES[request.table], wish)
    except RefusedFile as fault:
        raise RefusedFile([replace(f, file=name) for f in fault.findings]) from fault
    chosen = replace(chosen, questions=tuple(replace(q, file=name) for q in chosen.questions))
    if not chosen.unsaved or request.profile:
        return chosen
    return replace(chosen, profile=reading.unused_name(workspace, chosen.profile))


def _earlier(state: Snapshot, table: str, digest: str, chosen: Chosen | None) -> ImportRecord | None:
    for record in state.active:
        if (record.sha256, record.table) == (digest, table) and (
            chosen is None or profile_to_toml(chosen.profile) == record.profile
        ):
            return record
    return None


def _arrival(
    state: Snapshot, request: ImportRequest, chosen: Chosen, content: Content, digest: str
) -> Arrival:
    text = profile_to_toml(chosen.profile)
    key = hashlib.sha256(f"{digest}\n{request.table}\n{text}".encode()).hexdigest()
    return Arrival(
        number=state.next_import,
        content=content,
        file=shown_file(request.path.name),
        sha256=digest,
        raw=f"raw/{digest}{suffix_of(request.path.name)}",
        key=key,
        received_at=datetime.now(UTC).isoformat(timespec="seconds"),
        table=TABLES[request.table],
        profile=chosen.profile,
    )


def _keep(workspace: Workspace, arrival: Arrival, received: Path) -> None:
    reach("keep")
    raw = workspace.folder / arrival.raw
    if raw.exists() and durable.sha256_of(raw) != arrival.sha256:
        raw.unlink()  # damaged since an earlier receipt: the same bytes came again
    if not raw.exists():
        durable.place(received, raw, keep=True)


def _store(
    workspace: Workspace, state: Snapshot, weighed: Weighed, work: Path, progress: Progress
) -> Snapshot:
    arrival = weighed.arrival
    desk = Desk(workspace, work, state.number + 1, arrival.number, arrival.profile.source)
    after = absorb(state, weighed, desk, progress)
    return commit(workspace, writing.succeed(state, after, f"import {arrival.number}"))


def _already(record: ImportRecord, state: Snapshot) -> ImportReport:
    return ImportReport(
        outcome="already imported",
        number=record.number,
        file=record.file,
        table=record.table,
        profile=reading.profile_of(record),
        lines=record.lines,
        money=record.money,
        new=0,
        known=record.rows_accepted,
        changed=0,
        rejected=0,
        superseded=0,
        closed=0,
        snapshot=state.name,
        findings=(),
    )


def _report(outcome: str, weighed: Weighed, state: Snapshot, chosen: Chosen) -> ImportReport:
    arrival = weighed.arrival
    record, proposal = state.find_import(arrival.number), chosen.proposal
    return ImportReport(
        outcome=outcome,
        number=arrival.number,
        file=arrival.file,
        table=arrival.table.name,
        profile=arrival.profile,
        lines=weighed.lines,
        money=weighed.money,
        new=weighed.new,
        known=weighed.known,
        changed=weighed.changed,
        rejected=weighed.rows_rejected,
        superseded=record.superseded if record else 0,
        closed=len(weighed.closing),
        snapshot=state.name,
        findings=weighed.findings,
        questions=weighed.questions,
        changes=weighed.changes,
        preview=proposal.preview if proposal else (),
        preview_fields=proposal.fields if proposal else (),
        unmapped=proposal.unmapped if proposal else (),
    )
