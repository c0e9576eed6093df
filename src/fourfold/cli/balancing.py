"""The commands balance and lint: where objectives point, against growth, and by their words alone."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from fourfold.cli.options import current_option
from fourfold.cli.owners import owner_names, owner_of, owner_option
from fourfold.cli.printing import look, show, write
from fourfold.cli.stored import FORMATS, opened_of, write_grids
from fourfold.errors import BadRequest
from fourfold.objectives.audit import Audit, audit, so_far
from fourfold.objectives.filters import filters_text
from fourfold.objectives.linter import Linted, Proposal, lint
from fourfold.reports import Grid, grid_records, json_text
from fourfold.reports.balance import balance_sentences, missing_line, tilt_told
from fourfold.reports.balance_lists import causes_list, gaps_list, shares_list
from fourfold.reports.balance_tables import amounts_grid, causes_grid, gaps_grid, shares_grid, tilts_grid
from fourfold.reports.linting import how_sure, lint_grid, lint_sentence, lint_sentences, short
from fourfold.reports.linting import shares_grid as lint_shares_grid
from fourfold.reports.objectives import Names
from fourfold.reports.tables import hyphened, shown
from fourfold.reports.terminal import grid_table


@click.command("balance")
@owner_option
@current_option(required=True, about="The period:")
@click.option("--format", "form", type=FORMATS, default="table", show_default=True)
@click.option("--output", default=None, metavar="FILE", help="Write to a file.")
@click.pass_context
def balance_command(ctx: click.Context, owner: str, current: str, form: str, output: str | None) -> None:
    """Show where objectives point against where growth came from, and which objectives make the tilt.

    \b
    Examples:
      fourfold balance --current 2025
      fourfold balance --current 2025-Q4 --owner "team North"
    """
    with opened_of(ctx) as opened:
        whose = owner_of(opened.book, owner)
        objectives = opened.store.in_force
        told = audit(opened.book, objectives, owner=whose, period=so_far(opened.book, current))
        names = owner_names(opened.book)
    grids = _grids(told, names)
    if form == "json":
        write(json_text({**_said(told), **{grid.title: grid_records(grid) for grid in grids}}), output)
    elif form != "table" or output:
        write_grids(grids, form, output)
    else:
        _tell(told)


def _grids(told: Audit, names: Names) -> list[Grid]:
    made = told.balance
    return [
        *(shares_grid(made), amounts_grid(made), gaps_grid(told)),
        *(causes_grid(told, names), tilts_grid(told)),
    ]


def _said(told: Audit) -> dict[str, str | list[str]]:
    made = told.balance
    return {
        "owner": f"{made.owner.level} {made.owner.id}".strip(),
        "period": made.comparison.told,
        "tilt": tilt_told(made.tilt),
        "sentences": list(balance_sentences(told)),
        "missing": list(made.missing),
    }


def _tell(told: Audit) -> None:
    click.echo(hyphened("\n".join(balance_sentences(told))))
    missing = missing_line(told.balance)
    if missing:
        click.echo(missing)
    for grid in (shares_list(told.balance), gaps_list(told), causes_list(told)):
        if grid.rows:
            show(grid_table(grid, look()))


@click.command("lint")
@click.argument("file", metavar="FILE")
@click.option("--format", "form", type=FORMATS, default="table", show_default=True)
@click.option("--output", default=None, metavar="FILE", help="Write to a file.")
def lint_command(file: str, form: str, output: str | None) -> None:
    """Say what each objective of a list points at and why, and what the list misses; it needs no book.

    FILE is a text with one objective a line, or a CSV with a header; - reads standard input.

    \b
    Examples:
      fourfold lint goals.txt
      fourfold lint goals.csv --format json
    """
    linted = lint(_read(file))
    if form != "table" or output:
        write_grids([lint_grid(linted), lint_shares_grid(linted)], form, output)
    else:
        _tell_lint(linted)


def _tell_lint(linted: Linted) -> None:
    for sentence in (lint_sentence(linted), *lint_sentences(linted), *linted.notes):
        click.echo(sentence)
    for one in linted.lines:
        labels = ", ".join(short(label) for label in one.labels)
        click.echo(f"\n{one.line.number}. {shown(one.line.text)}")
        click.echo(f"   {labels} ({how_sure(one.confidence)}): {shown('; '.join(one.why))}")
        _propose(one.proposals)
    for missing in linted.missing:
        click.echo(f"\nMissing: {missing.said}")
        _propose(missing.proposals)
    click.echo()
    if linted.lines:
        show(grid_table(lint_shares_grid(linted), look()))


def _propose(proposals: Iterable[Proposal]) -> None:
    for one in proposals:
        narrowed = f" ({filters_text(one.filters)})" if one.filters else ""
        click.echo(f"   measure it: {one.wording} [{one.measure}{narrowed}]")


def _read(file: str) -> str:
    if file == "-":
        return sys.stdin.read()
    try:
        return Path(file).read_bytes().decode("utf-8-sig")
    except OSError as refused:
        raise BadRequest(
            f"cannot read: {refused.strerror}", place=file, remedy="choose another file"
        ) from refused
    except UnicodeDecodeError:
        raise BadRequest("this is no text in UTF-8", place=file, remedy="save it as UTF-8") from None
