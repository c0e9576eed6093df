"""Objectives in the report: how the company stands against them, and where they point against growth.

Guarantees that a scorecard and an audit read as on their pages. Leaves measuring to `objectives`, and the
rest of the document to `document`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from fourfold.objectives.audit import Audit
from fourfold.objectives.objective import Owner
from fourfold.objectives.scorecard import Line, Scorecard
from fourfold.reports.balance import balance_sentences, missing_line
from fourfold.reports.balance_plates import channels_plate, square_plates
from fourfold.reports.balance_tables import causes_grid, gaps_grid
from fourfold.reports.bullets import bullet_of, bullet_svg, end_of_scale, kind_of
from fourfold.reports.grids import Grid
from fourfold.reports.numbers import percent
from fourfold.reports.plates import Plate
from fourfold.reports.scorecard_grids import scorecard_grid
from fourfold.reports.scorecards import (
    attainment_note,
    coverage_note,
    figures,
    scorecard_sentence,
    standing_word,
)
from fourfold.words import message, say

_KINDS = {
    "s2": message("points at new accounts"),
    "s4": message("points at existing accounts"),
    "base": message("points at neither"),
}
"""What the colours of bullets say."""


@dataclass(frozen=True, slots=True)
class Aims:
    """What a report tells of objectives: the scorecard of one owner, the audit, and names of owners."""

    card: Scorecard
    audit: Audit
    names: Mapping[Owner, str]


@dataclass(frozen=True, slots=True)
class Bulleted:
    """One objective over its bullet: its name, what it came to, where it stands."""

    name: str
    share: str
    word: str
    told: str
    drawing: Markup


@dataclass(frozen=True, slots=True)
class AimsShown:
    """The two sections as the document shows them; `scorecard` and `balance` are sentences."""

    scorecard: str
    coverage: str
    bullets: tuple[Bulleted, ...]
    kinds: tuple[tuple[str, str], ...]
    objectives: Grid
    balance: tuple[str, ...]
    missing: str
    squares: tuple[Plate, ...]
    channels: Plate
    gaps: Grid
    causes: Grid


def aims_shown(aims: Aims) -> AimsShown:
    """Return scorecard and audit in sentences, pictures and tables; of an empty card only its sentence."""
    card, told = aims.card, aims.audit
    held = {kind_of(line.objective) for line in card.lines}
    return AimsShown(
        scorecard=scorecard_sentence(card, aims.names[card.owner]),
        coverage=coverage_note(card),
        bullets=_bullets(card.lines),
        kinds=tuple((kind, say(told)) for kind, told in _KINDS.items() if kind in held),
        objectives=scorecard_grid([card], aims.names),
        balance=balance_sentences(told),
        missing=missing_line(told.balance),
        squares=square_plates(told.balance),
        channels=channels_plate(told.balance),
        gaps=gaps_grid(told),
        causes=causes_grid(told, aims.names),
    )


def _bullets(lines: tuple[Line, ...]) -> tuple[Bulleted, ...]:
    made = [bullet_of(line) for line in lines]
    end = end_of_scale(made)
    return tuple(
        _bulleted(line, Markup(bullet_svg(each, end))) for line, each in zip(lines, made, strict=True)
    )


def _bulleted(line: Line, drawing: Markup) -> Bulleted:
    share = percent(line.attainment.share) if line.attainment.share is not None else "–"
    told = "; ".join(part for part in (figures(line), attainment_note(line)) if part)
    return Bulleted(line.objective.name, share, standing_word(line.status.standing), told, drawing)
