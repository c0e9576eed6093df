"""The list of accounts: found by name or id, filtered, sorted, with what became of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fourfold.book.owners import UNASSIGNED
from fourfold.growth import AccountRow, Accounts, accounts, compare
from fourfold.growth.accounts import FILTERS
from fourfold.reports.customers import accounts_grid, accounts_sentence
from fourfold.reports.numbers import Scale, count, full, in_scale, signed, table_scale
from fourfold.web.gate import AskedRequest, Reader
from fourfold.web.pages.cautions import cautions
from fourfold.web.pages.choices import Choice, Option, comparison_choices
from fourfold.web.pages.downloads import File, checked_form, download
from fourfold.web.pages.listed import Cell, Heading, ListTable, bar, change_bar, day_cell, order_of
from fourfold.web.pages.lists import ListAsked, list_asked, part_of, with_lines

PER_PAGE = 50
STATUS_WORDS = {
    "new": gettext_lazy("new"),
    "growing": gettext_lazy("growing"),
    "steady": gettext_lazy("steady"),
    "shrinking": gettext_lazy("shrinking"),
    "returned": gettext_lazy("returned"),
    "lost": gettext_lazy("lost"),
    "quiet": gettext_lazy("quiet"),
}
_LABELS = {
    "segment": gettext_lazy("segment"),
    "region": gettext_lazy("region"),
    "industry": gettext_lazy("industry"),
    "owner": gettext_lazy("owner"),
    "team": gettext_lazy("team"),
    "status": gettext_lazy("status"),
}
_MORE = ("segment", "industry", "team")
"""Filters that are folded away until they are used."""

_LARGEST_FIRST = {"revenue", "change", "products", "last_order"}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page of the list is made from."""

    asked: ListAsked
    found: Accounts
    reader: Reader

    def lines(self, row: AccountRow, figure: str) -> str:
        """Return the address of the lines behind a figure of an account; empty where one may not go."""
        if "see_lines" not in self.reader.permissions:
            return ""
        asked = replace(self.asked.question, where=(("account", row.account),), by=())
        return f"{reverse('lines')}?row={figure}&{asked.address()}"


def page(request: HttpRequest) -> HttpResponse:
    """Show a part of the accounts in the reader's scope."""
    reader = cast(AskedRequest, request).reader
    if reader.book.extent is None:
        return render(request, "pages/empty.html")
    shown = _shown(request, reader, PER_PAGE)
    asked, found = shown.asked, shown.found
    own = dict(asked.own)
    current, base = comparison_choices(reader.book, asked.question, found.comparison)[:2]
    chosen = {name: _choice(found, name, own[name]) for name in FILTERS}
    more = [base, *(chosen[name] for name in _MORE)]
    filters = [current, *(chosen[name] for name in FILTERS if name not in _MORE)]
    told = {
        "asked": asked.question,
        "title": found.comparison.told,
        "sentence": accounts_sentence(found),
        **cautions(reader.book, found.comparison),
        "filters": filters,
        "more_filters": more,
        "more_open": any(own[name] for name in _MORE) or asked.question.base,
        "kept": asked.kept("search", *(choice.name for choice in (*filters, *more))),
        "search": asked.search,
        "statuses": _statuses(shown),
        "unit": f"{_scale(found).unit} {found.currency}".strip(),
        "table": accounts_table(shown),
        "part": part_of(asked, found.count, PER_PAGE),
        "downloads": _downloads(asked),
    }
    return render(request, "pages/accounts.html", told)


def table(request: HttpRequest, form: str) -> HttpResponseBase:
    """Return every account that matches as CSV or Excel."""
    checked_form(form)
    reader = with_lines(cast(AskedRequest, request).reader)
    shown = _shown(request, reader, None)
    found = shown.found
    told = f"{found.comparison.told} {found.currency}"
    file = File("accounts", form, found.count, [accounts_grid(found)], told)
    return download(reader, file, shown.asked.address())


def _shown(request: HttpRequest, reader: Reader, limit: int | None) -> Shown:
    asked = list_asked(request.GET, *FILTERS)
    found = accounts(
        reader.book,
        comparison=compare(reader.book, asked.question.asked(reader.book)),
        on=reader.today,
        filters={name: value for name, value in asked.own if value},
        listing=asked.listing(limit),
    )
    return Shown(asked, found, reader)


def _statuses(shown: Shown) -> list[tuple[str, str, str]]:
    """Return how many accounts have each status, with the address that shows them."""
    asked = shown.asked

    def address(status: str) -> str:
        own = tuple((name, status if name == "status" else value) for name, value in asked.own)
        return asked.address(own=own, page=1)

    return [(str(STATUS_WORDS[s]), count(number), address(s)) for s, number in shown.found.statuses.items()]


def _choice(found: Accounts, name: str, chosen: str) -> Choice:
    known = [(value, _value(name, told)) for value, told in found.choices[name]]
    if chosen and chosen not in dict(known):
        known.append((chosen, chosen))
    options = [Option("", _("all"), not chosen), *(Option(v, told, v == chosen) for v, told in known)]
    return Choice(name, str(_LABELS[name]), tuple(options))


def _value(name: str, told: str) -> str:
    if name == "status":
        return str(STATUS_WORDS[told])
    return _("unassigned") if told == UNASSIGNED else told


def _downloads(asked: ListAsked) -> Callable[[str, str], str]:
    return lambda _name, form: reverse("accounts_table", args=(form,)) + asked.address(page=1)


def _scale(found: Accounts) -> Scale:
    return table_scale(*(amount for row in found.rows for amount in (row.base_revenue, row.current_revenue)))


def accounts_table(shown: Shown) -> ListTable:
    """Return the accounts as a table; each leads to its own page."""
    found, asked = shown.found, shown.asked
    columns: Sequence[tuple[str, str]] = (
        ("name", _("Account")),
        ("owner", _("Owner")),
        ("revenue", _("Revenue %(period)s") % {"period": found.comparison.current.told}),
        ("change", _("Change")),
        ("products", _("Products")),
        ("last_order", _("Last order")),
        ("status", _("Status")),
    )
    headings = tuple(
        Heading(
            text,
            is_number=name in {"revenue", "change", "products"},
            address=asked.sorted_by(name, is_text=name not in _LARGEST_FIRST),
            order=order_of(asked.sort or "-revenue", name),
        )
        for name, text in columns
    )
    most = max((row.current_revenue for row in found.rows), default=Decimal(0))
    widest = max((abs(row.change) for row in found.rows), default=Decimal(0))
    rows = tuple(_row(row, shown, most, widest) for row in found.rows)
    return ListTable(_("Accounts"), headings, rows)


def _row(row: AccountRow, shown: Shown, most: Decimal, widest: Decimal) -> tuple[Cell, ...]:
    scale = _scale(shown.found)
    rest = shown.asked.question.address()
    address = reverse("account", args=(row.account,)) + (f"?{rest}" if rest else "")
    more = f"+{row.more_owners}" if row.more_owners else ""
    return (
        Cell(row.name, row.account if row.account != row.name else "", address),
        Cell(_value("owner", row.owner_name), more),
        Cell(
            in_scale(row.current_revenue, scale) if row.current_revenue else "0",
            address=shown.lines(row, "current_revenue") if row.current_revenue else "",
            full=full(row.current_revenue),
            bar=bar([("base", max(row.current_revenue, Decimal(0)))], most),
            is_number=True,
        ),
        Cell(
            ("+" if row.change > 0 else "") + in_scale(row.change, scale) if row.change else "0",
            address=shown.lines(row, "change") if row.change else "",
            full=signed(row.change),
            bar=change_bar(row.change, widest),
            is_number=True,
        ),
        Cell(count(row.products), address=f"{address}#products", is_number=True),
        day_cell(row.last_on),
        Cell(str(STATUS_WORDS[row.status])),
    )
