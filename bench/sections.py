"""Sections of the results: a table each, goals, and what stands in the way of those missed.

Guarantees that a result is kept when others are measured anew, each under its own date, machine
and command. Leaves measuring to the benchmarks.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

IN_THE_WAY: dict[str, str] = {
    "whitespace": "teaching on three earlier cut-offs (half of it) and scoring; EASE alone takes one second",
    "ledger": "about 0.35 s of every ledger is Ibis making its query: a quarter of a floor "
    "at 20 million lines, and most of what small books take; one pass with six sums and flags per pair costs "
    "1.5 floors, where the floor has one sum; netting of switching compares classes as text",
}
"""What stands in the way of a goal, by the goal's name: written by people, after measuring."""

HEAD = """# What was measured

Every time is a ratio within one run: the best of three after a warm-up, works in turn, on two threads (a
work of more than a minute is timed less often). Seconds of a floor only give the scale. `make bench`
measures all of it; `.venv/bin/python -m bench --only NAME` one part.
"""


@dataclass(frozen=True, slots=True)
class Goal:
    """A limit and what was found; it is missed if found is above the limit."""

    name: str
    told: str
    limit: float
    found: float


@dataclass(frozen=True, slots=True)
class Section:
    """The results of one benchmark."""

    name: str
    title: str
    told: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    goals: tuple[Goal, ...] = ()


def ratio(found: float) -> str:
    """Return a ratio with as many places as tell something."""
    return f"{found:.0f}" if found >= 100 else f"{found:.2f}" if found >= 0.1 else f"{found:.4f}"


def megabytes(size: float) -> str:
    """Return a size in MB of a million bytes."""
    return f"{size / 1e6:,.0f} MB"


def counted(number: int) -> str:
    """Return a count with separators."""
    return f"{number:,}"


def keep(section: Section, folder: Path) -> None:
    """Keep a section's results, with when, where and by what they were measured."""
    told = {**asdict(section), "measured": f"{_machine()}; {datetime.now(UTC):%Y-%m-%d}; {_command()}"}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{section.name}.json").write_text(json.dumps(told, indent=1), "utf-8")


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = f"Python {platform.python_version()}, DuckDB {duckdb.__version__}"
    return f"{os.cpu_count()} cores, {memory:.0f} GiB of memory, {platform.system()}; {versions}"


def _command() -> str:
    return " ".join(["python -m bench", *sys.argv[1:]])


def page(folder: Path, names: Iterable[str]) -> str:
    """Return the page of all results that were kept, in this order; what is missing is named."""
    parts = [HEAD]
    for name in names:
        path = folder / f"{name}.json"
        parts.append(
            _part(json.loads(path.read_text("utf-8"))) if path.exists() else f"## {name}\n\nNot measured.\n"
        )
    return "\n".join(parts)


def _part(told: dict[str, Any]) -> str:
    measured = told.pop("measured")
    goals = tuple(Goal(**goal) for goal in told.pop("goals"))
    section = Section(**told, goals=goals)
    lines = [f"## {section.title}", "", section.told, "", *_table(section), ""]
    lines += [_verdict(goal) for goal in section.goals]
    return "\n".join([*lines, *[""][: len(section.goals)], f"Measured on {measured}.", ""])


def _table(section: Section) -> list[str]:
    marks = ["---", *("---:" for _ in section.head[1:])]
    return ["| " + " | ".join(cells) + " |" for cells in (section.head, marks, *section.rows)]


def _verdict(goal: Goal) -> str:
    if goal.found <= goal.limit:
        return f"- Goal met: {goal.told}: {ratio(goal.found)}, at most {ratio(goal.limit)}."
    way = IN_THE_WAY.get(goal.name, "not yet looked into.")
    return (
        f"- **Goal missed**: {goal.told}: {ratio(goal.found)}, at most {ratio(goal.limit)}. In the way: {way}"
    )
