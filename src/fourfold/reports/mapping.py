"""How a file would be read: the mapping of its columns, and its first rows as they would be stored.

Guarantees that a person sees what a yes would mean before saying it. Leaves the account of lines
and money to `receipts`.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from fourfold.book.imports import ImportReport
from fourfold.book.quarantine import Reject
from fourfold.reports.grids import Column, Grid, Kind
from fourfold.reports.numbers import count, full
from fourfold.reports.tables import Look, plain_table, shown

_PREVIEW_ROWS = 3
_WIDEST_SAMPLE = 14
_MOST_REJECTS = 50


def import_mapping(report: ImportReport, look: Look) -> RenderableType:
    """Return the mapping of a profile and the first rows that it reads."""
    profile = report.profile
    form = f"{profile.format}, dates {profile.date_format}, decimal mark {profile.decimal_mark!r}"
    if profile.format == "csv":
        form = f"{form}, delimiter {profile.delimiter!r}, {profile.encoding}"
    samples = [dict(zip(report.preview_fields, row, strict=False)) for row in report.preview[:_PREVIEW_ROWS]]
    columns = (
        Column("field", "Field", Kind.TEXT),
        Column("column", "Taken from", Kind.TEXT),
        *(Column(f"row_{n}", f"Row {n}", Kind.TEXT) for n in range(1, len(samples) + 1)),
    )
    rows = tuple(
        (name, str(expression), *(_cut(sample.get(name, "")) for sample in samples))
        for name, expression in profile.columns.items()
    )
    mapping = Grid(f"{report.table} from {report.file}", columns, rows)
    heading = Text(shown(f"Profile {profile.name}: {form}"), style="bold")
    return Group(heading, plain_table(mapping, look), Text(""))


def rejects_text(rejects: Sequence[Reject]) -> RenderableType:
    """Return each open rejected record for people: where it stood, what is wrong, what to do."""
    parts: list[RenderableType] = [Text(f"{count(len(rejects))} rows in quarantine", style="bold")]
    for reject in rejects[:_MOST_REJECTS]:
        value = f", worth {full(reject.amount)} {reject.currency}" if reject.amount is not None else ""
        place = f"import #{reject.import_number}, {reject.file}, line {reject.line}"
        parts += [
            Text(""),
            Text(shown(f"{' '.join(reject.codes)} {place}, column {reject.column}{value}"), style="bold"),
            Text(shown(f"  {reject.message}")),
            Text(shown(f"  remedy: {reject.remedy}"), style="dim"),
        ]
    if len(rejects) > _MOST_REJECTS:
        parts.append(Text(f"\n{count(len(rejects) - _MOST_REJECTS)} more: fourfold rejects --output FILE"))
    return Group(*parts)


def rejects_grid(rejects: Sequence[Reject]) -> Grid:
    """Return one row for each open rejected record: where it stood, what is wrong, what to do."""
    columns = (
        Column("import", "Import", Kind.COUNT),
        Column("line", "Line", Kind.COUNT),
        Column("code", "Code", Kind.TEXT),
        Column("column", "Column", Kind.TEXT),
        Column("value", "Value", Kind.TEXT),
        Column("message", "What is wrong", Kind.TEXT),
        Column("remedy", "Remedy", Kind.TEXT),
        Column("amount", "Amount", Kind.MONEY),
        Column("currency", "Currency", Kind.TEXT),
    )
    rows = tuple(
        (
            r.import_number,
            r.line,
            " ".join(r.codes),
            r.column,
            r.value,
            r.message,
            r.remedy,
            r.amount,
            r.currency,
        )
        for r in rejects
    )
    return Grid("Rows in quarantine", columns, rows)


def _cut(text: str) -> str:
    return text if len(text) <= _WIDEST_SAMPLE else text[: _WIDEST_SAMPLE - 1] + "…"
