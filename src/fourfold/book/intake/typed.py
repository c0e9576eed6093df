"""Typing: text cells become the typed columns of a canonical table, or faults with their reason.

Guarantees that every cell is checked as text before it is converted, that money is exact, that an
empty amount is never 0, and that a row with any fault is not accepted. Leaves counting and writing
to `fourfold.book.intake.reading`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fourfold.book.intake.across import Amounts, differing_products, finer_than_currency, multiply
from fourfold.book.intake.batches import Batch, Context, RowFault
from fourfold.book.intake.codes import shown
from fourfold.book.intake.contradictions import contradictions
from fourfold.book.intake.days import Days
from fourfold.book.intake.decimals import LIMIT, Allowed, Notation, number_fault, to_decimals
from fourfold.book.intake.flaws import Flaw
from fourfold.book.intake.profile import BY_CURRENCY, Expression, Profile
from fourfold.book.intake.ranges import outside
from fourfold.book.intake.references import check_rates, days_of_rates, unknown_ids
from fourfold.book.intake.texts import Names, faulty_texts, is_currency, text_fault
from fourfold.book.intake.wholes import delivered_flaws, left_out, repeated_headers, total_rows
from fourfold.book.schema import Column, Kind, Table

Mask = npt.NDArray[np.bool_]
FACTOR = Allowed(6, pa.decimal128(18, 6), Decimal(10) ** 11)


@dataclass(slots=True)
class Typed:
    """One batch typed: a column per field, its flaws, the rows left out by reason, the total rows."""

    columns: dict[str, pa.Array]
    flaws: list[Flaw]
    excluded: dict[str, Mask]
    totals: Mask
    bad: Mask = field(default_factory=lambda: np.zeros(0, np.bool_))


@dataclass(frozen=True, slots=True)
class Job:
    """What typing needs to know: table, profile, the mapping in this file, its header, the book."""

    table: Table
    profile: Profile
    fields: Mapping[str, Expression]
    header: tuple[str, ...]
    context: Context


class Typing:
    """Types the batches of one file, one after another.

    Parameters
    ----------
    job
        What to type by.
    """

    def __init__(self, job: Job) -> None:
        self.job = job
        profile = job.profile
        self.noticed: list[Flaw] = []
        self.notation = Notation(profile.decimal_mark, profile.thousands, profile.negatives)
        self.days = {
            c.name: Days(profile.date_format, profile.dates)
            for c in job.table.columns
            if c.kind is Kind.DATE and c.name in job.fields
        }
        watched = [
            c.name
            for c in job.table.columns
            if c.name.endswith("_name") or c.references or c.name in job.table.key
        ]
        self.names = {n: Names(n) for n in watched if n in job.fields and n not in ("order_id", "line_id")}

    def batch(self, batch: Batch, faults: list[RowFault]) -> Typed:
        """Return the batch typed; `faults` are those of records delivered in it."""
        size = len(batch.lines)
        header = self.job.header
        typed = Typed({}, delivered_flaws(batch, faults), {}, total_rows(batch, header))
        typed.flaws += repeated_headers(batch, header)
        flawed = {(f.row, f.column) for f in typed.flaws}
        for column in self.job.table.columns:
            if column.name in self.job.fields:
                values, flaws = self._column(column, batch)
                typed.columns[column.name] = values
                typed.flaws += [f for f in flaws if (f.row, f.column) not in flawed]
            else:
                typed.columns[column.name] = pa.nulls(size, column.kind.arrow)
        across = [*self._across(typed, batch), *self._contradictions(typed)]
        self.noticed += [flaw for flaw in across if flaw.code[0] == "W"]
        typed.flaws += [flaw for flaw in across if flaw.code[0] != "W"]
        typed.excluded = left_out(batch, self.job.profile.rules, typed.totals)
        self._settle(typed, size)
        return typed

    def _settle(self, typed: Typed, size: int) -> None:
        """Drop the flaws of rows that are left out or totals, and mark the rows of the others."""
        aside = typed.totals.copy()
        for rows in typed.excluded.values():
            aside |= rows
        headers = {f.row for f in typed.flaws if f.code == "E211"}
        typed.flaws = [
            f for f in typed.flaws if not aside[f.row] and (f.code == "E211" or f.row not in headers)
        ]
        typed.bad = np.zeros(size, np.bool_)
        typed.bad[[f.row for f in typed.flaws]] = True

    # single columns

    def _column(self, column: Column, batch: Batch) -> tuple[pa.Array, list[Flaw]]:
        expression = self.job.fields[column.name]
        if expression.is_product:
            return self._product(column, batch, expression)
        texts = self._texts(column, batch, expression)
        values, faulty, why = self._typed(column, texts, batch)
        flaws = self._flaws(column, texts, faulty, why)
        if column.required:
            flaws += self._empty(column, texts)
        return values, flaws + self._further(column, texts, values, faulty)

    def _texts(self, column: Column, batch: Batch, expression: Expression) -> pa.StringArray:
        if expression.constant is not None:
            return pa.array([expression.constant] * len(batch.lines), pa.string())
        texts = _one(batch.cells.column(expression.columns[0]))
        pairs = self.job.profile.values.get(column.name)
        if not pairs:
            return texts
        found = pc.index_in(texts, value_set=pa.array(list(pairs), pa.string()))
        return pc.coalesce(pa.array(list(pairs.values()), pa.string()).take(found), texts)

    def _typed(
        self, column: Column, texts: pa.StringArray, batch: Batch
    ) -> tuple[pa.Array, Mask, Callable[[str], tuple[str, str]]]:
        if column.kind is Kind.DATE:
            days = self.days[column.name]
            values, faulty = days.read(texts, batch.lines)
            if column.name == "ends_on" and self.job.profile.ends == "inclusive":
                values = pc.add(values.cast(pa.int32()), pa.scalar(1, pa.int32())).cast(pa.date32())
            return values, faulty, days.fault
        if column.kind in (Kind.TEXT, Kind.CURRENCY):
            return self._text(column, texts)
        allowed = self._allowed(column)
        notation = self.notation
        values, faulty = to_decimals(texts, notation, allowed)
        return values, faulty, lambda text: number_fault(text, notation, allowed)

    def _text(
        self, column: Column, texts: pa.StringArray
    ) -> tuple[pa.Array, Mask, Callable[[str], tuple[str, str]]]:
        if column.kind is Kind.CURRENCY:
            texts = pc.ascii_trim_whitespace(texts)
            coded = texts.dictionary_encode()
            wrong = np.array([bool(t) and not is_currency(t) for t in coded.dictionary.to_pylist()], np.bool_)
            faulty = wrong[np.asarray(coded.indices)]
            return _nulled(texts, faulty), faulty, _currency_fault
        faulty = faulty_texts(texts)
        if column.name in self.names:
            self.names[column.name].look(texts)
        return _nulled(texts, faulty), faulty, text_fault

    def _allowed(self, column: Column) -> Allowed:
        stored = column.kind.arrow
        most = {Kind.RATE: Decimal(10) ** 9, Kind.SHARE: Decimal(9)}.get(column.kind, LIMIT)
        decimals = column.kind.decimals
        if column.kind is Kind.MONEY and self.job.profile.amount_decimals != BY_CURRENCY:
            decimals = self.job.profile.amount_decimals
        return Allowed(decimals, stored, most)

    def _flaws(
        self, column: Column, texts: pa.StringArray, faulty: Mask, why: Callable[[str], tuple[str, str]]
    ) -> list[Flaw]:
        rows = np.flatnonzero(faulty).tolist()
        if not rows:
            return []
        name, position = self._place(column)
        found = []
        for row, text in zip(rows, texts.take(pa.array(rows)).to_pylist(), strict=True):
            code, message = why(text)
            found.append(Flaw(row, code, message, name, position, shown(text), self._expected(column)))
        return found

    def _place(self, column: Column) -> tuple[str, int | None]:
        columns = self.job.fields[column.name].columns
        if not columns:
            return column.name, None
        return columns[0], self.job.header.index(columns[0]) + 1

    def _expected(self, column: Column) -> str:
        profile = self.job.profile
        if column.kind is Kind.DATE:
            return f"a date like {profile.date_format}, {profile.dates[0]}…{profile.dates[1]}"
        if column.kind is Kind.TEXT:
            return ", ".join(column.choices) or f"text of at most {200} characters"
        if column.kind is Kind.CURRENCY:
            return "an ISO 4217 code"
        return f"plain digits, decimals after '{profile.decimal_mark}'"

    def _empty(self, column: Column, texts: pa.StringArray) -> list[Flaw]:
        rows = np.flatnonzero(np.asarray(pc.equal(pc.ascii_trim_whitespace(texts), ""))).tolist()
        name, position = self._place(column)
        more = "; empty is not 0" if column.kind is Kind.MONEY else ""
        message = f"{column.name} is empty{more}"
        return [Flaw(r, "E401", message, name, position, "", self._expected(column)) for r in rows]

    def _further(self, column: Column, texts: pa.StringArray, values: pa.Array, faulty: Mask) -> list[Flaw]:
        found: list[tuple[str, str, Mask]] = []
        if column.choices:
            allowed = np.asarray(pc.is_in(texts, value_set=pa.array(["", *column.choices])))
            found.append(("E422", f"is not one of {', '.join(column.choices)}", ~allowed & ~faulty))
        beyond = outside(column, values)
        if beyond is not None:
            found.append(("E424", *beyond))
        known = self.job.context.known.get(column.name)
        if known is not None:
            table = column.references or self.job.table.name
            found.append(("E601", f"is not in {table}", unknown_ids(values, known)))
        return [f for code, text, rows in found for f in self._marked(column, texts, rows, (code, text))]

    def _marked(self, column: Column, texts: pa.StringArray, rows: Mask, why: tuple[str, str]) -> list[Flaw]:
        return self._flaws(
            column, texts, rows, lambda text: (why[0], f"{column.name} '{shown(text)}' {why[1]}")
        )

    def _product(self, column: Column, batch: Batch, expression: Expression) -> tuple[pa.Array, list[Flaw]]:
        factors, flaws = [], []
        for name in expression.columns:
            texts = _one(batch.cells.column(name))
            values, faulty = to_decimals(texts, self.notation, FACTOR)
            factors.append(values)
            position = self.job.header.index(name) + 1
            for row in np.flatnonzero(faulty).tolist():
                text = texts[row].as_py()
                code, message = number_fault(text, self.notation, FACTOR)
                flaws.append(Flaw(row, code, message, name, position, shown(text), self._expected(column)))
            empty = np.asarray(pc.equal(pc.ascii_trim_whitespace(texts), ""))
            message = f"{name} is empty; empty is not 0"
            flaws += [Flaw(r, "E401", message, name, position) for r in np.flatnonzero(empty).tolist()]
        exact = multiply(factors[0], factors[1], self.job.profile.product_decimals)
        small = pc.less_equal(pc.abs(exact), pa.scalar(LIMIT, exact.type))
        message = f"{expression} is larger than 10^13"
        flaws += [
            Flaw(r, "E407", message, str(expression))
            for r in np.flatnonzero(_true(pc.invert(small))).tolist()
        ]
        return pc.cast(pc.if_else(small, exact, None), column.kind.arrow), flaws

    # several columns

    def _contradictions(self, typed: Typed) -> list[Flaw]:
        table, fields = self.job.table, self.job.fields
        flawed = {(flaw.row, flaw.column) for flaw in typed.flaws}
        found = []
        for fault in contradictions(table.name, typed.columns, self.job.context):
            place = (
                self._place(table.column(fault.column)) if fault.column in fields else (fault.column, None)
            )
            if (fault.row, place[0]) not in flawed:
                found.append(Flaw(fault.row, fault.code, fault.message, *place, fault.value, fault.expected))
        return found

    def _across(self, typed: Typed, batch: Batch) -> list[Flaw]:
        columns = typed.columns
        if not {"amount", "currency"} <= set(self.job.fields):
            return []
        place = self._place(self.job.table.column("currency"))
        days, currencies = days_of_rates(self.job.table, columns), columns["currency"]
        if not self.job.table.column("amount").required:
            currencies = pc.if_else(pc.is_valid(columns["amount"]), currencies, None)
        flaws = [Flaw(row, code, message, *place, value) for row, code, message, value
                 in check_rates(currencies, days, self.job.context)]  # fmt: skip
        amounts = Amounts(
            columns["amount"], columns["currency"], *self._place(self.job.table.column("amount"))
        )
        if self.job.profile.amount_decimals == BY_CURRENCY and not self.job.fields["amount"].is_product:
            flaws += finer_than_currency(amounts)
        return flaws + (self._checked(amounts, batch) if self.job.profile.check else [])

    def _checked(self, amounts: Amounts, batch: Batch) -> list[Flaw]:
        profile = self.job.profile
        left, right = (
            to_decimals(_one(batch.cells.column(name.strip())), self.notation, FACTOR)[0]
            for name in profile.check.split("*")
        )
        return differing_products(amounts, left, right, profile)


def _currency_fault(text: str) -> tuple[str, str]:
    return "E423", f"'{shown(text)}' is no currency code like EUR"


def _one(column: pa.ChunkedArray) -> pa.StringArray:
    whole = column.combine_chunks()
    return pa.concat_arrays(whole.chunks) if isinstance(whole, pa.ChunkedArray) else whole


def _true(mask: pa.BooleanArray) -> Mask:
    return np.asarray(pc.fill_null(mask, False))  # noqa: FBT003  (the value to fill with)


def _nulled(texts: pa.StringArray, faulty: Mask) -> pa.StringArray:
    """Return the texts with null for empty and faulty ones."""
    keep = pc.not_equal(texts, "")
    return pc.if_else(pc.and_(keep, pa.array(~faulty)) if faulty.any() else keep, texts, None)
