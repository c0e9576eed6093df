"""Pages made ahead: growth, trend, scorecard and balance as those who may see them open them first.

Guarantees that each scope is prepared once, through the same gate as a reader's own request. Leaves
when to prepare to the jobs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace

from fourfold.book.book import Book
from fourfold.book.weighing import Progress
from fourfold.book.workspace import Workspace
from fourfold.growth import overview, series_within
from fourfold.objectives.audit import audit, so_far
from fourfold.objectives.objective import COMPANY
from fourfold.objectives.scorecards import Day, latest_day, scorecards, standing
from fourfold.reports.pictures import svg
from fourfold.reports.plates import Plate, bridge_plate, movers_plate, series_plate, square_plate
from fourfold.web.gate import Reader, reader_for
from fourfold.web.jobs.kinds import AHEAD
from fourfold.web.members.models import Person
from fourfold.web.pages.choices import COMPARED, LATEST
from fourfold.web.pages.objective_store import whole_store
from fourfold.web.pages.question import Question, latest_year

PERMISSION, OF_RESULTS = "see_growth", "see_objectives"
GRAIN = "fiscal-quarter"


def make_ahead(workspace: Workspace, progress: Progress) -> int:
    """Compute and draw what the growth and trend pages show first, and return for how many scopes."""
    people = list(Person.objects.filter(is_active=True))
    done: set[str] = set()
    for place, person in enumerate(people, start=1):
        with closing(reader_for(person, PERMISSION, workspace)) as reader:
            if PERMISSION in reader.permissions and reader.scope.key not in done:
                done.add(reader.scope.key)
                _make(reader)
        progress("preparing pages", place, len(people))
    _make_results(people, workspace)
    return len(done)


def _make_results(people: Iterable[Person], workspace: Workspace) -> None:
    """Measure what runs, and the company's balance, once for all: results are the same for every reader."""
    for person in people:
        with closing(reader_for(person, OF_RESULTS, workspace)) as reader:
            if OF_RESULTS not in reader.permissions or reader.book.extent is None:
                continue
            book, store = reader.results_book, whole_store(reader)
            objectives = standing(store)
            if objectives:
                day = Day(latest_day(objectives, reader.book.extent.last_on))
                scorecards(book, store, owners={one.owner for one in objectives}, day=day)
                audit(book, objectives, owner=COMPANY, period=so_far(book, latest_year(book)))
            return


def _make(reader: Reader) -> None:
    if reader.book.extent is None:
        return
    for plate in _plates(reader.book):
        svg(plate.picture.wide, reader.book)
        svg(plate.picture.narrow, reader.book)


def _plates(book: Book) -> Iterator[Plate]:
    asked = Question().asked(book)
    told = overview(book, asked=asked, by=COMPARED[0], where={})
    yield from (bridge_plate(told.ledger), square_plate(told.ledger))
    yield from (movers_plate(told.accounts), movers_plate(told.products))
    all_time = replace(asked, current="")
    series = series_within(book, grain=GRAIN, asked=all_time, where={}, latest=LATEST[GRAIN])
    drawn = series_plate(series)
    if drawn is not None:
        yield drawn


AHEAD.append(make_ahead)
