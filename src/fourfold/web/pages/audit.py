"""The audit page: who did what, filtered by person and kind, and as a file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import cast

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.http import urlencode

from fourfold.errors import BadRequest
from fourfold.reports.grids import Column, Grid, Kind
from fourfold.web.audit.checking import verify
from fourfold.web.audit.log import Asked, entries, kinds
from fourfold.web.audit.models import Entry
from fourfold.web.gate import AskedRequest
from fourfold.web.pages.downloads import File, checked_form, download
from fourfold.web.pages.question import read_text

PER_PAGE = 100
PART = 5_000
"""A file is read so many entries at a time."""


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


def table(request: HttpRequest, form: str) -> HttpResponseBase:
    """Return every entry that is asked for as CSV or Excel."""
    checked_form(form)
    asked = _asked(request)
    found = entries(asked)
    file = File("audit", form, found.count(), _parts(found))
    return download(cast(AskedRequest, request).reader, file, f"log: {asked}")


def _parts(found: QuerySet[Entry]) -> Iterator[Grid]:
    """Yield the entries in parts; without any, a table with its head alone."""
    read = found.iterator(chunk_size=PART)
    part = list(islice(read, PART))
    yield _grid(part)
    while part := list(islice(read, PART)):
        yield _grid(part)


def _asked(request: HttpRequest) -> Asked:
    told = {name: read_text(request.GET, name) for name in ("who", "kind", "since")}
    if told["since"] and parse_date(told["since"]) is None:
        raise BadRequest(f"{told['since']!r} is no day", place="since", remedy="write 2026-01-31")
    return Asked(who=told["who"].casefold(), kind=told["kind"], since=told["since"])


def _grid(shown: list[Entry]) -> Grid:
    headings = ("number", "at", "kind", "who", "about", "hash")
    columns = tuple(Column(name, name.capitalize(), Kind.TEXT) for name in headings)
    rows = tuple(tuple(str(getattr(entry, name)) for name in headings) for entry in shown)
    return Grid("Audit log", columns, rows)
