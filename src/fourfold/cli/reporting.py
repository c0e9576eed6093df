"""Commands that write a report: report and demo."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

import click

from fourfold.book import journal
from fourfold.book.book import Book, open_book
from fourfold.book.imports import ImportRequest, import_file
from fourfold.book.settings import Settings
from fourfold.book.workspace import Workspace, create_workspace
from fourfold.cli.options import (
    ComparisonOptions,
    asked_of,
    book_of,
    comparison_options,
    current_option,
    workspace_of,
)
from fourfold.cli.owners import owner_names
from fourfold.cli.printing import Progress, look, show, write
from fourfold.datasets import make_company, write_files
from fourfold.errors import BadRequest
from fourfold.growth import Asked, compare, movers, prepared_ledger, series
from fourfold.objectives.audit import audit, so_far
from fourfold.objectives.objective import COMPANY
from fourfold.objectives.scorecards import Day, latest_day, scorecards, standing
from fourfold.objectives.store import JOURNAL, read_store
from fourfold.reports import ledger_table
from fourfold.reports.aims import Aims
from fourfold.reports.document import ReportContents, report_html

DEMO_SETTINGS = Settings("GBP", "Europe/London", product_level="product")
DEMO_PERIOD = "2025"


@click.command("report")
@current_option(required=True, about="The current period:")
@comparison_options
@click.option(
    "--company", default="", metavar="NAME", help="Name in the heading; default: the workspace's folder."
)
@click.option("--grain", default="quarter", show_default=True, help="Grain of the series.")
@click.option("--output", required=True, metavar="FILE.html", help="The file to write.")
@click.pass_context
def report_command(
    ctx: click.Context, company: str, grain: str, output: str, **options: Unpack[ComparisonOptions]
) -> None:
    """Write one HTML file with pictures, tables and definitions; it needs no network.

    \b
    Example: fourfold report --current 2012 --output growth.html
    """
    workspace = workspace_of(ctx)
    with book_of(ctx) as book:
        write(_document(workspace, book, asked_of(options), grain=grain, company=company), output)


def _document(workspace: Workspace, book: Book, asked: Asked, *, grain: str, company: str) -> str:
    comparison = compare(book, asked)
    progress = Progress()
    points = series(
        book,
        grain=grain,
        asked=Asked(
            "", asked.base, asked.account_level, asked.product_level, asked.policy, asked.constant_rates
        ),
        progress=lambda n, all_: progress("series", n, all_),
    )
    progress.close()
    contents = ReportContents(
        company=company or workspace.folder.name,
        ledger=prepared_ledger(book, comparison=comparison),
        series=points,
        by_account=movers(book, comparison=comparison, by=comparison.account_level, where={}),
        by_product=movers(book, comparison=comparison, by=comparison.product_level, where={}),
        imports=tuple(workspace.snapshot().imports),
        aims=_aims(workspace, book, asked.current),
    )
    return report_html(contents)


def _aims(workspace: Workspace, book: Book, current: str) -> Aims | None:
    """Return the company's scorecard on the last day of the period that has data, and its audit."""
    store = read_store(book, journal.read(workspace, JOURNAL))
    running = [one for one in standing(store) if one.owner == COMPANY]
    if not store.in_force or book.extent is None:
        return None
    period = so_far(book, current)
    day = Day(latest_day(running, period.last_day))
    return Aims(
        card=scorecards(book, store, owners=[COMPANY], day=day)[0],
        audit=audit(book, store.in_force, owner=COMPANY, period=period),
        names=owner_names(book),
    )


@click.command("demo")
@click.argument("folder", metavar="[DIR]", default="demo")
@click.option("--seed", default=1, show_default=True, help="Another seed is another company.")
def demo_command(folder: str, seed: int) -> None:
    """Make a company that never existed, import its files, print its ledger, write its report.

    \b
    Example: fourfold demo my-demo
    """
    target = Path(folder)
    if target.exists() and any(target.iterdir()):
        raise BadRequest("the folder is not empty", place=folder, remedy="choose another, or remove it first")
    click.echo(f"making the files of a company that never existed in {target / 'files'} ...")
    files = write_files(make_company(seed), target / "files")
    workspace = create_workspace(target / "book", DEMO_SETTINGS)
    progress = Progress()
    for file in files:
        done = import_file(workspace, ImportRequest(file.path, file.table, confirmed=True), progress)
        click.echo(f"  imported {done.file}: {done.new} rows of {done.table}, {done.rejected} rejected")
    progress.close()
    book = open_book(workspace)
    asked = Asked(DEMO_PERIOD)
    show("")
    show(ledger_table(prepared_ledger(book, comparison=compare(book, asked)), look()))
    report = target / "report.html"
    write(_document(workspace, book, asked, grain="quarter", company="Fourfold demo company"), str(report))
    book.close()
    click.echo(
        f"\nopen {report} in a browser; ask on: "
        f"fourfold --workspace {target / 'book'} growth --current 2025-Q4"
    )
