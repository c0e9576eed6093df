"""The advice page: balanced objectives proposed for an owner, with all they rest on, ready to adopt.

Guarantees that only owners whom the reader may see are advised, held against no others, and that what is
adopted becomes drafts alone. Leaves the method to `fourfold.objectives.advice`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from django.contrib import messages
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fourfold.book.hierarchy import team_paths
from fourfold.book.staff import staff
from fourfold.errors import BadRequest
from fourfold.measures.catalogue import CATALOGUE
from fourfold.objectives import changes
from fourfold.objectives.advice import Advice, Proposal, Wanted, advice
from fourfold.objectives.objective import COMPANY, SELLER_LEVEL, TEAM_LEVEL, Objective, Owner
from fourfold.periods import Calendar, Period, periods_of
from fourfold.reports.advice import (
    advice_facts,
    advice_sentence,
    advice_sentences,
    expected_told,
    peers_grid,
    peers_told,
    place_told,
    reached_grid,
    weights_plate,
    write_figure,
)
from fourfold.reports.numbers import count
from fourfold.reports.scorecards import figure
from fourfold.web.gate import AskedRequest, Reader
from fourfold.web.pages.advice_forms import Adopting, adopting
from fourfold.web.pages.choices import Choice, Option
from fourfold.web.pages.objective_store import may_set, seen, whole_store, write
from fourfold.web.pages.owners import chosen, names_for, owner_choice, written
from fourfold.web.pages.question import Question, read_text
from fourfold.words import day, say

WRONG = 422
_TWO_YEARS = timedelta(days=800)


@dataclass(frozen=True, slots=True)
class Row:
    """One proposal as the page shows it, with its fields; `covered` are names and addresses."""

    name: str
    about: str
    take: BoundField
    weight: BoundField
    target: BoundField
    proposed: str
    expected: tuple[str, str]
    place: str
    reasons: tuple[str, ...]
    covered: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whom to advise, among whom, for which of the coming periods."""

    reader: Reader
    known: tuple[Owner, ...]
    owner: Owner
    last_on: date
    coming: tuple[Period, ...]
    period: Period

    @property
    def pairs(self) -> dict[str, str]:
        return {"owner": written(self.owner), "period": self.period.label}

    def advice(self) -> Advice:
        """Return the advice; peers and covering objectives are of owners whom the reader may see."""
        reader = self.reader
        book, objectives = reader.results_book, seen(reader, whole_store(reader))
        among = None if reader.scope.is_company else frozenset(_everybody(reader))
        return advice(book, objectives, Wanted(self.owner, self.period, self.last_on, among))


def page(request: HttpRequest) -> HttpResponse:
    """Show what is proposed for an owner, and why."""
    reader = cast(AskedRequest, request).reader
    extent = reader.book.extent
    if extent is None:
        return render(request, "pages/empty.html")
    asked = _asked(request.GET, reader, extent.last_on)
    if asked is None:
        return render(request, "pages/advice.html", {"nobody": True})
    told = asked.advice()
    return _shown(request, asked, told, adopting(told, None, asked.pairs))


def adopt(request: HttpRequest) -> HttpResponse:
    """Write what was ticked as drafts."""
    reader = cast(AskedRequest, request).reader
    if not read_text(request.POST, "owner") or not read_text(request.POST, "period"):
        raise BadRequest(
            say("nobody is named, or no period"), place="owner", remedy=say("adopt from the page of advice")
        )
    extent = reader.book.extent
    asked = _asked(request.POST, reader, extent.last_on) if extent else None
    if asked is None or not may_set(reader, asked.owner):
        raise Http404
    told = asked.advice()
    form = adopting(told, request.POST, asked.pairs)
    if not form.is_valid():
        return _shown(request, asked, told, form, status=WRONG)
    why = say("Advice on data to {day}", day=day(told.as_of))
    try:
        made = form.drafts(told)
        write(reader, lambda store: [record for one in made for record in changes.added(store, one, why)])
    except BadRequest as refused:
        return _shown(request, asked, told, form, status=WRONG, refused=refused)
    text = ngettext("One draft is written.", "%(number)s drafts are written.", len(made))
    messages.success(request, text % {"number": count(len(made))})
    query = urlencode({"owner": written(asked.owner), "state": "draft", "period": "all"})
    return redirect(f"{reverse('objectives')}?{query}")


def _asked(query: QueryDict, reader: Reader, last_on: date) -> _Asked | None:
    """Return what is asked; None where there is nobody whom the reader may see."""
    everybody = tuple(_everybody(reader))
    owner = chosen(read_text(query, "owner"), reader, everybody)
    if owner is None:
        return None
    coming = _coming(last_on, reader.book.calendar)
    name = read_text(query, "period") or coming[0].label
    found = next((period for period in coming if period.label == name), None)
    if found is None:
        raise BadRequest(
            say("no coming period {name}", name=repr(name)),
            place="period",
            remedy=say("use one of {names}", names=", ".join(period.label for period in coming)),
        )
    today = {one.seller_id for one in staff(reader.results_book, reader.today)}
    known = tuple(one for one in everybody if one.level != SELLER_LEVEL or one.id in today or one == owner)
    return _Asked(reader, known, owner, last_on, coming, found)


def _everybody(reader: Reader) -> Iterator[Owner]:
    """Yield every owner that the reader may see, also sellers who left: what they reached counts."""
    book = reader.results_book
    teams = (Owner(TEAM_LEVEL, team) for team in team_paths(book.reference("teams")))
    sellers = (Owner(SELLER_LEVEL, one) for one in book.reference("sellers")["seller_id"].to_pylist())
    yield from (owner for owner in (COMPANY, *teams, *sellers) if reader.sees(owner))


def _coming(last_on: date, calendar: Calendar) -> tuple[Period, ...]:
    """Return the first fiscal quarter and the first fiscal year that begin after the last day with data."""
    until = last_on + _TWO_YEARS
    return tuple(
        next(
            one
            for one in periods_of(grain, first=last_on, last=until, calendar=calendar)
            if last_on < one.start
        )
        for grain in ("fiscal-quarter", "fiscal-year")
    )


def _shown(
    request: HttpRequest, asked: _Asked, told: Advice, form: Adopting, *, status: int = 200, **more: Any
) -> HttpResponse:
    names = names_for(asked.reader, asked.known)
    periods = (Option(one.label, one.told, one == asked.period) for one in asked.coming)
    shown: dict[str, Any] = {
        "asked": Question(),
        "owner": names[asked.owner],
        "period": told.period,
        "until": told.as_of,
        "sentence": advice_sentence(told),
        "sentences": advice_sentences(told),
        "filters": [owner_choice(asked.owner, names), Choice("period", _("For"), tuple(periods))],
        "weights": weights_plate(told),
        "facts": advice_facts(told),
        "form": form,
        "rows": [_row(one, form) for one in told.proposals],
        "currency": told.currency,
        "reached": reached_grid(told.facts),
        "peers": peers_grid(told),
        "peers_told": f"{count(told.facts.peers)} {peers_told(told)}",
        "may_set": may_set(asked.reader, asked.owner),
    }
    return render(request, "pages/advice.html", shown | more, status=status)


def _row(one: Proposal, form: Adopting) -> Row:
    measure = one.measure[0]
    return Row(
        name=one.name,
        about=say(CATALOGUE[measure].definition),
        take=form[f"take.{measure}"],
        weight=form[f"weight.{measure}"],
        target=form[f"target.{measure}"],
        proposed=figure(CATALOGUE[measure].unit, one.target),
        expected=expected_told(one),
        place=place_told(one),
        reasons=tuple(reason.told(write_figure) for reason in one.reasons),
        covered=tuple((each.name, _address(each)) for each in one.covered),
    )


def _address(one: Objective) -> str:
    try:
        return reverse("objective", args=(one.id,))
    except NoReverseMatch:  # an imported id may hold a line break, which no address can
        return ""
