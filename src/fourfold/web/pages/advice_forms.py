"""The form in which proposals are adopted: a tick, a weight and a target for each.

Guarantees that what is ticked has a weight and a target, and that drafts say what they rest on. Leaves
what is proposed to `fourfold.objectives.advice`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _

from fourfold.objectives.advice import Advice, Proposal
from fourfold.objectives.objective import Objective
from fourfold.reports.advice import write_figure
from fourfold.web.members.forms import StrictForm
from fourfold.web.pages.objective_forms import plain


class Adopting(StrictForm):
    """Which proposals are adopted; `adopting` gives it the fields of an advice."""

    owner = forms.CharField(widget=forms.HiddenInput)
    period = forms.CharField(widget=forms.HiddenInput)

    @property
    def taken(self) -> tuple[str, ...]:
        """The measures that are ticked."""
        chosen = (name for name, value in self.cleaned_data.items() if name.startswith("take.") and value)
        return tuple(name.removeprefix("take.") for name in chosen)

    def clean(self) -> dict[str, Any]:
        """Refuse ticks without a weight or a target, and a form without ticks."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        for measure in self.taken:
            for name in (f"weight.{measure}", f"target.{measure}"):
                if told.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Needed for what is ticked."))
        if not self.taken:
            self.add_error(None, _("Nothing is ticked."))
        return told

    def drafts(self, told: Advice) -> tuple[Objective, ...]:
        """Return what is ticked as drafts, each with its reasons as its note."""
        return tuple(self._draft(one) for one in told.proposals if one.measure[0] in self.taken)

    def _draft(self, one: Proposal) -> Objective:
        weight, target = (self.cleaned_data[f"{name}.{one.measure[0]}"] for name in ("weight", "target"))
        made = one.draft(f"o-{uuid4().hex[:12]}", target=target, write=write_figure)
        return replace(made, weight=weight)


def adopting(told: Advice, data: Any, initial: Mapping[str, str]) -> Adopting:
    """Return the form of an advice; `data` is what was sent, None before that.

    Raises
    ------
    BadRequest
        Something was sent that the form does not ask.
    """
    fields = {name: field for one in told.proposals for name, field in _fields(one).items()}
    made = cast(type[Adopting], type("AdviceForm", (Adopting,), fields))
    return made(data, initial=initial)


def _fields(one: Proposal) -> dict[str, forms.Field]:
    own = one.measure[0]
    tick = forms.CheckboxInput(attrs={"aria-label": _("Adopt: %(name)s") % {"name": one.name}})
    return {
        f"take.{own}": forms.BooleanField(required=False, initial=one.target is not None, widget=tick),
        f"weight.{own}": _number(_("Weight: %(name)s") % {"name": one.name}, str(one.weight), min_value=0),
        f"target.{own}": _number(_("Target: %(name)s") % {"name": one.name}, plain(one.target)),
    }


def _number(label: str, initial: str, **options: Any) -> forms.DecimalField:
    widget = forms.NumberInput(attrs={"aria-label": label})
    return forms.DecimalField(
        label=label,
        max_digits=18,
        decimal_places=4,
        required=False,
        initial=initial,
        widget=widget,
        **options,
    )
