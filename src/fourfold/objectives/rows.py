"""Objectives as rows: the columns of the table `objectives`, out and in again.

Guarantees that an objective written as a row and read again is the same, but for its version, which
no file tells. Leaves reading files to the intake, and writing them to reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from fourfold.errors import BadRequest
from fourfold.objectives.filters import filters_text, parse_filters
from fourfold.objectives.objective import Objective, Owner, State
from fourfold.periods import Period
from fourfold.words import say

ROW_COLUMNS = (
    "objective_id",
    "objective_name",
    "measure",
    "owner_level",
    "owner_id",
    "starts_on",
    "ends_on",
    "target",
    "threshold",
    "stretch",
    "weight",
    "cap",
    "filters",
    "state",
    "note",
)
"""The columns of the table `objectives`, in order; `ends_on` is the day after the last."""

Row: TypeAlias = Mapping[str, str | Decimal | date | None]


@dataclass(frozen=True, slots=True)
class Difference:
    """One column in which two forms of an objective differ, each as text."""

    column: str
    here: str
    there: str

    def __str__(self) -> str:
        """Return it in words: `target: 120, not 100`."""
        nothing = say("empty")
        return say(
            "{column}: {here}, not {there}",
            column=self.column,
            here=self.here or nothing,
            there=self.there or nothing,
        )


def row_of(objective: Objective) -> Row:
    """Return an objective as a row of the table `objectives`, None for what is empty."""
    values = (
        objective.id,
        objective.name,
        objective.measure,
        objective.owner.level,
        objective.owner.id or None,
        objective.period.start,
        objective.period.end,
        objective.target,
        objective.threshold,
        objective.stretch,
        objective.weight,
        objective.cap,
        filters_text(objective.filters) or None,
        objective.state.value,
        objective.note or None,
    )
    return dict(zip(ROW_COLUMNS, values, strict=True))


def exported(objectives: Iterable[Objective]) -> list[Row]:
    """Return objectives as rows that `fourfold objectives import` reads, in order of owner and period."""
    order = sorted(objectives, key=lambda o: (o.owner.level, o.owner.id, o.period.start, o.id))
    return [row_of(objective) for objective in order]


def texts(row: Row) -> dict[str, str]:
    """Return a row as text: days in ISO form, numbers plain, empty values as ''."""
    return {name: _text(value) for name, value in row.items()}


def objective_of(row: Mapping[str, Any], version: int = 0) -> Objective:
    """Return the objective that a row holds, its values stored ones or text.

    The state of a row without one is active, its weight 1. Other columns are not looked at.

    Raises
    ------
    BadRequest
        A needed value is empty or cannot be read, or the objective cannot be meant; the place names it.
    """
    told = {name: _text(row.get(name)) for name in ROW_COLUMNS}
    try:
        return Objective(
            id=_needed(told, "objective_id"),
            name=told["objective_name"],
            measure=_needed(told, "measure"),
            owner=Owner(_needed(told, "owner_level"), told["owner_id"]),
            period=Period(_day(told, "starts_on"), _day(told, "ends_on")),
            target=_number(told, "target"),
            threshold=_number_or_none(told, "threshold"),
            stretch=_number_or_none(told, "stretch"),
            weight=_number(told, "weight", empty="1"),
            cap=_number_or_none(told, "cap"),
            filters=parse_filters(told["filters"]),
            state=_state(told["state"]),
            note=told["note"],
            version=version,
        )
    except BadRequest as error:
        place = say("objective {id}, {place}", id=told["objective_id"] or "?", place=error.place)
        raise BadRequest(error.cause, place=place.rstrip(", "), remedy=error.remedy) from None


def differences(here: Objective, there: Objective) -> tuple[Difference, ...]:
    """Return in which columns two forms of an objective differ, their states aside."""
    own, other = texts(row_of(here)), texts(row_of(there))
    return tuple(
        Difference(name, own[name], other[name])
        for name in ROW_COLUMNS
        if name != "state" and own[name] != other[name]
    )


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        plain = format(value, "f")
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)


def _needed(told: Mapping[str, str], name: str) -> str:
    if not told[name]:
        raise BadRequest(
            say("{column} is empty", column=name), place=name, remedy=say("say it; it is needed")
        )
    return told[name]


def _day(told: Mapping[str, str], name: str) -> date:
    try:
        return date.fromisoformat(_needed(told, name))
    except ValueError:
        raise BadRequest(
            say("{text} is no day", text=repr(told[name])), place=name, remedy=say("write it like 2026-01-31")
        ) from None


def _number(told: Mapping[str, str], name: str, *, empty: str = "") -> Decimal:
    text = told[name] or empty or _needed(told, name)
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("nan")
    if not found.is_finite():
        raise BadRequest(
            say("{text} is no number", text=repr(text)), place=name, remedy=say("write it like 1234.50")
        )
    return found


def _number_or_none(told: Mapping[str, str], name: str) -> Decimal | None:
    return _number(told, name) if told[name] else None


def _state(text: str) -> State:
    if not text:
        return State.ACTIVE
    try:
        return State(text)
    except ValueError:
        raise BadRequest(
            say("no state {state}", state=repr(text)),
            place="state",
            remedy=say("use one of {names}", names=", ".join(State)),
        ) from None
