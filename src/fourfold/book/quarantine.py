"""Quarantine: rejected rows, kept whole until their repair, and the file in which they are repaired.

Guarantees that a rejected row stays open until it is accepted, rejected anew or its import undone,
that open rows are counted once whatever the number of their faults, and that the file of rejects
has the shape of the file they came in. Leaves judging rows to `intake` and `reconcile`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pyarrow as pa

from fourfold.book import segments
from fourfold.book.intake import REJECTED, REPAIRED, Profile, profile_from_toml
from fourfold.book.intake.batches import EXPLAINED
from fourfold.book.snapshots import Segment, Snapshot
from fourfold.book.workspace import Workspace
from fourfold.errors import BadRequest, Finding

CLOSURES = pa.schema([("import_number", pa.int32()), ("file_line", pa.int64()), ("closed_by", pa.int32())])
"""Which quarantined row was settled, and by which import."""

ADDED = (*REPAIRED, *EXPLAINED)
"""The columns that a file of rejects has beside those of the file."""

Entry = tuple[int, int]
"""A quarantined record: number of the import, physical line in its file."""


@dataclass(frozen=True, slots=True)
class Reject:
    """One open rejected record with all its faults, the first of which is told in full."""

    import_number: int
    file: str
    table: str
    source: str
    line: int
    codes: tuple[str, ...]
    column: str
    value: str
    expected: str
    message: str
    remedy: str
    amount: Decimal | None
    currency: str
    order_id: str | None
    line_id: str | None
    raw: str

    @property
    def entry(self) -> Entry:
        """What names the record: import and line."""
        return self.import_number, self.line


def open_rejects(workspace: Workspace, state: Snapshot) -> Iterator[Reject]:
    """Yield the rejected records of a snapshot that are still open, by import and line."""
    shut = closed_entries(workspace, state)
    for segment in state.quarantine:
        record = state.find_import(segment.import_number)
        name, table = (record.file, record.table) if record else ("", "")
        faults: list[dict[str, object]] = []
        for row in _rows(workspace.file(segment)):
            if faults and faults[0]["file_line"] != row["file_line"]:
                yield from _reject(faults, segment, name, table, shut)
                faults = []
            faults.append(row)
        yield from _reject(faults, segment, name, table, shut)


def _rows(path: Path) -> Iterator[dict[str, object]]:
    for batch in segments.stream(path):
        yield from batch.to_pylist()


def _reject(
    faults: list[dict[str, object]], segment: Segment, name: str, table: str, shut: set[Entry]
) -> Iterator[Reject]:
    if not faults:
        return
    first = faults[0]
    line = first["file_line"]
    assert isinstance(line, int)
    if (segment.import_number, line) in shut:
        return
    amount, order_id, line_id = first["amount"], first["order_id"], first["line_id"]
    text = {
        name: str(first[name] or "")
        for name in ("column", "value", "expected", "message", "remedy", "currency", "raw")
    }
    yield Reject(
        import_number=segment.import_number,
        file=name,
        table=table,
        source=segment.source,
        line=line,
        codes=tuple(str(f["code"]) for f in faults),
        amount=amount if isinstance(amount, Decimal) else None,
        order_id=order_id if isinstance(order_id, str) else None,
        line_id=line_id if isinstance(line_id, str) else None,
        **text,
    )


def closed_entries(workspace: Workspace, state: Snapshot) -> set[Entry]:
    """Return the quarantined records of a snapshot that are settled."""
    return {
        (int(row["import_number"]), int(row["file_line"]))
        for segment in state.closures
        for batch in segments.stream(workspace.file(segment))
        for row in batch.to_pylist()
    }


def sort_key(reject: Reject) -> tuple[int, int]:
    """Order rejects by import and line."""
    return reject.entry


def rejects(workspace: Workspace) -> tuple[Reject, ...]:
    """Return the open rejected records of the current snapshot, by import and line; may be empty."""
    return tuple(sorted(open_rejects(workspace, workspace.snapshot()), key=sort_key))


@dataclass(frozen=True, slots=True)
class Exported:
    """One file of rejects that was written: which profile it is read by, and how many records it holds."""

    path: Path
    profile: str
    rows: int


def export_rejects(workspace: Workspace, output: Path, *, number: int | None = None) -> tuple[Exported, ...]:
    """Write the open rejected records, or those of one import, each file in the shape they came in.

    Adds the columns `_import`, `_line`, `_code`, `_error`. Records of several shapes go to several
    files: the first is `output`, the others have the profile's name in theirs. Values stand as
    they were received. Without open records nothing is written.

    Raises
    ------
    BadRequest
        A file to be written exists already; the remedy is another name.
    """
    state = workspace.snapshot()
    shapes: dict[str, list[Reject]] = {}
    for reject in rejects(workspace):
        if number is not None and reject.import_number != number:
            continue
        record = state.find_import(reject.import_number)
        assert record is not None
        shapes.setdefault(record.profile, []).append(reject)
    written: list[Exported] = []
    for text, found in shapes.items():
        origin = profile_from_toml(text)
        profile = repair_profile(origin)
        path = (
            output
            if not written
            else output.with_name(f"{output.stem}-{profile.name}-{len(written)}{output.suffix}")
        )
        if path.exists():
            raise BadRequest("the file exists", place=str(path), remedy="choose another name with --output")
        path.write_text(_file_of(found, origin), profile.encoding, newline="")
        written.append(Exported(path, profile.name, len(found)))
    return tuple(written)


def repair_profile(profile: Profile) -> Profile:
    """Return the profile that reads a file of rejects: the source's own, or for a workbook one for CSV."""
    if profile.format == "csv":
        return replace(profile, trailer="")
    return replace(
        profile,
        format="csv",
        encoding="utf-8",
        delimiter=",",
        quote='"',
        decimal_mark=".",
        thousands="",
        header_line=1,
        sheet="",
        comment="",
        trailer="",
        negatives="minus",
        date_format="%Y-%m-%d",
    )


def _file_of(found: Sequence[Reject], origin: Profile) -> str:
    profile = repair_profile(origin)
    lines = ["rejected rows, to be repaired"] * (profile.header_line - 1)
    lines.append(written_cells([*profile.seen, *ADDED], profile))
    for reject in found:
        cells = cells_of(reject.raw, origin)
        cells = [reject.raw] if cells is None else cells
        cells += [""] * (len(profile.seen) - len(cells))
        told = [str(reject.import_number), str(reject.line), " ".join(reject.codes), reject.message]
        lines.append(written_cells([*cells, *told], profile))
    return "".join(f"{line}\r\n" for line in lines)


def written_cells(cells: Sequence[str], profile: Profile) -> str:
    """Return cells as one record in a profile's delimiter and quote, without line end."""
    text = io.StringIO()
    csv.writer(
        text,
        delimiter=profile.delimiter,
        quotechar=profile.quote or '"',
        lineterminator="\r\n",
        quoting=csv.QUOTE_MINIMAL,
    ).writerow(cells)
    return text.getvalue().removesuffix("\r\n")


def cells_of(raw: str, profile: Profile) -> list[str] | None:
    """Return the cells of a record as it stood (CSV, or a JSON list); none if its quotes do not close."""
    if profile.format != "csv":
        return ["" if cell is None else str(cell) for cell in json.loads(raw)]
    try:
        rows = list(
            csv.reader(
                io.StringIO(raw), delimiter=profile.delimiter, quotechar=profile.quote or '"', strict=True
            )
        )
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def late_rejects(rows: pa.Table, faults: dict[int, Finding], raw: dict[int, str]) -> pa.Table:
    """Return rows of a file that the book rejects, in the form of `REJECTED`.

    `rows` are accepted rows in stored form; `faults` and `raw` tell fault and text by `file_line`.
    """
    told = []
    for row in rows.to_pylist():
        line = row["file_line"]
        fault = faults[line]
        told.append(
            {
                "file_line": line,
                "record": None,
                "code": fault.code,
                "column": fault.column,
                "position": fault.position,
                "value": fault.value,
                "expected": fault.expected,
                "message": fault.message,
                "remedy": fault.remedy,
                "amount": row.get("amount"),
                "currency": row.get("currency"),
                "order_id": row.get("order_id"),
                "line_id": row.get("line_id"),
                "raw": raw.get(line, ""),
            }
        )
    return pa.Table.from_pylist(told, schema=REJECTED)


def closure_rows(entries: Iterable[Entry], closed_by: int) -> pa.RecordBatch:
    """Return closures of these entries by one import, in the form of `CLOSURES`."""
    ordered = sorted(entries)
    return pa.RecordBatch.from_pydict(
        {
            "import_number": [number for number, _ in ordered],
            "file_line": [line for _, line in ordered],
            "closed_by": [closed_by] * len(ordered),
        },
        schema=CLOSURES,
    )
