"""The audit page: who did what, filtered by person and kind, and as a file."""

from __future__ import annotations

from typing import cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.http import urlencode

from fourfold.errors import BadRequest
from fourfold.reports.grids import Column, Grid, Kind
from fourfold.web.audit.checking import verify
from fourfold.web.audit.log import Asked, entries, kinds, record
from fourfold.web.audit.models import Entry
from fourfold.web.gate import AskedRequest
from fourfold.web.pages.growth import exported

PER_PAGE = 100
MOST_LETTERS = 254
MOST_ROWS = 100_000
"""A file holds no more entries; the command line lists all."""


def page(request: HttpRequest) -> HttpResponse:
    """Show the entries that are asked for, a hundred at a time."""
    asked = _asked(request)
    pages = Paginator(entries(asked), PER_PAGE)
    told = {
        "asked": asked,
        "page": pages.get_page(request.GET.get("page", "")[:10]),
        "kinds": kinds(),
        "address": urlencode({"who": asked.who, "kind": asked.kind, "since": asked.since}),
    }
    return render(request, "members/audit.html", told)


def check(request: HttpRequest) -> HttpResponse:
    """Check the whole log and show what was found."""
    return render(request, "members/audit_check.html", {"verdict": verify()})


def table(request: HttpRequest, form: str) -> HttpResponse:
    """Return the entries that are asked for as CSV or Excel."""
    if form not in {"csv", "xlsx"}:
        raise Http404
    asked = _asked(request)
    record("export", by=cast(AskedRequest, request).reader.actor, about=f"audit log: {asked}")
    return exported([_grid(list(entries(asked)[:MOST_ROWS]))], "audit", form)


def _asked(request: HttpRequest) -> Asked:
    told = {name: request.GET.get(name, "").strip() for name in ("who", "kind", "since")}
    for name, value in told.items():
        if len(value) > MOST_LETTERS or "\0" in value:
            raise BadRequest(f"the value of {name} cannot be read", place=name, remedy="shorten it")
    if told["since"] and parse_date(told["since"]) is None:
        raise BadRequest(f"{told['since']!r} is no day", place="since", remedy="write 2026-01-31")
    return Asked(who=told["who"].casefold(), kind=told["kind"], since=told["since"])


def _grid(shown: list[Entry]) -> Grid:
    headings = ("number", "at", "kind", "who", "about", "hash")
    columns = tuple(Column(name, name.capitalize(), Kind.TEXT) for name in headings)
    rows = tuple(tuple(str(getattr(entry, name)) for name in headings) for entry in shown)
    return Grid("Audit log", columns, rows)
