"""Scorecards of a thousand sellers against one pass over the same lines, with more and more objectives.

Guarantees that nothing is kept from one time to the next where a first asking is measured, and that
the floor is the ledger's: one sum by account and product over the same files. Leaves the arithmetic
of a scorecard to the unit tests.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from decimal import Decimal

from bench import child
from bench.books import floor, opened, with_lines, workspace_of
from bench.clock import best, peak_bytes
from bench.plan import Plan
from bench.sections import Goal, Section, counted, megabytes, ratio
from fourfold.book.book import Book
from fourfold.objectives.kept import Kept, Step
from fourfold.objectives.objective import Objective, Owner
from fourfold.objectives.scorecards import Day, scorecards
from fourfold.objectives.store import Store
from fourfold.periods import Period, parse_period

SELLERS = 1_000
MEASURES = (
    "new_account_gain",
    "existing_account_gain",
    "nrr",
    "grr",
    "lost_accounts",
    "existing_account_net",
    "revenue",
    "new_accounts",
)
"""Seven that one ledger by seller answers, and one of what accounts own."""

YEAR = parse_period("2024")
OWNERS = tuple(Owner("seller", f"R{1_000 + number}") for number in range(SELLERS))


def scorecards_section(plan: Plan) -> Section:
    """Measure the scorecards of a thousand sellers."""
    rows: list[tuple[str, ...]] = []
    goals = []
    for lines in plan.scorecard_sizes:
        child.run("bench.books:make", lines=lines)
        told = child.run("bench.scorecards:against_floor", lines=lines)
        if "died" in told:
            rows.append((counted(lines), told["died"], "", "", "", "", ""))
            continue
        took = told["seconds"]
        times = [took[name] / took["floor"] for name in ("one", "seven", "eight", "again")]
        rows.append(
            (
                counted(lines),
                *(ratio(each) for each in times),
                megabytes(told["peak"]),
                f"{took['floor']:.2f} s",
            )
        )
        more = took["seven"] / took["one"]
        goals.append(
            Goal("scorecards", f"seven objectives each, times one, {counted(lines)} lines", 1.5, more)
        )
    return Section(
        name="scorecards",
        title="Scorecards of a thousand sellers",
        told="Scorecards for 2024 of 1,000 sellers, each with one, seven or eight objectives, from stored "
        "lines: figures, attainment, pace and score. Seven are figures of one ledger by seller; the eighth "
        "counts new accounts and takes a pass of its own. *Again* reads what was kept for eight. All over "
        "the floor, one sum by account and product over the same files.",
        head=("lines", "one", "seven", "eight", "again", "peak memory", "floor"),
        rows=tuple(rows),
        goals=tuple(goals),
    )


def against_floor(lines: int) -> child.Told:
    """Time the floor and scorecards with more and more objectives over a book of so many lines."""
    book, _ = opened(lines)
    connection = with_lines(workspace_of(lines))
    _asked(book, _store(MEASURES))
    peak = peak_bytes()
    seconds = best(
        {
            "floor": lambda: floor(connection),
            "one": lambda: _anew(book, MEASURES[:1]),
            "seven": lambda: _anew(book, MEASURES[:7]),
            "eight": lambda: _anew(book, MEASURES),
        }
    )
    kept = _store(MEASURES)
    seconds |= best({"again": lambda: _asked(book, kept)})
    return {"seconds": seconds, "peak": peak}


def _anew(book: Book, measures: Sequence[str]) -> None:
    book.forget()
    if book.origin.kept_in is not None:
        shutil.rmtree(book.origin.kept_in, ignore_errors=True)
    _asked(book, _store(measures))


def _asked(book: Book, store: Store) -> None:
    made = scorecards(book, store, owners=OWNERS, day=Day(YEAR.last_day))
    if len(made) != SELLERS or not all(card.lines for card in made):
        raise AssertionError("a seller has no scorecard")


def _store(measures: Sequence[str]) -> Store:
    objectives = [_objective(measure, owner, YEAR) for owner in OWNERS for measure in measures]
    return Store({one.id: Kept((Step(one),)) for one in objectives}, {}, frozenset(), (), 0)


def _objective(measure: str, owner: Owner, period: Period) -> Objective:
    return Objective(f"{owner.id} {measure}", measure, measure, owner, period, Decimal(1), cap=Decimal("1.5"))
