"""The balance page: where objectives point against where growth comes from, and a change to try.

Guarantees that the audit of an owner is made of objectives that the reader may see, and that trying a
change stores nothing. Leaves its tables to `balance_lists`, the form to `trials`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from fourfold.book import journal
from fourfold.book.hierarchy import depth_of, team_paths
from fourfold.objectives.audit import Audit, after, audit, so_far
from fourfold.objectives.objective import COMPANY, SELLER_LEVEL, TEAM_LEVEL, Owner
from fourfold.objectives.store import JOURNAL, read_store
from fourfold.reports.balance import balance_sentences, first_sentence, missing_line, tilt_told
from fourfold.reports.balance_plates import Where, channels_plate, square_plates, tried_plates
from fourfold.reports.balance_tables import amounts_grid, causes_grid, gaps_grid, shares_grid, tilts_grid
from fourfold.reports.grids import Grid
from fourfold.web.gate import AskedRequest, Reader
from fourfold.web.pages.balance_lists import askings_table, facts, gaps_table, parts_table, tilts_table
from fourfold.web.pages.cautions import cautions
from fourfold.web.pages.choices import current_choice
from fourfold.web.pages.downloads import File, checked_form, workbook
from fourfold.web.pages.lists import with_lines
from fourfold.web.pages.owners import chosen, names_for, owner_choice, written
from fourfold.web.pages.question import Question, latest_year, read_text
from fourfold.web.pages.trials import add_fields, trial_asked, weight_fields

TABLES: Mapping[str, Callable[[Audit, Mapping[Owner, str]], Grid]] = {
    "channels": lambda told, _names: shares_grid(told.balance),
    "amounts": lambda told, _names: amounts_grid(told.balance),
    "gaps": lambda told, _names: gaps_grid(told),
    "objectives": causes_grid,
    "tilts": lambda told, _names: tilts_grid(told),
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whose audit an address asks for, among whom, over which period as written."""

    reader: Reader
    known: tuple[Owner, ...]
    owner: Owner
    current: str

    @property
    def pairs(self) -> list[tuple[str, str]]:
        return [("owner", written(self.owner)), ("current", self.current)]

    def audit(self) -> Audit:
        """Return the audit: of the objectives in force that the reader may see."""
        book = self.reader.results_book
        store = read_store(book, journal.read(self.reader.workspace, JOURNAL))
        seen = (one for one in store.in_force if self.reader.sees(one.owner))
        return audit(book, seen, owner=self.owner, period=so_far(book, self.current))


def page(request: HttpRequest) -> HttpResponse:
    """Show the audit of an owner."""
    reader = cast(AskedRequest, request).reader
    if reader.book.extent is None:
        return render(request, "pages/empty.html")
    asked = _asked(request, reader)
    if asked is None:
        return render(request, "pages/balance.html", {"nobody": True})
    told = asked.audit()
    names = names_for(reader, (*asked.known, *(one.owner for one in told.objectives)))
    return render(request, "pages/balance.html", _shown(asked, told, names) | _tried(request, reader, told))


def table(request: HttpRequest, table: str, form: str) -> HttpResponseBase:
    """Return one table of the page as CSV or Excel."""
    checked_form(form)
    if table not in TABLES:
        raise Http404
    reader = with_lines(cast(AskedRequest, request).reader)
    asked = _asked(request, reader)
    if asked is None:
        raise Http404
    told = asked.audit()
    grid = TABLES[table](told, names_for(reader, (one.owner for one in told.objectives)))
    about = f"{written(asked.owner)} {told.balance.comparison.told}"
    file = File(f"balance {table}", form, len(grid.rows), [grid], about)
    return workbook(reader, file, f"?{urlencode(asked.pairs)}")


def _asked(request: HttpRequest, reader: Reader) -> _Asked | None:
    """Return what is asked; None where there is nobody whose objectives the reader may see."""
    known = tuple(_seen(reader))
    owner = chosen(read_text(request.GET, "owner"), reader, known)
    current = read_text(request.GET, "current") or latest_year(reader.results_book)
    return _Asked(reader, known, owner, current) if owner else None


def _seen(reader: Reader) -> Iterator[Owner]:
    """Yield every owner that the reader may see, whether or not they have objectives."""
    book = reader.results_book
    teams = (Owner(TEAM_LEVEL, team) for team in team_paths(book.reference("teams")))
    sellers = (Owner(SELLER_LEVEL, one) for one in book.reference("sellers")["seller_id"].to_pylist())
    yield from (owner for owner in (COMPANY, *teams, *sellers) if reader.sees(owner))


def _shown(asked: _Asked, told: Audit, names: Mapping[Owner, str]) -> dict[str, Any]:
    made, reader = told.balance, asked.reader
    sentences = balance_sentences(told)
    query = urlencode(asked.pairs)
    question = Question(current=asked.current)
    return {
        "asked": question,
        "owner": names[asked.owner],
        "title": made.comparison.told,
        "sentences": sentences,
        "missing": missing_line(made),
        "filters": [
            owner_choice(asked.owner, {owner: names[owner] for owner in asked.known}),
            current_choice(reader.book, question, asked.current),
        ],
        **cautions(reader.book, made.comparison),
        "squares": square_plates(made, _where(asked)),
        "channels": channels_plate(made),
        "askings": askings_table(told.askings),
        "parts": parts_table(told.askings, names, reader.permissions),
        "gaps": gaps_table(told),
        "facts": facts(made),
        "tilts": tilts_table(told),
        "amounts": amounts_grid(made),
        "kept": asked.pairs,
        "until": reader.book.extent and reader.book.extent.last_on,
        "downloads": lambda name, form: f"{reverse('balance_table', args=(name, form))}?{query}",
    }


def _where(asked: _Asked) -> Where | None:
    """Return where the lines behind a figure lie; None for a team with teams below, which no line names."""
    owner = asked.owner
    if owner == COMPANY:
        return ()
    paths = team_paths(asked.reader.results_book.reference("teams"))
    if owner.level == TEAM_LEVEL and depth_of(owner.id, paths) is not None:
        return None
    return ((owner.level, owner.id),)


def _tried(request: HttpRequest, reader: Reader, told: Audit) -> dict[str, Any]:
    """Return what the part of the page shows in which a change is tried; nothing for who may not set."""
    if "set_objectives" not in reader.permissions or not told.askings:
        return {}
    trial = trial_asked(request.GET, told.askings)
    before = told.balance
    then = after(told, trial) if trial else before
    shown: dict[str, Any] = {
        "weights": weight_fields(request.GET, told.askings),
        "adds": add_fields(request.GET),
        "is_tried": bool(trial),
        "tilt_before": tilt_told(before.tilt),
        "tilt_after": tilt_told(then.tilt),
        "sentence_after": first_sentence(then),
        "tried": tried_plates(before, then),
    }
    return shown
