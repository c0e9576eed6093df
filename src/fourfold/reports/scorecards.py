"""Scorecards in words: how an owner stands, what is behind, what an objective is about.

Guarantees that a figure is written in the unit of its measure, and that what counts for nothing says
why. Leaves reckoning to `fourfold.objectives`, the picture to `bullets`, files to `scorecard_grids`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from fourfold.measures.growth import COUNT, MONEY, SHARE
from fourfold.objectives.attainment import Formula, rounded
from fourfold.objectives.objective import Objective
from fourfold.objectives.pace import Standing, counts_up
from fourfold.objectives.scorecard import Line, Scorecard
from fourfold.periods import Period, parse_period
from fourfold.reports.numbers import full, percent, reading
from fourfold.reports.numbers import rate as rate_text
from fourfold.words import day, message, say

_CENTS, _UNIT = Decimal("0.01"), Decimal("0.0001")

STANDINGS: Mapping[Standing, str] = {
    Standing.NOT_AGREED: message("not agreed yet"),
    Standing.NOT_BEGUN: message("not begun"),
    Standing.NO_FIGURE: message("no figure"),
    Standing.TOO_EARLY: message("too early to tell"),
    Standing.REACHED: message("reached"),
    Standing.ON_PACE: message("on pace"),
    Standing.BEHIND: message("behind"),
    Standing.FAR_BEHIND: message("far behind"),
    Standing.CLOSED_SHORT: message("closed short"),
}
"""Where an objective stands, in a word or two: messages for `say`."""

SHORT_OF_IT = (Standing.FAR_BEHIND, Standing.BEHIND, Standing.CLOSED_SHORT)
"""Standings that a sentence names, the worst first."""


def standing_word(standing: Standing) -> str:
    """Return where an objective stands, in the language of who reads."""
    return say(STANDINGS[standing])


def figure(unit: str, amount: Decimal | None) -> str:
    """Return a figure for reading, in the unit of its measure; a dash where there is none.

    Examples
    --------
    >>> figure("count", Decimal("9.000000")), figure("share, 0 to 1", Decimal("0.934"))
    ('9', '93.4 %')
    """
    if amount is None:
        return "–"
    if unit == SHARE:
        return rate_text(amount)
    if unit == COUNT:
        return _plain(amount, Decimal(1))
    return reading(amount) if unit in {MONEY, "minutes"} else _plain(amount, _CENTS)


def figure_in_full(unit: str, amount: Decimal | None) -> str:
    """Return a figure to two decimals, for people who reconcile; empty where there is none."""
    if amount is None:
        return ""
    if unit == SHARE:
        return say("{number} %", number=full(amount * 100))
    return full(amount) if unit == MONEY else _plain(amount, _CENTS)


def _plain(amount: Decimal, places: Decimal) -> str:
    """Return a number that is no money: rounded half away from zero, decimals only where it has any."""
    rounded_off = amount.quantize(places, ROUND_HALF_UP)
    shown = full(rounded_off)
    return shown if rounded_off != rounded_off.to_integral_value() else shown[:-3]


def due_now(line: Line) -> Decimal | None:
    """Return what is due by the day, in the unit of the measure; None where nothing falls due day by day.

    A rate and a limit are held against the whole target; so is what is over.
    """
    one = line.objective
    if not line.counts or line.pace.share == 1 or not counts_up(one) or one.of.is_lower_better:
        return None
    return (one.target * line.pace.share).quantize(_UNIT, ROUND_HALF_UP)


def period_name(period: Period) -> str:
    """Return the name of a period that is a calendar year, quarter or month; else its first and last day."""
    start = period.start
    quarter = f"{start.year}-Q{(start.month - 1) // 3 + 1}"
    for name in (f"{start.year}", quarter, f"{start.year}-{start.month:02}"):
        if parse_period(name) == period:
            return name
    return f"{day(period.start)} – {day(period.last_day)}"


def scorecard_sentence(card: Scorecard, name: str) -> str:
    """Return where an owner stands, then what is behind, the worst first; what is missing is said."""
    if not card.lines:
        return say("No objective of {name} runs on {day}", name=name, day=day(card.as_of))
    share, behind = card.score.share, _behind(card.lines)
    if share is None:
        return say("{name} has no score: {why}", name=name, why=_lower(card.score.why.rstrip(".")))
    told = {"name": name, "share": percent(share), "parts": ", ".join(behind)}
    over = _part_over(card)
    if over:
        text = (
            message(
                "{name} stands at {share} of what was agreed with {over} of the time gone; behind: {parts}"
            )
            if behind
            else message(
                "{name} stands at {share} of what was agreed with {over} of the time gone; nothing is behind"
            )
        )
        return say(text, over=over, **told)
    if behind:
        return say("{name} stands at {share} of what was agreed; behind: {parts}", **told)
    return say("{name} stands at {share} of what was agreed, and nothing is behind", **told)


def _part_over(card: Scorecard) -> str:
    """Return which part of the working days is over, where all objectives run for the same days still."""
    parts = {line.pace.by_days for line in card.lines if line.counts}
    is_one = len(parts) == 1 and len({line.objective.period for line in card.lines if line.counts}) == 1
    return percent(rounded(parts.pop())) if is_one and max(parts) < 1 else ""


def coverage_note(card: Scorecard) -> str:
    """Return which share of the weight the score stands on; empty where it is all of it."""
    if card.coverage is None or card.coverage == 1:
        return ""
    text = message("{share} of the weight has a figure; the rest is left out of the score.")
    return say(text, share=percent(card.coverage))


def _behind(lines: Sequence[Line]) -> list[str]:
    """Return what is behind, the worst and heaviest first: at most three, then how many more."""
    short = [line for line in lines if line.status.standing in SHORT_OF_IT]
    short.sort(key=lambda line: (SHORT_OF_IT.index(line.status.standing), -line.objective.weight))
    told = [_short_of(line) for line in short[:3]]
    return [*told, say("and {count} more", count=len(short) - 3)] if len(short) > 3 else told


def _short_of(line: Line) -> str:
    told, due = figures(line), due_now(line)
    if due is None:
        return say("{objective} ({figures})", objective=line.objective.name, figures=told)
    return say(
        "{objective} ({figures}, {due} due by now)",
        objective=line.objective.name,
        figures=told,
        due=figure(line.objective.of.unit, due),
    )


def figures(line: Line) -> str:
    """Return the figure of a line beside its target; of a rate or a limit it is no part of it."""
    one = line.objective
    is_part = one.of.is_additive and not one.of.is_lower_better
    text = message("{figure} of {target}") if is_part else message("{figure}, target {target}")
    unit = one.of.unit
    return say(text, figure=figure(unit, line.value.amount), target=figure(unit, one.target))


def attainment_note(line: Line) -> str:
    """Return why an attainment is not what figure and target suggest; empty where it is."""
    one, attained = line.objective, line.attainment
    if attained.share is None:
        return attained.why
    if attained.is_short_of_threshold and one.threshold is not None:
        least = figure(one.of.unit, one.threshold)
        return say("counts as 0 %: short of the threshold of {least}", least=least)
    if one.cap is not None and attained.share > one.cap:
        return say("counts as {cap}, its cap", cap=percent(one.cap))
    return say("a limit: less is better") if attained.formula is Formula.LIMIT else ""


def counted(card: Scorecard) -> Mapping[str, tuple[Decimal | None, Decimal | None]]:
    """Return what each objective counts as and its points in the score, by id; those that count only."""
    return {part.objective_id: (part.counted, part.points) for part in card.score.parts}


@dataclass(frozen=True, slots=True)
class Standings:
    """How many objectives of an owner stand where, and the one that is worst off, if any is behind."""

    counts: tuple[tuple[Standing, int], ...]
    worst: Line | None

    @property
    def told(self) -> str:
        """The counts in words: `2 reached, 1 far behind`."""
        return ", ".join(f"{count} {standing_word(standing)}" for standing, count in self.counts)


def standings(card: Scorecard) -> Standings:
    """Return where the objectives of an owner stand."""
    held = [line.status.standing for line in card.lines]
    counts = tuple((each, held.count(each)) for each in Standing if each in held)
    short = [line for line in card.lines if line.status.standing in SHORT_OF_IT]
    worst = min(short, key=lambda line: (line.attainment.plain or 0, line.objective.name), default=None)
    return Standings(counts, worst)


def objective_words(one: Objective, name: str) -> str:
    """Return an objective as a sentence: who is to reach what, in which period."""
    told = {
        "objective": one.name,
        "name": name,
        "target": figure(one.of.unit, one.target),
        "period": period_name(one.period),
    }
    if one.of.is_lower_better:
        return say("{objective}: {name} is to stay at {target} or below in {period}", **told)
    return say("{objective}: {name} is to reach {target} in {period}", **told)


def objective_terms(one: Objective) -> tuple[tuple[str, str], ...]:
    """Return the terms of an objective that are set, each with its name."""
    unit = one.of.unit
    narrowed = "; ".join(f"{name} {', '.join(values)}" for name, values in one.filters)
    terms = (
        (say("Measure"), say(one.of.name)),
        (say("Target"), figure(unit, one.target)),
        (say("Threshold"), "" if one.threshold is None else figure(unit, one.threshold)),
        (say("Stretch"), "" if one.stretch is None else figure(unit, one.stretch)),
        (say("Weight"), f"{one.weight.normalize():f}"),
        (say("Counts for at most"), "" if one.cap is None else percent(one.cap)),
        (say("Only"), narrowed),
        (say("Note"), one.note),
    )
    return tuple((term, value) for term, value in terms if value)


def line_sentence(line: Line) -> str:
    """Return what an objective came to and where it stands, as if it had no threshold."""
    share, due = line.attainment.plain, due_now(line)
    told = {
        "figures": figures(line),
        "standing": standing_word(line.status.standing),
        "share": percent(None if share is None else rounded(share)),
    }
    if share is None:
        return say("No figure: {why}", why=line.attainment.why.rstrip("."))
    if due is None:
        return say("{figures}: {share}, {standing}", **told)
    due_text = figure(line.objective.of.unit, due)
    return say("{figures}, {due} due by now: {share}, {standing}", due=due_text, **told)


def correction_sentence(line: Line) -> str:
    """Return what the figure of a closed objective would be today; empty where it is the same."""
    if line.correction is None:
        return ""
    unit, today = line.objective.of.unit, line.correction.today
    return say(
        "It was closed with {figure}, which counts; what was corrected since would make it {today}.",
        figure=figure_in_full(unit, line.value.amount) or "–",
        today=figure_in_full(unit, today.amount) or "–",
    )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
