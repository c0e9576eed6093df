"""What a file would do to a book: each row's standing, the account of lines and money, the questions.

Guarantees that weighing changes nothing, and that every line and all money of the file stay
accounted for when the book rejects rows that intake accepted. Leaves doing it to `absorb`, and
asking to `imports`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from fourfold.book import codes, consistency, reading, segments, usual
from fourfold.book.changes import Change, told_changes
from fourfold.book.closing import Verdict, closes
from fourfold.book.failpoints import reach
from fourfold.book.intake import LineCounts, MoneyCounts, Profile, Reading, ReadJob
from fourfold.book.meeting import CHANGED, CONTRADICTED, KNOWN, NEW, REPEATED
from fourfold.book.quarantine import Entry, late_rejects
from fourfold.book.reading import Content
from fourfold.book.reconcile import Incoming, Standings, standings
from fourfold.book.schema import FILE_LINE, Table
from fourfold.book.segments import Positions
from fourfold.book.snapshots import Snapshot
from fourfold.book.workspace import Workspace
from fourfold.errors import Finding, RefusedFile

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that came: its content, to be asked, what it is called, and how it is read."""

    number: int
    content: Content
    file: str
    sha256: str
    raw: str
    key: str
    received_at: str
    table: Table
    profile: Profile


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a file would do to a book: the account of its lines and money, and each row's standing.

    `late` are the rows that intake accepted and the book rejects, in the form of `REJECTED`;
    `dropped` their positions among the accepted rows.
    """

    arrival: Arrival
    reading: Reading
    standings: Standings
    lines: LineCounts
    money: Mapping[str, MoneyCounts]
    late: pa.Table
    dropped: Positions
    closing: frozenset[Entry]
    findings: tuple[Finding, ...] = ()
    questions: tuple[Finding, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def rows_rejected(self) -> int:
        """How many records are rejected, by intake or by the book."""
        return self.reading.rows_rejected + len(self.dropped)

    @property
    def new(self) -> int:
        """How many rows the book does not have yet."""
        return self.standings.count(NEW) - int((self.standings.rows[self.dropped] == NEW).sum())

    @property
    def known(self) -> int:
        """How many rows the book has already, repetitions inside the file included."""
        return self.standings.count(KNOWN, REPEATED)

    @property
    def changed(self) -> int:
        """How many rows replace stored ones."""
        return self.standings.count(CHANGED) - int((self.standings.rows[self.dropped] == CHANGED).sum())


def weigh(workspace: Workspace, state: Snapshot, arrival: Arrival, progress: Progress) -> Weighed:
    """Read a file and say what it would do to a state; writes only into the folder of its content.

    Raises
    ------
    RefusedFile
        The file's structure is faulty, or its account does not close (E299, E702).
    """
    reach("stage")
    job = ReadJob(
        arrival.content.path,
        arrival.profile,
        arrival.table.name,
        replace(
            reading.context_of(workspace, state, arrival.table, arrival.profile.source),
            usual_rows=usual.usual_rows(state, arrival.table.name, arrival.profile.name),
        ),
        arrival.content.folder,
        lambda done, total: progress("reading", done, total),
        arrival.file,
    )
    read = arrival.content.read(job)
    reach("type")
    incoming = Incoming(read.accepted, arrival.table, arrival.profile.source)
    found = standings(workspace, state, incoming, lambda done, total: progress("comparing", done, total))
    faults = _contradictions(incoming, found) | consistency.faults(workspace, state, incoming, found)
    dropped = np.array(sorted(faults), np.int64)
    rows = rows_at(read.accepted, dropped)
    raw = arrival.content.raw(arrival.profile, set(rows.column(FILE_LINE).to_pylist()))
    told = {
        line: faults[int(at)] for at, line in zip(dropped, rows.column(FILE_LINE).to_pylist(), strict=True)
    }
    lines, money = _moved(read, rows, raw)
    if not lines.closes or not all(m.closes for m in money.values()):
        raise RefusedFile([codes.finding("E702", "lines or money do not close", file=arrival.file)])
    late = late_rejects(rows, told, raw)
    changes = told_changes(workspace, state, incoming, found)
    weighed = Weighed(arrival, read, found, lines, money, late, dropped, frozenset(), changes=changes)
    weighed = replace(weighed, closing=closes(workspace, state, arrival, Verdict(read, late, dropped)))
    findings, questions = _asked(state, weighed, faults)
    coming = usual.Coming(read.accepted, arrival.table.name, arrival.profile.name, arrival.file)
    questions = (*questions, *usual.price_questions(workspace, state, coming))
    return replace(weighed, findings=findings, questions=questions)


def _contradictions(incoming: Incoming, found: Standings) -> dict[int, Finding]:
    """Return rows that share their key with a row that differs; those whose hashes only collided are NEW."""
    at = found.positions(CONTRADICTED)
    rows = rows_at(incoming.path, at).select([*incoming.table.key, FILE_LINE]).to_pylist()
    groups: dict[tuple[object, ...], list[tuple[int, int]]] = {}
    for place, row in zip(at.tolist(), rows, strict=True):
        groups.setdefault(tuple(row[name] for name in incoming.table.key), []).append((place, row[FILE_LINE]))
    told: dict[int, Finding] = {}
    for key, group in groups.items():
        if len(group) == 1:
            found.rows[group[0][0]] = NEW
            continue
        lines = " and ".join(str(line) for _, line in group[:5])
        fault = codes.finding(
            "E501",
            f"lines {lines} have the same key and differ",
            column=incoming.table.key[-1],
            value="/".join(str(part) for part in key),
            expected="one row per key",
        )
        told |= {place: fault for place, _ in group}
    return told


def rows_at(path: Path, positions: Positions) -> pa.Table:
    """Return the rows of a Parquet file at these ascending positions."""
    taken, start = [], 0
    for batch in segments.stream(path) if len(positions) else ():
        here = positions[
            np.searchsorted(positions, start) : np.searchsorted(positions, start + batch.num_rows)
        ]
        if len(here):
            taken.append(batch.take(pa.array(here - start)))
        start += batch.num_rows
    return pa.Table.from_batches(taken, schema=pq.read_schema(path))


def _moved(
    read: Reading, rows: pa.Table, raw: Mapping[int, str]
) -> tuple[LineCounts, dict[str, MoneyCounts]]:
    """Return the account of lines and money with rows moved from accepted to rejected."""
    spans = sum(1 + text.rstrip("\r\n").count("\n") for text in raw.values()) + rows.num_rows - len(raw)
    lines = replace(read.counts, accepted=read.counts.accepted - spans, rejected=read.counts.rejected + spans)
    money = dict(read.money)
    for row in rows.to_pylist() if "amount" in rows.column_names else ():
        amount = row["amount"]
        if amount is None:
            continue
        before = money[row["currency"]]
        money[row["currency"]] = replace(
            before, accepted=before.accepted - amount, rejected=before.rejected + amount
        )
    return lines, money


def _asked(
    state: Snapshot, weighed: Weighed, faults: Mapping[int, Finding]
) -> tuple[tuple[Finding, ...], ...]:
    found, file, name = weighed.standings, weighed.arrival.file, weighed.arrival.profile.name
    findings, questions = (
        list(weighed.reading.findings),
        [q for q in weighed.reading.questions if q.code != "Q502"],
    )
    findings += consistency.grouped(faults.values(), file)
    if repeated := found.count(REPEATED):
        findings.append(
            codes.finding("W503", f"{repeated:,} rows repeat another row", file=file, count=repeated)
        )
    if found.equal:
        asked = any(f.code == "W504" for r in state.active if r.profile_name == name for f in r.findings)
        message = (
            f"{found.equal + 1:,} identical rows; no line number column"
            if found.equal == 1
            else f"{found.equal:,} rows are identical to another row; no line number column"
        )
        findings.append(codes.finding("W504", message, file=file, count=found.equal))
        if not asked:
            questions.append(codes.finding("Q502", message, file=file, count=found.equal))
    if weighed.changed - found.changed_orders > 0 or weighed.changes:
        questions += _change_questions(weighed, file)
    if elsewhere := len(found.elsewhere):
        questions.append(
            codes.finding(
                "Q507",
                f"{elsewhere:,} rows have an order id that another source has",
                file=file,
                count=elsewhere,
            )
        )
    if rejected := weighed.rows_rejected:
        total = rejected + weighed.reading.rows_accepted - len(weighed.dropped)
        questions.append(
            codes.finding("Q508", f"{rejected:,} of {total:,} rows rejected", file=file, count=rejected)
        )
    return tuple(findings), tuple(questions)


def _change_questions(weighed: Weighed, file: str) -> Iterator[Finding]:
    orders = weighed.standings.changed_orders
    if orders:
        yield codes.finding("Q506", f"{orders:,} orders changed: old -> new", file=file, count=orders)
    elif weighed.changed:
        yield codes.finding(
            "Q505", f"{weighed.changed:,} changed: old -> new", file=file, count=weighed.changed
        )
