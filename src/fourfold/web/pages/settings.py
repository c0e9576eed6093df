"""The settings: what figures are told in, which policy they follow, and the way to what else is set.

A change is shown with what it does to figures before it is made, and stands in the audit log.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from fourfold.book.redefining import Change, changes, redefine
from fourfold.book.settings import Settings, figures_key
from fourfold.book.workspace import Workspace
from fourfold.errors import BadRequest
from fourfold.growth import policy
from fourfold.periods import Calendar, parse_period
from fourfold.web.audit.log import record
from fourfold.web.gate import AskedRequest, Reader
from fourfold.web.jobs.queue import queue
from fourfold.web.pages.setting_forms import (
    CALENDAR_NAMES,
    LEVELS,
    POLICY_NAMES,
    PolicyForm,
    SettingsForm,
    policies,
)

WRONG = 422
"""The status of a form whose values cannot be meant."""

WAIT = 10.0
"""Seconds to wait for an import that is running."""


@dataclass(frozen=True, slots=True)
class Told:
    """One setting that would change: its name, before and after in words, and what it does to figures."""

    name: str
    before: str
    after: str
    does: str


def page(request: HttpRequest) -> HttpResponse:
    """Show the settings, and the way to corrections, policies, people, audit log and imports."""
    reader = cast(AskedRequest, request).reader
    book, told = reader.book, reader.workspace.settings
    context = {
        "settings": told,
        "facts": [(str(_label(name)), _worded(name, getattr(told, name))) for name in SettingsForm.base_fields
                  if hasattr(told, name) and name != "company"],
        "policy": POLICY_NAMES.get(told.policy, policy(told.policy).label),
        "corrected": len(book.overrides),
        "waiting": sum(one.is_open for one in book.origin.overrides) - len(book.overrides),
    }  # fmt: skip
    return render(request, "settings/settings.html", context)


def company(request: HttpRequest) -> HttpResponse:
    """Change what figures are told in: first what a change does, then, confirmed, the change."""
    told = cast(AskedRequest, request).reader.workspace.settings
    fields = [name for name in SettingsForm.base_fields if hasattr(told, name)]
    if request.method != "POST":
        form = SettingsForm(initial={name: getattr(told, name) for name in fields})
        return render(request, "settings/company.html", {"form": form})
    return _changed(request, SettingsForm(request.POST), "settings/company.html")


def default_policy(request: HttpRequest) -> HttpResponse:
    """Show the policies, and change the one of questions that name none."""
    told = cast(AskedRequest, request).reader.workspace.settings
    if request.method != "POST":
        form = PolicyForm(initial={"policy": told.policy})
        return render(request, "settings/policies.html", {"form": form, "policies": policies()})
    return _changed(request, PolicyForm(request.POST), "settings/policies.html")


def _changed(request: HttpRequest, form: Form, template: str) -> HttpResponse:
    reader = cast(AskedRequest, request).reader
    context = {"form": form, "policies": policies()}
    if not form.is_valid():
        return render(request, template, context, status=WRONG)
    wished = {name: value for name, value in form.cleaned_data.items() if name != "confirmed"}
    try:
        found = changes(reader.workspace, wished)
    except BadRequest as refused:
        return render(request, template, {**context, "refused": refused}, status=WRONG)
    if not found:
        messages.info(request, _("Nothing was changed."))
        return redirect("settings")
    if not form.cleaned_data["confirmed"]:
        told = {"told": _told(reader, found), "wished": wished, "back": request.path}
        return render(request, "settings/confirm.html", told)
    _make(reader, found, wished)
    messages.success(request, _("The settings are changed."))
    return redirect("settings")


def _make(reader: Reader, found: Sequence[Change], wished: Mapping[str, Any]) -> None:
    about = "; ".join(f"{one.setting}: {one.before or '-'} -> {one.after or '-'}" for one in found)
    record("setting", by=reader.actor, about=about)
    prepare_anew(redefine(reader.workspace, {one.setting: wished[one.setting] for one in found}, wait=WAIT))


def prepare_anew(workspace: Workspace) -> None:
    """Ask for the usual ledgers to be computed ahead, under these settings and on the current snapshot."""
    queue("prepare", None, key=f"{workspace.snapshot().name} {figures_key(workspace.settings)}")


def _told(reader: Reader, found: Sequence[Change]) -> list[Told]:
    before = reader.workspace.settings
    after = replace(before, **{one.setting: one.after for one in found})  # type: ignore[arg-type]
    return [
        Told(
            str(_label(one.setting)),
            _worded(one.setting, one.before),
            _worded(one.setting, one.after),
            _does(reader, one, after),
        )
        for one in found
    ]


def _label(name: str) -> Any:
    fields = {**SettingsForm.base_fields, **PolicyForm.base_fields}
    return fields[name].label


def _worded(name: str, value: Any) -> str:
    """Return a setting's value as people say it."""
    if name == "fiscal_year_starts":
        return str(MONTHS[value])
    names = {"calendar": CALENDAR_NAMES, "policy": POLICY_NAMES}.get(
        name, LEVELS if name.endswith("_level") else {}
    )
    return str(names.get(value, value)) or _("the name of the folder")


def _does(reader: Reader, one: Change, after: Settings) -> str:
    """Return what a change does to figures."""
    if one.setting in {"fiscal_year_starts", "calendar"}:
        return _periods_move(reader, after)
    if one.setting == "policy":
        return _("Figures that name no policy are computed anew: %(label)s.") % {
            "label": policy(after.policy).label
        }
    return {
        "company": _("No figure changes."),
        "currency": _("Every figure is told in the new currency and computed anew."),
        "timezone": _("Which day today is may change; the days in the book stay as they are."),
        "account_level": _(
            "Headlines are computed anew at this level: who is new, lost or continuing is decided there."
        ),
        "product_level": _(
            "Headlines are computed anew at this level: what is new, dropped or switched is decided there."
        ),
    }[one.setting]


def _periods_move(reader: Reader, after: Settings) -> str:
    extent = reader.book.extent
    name = f"FY{(extent.last_on if extent else reader.today).year}"
    before = reader.workspace.settings
    then, now = (
        parse_period(name, Calendar(told.fiscal_year_starts, told.calendar)) for told in (before, after)
    )
    return _(
        "Fiscal periods move and their figures are computed anew: %(name)s was %(was_first)s to "
        "%(was_last)s and becomes %(first)s to %(last)s. Addresses that name a fiscal period show other "
        "days. Calendar years, quarters and months stay."
    ) % {
        "name": name,
        "was_first": then.start,
        "was_last": then.last_day,
        "first": now.start,
        "last": now.last_day,
    }
