"""Receipts of an import and the state of a workspace: where every line and all money went.

Guarantees that the parts of an account are listed with their sum, and that each finding stands
with its place and remedy. Leaves JSON of the same to delivery, which has the records.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from fourfold.book.imports import ImportReport
from fourfold.book.intake import LineCounts
from fourfold.book.settings import Settings
from fourfold.book.snapshots import ImportRecord, Snapshot, totals
from fourfold.errors import Finding
from fourfold.reports.grids import Cell, Column, Grid, Kind
from fourfold.reports.numbers import count, full
from fourfold.reports.tables import Look, hyphened, plain_table, shown

MOST_FINDINGS = 20


def import_account(report: ImportReport, look: Look) -> RenderableType:
    """Return what an import did to every line, row and amount, then what was found and must be asked."""
    parts: list[RenderableType] = [Text(shown(_outcome(report)), style="bold"), _lines(report.lines, look)]
    if report.money:
        parts += [Text(""), plain_table(money_grid(report), look)]
    parts += [Text(""), Text(_rows(report))]
    if report.changes:
        parts += [Text(""), plain_table(_changes(report), look)]
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


def money_grid(report: ImportReport) -> Grid:
    """Return one row for each currency: read = accepted + rejected + excluded, and what cannot be read."""
    names = ("read", "accepted", "rejected", "excluded")
    columns = (
        Column("currency", "Money", Kind.TEXT),
        *(Column(name, name.capitalize(), Kind.MONEY) for name in names),
        Column("unknown", "Unreadable rows", Kind.COUNT),
    )
    rows = tuple(
        (currency, counts.read, counts.accepted, counts.rejected, counts.excluded, counts.unknown)
        for currency, counts in sorted(report.money.items())
    )
    return Grid("Money", columns, rows)


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
    ]
    return Group(*parts)


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


def _lines(lines: LineCounts, look: Look) -> RenderableType:
    others = tuple((kind, number) for kind, number in lines.other.items())
    parts = (
        ("header", lines.header),
        ("accepted", lines.accepted),
        ("rejected, in quarantine", lines.rejected),
        ("blank", lines.blank),
        *others,
    )
    rows: list[tuple[Cell, ...]] = [(name, number) for name, number in parts if number]
    rows.append(("= all lines of the file" if lines.closes else "all lines: does not close", lines.total))
    columns = (Column("kind", "Lines", Kind.TEXT), Column("lines", "Number", Kind.COUNT))
    return plain_table(Grid("Lines", columns, tuple(rows)), look)


def _rows(report: ImportReport) -> str:
    numbers = (
        ("new", report.new),
        ("already there", report.known),
        ("changed", report.changed),
        ("rejected", report.rejected),
        ("stored rows replaced", report.superseded),
        ("quarantined rows repaired", report.closed),
    )
    told = ", ".join(f"{count(n)} {name}" for name, n in numbers if n or name == "new")
    return f"Rows: {told}."


def _changes(report: ImportReport) -> Grid:
    columns = tuple(Column(n, n.capitalize(), Kind.TEXT) for n in ("key", "column", "old", "new"))
    return Grid("Changes", columns, tuple((c.key, c.column, c.old, c.new) for c in report.changes))


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
