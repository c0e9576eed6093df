"""The commands objectives: list, measures, show, import, export, cascade, scorecard.

Guarantees that what they print is what the pages show, and that nothing is written but by `import` and
by `cascade --write`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from fourfold.cli.cascading import cascade_command
from fourfold.cli.loading import import_command
from fourfold.cli.owners import owner_names, owner_of
from fourfold.cli.printing import look, show, write
from fourfold.cli.scorecards import scorecard_command
from fourfold.cli.stored import FORMATS, Opened, opened_of, write_grids
from fourfold.errors import BadRequest
from fourfold.objectives.objective import State
from fourfold.reports import grid_records, json_text
from fourfold.reports.objectives import history_grid, measures_grid, objectives_grid, objectives_list
from fourfold.reports.tables import plain_table
from fourfold.reports.terminal import grid_table

if TYPE_CHECKING:
    from fourfold.objectives.objective import Objective


@click.group("objectives")
def objectives_command() -> None:
    """Set, cut and track objectives: of the company, of teams, of sellers.

    \b
    Examples:
      fourfold objectives measures
      fourfold objectives import goals.csv
      fourfold objectives cascade --objective o-1 --base last-year
      fourfold objectives scorecard --owner "team North"
    """


@objectives_command.command("list")
@click.option("--owner", default="", metavar="WHO", help='company, "team X" or "seller X"; default: all.')
@click.option(
    "--state",
    type=click.Choice([state.value for state in State]),
    default=None,
    help="Only those in this state.",
)
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), default=None, metavar="DATE", help="Only those that run."
)
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table")
@click.pass_context
def list_command(ctx: click.Context, /, **options: Any) -> None:
    """List the objectives as they stand, agreed or not, without those that were withdrawn.

    \b
    Example: fourfold objectives list --owner "team North" --state proposed
    """
    with opened_of(ctx) as opened:
        found = _chosen(opened, options)
        names = owner_names(opened.book)
    if options["form"] != "table":
        write_grids([objectives_grid(found)], options["form"], None)
        return
    show(plain_table(objectives_list(found, names), look()) if found else "There are no objectives.")


def _chosen(opened: Opened, options: dict[str, Any]) -> list[Objective]:
    owner = owner_of(opened.book, options["owner"]) if options["owner"] else None
    day = options["as_of"].date() if options["as_of"] else None
    return [
        one
        for one in opened.store.objectives
        if owner in (None, one.owner)
        and options["state"] in (None, one.state)
        and (day is None or day in one.period)
    ]


@objectives_command.command("measures")
@click.argument("measure", required=False, default="")
@click.option("--format", "form", type=FORMATS, default="table", show_default=True)
@click.option("--output", default=None, metavar="FILE", help="Write to a file.")
def measures_command(measure: str, form: str, output: str | None) -> None:
    """List what an objective can be set on: every measure, or all that is known of one MEASURE.

    \b
    Examples:
      fourfold objectives measures
      fourfold objectives measures nrr
    """
    grid = measures_grid()
    told = [row for row in grid.rows if measure in ("", row[0])]
    if not told:
        raise BadRequest(f"no measure {measure!r}", remedy="see fourfold objectives measures")
    if form != "table" or output:
        write_grids([grid], form, output)
    elif measure:
        for column, cell in zip(grid.columns, told[0], strict=True):
            click.echo(f"{column.heading:13} {cell}")
    else:
        for row in told:
            click.echo(f"{row[0]}: {row[1]}. {row[2]}, {row[3]} is better; serves {row[5]}")
            click.echo(f"    {row[7]}")


@objectives_command.command("show")
@click.argument("objective", metavar="ID")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@click.pass_context
def show_command(ctx: click.Context, objective: str, form: str) -> None:
    """Show one objective: as it stands, then every version, move and comment, the oldest first.

    \b
    Example: fourfold objectives show o-1
    """
    with opened_of(ctx) as opened:
        kept = opened.store.find(objective)
    history = history_grid(kept, opened.store.comments.get(objective, ()))
    now = objectives_grid([kept.current])
    if form == "json":
        told = {"objective": grid_records(now)[0], "history": grid_records(history)}
        write(json_text({**told, "withdrawn": "yes" if kept.is_withdrawn else "no"}), None)
        return
    for column, cell in zip(now.columns, now.rows[0], strict=True):
        if cell is not None:
            click.echo(f"{column.heading:15} {cell}")
    for difference in kept.imported_differs:
        click.echo(f"differs from what is imported: {difference}")
    show(grid_table(history, look()))


@objectives_command.command("export")
@click.option("--output", default=None, metavar="FILE", help="Write to a file: .csv, or .xlsx for Excel.")
@click.option("--format", "form", type=click.Choice(["csv", "xlsx"]), default=None)
@click.pass_context
def export_command(ctx: click.Context, output: str | None, form: str | None) -> None:
    """Write all objectives as CSV or Excel; the file imports again.

    \b
    Example: fourfold objectives export --output objectives.xlsx
    """
    with opened_of(ctx) as opened:
        grid = objectives_grid(opened.store.objectives)
    is_excel = (output or "").lower().endswith(".xlsx")
    write_grids([grid], form or ("xlsx" if is_excel else "csv"), output)


def _import(**options: Any) -> None:
    click.get_current_context().invoke(import_command, table="objectives", **options)


objectives_command.add_command(
    click.Command(
        "import",
        params=[param for param in import_command.params if param.name not in ("table", "workspace")],
        callback=_import,
        help="""Import objectives or quotas from CSV or Excel; every line of the file is accounted for.

    \b
    Example: fourfold objectives import goals.csv --map target=Quota
    """,
    )
)

objectives_command.add_command(cascade_command)
objectives_command.add_command(scorecard_command)
