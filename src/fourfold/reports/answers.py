"""Answers as JSON: imports, status, opened figures, penetration, for programs that read them.

Guarantees decimal strings for money and ISO dates. Leaves ledgers to `exports`, which holds the
contract of `fourfold growth --format json`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from fourfold.book.imports import ImportReport
from fourfold.book.snapshots import Snapshot
from fourfold.growth import Opened, Penetration
from fourfold.reports.exports import Json

_LEFT_OUT = {"profile", "preview"}


def import_payload(report: ImportReport) -> dict[str, Json]:
    """Return an import's account: lines, money per currency, rows by standing, findings, questions."""
    told = {name: value for name, value in _fields(report).items() if name not in _LEFT_OUT}
    return {**told, "profile": report.profile.name, "mapping": _mapping(report)}


def status_payload(settings: Mapping[str, Any], snapshot: Snapshot) -> dict[str, Json]:
    """Return what a book holds: settings, rows per table, imports, quarantine, number of open corrections."""
    rows: dict[str, int] = {}
    for segment in snapshot.segments:
        rows[segment.table] = rows.get(segment.table, 0) + segment.rows
    imports = [{n: v for n, v in _fields(r).items() if n != "profile"} for r in snapshot.imports]
    return {
        "snapshot": snapshot.name,
        "settings": _plain(settings),
        "rows": dict(sorted(rows.items())),
        "quarantined": {n: v for n, v in _fields(snapshot.quarantined).items() if n != "days"},
        "corrections": sum(one.is_open for one in snapshot.overrides),
        "imports": imports,
    }


def opened_payload(opened: Opened) -> dict[str, Json]:
    """Return an opened figure: row, rule, total and count of all, and the items that were asked for."""
    return {
        "row": opened.row,
        "kind": opened.kind,
        "where": dict(opened.where),
        "rule": opened.rule,
        "total": _plain(opened.total),
        "count": opened.count,
        "items": [_plain(item) for item in opened.items.to_pylist()],
    }


def penetration_payload(made: Penetration) -> dict[str, Json]:
    """Return penetration: products per account, the distribution, attach rates."""
    return _fields(made)


def _mapping(report: ImportReport) -> dict[str, Json]:
    return {name: str(expression) for name, expression in report.profile.columns.items()}


def _fields(of: Any) -> dict[str, Json]:
    return {name: _plain(value) for name, value in asdict(of).items()}


def _plain(value: Any) -> Json:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return _fields(value)
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    return value if value is None or isinstance(value, (str, int, bool)) else str(value)
