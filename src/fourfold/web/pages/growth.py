"""The growth page: what happened to revenue and why, as sentence, picture and table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from fourfold.growth import Ledger, Overview, overview
from fourfold.reports import ledger_grid
from fourfold.reports.beside import before_grid, beside_grid
from fourfold.reports.grids import (
    Grid,
    breakdown_grid,
    bridge_grid,
    figures_grid,
    sources_grid,
    title,
)
from fourfold.reports.nouns import called
from fourfold.reports.palette import KINDS
from fourfold.reports.plates import bridge_plate, movers_plate, rates_grid, square_plate
from fourfold.reports.sentence import sentences
from fourfold.reports.strips import groups_strips
from fourfold.reports.titles import asked_line, before_title, beside_title, retention_title
from fourfold.web.gate import AskedRequest, Reader
from fourfold.web.pages.cautions import cautions
from fourfold.web.pages.choices import (
    Choice,
    by_choice,
    compared_by,
    comparison_choices,
    dimension_name,
    value_choice,
)
from fourfold.web.pages.downloads import File, checked_form, workbook
from fourfold.web.pages.lists import with_lines
from fourfold.web.pages.question import MOST_LETTERS, Question, question

TABLES: Mapping[str, Callable[[Overview], Grid]] = {
    "bridge": lambda told: bridge_grid(told.ledger),
    "sources": lambda told: sources_grid(told.ledger),
    "ledger": lambda told: ledger_grid(told.ledger),
    "figures": lambda told: figures_grid(told.ledger),
    "rates": lambda told: rates_grid(told.ledger),
    "before": lambda told: before_grid(told.ledger, told.before or told.ledger),
    "accounts": lambda told: breakdown_grid(told.accounts.ledger, told.accounts.names),
    "products": lambda told: breakdown_grid(told.products.ledger, told.products.names),
    "groups": lambda told: breakdown_grid(told.groups, told.names),
}
"""The tables of this page by the name under which they are exported."""

ALL = "growth"
"""The name of the workbook that holds every table."""

MOST_BESIDE = 2


def page(request: HttpRequest) -> HttpResponse:
    """Show the growth of the asked period in the reader's scope."""
    reader = cast(AskedRequest, request).reader
    if reader.book.extent is None:
        return render(request, "pages/empty.html")
    asked, by = _asked(request)
    told = overview(reader.book, asked=asked.asked(reader.book), by=by, where=asked.filters)
    beside = _beside(request, told.groups)
    moved = (movers_plate(told.accounts), movers_plate(told.products))
    shown = {
        **_heads(reader, asked, told),
        **_filters(reader, asked, by, told),
        "bridge": bridge_plate(told.ledger),
        "square": square_plate(told.ledger),
        "movers": moved,
        "moved_kinds": [kind for kind in KINDS if any(kind in plate.kinds for plate in moved)],
        "strips": groups_strips(told.groups, told.names),
        "groups": [(g.values[0], called(g.values[0], told.names)) for g in told.groups.groups],
        "beside": beside and _beside_told(beside, told.names),
        "beside_values": [group.values[0] for group in beside.groups] if beside else [],
        "downloads": downloads("growth_table", asked),
    }
    return render(request, "pages/growth.html", shown)


def table(request: HttpRequest, table: str, form: str) -> HttpResponseBase:
    """Return one table of the growth page, or all of them, as CSV or Excel, with the same filters."""
    checked_form(form)
    if not (table in TABLES or (table, form) == (ALL, "xlsx")):
        raise Http404
    reader = with_lines(cast(AskedRequest, request).reader)
    asked, by = _asked(request)
    told = overview(reader.book, asked=asked.asked(reader.book), by=by, where=asked.filters)
    grids = [TABLES[name](told) for name in (TABLES if table == ALL else (table,))]
    periods = f"{title(told.ledger)} {told.ledger.currency}"
    return workbook(reader, File(table, form, len(grids), grids, periods), f"?{asked.address()}")


def _asked(request: HttpRequest) -> tuple[Question, str]:
    asked = question(request.GET)
    by = compared_by(asked)
    return replace(asked, by=(by,)) if asked.by else asked, by


def _heads(reader: Reader, asked: Question, told: Overview) -> dict[str, Any]:
    """Return what stands over and between the pictures: sentences, the comparison before, rates."""
    ledger, before = told.ledger, told.before
    return {
        "asked": asked,
        "asked_line": asked_line(ledger),
        "title": title(ledger),
        "sentences": sentences(ledger),
        "ledger": ledger,
        "before": before and before_title(ledger, before),
        "before_grid": before and before_grid(ledger, before),
        "before_figures": before and before.figures,
        "retention": retention_title(ledger),
        "rates": rates_grid(ledger),
        "all": reverse("growth_table", args=(ALL, "xlsx")) + "?" + asked.address(),
        "until": reader.book.extent and reader.book.extent.last_on,
        **cautions(reader.book, ledger.comparison),
    }


def _filters(reader: Reader, asked: Question, by: str, told: Overview) -> dict[str, Any]:
    """Return the filters: those of every day, those of experts, and what else the address keeps."""
    choices = comparison_choices(reader.book, asked, told.ledger.comparison)
    elsewhere = {name: value for name, value in asked.filters.items() if name != by}
    return {
        "filters": [*choices[:2], by_choice(by), _group(asked, by, told)],
        "more_filters": choices[2:],
        "kept": [(f"where.{name}", value) for name, value in elsewhere.items()],
        "where": parts(asked, told.names),
        "by": dimension_name(by),
    }


def parts(asked: Question, names: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return each filter by its dimension and value, and the address of the page without it."""
    found = []
    for name, value in asked.where:
        rest = tuple(pair for pair in asked.where if pair[0] != name)
        found.append((dimension_name(name), called(value, names), asked.address(where=rest)))
    return found


def _group(asked: Question, by: str, told: Overview) -> Choice:
    listed = sorted((called(g.values[0], told.names), g.values[0]) for g in told.groups.groups)
    return value_choice(by, ((value, name) for name, value in listed), asked.filters.get(by, ""))


def _beside(request: HttpRequest, groups: Ledger) -> Ledger | None:
    """Return the two groups that were chosen to stand side by side; None for fewer."""
    chosen = [value[:MOST_LETTERS] for value in request.GET.getlist("beside")]
    found = {group.values[0]: group for group in groups.groups if group.values[0] in chosen}
    picked = tuple(found[value] for value in dict.fromkeys(chosen) if value in found)[:MOST_BESIDE]
    return replace(groups, groups=picked) if len(picked) == MOST_BESIDE else None


def _beside_told(beside: Ledger, names: Mapping[str, str]) -> tuple[str, Grid]:
    return beside_title(beside.groups, names), beside_grid(beside, names)


def downloads(route: str, asked: Question) -> Callable[[str, str], str]:
    """Return the address of a table of a page by its name and form."""
    return lambda name, form: f"{reverse(route, args=(name, form))}?{asked.address()}"
