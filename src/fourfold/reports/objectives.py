"""Objectives as tables: what can be measured, what is set, what became of one, and how one was cut.

Guarantees that the table of what is set is the file that imports again, and that a target is told in the
unit of its measure. Leaves scorecards to `scorecards`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from fourfold.measures.catalogue import CATALOGUE
from fourfold.measures.growth import MONEY
from fourfold.objectives.handing import Handed, HandedDown
from fourfold.objectives.kept import Comment, Kept
from fourfold.objectives.objective import Objective, Owner
from fourfold.objectives.rows import ROW_COLUMNS, exported
from fourfold.objectives.scorecard import Scorecard
from fourfold.objectives.trees import Path
from fourfold.periods import Period
from fourfold.reports.grids import Cell, Column, Grid, Kind
from fourfold.reports.numbers import full, percent
from fourfold.reports.scorecards import due_now, figure, figure_in_full, period_name, standing_word
from fourfold.words import message, say

Names = Mapping[Owner, str]
"""What owners are called; one without a name is called by its id."""

_KINDS = {
    **dict.fromkeys(("starts_on", "ends_on"), Kind.DATE),
    # one cell each: a column of exact text beside it would be no column of the table
    **dict.fromkeys(("target", "threshold", "stretch", "weight", "cap"), Kind.COUNT),
}


def measures_grid() -> Grid:
    """Return one row for each measure of the catalogue."""
    columns = (
        Column("measure", "Measure", Kind.TEXT),
        Column("name", "Name", Kind.TEXT),
        Column("unit", "Unit", Kind.TEXT),
        Column("better", "Better", Kind.TEXT),
        Column("levels", "Levels", Kind.TEXT),
        Column("serves", "Serves", Kind.TEXT),
        Column("filters", "Narrowed by", Kind.TEXT),
        Column("definition", "Definition", Kind.TEXT),
        Column("formula", "Formula", Kind.TEXT),
        Column("when_missing", "Without data", Kind.TEXT),
    )
    rows = tuple(
        (
            *(one.id, say(one.name), one.unit, say("less") if one.is_lower_better else say("more")),
            ", ".join(one.levels),
            ", ".join(f"{target.value} {percent(part)}" for target, part in one.serves.items()),
            ", ".join(one.filters),
            *(say(one.definition), one.formula, one.when_missing),
        )
        for one in CATALOGUE.values()
    )
    return Grid(say("Measures"), columns, rows)


def objectives_grid(objectives: Iterable[Objective]) -> Grid:
    """Return one row for each objective with the columns of the table `objectives`: it imports again."""
    columns = tuple(Column(name, name, _KINDS.get(name, Kind.TEXT)) for name in ROW_COLUMNS)
    rows = tuple(tuple(row[name] for name in ROW_COLUMNS) for row in exported(objectives))
    return Grid("objectives", columns, rows)


def objectives_list(objectives: Iterable[Objective], names: Names) -> Grid:
    """Return one row for each objective for people: id, owner, name, period, target, weight, state."""
    columns = (
        Column("objective_id", "Objective", Kind.TEXT),
        Column("owner", "Owner", Kind.TEXT),
        Column("objective_name", "Name", Kind.TEXT),
        Column("period", "Period", Kind.TEXT),
        Column("target", "Target", Kind.MONEY),
        Column("weight", "Weight", Kind.TEXT),
        Column("state", "State", Kind.TEXT),
    )
    order = sorted(objectives, key=lambda one: (one.owner, one.period.start, one.id))
    rows = tuple(
        (
            *(one.id, owner_name(one.owner, names), one.name, period_name(one.period)),
            *(figure(one.of.unit, one.target), f"{one.weight.normalize():f}", one.state.value),
        )
        for one in order
    )
    return Grid(say("Objectives"), columns, rows)


def owner_name(owner: Owner, names: Names) -> str:
    """Return what an owner is called: its name, or its level and id.

    Examples
    --------
    >>> owner_name(Owner("team", "N"), {}), owner_name(Owner("team", "N"), {Owner("team", "N"): "North"})
    ('team N', 'North')
    """
    return names.get(owner) or f"{owner.level} {owner.id}".strip()


def history_grid(kept: Kept, comments: Sequence[Comment]) -> Grid:
    """Return one row for each step of an objective, the oldest first, then one for each comment."""
    columns = (
        Column("version", "Version", Kind.COUNT),
        Column("state", "State", Kind.TEXT),
        Column("target", "Target", Kind.MONEY),
        Column("weight", "Weight", Kind.MONEY),
        Column("by", "By", Kind.TEXT),
        Column("at", "At", Kind.TEXT),
        Column("why", "Why", Kind.TEXT),
    )
    steps: list[tuple[Cell, ...]] = [
        (
            *(step.objective.version, step.objective.state.value, step.objective.target),
            *(step.objective.weight, step.by or say("import"), step.at, step.why),
        )
        for step in kept.steps
    ]
    told: list[tuple[Cell, ...]] = [
        (one.version, say("comment"), None, None, one.by, one.at, one.text) for one in comments
    ]
    title = say("{id}: {name}", id=kept.current.id, name=kept.current.name)
    return Grid(title, columns, (*steps, *told))


def handed_grid(made: HandedDown, names: Names) -> Grid:
    """Return one row for each part of a cascade, from the top down: whose, from when, how much and why."""
    columns = (
        Column("above", "Below", Kind.TEXT),
        Column("owner_level", "Level", Kind.TEXT),
        Column("owner_id", "Owner", Kind.TEXT),
        Column("owner_name", "Name", Kind.TEXT),
        Column("starts_on", "From", Kind.DATE),
        Column("last_day", "To", Kind.DATE),
        Column("target", "Target", Kind.MONEY),
        Column("basis", "Basis", Kind.MONEY),
        Column("presence", "There", Kind.SHARE),
        Column("share", "Share", Kind.SHARE),
        Column("reason", "Why", Kind.TEXT),
    )
    rows = tuple(_handed(part, names) for part in made.parts)
    return Grid(say("Parts of {name}", name=made.objective.name), columns, rows)


def _handed(one: Handed, names: Names) -> tuple[Cell, ...]:
    presence = Decimal(one.part.presence.numerator) / Decimal(one.part.presence.denominator)
    return (
        *(owner_name(one.place[-2], names), one.owner.level, one.owner.id, owner_name(one.owner, names)),
        *(one.period.start, one.period.last_day, one.target, one.part.basis),
        *(presence.quantize(Decimal("0.000001")), one.part.share, one.reason),
    )


def handed_list(made: HandedDown, names: Names) -> Grid:
    """Return the parts for people: each set in below who has it from, with its period, target and why."""
    columns = (
        Column("owner", "Owner", Kind.TEXT),
        Column("period", "Period", Kind.TEXT),
        Column("target", "Target", Kind.MONEY),
        Column("share", "Share", Kind.SHARE),
        Column("reason", "Why", Kind.TEXT),
    )
    unit = made.objective.of.unit
    rows = tuple(
        (
            "  " * (len(one.place) - 2) + owner_name(one.owner, names),
            _days(one.period),
            figure_in_full(unit, one.target),
            one.part.share,
            one.reason,
        )
        for one in made.parts
    )
    return Grid(handed_grid(made, names).title, columns, rows)


def roll_up_grid(made: HandedDown, names: Names) -> Grid:
    """Return one row for each owner with parts: its target, what they sum to, what that is over."""
    columns = (
        Column("owner", "Owner", Kind.TEXT),
        Column("target", "Target", Kind.MONEY),
        Column("sum", "Sum of the parts", Kind.MONEY),
        Column("difference", "Over", Kind.CHANGE),
    )
    rows = tuple((_way(one.parent, names), one.target, one.sum, one.difference) for one in made.roll_up)
    return Grid(say("Roll-up"), columns, rows)


def _way(place: Path, names: Names) -> str:
    return " / ".join(owner_name(owner, names) for owner in place[1:] or place)


def _days(period: Period) -> str:
    named = period_name(period)
    return named if "–" not in named else f"{period.start} – {period.last_day}"


_FORECAST = message("{low} to {high}")


def scorecard_list(card: Scorecard, *, has_forecast: bool = True) -> Grid:
    """Return a scorecard for people: each objective, its figure, status and, if asked for, forecast."""
    columns = (
        Column("objective_name", "Objective", Kind.TEXT),
        Column("target", "Target", Kind.MONEY),
        Column("figure", "Figure", Kind.MONEY),
        Column("attainment", "Attained", Kind.SHARE),
        Column("due", "Due", Kind.MONEY),
        Column("status", "Status", Kind.TEXT),
        Column("weight", "Weight", Kind.MONEY),
        Column("points", "Of the score", Kind.SHARE),
        Column("forecast", "At the end", Kind.MONEY),
        Column("between", "Between", Kind.TEXT),
    )
    points = {part.objective_id: part.points for part in card.score.parts}
    rows: list[tuple[Cell, ...]] = []
    for line in card.lines:
        one, unit = line.objective, line.objective.of.unit
        told = line.forecast
        between = ""
        if told is not None and told.low is not None:
            between = say(_FORECAST, low=figure(unit, told.low), high=figure(unit, told.high))
        rows.append(
            (
                *(one.name, figure(unit, one.target), figure(unit, line.value.amount)),
                *(line.attainment.share, figure(unit, due_now(line)), standing_word(line.status.standing)),
                *(f"{one.weight.normalize():f}", points.get(one.id)),
                *(figure(unit, told.amount) if told else "", between),
            )
        )
    made = Grid(say("Scorecard"), columns, tuple(rows))
    return made if has_forecast else _without(made, ("forecast", "between"))


def _without(grid: Grid, names: Sequence[str]) -> Grid:
    kept = [x for x, column in enumerate(grid.columns) if column.name not in names]
    return replace(
        grid,
        columns=tuple(grid.columns[x] for x in kept),
        rows=tuple(tuple(row[x] for x in kept) for row in grid.rows),
    )


def forecasts_grid(cards: Iterable[Scorecard]) -> Grid:
    """Return one row for each forecast of scorecards: amount, interval, method, how well it did before."""
    columns = (
        Column("objective_id", "Id", Kind.TEXT),
        Column("forecast", "At the end", Kind.MONEY),
        Column("low", "From", Kind.MONEY),
        Column("high", "To", Kind.MONEY),
        Column("method", "Method", Kind.TEXT),
        Column("error", "Mean error before", Kind.MONEY),
        Column("run_rate_error", "Mean error of the run rate", Kind.MONEY),
        Column("why", "If there is no interval", Kind.TEXT),
    )
    rows: list[tuple[Cell, ...]] = []
    for line in (line for card in cards for line in card.lines):
        told = line.forecast
        if told is None:
            continue
        before = told.backtest
        errors = (before.error, before.run_rate_error) if before else (None, None)
        rows.append((line.objective.id, told.amount, told.low, told.high, told.rule, *errors, told.why))
    return Grid(say("Forecasts"), columns, tuple(rows))


def assigned_line(made: HandedDown) -> str:
    """Return what is handed out in all, in words."""
    cut, one = made.node.cascade, made.objective
    told = say(
        "{name}, {period}: {target} {unit}",
        name=one.name,
        period=_days(one.period),
        target=full(one.target) if one.of.unit == MONEY else figure_in_full(one.of.unit, one.target),
        unit=one.of.unit if one.of.unit != MONEY else "",
    ).strip()
    return "\n".join((told, *cut.notes))
