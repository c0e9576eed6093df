"""Tags that put results of `fourfold.reports` on a page."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from fourfold.reports.charts import Picture
from fourfold.reports.document import written
from fourfold.reports.grids import Cell, Grid, Kind

register = template.Library()


@register.simple_tag
def picture(drawn: Picture) -> SafeString:
    """Return a drawing in its wide and its narrow form; its SVG is our own and holds text as text."""
    wide, narrow = mark_safe(drawn.wide), mark_safe(drawn.narrow)  # noqa: S308  drawn by us
    return format_html('<div class="picture"><div class="wide">{}</div><div class="narrow">{}</div></div>', wide, narrow)


@register.inclusion_tag("grid.html")
def grid(shown: Grid) -> dict[str, Any]:
    """Show a grid as a table."""
    return {"grid": shown, "rows": [list(zip(row, shown.columns, strict=True)) for row in shown.rows]}


@register.filter
def cell(value: Cell, kind: Kind) -> str:
    """Return a cell as it reads on a page."""
    return written(value, kind)
