"""How a file would be read: the mapping of its columns, and its first rows as they would be stored.

Guarantees that a person sees what a yes would mean before saying it. Leaves the account of lines
and money to `receipts`.
"""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from fourfold.book.imports import ImportReport
from fourfold.book.quarantine import Reject
from fourfold.reports.grids import Column, Grid, Kind
from fourfold.reports.tables import Look, plain_table, shown

_PREVIEW_ROWS = 5


def import_mapping(report: ImportReport, look: Look) -> RenderableType:
    """Return the mapping of a profile and the first rows that it reads."""
    profile = report.profile
    form = f"{profile.format}, dates {profile.date_format}, decimal mark {profile.decimal_mark!r}"
    if profile.format == "csv":
        form = f"{form}, delimiter {profile.delimiter!r}, {profile.encoding}"
    columns = (Column("field", "Field", Kind.TEXT), Column("column", "Taken from", Kind.TEXT))
    rows = tuple((name, str(expression)) for name, expression in profile.columns.items())
    mapping = Grid(f"{report.table} from {report.file}", columns, rows)
    parts: list[RenderableType] = [
        Text(shown(f"Profile {profile.name}: {form}"), style="bold"),
        plain_table(mapping, look),
    ]
    if report.preview:
        names = report.preview_fields
        preview = Grid(
            "First rows",
            tuple(Column(name, name, Kind.TEXT) for name in names),
            tuple(tuple(row[: len(names)]) for row in report.preview[:_PREVIEW_ROWS]),
        )
        parts += [Text(""), plain_table(preview, look)]
    return Group(*parts, Text(""))


def rejects_grid(rejects: tuple[Reject, ...]) -> Grid:
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
