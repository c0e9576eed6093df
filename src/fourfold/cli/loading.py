"""Commands that load data: import, rejects, undo, rebuild."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TypedDict, Unpack

import click

from fourfold.book.codes import finding
from fourfold.book.imports import ImportReport, ImportRequest, import_file
from fourfold.book.quarantine import export_rejects, rejects
from fourfold.book.rebuild import rebuild, undo_import
from fourfold.book.workspace import Workspace
from fourfold.cli.options import pairs_of, workspace_of
from fourfold.cli.printing import Progress, look, show, write
from fourfold.errors import NeedsConfirmation
from fourfold.reports.answers import import_payload
from fourfold.reports.exports import grid_records, json_text
from fourfold.reports.mapping import import_mapping, rejects_grid, rejects_text
from fourfold.reports.receipts import import_account


class ImportOptions(TypedDict):
    """What `import` is told."""

    table: str
    profile: str
    mapped: tuple[str, ...]
    more: tuple[str, ...]
    yes: bool
    dry_run: bool
    form: str


@click.command("import")
@click.argument("file", metavar="FILE")
@click.argument("more", nargs=-1, metavar="[FIELD=COLUMN]...")
@click.option("--table", default="order_lines", show_default=True, help="The table that the rows belong to.")
@click.option(
    "--profile", default="", metavar="NAME", help="How to read the file; else one that fits, else a proposal."
)
@click.option(
    "--map",
    "mapped",
    multiple=True,
    metavar="FIELD=COLUMN",
    help="E.g. amount=Quantity*UnitPrice, currency==EUR.",
)
@click.option("--yes", is_flag=True, help="Confirm whatever has to be confirmed.")
@click.option("--dry-run", is_flag=True, help="Give the full account, change nothing.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@click.pass_context
def import_command(ctx: click.Context, file: str, **options: Unpack[ImportOptions]) -> None:
    """Import a CSV, Excel or Parquet file; every line of it is accounted for.

    Without a profile one is proposed from a look at the file, shown, and saved when confirmed.

    \b
    Examples:
      fourfold import orders.csv
      fourfold import orders.csv --map amount=Quantity*UnitPrice --yes
      fourfold import accounts.xlsx --table accounts --dry-run
    """
    workspace = workspace_of(ctx)
    overrides = pairs_of((*options["mapped"], *options["more"]), "--map")
    request = (Path(file), options["table"], options["profile"], overrides)
    if options["dry_run"]:
        _tell(_run(workspace, ImportRequest(*request, dry_run=True)), options["form"])
        return
    try:
        done = _run(workspace, ImportRequest(*request, confirmed=options["yes"]))
    except NeedsConfirmation:
        seen = _run(workspace, ImportRequest(*request, dry_run=True))
        _tell(seen, options["form"])
        if options["form"] == "json" or not sys.stdin.isatty():
            raise
        click.confirm("\nLoad this?", abort=True)
        done = _run(workspace, ImportRequest(*request, confirmed=True))
    _tell(done, options["form"])


def _run(workspace: Workspace, request: ImportRequest) -> ImportReport:
    progress = Progress()
    try:
        return import_file(workspace, request, progress)
    finally:
        progress.close()


def _tell(report: ImportReport, form: str) -> None:
    if form == "json":
        write(json_text(import_payload(report)), None)
        return
    if report.outcome == "dry run":
        show(import_mapping(report, look()))
    show(import_account(report, look()))


@click.command("rejects")
@click.option(
    "--output", default=None, metavar="FILE", help="Write them in the shape of their file, to be repaired."
)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@click.pass_context
def rejects_command(ctx: click.Context, output: str | None, form: str) -> None:
    """List the faulty rows that are not in the book, or export them for repair.

    Import the repaired file: its rows leave the quarantine.

    \b
    Example: fourfold rejects --output repair.csv
    """
    workspace = workspace_of(ctx)
    if output:
        for written in export_rejects(workspace, Path(output)):
            click.echo(f"{written.rows} rows written: {written.path}")
        return
    found = rejects(workspace)
    if form == "json":
        write(json_text(grid_records(rejects_grid(found))), None)
        return
    show(rejects_text(found) if found else "No rows are in quarantine.")


@click.command("undo")
@click.argument("number", type=int)
@click.option("--yes", is_flag=True, help="Do it without asking.")
@click.pass_context
def undo_command(ctx: click.Context, number: int, *, yes: bool) -> None:
    """Take import NUMBER back: a new snapshot without it.

    \b
    Example: fourfold undo 3
    """
    workspace = workspace_of(ctx)
    if not yes and not sys.stdin.isatty():
        raise NeedsConfirmation([finding("Q509", f"take import #{number} back?")])
    if not yes:
        click.confirm(f"Take import #{number} back?", abort=True)
    progress = Progress()
    try:
        made = undo_import(workspace, number, progress)
    finally:
        progress.close()
    click.echo(f"import #{number} is undone; the snapshot is {made.name}")


@click.command("rebuild")
@click.pass_context
def rebuild_command(ctx: click.Context) -> None:
    """Make the current snapshot anew from the files as received; commits only if all totals are equal.

    \b
    Example: fourfold rebuild
    """
    progress = Progress()
    try:
        made = rebuild(workspace_of(ctx), progress)
    finally:
        progress.close()
    for table, rows in made.rows:
        click.echo(f"{table}: {rows} rows, equal")
    click.echo(f"{made.replayed} imports replayed; the snapshot is {made.snapshot}")
