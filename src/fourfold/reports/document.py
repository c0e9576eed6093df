"""The report: one HTML file that holds everything it shows, for screens, phones and paper.

Guarantees that the file loads nothing from anywhere and runs no script (its content policy forbids
both), that each chart stands over its own data table, and that the same contents give the same
file. Leaves gathering the contents and writing the file to delivery.
"""

from __future__ import annotations

from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from fourfold.book.snapshots import ImportRecord
from fourfold.growth import Ledger, Movers, Series
from fourfold.measures import MEASURES, Measure
from fourfold.reports.aims import Aims, aims_shown
from fourfold.reports.grids import rows_in_use, title
from fourfold.reports.numbers import count, full, signed, unbroken
from fourfold.reports.palette import DARK, KINDS, LIGHT, custom_properties
from fourfold.reports.pictures import linked, svg
from fourfold.reports.plates import (
    bridge_plate,
    movers_plate,
    rates_grid,
    series_plate,
    square_plate,
    written,
)
from fourfold.reports.receipts import imports_grid
from fourfold.reports.sentence import sentences
from fourfold.reports.titles import asked_line, retention_title
from fourfold.words import say

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
    """What a report is made of: one ledger whole, by account and by product, a series, imports, objectives.

    `by_account` and `by_product` are of the same comparison; `series` is one ledger for each
    period. Names are shown where there are any, with the id in the tables. `aims` is None where
    nobody has objectives.
    """

    company: str
    ledger: Ledger
    series: Series
    by_account: Movers
    by_product: Movers
    imports: tuple[ImportRecord, ...]
    aims: Aims | None = None


def report_html(contents: ReportContents) -> str:
    """Return the report as one HTML document, money in the book's currency.

    An empty book gives a report that says so: its charts are left out, its tables are empty.
    """
    ledger = contents.ledger
    moved = (movers_plate(contents.by_account), movers_plate(contents.by_product))
    return (
        environment()
        .get_template("report.html.j2")
        .render(
            company=contents.company,
            title=title(ledger),
            ledger=ledger,
            sentences=sentences(ledger),
            asked=asked_line(ledger),
            bridge=bridge_plate(ledger),
            square=square_plate(ledger),
            series=series_plate(contents.series),
            movers=moved,
            moved_kinds=tuple(name for name in KINDS if any(name in plate.kinds for plate in moved)),
            retention=retention_title(ledger),
            rates=rates_grid(ledger),
            aims=contents.aims and aims_shown(contents.aims),
            imports=imports_grid(contents.imports),
            quality=_quality(ledger),
            definitions=_definitions(contents),
            light=custom_properties(LIGHT),
            dark=custom_properties(DARK),
            kinds=KINDS,
        )
    )


def environment() -> Environment:
    """Return the templates of reports: text is escaped, a drawing is drawn without links."""
    made = Environment(
        loader=PackageLoader("fourfold.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["say"] = say
    made.filters |= {
        "written": written,
        "unbroken": unbroken,
        "drawing": lambda drawn: Markup(linked(svg(drawn), {})),
        "count": count,
    }
    return made


def _quality(ledger: Ledger) -> tuple[str, ...]:
    """Say what is missing from the figures: first as a heading, then what it is worth and the cure."""
    rows, value = ledger.quarantined.rows, ledger.quarantined.value
    history = f"{ledger.figures.history_months} months of history before the cut"
    if not rows:
        return (f"No row of these periods waits in quarantine; {history}", *_unidentified(ledger))
    worth = (
        f"worth {full(value)} {ledger.currency}"
        if value is not None
        else "of a value that cannot be read in full"
    )
    kept_out = f"They are in no figure of this report, {worth}. fourfold rejects lists them for repair."
    waiting = f"{count(rows)} faulty rows of these periods, or without a readable day, wait in quarantine"
    return (f"{waiting}; {history}", kept_out, *_unidentified(ledger))


def _unidentified(ledger: Ledger) -> tuple[str, ...]:
    entry = ledger.entry("unidentified")
    if not entry.lines and not entry.amount:
        return ("Every order line of the two periods names an account and a product.",)
    lines = count(entry.lines)
    return (
        f"{lines} order lines name no account or no product; they make {signed(entry.amount)} of the change.",
    )


def _definitions(contents: ReportContents) -> tuple[Measure, ...]:
    moved = (contents.by_account.ledger, contents.by_product.ledger)
    ledgers = (contents.ledger, *moved, *contents.series.points)
    rows = rows_in_use(entry for each in ledgers for entry in each.entries)
    return tuple(MEASURES[name] for name in (*rows, *_FIGURES_DEFINED))
