"""Tags of list pages: tables whose headings sort and whose cells hold bars, and the pages of a list.

Guarantees that every text is escaped, and that a bar is drawn without styles of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from fourfold.reports.revenue import Drawn
from fourfold.web.pages.listed import Cell, Heading, ListTable, Piece
from fourfold.web.pages.lists import Part

register = template.Library()


@register.simple_tag
def listed(table: ListTable) -> SafeString:
    """Return a table; made here since a template takes ten times as long for a thousand cells."""
    heads = "".join(_head(heading) for heading in table.headings)
    rows = "".join(_row(row) for row in table.rows)
    total = f"<tfoot>{_row(table.total, is_total=True)}</tfoot>" if table.total else ""
    return mark_safe(
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(table.title)}">'
        f'<table class="listed"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>{total}</table></div>'
    )


@register.inclusion_tag("part.html")
def pages(shown: Part) -> Mapping[str, Any]:
    """Show which items of a list are on the page, and links to the pages before and after."""
    return {"part": shown}


@register.simple_tag
def drawn(picture: Drawn) -> SafeString:
    """Return a drawing in its wide and its narrow form."""
    return mark_safe(f'<div class="wide">{picture.wide}</div><div class="narrow">{picture.narrow}</div>')


def _head(heading: Heading) -> str:
    number = ' class="n"' if heading.is_number else ""
    order = f' aria-sort="{heading.order}"' if heading.order else ""
    text = escape(heading.text)
    if heading.address:
        text = f'<a href="{escape(heading.address)}">{text}</a>'
    return f'<th scope="col"{number}{order}>{text}</th>'


def _row(cells: Sequence[Cell], *, is_total: bool = False) -> str:
    first, *rest = cells
    others = "".join(f"{_start(cell)}{_inside(cell)}</td>" for cell in rest)
    start = '<tr class="total">' if is_total else "<tr>"
    return f'{start}<th scope="row">{_inside(first)}</th>{others}</tr>'


def _start(cell: Cell) -> str:
    if cell.is_number:
        return '<td class="n">'
    return '<td class="d">' if cell.is_day else "<td>"


def _inside(cell: Cell) -> str:
    text = escape(cell.text)
    if cell.full and cell.full != cell.text:
        text = f'<span title="{escape(cell.full)}">{text}</span>'
    if cell.address and cell.text:
        text = f'<a href="{escape(cell.address)}">{text}</a>'
    if cell.more:
        text += f" <small>{escape(cell.more)}</small>"
    return text + (_bar(cell.bar) if cell.bar else "")


def _bar(pieces: Sequence[Piece]) -> str:
    drawn_pieces = "".join(
        f'<rect class="k-{piece.kind}" x="{piece.start:.2f}" width="{piece.width:.2f}" height="4"/>'
        for piece in pieces
    )
    return (
        '<svg class="cellbar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" '
        f'focusable="false">{drawn_pieces}</svg>'
    )
