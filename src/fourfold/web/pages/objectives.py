"""The list of objectives: whose they are, what they ask, how they stand, and files to be imported again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fourfold.measures import COUNT, MONEY, SHARE
from fourfold.measures.catalogue import CATALOGUE, LEVELS
from fourfold.objectives.filters import filters_text
from fourfold.objectives.objective import Objective, Owner, State
from fourfold.objectives.pointing import weighed, weight_pointing
from fourfold.objectives.rows import ROW_COLUMNS, exported, texts
from fourfold.objectives.scorecards import latest_day
from fourfold.objectives.store import Store
from fourfold.periods import Period, periods_of
from fourfold.reports.grids import Column, Grid, Kind
from fourfold.reports.numbers import count, full, percent, rate
from fourfold.reports.scorecards import period_name
from fourfold.web.gate import AskedRequest, Reader
from fourfold.web.pages.choices import Choice, Option
from fourfold.web.pages.downloads import File, checked_form, download
from fourfold.web.pages.listed import Cell, Heading, ListTable, order_of
from fourfold.web.pages.lists import ListAsked, choice_of, list_asked, part_of
from fourfold.web.pages.objective_forms import LEVEL_WORDS, STATE_WORDS
from fourfold.web.pages.objective_store import SET, seen, whole_store
from fourfold.web.pages.owners import names_for, written
from fourfold.words import say

PER_PAGE = 50
OWN = ("owner", "state", "measure", "period")
ALL = "all"
FIRST_ORDER = "owner"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the list is made from: every objective of the reader, those asked for, in which period."""

    reader: Reader
    asked: ListAsked
    store: Store
    every: tuple[Objective, ...]
    found: tuple[Objective, ...]
    period: Period | None
    names: dict[Owner, str]


@dataclass(frozen=True, slots=True)
class Fault:
    """An imported row that is no objective: what it is called, why, and the import it came with."""

    id: str
    file_line: int | None
    cause: str
    number: int | None


def page(request: HttpRequest) -> HttpResponse:
    """Show a part of the objectives of everybody in the reader's scope."""
    reader = cast(AskedRequest, request).reader
    shown = _shown(request, reader)
    asked = shown.asked
    part = part_of(asked, len(shown.found), PER_PAGE)
    filters = _filters(shown)
    told = {
        "title": period_name(shown.period) if shown.period else _("all periods"),
        "sentence": _sentence(shown),
        "filters": filters,
        "kept": asked.kept("search", *OWN),
        "search": asked.search,
        "table": _table(shown, shown.found[part.first - 1 if part.count else 0 : part.last]),
        "part": part,
        "currency": reader.workspace.settings.currency,
        "downloads": _downloads(asked),
        "may_set": SET in reader.permissions and not reader.is_seeing_as,
        "faults": _faults(reader, shown.store),
        "is_empty": not shown.every,
    }
    return render(request, "objectives/list.html", told)


def table(request: HttpRequest, form: str) -> HttpResponseBase:
    """Return every objective that matches as rows that can be imported again, as CSV or Excel."""
    checked_form(form)
    reader = cast(AskedRequest, request).reader
    shown = _shown(request, reader)
    columns = tuple(Column(name, name, Kind.TEXT) for name in ROW_COLUMNS)
    rows = tuple(tuple(text or None for text in texts(row).values()) for row in exported(shown.found))
    told = period_name(shown.period) if shown.period else ""
    file = File("objectives", form, len(rows), [Grid(_("Objectives"), columns, rows)], told)
    return download(reader, file, shown.asked.address())


def target_text(objective: Objective, number: Decimal | None = None) -> str:
    """Return a target, or another number in its unit, for reading: rates in per cent, counts whole."""
    told = objective.target if number is None else number
    if objective.of.unit == SHARE:
        return rate(told)
    if objective.of.unit in (COUNT, MONEY) and told == told.to_integral_value():
        return full(told).removesuffix(full(Decimal(0))[1:])
    return full(told)


def _shown(request: HttpRequest, reader: Reader) -> Shown:
    asked = list_asked(request.GET, *OWN)
    own, store = dict(asked.own), whole_store(reader)
    every = seen(reader, store)
    period = _period(reader, own["period"], every)
    names = dict(names_for(reader, {one.owner for one in every}))
    choice_of(own["state"], tuple(State), place="state")
    choice_of(own["measure"], tuple(CATALOGUE), place="measure")
    found = [one for one in every if _matches(one, own, period) and _is_named(one, names, asked.search)]
    return Shown(reader, asked, store, every, _sorted(found, names, asked.sort), period, names)


def _matches(one: Objective, own: dict[str, str], period: Period | None) -> bool:
    return (
        own["owner"] in {"", written(one.owner)}
        and own["state"] in {"", one.state.value}
        and own["measure"] in {"", one.measure}
        and (period is None or (one.period.start < period.end and period.start < one.period.end))
    )


def _is_named(one: Objective, names: dict[Owner, str], search: str) -> bool:
    told = f"{one.name} {one.id} {names[one.owner]} {one.owner.id}".casefold()
    return search.casefold() in told


def _sorted(found: Iterable[Objective], names: dict[Owner, str], sort: str) -> tuple[Objective, ...]:
    keys: dict[str, Callable[[Objective], Any]] = {
        "name": lambda one: one.name.casefold(),
        "owner": lambda one: (LEVELS.index(one.owner.level), names[one.owner].casefold()),
        "measure": lambda one: one.of.name,
        "period": lambda one: (one.period.start, one.period.end),
        "weight": lambda one: one.weight,
        "state": lambda one: tuple(State).index(one.state),
    }
    name = choice_of(sort.removeprefix("-"), keys, place="sort") or FIRST_ORDER
    ordered = sorted(found, key=lambda one: (one.period.start, one.id))
    return tuple(sorted(ordered, key=keys[name], reverse=sort.startswith("-")))


def _years(reader: Reader, every: Sequence[Objective]) -> tuple[Period, ...]:
    """Return the fiscal years in which any objective runs, the latest first."""
    if not every:
        return ()
    first, last = min(one.period.start for one in every), max(one.period.last_day for one in every)
    years = periods_of("fiscal-year", first=first, last=last, calendar=reader.book.calendar)
    return tuple(reversed(years))


def _period(reader: Reader, asked: str, every: Sequence[Objective]) -> Period | None:
    """Return the fiscal year that is asked for; else the latest one that has begun; None for all."""
    years = _years(reader, every)
    choice_of(asked, (ALL, *(year.name for year in years)), place="period")
    if asked == ALL or not years:
        return None
    if asked:
        return next(year for year in years if year.name == asked)
    extent = reader.book.extent
    latest = latest_day(every, extent.last_on if extent else reader.today)
    return next((year for year in years if latest in year), years[-1])


def _filters(shown: Shown) -> list[Choice]:
    own, chosen = dict(shown.asked.own), shown.period.name if shown.period else ALL
    years = [Option(y.name, period_name(y), y.name == chosen) for y in _years(shown.reader, shown.every)]
    owners = sorted({one.owner for one in shown.every}, key=lambda owner: (shown.names[owner], owner.id))
    listed = [
        Option(written(owner), shown.names[owner], written(owner) == own["owner"], str(told))
        for level, told in LEVEL_WORDS.items()
        for owner in owners
        if owner.level == level
    ]
    if own["owner"] and not any(option.is_chosen for option in listed):
        listed.append(Option(own["owner"], own["owner"], is_chosen=True))
    states = [Option(state.value, str(STATE_WORDS[state]), state == own["state"]) for state in State]
    measures = sorted({one.measure for one in shown.every} | ({own["measure"]} - {""}))
    asked = [Option(m, say(CATALOGUE[m].name), m == own["measure"]) for m in measures]
    return [
        Choice("period", _("Period"), (*years, Option(ALL, _("all"), chosen == ALL))),
        _choice("owner", _("owner"), listed, own["owner"]),
        _choice("state", _("state"), states, own["state"]),
        _choice("measure", _("measure"), asked, own["measure"]),
    ]


def _choice(name: str, label: str, options: Iterable[Option], chosen: str) -> Choice:
    return Choice(name, label, (Option("", _("all"), not chosen), *options))


def _sentence(shown: Shown) -> str:
    """Return how many objectives there are, how many wait, and where their weight points."""
    found, number = shown.found, len(shown.found)
    owners = len({one.owner for one in found})
    told = [
        ngettext("%(count)s objective of %(owners)s", "%(count)s objectives of %(owners)s", number)
        % {
            "count": count(number),
            "owners": ngettext("one owner", "%(number)s owners", owners) % {"number": count(owners)},
        }
    ]
    if not number:
        return _("No objective is asked for here.") if shown.every else _("There are no objectives yet.")
    if shown.period:
        told = [
            ngettext("%(told)s runs in %(period)s", "%(told)s run in %(period)s", number)
            % {"told": told[0], "period": period_name(shown.period)}
        ]
    waiting = sum(one.state is State.PROPOSED for one in found)
    if waiting:
        told.append(
            ngettext("one waits for agreement", "%(number)s wait for agreement", waiting)
            % {"number": count(waiting)}
        )
    pointing = weight_pointing(weighed(found, shown.period or _span(found)))
    if pointing.amounts:
        new = percent(pointing.channels["new"] / pointing.total)
        told.append(_("%(share)s of their weight points at new accounts") % {"share": new})
    return "; ".join(told) + "."


def _span(found: Sequence[Objective]) -> Period:
    return Period(min(one.period.start for one in found), max(one.period.end for one in found))


_COLUMNS = {
    "name": gettext_lazy("Objective"),
    "owner": gettext_lazy("Owner"),
    "measure": gettext_lazy("Measure"),
    "period": gettext_lazy("Period"),
    "target": gettext_lazy("Target"),
    "weight": gettext_lazy("Weight"),
    "state": gettext_lazy("State"),
}


def _table(shown: Shown, part: Sequence[Objective]) -> ListTable:
    asked = shown.asked
    headings = tuple(
        Heading(
            str(text),
            is_number=name in {"target", "weight"},
            address="" if name == "target" else asked.sorted_by(name, is_text=name != "weight"),
            order=order_of(asked.sort or FIRST_ORDER, name),
        )
        for name, text in _COLUMNS.items()
    )
    return ListTable(_("Objectives"), headings, tuple(_row(one, shown) for one in part))


def _row(one: Objective, shown: Shown) -> tuple[Cell, ...]:
    waits = one.state is State.PROPOSED and shown.store.kept[one.id].in_force
    before = _("the version before counts") if waits else ""
    return (
        Cell(one.name or one.id, "", reverse("objective", args=(one.id,))),
        Cell(shown.names[one.owner]),
        Cell(say(one.of.name), filters_text(one.filters)),
        Cell(period_name(one.period), is_day=True),
        Cell(target_text(one), full=full(one.target), is_number=True),
        Cell(full(one.weight).removesuffix(full(Decimal(0))[1:]), is_number=True),
        Cell(str(STATE_WORDS[one.state]), before),
    )


def _downloads(asked: ListAsked) -> Callable[[str, str], str]:
    return lambda _name, form: reverse("objectives_table", args=(form,)) + asked.address(page=1)


def _faults(reader: Reader, store: Store) -> list[Fault]:
    """Return the imported rows that are no objectives, for who sees the company: nobody else owns them."""
    if not reader.scope.is_company or not store.unusable:
        return []
    rows = reader.book.reference("objectives").to_pylist()
    came = {(row["objective_id"] or "", row.get("file_line")): row.get("import_number") for row in rows}
    return [
        Fault(one.id, one.file_line, one.cause, came.get((one.id, one.file_line))) for one in store.unusable
    ]
