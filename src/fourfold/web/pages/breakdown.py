"""The breakdown: the change by any dimension as a table with bars, sorted, searched, drilled down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from fourfold.book.schema import DIMENSIONS
from fourfold.growth import Breakdown, Broken, breakdown, compare
from fourfold.reports.breakdowns import (
    NETTED,
    breakdown_sentence,
    broken_grid,
    figures_shown,
    heading,
    pieces,
)
from fourfold.reports.nouns import called
from fourfold.reports.numbers import Scale, full, in_scale, signed, table_scale
from fourfold.web.gate import AskedRequest, Reader
from fourfold.web.pages.cautions import cautions
from fourfold.web.pages.choices import Choice, Option, comparison_choices, dimension_name
from fourfold.web.pages.downloads import File, checked_form, download
from fourfold.web.pages.listed import Cell, Heading, ListTable, bar, change_bar, order_of
from fourfold.web.pages.lists import ListAsked, list_asked, part_of, with_lines

PER_PAGE = 50
FIRST = "region"
"""The dimension of an address that names none."""

FINER: Mapping[str, tuple[str, ...]] = {
    "division": ("category", "family", "product", "account"),
    "category": ("family", "product", "account"),
    "family": ("product", "account"),
    "product": ("account",),
    "parent": ("account", "family", "product"),
    "account": ("family", "product"),
    "team": ("seller", "account", "family", "product"),
    "seller": ("account", "family", "product"),
    **dict.fromkeys(("segment", "region", "industry"), ("account", "family", "product")),
}
"""What each dimension is broken down by next: the first of these that the group does not fix already."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page of a breakdown is made from."""

    asked: ListAsked
    found: Breakdown
    reader: Reader

    @property
    def scale(self) -> Scale:
        """The scale of every amount in the table."""
        return table_scale(self.found.largest["base_revenue"], self.found.largest["current_revenue"])


def page(request: HttpRequest) -> HttpResponse:
    """Show the groups of a dimension, or of two."""
    reader = cast(AskedRequest, request).reader
    if reader.book.extent is None:
        return render(request, "pages/empty.html")
    shown = _shown(request, reader, PER_PAGE)
    asked, found = shown.asked, shown.found
    comparison = found.comparison
    filters = comparison_choices(reader.book, asked.question, comparison)
    told = {
        "asked": asked.question,
        "title": comparison.told,
        "by": _(" and ").join(dimension_name(name) for name in found.by),
        "where": _where(asked),
        "sentence": breakdown_sentence(found),
        **cautions(reader.book, comparison),
        "filters": [*_by_choices(found), *filters[:2]],
        "more_filters": filters[2:],
        "kept": asked.kept("search", "by", *(choice.name for choice in filters)),
        "search": asked.search,
        "unit": f"{shown.scale.unit} {found.currency}".strip(),
        "is_net": found.is_net,
        "table": breakdown_table(shown),
        "part": part_of(asked, found.count, PER_PAGE),
        "downloads": _downloads(asked),
    }
    return render(request, "pages/breakdown.html", told)


def table(request: HttpRequest, form: str) -> HttpResponseBase:
    """Return every group as CSV or Excel, with all rows of the ledger."""
    checked_form(form)
    reader = with_lines(cast(AskedRequest, request).reader)
    shown = _shown(request, reader, None)
    found = shown.found
    told = f"{found.comparison.told} {found.currency}"
    file = File("breakdown", form, found.count, [broken_grid(found)], told)
    return download(reader, file, shown.asked.address())


def _shown(request: HttpRequest, reader: Reader, limit: int | None) -> Shown:
    asked = list_asked(request.GET)
    by = asked.question.by[:2] or (FIRST,)
    asked = replace(asked, question=replace(asked.question, by=by))
    found = breakdown(
        reader.book,
        comparison=compare(reader.book, asked.question.asked(reader.book)),
        by=by,
        where=asked.question.filters,
        listing=asked.listing(limit),
    )
    return Shown(asked, found, reader)


def _by_choices(found: Breakdown) -> tuple[Choice, ...]:
    """Return the choice of the first and of the second dimension."""

    def choice(label: str, chosen: str, *, none: bool) -> Choice:
        named = [Option(name, dimension_name(name), name == chosen) for name in DIMENSIONS]
        return Choice("by", label, tuple([Option("", "–", not chosen)] * none + named))

    second = found.by[1] if len(found.by) > 1 else ""
    return choice(_("by"), found.by[0], none=False), choice(_("and by"), second, none=True)


def _where(asked: ListAsked) -> list[tuple[str, str, str]]:
    """Return each value that the breakdown lies within, and the address without it."""
    where = asked.question.where
    return [
        (
            dimension_name(name),
            value,
            asked.address(
                question=replace(asked.question, where=tuple(w for w in where if w[0] != name)), page=1
            ),
        )
        for name, value in where
    ]


def _downloads(asked: ListAsked) -> Callable[[str, str], str]:
    return lambda _name, form: reverse("breakdown_table", args=(form,)) + asked.address(page=1)


def breakdown_table(shown: Shown) -> ListTable:
    """Return the groups as a table; every figure leads to its lines, every group one level finer."""
    found, asked = shown.found, shown.asked
    figures = figures_shown(found)
    headings = [
        Heading(
            dimension_name(name).capitalize(),
            address=asked.sorted_by(name, is_text=True),
            order=order_of(asked.sort, name),
        )
        for name in found.by
    ]
    headings += [
        Heading(
            heading(figure, found),
            is_number=True,
            address=asked.sorted_by(figure),
            order=order_of(asked.sort, figure),
        )
        for figure in figures
    ]
    rows = [_row(group, figures, shown) for group in found.groups]
    total = Broken(("",) * len(found.by), (_("All"), *[""] * (len(found.by) - 1)), found.total)
    sums = (
        *(Cell(name) for name in total.names),
        *(_figure(total, f, shown, {}, has_bar=False) for f in figures),
    )
    further = Heading(_("Further"))
    return ListTable(_("Groups"), (*headings, further), tuple(rows), (*sums, Cell("")))


def _row(group: Broken, figures: tuple[str, ...], shown: Shown) -> tuple[Cell, ...]:
    where = dict(zip(shown.found.by, group.values, strict=True))
    drill = _finer(shown, where)
    named = [
        Cell(called(name), value if name != value else "", drill)
        for name, value in zip(group.names, group.values, strict=True)
    ]
    return (*named, *(_figure(group, f, shown, where, has_bar=True) for f in figures), _further(shown, where))


def _figure(group: Broken, figure: str, shown: Shown, where: Mapping[str, str], *, has_bar: bool) -> Cell:
    amount = group.figures[figure]
    plus = "+" if figure == "change" and amount > 0 else ""
    text = f"{plus}{in_scale(amount, shown.scale)}" if amount else "0"
    told = full(amount) if figure in {"base_revenue", "current_revenue"} else signed(amount)
    address = _lines(shown, figure, where) if amount else ""
    return Cell(text, "", address, told, _bar(group, figure, shown) if has_bar else (), is_number=True)


def _bar(group: Broken, figure: str, shown: Shown) -> Any:
    largest = shown.found.largest
    if figure == "change":
        return change_bar(group.figures[figure], largest["change"])
    if figure in {"base_revenue", "current_revenue"}:
        return bar(pieces(group, figure), max(largest["base_revenue"], largest["current_revenue"]))
    return bar(pieces(group, figure), max(largest["gain"], largest["loss"], Decimal(0)))


def _lines(shown: Shown, figure: str, where: Mapping[str, str]) -> str:
    if "see_lines" not in shown.reader.permissions:
        return ""
    net = [("net", "1")] if shown.found.is_net and figure in NETTED else []
    asked = _within(shown, where, by=())
    return f"{reverse('lines')}?{urlencode([('row', figure), *net, *asked.pairs()])}"


def _finer(shown: Shown, where: Mapping[str, str]) -> str:
    """Return the address of the same page one level finer; empty where nothing is finer."""
    fixed = {**shown.asked.question.filters, **where}
    finer = [name for name in FINER[shown.found.by[-1]] if name not in fixed]
    return f"{reverse('breakdown')}?{_within(shown, where, by=(finer[0],)).address()}" if finer else ""


def _further(shown: Shown, where: Mapping[str, str]) -> Cell:
    return Cell(_("growth"), address=f"{reverse('growth')}?{_within(shown, where, by=()).address()}")


def _within(shown: Shown, where: Mapping[str, str], *, by: tuple[str, ...]) -> Any:
    fixed = {**shown.asked.question.filters, **where}
    return replace(shown.asked.question, where=tuple(sorted(fixed.items())), by=by)
