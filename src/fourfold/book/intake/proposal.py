"""Proposing a profile for a file never seen before: from a look at it, with what is unsure as questions.

Guarantees that nothing ambiguous is chosen silently: dates that fit two orders, numbers that fit two
notations, skipped lines, alike names and made-up columns are each a question. Leaves confirming to
`fourfold.book.imports` and reading to `fourfold.book.intake.reading`.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from fourfold.book.intake import archive, excel, parquet
from fourfold.book.intake.batches import REPAIRED, Batch, Context
from fourfold.book.intake.codes import finding, shown
from fourfold.book.intake.csv_source import CsvSource
from fourfold.book.intake.days import day_pattern, read_day
from fourfold.book.intake.dialects import look_at_text
from fourfold.book.intake.guesses import Written, guess_days, guess_numbers
from fourfold.book.intake.looks import PREVIEW_ROWS, Proposal
from fourfold.book.intake.mapping import simplified
from fourfold.book.intake.matching import SIGNS, currency_in, match_columns, product_of
from fourfold.book.intake.names import check_names
from fourfold.book.intake.profile import Expression, Profile, parse_expression
from fourfold.book.intake.typed import Job, Typing
from fourfold.book.schema import Kind, Table
from fourfold.book.settings import Settings
from fourfold.errors import BadRequest, Finding

NUMBERS = (Kind.MONEY, Kind.QUANTITY, Kind.RATE, Kind.SHARE)


@dataclass(frozen=True, slots=True)
class _Look:
    """A file's name and layout as settings of a profile, with its header, sample rows and questions."""

    file: str
    settings: Mapping[str, Any]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    questions: tuple[Finding, ...]


def propose(
    path: Path, table: Table, settings: Settings, overrides: Mapping[str, str], name: str
) -> Proposal:
    """Return a profile for a file.

    Parameters
    ----------
    path
        The file: delimited text, Excel or Parquet, possibly inside one .gz or .zip.
    table
        The table whose rows it holds.
    settings
        The book's settings; its currency fills a missing currency column, with a question.
    overrides
        Field to mapping, as `--map` gives them; they are not questioned.
    name
        The profile's name.

    Raises
    ------
    RefusedFile
        The file cannot be read at all: empty, of another kind, without columns or header.
    BadRequest
        An override names no field of the table or no column of the file.
    """
    given = {field: parse_expression(text) for field, text in overrides.items()}
    with tempfile.TemporaryDirectory() as folder:
        file = archive.unpack(path, Path(folder), path.name)
        look = _look(file, path.name)
        _check_given(given, table, look.header)
        profile, questions = _mapped(table, look, given, settings, name)
        profile, further = _written(profile, table, look, file, path.name)
    asked = [*look.questions, *questions, *further]
    used = {column for expression in profile.columns.values() for column in expression.columns}
    missing = tuple(field for field in table.required if field not in profile.columns)
    asked += [
        finding("Q316", f"no column found for '{field}'", file=path.name, column=field) for field in missing
    ]
    fields, preview = _preview(profile, table, look, settings)
    unmapped = tuple(c for c in look.header if c not in used and c not in REPAIRED)
    return Proposal(profile, tuple(asked), fields, preview, unmapped, missing)


def _look(file: Path, name: str) -> _Look:
    kind = archive.content_kind(file)
    if kind in (archive.XLSX, archive.PARQUET):
        peek = excel.peek(file, name) if kind == archive.XLSX else parquet.peek(file, name)
        layout: dict[str, Any] = {"format": "excel" if kind == archive.XLSX else "parquet"}
        layout |= {"sheet": peek.sheet, "header_line": peek.header_line}
        return _Look(name, layout, peek.header, peek.rows, peek.questions)
    shape = look_at_text(file, name)
    check_names(shape.header, name, shape.header_line)
    layout = {"encoding": shape.encoding, "delimiter": shape.delimiter, "header_line": shape.header_line,
              "comment": shape.comment, "trailer": shape.trailer}  # fmt: skip
    return _Look(name, layout, shape.header, shape.rows, shape.questions)


def _check_given(given: Mapping[str, Expression], table: Table, header: tuple[str, ...]) -> None:
    for field, expression in given.items():
        if field not in table:
            known = ", ".join(c.name for c in table.columns)
            raise BadRequest(
                f"table {table.name} has no field '{field}'", place="--map", remedy=f"use one of {known}"
            )
        for column in expression.columns:
            if column not in header:
                known = ", ".join(shown(c, 30) for c in header[:30])
                raise BadRequest(
                    f"the file has no column '{column}'",
                    place=f"--map {field}={expression}",
                    remedy=f"use one of {known}",
                )


def _mapped(
    table: Table, look: _Look, given: Mapping[str, Expression], settings: Settings, name: str
) -> tuple[Profile, list[Finding]]:
    match = match_columns(table, look.header, given, look.file)
    fields, questions = dict(match.fields), list(match.questions)
    taken = {column for expression in fields.values() for column in expression.columns}
    if "amount" in table and "amount" not in fields:
        product = product_of(look.header, fields.get("quantity"), taken)
        if product is not None:
            fields["amount"] = product
            message = f"amount = {product}: no column is named as an amount"
            questions.append(finding("Q317", message, file=look.file, column=str(product)))
    priced = "amount" in table and ("amount" in fields or table.column("amount").required)
    if priced and "currency" not in fields:
        columns = fields["amount"].columns if "amount" in fields else ()
        told = next((c for c in map(currency_in, columns) if c), "")
        fields["currency"] = Expression(constant=told or settings.currency)
        why = (
            "as the amount's name tells" if told else "the book's currency: no column is named as a currency"
        )
        message = f"currency = {told or settings.currency}, {why}"
        questions.append(finding("Q317", message, file=look.file))
    ordered = {c.name: fields[c.name] for c in table.columns if c.name in fields}
    layout = {setting: value for setting, value in look.settings.items() if value != ""}
    profile = Profile(
        name, table.name, columns=ordered, seen=tuple(c for c in look.header if c not in REPAIRED), **layout
    )
    return profile, questions


def _written(
    profile: Profile, table: Table, look: _Look, file: Path, name: str
) -> tuple[Profile, list[Finding]]:
    questions: list[Finding] = []
    columns = {c: i for i, c in enumerate(look.header)}
    numbers = [
        row[columns[c]]
        for field, expression in profile.columns.items()
        if table.column(field).kind in NUMBERS
        for c in expression.columns
        for row in look.rows
    ]
    written = guess_numbers(numbers, name)
    profile = replace(profile, **written.settings)
    questions += written.questions
    dated = [c.name for c in table.columns if c.kind is Kind.DATE and c.name in profile.columns]
    for field in sorted(dated, key=lambda f: f not in table.required)[:1]:
        written = _days(profile, field, look, file, name)
        profile = replace(profile, **written.settings)
        questions += written.questions
    profile, asked = _ends(profile, look, name)
    return _spelled(_signs(profile, look), table, look, file), [*questions, *asked]


def _days(profile: Profile, field: str, look: _Look, file: Path, name: str) -> Written:
    """Tell the date format from the sample; look at every row if the sample leaves it open."""
    columns = profile.columns[field].columns
    if not columns:
        return Written({})
    at = look.header.index(columns[0])
    written = guess_days(Counter(row[at] for row in look.rows), name, columns[0])
    if profile.format != "csv" or not any(q.code == "Q801" for q in written.questions):
        return written
    return guess_days(_all_values(profile, file, columns[0], name), name, columns[0])


def _all_values(profile: Profile, file: Path, column: str, name: str) -> Counter[str]:
    source = CsvSource(file, profile, name)
    source.select(frozenset([column]))
    counted: Counter[str] = Counter()
    for batch in source.batches():
        for entry in batch.cells.column(column).value_counts().to_pylist():
            counted[entry["values"]] += entry["counts"]
    return counted


def _signs(profile: Profile, look: _Look) -> Profile:
    """Map currency signs and words of the currency column to codes."""
    expression = profile.columns.get("currency")
    if expression is None or not expression.columns:
        return profile
    at = look.header.index(expression.columns[0])
    known = {**SIGNS, "Euro": "EUR", "euro": "EUR", "eur": "EUR", "usd": "USD", "gbp": "GBP"}
    pairs = {row[at]: known[row[at]] for row in look.rows if row[at] in known}
    return replace(profile, values={**profile.values, "currency": pairs}) if pairs else profile


def _ends(profile: Profile, look: _Look, name: str) -> tuple[Profile, list[Finding]]:
    """Take ends of periods for last days where each of them is the last day of a month."""
    column = profile.columns.get("ends_on", Expression()).columns
    if not column:
        return profile, []
    at, pattern = look.header.index(column[0]), day_pattern(profile.date_format)
    days = [day for row in look.rows if (day := read_day(row[at], pattern)) is not None]
    if not days or any((day + timedelta(days=1)).day != 1 for day in days):
        return profile, []
    message = (
        f"'{shown(column[0])}' holds last days: {days[0]} is read as before {days[0] + timedelta(days=1)}"
    )
    return replace(profile, ends="inclusive"), [finding("Q807", message, file=name, column=column[0])]


def _spelled(profile: Profile, table: Table, look: _Look, file: Path) -> Profile:
    """Map words of columns with choices to the choices, as `gewonnen` to `won`."""
    values = dict(profile.values)
    for column in table.columns:
        names = profile.columns[column.name].columns if column.name in profile.columns else ()
        if not column.choices or len(names) != 1:
            continue
        at = look.header.index(names[0])
        cells = {row[at] for row in look.rows}
        if profile.format == "csv" and not cells <= {"", *column.choices}:
            cells |= set(_all_values(profile, file, names[0], look.file))
        known = column.spellings
        pairs = {cell: known[word] for cell in sorted(cells) if (word := simplified(cell)) in known}
        if different := {cell: choice for cell, choice in pairs.items() if cell != choice}:
            values[column.name] = different
    return replace(profile, values=values) if values else profile


def _preview(
    profile: Profile, table: Table, look: _Look, settings: Settings
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    rows = look.rows[:PREVIEW_ROWS]
    fields = tuple(profile.columns)
    cells = pa.table({c: pa.array([row[i] for row in rows], pa.string()) for i, c in enumerate(look.header)})
    places = np.arange(1, len(rows) + 1)
    job = Job(table, profile, profile.columns, look.header, Context(settings.currency))
    typed = Typing(job).batch(Batch(cells, places, places, np.ones(len(rows), np.int64)), [])
    return fields, tuple(
        tuple(_cell(typed.columns[f][i].as_py(), row, profile.columns[f], look.header) for f in fields)
        for i, row in enumerate(rows)
    )


def _cell(value: object, row: tuple[str, ...], expression: Expression, header: tuple[str, ...]) -> str:
    if value is not None:
        return shown(str(value))
    text = " * ".join(row[header.index(c)] for c in expression.columns)
    return f"?{shown(text)}" if text else ""
