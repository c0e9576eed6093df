"""Rows that wait in quarantine, summed up: by day for the manifest; by fault and by period for people.

Guarantees that a row is counted once, under its first fault, and that a row whose day cannot be read
is counted under no day and no period but never left out. Rows are streamed, never held together. Leaves
what a rejected row is to `quarantine`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import islice

from fourfold.book.intake import Profile, profile_from_toml
from fourfold.book.intake.days import day_pattern, read_day
from fourfold.book.quarantine import Reject, cells_of, open_rejects
from fourfold.book.schema import ORDER_LINES
from fourfold.book.snapshots import Amount, DaySum, Quarantined, Snapshot
from fourfold.book.workspace import Workspace
from fourfold.periods import Calendar, periods_of

GRAIN = "fiscal-quarter"


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """Open rows of one import with the same first fault: what is wrong, how many, worth what."""

    code: str
    column: str
    example: str
    remedy: str
    waiting: Quarantined


@dataclass(frozen=True, slots=True)
class WaitingPeriod:
    """Open order lines of one fiscal quarter; `name` is empty where the day cannot be read."""

    name: str
    waiting: Quarantined


@dataclass(slots=True)
class _Sum:
    rows: int = 0
    unknown: int = 0
    money: dict[str, Decimal] = field(default_factory=dict)

    def add(self, reject: Reject) -> None:
        self.rows += 1
        if reject.amount is None:
            self.unknown += 1
        else:
            self.money[reject.currency] = self.money.get(reject.currency, Decimal(0)) + reject.amount

    def told(self) -> Quarantined:
        return Quarantined(
            self.rows, tuple(Amount(c, a) for c, a in sorted(self.money.items())), self.unknown
        )


def summed(rejects: Iterable[Reject], state: Snapshot) -> Quarantined:
    """Sum up the open rows of a snapshot: all of them, and order lines by the day they were ordered on.

    Rows of other tables, and lines whose day cannot be read, are in no day. No rows give zeros.
    """
    whole, days = _Sum(), _Days(state)
    by_day: dict[date, _Sum] = {}
    for reject in rejects:
        whole.add(reject)
        day = days.of(reject) if reject.table == ORDER_LINES.name else None
        if day:
            by_day.setdefault(day, _Sum()).add(reject)
    told = [(day, by_day[day].told()) for day in sorted(by_day)]
    return replace(
        whole.told(), days=tuple(DaySum(day, sums.rows, sums.money, sums.unknown) for day, sums in told)
    )


def waiting_groups(workspace: Workspace, state: Snapshot, number: int) -> tuple[WaitingGroup, ...]:
    """Return the open rows of an import by code and column of their first fault, the largest first.

    An import without open rows gives none.
    """
    firsts: dict[tuple[str, str], Reject] = {}
    sums: dict[tuple[str, str], _Sum] = {}
    for reject in _of(workspace, state, number):
        key = (reject.codes[0], reject.column)
        firsts.setdefault(key, reject)
        sums.setdefault(key, _Sum()).add(reject)
    ordered = sorted(sums, key=lambda key: (-sums[key].rows, key))
    return tuple(
        WaitingGroup(*key, firsts[key].message, firsts[key].remedy, sums[key].told()) for key in ordered
    )


def waiting_rows(
    workspace: Workspace, state: Snapshot, group: tuple[int, str, str], *, start: int, most: int
) -> tuple[Reject, ...]:
    """Return some open rows of a group (import, code and column of the first fault), by line."""
    number, code, column = group
    same = (r for r in _of(workspace, state, number) if (r.codes[0], r.column) == (code, column))
    return tuple(islice(same, start, start + most))


def waiting_periods(workspace: Workspace, state: Snapshot, calendar: Calendar) -> tuple[WaitingPeriod, ...]:
    """Return the open order lines by fiscal quarter, in order; last those whose day cannot be read."""
    found: dict[date | None, _Sum] = {}
    days = _Days(state)
    for reject in open_rejects(workspace, state):
        if reject.table == ORDER_LINES.name:
            found.setdefault(_start(days.of(reject), calendar), _Sum()).add(reject)
    undated = found.pop(None, None)
    made = [
        WaitingPeriod(
            periods_of(GRAIN, first=start, last=start, calendar=calendar)[0].name, found[start].told()
        )
        for start in sorted(day for day in found if day)
    ]
    return (*made, *([WaitingPeriod("", undated.told())] if undated else []))


def _start(day: date | None, calendar: Calendar) -> date | None:
    return day and periods_of(GRAIN, first=day, last=day, calendar=calendar)[0].start


def _of(workspace: Workspace, state: Snapshot, number: int) -> Iterator[Reject]:
    own = tuple(segment for segment in state.quarantine if segment.import_number == number)
    return open_rejects(workspace, replace(state, quarantine=own))


@dataclass(slots=True)
class _Reading:
    """How the day of a rejected row is read: its profile, the place of the column, the form."""

    profile: Profile
    place: int
    pattern: re.Pattern[str]


class _Days:
    """Reads the days of rejected order lines by the profile of their import."""

    def __init__(self, state: Snapshot) -> None:
        self._state = state
        self._known: dict[int, _Reading | None] = {}

    def of(self, reject: Reject) -> date | None:
        """Return the day on which a rejected line was ordered; None if it cannot be read."""
        if reject.import_number not in self._known:
            self._known[reject.import_number] = self._reading(reject.import_number)
        reading = self._known[reject.import_number]
        cells = cells_of(reject.raw, reading.profile) if reading and reject.raw else None
        if reading is None or not cells or len(cells) <= reading.place:
            return None
        day = read_day(cells[reading.place], reading.pattern)
        earliest, latest = reading.profile.dates
        return day if day and earliest <= day <= latest else None

    def _reading(self, number: int) -> _Reading | None:
        record = self._state.find_import(number)
        profile = profile_from_toml(record.profile) if record else None
        dated = profile.columns.get("ordered_on") if profile else None
        if (
            profile is None
            or dated is None
            or len(dated.columns) != 1
            or dated.columns[0] not in profile.seen
        ):
            return None
        return _Reading(profile, profile.seen.index(dated.columns[0]), day_pattern(profile.date_format))
