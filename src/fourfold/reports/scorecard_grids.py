"""Scorecards as tables for files: each objective in a row, and each owner with the score.

Guarantees exact figures beside their unit, and the rule of each status. Leaves words to `scorecards`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fourfold.objectives.objective import Owner
from fourfold.objectives.scorecard import Line, Scorecard
from fourfold.reports.grids import Cell, Column, Grid, Kind
from fourfold.reports.scorecards import counted, due_now, standing_word, standings
from fourfold.words import say


def scorecard_grid(cards: Sequence[Scorecard], names: Mapping[Owner, str]) -> Grid:
    """Return one row for each objective of each owner: target, figure, attainment, status, the score.

    Figures and targets are in the unit of the measure, which stands in a column of its own.
    """
    columns = (
        Column("objective_id", "Id", Kind.TEXT),
        Column("objective_name", "Objective", Kind.TEXT),
        Column("measure", "Measure", Kind.TEXT),
        Column("unit", "Unit", Kind.TEXT),
        Column("owner_level", "Level", Kind.TEXT),
        Column("owner_id", "Owner", Kind.TEXT),
        Column("owner_name", "Owner, name", Kind.TEXT),
        Column("starts_on", "From", Kind.DATE),
        Column("last_day", "To", Kind.DATE),
        Column("target", "Target", Kind.MONEY),
        Column("figure", "Figure", Kind.MONEY),
        Column("attainment", "Attainment", Kind.SHARE),
        Column("due", "Due by now", Kind.MONEY),
        Column("status", "Status", Kind.TEXT),
        Column("weight", "Weight", Kind.MONEY),
        Column("counted", "Counts as", Kind.SHARE),
        Column("score", "Score of the owner", Kind.SHARE),
        Column("rule", "Rule", Kind.TEXT),
    )
    rows = tuple(_grid_row(card, line, names[card.owner]) for card in cards for line in card.lines)
    return Grid(say("Scorecard"), columns, rows)


def _grid_row(card: Scorecard, line: Line, name: str) -> tuple[Cell, ...]:
    one = line.objective
    counts = counted(card).get(one.id, (None, None))[0]
    return (
        *(one.id, one.name, one.measure, one.of.unit),
        *(one.owner.level, one.owner.id, name, one.period.start, one.period.last_day),
        *(one.target, line.value.amount, line.attainment.share, due_now(line)),
        *(standing_word(line.status.standing), one.weight, counts, card.score.share),
        " ".join(part for part in (line.status.rule, line.attainment.rule, line.attainment.why) if part),
    )


def scores_grid(cards: Sequence[Scorecard], names: Mapping[Owner, str]) -> Grid:
    """Return one row for each owner: the score, what it covers, where the objectives stand."""
    columns = (
        Column("owner_level", "Level", Kind.TEXT),
        Column("owner_id", "Owner", Kind.TEXT),
        Column("owner_name", "Owner, name", Kind.TEXT),
        Column("score", "Score", Kind.SHARE),
        Column("coverage", "Weight with a figure", Kind.SHARE),
        Column("objectives", "Objectives", Kind.COUNT),
        Column("standings", "Standings", Kind.TEXT),
    )
    rows = tuple(
        (
            *(card.owner.level, card.owner.id, names[card.owner]),
            *(card.score.share, card.coverage, len(card.lines), standings(card).told),
        )
        for card in cards
    )
    return Grid(say("Scores"), columns, rows)
