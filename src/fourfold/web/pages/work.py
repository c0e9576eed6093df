"""The activities or opportunities behind the figure of an objective, the latest first; page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from fourfold.errors import BadRequest
from fourfold.objectives.needed import Need
from fourfold.objectives.objective import Objective
from fourfold.objectives.scorecards import until
from fourfold.objectives.work import OF_WORK, Deed, Work, deeds, work
from fourfold.reports.grids import Grid
from fourfold.reports.numbers import count, full
from fourfold.reports.scorecards import objective_terms
from fourfold.reports.work import word, work_grid, work_sentence
from fourfold.web.gate import AskedRequest, Reader
from fourfold.web.pages.downloads import File, checked_form, download
from fourfold.web.pages.listed import Cell, Heading, ListTable, day_cell
from fourfold.web.pages.lists import ListAsked, page_asked, part_of
from fourfold.web.pages.objective_store import found
from fourfold.web.pages.owners import names_for
from fourfold.web.pages.question import Question, read_text
from fourfold.web.pages.scorecard import day_asked, last_on
from fourfold.words import day as day_text
from fourfold.words import say

PER_PAGE = 100
PER_PART = 5_000
"""How many rows of a file are made at a time."""


@dataclass(frozen=True, slots=True)
class Behind:
    """What an address asks to open: the objective, the day, and the rows behind its figure."""

    reader: Reader
    one: Objective
    as_of: date
    work: Work

    def deeds(self, first: int, limit: int) -> Iterator[Deed]:
        """Yield some rows as the reader may know them."""
        rows = self.work.rows.slice(first, limit)
        return deeds(self.work, rows, whole=self.reader.results_book, seen=self.reader.book)


def page(request: HttpRequest, objective_id: str) -> HttpResponse:
    """Show what an objective of activities or opportunities counts up to a day."""
    reader = cast(AskedRequest, request).reader
    behind = _behind(request, reader, objective_id)
    told_day = behind.as_of.isoformat()
    asked = ListAsked(Question(), (("as_of", told_day),), page=page_asked(request.GET))
    rows, one = behind.work.rows, behind.one
    part = part_of(asked, rows.num_rows, PER_PAGE)
    listed = behind.deeds((asked.page - 1) * PER_PAGE, PER_PAGE)
    shown = {
        "one": one,
        "as_of": told_day,
        "day": day_text(behind.as_of),
        "name": names_for(reader, (one.owner,))[one.owner],
        "sentence": work_sentence(behind.work, one.name, reader.book.settings.currency),
        "definition": say(one.of.definition),
        "only": next((value for term, value in objective_terms(one) if term == say("Only")), ""),
        "unseen": count(behind.work.unseen) if behind.work.unseen else "",
        "table": _table(behind, listed),
        "part": part,
        "downloads": lambda _name, form: (
            reverse("objective_work_table", args=(one.id, form)) + f"?{urlencode({'as_of': told_day})}"
        ),
    }
    return render(request, "pages/work.html", shown)


def table(request: HttpRequest, objective_id: str, form: str) -> HttpResponseBase:
    """Return every row behind the figure of an objective as CSV or Excel."""
    checked_form(form)
    reader = cast(AskedRequest, request).reader
    behind = _behind(request, reader, objective_id)
    told = f"{objective_id} {behind.as_of.isoformat()} {reader.book.settings.currency}"
    kind = "activities" if behind.work.is_of_activities else "opportunities"
    # made at once: the book is closed when a streamed answer is read
    file = File(kind, form, behind.work.rows.num_rows, tuple(_grids(behind)), told)
    return download(reader, file, told)


def _grids(behind: Behind) -> Iterator[Grid]:
    """Yield the rows in parts; one without rows where there are none, for its columns."""
    for first in range(0, max(behind.work.rows.num_rows, 1), PER_PART):
        yield work_grid(behind.work, behind.deeds(first, PER_PART))


def _behind(request: HttpRequest, reader: Reader, objective_id: str) -> Behind:
    """Return what is behind the figure of an objective.

    Raises
    ------
    Http404
        If there is no such objective, the reader may not see it, or it has not begun by the day.
    BadRequest
        If its measure is taken from order lines, or the day cannot be read.
    """
    kept = found(reader, objective_id)
    one = next(each for each in (kept.in_force, kept.current) if each and reader.sees(each.owner))
    if one.of.needs not in OF_WORK:
        raise BadRequest(
            say("{measure} does not come from activities or opportunities", measure=say(one.of.name)),
            place=one.id,
            remedy=say("open the figure on the page of the objective"),
        )
    as_of, _latest = day_asked(read_text(request.GET, "as_of"), (one,), last_on(reader))
    if as_of < one.period.start:
        raise Http404
    need = Need(one.measure, one.owner, until(one.period, as_of), one.filters)
    return Behind(reader, one, as_of, work(reader.results_book, need, seen=reader.book))


def _table(behind: Behind, listed: Iterator[Deed]) -> ListTable:
    """Return rows as a table: the day, with whom, who, what it was, where it went, how much."""
    is_activity = behind.work.is_of_activities
    headings = (
        Heading(_("Day")),
        Heading(_("Account")),
        Heading(_("Seller")),
        Heading(_("Kind") if is_activity else _("Status")),
        Heading(_("Purpose") if is_activity else _("Opportunity")),
        Heading(_("Went to") if is_activity else _("Source")),
        Heading(_("Minutes") if is_activity else _("Amount"), is_number=True),
    )
    rows = tuple(_row(behind, each) for each in listed)
    return ListTable(_("Activities") if is_activity else _("Opportunities"), headings, rows)


def _row(behind: Behind, one: Deed) -> tuple[Cell, ...]:
    is_activity = behind.work.is_of_activities
    seller = one.seller_name or one.seller or "–"
    return (
        day_cell(one.on),
        _account(behind.reader, one),
        Cell(seller, one.seller if one.seller and one.seller_name else ""),
        Cell(word(one.kind)),
        Cell(word(one.about) if is_activity else one.about or one.id),
        Cell(word(one.channel) if is_activity else word(one.source) or word(one.channel)),
        Cell("" if one.amount is None else _amount(behind, one), is_number=True),
    )


def _account(reader: Reader, one: Deed) -> Cell:
    """Return the cell of an account: its name where the reader sees it, else that there is one."""
    if one.is_hidden:
        return Cell(_("not yours to see"))
    if one.account is None:
        return Cell("–")
    if not one.account_name:
        return Cell(one.account, _("no account yet"))
    leads = "see_accounts" in reader.permissions
    address = reverse("account", args=(one.account,)) if leads else ""
    return Cell(one.account_name, one.account if one.account != one.account_name else "", address)


def _amount(behind: Behind, one: Deed) -> str:
    amount = one.amount
    if amount is None:
        return ""
    return count(int(amount)) if behind.work.is_of_activities and amount == int(amount) else full(amount)
