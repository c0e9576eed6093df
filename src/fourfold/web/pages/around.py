"""What stands around every page: who reads, where they may go, the book they read, the colours."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from fourfold.reports.palette import DARK, LIGHT, custom_properties, legend

PLACES = (
    ("growth", "see_growth"),
    ("trend", "see_growth"),
    ("breakdown", "see_growth"),
    ("scorecard", "see_objectives"),
    ("objectives", "see_objectives"),
    ("balance", "see_objectives"),
    ("accounts", "see_accounts"),
    ("views", "save_views"),
    ("data", "see_imports"),
    ("settings", "define"),
)
"""The places of the head of a page, each with the permission it needs."""


def around(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the base template."""
    reader = getattr(request, "reader", None)
    allowed = reader.permissions if reader else frozenset()
    here = request.resolver_match.view_name if request.resolver_match else ""
    return {
        "reader": reader,
        "places": [name for name, permission in PLACES if permission in allowed],
        "here": here,
        "company": reader.workspace.company if reader else "",
        "light": custom_properties(LIGHT),
        "dark": custom_properties(DARK),
        "kinds": legend(),
    }
