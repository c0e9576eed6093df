"""The report: one HTML file that holds everything it shows, for screens, phones and paper.

Guarantees that the file loads nothing from anywhere and runs no script (its content policy forbids
both), that each chart stands over its own data table, and that the same contents give the same
file. Leaves gathering the contents and writing the file to delivery.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from fourfold.book.snapshots import ImportRecord
from fourfold.growth import Ledger, Series
from fourfold.measures import MEASURES, Measure, short_label
from fourfold.reports.charts import (
    Picture,
    bridge_picture,
    compared,
    movers,
    movers_picture,
    series_picture,
    square_picture,
)
from fourfold.reports.grids import (
    Cell,
    Column,
    Grid,
    Kind,
    breakdown_grid,
    reading_grid,
    rows_in_use,
    series_grid,
    sources_grid,
    title,
)
from fourfold.reports.numbers import count, full, rate, signed, unbroken
from fourfold.reports.palette import DARK, KINDS, LIGHT, custom_properties
from fourfold.reports.receipts import imports_grid
from fourfold.reports.sentence import sentences
from fourfold.reports.steps import has_switching, kind
from fourfold.reports.titles import (
    bridge_note,
    bridge_title,
    movers_title,
    retention_title,
    series_title,
    square_title,
)

_FIGURES_DEFINED = (
    "base_revenue",
    "change",
    "net_of_switching",
    "sources_net_of_switching",
    "nrr",
    "grr",
    "history_months",
    "quarantined",
)


@dataclass(frozen=True, slots=True)
class ReportContents:
    """What a report is made of: one ledger whole, by account and by product, a series, the imports.

    `by_account` and `by_product` are the same comparison with one dimension each; `series` is one
    ledger for each period. Names by id are shown where there are any, with the id in the tables.
    """

    company: str
    ledger: Ledger
    series: Series
    by_account: Ledger
    by_product: Ledger
    imports: tuple[ImportRecord, ...]
    account_names: Mapping[str, str] = field(default_factory=dict)
    product_names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart on a page: what it shows in words, the drawing, the table under it."""

    id: str
    title: str
    note: str
    picture: Picture
    grid: Grid
    kinds: tuple[str, ...]


def report_html(contents: ReportContents) -> str:
    """Return the report as one HTML document, money in the book's currency.

    An empty book gives a report that says so: its charts are left out, its tables are empty.
    """
    ledger = contents.ledger
    moved = (
        _movers(contents.by_account, "account", contents.account_names),
        _movers(contents.by_product, "product", contents.product_names),
    )
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            company=contents.company,
            title=title(ledger),
            ledger=ledger,
            sentences=sentences(ledger),
            asked=_asked(ledger),
            bridge=_bridge(ledger),
            square=_square(ledger),
            series=_series(contents.series),
            movers=moved,
            moved_kinds=tuple(name for name in KINDS if any(name in figure.kinds for figure in moved)),
            retention=retention_title(ledger),
            rates=_rates(ledger),
            imports=imports_grid(contents.imports),
            quality=_quality(ledger),
            definitions=_definitions(contents),
            light=custom_properties(LIGHT),
            dark=custom_properties(DARK),
            kinds=KINDS,
        )
    )


def written(cell: Cell, form: Kind) -> str:
    """Return a cell as it reads in a document: grouped, typographic minus, a share as per cent."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return {Kind.CHANGE: signed, Kind.SHARE: rate}.get(form, full)(cell)
    return count(cell) if isinstance(cell, int) else str(cell)


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("fourfold.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "written": written,
        "unbroken": unbroken,
        "drawing": Markup,
        "count": count,
    }
    return made


def _asked(ledger: Ledger) -> str:
    comparison = ledger.comparison
    levels = f"by {comparison.account_level} and {comparison.product_level}"
    rates = "constant rates" if comparison.constant_rates else ""
    return " · ".join(part for part in (levels, comparison.policy.label, ledger.currency, rates) if part)


def _bridge(ledger: Ledger) -> Figure:
    return Figure(
        "bridge", bridge_title(ledger), bridge_note(ledger), bridge_picture(ledger), reading_grid(ledger), ()
    )


def _square(ledger: Ledger) -> Figure:
    note = "The area is the amount" + (", net of switching." if has_switching(ledger) else ".")
    return Figure("sources", square_title(ledger), note, square_picture(ledger), sources_grid(ledger), ())


def _series(series: Series) -> Figure | None:
    points = compared(series)
    if not points:
        return None
    note = f"Each {series.grain} against its own base ({title(points[-1])}); the diamond is the net change."
    left_out = [point.comparison.current.label for point in series.points if not point.base_revenue]
    if left_out:
        note += f" {_span(left_out)} no base to be compared with: only in the table."
    kinds = _kinds(entry.row for point in points for entry in point.entries if entry.net_of_switching)
    told = series_title(points, series.grain)
    return Figure("series", told, note, series_picture(series), series_grid(series.points), kinds)


def _span(names: Sequence[str]) -> str:
    return f"{names[0]} has" if len(names) == 1 else f"{names[0]} to {names[-1]} have"


def _movers(ledger: Ledger, noun: str, names: Mapping[str, str]) -> Figure:
    found = movers(ledger.groups)
    shown = tuple(replace(g, values=tuple(names.get(v, v) for v in g.values)) for g in found)
    listed = [replace(g, values=tuple(_with_id(names, v) for v in g.values)) for g in found]
    kinds = _kinds(entry.row for group in shown for entry in group.entries if entry.amount)
    among = f"{count(len(ledger.groups))} {noun}s"
    note = f"What changed most among {among}; gains to the right, losses to the left."
    note += " Gross of switching." if has_switching(ledger) else ""
    grid = breakdown_grid(ledger, listed)
    return Figure(f"{noun}s", movers_title(shown, noun), note, movers_picture(shown), grid, kinds)


def _with_id(names: Mapping[str, str], own: str) -> str:
    return f"{names[own]} ({own})" if own in names else own


def _kinds(rows: Iterable[str]) -> tuple[str, ...]:
    held = {kind(row) for row in rows}
    return tuple(name for name in KINDS if name in held)


def _rates(ledger: Ledger) -> Grid:
    columns = (
        Column("figure", "Figure", Kind.TEXT),
        Column("value", "Rate", Kind.SHARE),
        Column("convention", "Convention", Kind.TEXT),
        Column("numerator", "Numerator", Kind.MONEY),
        Column("denominator", "Denominator", Kind.MONEY),
        Column("meaning", "Counts", Kind.TEXT),
    )
    rows = tuple(
        (short_label(name), r.value, r.convention.replace("_", " "), r.numerator, r.denominator, r.meaning)
        for name, rates in (("nrr", ledger.figures.nrr), ("grr", ledger.figures.grr))
        for r in rates
    )
    return Grid("Retention", columns, rows)


def _quality(ledger: Ledger) -> tuple[str, ...]:
    """Say what is missing from the figures: first as a heading, then what it is worth and the cure."""
    rows, value = ledger.quarantined.rows, ledger.quarantined.value
    history = f"{ledger.figures.history_months} months of history before the cut"
    if not rows:
        return (f"No row waits in quarantine; {history}", *_unidentified(ledger))
    worth = (
        f"worth {full(value)} {ledger.currency}"
        if value is not None
        else "of a value that cannot be read in full"
    )
    kept_out = f"They are in no figure of this report, {worth}. fourfold rejects lists them for repair."
    return (f"{count(rows)} faulty rows wait in quarantine; {history}", kept_out, *_unidentified(ledger))


def _unidentified(ledger: Ledger) -> tuple[str, ...]:
    entry = ledger.entry("unidentified")
    if not entry.lines and not entry.amount:
        return ("Every order line of the two periods names an account and a product.",)
    lines = count(entry.lines)
    return (
        f"{lines} order lines name no account or no product; they make {signed(entry.amount)} of the change.",
    )


def _definitions(contents: ReportContents) -> tuple[Measure, ...]:
    ledgers = (contents.ledger, contents.by_account, contents.by_product, *contents.series.points)
    rows = rows_in_use(entry for each in ledgers for entry in each.entries)
    return tuple(MEASURES[name] for name in (*rows, *_FIGURES_DEFINED))
