"""The ledger against its floor, and the usual screen from what was prepared.

Guarantees that floor and ledger read the same files in the same process on the same two threads,
in turn. Leaves other tools to `bench.others`.
"""

from __future__ import annotations

import shutil

from bench import child
from bench.books import SETTINGS, floor, ledger_anew, opened, with_lines, workspace_of
from bench.clock import best, peak_bytes, seconds_of
from bench.plan import MILLION, Plan
from bench.sections import Goal, Section, counted, megabytes, ratio
from fourfold.book.book import Book, Extent, Origin, open_book
from fourfold.book.engines import DEFAULT_URL, open_engine
from fourfold.growth.comparison import Asked, Comparison, compare
from fourfold.growth.prepared import prepared_ledger

USUAL = {
    "fiscal year, by segment": ("FY2024", ("segment",)),
    "fiscal quarter, by category": ("FY2025-Q3", ("category",)),
}


def ledger_section(plan: Plan) -> Section:
    """Measure the ledger at product level, year on year, at growing sizes."""
    rows: list[tuple[str, ...]] = []
    goals, before = [], 0.0
    for lines in plan.ledger_sizes:
        child.run("bench.books:make", lines=lines)
        told = child.run("bench.ledgers:against_floor", lines=lines)
        if "died" in told:
            rows.append((counted(lines), told["died"], "", "", "", "", ""))
            continue
        took = told["seconds"]
        times = took["ledger"] / took["floor"]
        growth = ratio(took["ledger"] / before) if before else ""
        before = took["ledger"]
        rows.append(
            (
                counted(lines), counted(told["pairs"]), ratio(times), ratio(took["bare"] / took["floor"]),
                growth, megabytes(told["peak"]), f"{took['floor']:.2f} s",
            )
        )  # fmt: skip
        if lines == 20 * MILLION:
            goals.append(Goal("ledger", "ledger of 20 million lines, times the floor", 2.0, times))
    return Section(
        name="ledger",
        title="The ledger from stored lines",
        told="Ledger at product level, 2024 against 2023, of a book with a product tree (switching is "
        "netted) and 20,000 accounts. The floor is one sum by account and product over the same files "
        "by the same engine on the same threads. *Bare* is the ledger of the same lines without "
        "tables of accounts and products. *Growth* is the ledger's time over that of the size above. "
        "Peak memory is that of the whole process that opened the book and made the ledger once.",
        head=("lines", "pairs", "ledger ÷ floor", "bare ÷ floor", "growth", "peak memory", "floor"),
        rows=tuple(rows),
        goals=tuple(goals),
    )


def against_floor(lines: int) -> child.Told:
    """Time ledger and floor over a book of so many lines; the peak is that of the first ledger."""
    book, comparison = opened(lines)
    ledger_anew(book, comparison)
    peak = peak_bytes()
    connection = with_lines(workspace_of(lines))
    bare = _bare(lines)
    seconds = best(
        {
            "floor": lambda: floor(connection),
            "ledger": lambda: ledger_anew(book, comparison),
            "bare": lambda: ledger_anew(bare, comparison),
        }
    )
    return {"seconds": seconds, "peak": peak, "pairs": floor(connection).num_rows}


def _bare(lines: int) -> Book:
    workspace = workspace_of(lines)
    stored = workspace.snapshot().of("order_lines")
    files = tuple(workspace.file(s) for s in stored)
    days = [s.first_on for s in stored if s.first_on], [s.last_on for s in stored if s.last_on]
    extent = Extent(min(days[0]), max(days[1]), lines, ("EUR",))
    made = open_engine(DEFAULT_URL, folder=workspace.folder)
    return Book(SETTINGS, made, tables={"order_lines": files}, extent=extent, origin=Origin("bare"))


def usual_section(plan: Plan) -> Section:
    """Measure the usual screens, first asked and asked again."""
    lines = plan.usual_size
    rows: list[tuple[str, ...]] = []
    goals = []
    child.run("bench.books:make", lines=lines)
    for name, (period, by) in USUAL.items():
        told = child.run("bench.ledgers:screen", lines=lines, period=period, by=list(by))
        if "died" in told:
            rows.append((name, told["died"], "", "", ""))
            continue
        took = told["seconds"]
        shares = [took[n] / took["floor"] for n in ("first", "again", "opened")]
        rows.append((name, *(ratio(share) for share in shares), f"{took['floor']:.2f} s"))
        if lines == 20 * MILLION:
            goals.append(
                Goal("usual", f"{name}, of 20 million lines: kept answer, times the floor", 0.1, shares[2])
            )
    return Section(
        name="usual",
        title="The usual screen from what was prepared",
        told=f"A book of {counted(lines)} lines at its default levels, on year, by one dimension. *First* "
        "computes the ledger and keeps it (once, after a warm-up without breakdown); *again* reads "
        "what was kept; *again, with opening* also opens the workspace and its book. All over the "
        "floor.",
        head=("screen", "first ÷ floor", "again ÷ floor", "again, with opening ÷ floor", "floor"),
        rows=tuple(rows),
        goals=tuple(goals),
    )


def screen(lines: int, period: str, by: list[str]) -> child.Told:
    """Time a screen asked first, and asked again."""
    workspace = workspace_of(lines)
    shutil.rmtree(workspace.folder / "answers", ignore_errors=True)
    book, whole = opened(lines)
    ledger_anew(book, whole)
    comparison = compare(book, Asked(period))
    first = seconds_of(lambda: prepared_ledger(book, comparison=comparison, by=by))
    connection = with_lines(workspace)
    seconds = best(
        {
            "floor": lambda: floor(connection),
            "again": lambda: prepared_ledger(book, comparison=comparison, by=by),
            "opened": lambda: _asked_anew(lines, period, by),
        }
    )
    return {"seconds": {**seconds, "first": first}}


def _asked_anew(lines: int, period: str, by: list[str]) -> None:
    book = open_book(workspace_of(lines))
    made: Comparison = compare(book, Asked(period))
    prepared_ledger(book, comparison=made, by=by)
    book.close()
