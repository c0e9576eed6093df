"""The trend page: the sources of growth over time, by month, quarter or fiscal year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from fourfold.growth import Series, series_within
from fourfold.growth.comparison import one_of
from fourfold.reports.charts import compared
from fourfold.reports.grids import series_grid
from fourfold.reports.plates import series_plate
from fourfold.reports.strips import series_strips
from fourfold.reports.titles import asked_line, trend_sentence
from fourfold.web.gate import AskedRequest, Reader
from fourfold.web.pages.cautions import cautions
from fourfold.web.pages.choices import GRAINS, LATEST, comparison_choices, grain_choice
from fourfold.web.pages.downloads import File, checked_form, workbook
from fourfold.web.pages.growth import parts
from fourfold.web.pages.lists import with_lines
from fourfold.web.pages.question import Question, question

TABLES = {"series": lambda told: series_grid(told.points), "periods": lambda told: series_strips(told).grid}
"""The tables of this page by the name under which they are exported."""


def page(request: HttpRequest) -> HttpResponse:
    """Show the latest periods of a grain in the reader's scope, each against its own base."""
    reader = cast(AskedRequest, request).reader
    if reader.book.extent is None:
        return render(request, "pages/empty.html")
    asked, grain = question(request.GET), _grain(request)
    told = _series(reader, asked, grain)
    points, latest = compared(told), told.points[-1]
    shown = {
        "asked": asked,
        "grain": grain,
        "sentence": trend_sentence(points, grain),
        "asked_line": asked_line(latest),
        "where": parts(asked, {}),
        "filters": [grain_choice(grain), *comparison_choices(reader.book, asked, latest.comparison)[1:2]],
        "more_filters": comparison_choices(reader.book, asked, latest.comparison)[2:],
        "kept": [pair for pair in asked.pairs() if pair[0].startswith("where.")],
        "series": series_plate(told),
        "strips": series_strips(told),
        "ledger": latest,
        **cautions(reader.book, *(point.comparison for point in told.points)),
        "until": reader.book.extent.last_on,
        "downloads": _downloads(asked, grain),
    }
    return render(request, "pages/trend.html", shown)


def table(request: HttpRequest, table: str, form: str) -> HttpResponseBase:
    """Return one table of the trend page as CSV or Excel, with the same filters."""
    checked_form(form)
    if table not in TABLES:
        raise Http404
    reader = with_lines(cast(AskedRequest, request).reader)
    asked, grain = question(request.GET), _grain(request)
    grid = TABLES[table](_series(reader, asked, grain))
    told = f"by {grain} {reader.book.settings.currency}"
    return workbook(
        reader, File(table, form, len(grid.rows), [grid], told), f"?grain={grain}&{asked.address()}"
    )


def _grain(request: HttpRequest) -> str:
    grain = request.GET.get("grain") or "fiscal-quarter"
    one_of(grain, tuple(GRAINS), place="grain")
    return grain


def _series(reader: Reader, asked: Question, grain: str) -> Series:
    wished = replace(asked.asked(reader.book), current="")
    return series_within(reader.book, grain=grain, asked=wished, where=asked.filters, latest=LATEST[grain])


def _downloads(asked: Question, grain: str) -> Callable[[str, str], str]:
    query = urlencode([("grain", grain), *asked.pairs()])
    return lambda name, form: f"{reverse('trend_table', args=(name, form))}?{query}"
