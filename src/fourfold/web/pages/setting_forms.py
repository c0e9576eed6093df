"""The forms of the settings pages: company and calendar, the default policy, corrections of accounts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from fourfold.book.correcting import LONGEST
from fourfold.book.schema import ACCOUNT_LEVELS, PRODUCT_LEVELS
from fourfold.book.settings import CALENDARS
from fourfold.growth import POLICIES
from fourfold.web.members.forms import StrictForm, day

LEVELS: Mapping[str, Any] = {
    "account": _("account"),
    "parent": _("ultimate parent"),
    "product": _("product"),
    "family": _("family"),
    "category": _("category"),
    "division": _("division"),
}
"""The levels of accounts and products in words."""

CALENDAR_NAMES: Mapping[str, Any] = {
    "months": _("months"),
    "4-4-5": _("weeks, 4-4-5 (a year of 52 or 53 weeks)"),
}

POLICY_NAMES: Mapping[str, Any] = {
    "first-order-ever": _("First order ever"),
    "12-month-window": _("Twelve-month window"),
    "dormant-12": _("New again after 12 months"),
    "dormant-18": _("New again after 18 months"),
    "dormant-24": _("New again after 24 months"),
    "dormant-36": _("New again after 36 months"),
}
"""The presets in words."""

_POLICY_MEANINGS: Mapping[str, Any] = {
    "first-order-ever": _(
        "An account, a product or a pair is new until its first purchase ever. "
        "Who comes back after years is returned, not new."
    ),
    "12-month-window": _(
        "Accounts, products and pairs are new for twelve months after their first purchase, "
        "counted back from the end of the current period."
    ),
    "dormant-12": _("As first order ever, but who bought nothing for twelve months is new again."),
    "dormant-18": _("As first order ever, but who bought nothing for eighteen months is new again."),
    "dormant-24": _("As first order ever, but who bought nothing for two years is new again."),
    "dormant-36": _("As first order ever, but who bought nothing for three years is new again."),
}


def policies() -> tuple[tuple[str, Any, Any], ...]:
    """Return name, label and meaning of each preset."""
    return tuple((name, POLICY_NAMES[name], _POLICY_MEANINGS[name]) for name in POLICIES)


def _named(values: tuple[str, ...], names: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(value, names[value]) for value in values]


class SettingsForm(StrictForm):
    """What figures are told in; `confirmed` is set once the reader saw what a change means."""

    company = forms.CharField(
        label=_("Name of the company"),
        max_length=100,
        required=False,
        help_text=_("Stands above every page. Empty: the name of the workspace's folder."),
    )
    currency = forms.RegexField(
        r"\A[A-Z]{3}\Z",
        label=_("Currency"),
        max_length=3,
        min_length=3,
        help_text=_("Three letters, such as EUR. All figures are in it."),
    )
    timezone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: [(zone, zone) for zone in sorted(available_timezones())],
        help_text=_("Decides which day today is."),
    )
    fiscal_year_starts = forms.TypedChoiceField(
        label=_("Fiscal year starts in"), coerce=int, choices=list(MONTHS.items())
    )
    calendar = forms.ChoiceField(label=_("Fiscal periods are"), choices=_named(CALENDARS, CALENDAR_NAMES))
    account_level = forms.ChoiceField(
        label=_("Accounts are counted by"), choices=_named(ACCOUNT_LEVELS, LEVELS)
    )
    product_level = forms.ChoiceField(
        label=_("Products are counted by"),
        choices=_named(PRODUCT_LEVELS, LEVELS),
        help_text=_("Headlines use these two; any page can ask for others."),
    )
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)  # fmt: skip


class PolicyForm(StrictForm):
    """The policy of questions that name none."""

    policy = forms.ChoiceField(label=_("Policy"), choices=list(POLICY_NAMES.items()))
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)


class CorrectionForm(StrictForm):
    """One correction of one account; an empty value is none, where that can be meant."""

    value = forms.CharField(label=_("Value"), max_length=LONGEST, required=False)
    starts_on = day(_("From"), required=False)
    why = forms.CharField(label=_("Why"), max_length=LONGEST, help_text=_("Kept with the correction."))
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)


class EndingForm(StrictForm):
    """The end of a correction."""

    why = forms.CharField(label=_("Why"), max_length=LONGEST, required=False)
