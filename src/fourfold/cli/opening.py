"""Commands that open figures: lines and penetration."""

from __future__ import annotations

from typing import TypedDict, Unpack

import click

from fourfold.cli.options import (
    ComparisonOptions,
    asked_of,
    book_of,
    comparison_options,
    current_option,
    pairs_of,
    workspace_of,
)
from fourfold.cli.printing import look, show, write
from fourfold.growth import Figure, Levels, compare, lines, penetration
from fourfold.periods import Calendar, parse_period
from fourfold.reports import csv_text, json_text, xlsx_bytes
from fourfold.reports.answers import opened_payload, penetration_payload
from fourfold.reports.opened import opened_grid, opened_table
from fourfold.reports.penetration import attach_grid, penetration_table

FORMATS = click.Choice(["table", "json", "csv", "xlsx"])


class LinesOptions(ComparisonOptions):
    """What `lines` is told."""

    row: str
    where: tuple[str, ...]
    more: tuple[str, ...]
    net: bool
    kind: str
    limit: int
    form: str
    output: str | None


@click.command("lines")
@click.argument("more", nargs=-1, metavar="[DIM=VALUE]...")
@click.option("--row", required=True, metavar="ID", help="A row of the ledger, e.g. lost_account, or repeat.")
@click.option("--where", multiple=True, metavar="DIM=VALUE", help="Only this group; may stand several times.")
@click.option("--net", is_flag=True, help="Open the figure net of switching.")
@click.option(
    "--open", "kind", type=click.Choice(["lines", "pairs"]), help="Default: lines, or pairs if made of pairs."
)
@click.option("--limit", default=1000, show_default=True, help="The most items; 0 for all.")
@current_option(required=True, about="The current period:")
@comparison_options
@click.option("--format", "form", type=FORMATS, default="table", show_default=True)
@click.option("--output", default=None, metavar="FILE", help="Write to a file.")
@click.pass_context
def lines_command(ctx: click.Context, **options: Unpack[LinesOptions]) -> None:
    """List the order lines behind a figure, with their signed contributions, which sum to it.

    \b
    Examples:
      fourfold lines --current 2012 --row lost_account
      fourfold lines --current 2012 --row price_gain --where family=Helmets
      fourfold lines --current 2012 --row repeat --where account=676
    """
    where = pairs_of((*options["where"], *options["more"]), "--where")
    figure = Figure(options["row"], where, options["net"], options["kind"] or "")
    with book_of(ctx) as book:
        comparison = compare(book, asked_of(options))
        opened = lines(book, comparison=comparison, figure=figure, limit=options["limit"] or None)
    form, output = options["form"], options["output"]
    if form == "table" and output is None:
        show(opened_table(opened, look()))
    elif form == "json":
        write(json_text(opened_payload(opened)), output)
    else:
        grid = opened_grid(opened)
        write(xlsx_bytes([grid]) if form == "xlsx" else csv_text(grid), output)


class PenetrationOptions(TypedDict):
    """What `penetration` is told."""

    current: str
    account_level: str
    product_level: str
    most: int
    form: str
    output: str | None


@click.command("penetration")
@current_option(required=True, about="The period:")
@click.option("--account-level", default="", metavar="LEVEL", help="account or parent.")
@click.option("--product-level", default="", metavar="LEVEL", help="product, family, category or division.")
@click.option("--most", default=20, show_default=True, help="Attach rates among so many products.")
@click.option("--format", "form", type=FORMATS, default="table", show_default=True)
@click.option("--output", default=None, metavar="FILE", help="Write to a file.")
@click.pass_context
def penetration_command(ctx: click.Context, **options: Unpack[PenetrationOptions]) -> None:
    """Show products per account, and which products are bought together.

    \b
    Example: fourfold penetration --current 2012 --product-level family
    """
    settings = workspace_of(ctx).settings
    period = parse_period(options["current"], Calendar(settings.fiscal_year_starts, settings.calendar))
    levels = Levels(
        options["account_level"] or settings.account_level, options["product_level"] or settings.product_level
    )
    with book_of(ctx) as book:
        made = penetration(book, period=period, levels=levels, most_products=options["most"])
    form, output = options["form"], options["output"]
    if form == "table" and output is None:
        show(penetration_table(made, look()))
    elif form == "json":
        write(json_text(penetration_payload(made)), output)
    else:
        grid = attach_grid(made)
        write(xlsx_bytes([grid]) if form == "xlsx" else csv_text(grid), output)
