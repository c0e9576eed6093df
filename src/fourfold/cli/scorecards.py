"""The command objectives scorecard: where an owner stands against what was agreed."""

from __future__ import annotations

from typing import Any

import click

from fourfold.cli.owners import owner_names, owner_of, owner_option
from fourfold.cli.printing import look, show
from fourfold.cli.stored import FORMATS, Opened, opened_of, write_grids
from fourfold.errors import BadRequest
from fourfold.objectives.forecast import FEWEST
from fourfold.objectives.scorecard import Scorecard
from fourfold.objectives.scorecards import Day, latest_day, scorecards, standing
from fourfold.reports.numbers import percent
from fourfold.reports.objectives import forecasts_grid, scorecard_list
from fourfold.reports.scorecard_grids import scorecard_grid, scores_grid
from fourfold.reports.scorecards import attainment_note, coverage_note, scorecard_sentence
from fourfold.reports.tables import hyphened, plain_table


@click.command("scorecard")
@owner_option
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    metavar="DATE",
    help="Last complete day; default: the last order line's.",
)
@click.option("--forecast", is_flag=True, help="Tell what each comes to, from earlier periods.")
@click.option("--format", "form", type=FORMATS, default="table", show_default=True)
@click.option("--output", default=None, metavar="FILE", help="Write to a file.")
@click.pass_context
def scorecard_command(ctx: click.Context, /, **options: Any) -> None:
    """Show where the company, a team or a seller stands: figure, attainment, status, weighted score.

    \b
    Examples:
      fourfold objectives scorecard
      fourfold objectives scorecard --owner "team North" --as-of 2025-06-30
      fourfold objectives scorecard --owner "seller S12" --forecast --format json
    """
    with opened_of(ctx) as opened:
        card = _card(opened, options)
        names = owner_names(opened.book)
    form = options["form"]
    if form != "table" or options["output"]:
        grids = [scorecard_grid([card], names), scores_grid([card], names)]
        grids += [forecasts_grid([card])] if options["forecast"] else []
        write_grids(grids, form, options["output"])
        return
    click.echo(hyphened(scorecard_sentence(card, names[card.owner])) + ".")
    if card.lines:
        show(plain_table(scorecard_list(card, has_forecast=options["forecast"]), look()))
    for line in card.lines:
        note = attainment_note(line)
        if note:
            click.echo(hyphened(f"{line.objective.name}: {note}"))
    if card.score.share is not None:
        click.echo(f"Score on {card.as_of}: {percent(card.score.share)}. {coverage_note(card)}".rstrip())


def _card(opened: Opened, options: dict[str, Any]) -> Scorecard:
    owner = owner_of(opened.book, options["owner"])
    if opened.book.extent is None:
        raise BadRequest("the book holds no order lines", remedy="import some: fourfold import FILE")
    own = [one for one in standing(opened.store) if one.owner == owner]
    asked = options["as_of"]
    as_of = asked.date() if asked else latest_day(own, opened.book.extent.last_on)
    day = Day(as_of, earlier=FEWEST if options["forecast"] else 0)
    return scorecards(opened.book, opened.store, owners=[owner], day=day)[0]
