"""The scorecard: how the objectives of the company, a team or a seller stand on a day, and those beneath."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from fourfold.errors import BadRequest
from fourfold.objectives.objective import Objective, Owner
from fourfold.objectives.scorecard import Scorecard
from fourfold.objectives.scorecards import Day, latest_day, scorecards, standing
from fourfold.reports.bullets import kind_of
from fourfold.reports.scorecard_grids import scorecard_grid, scores_grid
from fourfold.reports.scorecards import coverage_note, due_now, scorecard_sentence
from fourfold.web.gate import AskedRequest, Reader
from fourfold.web.pages.downloads import File, checked_form, workbook
from fourfold.web.pages.objective_store import whole_store
from fourfold.web.pages.owners import beneath, chosen, names_for, owner_choice, written
from fourfold.web.pages.question import read_text
from fourfold.web.pages.scored import below_table, bullets, lines_table, rules_of, shows_cap
from fourfold.words import day as day_text
from fourfold.words import say


@dataclass(frozen=True, slots=True)
class Shown:
    """What a scorecard page is made from: whose, on which day, the card and those beneath.

    `owners` are all that can be chosen, with their names; `card` is None where there is nobody to show.
    """

    reader: Reader
    as_of: date
    latest: date
    owners: Mapping[Owner, str]
    card: Scorecard | None = None
    below: tuple[Scorecard, ...] = ()
    ends: tuple[date, ...] = field(default=())

    def address(self, owner: Owner, as_of: date | None = None) -> str:
        """Return the address of another owner's scorecard, or of another day."""
        on = as_of or self.as_of
        told = {"owner": written(owner), **({} if on == self.latest else {"as_of": on.isoformat()})}
        return f"{reverse('scorecard')}?{urlencode(told)}"


def page(request: HttpRequest) -> HttpResponse:
    """Show the scorecard of one owner, and how those beneath stand."""
    reader = cast(AskedRequest, request).reader
    if reader.book.extent is None:
        return render(request, "pages/empty.html")
    shown = _shown(request, reader)
    card = shown.card
    if card is None:
        return render(request, "pages/scorecard.html", {"card": None})
    name = shown.owners[card.owner]
    told = {
        "card": card,
        "sentence": scorecard_sentence(card, name),
        "coverage": coverage_note(card),
        "currency": reader.book.settings.currency,
        "is_whole": reader.scope.is_company,
        "owner_choice": owner_choice(card.owner, shown.owners),
        "as_of": shown.as_of.isoformat(),
        "day": day_text(shown.as_of),
        "ends": [(day_text(each), shown.address(card.owner, each)) for each in shown.ends],
        "bullets": bullets(card.lines),
        "kinds_held": {kind_of(line.objective) for line in card.lines},
        "has_cap": shows_cap(card.lines),
        "has_due": any(due_now(line) is not None for line in card.lines),
        "has_hollow": any(line.attainment.is_short_of_threshold for line in card.lines),
        "table": lines_table(card, reader),
        "rules": rules_of(card.lines),
        "below": below_table(shown.below, shown.owners, shown.address) if shown.below else None,
        "downloads": _downloads(shown, card),
        "until": reader.book.extent.last_on,
    }
    return render(request, "pages/scorecard.html", told)


def table(request: HttpRequest, form: str) -> HttpResponseBase:
    """Return the objectives of an owner and of those beneath as CSV or Excel; in Excel the scores too."""
    checked_form(form)
    reader = cast(AskedRequest, request).reader
    shown = _shown(request, reader)
    if shown.card is None:
        raise Http404
    cards = (shown.card, *shown.below)
    grids = [scorecard_grid(cards, shown.owners), scores_grid(cards, shown.owners)]
    told = f"{written(shown.card.owner)} {shown.as_of.isoformat()} {reader.book.settings.currency}"
    return workbook(
        reader, File("scorecard", form, len(grids[0].rows), grids, told), _query(shown, shown.card)
    )


def last_on(reader: Reader) -> date:
    """Return the last day with data; raises `Http404` where there are no order lines."""
    extent = reader.book.extent
    if extent is None:
        raise Http404
    return extent.last_on


def day_asked(text: str, objectives: tuple[Objective, ...], last: date) -> tuple[date, date]:
    """Return the day that is asked for, and the one shown where none is: the last on which anything runs.

    Raises
    ------
    BadRequest
        If the text is no day, or one after the last with data.
    """
    latest = latest_day(objectives, last)
    if not text:
        return latest, latest
    try:
        asked = date.fromisoformat(text)
    except ValueError as error:
        raise BadRequest(
            say("{value!r} is no day", value=text), place="as_of", remedy=say("write it as 2012-06-30")
        ) from error
    if asked > last:
        raise BadRequest(
            say("there are no data after {day}", day=day_text(last)),
            place="as_of",
            remedy=say("ask for that day or an earlier one"),
        )
    return asked, latest


def _shown(request: HttpRequest, reader: Reader) -> Shown:
    store, book = whole_store(reader), reader.results_book
    every = tuple(one for one in standing(store) if reader.sees(one.owner))
    as_of, latest = day_asked(read_text(request.GET, "as_of"), every, last_on(reader))
    known = dict.fromkeys(one.owner for one in every)
    owner = chosen(read_text(request.GET, "owner"), reader, known)
    if owner is None:
        return Shown(reader, as_of, latest, {})
    below = beneath(reader, owner, as_of, known)
    names = names_for(reader, dict.fromkeys((owner, *known)))
    card, *others = scorecards(book, store, owners=(owner, *below), day=Day(as_of))
    under = sorted((each for each in others if each.lines), key=lambda each: names[each.owner])
    ends = {one.period.last_day for one in every if one.owner == owner and one.period.last_day < as_of}
    return Shown(reader, as_of, latest, names, card, tuple(under), tuple(sorted(ends, reverse=True)[:4]))


def _downloads(shown: Shown, card: Scorecard) -> Callable[[str, str], str]:
    return lambda _name, form: reverse("scorecard_table", args=(form,)) + _query(shown, card)


def _query(shown: Shown, card: Scorecard) -> str:
    return f"?{urlencode({'owner': written(card.owner), 'as_of': shown.as_of.isoformat()})}"
