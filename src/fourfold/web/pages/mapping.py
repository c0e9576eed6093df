"""The mapping of a file on a page: which field is taken from which column, with the first rows.

Guarantees that a form which was not changed gives the mapping that was looked at. Leaves what a
mapping means to `fourfold.book.intake`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fourfold.book.imports import ImportReport
from fourfold.book.intake import Expression, parse_expression
from fourfold.book.schema import TABLES
from fourfold.words import say

SAMPLES = 3
NOTHING = "="
"""The mapping of a field that the file is not to fill: a constant without a value."""

BY_RULE = "\0rule"
"""What the list of columns says of a field that is taken from a rule: no column is named so."""


@dataclass(frozen=True, slots=True)
class TableShown:
    """A table to choose: its name, the name as people read it, and what one row is."""

    name: str
    title: str
    grain: str


def tables_shown() -> tuple[TableShown, ...]:
    """Return every table of a book."""
    return tuple(TableShown(table.name, titled(table.name), say(table.grain)) for table in TABLES.values())


def titled(name: str) -> str:
    """Return the name of a table or a field as people read it, in their language."""
    return say(name.replace("_", " ").capitalize())


@dataclass(frozen=True, slots=True)
class FieldShown:
    """One field of a table: what it holds, the column it is taken from, or the rule, and first values."""

    name: str
    about: str
    is_required: bool
    column: str
    rule: str
    samples: tuple[str, ...]

    @property
    def title(self) -> str:
        """The name as people read it."""
        return titled(self.name)

    @property
    def mapped(self) -> str:
        """The mapping as text; empty if there is none."""
        return self.column or self.rule


def fields_shown(report: ImportReport) -> tuple[FieldShown, ...]:
    """Return every field of the report's table, with its mapping and the values of the first rows."""
    places = {name: place for place, name in enumerate(report.preview_fields)}
    shown = []
    for column in TABLES[report.table].columns:
        expression = report.profile.columns.get(column.name)
        place = places.get(column.name)
        samples = tuple(row[place] for row in report.preview[:SAMPLES]) if place is not None else ()
        shown.append(
            FieldShown(column.name, say(column.meaning), column.required, *_told(expression, report), samples)
        )
    return tuple(shown)


def _told(expression: Expression | None, report: ImportReport) -> tuple[str, str]:
    if expression is None or str(expression) == NOTHING:
        return "", ""
    text = str(expression)
    is_column = expression.constant is None and text in report.profile.seen
    return (text, "") if is_column else ("", text)


def changed(report: ImportReport, form: Mapping[str, str]) -> dict[str, str]:
    """Return the mappings that a form changes, by field; none if it is as it was shown, or without fields.

    Raises
    ------
    BadRequest
        A rule that is no mapping; the remedy shows the forms that are.
    """
    found: dict[str, str] = {}
    for field in fields_shown(report):
        if f"column.{field.name}" not in form:
            continue
        column, rule = (form.get(f"{kind}.{field.name}", "").strip() for kind in ("column", "rule"))
        is_rule = rule and (rule != field.rule or column in {"", BY_RULE})
        wanted = rule if is_rule else column.removeprefix(BY_RULE)
        if wanted != field.mapped:
            found[field.name] = str(parse_expression(wanted or NOTHING))
    return found
