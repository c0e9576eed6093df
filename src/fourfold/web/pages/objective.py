"""One objective: in words, where it stands and where it is heading, and all that became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from fourfold.objectives.kept import Comment, Kept, Step
from fourfold.objectives.objective import Objective
from fourfold.objectives.rows import differences
from fourfold.objectives.scorecards import Day, scorecards
from fourfold.objectives.store import Store
from fourfold.reports.bullets import trend_columns, trend_svg
from fourfold.reports.forecasts import forecast_sentences
from fourfold.reports.scorecards import (
    correction_sentence,
    figure,
    line_sentence,
    objective_terms,
    objective_words,
)
from fourfold.web.gate import AskedRequest, Reader
from fourfold.web.pages.behind import openings
from fourfold.web.pages.objective_acts import acts
from fourfold.web.pages.objective_store import found, whole_store
from fourfold.web.pages.owners import names_for, written
from fourfold.web.pages.question import read_text
from fourfold.web.pages.scorecard import day_asked, last_on
from fourfold.web.pages.scored import bullets, rules_of, shows_cap
from fourfold.words import day as day_text
from fourfold.words import say

EARLIER = 6
"""How many earlier periods are measured, for trend and forecast."""


@dataclass(frozen=True, slots=True)
class Told:
    """One step of the history, in words."""

    version: int
    at: str
    by: str
    state: str
    changed: tuple[str, ...]
    why: str


def page(request: HttpRequest, objective_id: str) -> HttpResponse:
    """Show an objective whose owner the reader sees."""
    reader = cast(AskedRequest, request).reader
    if reader.book.extent is None:
        return render(request, "pages/empty.html")
    store = whole_store(reader)
    kept = found(reader, objective_id)
    one = next(each for each in (kept.in_force, kept.current) if each and reader.sees(each.owner))
    last = last_on(reader)
    as_of, _latest = day_asked(read_text(request.GET, "as_of"), (one,), last)
    name = names_for(reader, (one.owner,))[one.owner]
    told = {
        "one": one,
        "name": name,
        "words": objective_words(one, name),
        "terms": objective_terms(one),
        "definition": say(one.of.definition),
        "owner": written(one.owner),
        "day": day_text(as_of),
        "as_of": as_of.isoformat(),
        "is_withdrawn": kept.is_withdrawn,
        "waiting": _waiting(reader, kept, one),
        "imported": _imported(reader, kept),
        "history": tuple(_history(reader, kept)),
        "comments": _comments(reader, kept, store.comments.get(objective_id, ())),
        "acts": acts(reader, objective_id),
        "is_whole": reader.scope.is_company,
        "until": last,
        **_measured(reader, store, one, as_of),
    }
    return render(request, "pages/objective.html", told)


def _measured(reader: Reader, store: Store, one: Objective, as_of: date) -> dict[str, Any]:
    """Return how the objective stands; nothing where its period does not hold the day."""
    alone = replace(store, kept={one.id: store.kept[one.id]})
    day = Day(as_of, earlier=EARLIER)
    (card,) = scorecards(reader.results_book, alone, owners=(one.owner,), day=day)
    if not card.lines:
        return {"line": None}
    (line,) = card.lines
    columns = trend_columns(line)
    return {
        "line": line,
        "sentence": line_sentence(line),
        "bullet": bullets((line,), with_forecast=True)[0],
        "has_cap": shows_cap((line,)),
        "target": figure(one.of.unit, one.target),
        "currency": reader.book.settings.currency if one.of.is_money else "",
        "forecast": forecast_sentences(line),
        "rules": rules_of((line,)),
        "openings": openings(line, as_of, reader),
        "trend": mark_safe(trend_svg(columns, one.target, one.of.unit)) if len(columns) > 1 else "",
        "columns": [(each.name, figure(one.of.unit, each.amount)) for each in columns],
        "correction": correction_sentence(line),
    }


def _waiting(reader: Reader, kept: Kept, one: Objective) -> list[str]:
    """Return in what a later version that waits for agreement differs; empty if none does."""
    later = kept.current
    if kept.is_withdrawn or later.version == one.version or not reader.sees(later.owner):
        return []
    return [str(each) for each in differences(later, one)] or [say("nothing")]


def _imported(reader: Reader, kept: Kept) -> list[str]:
    """Return in what the version here differs from what is imported."""
    owners = {each.owner for each in (kept.current, kept.imported) if each}
    return [str(each) for each in kept.imported_differs] if all(map(reader.sees, owners)) else []


def _history(reader: Reader, kept: Kept) -> Iterator[Told]:
    """Yield every step of an owner whom the reader sees, the newest first, with what it changed."""
    steps = [step for step in kept.steps if reader.sees(step.objective.owner)]
    before: tuple[Step | None, ...] = (None, *steps[:-1])
    for step, earlier in reversed(list(zip(steps, before, strict=True))):
        changed = differences(step.objective, earlier.objective) if earlier else ()
        yield Told(
            step.objective.version,
            _moment(step.at),
            step.by or _("imported"),
            state_word(step.objective),
            tuple(str(each) for each in changed),
            step.why,
        )


def state_word(one: Objective) -> str:
    """Return the state of an objective as it is called on a page."""
    return {
        "draft": _("draft"),
        "proposed": _("proposed"),
        "agreed": _("agreed"),
        "active": _("active"),
        "closed": _("closed"),
    }[one.state.value]


def _comments(reader: Reader, kept: Kept, comments: Sequence[Comment]) -> list[Comment]:
    """Return what was said of versions whose owner the reader sees."""
    seen = {step.objective.version for step in kept.steps if reader.sees(step.objective.owner)}
    return [replace(each, at=_moment(each.at)) for each in comments if each.version in seen]


def _moment(at: str) -> str:
    """Return a moment of the journal to the minute."""
    return at[:16].replace("T", " ")
