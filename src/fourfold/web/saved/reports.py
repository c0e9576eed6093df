"""The growth page as a file to download: PDF and HTML, with its filters and its reader's scope."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from fourfold.reports.leaf import sheet_html
from fourfold.reports.paper import sheet_pdf
from fourfold.reports.sheets import Sheet
from fourfold.web.audit.log import record
from fourfold.web.gate import AskedRequest
from fourfold.web.saved.savable import sheet_of


def growth_pdf(request: HttpRequest) -> HttpResponse:
    """Return the growth page as PDF."""
    return _file(request, sheet_pdf(_growth(request)), "pdf")


def growth_html(request: HttpRequest) -> HttpResponse:
    """Return the growth page as one HTML file."""
    return _file(request, sheet_html(_growth(request)).encode(), "html")


def _growth(request: HttpRequest) -> Sheet:
    return sheet_of("growth", request.GET.urlencode(), cast(AskedRequest, request).reader, _("Growth"))


def _file(request: HttpRequest, content: bytes, form: str) -> HttpResponse:
    record("export", by=cast(AskedRequest, request).reader.actor, about=f"growth as {form}")
    kind = {"pdf": "application/pdf", "html": "text/html; charset=utf-8"}[form]
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="growth.{form}"'
    return answer
