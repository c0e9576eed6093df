"""The forms of objectives: what they ask, and the objective that their answers mean.

Guarantees that a person writes a last day where files have the day after, and that a measure stands
with what it serves. Leaves refusing what cannot be meant to `fourfold.objectives`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fourfold.measures.catalogue import CATALOGUE, ObjectiveMeasure, Serves
from fourfold.objectives.filters import filters_text, parse_filters
from fourfold.objectives.objective import (
    COMPANY,
    COMPANY_LEVEL,
    SELLER_LEVEL,
    TEAM_LEVEL,
    Objective,
    Owner,
    State,
)
from fourfold.objectives.storable import FIRST_DAY, LAST_DAY, LONGEST_TEXT
from fourfold.periods import Period
from fourfold.web.members.forms import StrictForm, day
from fourfold.web.pages.owners import written
from fourfold.words import say

ONE_DAY = timedelta(days=1)
USUAL_CAP = Decimal("1.5")

STATE_WORDS: Mapping[str, Any] = {
    State.DRAFT: _("draft"),
    State.PROPOSED: _("proposed"),
    State.AGREED: _("agreed"),
    State.ACTIVE: _("active"),
    State.CLOSED: _("closed"),
}
LEVEL_WORDS: Mapping[str, Any] = {
    COMPANY_LEVEL: _("Company"),
    TEAM_LEVEL: _("Teams"),
    SELLER_LEVEL: _("Sellers"),
}
SERVED: Mapping[str, Any] = {
    "new": _("New accounts"),
    "products": _("Existing accounts: new and additional products"),
    "keep": _("Existing accounts: keep and expand"),
    "activity": _("Activity: how, not what"),
    "other": _("Revenue from any source"),
}
"""What measures serve, in the order in which they are offered."""


def served_by(measure: ObjectiveMeasure) -> str:
    """Return which group of `SERVED` a measure belongs to."""
    if measure.channels["new"] == 1:
        return "new"
    if set(measure.serves) <= {Serves.S3, Serves.S4}:
        return "products"
    if measure.channels["existing"]:
        return "keep"
    return "activity" if Serves.ACTIVITY in measure.serves else "other"


def measures_by_group() -> list[tuple[Any, list[ObjectiveMeasure]]]:
    """Return every measure of owners, in groups of what they serve."""
    return [
        (told, [m for m in CATALOGUE.values() if served_by(m) == group]) for group, told in SERVED.items()
    ]


def owner_of(text: str) -> Owner:
    """Return the owner that `owners.written` wrote; raises `BadRequest` if there can be none."""
    level, _colon, own = text.partition(":")
    return Owner(level, own)


def owner_choices(names: Mapping[Owner, str], owners: Iterable[Owner]) -> list[Any]:
    """Return owners in groups by level, with an empty choice first."""
    listed = list(owners)
    found: list[Any] = [("", "–")]
    for level, told in LEVEL_WORDS.items():
        of_level = [owner for owner in listed if owner.level == level]
        ordered = sorted(of_level, key=lambda owner: (names[owner].casefold(), owner.id))
        if level == COMPANY_LEVEL:
            found += [(written(COMPANY), names[COMPANY]) for _owner in ordered]
        elif ordered:
            found.append((told, [(written(owner), names[owner]) for owner in ordered]))
    return found


def _number(label: Any, **options: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=18, decimal_places=4, **options)


def _reason(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 2}), **options
    )


def _day(label: Any, **options: Any) -> forms.DateField:
    return day(label, **options)


class ObjectiveForm(StrictForm):
    """One objective: who is to reach what, until when."""

    measure = forms.ChoiceField(label=_("Measure"))
    owner = forms.ChoiceField(label=_("Owner"))
    name = forms.CharField(
        label=_("Name"), max_length=200, required=False, help_text=_("Empty: the name of the measure.")
    )
    starts_on = _day(_("First day"))
    last_on = _day(_("Last day"))
    target = _number(_("Target"), help_text=_("In the unit of the measure; a rate of 95 % is written 0.95."))
    threshold = _number(_("Threshold"), required=False, help_text=_("Below it nothing counts."))
    stretch = _number(_("Stretch"), required=False, help_text=_("Told beside the target; changes no figure."))
    weight = _number(_("Weight"), min_value=0, help_text=_("Against the owner's other objectives."))
    cap = forms.DecimalField(
        label=_("Cap"),
        max_digits=18,
        decimal_places=8,
        required=False,
        help_text=_("1.5: reaching more than 150 % counts no more. Empty: no cap."),
    )
    filters = forms.CharField(
        label=_("Only"),
        max_length=LONGEST_TEXT,
        required=False,
        help_text=_("Narrows the measure down, such as: family=Bikes|Helmets; segment=Retail"),
    )
    note = _reason(_("Note"), required=False)
    why = _reason(_("Why"), required=False, help_text=_("Kept with the objective."))
    expected = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    propose = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, owners: list[Any], **options: Any) -> None:
        super().__init__(data, **options)
        groups = [(told, [(m.id, say(m.name)) for m in ms]) for told, ms in measures_by_group()]
        self.fields["measure"].choices = [("", "–"), *groups]  # type: ignore[attr-defined]
        self.fields["owner"].choices = owners  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a period without a day, or outside of what can be stored."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = told.get("starts_on"), told.get("last_on")
        if first and last and not FIRST_DAY <= first <= last < LAST_DAY:
            self.add_error("last_on", _now("The last day is not before the first, from 1900 to 2199."))
        return told

    def objective(self, own: str) -> Objective:
        """Return what was written as an objective of an id; raises `BadRequest` if it cannot be meant."""
        told = self.cleaned_data
        return Objective(
            id=own,
            name=told["name"] or CATALOGUE[told["measure"]].name,
            measure=told["measure"],
            owner=owner_of(told["owner"]),
            period=Period(told["starts_on"], told["last_on"] + ONE_DAY),
            target=told["target"],
            threshold=told["threshold"],
            stretch=told["stretch"],
            weight=told["weight"],
            cap=told["cap"],
            filters=parse_filters(told["filters"]),
            state=State.PROPOSED if told["propose"] else State.DRAFT,
            note=told["note"].replace("\r\n", "\n"),
        )


def initial_of(objective: Objective) -> dict[str, Any]:
    """Return an objective as the form shows it."""
    return {
        "measure": objective.measure,
        "owner": written(objective.owner),
        "name": objective.name,
        "starts_on": objective.period.start,
        "last_on": objective.period.last_day,
        "target": plain(objective.target),
        "threshold": plain(objective.threshold),
        "stretch": plain(objective.stretch),
        "weight": plain(objective.weight),
        "cap": plain(objective.cap),
        "filters": filters_text(objective.filters),
        "note": objective.note,
        "expected": objective.version,
    }


def plain(number: Decimal | None) -> str:
    """Return a number without trailing zeros, as a form shows it; empty for none."""
    if number is None:
        return ""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


class MoveForm(StrictForm):
    """A step to another state, of the version that was seen."""

    expected = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    why = _reason(_("Why"), required=False)


class WithdrawForm(MoveForm):
    """An end without counting, which says why."""

    why = _reason(_("Why"))


class CommentForm(StrictForm):
    """Something to say about an objective."""

    comment = _reason(_("Comment"))


class CopyForm(StrictForm):
    """Objectives of one period to copy into another."""

    from_period = forms.CharField(label=_("From"), max_length=40, help_text=_("Such as 2025, or 2025-Q1."))
    to_period = forms.CharField(label=_("To"), max_length=40)
    factor = _number(_("Factor"), help_text=_("1.05 asks for 5 % more of everything that adds up."))
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, owners: list[Any], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["owner"].choices = owners  # type: ignore[attr-defined]


class ReassignForm(StrictForm):
    """Objectives of one owner to give to another from a day on."""

    from_owner = forms.ChoiceField(label=_("From"))
    to_owner = forms.ChoiceField(label=_("To"))
    on = _day(_("From the day"))
    why = _reason(_("Why"), help_text=_("Kept with each objective."))
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, owners: list[Any], **options: Any) -> None:
        super().__init__(data, **options)
        for name in ("from_owner", "to_owner"):
            self.fields[name].choices = owners  # type: ignore[attr-defined]
