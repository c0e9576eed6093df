"""Commands about growth: growth, series, prepare."""

from __future__ import annotations

from typing import Unpack

import click
from rich.console import Group as Lines

from fourfold.cli.options import (
    ComparisonOptions,
    asked_of,
    book_of,
    comparison_options,
    current_option,
    names,
)
from fourfold.cli.printing import Progress, look, show, write
from fourfold.growth import Asked, Ledger, compare, prepared_ledger, series
from fourfold.growth.usual import prepare
from fourfold.reports import (
    breakdown_table,
    csv_text,
    figures_grid,
    groups_grid,
    json_text,
    ledger_grid,
    ledger_table,
    payload,
    series_grid,
    series_table,
    xlsx_bytes,
)

FORMATS = click.Choice(["table", "json", "csv", "xlsx"])


@click.command("growth")
@current_option(required=True, about="The current period:")
@comparison_options
@click.option("--by", default="", metavar="DIM[,DIM]", help="Break down, e.g. region, family, seller, team.")
@click.option("--format", "form", type=FORMATS, default="table", show_default=True)
@click.option("--output", default=None, metavar="FILE", help="Write to a file.")
@click.pass_context
def growth_command(
    ctx: click.Context, by: str, form: str, output: str | None, **options: Unpack[ComparisonOptions]
) -> None:
    """Show where the change in revenue came from: the ledger, its figures, its groups.

    \b
    Examples:
      fourfold growth --current 2012
      fourfold growth --current 2012-Q2 --by segment
      fourfold growth --current FY2012 --policy dormant-12 --format json
      fourfold growth --current 2012 --format xlsx --output growth.xlsx
    """
    with book_of(ctx) as book:
        made = prepared_ledger(book, comparison=compare(book, asked_of(options)), by=names(by))
    if form == "table" and output is None:
        show(_page(made))
        return
    write(_told(made, form), output)


def _page(made: Ledger) -> Lines:
    table = ledger_table(made, look())
    return Lines(table, "", breakdown_table(made, look())) if made.by else Lines(table)


def _told(made: Ledger, form: str) -> str | bytes:
    if form == "json":
        return json_text(payload(made))
    if form == "csv":
        return csv_text(groups_grid(made) if made.by else ledger_grid(made))
    grids = [ledger_grid(made), figures_grid(made), *([groups_grid(made)] if made.by else [])]
    return xlsx_bytes(grids) if form == "xlsx" else "\n".join(csv_text(grid) for grid in grids)


@click.command("series")
@click.option(
    "--grain", default="quarter", show_default=True, help="year, half, quarter, month, fiscal-quarter ..."
)
@current_option(required=False, about="Only periods that start in")
@comparison_options
@click.option("--format", "form", type=FORMATS, default="table", show_default=True)
@click.option("--output", default=None, metavar="FILE", help="Write to a file.")
@click.pass_context
def series_command(
    ctx: click.Context, grain: str, form: str, output: str | None, **options: Unpack[ComparisonOptions]
) -> None:
    """Show one ledger per period, each against its own base: the period before, or --base year.

    Only revenue, and for consecutive periods the net change, add up over a series.

    \b
    Example: fourfold series --grain quarter --base year
    """
    progress = Progress()
    with book_of(ctx) as book:
        made = series(
            book,
            grain=grain,
            asked=asked_of(options, base="previous"),
            progress=lambda n, all_: progress(grain, n, all_),
        )
    progress.close()
    if form == "table" and output is None:
        show(series_table(made.points, look()))
    elif form == "json":
        write(json_text({"grain": made.grain, "points": [payload(point) for point in made.points]}), output)
    else:
        grid = series_grid(made.points)
        write(xlsx_bytes([grid]) if form == "xlsx" else csv_text(grid), output)


@click.command("prepare")
@click.pass_context
def prepare_command(ctx: click.Context) -> None:
    """Compute the usual ledgers ahead: the latest fiscal year and quarters on year, by each dimension.

    \b
    Example: fourfold prepare
    """
    progress = Progress()
    with book_of(ctx) as book:
        done = prepare(book, asked=Asked(""), progress=lambda n, all_: progress("preparing", n, all_))
    progress.close()
    click.echo(f"{done} ledgers are prepared")
