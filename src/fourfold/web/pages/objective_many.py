"""Many objectives at once: last year's copied as drafts, those of one owner given to another.

Guarantees that nothing is written before its preview was seen, and that only what the reader may set
takes part. Leaves the rules to `fourfold.objectives.copies`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from fourfold.book.chain import Record
from fourfold.errors import BadRequest
from fourfold.objectives.copies import copied, reassigned
from fourfold.objectives.objective import Objective, Owner
from fourfold.objectives.rows import objective_of
from fourfold.objectives.store import Store
from fourfold.periods import parse_period
from fourfold.reports.numbers import count
from fourfold.reports.scorecards import period_name
from fourfold.web.gate import AskedRequest, Reader
from fourfold.web.members.forms import StrictForm
from fourfold.web.pages.objective_forms import CopyForm, ReassignForm, owner_choices, owner_of
from fourfold.web.pages.objective_store import (
    may_set,
    owners_to_set,
    seen,
    seen_alone,
    whole_store,
    write,
)
from fourfold.web.pages.objectives import target_text
from fourfold.web.pages.owners import names_for

WRONG = 422
PREVIEWED = 50
"""A preview lists so many; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Coming:
    """One objective as it would be, beside its target now where there is one."""

    objective: Objective
    owner: str
    period: str
    target: str
    before: str


def copy(request: HttpRequest) -> HttpResponse:
    """Copy the objectives of a period into another as drafts, times a factor."""
    reader = cast(AskedRequest, request).reader
    initial = {**_years(reader), "factor": "1"}
    form = CopyForm(request.POST or None, owners=_choices(reader), initial=initial)
    return _previewed(request, form, "objectives/copy.html", _copying)


def reassign(request: HttpRequest) -> HttpResponse:
    """Give the objectives of one owner to another from a day on."""
    reader = cast(AskedRequest, request).reader
    form = ReassignForm(request.POST or None, owners=_choices(reader), initial={"on": reader.today})
    return _previewed(request, form, "objectives/reassign.html", _reassigning)


Make = Callable[[Store], Sequence[Record]]


def _previewed(
    request: HttpRequest, form: StrictForm, template: str, making: Callable[[Reader, dict[str, Any]], Make]
) -> HttpResponse:
    """Ask, then show what would be written, then write it."""
    reader = cast(AskedRequest, request).reader
    if request.method != "POST":
        return render(request, template, {"form": form})
    if not form.is_valid():
        return render(request, template, {"form": form}, status=WRONG)
    told = form.cleaned_data
    try:
        make = making(reader, told)
        if not told["confirmed"]:
            return render(request, template, {"form": form, **_preview(reader, make)})
        before = whole_store(reader).count
        more = write(reader, make).count - before
    except BadRequest as refused:
        return render(request, template, {"form": form, "refused": refused}, status=WRONG)
    messages.success(
        request,
        ngettext("One change is written.", "%(number)s changes are written.", more) % {"number": count(more)},
    )
    return redirect("objectives")


def _preview(reader: Reader, make: Make) -> dict[str, Any]:
    """Return every version that would be written, with what it would take the place of."""
    store = whole_store(reader)
    rows = [record for record in make(store) if record["do"] == "set"]
    made = [objective_of(cast(dict[str, Any], record["row"])) for record in rows]
    names = names_for(reader, {one.owner for one in made})
    coming = [
        Coming(
            one,
            names[one.owner],
            period_name(one.period),
            target_text(one),
            target_text(store.kept[one.id].current) if one.id in store.kept else "",
        )
        for one in made
    ]
    return {"coming": coming[:PREVIEWED], "more": max(len(coming) - PREVIEWED, 0), "number": len(coming),
            "is_previewed": True}  # fmt: skip


def _copying(reader: Reader, told: dict[str, Any]) -> Make:
    calendar = reader.book.calendar
    from_period = parse_period(told["from_period"], calendar)
    to_period = parse_period(told["to_period"], calendar)
    owner = owner_of(told["owner"]) if told["owner"] else None
    factor: Decimal = told["factor"]

    def make(store: Store) -> Sequence[Record]:
        mine = seen_alone(reader, store)
        chosen = {n: k for n, k in mine.kept.items() if owner is None or k.current.owner == owner}
        records = copied(replace(mine, kept=chosen), from_period, to_period, factor)
        return tuple(record for record in records if record["id"] not in store.kept)

    return make


def _reassigning(_reader: Reader, told: dict[str, Any]) -> Make:
    from_owner: Owner = owner_of(told["from_owner"])
    to_owner: Owner = owner_of(told["to_owner"])
    on: date = told["on"]
    why = told["why"].replace("\r\n", "\n")
    return lambda store: reassigned(store, from_owner, to_owner, on, why)


def _choices(reader: Reader) -> list[Any]:
    """Return every owner that the reader may set objectives for, with those who only have some, who left."""
    having = (one.owner for one in seen(reader, whole_store(reader)) if may_set(reader, one.owner))
    owners = dict.fromkeys((*owners_to_set(reader), *having))
    return owner_choices(names_for(reader, owners), owners)


def _years(reader: Reader) -> dict[str, str]:
    """Return the latest year of objectives and the one after it, to begin with."""
    ends = [one.period.last_day.year for one in seen(reader, whole_store(reader))]
    year = max(ends) if ends else reader.today.year
    return {"from_period": str(year), "to_period": str(year + 1)}
