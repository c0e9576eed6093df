"""Snapshots: what a book consists of at one moment, as a manifest of immutable segments.

Guarantees that a snapshot says everything of the state (segments with their SHA-256, imports with
the profile they were read by, quarantine, overrides, what was undone), that its name carries the hash of its
content, so a damaged manifest is never taken for a good one, and that numbers are never reused.
Leaves where the files lie and which snapshot is current to `workspace`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from fourfold.book.intake.batches import LineCounts, MoneyCounts
from fourfold.book.overrides import Override
from fourfold.errors import Finding, WorkspaceFault
from fourfold.periods import Period

FORMAT, WITH_OVERRIDES, WITH_DAYS = 1, 2, 3
"""A manifest is written in the oldest form that can say what it holds, so that it opens everywhere."""

NAME = re.compile(r"snap-(\d{6,})-([0-9a-f]{12})")


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money in one currency, exact."""

    currency: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Segment:
    """One immutable Parquet file: rows of one table from one import.

    `file` is relative to the workspace; `source` is that of the import's profile; `money` sums the
    stored amounts per currency, and `first_on`, `last_on` are the earliest and latest day (none
    where the table has no such day).
    """

    table: str
    file: str
    sha256: str
    rows: int
    size: int
    import_number: int
    source: str = ""
    money: tuple[Amount, ...] = ()
    first_on: date | None = None
    last_on: date | None = None

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currencies of its amounts."""
        return tuple(m.currency for m in self.money)


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """One import: what came, how it was read and what became of every row.

    `raw` is the stored file relative to the workspace, `profile` the text of the profile frozen
    in, `key` the hash of bytes, profile and table by which a repetition is known. `superseded`
    counts stored rows that this import replaced, `closed` the quarantined rows it repaired.
    """

    number: int
    table: str
    file: str
    sha256: str
    raw: str
    profile_name: str
    profile: str
    key: str
    received_at: str
    lines: LineCounts
    money: Mapping[str, MoneyCounts]
    rows_accepted: int
    rows_rejected: int
    new: int
    known: int
    changed: int
    superseded: int
    closed: int
    findings: tuple[Finding, ...] = ()
    undone: bool = False


@dataclass(frozen=True, slots=True)
class DaySum:
    """Order lines of one day that are not yet in: how many, their worth, how many of unknown worth."""

    on: date
    rows: int
    money: tuple[Amount, ...] = ()
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class Quarantined:
    """Rows that are not yet in: how many, what they are worth, and how many have no readable amount.

    `days` sums up the order lines among them whose day can be read, in order of their days.
    """

    rows: int = 0
    money: tuple[Amount, ...] = ()
    unknown: int = 0
    days: tuple[DaySum, ...] = ()

    @property
    def undated(self) -> int:
        """How many are no order lines, or of no day that can be read: they may concern any period."""
        return self.rows - sum(day.rows for day in self.days)

    def of(self, periods: Iterable[Period]) -> Quarantined:
        """Return the rows of these periods and the undated ones; of no period only the undated."""
        wanted = tuple(periods)
        kept = {day.on: day for day in self.days if any(day.on in period for period in wanted)}
        others = [day for day in self.days if day.on not in kept]
        money = {m.currency: m.amount for m in self.money}
        for each in (m for day in others for m in day.money):
            money[each.currency] -= each.amount
        return Quarantined(
            self.rows - sum(day.rows for day in others),
            tuple(Amount(currency, amount) for currency, amount in money.items() if amount),
            self.unknown - sum(day.unknown for day in others),
            tuple(kept.values()),
        )


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state of a book.

    `segments` hold the rows of the canonical tables, `quarantine` the rejected rows, `closures`
    which of them were repaired since; `quarantined` sums up those still open. `overrides` are the
    corrections on top of the imports, ended ones too, in order of number.
    """

    name: str
    number: int
    parent: str
    segments: tuple[Segment, ...] = ()
    imports: tuple[ImportRecord, ...] = ()
    quarantine: tuple[Segment, ...] = ()
    closures: tuple[Segment, ...] = ()
    quarantined: Quarantined = Quarantined()
    next_import: int = 1
    overrides: tuple[Override, ...] = ()
    reason: str = "new workspace"

    @property
    def active(self) -> tuple[ImportRecord, ...]:
        """The imports whose rows are in the book, in order."""
        return tuple(record for record in self.imports if not record.undone)

    @property
    def files(self) -> tuple[Segment, ...]:
        """Every segment, whatever it holds."""
        return (*self.segments, *self.quarantine, *self.closures)

    def of(self, table: str) -> tuple[Segment, ...]:
        """Return the segments of one table; empty if it holds no rows."""
        return tuple(s for s in self.segments if s.table == table)

    def rows(self, table: str) -> int:
        """Count the rows of one table."""
        return sum(s.rows for s in self.of(table))

    def find_import(self, number: int) -> ImportRecord | None:
        """Return the import of that number, undone or not; none if there was none."""
        return next((record for record in self.imports if record.number == number), None)

    def find_override(self, number: int) -> Override | None:
        """Return the override of that number, ended or not; none if there was none."""
        return next((one for one in self.overrides if one.number == number), None)


def totals(segments: Iterable[Segment]) -> dict[tuple[str, str], tuple[int, Decimal]]:
    """Sum up rows and amounts by table and currency; a table without amounts has the currency ''."""
    found: dict[tuple[str, str], tuple[int, Decimal]] = {}
    for segment in segments:
        for currency, rows, amount in [
            ("", segment.rows, Decimal(0)),
            *((m.currency, 0, m.amount) for m in segment.money),
        ]:
            before = found.get((segment.table, currency), (0, Decimal(0)))
            found[segment.table, currency] = (before[0] + rows, before[1] + amount)
    return found


def seal(snapshot: Snapshot) -> tuple[Snapshot, bytes]:
    """Give a snapshot its name and return it with the content of its manifest."""
    told = asdict(replace(snapshot, name=""))
    version = WITH_OVERRIDES if snapshot.overrides else FORMAT
    if not snapshot.overrides:
        del told["overrides"]
    del told["quarantined"]["days"]
    if snapshot.quarantined.days:
        version = WITH_DAYS
        told["quarantined"]["days"] = _days_told(snapshot.quarantined.days)
    content = json.dumps({"format": version, **told}, default=_plain, indent=1, ensure_ascii=False).encode()
    digest = hashlib.sha256(content).hexdigest()
    return replace(snapshot, name=f"snap-{snapshot.number:06d}-{digest[:12]}"), content


def _days_told(days: Iterable[DaySum]) -> dict[str, list[object]]:
    """Return sums by day in few letters: rows, rows of unknown worth, money by currency."""
    return {
        day.on.isoformat(): [day.rows, day.unknown, {m.currency: m.amount for m in day.money}] for day in days
    }


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def unseal(name: str, content: bytes) -> Snapshot:
    """Return the snapshot of a manifest.

    Raises
    ------
    WorkspaceFault
        The content is not what the name says, or of another version.
    """
    named = NAME.fullmatch(name)
    if not named or hashlib.sha256(content).hexdigest()[:12] != named[2]:
        raise WorkspaceFault("snapshot changed since it was written", place=name, remedy="fourfold rebuild")
    told: dict[str, Any] = json.loads(content)
    if told.pop("format") not in {FORMAT, WITH_OVERRIDES, WITH_DAYS}:
        raise WorkspaceFault(
            "snapshot of another version", place=name, remedy="use the version of fourfold that wrote it"
        )
    return Snapshot(
        **{
            **told,
            "name": name,
            "segments": _segments(told["segments"]),
            "quarantine": _segments(told["quarantine"]),
            "closures": _segments(told["closures"]),
            "imports": tuple(_record(r) for r in told["imports"]),
            "overrides": tuple(_override(o) for o in told.get("overrides", ())),
            "quarantined": _quarantined(told["quarantined"]),
        }
    )


def _quarantined(told: dict[str, Any]) -> Quarantined:
    days = tuple(
        DaySum(date.fromisoformat(on), rows, tuple(Amount(c, Decimal(a)) for c, a in money.items()), unknown)
        for on, (rows, unknown, money) in told.get("days", {}).items()
    )
    return Quarantined(**{**told, "money": _amounts(told["money"]), "days": days})


def _amounts(told: Iterable[Mapping[str, str]]) -> tuple[Amount, ...]:
    return tuple(Amount(m["currency"], Decimal(m["amount"])) for m in told)


def _segments(told: Iterable[dict[str, Any]]) -> tuple[Segment, ...]:
    return tuple(
        Segment(
            **{
                **s,
                "money": _amounts(s["money"]),
                "first_on": s["first_on"] and date.fromisoformat(s["first_on"]),
                "last_on": s["last_on"] and date.fromisoformat(s["last_on"]),
            }
        )
        for s in told
    )


def _override(told: dict[str, Any]) -> Override:
    return Override(**{**told, "starts_on": told["starts_on"] and date.fromisoformat(told["starts_on"])})


def _record(told: dict[str, Any]) -> ImportRecord:
    sums = ("read", "accepted", "rejected", "excluded")
    money = {
        currency: MoneyCounts(**{**counts, **{s: Decimal(counts[s]) for s in sums}})
        for currency, counts in told["money"].items()
    }
    findings = tuple(Finding(**f) for f in told["findings"])
    return ImportRecord(
        **{**told, "lines": LineCounts(**told["lines"]), "money": money, "findings": findings}
    )
