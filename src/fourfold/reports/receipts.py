"""Receipts of an import and the state of a workspace: where every line and all money went.

Guarantees that the parts of an account are listed with their sum, and that each finding stands
with its place and remedy. Leaves JSON of the same to delivery, which has the records.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from fourfold.book.changes import Change
from fourfold.book.imports import ImportReport
from fourfold.book.intake import LineCounts, MoneyCounts
from fourfold.book.settings import Settings
from fourfold.book.snapshots import ImportRecord, Snapshot, totals
from fourfold.errors import Finding
from fourfold.reports.grids import Cell, Column, Grid, Kind
from fourfold.reports.numbers import count, full
from fourfold.reports.tables import Look, hyphened, plain_table, shown
from fourfold.words import message, say

MOST_FINDINGS = 20


def import_account(report: ImportReport, look: Look) -> RenderableType:
    """Return what an import did to every line, row and amount, then what was found and must be asked."""
    parts: list[RenderableType] = [
        Text(shown(_outcome(report)), style="bold"),
        plain_table(lines_grid(report.lines), look),
    ]
    if report.money:
        parts += [Text(""), plain_table(money_grid(report.money), look)]
    parts += [Text(""), Text(rows_line(report))]
    if report.changes:
        parts += [Text(""), plain_table(changes_grid(report.changes), look)]
    parts += findings_text((*report.findings, *report.questions))
    return Group(*parts)


def findings_text(findings: Sequence[Finding]) -> list[RenderableType]:
    """Return each finding with place, expectation and remedy; the first twenty, then how many more."""
    parts: list[RenderableType] = []
    for finding in findings[:MOST_FINDINGS]:
        head = f"{finding.code} {finding.message}{_place(finding)}"
        parts += [Text(""), Text(shown(head), style="bold" if finding.code.startswith(("E", "Q")) else "")]
        if finding.value or finding.expected:
            parts.append(Text(shown(f"  found {finding.value!r}; expected {finding.expected}")))
        parts.append(Text(shown(f"  remedy: {finding.remedy}"), style="dim"))
    if len(findings) > MOST_FINDINGS:
        parts.append(Text(f"\n{count(len(findings) - MOST_FINDINGS)} more kinds of findings", style="dim"))
    return parts


def money_grid(money: Mapping[str, MoneyCounts]) -> Grid:
    """Return one row for each currency: read = accepted + rejected + excluded, and rows it cannot read."""
    columns = (
        Column("currency", "Money", Kind.TEXT),
        Column("read", "Read", Kind.MONEY),
        Column("accepted", "Accepted", Kind.MONEY),
        Column("rejected", "Rejected", Kind.MONEY),
        Column("excluded", "Excluded", Kind.MONEY),
        Column("unknown", "Unreadable rows", Kind.COUNT),
    )
    rows = tuple(
        (currency, counts.read, counts.accepted, counts.rejected, counts.excluded, counts.unknown)
        for currency, counts in sorted(money.items())
    )
    return Grid(say("Money"), columns, rows)


def status(settings: Settings, snapshot: Snapshot, look: Look) -> RenderableType:
    """Return what a workspace holds: its settings, rows by table, imports, quarantine."""
    told = [settings.currency, settings.timezone, _calendar(settings)]
    parts: list[RenderableType] = [
        Text(shown(f"{snapshot.name} · {' · '.join(told)}"), style="bold"),
        Text(""),
        plain_table(_tables(snapshot), look),
        Text(""),
        plain_table(imports_grid(snapshot.imports), look),
        Text(""),
        Text(quarantine_line(snapshot)),
        *(Text(line) for line in _corrections(snapshot)),
    ]
    return Group(*parts)


def _corrections(snapshot: Snapshot) -> tuple[str, ...]:
    number = sum(one.is_open for one in snapshot.overrides)
    told = message(
        "Corrections of accounts and owners on top of it: {number}; fourfold override list shows them."
    )
    return (say(told, number=count(number)),) if number else ()


def imports_grid(records: Iterable[ImportRecord]) -> Grid:
    """Return one row for each import: number, file, table, day, lines, rows in, rows quarantined."""
    columns = (
        Column("number", "No.", Kind.TEXT),
        Column("file", "File", Kind.TEXT),
        Column("table", "Table", Kind.TEXT),
        Column("received", "Received", Kind.DATE),
        Column("lines", "Lines", Kind.COUNT),
        Column("accepted", "Rows in", Kind.COUNT),
        Column("rejected", "Quarantined", Kind.COUNT),
    )
    rows = tuple(
        (
            f"#{r.number}",
            f"{r.file} (undone)" if r.undone else r.file,
            r.table,
            r.received_at[:10],
            r.lines.total,
            r.rows_accepted,
            r.rows_rejected,
        )
        for r in records
    )
    return Grid("Imports", columns, rows)


def quarantine_line(snapshot: Snapshot) -> str:
    """Return how many faulty rows wait, what they are worth as far as known, and what to do."""
    held = snapshot.quarantined
    if not held.rows:
        return "No row waits in quarantine."
    worth = ", ".join(f"{full(m.amount)} {m.currency}" for m in held.money if m.amount)
    unknown = f"{count(held.unknown)} of unknown value" if held.unknown else ""
    told = "; ".join(part for part in (worth, unknown) if part)
    rows = f"{count(held.rows)} faulty rows wait in quarantine"
    return hyphened(f"{rows}{f' ({told})' if told else ''}: fourfold rejects lists them for repair.")


def _outcome(report: ImportReport) -> str:
    told = {
        "imported": f"imported as #{report.number}",
        "already imported": f"already imported as #{report.number}; nothing was added",
        "dry run": "dry run: nothing was changed",
    }
    outcome = told.get(report.outcome, report.outcome)
    return f"{report.file}: {outcome} (table {report.table}, profile {report.profile.name})"


def lines_grid(lines: LineCounts) -> Grid:
    """Return where every line of a file went, each kind that there was, and the sum."""
    others = tuple((kind, number) for kind, number in lines.other.items())
    parts = (
        (say("header"), lines.header),
        (say("accepted"), lines.accepted),
        (say("rejected, in quarantine"), lines.rejected),
        (say("blank"), lines.blank),
        *others,
    )
    rows: list[tuple[Cell, ...]] = [(name, number) for name, number in parts if number]
    whole = say("= all lines of the file") if lines.closes else say("all lines: does not close")
    rows.append((whole, lines.total))
    columns = (Column("kind", "Lines", Kind.TEXT), Column("lines", "Number", Kind.COUNT))
    return Grid(say("Lines"), columns, tuple(rows))


def rows_line(report: ImportReport | ImportRecord) -> str:
    """Return in one sentence what an import did to the rows of the book."""
    numbers = (
        (message("{count} new"), report.new),
        (message("{count} already there"), report.known),
        (message("{count} changed"), report.changed),
        (
            message("{count} rejected"),
            report.rejected if isinstance(report, ImportReport) else report.rows_rejected,
        ),
        (message("{count} stored rows replaced"), report.superseded),
        (message("{count} quarantined rows repaired"), report.closed),
    )
    told = [say(text, count=count(n)) for at, (text, n) in enumerate(numbers) if n or not at]
    return say("Rows: {parts}.", parts=", ".join(told))


def changes_grid(changes: Sequence[Change]) -> Grid:
    """Return one row for each value that changes: key, column, old and new text."""
    columns = (
        Column("key", "Key", Kind.TEXT),
        Column("column", "Column", Kind.TEXT),
        Column("old", "Old", Kind.TEXT),
        Column("new", "New", Kind.TEXT),
    )
    return Grid(say("Changes"), columns, tuple((c.key, c.column, c.old, c.new) for c in changes))


def _place(finding: Finding) -> str:
    parts = [
        f"line {finding.line:,}" if finding.line else "",
        f"column {finding.column}" if finding.column else "",
        f"{finding.count:,} rows" if finding.count > 1 else "",
    ]
    told = ", ".join(part for part in parts if part)
    return f" ({told})" if told else ""


def _tables(snapshot: Snapshot) -> Grid:
    columns = (
        Column("table", "Table", Kind.TEXT),
        Column("rows", "Rows", Kind.COUNT),
        Column("currency", "Currency", Kind.TEXT),
        Column("money", "Amounts", Kind.MONEY),
    )
    rows = tuple(
        (table, rows or None, currency, amount if currency else None)
        for (table, currency), (rows, amount) in sorted(totals(snapshot.segments).items())
    )
    return Grid("Tables", columns, rows)


def _calendar(settings: Settings) -> str:
    if settings.calendar != "months":
        return f"calendar {settings.calendar}"
    return f"fiscal year from month {settings.fiscal_year_starts}"
