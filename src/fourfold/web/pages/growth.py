"""The growth page: what happened to revenue and why, as sentence, picture and table."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from fourfold.growth import compare, prepared_ledger
from fourfold.reports import csv_text, xlsx_bytes
from fourfold.reports.charts import bridge_picture, square_picture
from fourfold.reports.grids import Grid, ledger_grid, reading_grid, sources_grid, title
from fourfold.reports.sentence import sentences
from fourfold.web.gate import AskedRequest
from fourfold.web.pages.question import question

TABLES = {"bridge": reading_grid, "sources": sources_grid, "ledger": ledger_grid}
"""The tables of this page by the name under which they are exported."""


def page(request: HttpRequest) -> HttpResponse:
    """Show the growth of the asked period in the reader's scope."""
    book = cast(AskedRequest, request).reader.book
    asked = question(request.GET)
    ledger = prepared_ledger(book, comparison=compare(book, asked.asked(book)))
    told = {
        "asked": asked,
        "title": title(ledger),
        "sentences": sentences(ledger),
        "ledger": ledger,
        "bridge": bridge_picture(ledger),
        "bridge_grid": reading_grid(ledger),
        "square": square_picture(ledger),
        "square_grid": sources_grid(ledger),
    }
    return render(request, "pages/growth.html", told)


def table(request: HttpRequest, table: str, form: str) -> HttpResponse:
    """Return one table of the growth page as CSV or Excel, with the same filters."""
    if table not in TABLES or form not in {"csv", "xlsx"}:
        raise Http404
    book = cast(AskedRequest, request).reader.book
    ledger = prepared_ledger(book, comparison=compare(book, question(request.GET).asked(book)))
    return exported(TABLES[table](ledger), table, form)


def exported(grid: Grid, name: str, form: str) -> HttpResponse:
    """Return a grid as a file to download; cells that a spreadsheet would execute are text."""
    if form == "xlsx":
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        answer = HttpResponse(xlsx_bytes([grid]), content_type=kind)
    else:
        answer = HttpResponse(csv_text(grid), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer
