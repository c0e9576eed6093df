"""Commands about a workspace as a whole: init and status."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TypedDict, Unpack

import click

from fourfold.book.settings import Settings
from fourfold.book.workspace import create_workspace
from fourfold.cli.options import workspace_of
from fourfold.cli.printing import look, show, write
from fourfold.reports.answers import status_payload
from fourfold.reports.exports import json_text
from fourfold.reports.receipts import status


class InitOptions(TypedDict):
    """What `init` is told."""

    currency: str
    timezone: str
    fiscal_year_starts: int
    calendar: str
    account_level: str
    product_level: str
    engine_url: str


@click.command("init")
@click.argument("folder", metavar="DIR")
@click.option("--currency", required=True, metavar="CODE", help="Currency of all figures, e.g. EUR.")
@click.option("--timezone", default="UTC", metavar="NAME", show_default=True, help="Business time zone.")
@click.option(
    "--fiscal-year-starts", default=1, metavar="MONTH", show_default=True, help="First month, 1 to 12."
)
@click.option("--calendar", default="months", show_default=True, help="months or 4-4-5.")
@click.option("--account-level", default="account", show_default=True, help="Default level of accounts.")
@click.option("--product-level", default="product", show_default=True, help="Default level of products.")
@click.option(
    "--engine-url", default="", help="postgresql://... or spark://...; default: DuckDB in this process."
)
def init_command(folder: str, **options: Unpack[InitOptions]) -> None:
    """Make a workspace in a folder.

    \b
    Example: fourfold init my-book --currency GBP --timezone Europe/London
    """
    made = create_workspace(Path(folder), Settings(**options))
    click.echo(f"workspace made: {made.folder}")
    click.echo(f"next: fourfold --workspace {folder} import FILE")


@click.command("status")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@click.pass_context
def status_command(ctx: click.Context, form: str) -> None:
    """Show what the book holds, from which imports, and what is in quarantine.

    \b
    Example: fourfold status --format json
    """
    workspace = workspace_of(ctx)
    snapshot = workspace.snapshot()
    if form == "json":
        write(json_text(status_payload(asdict(workspace.settings), snapshot)), None)
        return
    show(status(workspace.settings, snapshot, look()))
