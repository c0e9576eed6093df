"""The checks at the end of a file: accounts that must close, totals, and what the whole file tells.

Guarantees that a file is refused when its money does not close, when an undeclared total stands in
it, when its own total or row count differs, or when its numbers or dates contradict the profile as
a whole. Leaves single rows to `fourfold.book.intake.typed`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import pyarrow as pa

from fourfold.book.intake.batches import REPAIRED, LineCounts, MoneyCounts, ReadJob
from fourfold.book.intake.codes import finding, refused, shown
from fourfold.book.intake.decimals import Allowed, Notation, to_decimals
from fourfold.book.intake.rejected import Rejects
from fourfold.book.intake.totals import counts_rows, total_key
from fourfold.book.intake.typed import Typing
from fourfold.errors import Finding, RefusedFile

SHEET_ROWS = (65_536, 1_048_576)


@dataclass(frozen=True, slots=True)
class TotalLine:
    """A record that names a total: its first line, how many lines it takes, its cells."""

    line: int
    span: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Closing:
    """Everything known about a file once it is read."""

    job: ReadJob
    counts: LineCounts
    money: Mapping[str, MoneyCounts]
    rows: Mapping[str, int]
    totals: list[TotalLine]
    last_data: int
    typing: Typing
    rejects: Rejects

    @property
    def file(self) -> str:
        """The file's name for messages."""
        return self.job.shown_name

    @property
    def read(self) -> int:
        """How many records were read, without totals."""
        return sum(self.rows.values())


def check_closing(closing: Closing) -> list[Finding]:
    """Return warnings and questions about the file as a whole.

    Raises
    ------
    RefusedFile
        E210 a total that is not declared, E212 and E701 a trailer that differs, E213 no data,
        E409 two ways to write numbers, E413 dates against the format, E702 money does not close,
        E806 no row accepted.
    """
    if closing.read == 0 and not closing.totals:
        raise refused("E213", "header found, 0 data rows", file=closing.file)
    for currency, counts in closing.money.items():
        if not counts.closes:
            raise refused("E702", f"{currency}: {counts}", file=closing.file)
    noticed = _check_numbers(closing)
    _check_days(closing)
    noticed += _check_totals(closing)
    _check_accepted(closing)
    return noticed + _check_size(closing) + _names(closing)


def _check_numbers(closing: Closing) -> list[Finding]:
    """Refuse a column written in two notations; ask when many numbers have the other decimal mark."""
    asked = []
    for column in sorted(closing.rejects.columns):
        other, apart = (closing.rejects.count(code, column) for code in ("E403", "E405"))
        own = apart + (closing.rows.get("accepted", 0) if closing.job.profile.thousands else 0)
        if 5 * other >= closing.read and 5 * own >= closing.read:
            mark, strange = (".", ",") if closing.job.profile.decimal_mark == "." else (",", ".")
            message = (
                f"{own:,} rows written with decimal '{mark}' and {other:,} rows with decimal '{strange}'"
            )
            raise refused("E409", message, file=closing.file, column=column, count=other)
        if 5 * other > closing.read:
            mark = closing.job.profile.decimal_mark
            name = "comma" if mark == "." else "point"
            message = f"decimal {name}? profile says '{mark}'; {other:,} of {closing.read:,} rows"
            asked.append(finding("Q427", message, file=closing.file, column=column, count=other))
    return asked


def _check_days(closing: Closing) -> None:
    for days in closing.typing.days.values():
        if days.contradicting >= 2 or (days.contradicting and not days.confirming):
            order = "month/day" if days.format.index("%m") < days.format.index("%d") else "day/month"
            rows = (
                "1 row contradicts" if days.contradicting == 1 else f"{days.contradicting:,} rows contradict"
            )
            message = f"{rows} {order} (form {days.format})"
            raise refused("E413", message, file=closing.file, line=days.first_line, count=days.contradicting)


def _check_totals(closing: Closing) -> list[Finding]:
    """Check declared trailers against the rows; refuse totals that are not declared or not at the end."""
    stray = [t for t in closing.totals if not closing.job.profile.trailer or t.line < closing.last_data]
    if stray:
        raise RefusedFile([_stray(closing, line) for line in stray[:20]])
    return [noticed for line in closing.totals for noticed in _check_trailer(closing, line)]


def _stray(closing: Closing, total: TotalLine) -> Finding:
    key = total_key(total.cells)
    said, summed = _said(closing, total), _summed(closing)
    compared = ""
    if said is not None and summed is not None and not counts_rows(key):
        word = "equals" if said == summed else "differs from"
        compared = f"; its {_figure(said)} {word} the sum of the rows, {_figure(summed)}"
    message = f"line {total.line} looks like a total: key '{shown(key)}'{compared}"
    return finding("E210", message, file=closing.file, line=total.line, value=shown(", ".join(total.cells)))


def _check_trailer(closing: Closing, total: TotalLine) -> list[Finding]:
    key, said, summed = total_key(total.cells), _said(closing, total), _summed(closing)
    where = {"file": closing.file, "line": total.line}
    if said is None:
        return [
            finding(
                "W705", f"line {total.line} '{shown(key)}' is a total without a figure; not checked", **where
            )
        ]
    if counts_rows(key):
        if said != closing.read:
            raise refused("E212", f"trailer says {int(said):,} rows, file has {closing.read:,}", **where)
        return [finding("W705", f"line {total.line} says {int(said):,} rows, as the file has", **where)]
    if summed is None:
        return [finding("W705", f"line {total.line} '{shown(key)}' not checked: several currencies", **where)]
    figures = f"file total {_figure(said)}; rows {_figure(summed)}; difference {_figure(summed - said)}"
    unknown = sum(c.unknown for c in closing.money.values())
    if said == summed:
        return [
            finding("W705", f"line {total.line} is a total and equals the rows, {_figure(said)}", **where)
        ]
    if unknown:
        rows = "1 rejected row" if unknown == 1 else f"{unknown:,} rejected rows"
        return [finding("W705", f"{figures}, which the {rows} of unknown amount may explain", **where)]
    raise refused("E701", figures, **where)


def _said(closing: Closing, total: TotalLine) -> Decimal | None:
    """Return the figure that a total line gives: that of the amount's column, else its last number."""
    columns = closing.typing.job.fields["amount"].columns if "amount" in closing.typing.job.fields else ()
    header = closing.typing.job.header
    if len(columns) == 1 and len(total.cells) == len(header):
        said = _number(closing, total.cells[header.index(columns[0])])
        if said is not None:
            return said
    numbers = [n for cell in total.cells if (n := _number(closing, cell)) is not None]
    return numbers[-1] if numbers else None


def _number(closing: Closing, text: str) -> Decimal | None:
    profile = closing.job.profile
    allowed = Allowed(4, pa.decimal128(18, 4))
    notations = [Notation(profile.decimal_mark, profile.thousands, profile.negatives)]
    apart = "," if profile.decimal_mark == "." else "."
    notations.append(replace(notations[0], thousands=profile.thousands or apart))
    for notation in notations:
        found = to_decimals(pa.array([text]), notation, allowed)[0][0].as_py()
        if found is not None:
            return Decimal(found)
    return None


def _summed(closing: Closing) -> Decimal | None:
    known = [counts.read for counts in closing.money.values() if counts.read or len(closing.money) == 1]
    return known[0] if len(known) == 1 else None


def _figure(amount: Decimal) -> str:
    exact = amount.normalize()
    places = max(2, -int(exact.as_tuple().exponent)) if exact else 2
    return f"{amount:,.{places}f}"


def _check_accepted(closing: Closing) -> None:
    if closing.rows.get("rejected", 0) == closing.read and closing.read:
        message = f"0 of {closing.read:,} accepted; profile probably wrong"
        raise RefusedFile(
            [finding("E806", message, file=closing.file), *closing.rejects.findings(closing.read)]
        )


def _check_size(closing: Closing) -> list[Finding]:
    found = []
    counted = {closing.read, closing.read + closing.counts.header}
    if limit := next((n for n in SHEET_ROWS if n in counted), 0):
        found.append(
            finding("W222", f"{limit:,} rows: exactly Excel's row limit; may be cut", file=closing.file)
        )
    usual = closing.job.context.usual_rows
    repairs = REPAIRED[0] in closing.typing.job.header
    if usual and not repairs and not usual[0] <= closing.read * 2 <= usual[1] * 4:
        message = f"{closing.read:,} rows; usual {usual[0]:,}–{usual[1]:,}"
        found.append(finding("Q804", message, file=closing.file))
    return found


def _names(closing: Closing) -> list[Finding]:
    noticed = closing.typing.noticed
    roundings = (
        [finding("W704", noticed[0].message, file=closing.file, count=len(noticed))] if noticed else []
    )
    return roundings + [f for names in closing.typing.names.values() for f in names.findings(closing.file)]
