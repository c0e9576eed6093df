"""Reading one file by a profile: every line and all money accounted for, or the file is refused.

Guarantees that lines = header + accepted + rejected + blank + other and, per currency, money read
= accepted + rejected + left out, exactly; nothing is handed over that does not close. Leaves
committing to `fourfold.book.imports` and limits to `fourfold.book.intake.child`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fourfold.book.intake import archive, excel, parquet
from fourfold.book.intake.accepted import AcceptedFile, accepted_schema, provenance
from fourfold.book.intake.batches import Batch, LineCounts, Lines, Reading, ReadJob, RowFault, Source
from fourfold.book.intake.closing import Closing, TotalLine, check_closing
from fourfold.book.intake.codes import finding, refused
from fourfold.book.intake.csv_source import CsvSource
from fourfold.book.intake.mapping import Mapped, map_columns
from fourfold.book.intake.profile import Profile
from fourfold.book.intake.rejected import Reject, Rejects
from fourfold.book.intake.repeats import Repeats, settle_repeats
from fourfold.book.intake.tallies import Tally
from fourfold.book.intake.telling import previewed, structural, with_nearest
from fourfold.book.intake.totals import looks_like_total
from fourfold.book.intake.typed import Job, Mask, Typed, Typing
from fourfold.book.schema import FILE_LINE, TABLES, Table
from fourfold.errors import Finding

TOLD = ("amount", "currency", "order_id", "line_id")


def open_file(path: Path, profile: Profile, name: str = "") -> Source:
    """Open a file by a profile of any format.

    Raises
    ------
    RefusedFile
        What the format's reader refuses.
    NeedsConfirmation
        The file leaves open what to read (several sheets).
    """
    if profile.format == "excel":
        return excel.open_source(path, profile, name)
    if profile.format == "parquet":
        return parquet.open_source(path, profile, name)
    return CsvSource(path, profile, name)


def read(job: ReadJob) -> Reading:
    """Read a file into accepted and rejected rows.

    Parameters
    ----------
    job
        The file, the profile, the table, what the book knows, and an empty folder for the rows.

    Returns
    -------
    Reading
        Grain of the accepted file: one row of the table; of the rejected file: one fault of a record.

    Raises
    ------
    RefusedFile
        The file's structure is faulty, no row can be accepted (E213, E806), a control total differs
        (E701, E212), or an account does not close (E299, E702); each finding has its remedy.
    NeedsConfirmation
        An archive or workbook holds several files or sheets.
    """
    path = archive.unpack(job.path, job.into, job.shown_name)
    source = open_file(path, job.profile, job.shown_name)
    table = TABLES[job.table_name]
    mapped = map_columns(job.profile, table, source.header, job.shown_name)
    if isinstance(source, CsvSource):
        source.select(mapped.wanted)
    with Rejects(job.into / "rejected.parquet", job.shown_name) as rejects:
        reader = _Reader(job, table, source, mapped, rejects)
        for batch in source.batches():
            reader.take(batch)
            _report(job, source)
        reader.take_faults()
        reader.finish(path)
    return reader.reading()


def _report(job: ReadJob, source: Source) -> None:
    if job.progress is not None:
        job.progress(source.done, source.size)


class _Reader:
    """Takes the batches of one file into account, one after another."""

    def __init__(self, job: ReadJob, table: Table, source: Source, mapped: Mapped, rejects: Rejects) -> None:
        self.job, self.table, self.source, self.mapped, self.rejects = job, table, source, mapped, rejects
        self.typing = Typing(Job(table, job.profile, mapped.fields, source.header, job.context))
        self.accepted = AcceptedFile(job.into / "accepted.parquet", accepted_schema(table, source.header))
        keyed = bool(table.key) and all(name in mapped.fields for name in table.key)
        self.keyed = keyed
        self.repeats = Repeats(
            table.key if keyed else tuple(c.name for c in table.columns if c.name in mapped.fields)
        )
        self.tally = Tally()
        self.moneyed = "amount" in mapped.fields and "amount" in table
        self.totals: list[TotalLine] = []
        self.lines: Counter[str] = Counter()
        self.rows: Counter[str] = Counter()
        self.last_data = 0
        self.constant = mapped.fields["currency"].constant if "currency" in mapped.fields else None

    def take(self, batch: Batch) -> None:
        """Type a batch, write its rows, count its lines and money."""
        delivered = self.take_faults()
        typed = self.typing.batch(batch, delivered)
        aside = typed.totals.copy()
        for reason, rows in typed.excluded.items():
            aside |= rows
            self.lines[f"excluded: {reason}"] += int(batch.spans[rows].sum())
        good = ~typed.bad & ~aside
        self._take_totals(batch, typed)
        self._reject(batch, typed)
        self._accept(batch, typed, good)
        self._count_money(typed, good, aside & ~typed.totals)
        self.lines["accepted"] += int(batch.spans[good].sum())
        self.lines["rejected"] += int(batch.spans[typed.bad].sum())
        self.rows.update(
            accepted=int(good.sum()),
            rejected=int(typed.bad.sum()),
            excluded=int((aside & ~typed.totals).sum()),
        )
        data = np.flatnonzero(~typed.totals)
        self.last_data = int(batch.lines[data[-1]]) if len(data) else self.last_data

    def take_faults(self) -> list[RowFault]:
        """Reject the undelivered records, and return the faults of those in the next batch."""
        own = list(self.source.faults)
        self.source.faults.clear()
        undelivered: dict[int, list[RowFault]] = {}
        for fault in own:
            if not fault.delivered:
                undelivered.setdefault(fault.line, []).append(fault)
        for line, group in undelivered.items():
            if looks_like_total(group[0].cells) and group[0].code in ("E201", "E202"):
                self.totals.append(TotalLine(line, group[0].span, group[0].cells))
                continue
            self.rejects.add(structural(f, self.constant) for f in group)
            self.lines["rejected"] += group[0].span
            self.rows["rejected"] += 1
            self.last_data = max(self.last_data, line)
            if self.moneyed:
                self.tally.add_unknown(self.constant)
        return [fault for fault in own if fault.delivered]

    def _take_totals(self, batch: Batch, typed: Typed) -> None:
        for row in np.flatnonzero(typed.totals).tolist():
            names = set(batch.cells.column_names)
            cells = tuple(
                batch.cells.column(n)[row].as_py() if n in names else "" for n in self.source.header
            )
            self.totals.append(TotalLine(int(batch.lines[row]), int(batch.spans[row]), cells))

    def _reject(self, batch: Batch, typed: Typed) -> None:
        if not typed.flaws:
            return
        raw = self.source.raw(batch.lines[typed.bad].tolist())
        flaws = sorted(typed.flaws, key=lambda f: f.row)
        rows = pa.array([flaw.row for flaw in flaws])
        known = {name: typed.columns[name].take(rows).to_pylist() for name in TOLD if name in typed.columns}
        rejects = []
        for i, flaw in enumerate(flaws):
            line = int(batch.lines[flaw.row])
            told: Any = {name: values[i] for name, values in known.items()}
            record = int(batch.records[flaw.row])
            rejects.append(
                Reject(
                    *(line, record, flaw.code, flaw.message, flaw.column, flaw.position, flaw.value),
                    expected=flaw.expected,
                    raw=raw[line],
                    **told,
                )
            )
        self.rejects.add(rejects)

    def _accept(self, batch: Batch, typed: Typed, good: Mask) -> None:
        whole = {**typed.columns, **provenance(batch, self.job.profile.source, self.source.header)}
        rows = pa.table(
            {name: whole[name] for name in self.accepted.schema.names}, schema=self.accepted.schema
        )
        rows = rows if good.all() else rows.filter(pa.array(good))
        self.accepted.write(rows)
        self.repeats.take(rows)
        if self.moneyed:
            self.tally.add("accepted", rows["amount"].combine_chunks(), rows["currency"].combine_chunks())

    def _count_money(self, typed: Typed, good: Mask, excluded: Mask) -> None:
        if not self.moneyed:
            return
        amounts, currencies = typed.columns["amount"], typed.columns["currency"]
        kinds = {"read": ~typed.totals, "rejected": typed.bad, "excluded": excluded}
        for kind, rows in kinds.items():
            if rows.any():
                chosen = pa.array(rows)
                self.tally.add(kind, amounts.filter(chosen), currencies.filter(chosen))
        headers = {f.row for f in typed.flaws if f.code == "E211"}
        unread = np.asarray(pc.is_null(amounts)) & ~good & ~typed.totals
        for row in np.flatnonzero(unread).tolist():
            if row not in headers:
                self.tally.add_unknown(currencies[row].as_py())

    # the end

    def finish(self, path: Path) -> None:
        """Close the accepted file and reject the rows whose key stands on other rows too."""
        self.accepted.close()
        places = self.repeats.repeated()
        if not len(places) or not self.keyed:
            return
        again = open_file(path, self.job.profile, self.job.shown_name)
        settled = settle_repeats(self.accepted, places, self.table.key, again)
        for reject, span in settled:
            self.lines["accepted"] -= span
            self.lines["rejected"] += span
            self.rows["accepted"] -= 1
            self.rows["rejected"] += 1
            if self.moneyed and reject.amount is not None:
                self.tally.move(reject.currency or "?", reject.amount)
        self.rejects.add(reject for reject, _ in settled)

    def reading(self) -> Reading:
        """Return the account, after every check of it."""
        counts = self._counts()
        money = self.tally.counts()
        closing = Closing(
            self.job, counts, money, dict(self.rows), self.totals, self.last_data, self.typing, self.rejects
        )
        noticed = check_closing(closing)
        noticed = [*self.source.findings, *self.mapped.findings, *noticed]
        if isinstance(self.source, CsvSource):
            noticed += self.source.closing_findings()
        if not self.keyed and len(twins := self.repeats.repeated()):
            noticed.append(self._twins(twins))
        read = sum(self.rows.values())
        findings = [
            *(with_nearest(f, self.mapped, self.job.context) for f in self.rejects.findings(read)),
            *(f for f in noticed if f.code[0] != "Q"),
        ]
        return Reading(
            counts=counts,
            money=money,
            rows_accepted=self.rows["accepted"],
            rows_rejected=self.rows["rejected"],
            accepted=self.accepted.path,
            rejected=self.rejects.path,
            findings=tuple(findings),
            questions=tuple(previewed(f, self.rows["accepted"]) for f in noticed if f.code[0] == "Q"),
        )

    def _counts(self) -> LineCounts:
        whole = self.source.counts
        other = Counter(whole.other)
        other.update({kind: n for kind, n in self.lines.items() if kind.startswith("excluded")})
        other["trailer"] += sum(line.span for line in self.totals)
        kinds = {kind: n for kind, n in other.items() if n}
        counts = replace(whole, accepted=self.lines["accepted"], rejected=self.lines["rejected"], other=kinds)
        if not counts.closes:
            raise refused("E299", f"the lines do not close: {counts}", file=self.job.shown_name)
        return counts

    def _twins(self, places: Lines) -> Finding:
        line = self.accepted.at(places[:1])[FILE_LINE][0].as_py()
        message = f"{len(places):,} identical rows; no line number column"
        return finding("Q502", message, file=self.job.shown_name, line=line, count=len(places))
