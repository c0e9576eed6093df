"""The lines behind a figure: what makes it up, by which rule, decided by which days; page by page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from fourfold.growth import Comparison, Figure, Page, compare, prepared_lines
from fourfold.growth.classify import REPEAT
from fourfold.growth.lines import KINDS, REVENUES, is_made_of_pairs
from fourfold.growth.parts import UNIDENTIFIED
from fourfold.measures import short_label
from fourfold.reports.numbers import count, full, signed
from fourfold.reports.opened import name, named_grids
from fourfold.web.gate import AskedRequest, Reader
from fourfold.web.pages.cautions import cautions
from fourfold.web.pages.downloads import File, checked_form, download
from fourfold.web.pages.listed import Cell, Heading, ListTable, day_cell
from fourfold.web.pages.lists import ListAsked, choice_of, list_asked, part_of, with_lines

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Behind:
    """What an address asks to open: the figure in a comparison, and the page of its items."""

    asked: ListAsked
    comparison: Comparison
    figure: Figure
    page: Page


def page(request: HttpRequest) -> HttpResponse:
    """Show the lines or pairs that make up a figure."""
    reader = cast(AskedRequest, request).reader
    if reader.book.extent is None:
        return render(request, "pages/empty.html")
    behind = _behind(request, reader, PER_PAGE)
    opened = behind.page.opened
    shown = {
        "asked": behind.asked.question,
        "title": name(opened),
        "periods": behind.comparison.told,
        "sentence": items_sentence(behind.page, reader.book.settings.currency),
        **cautions(reader.book, behind.comparison),
        "rule": opened.rule,
        "kind": opened.kind,
        "kinds": _kinds(behind),
        "table": (lines_table if opened.kind == "lines" else pairs_table)(behind, reader),
        "part": part_of(behind.asked, opened.count, PER_PAGE),
        "downloads": _downloads(behind.asked),
    }
    return render(request, "pages/lines.html", shown)


def table(request: HttpRequest, form: str) -> HttpResponseBase:
    """Return every line or pair behind a figure as CSV or Excel."""
    checked_form(form)
    reader = with_lines(cast(AskedRequest, request).reader)
    behind = _behind(request, reader, None)
    opened = behind.page.opened
    told = f"{opened.row} {behind.comparison.told} {reader.book.settings.currency}"
    file = File(opened.kind, form, opened.count, named_grids(behind.page), told)
    return download(reader, file, behind.asked.address())


def items_sentence(found: Page, currency: str) -> str:
    """Return how many items there are and what they come to."""
    opened = found.opened
    noun = {"lines": _("order lines"), "pairs": _("pairs of account and product")}[opened.kind]
    return _("%(count)s %(noun)s, together %(total)s %(currency)s") % {
        "count": count(opened.count),
        "noun": noun,
        "total": signed(opened.total),
        "currency": currency,
    }


def _behind(request: HttpRequest, reader: Reader, limit: int | None) -> Behind:
    asked = list_asked(request.GET, "row", "net", "open")
    own = dict(asked.own)
    choice_of(own["net"], ("1",), place="net")
    choice_of(own["open"], KINDS, place="open")
    comparison = compare(reader.book, asked.question.asked(reader.book))
    is_net = own["net"] == "1"
    figure = Figure(own["row"] or "change", asked.question.filters, is_net, own["open"])
    offset = (asked.page - 1) * PER_PAGE if limit else 0
    found = prepared_lines(reader.book, comparison=comparison, figure=figure, offset=offset, limit=limit)
    return Behind(asked, comparison, figure, found)


def _downloads(asked: ListAsked) -> Callable[[str, str], str]:
    return lambda _name, form: reverse("lines_table", args=(form,)) + asked.address(page=1)


def _kinds(behind: Behind) -> Sequence[tuple[str, str]]:
    """Return the other way to open the same figure: pairs for lines; lines are not always there."""
    if behind.page.opened.kind == "lines":
        return [(_("Show pairs of account and product"), _opened_as(behind, "pairs"))]
    if is_made_of_pairs(behind.figure):
        return []
    return [(_("Show order lines"), _opened_as(behind, "lines"))]


def _opened_as(behind: Behind, kind: str) -> str:
    own = tuple((key, kind if key == "open" else value) for key, value in behind.asked.own)
    return behind.asked.address(own=own, page=1)


def lines_table(behind: Behind, reader: Reader) -> ListTable:
    """Return order lines as a table: what, whose, how much, and the days that decided."""
    links = Links(reader, behind)
    is_any = behind.figure.row in REVENUES
    headings = (
        Heading(_("Account")),
        Heading(_("Product")),
        Heading(_("Ordered")),
        Heading(_("Order")),
        *((Heading(_("Row")),) if is_any else ()),
        Heading(_("Quantity"), is_number=True),
        Heading(_("Amount"), is_number=True),
        Heading(_("Contribution"), is_number=True),
        *_days_headings(),
    )
    rows = [
        (
            links.account(item["account_id"]),
            links.named("product", item["product_id"]),
            day_cell(item["ordered_on"]),
            Cell(item["order_id"] or "–", _read_from(item)),
            *((Cell(_row_name(item["row"])),) if is_any else ()),
            Cell(_quantity(item["quantity"]), is_number=True),
            Cell(full(item["amount"]), item["currency"], is_number=True),
            Cell(signed(item["contribution"]), is_number=True),
            *_decided(item),
        )
        for item in behind.page.opened.items.to_pylist()
    ]
    return ListTable(name(behind.page.opened), headings, tuple(rows))


_MONEY = {
    "base": "Base",
    "current": "Current",
    "volume": "Volume",
    "price": "Price",
    "switched": "Switched",
    "transfer": "Transferred",
}


def pairs_table(behind: Behind, reader: Reader) -> ListTable:
    """Return pairs as a table: revenues, the parts of their change, and the days that decided."""
    links, items = Links(reader, behind), behind.page.opened.items.to_pylist()
    parts = ("base", "current", *(part for part in tuple(_MONEY)[2:] if any(item[part] for item in items)))
    headings = (
        Heading(_("Account")),
        Heading(_("Product")),
        *(Heading(_(_MONEY[part]), is_number=True) for part in parts),
        Heading(_("Contribution"), is_number=True),
        Heading(_("Lines"), is_number=True),
        *_days_headings(),
    )
    rows = [
        (
            links.account(item["account"]),
            links.named("product", item["product"]),
            *(Cell(full(item[part]), is_number=True) for part in parts),
            Cell(signed(item["contribution"]), is_number=True),
            Cell(count(item["lines"]), address=links.lines(item), is_number=True),
            *_decided(item),
        )
        for item in items
    ]
    return ListTable(name(behind.page.opened), headings, tuple(rows))


@dataclass(frozen=True, slots=True)
class Links:
    """Where items lead: accounts to their page, pairs to their lines; nowhere one may not go."""

    reader: Reader
    behind: Behind

    def account(self, account_id: str | None) -> Cell:
        """Return the cell of an account, which leads to its page."""
        if account_id is None or "see_accounts" not in self.reader.permissions:
            return self.named("account", account_id)
        rest = replace(self.behind.asked.question, where=(), by=()).address()
        address = reverse("account", args=(account_id,)) + (f"?{rest}" if rest else "")
        return replace(self.named("account", account_id), address=address)

    def named(self, dimension: str, own: str | None) -> Cell:
        """Return a cell with the name of an id, the id beside it."""
        if own is None:
            return Cell(_("unidentified"))
        told = self.behind.page.names[dimension].get(own, own)
        return Cell(told, own if told != own else "")

    def lines(self, item: Mapping[str, Any]) -> str:
        """Return the address of the lines of a pair."""
        comparison, where = self.behind.comparison, dict(self.behind.figure.where)
        where.setdefault(
            "account" if "account" in where else comparison.account_level, item["account"] or UNIDENTIFIED
        )
        where.setdefault(
            "product" if "product" in where else comparison.product_level, item["product"] or UNIDENTIFIED
        )
        asked = replace(self.behind.asked.question, where=tuple(sorted(where.items())))
        return f"{reverse('lines')}?{urlencode([('row', item['row']), ('open', 'lines'), *asked.pairs()])}"


def _days_headings() -> tuple[Heading, ...]:
    """Return the headings of the days that decided where an item stands."""
    return Heading(_("Account since")), Heading(_("Product since")), Heading(_("Pair since"))


def _decided(item: Mapping[str, Any]) -> tuple[Cell, ...]:
    """Return the days that decided; with the account's last purchase before the cut where that counts."""
    last = item["account_last_on"]
    told = _("last %(day)s") % {"day": last} if last is not None else ""
    since = day_cell(item["account_first_on"], told)
    return since, day_cell(item["product_since"]), day_cell(item["first_on"])


def _row_name(row: str) -> str:
    return _("Repeat") if row == REPEAT else short_label(row)


def _read_from(item: Mapping[str, Any]) -> str:
    return _("import %(number)s, line %(line)s") % {
        "number": item["import_number"],
        "line": item["file_line"],
    }


def _quantity(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():,f}"
