"""The forms of saved views and subscriptions; each refuses a field that is not its own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from fourfold.web.members.forms import StrictForm
from fourfold.web.saved.models import Form, Rhythm

MOST_QUERY_LETTERS = 4000


_ONE_LINE = RegexValidator(r"\A[^\x00-\x1f\x7f]+\Z", _("Write the name in one line."))


def _name() -> forms.CharField:
    return forms.CharField(label=_("Name"), max_length=120, validators=[_ONE_LINE])


class SaveForm(StrictForm):
    """A page to save under a name."""

    name = _name()
    route = forms.CharField(max_length=40, widget=forms.HiddenInput)
    query = forms.CharField(max_length=MOST_QUERY_LETTERS, required=False, widget=forms.HiddenInput)


class ViewForm(StrictForm):
    """What can be changed of a view."""

    name = _name()
    is_shared = forms.BooleanField(
        label=_("Colleagues find it among the shared views"),
        required=False,
        help_text=_("Each of them sees in it only what they may see anyway."),
    )


class SubscriptionForm(StrictForm):
    """How often, on which day and in which form a view is sent."""

    rhythm = forms.ChoiceField(label=_("How often"), choices=Rhythm)
    weekday = forms.TypedChoiceField(
        label=_("On, if each week"), coerce=int, choices=[(at + 1, name) for at, name in WEEKDAYS.items()]
    )
    month_day = forms.TypedChoiceField(
        label=_("On day, if each month"),
        coerce=int,
        choices=[(day, str(day)) for day in range(1, 32)],
        help_text=_("In a shorter month it goes on the last day."),
    )
    form = forms.ChoiceField(label=_("Attached as"), choices=Form)

    @property
    def day(self) -> int:
        """The day that the rhythm asks for."""
        told: dict[str, Any] = self.cleaned_data
        return int(told["weekday"] if told["rhythm"] == Rhythm.WEEK else told["month_day"])
