"""Tags that put results of `fourfold.reports` on a page.

Guarantees that every text of a result is escaped, and that marks and cells lead where the page's
question says. They read `asked`, `reader` and, for files of a table, `downloads` from the context.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from html import escape
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from fourfold.reports.grids import Cell, Column, Grid, Kind
from fourfold.reports.marks import Picture, Segment
from fourfold.reports.numbers import Scale, in_scale, percent, signed_reading, table_scale
from fourfold.reports.numbers import unbroken as unbroken_text
from fourfold.reports.pictures import shown
from fourfold.reports.plates import Plate, written
from fourfold.reports.strips import Strips, bar_svg, ends
from fourfold.web.pages.addresses import Addresses
from fourfold.web.pages.question import Question

register = template.Library()

_NUMBER = ' class="n"'
_BEFORE_BAR = 2
_MONEY = (Kind.MONEY, Kind.CHANGE)
_CLASSES = {Kind.TEXT: "", Kind.DATE: ' class="d"'}


@register.simple_tag(takes_context=True)
def picture(context: Mapping[str, Any], drawn: Picture) -> SafeString:
    """Return a drawing in its wide and its narrow form; its SVG is our own and holds text as text."""
    reader = context.get("reader")
    both = shown(drawn, reader.book if reader else None, _addresses(context).marks(drawn.opens))
    wide, narrow = (mark_safe(each) for each in both)
    return format_html('<div class="wide">{}</div><div class="narrow">{}</div>', wide, narrow)


@register.inclusion_tag("figure.html", takes_context=True)
def figure(context: Mapping[str, Any], plate: Plate, heading: str = "h2") -> dict[str, Any]:
    """Show a plate: title, note, picture with its legend, and its table with its files."""
    return {**_around(context), "plate": plate, "heading": heading}


@register.inclusion_tag("strips.html", takes_context=True)
def strips(context: Mapping[str, Any], told: Strips) -> dict[str, Any]:
    """Show a table whose rows have bars, with its title, its legend and its files."""
    return {**_around(context), "strips": told}


@register.inclusion_tag("downloads.html", takes_context=True)
def files(context: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Show links to a table of the page as CSV and as Excel, where the page has any."""
    address = context.get("downloads")
    return {"files": [(form, address(name, form)) for form in ("csv", "xlsx")] if address else []}


@register.inclusion_tag("legend.html", takes_context=True)
def legend(context: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """Show what the colours of a picture say."""
    return {"items": [(name, context["kinds"][name]) for name in names]}


@register.simple_tag(takes_context=True)
def grid(context: Mapping[str, Any], told: Grid) -> SafeString:
    """Return a grid as a table, in a box that scrolls by itself."""
    return _table(told, _addresses(context).cells(told.opens))


@register.simple_tag(takes_context=True)
def barred(context: Mapping[str, Any], told: Strips) -> SafeString:
    """Return a grid as a table whose rows end in bars."""
    return _table(told.grid, _addresses(context).cells(told.grid.opens), told.bars)


@register.filter
def cell(value: Cell, kind: Kind) -> str:
    """Return a cell as it reads on a page."""
    return written(value, kind)


@register.filter
def share(value: Decimal | None) -> str:
    """Return a share as per cent."""
    return percent(value)


@register.filter
def short(value: Decimal) -> str:
    """Return an amount for reading, with its sign."""
    return signed_reading(value)


@register.filter
def unbroken(text: object) -> str:
    """Return text in which each number and its unit stay on one line."""
    return unbroken_text(str(text))


def _around(context: Mapping[str, Any]) -> dict[str, Any]:
    names = ("asked", "reader", "downloads", "kinds")
    return {name: context.get(name) for name in names}


def _addresses(context: Mapping[str, Any]) -> Addresses:
    reader = context.get("reader")
    return Addresses(context.get("asked") or Question(), reader.permissions if reader else ())


def _table(
    told: Grid, links: Mapping[tuple[int, int], str], bars: Sequence[Sequence[Segment]] = ()
) -> SafeString:
    """Return a table; made here since a template takes ten times as long for a thousand cells."""
    scale = _scale(told) if bars else None
    heads = [_head(column, scale) for column in told.columns]
    low, high = ends(bars)
    rows = []
    for y, row in enumerate(told.rows):
        cells = [_cell((v, scale), told.columns[x], links.get((y, x)), x) for x, v in enumerate(row)]
        if bars:
            cells.insert(_BEFORE_BAR, f'<td class="bar">{bar_svg(bars[y], low, high)}</td>')
        rows.append(f"<tr>{''.join(cells)}</tr>")
    if bars:
        heads.insert(_BEFORE_BAR, '<td class="bar"></td>')
    return mark_safe(
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(told.title)}"><table>'
        f"<thead><tr>{''.join(heads)}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _scale(told: Grid) -> Scale:
    money = (x for x, column in enumerate(told.columns) if column.kind in _MONEY)
    return table_scale(*(value for x in money for row in told.rows if isinstance(value := row[x], Decimal)))


def _head(column: Column, scale: Scale | None) -> str:
    unit = f" ({scale.unit})" if scale and scale.unit and column.kind in _MONEY else ""
    number = "" if column.kind in _CLASSES else _NUMBER
    return f'<th scope="col"{number}>{escape(column.told + unit)}</th>'


def _cell(told: tuple[Cell, Scale | None], column: Column, link: str | None, x: int) -> str:
    """Return a cell; with a scale, money is short and stands in full in the tip over it."""
    value, scale = told
    full = escape(written(value, column.kind))
    text, tip = full, ""
    if scale and isinstance(value, Decimal) and column.kind in _MONEY:
        plus = "+" if column.kind is Kind.CHANGE and value > 0 else ""
        text, tip = f"{plus}{in_scale(value, scale)}", f' title="{full}"'
    if link and text:
        text = f'<a href="{escape(link)}">{text}</a>'
    if x == 0:
        return f'<th scope="row">{text}</th>'
    return f"<td{_CLASSES.get(column.kind, _NUMBER)}{tip}>{text}</td>"
