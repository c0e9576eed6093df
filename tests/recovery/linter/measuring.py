"""Precision and recall of the linter on labelled lists: `python -m tests.recovery.linter.measuring`."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from fourfold.objectives.linter import Label, Linted, lint

HERE = Path(__file__).parent
LISTS = (
    "goals_development",
    "goals_held_out",
    "odoo_goals",
    "ambition_scorecard",
    "superoffice_target_types",
)


@dataclass(frozen=True)
class Score:
    """How many labels were found rightly, found wrongly and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> Fraction | None:
        found = self.right + self.wrong
        return Fraction(self.right, found) if found else None

    @property
    def recall(self) -> Fraction | None:
        there = self.right + self.missed
        return Fraction(self.right, there) if there else None


@dataclass(frozen=True)
class Scored:
    """A list's scores by label, in all, what the linter said, and the lines where it was wrong."""

    labels: dict[str, Score]
    whole: Score
    linted: Linted
    faults: list[str]


def there(name: str) -> bool:
    return (HERE / f"{name}.csv").exists()


def scored(name: str) -> Scored:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    linted = lint([row["text"] for row in rows])
    right, wrong, missed, faults = Counter[str](), Counter[str](), Counter[str](), []
    for row, line in zip(rows, linted.lines, strict=True):
        given, found = set(row["labels"].split("+")), {str(label) for label in line.labels}
        right.update(given & found)
        wrong.update(found - given)
        missed.update(given - found)
        if given != found:
            faults.append(f"{row['text']}: {'+'.join(sorted(found))}, not {row['labels']}")
    seen = [str(label) for label in Label if right[label] or wrong[label] or missed[label]]
    return Scored(
        {label: Score(right[label], wrong[label], missed[label]) for label in seen},
        Score(right.total(), wrong.total(), missed.total()),
        linted,
        faults,
    )


def table(names: Sequence[str] = LISTS) -> Iterator[str]:
    """Yield the lines of a Markdown table for docs/methods/linter.md."""
    yield "| list | label | right | wrong | missed | precision | recall |"
    yield "|---|---|---|---|---|---|---|"
    for name in names:
        if there(name):
            found = scored(name)
            for label, score in (("all", found.whole), *found.labels.items()):
                yield (
                    f"| {name} | {label} | {score.right} | {score.wrong} | {score.missed} "
                    f"| {_percent(score.precision)} | {_percent(score.recall)} |"
                )


def _percent(part: Fraction | None) -> str:
    return "" if part is None else f"{float(part):.0%}"


if __name__ == "__main__":
    sys.stdout.write("\n".join(table()) + "\n")
