"""The form that saves the page one looks at."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest
from django.template.context import RequestContext

from fourfold.web.saved.forms import SaveForm
from fourfold.web.saved.savable import SAVABLE

register = template.Library()


@register.simple_tag(takes_context=True)
def save_form(context: RequestContext) -> SaveForm | None:
    """Return the form that saves this page; None where there is nothing to save, or it may not be."""
    reader, request = context.get("reader"), context.get("request")
    if reader is None or not isinstance(request, HttpRequest) or context.get("here") not in SAVABLE:
        return None
    if "asked" not in context or "save_views" not in reader.permissions or reader.is_seeing_as:
        return None
    told: dict[str, Any] = {"route": context["here"], "query": request.GET.urlencode()}
    return SaveForm(initial=told, auto_id="save_%s")
