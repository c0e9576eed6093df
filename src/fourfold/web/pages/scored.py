"""Scorecards as tables of a page: each objective in a row with its bullet, and each owner beneath.

Guarantees that every figure which a page can open leads to what is behind it, and that each status
stands with its rule. Leaves words and figures to `fourfold.reports.scorecards`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from fourfold.objectives.attainment import rounded
from fourfold.objectives.objective import Objective, Owner
from fourfold.objectives.scorecard import Line, Scorecard
from fourfold.reports.bullets import bullet_of, bullet_svg, end_of_scale
from fourfold.reports.numbers import percent
from fourfold.reports.scorecards import (
    attainment_note,
    counted,
    due_now,
    figure,
    figure_in_full,
    figures,
    period_name,
    standing_word,
    standings,
)
from fourfold.web.gate import Reader
from fourfold.web.pages.behind import openings
from fourfold.web.pages.listed import Cell, Heading, ListTable
from fourfold.words import say


@dataclass(frozen=True, slots=True)
class Drawn:
    """One objective over its bullet: where it leads, what it came to, where it stands."""

    address: str
    name: str
    figures: str
    share: str
    standing: str
    word: str
    note: str
    svg: SafeString


def bullets(lines: Sequence[Line], *, with_forecast: bool = False) -> tuple[Drawn, ...]:
    """Return a bullet for each line, all on one scale; our own SVG, which holds no text."""
    made = [bullet_of(line, with_forecast=with_forecast) for line in lines]
    end = end_of_scale(made)
    return tuple(
        _drawn(line, mark_safe(bullet_svg(each, end))) for line, each in zip(lines, made, strict=True)
    )


def _drawn(line: Line, svg: SafeString) -> Drawn:
    one, plain = line.objective, line.attainment.plain
    return Drawn(
        address_of(one),
        one.name,
        figures(line),
        "–" if plain is None else percent(rounded(plain)),
        line.status.standing.value,
        standing_word(line.status.standing),
        attainment_note(line),
        svg,
    )


def shows_cap(lines: Sequence[Line]) -> bool:
    """Return whether the bullets of these lines show a cap: it may lie beyond their scale."""
    made = [bullet_of(line) for line in lines]
    return any(each.cap is not None and each.cap <= end_of_scale(made) for each in made)


def address_of(one: Objective) -> str:
    """Return the address of the page of an objective."""
    return reverse("objective", args=(one.id,))


def lines_table(card: Scorecard, reader: Reader) -> ListTable:
    """Return the objectives of an owner as a table, the weighted score below."""
    with_due = any(due_now(line) is not None for line in card.lines)
    heads = (
        Heading(_("Objective")),
        Heading(_("Figure"), is_number=True),
        Heading(_("Target"), is_number=True),
        Heading(_("Attainment"), is_number=True),
        *((Heading(_("Due by now"), is_number=True),) if with_due else ()),
        Heading(_("Status")),
        Heading(_("Weight"), is_number=True),
        Heading(_("Counts as"), is_number=True),
    )
    rows = tuple(_row(line, card, reader, with_due=with_due) for line in card.lines)
    weights = sum((line.objective.weight for line in card.lines if line.counts), start=0)
    blank = [Cell("")] * (3 + with_due)
    total = (
        Cell(_("Weighted score")),
        *blank,
        Cell(""),
        Cell(_weight(weights), is_number=True),
        Cell(percent(card.score.share), is_number=True),
    )
    return ListTable(_("Objectives"), heads, rows, total)


def _row(line: Line, card: Scorecard, reader: Reader, *, with_due: bool) -> tuple[Cell, ...]:
    one, unit = line.objective, line.objective.of.unit
    found = openings(line, card.as_of, reader)
    behind = found[0].address if len(found) == 1 else address_of(one) if found else ""
    counts, _points = counted(card).get(one.id, (None, None))
    due = due_now(line)
    due_cell = Cell(
        figure(unit, due) if due is not None else "", full=figure_in_full(unit, due), is_number=True
    )
    return (
        Cell(one.name, _besides(one), address_of(one)),
        _number(unit, line, behind),
        Cell(figure(unit, one.target), full=figure_in_full(unit, one.target), is_number=True),
        Cell(percent(line.attainment.share), full=line.attainment.rule, is_number=True),
        *((due_cell,) if with_due else ()),
        Cell(standing_word(line.status.standing), full=line.status.rule),
        Cell(_weight(one.weight), is_number=True),
        Cell(percent(counts) if line.counts else "", is_number=True),
    )


def _number(unit: str, line: Line, address: str) -> Cell:
    amount = line.value.amount
    return Cell(figure(unit, amount), "", address, figure_in_full(unit, amount), is_number=True)


def _besides(one: Objective) -> str:
    """Return measure, filters and period, but what the name already says."""
    chosen = (f"{name} {', '.join(values)}" for name, values in one.filters)
    parts = (say(one.of.name), *chosen, period_name(one.period))
    return ", ".join(part for part in parts if part.casefold() not in one.name.casefold())


def _weight(weight: object) -> str:
    return f"{weight:f}".rstrip("0").rstrip(".") if "." in f"{weight}" else f"{weight}"


def below_table(
    cards: Sequence[Scorecard], names: Mapping[Owner, str], address: Callable[[Owner], str]
) -> ListTable:
    """Return one row for each owner beneath, by name: no ranking."""
    heads = (
        Heading(_("Name")),
        Heading(_("Score"), is_number=True),
        Heading(_("Standings")),
        Heading(_("Furthest from its target")),
    )
    rows = tuple(
        (
            Cell(names[card.owner], "", address(card.owner)),
            Cell(percent(card.score.share), card.score.why, is_number=True),
            Cell(standings(card).told),
            _worst(standings(card).worst),
        )
        for card in cards
    )
    return ListTable(_("Beneath"), heads, rows)


def _worst(line: Line | None) -> Cell:
    if line is None:
        return Cell("–")
    return Cell(line.objective.name, figures(line), address_of(line.objective))


def rules_of(lines: Iterable[Line]) -> tuple[tuple[str, str], ...]:
    """Return each rule that told a status or an attainment, once, with what it told of."""
    found: dict[tuple[str, str], None] = {}
    for line in lines:
        found[standing_word(line.status.standing), line.status.rule] = None
    for line in lines:
        found[_("Attainment"), line.attainment.rule] = None
    return tuple(found)
