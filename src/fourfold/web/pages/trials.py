"""Trials in an address: other weights, and objectives to add, as the form of the balance page sends them.

Guarantees that a weight which is sent as it stands changes nothing, and that what cannot be meant is
refused. Leaves what a trial does to `fourfold.objectives.trying`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.http import QueryDict
from django.utils.translation import gettext as _

from fourfold.errors import BadRequest
from fourfold.measures.catalogue import CATALOGUE, Serves
from fourfold.objectives.asking import Asking, Together, asking
from fourfold.objectives.objective import serves
from fourfold.objectives.trying import Trial
from fourfold.reports.numbers import count
from fourfold.web.pages.choices import Choice, Option
from fourfold.web.pages.question import read_text
from fourfold.words import say

ADDED = ("add", "add2")
"""The parameters of objectives to add; `_weight` after each stands its weight."""

MOST_FIELDS = 6
"""So many weights stand in the form, the largest pulls first."""

MOST_WEIGHT = 1000
_FIRST_WEIGHT = "15"
_TENTH = Decimal("0.1")
_PURPOSES = (("relationship", Serves.RELATIONSHIP), ("service", Serves.SERVICE))
_NEW = frozenset({Serves.S1, Serves.S2})
_EXISTING = frozenset({Serves.S3, Serves.S4, Serves.KEEP})


@dataclass(frozen=True, slots=True)
class WeightField:
    """The weight of one asking in the form: `value` as it is tried, `now` as it is, in per cent."""

    name: str
    label: str
    owners: str
    now: str
    value: str


@dataclass(frozen=True, slots=True)
class AddField:
    """An objective to add: what can be chosen, and its weight."""

    choice: Choice
    name: str
    value: str


def trial_asked(query: QueryDict, askings: Sequence[Together]) -> Trial:
    """Return the trial that an address asks for.

    Raises
    ------
    BadRequest
        A measure does not exist, or a weight is no number from 0 to `MOST_WEIGHT`.
    """
    now = {one.asking: _now(one) for one in askings}
    weights = {}
    for name in sorted(query):
        text = read_text(query, name) if name.startswith("weight.") else ""
        if text:
            asked, weight = asking(name.removeprefix("weight.")), _weight(name, text)
            if text != now.get(asked):
                weights[asked] = weight
    return Trial(weights, tuple(_added(query)))


def weight_fields(query: QueryDict, askings: Sequence[Together]) -> tuple[WeightField, ...]:
    """Return the fields of the largest askings."""
    found = []
    for one in askings[:MOST_FIELDS]:
        name, now = f"weight.{one.asking.key}", _now(one)
        owners = _("1 owner") if one.owners == 1 else _("%(owners)s owners") % {"owners": count(one.owners)}
        plain = now if "–" not in now else ""
        found.append(WeightField(name, one.name, owners, now, read_text(query, name) or plain))
    return tuple(found)


def add_fields(query: QueryDict) -> tuple[AddField, ...]:
    """Return the fields of objectives to add."""
    return tuple(
        AddField(_choice(name, read_text(query, name)), f"{name}_weight", read_text(query, f"{name}_weight"))
        for name in ADDED
    )


def _added(query: QueryDict) -> Iterator[tuple[Asking, Decimal]]:
    for name in ADDED:
        text = read_text(query, name)
        weight = read_text(query, f"{name}_weight") or _FIRST_WEIGHT
        if text:
            yield asking(text), _weight(f"{name}_weight", weight)


def _weight(place: str, text: str) -> Decimal:
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or not 0 <= found <= MOST_WEIGHT:
        raise BadRequest(
            say("{value!r} is no weight", value=text),
            place=place,
            remedy=say("write a number from 0 to {most}", most=MOST_WEIGHT),
        )
    return found


def _now(one: Together) -> str:
    """Return the weight of an asking as the form shows it: one, or the least and the largest."""
    low, high = (_short(weight) for weight in one.weights)
    return low if low == high else f"{low}–{high}"


def _short(weight: Decimal) -> str:
    rounded = weight.quantize(_TENTH)
    return f"{rounded.to_integral_value() if rounded == rounded.to_integral_value() else rounded:f}"


def _choice(name: str, chosen: str) -> Choice:
    options = [Option("", _("nothing"), not chosen)]
    options += [Option(asked.key, told, asked.key == chosen, within) for asked, told, within in _offered()]
    return Choice(name, _("add"), tuple(options))


def _offered() -> Iterator[tuple[Asking, str, str]]:
    """Yield what can be added, with its name and the group it stands in; what says nothing is left out."""
    groups = ((_NEW, _("New accounts")), (_EXISTING, _("Existing accounts")))
    for targets, within in groups:
        for measure in CATALOGUE.values():
            if targets.issuperset(measure.serves):
                yield Asking(measure.id), say(measure.name), within
    for purpose, target in _PURPOSES:
        for name in ("activities", "activity_minutes"):
            asked = Asking(name, (("purpose", (purpose,)),))
            if serves(CATALOGUE[name], asked.filters) == {target: Decimal(1)}:
                told = say(CATALOGUE[name].name)
                yield asked, f"{told}: {say(purpose)}", _("Relationship and service")
