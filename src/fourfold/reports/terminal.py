"""Results for people at a terminal: the bridge drawn in a table, series, breakdowns and plain tables.

Guarantees that a table fits 80 columns and more, that losses are told from gains without colour,
and that what is piped is plain text. Leaves printing to delivery, which knows whether colours are
wanted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from rich.console import Group, RenderableType
from rich.text import Text

from fourfold.growth import Entry, Ledger
from fourfold.measures import LOSSES, NEW_ACCOUNT_ROWS, label
from fourfold.reports.grids import Grid, title
from fourfold.reports.numbers import (
    Scale,
    count,
    full,
    in_scale,
    percent,
    reading,
    scale_for,
    signed,
    table_scale,
)
from fourfold.reports.sentence import existing_account_change, new_account_change, sentence
from fourfold.reports.steps import Step, axis_cut, has_switching, steps
from fourfold.reports.tables import Look, Mark, Strip, barred_table, hyphened, plain_table, shown

_WIDE = 118
_HEADS = {
    "new_product_new_account": ("New accounts", new_account_change),
    "new_product_existing_account": ("Existing accounts", existing_account_change),
}


def ledger_table(ledger: Ledger, look: Look) -> RenderableType:
    """Return a ledger for people: heading, sentence, bridge with amounts, key figures, quiet lines.

    Amounts are money of the book to the cent. Bars are net of switching; where that differs from
    gross, both columns stand side by side. From 118 columns on, accounts, pairs and lines as well.
    """
    return Group(
        Text(shown(heading(ledger)), style="bold"),
        Text(hyphened(sentence(ledger))),
        Text(""),
        _bridge(ledger, look),
        Text(""),
        *(Text(shown(hyphened(line)), style="dim") for line in quiet_lines(ledger)),
    )


def heading(ledger: Ledger) -> str:
    """Return what is compared, at which levels, under which policy, in which currency."""
    comparison = ledger.comparison
    levels = f"by {comparison.account_level} and {comparison.product_level}"
    parts = [title(ledger), levels, comparison.policy.name, ledger.currency]
    return " · ".join(part for part in parts if part)


def quiet_lines(ledger: Ledger) -> tuple[str, ...]:
    """Return retention, history, what is switched or uncertain; a line each."""
    figures = ledger.figures
    rates = [f"{name} {percent(r[0].value)}" for name, r in (("NRR", figures.nrr), ("GRR", figures.grr)) if r]
    lines = ["; ".join([", ".join(rates), f"history before the cut: {figures.history_months} months."])]
    cut = axis_cut(steps(ledger))
    if cut:
        scale = scale_for(ledger.base_revenue, ledger.current_revenue)
        lines.append(f"Bars begin at {reading(cut, scale)}, not at 0.")
    if has_switching(ledger):
        lines.append("Net of switching: products that replace others of their family are set against them.")
    return (*lines, *(f"Warning: {warning}" for warning in ledger.warnings))


def series_table(points: Sequence[Ledger], look: Look) -> RenderableType:
    """Return one line for each period: revenue, change, new and existing accounts, what was lost.

    A period without base has no bar: the first of a book, whose revenue is all change.
    """
    scale = table_scale(*(point.current_revenue for point in points))
    table = barred_table(
        [
            Strip("Period", tuple(p.comparison.current.label for p in points), number=False),
            Strip("Revenue", _readings((p.current_revenue for p in points), scale)),
            Strip("Change", _changes((p.change for p in points), scale)),
            Strip("New acc.", _changes((new_account_change(p) for p in points), scale)),
            Strip("Exist. acc.", _changes((existing_account_change(p) for p in points), scale)),
            Strip("of it lost", _changes((_lost(p.entries) for p in points), scale)),
        ],
        [_change_mark(point.change) if point.base_revenue else Mark() for point in points],
        look,
    )
    return Group(Text(_unit_line(scale, points[0].currency if points else ""), style="dim"), table)


def breakdown_table(ledger: Ledger, look: Look) -> RenderableType:
    """Return one line for each group: base, current, change, its new and existing accounts, a bar."""
    groups = ledger.groups
    scale = table_scale(*(g.current_revenue for g in groups), *(g.base_revenue for g in groups))
    new = [_sum_of(g.entries, NEW_ACCOUNT_ROWS) for g in groups]
    names = [
        Strip(name.replace("_", " ").capitalize(), tuple(g.values[at] for g in groups), number=False)
        for at, name in enumerate(ledger.by)
    ]
    table = barred_table(
        [
            *names,
            Strip("Base", _readings((g.base_revenue for g in groups), scale)),
            Strip("Current", _readings((g.current_revenue for g in groups), scale)),
            Strip("Change", _changes((g.change for g in groups), scale)),
            Strip("New acc.", _changes(new, scale)),
            Strip("Others", _changes((g.change - n for g, n in zip(groups, new, strict=True)), scale)),
        ],
        [_change_mark(group.change) for group in groups],
        look,
    )
    return Group(Text(_unit_line(scale, ledger.currency), style="dim"), table)


def grid_table(grid: Grid, look: Look) -> RenderableType:
    """Return any grid as a titled table: order lines, pairs, figures, imports; amounts to the cent."""
    return Group(Text(shown(grid.title), style="bold"), plain_table(grid, look))


def _bridge(ledger: Ledger, look: Look) -> RenderableType:
    lines: list[tuple[str, Step | Decimal]] = []
    for step in steps(ledger):
        if step.entry is not None and step.entry.row in _HEADS:
            name, total = _HEADS[step.entry.row]
            lines.append((name, total(ledger)))
        lines.append((_row_name(step), step))
    lines.append(("Change", ledger.change))
    bold = frozenset(at for at, (_, s) in enumerate(lines) if not isinstance(s, Step) or s.entry is None)
    strips = [Strip("", tuple(name for name, _ in lines), number=False), *_columns(ledger, lines, look)]
    cut = axis_cut([s for _, s in lines if isinstance(s, Step)])
    marks = [
        Mark(max(s.start, cut), s.end, s.kind) if isinstance(s, Step) else Mark(cut, cut) for _, s in lines
    ]
    return barred_table(strips, marks, look, bold)


def _columns(ledger: Ledger, lines: Sequence[tuple[str, Step | Decimal]], look: Look) -> list[Strip]:
    rows = [row for _, row in lines]
    columns = [Strip(ledger.currency, tuple(hyphened(_gross(row)) for row in rows))]
    if has_switching(ledger):
        columns.append(Strip("net of switching", tuple(hyphened(_net(row)) for row in rows)))
    if look.width >= _WIDE:
        for name in ("accounts", "pairs", "lines"):
            columns.append(Strip(name, tuple(_counted(row, name) for row in rows)))
    return columns


def _gross(row: Step | Decimal) -> str:
    if isinstance(row, Decimal):
        return signed(row)
    return full(row.end) if row.entry is None else signed(row.entry.amount)


def _net(row: Step | Decimal) -> str:
    if isinstance(row, Decimal):
        return signed(row)
    return "" if row.entry is None else signed(row.amount)


def _counted(row: Step | Decimal, name: str) -> str:
    if isinstance(row, Decimal) or row.entry is None:
        return ""
    return count(getattr(row.entry, name))


def _row_name(step: Step) -> str:
    if step.entry is None:
        return step.name
    if step.entry.row == "unidentified":
        return label("unidentified")
    name = step.name.removesuffix(", new account").removesuffix(", existing account")
    return f"  {name if step.kind.startswith('s') else name[0].lower() + name[1:]}"


def _unit_line(scale: Scale, currency: str) -> str:
    words = {"k": "thousands", "m": "millions", "bn": "billions"}
    return f"{currency} {words.get(scale.letter, '')}".strip()


def _readings(amounts: Iterable[Decimal], scale: Scale) -> tuple[str, ...]:
    return tuple(hyphened(in_scale(amount, scale)) for amount in amounts)


def _changes(amounts: Iterable[Decimal], scale: Scale) -> tuple[str, ...]:
    return tuple(hyphened(("+" if amount > 0 else "") + in_scale(amount, scale)) for amount in amounts)


def _change_mark(change: Decimal) -> Mark:
    return Mark(Decimal(0), change, "loss" if change < 0 else "base")


def _lost(entries: Iterable[Entry]) -> Decimal:
    return _sum_of(entries, LOSSES)


def _sum_of(entries: Iterable[Entry], rows: Sequence[str]) -> Decimal:
    return sum((entry.net_of_switching for entry in entries if entry.row in rows), Decimal(0))
