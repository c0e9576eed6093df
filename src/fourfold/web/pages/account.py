"""One account: who it is, whose it is and was, what it buys, what changed; and its order lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fourfold.growth import (
    Account,
    Comparison,
    Held,
    Page,
    account,
    account_lines,
    compare,
    prepared_group_ledger,
)
from fourfold.reports.customers import (
    account_sentences,
    owners_grid,
    products_grid,
    products_sentence,
    revenue_grid,
)
from fourfold.reports.grids import Grid, reading_grid
from fourfold.reports.numbers import count, full, in_scale, percent, signed, table_scale
from fourfold.reports.opened import named_grids
from fourfold.reports.revenue import revenue_picture
from fourfold.web.gate import AskedRequest, Reader
from fourfold.web.pages.cautions import cautions
from fourfold.web.pages.choices import comparison_choices
from fourfold.web.pages.downloads import File, checked_form, download
from fourfold.web.pages.listed import Cell, Heading, ListTable, day_cell
from fourfold.web.pages.lists import ListAsked, list_asked, part_of, with_lines
from fourfold.web.pages.question import MOST_LETTERS, Question, question

LINES_PER_PAGE = 100
STATES = {
    "added": gettext_lazy("added"),
    "kept": gettext_lazy("kept"),
    "resumed": gettext_lazy("resumed"),
    "dropped": gettext_lazy("dropped"),
    "earlier": gettext_lazy("earlier only"),
}
TABLES: Mapping[str, Callable[[Account], Grid]] = {
    "revenue": revenue_grid,
    "products": products_grid,
    "owners": owners_grid,
}
"""The tables of this page by the name under which they are exported."""


def page(request: HttpRequest, account_id: str) -> HttpResponse:
    """Show an account in the reader's scope."""
    reader = cast(AskedRequest, request).reader
    asked = replace(question(request.GET), where=(), by=())
    comparison = _comparison(reader, asked)
    found = _found(reader, account_id, comparison)
    if found.account.id != account_id:
        return redirect(_address("account", found.account.id, asked))
    ledger = prepared_group_ledger(reader.book, comparison=comparison, where={"account": account_id})
    filters = comparison_choices(reader.book, asked, comparison)
    told = {
        "asked": replace(asked, where=(("account", account_id),)),
        "account": found,
        "title": comparison.told,
        "filters": filters[:2],
        "more_filters": filters[2:],
        "sentences": account_sentences(ledger),
        **cautions(reader.book, comparison),
        "ledger": ledger,
        "ledger_grid": reading_grid(ledger),
        "now": [held for held in found.owners if held.is_now],
        "owners": owners_table(found),
        "picture": revenue_picture(found),
        "revenue": revenue_grid(found),
        "bought": products_sentence(found),
        "products": products_table(found, comparison, reader, asked),
        "facts": [
            (_("Segment"), found.segment),
            (_("Region"), found.region),
            (_("Industry"), found.industry),
        ],
        "breakdown": _breakdown(reader, account_id, asked),
        "lines": _address("account_lines", account_id, asked) if "see_lines" in reader.permissions else "",
        "parent": _address("account", found.parent.id, asked) if found.parent else "",
        "downloads": _downloads(account_id, asked),
    }
    return render(request, "pages/account.html", told)


def table(request: HttpRequest, account_id: str, table: str, form: str) -> HttpResponseBase:
    """Return one table of an account as CSV or Excel."""
    if table not in TABLES:
        raise Http404
    checked_form(form)
    reader = cast(AskedRequest, request).reader
    asked = question(request.GET)
    comparison = _comparison(reader, asked)
    grid = TABLES[table](_found(reader, account_id, comparison))
    told = f"{comparison.told} {reader.book.settings.currency}"
    return download(
        reader, File(table, form, len(grid.rows), [grid], told), f"{account_id} ?{asked.address()}"
    )


def lines(request: HttpRequest, account_id: str) -> HttpResponse:
    """Show every order line of an account, the latest first."""
    reader = cast(AskedRequest, request).reader
    asked = list_asked(request.GET)
    found = _lines(reader, account_id, asked, LINES_PER_PAGE)
    opened = found.opened
    told = {
        "asked": asked.question,
        "account_id": account_id,
        "name": found.names["account"].get(opened.where["account"], account_id),
        "account_address": _address("account", account_id, asked.question),
        "count": count(opened.count),
        "total": full(opened.total),
        "currency": reader.book.settings.currency,
        "table": account_lines_table(found),
        "part": part_of(asked, opened.count, LINES_PER_PAGE),
        "downloads": lambda _name, form: (
            reverse("account_lines_table", args=(account_id, form)) + asked.address(page=1)
        ),
    }
    return render(request, "pages/account_lines.html", told)


def lines_table(request: HttpRequest, account_id: str, form: str) -> HttpResponseBase:
    """Return every order line of an account as CSV or Excel."""
    checked_form(form)
    reader = cast(AskedRequest, request).reader
    found = _lines(reader, account_id, list_asked(request.GET), None)
    file = File("lines", form, found.opened.count, named_grids(found), reader.book.settings.currency)
    return download(reader, file, account_id)


def _comparison(reader: Reader, asked: Question) -> Comparison:
    book = with_lines(reader).book
    return compare(book, asked.asked(book))


def _found(reader: Reader, account_id: str, comparison: Comparison) -> Account:
    found = account(reader.book, account_id=_checked(account_id), comparison=comparison, on=reader.today)
    if found is None:
        raise Http404
    return found


def _checked(account_id: str) -> str:
    """Return an id that an account could have; raises `Http404` for any other."""
    if len(account_id) > MOST_LETTERS or "\0" in account_id:
        raise Http404
    return account_id


def _lines(reader: Reader, account_id: str, asked: ListAsked, limit: int | None) -> Page:
    offset = (asked.page - 1) * limit if limit else 0
    found = account_lines(
        with_lines(reader).book, account_id=_checked(account_id), offset=offset, limit=limit
    )
    if found is None:
        raise Http404
    return found


def _address(route: str, account_id: str, asked: Question) -> str:
    rest = replace(asked, where=(), by=()).address()
    return reverse(route, args=(account_id,)) + (f"?{rest}" if rest else "")


def _downloads(account_id: str, asked: Question) -> Callable[[str, str], str]:
    return lambda name, form: reverse("account_table", args=(account_id, name, form)) + f"?{asked.address()}"


def _breakdown(reader: Reader, account_id: str, asked: Question) -> str:
    if "see_growth" not in reader.permissions:
        return ""
    where = (("account", account_id),)
    return f"{reverse('breakdown')}?{replace(asked, where=where, by=('product',)).address()}"


def owners_table(found: Account) -> ListTable:
    """Return every assignment of the account, the latest first."""
    headings = (Heading(_("Seller")), Heading(_("Part")), Heading(_("From")), Heading(_("To")))
    rows = tuple(
        (
            Cell(held.seller.name, held.seller.id if held.seller.id != held.seller.name else ""),
            Cell(_part(held)),
            day_cell(held.starts_on),
            day_cell(held.ends_on) if held.ends_on else Cell(_("now")),
        )
        for held in found.owners
    )
    return ListTable(_("Owners over time"), headings, rows)


def _part(held: Held) -> str:
    if held.role == "overlay":
        return _("overlay")
    return _("owner") if held.share == 1 else _("owner of %(share)s") % {"share": percent(held.share)}


def products_table(found: Account, comparison: Comparison, reader: Reader, asked: Question) -> ListTable:
    """Return the products of the account: bought, added, dropped, with their days and revenues."""
    headings = (
        Heading(_("Product")),
        Heading(_("State")),
        Heading(comparison.base.told, is_number=True),
        Heading(comparison.current.told, is_number=True),
        Heading(_("First bought")),
        Heading(_("Last bought")),
    )
    scale = table_scale(*(a for p in found.products for a in (p.base_revenue, p.current_revenue)))
    can_open = "see_lines" in reader.permissions
    rows = []
    for product in found.products:
        where = (("account", found.account.id), ("product", product.product.id))
        lines_of = (
            f"{reverse('lines')}?row=change&{replace(asked, where=where).address()}" if can_open else ""
        )
        in_either = product.state != "earlier"
        rows.append(
            (
                Cell(
                    product.product.name or _("unidentified"),
                    product.product.id if product.product.id != product.product.name else "",
                    lines_of if in_either and product.product.id else "",
                ),
                Cell(str(STATES[product.state])),
                *(
                    Cell(in_scale(value, scale) if value else "0", full=full(value), is_number=True)
                    for value in (product.base_revenue, product.current_revenue)
                ),
                day_cell(product.first_on),
                day_cell(product.last_on),
            )
        )
    return ListTable(_("Products"), headings, tuple(rows))


def account_lines_table(found: Page) -> ListTable:
    """Return order lines of one account as a table."""
    headings = (
        Heading(_("Ordered")),
        Heading(_("Order")),
        Heading(_("Product")),
        Heading(_("Seller")),
        Heading(_("Quantity"), is_number=True),
        Heading(_("Amount"), is_number=True),
        Heading(_("In the book's currency"), is_number=True),
    )
    products, sellers = found.names["product"], found.names["seller"]
    rows = tuple(
        (
            day_cell(item["ordered_on"]),
            Cell(item["order_id"] or "", item["line_id"] or ""),
            Cell(products.get(item["product_id"], item["product_id"] or ""), item["product_id"] or ""),
            Cell(sellers.get(item["seller_id"], item["seller_id"] or "")),
            Cell("" if item["quantity"] is None else f"{item['quantity'].normalize():,f}", is_number=True),
            Cell(full(item["amount"]), item["currency"], is_number=True),
            Cell(signed(item["contribution"]), is_number=True),
        )
        for item in found.opened.items.to_pylist()
    )
    return ListTable(_("Order lines"), headings, rows)
