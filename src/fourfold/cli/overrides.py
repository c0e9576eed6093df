"""The command override: corrections of accounts and owners on top of what was imported.

Guarantees that each correction says who made it and why, and that nothing imported is changed.
"""

from __future__ import annotations

import getpass
from collections.abc import Callable
from datetime import date
from typing import Any, TypedDict, TypeVar, Unpack

import click

from fourfold.book.correcting import Correction, correct, end_override
from fourfold.book.overrides import MERGE, NAME, OWNER, PARENT, described
from fourfold.book.schema import ACCOUNT_ATTRIBUTES
from fourfold.cli.options import book_of, workspace_of
from fourfold.cli.printing import look, show, write
from fourfold.errors import BadRequest
from fourfold.reports.corrections import overrides_grid
from fourfold.reports.exports import grid_records, json_text
from fourfold.reports.tables import plain_table

F = TypeVar("F", bound=Callable[..., Any])

WAIT = 10.0
"""Seconds to wait for an import that is running."""


class Reasons(TypedDict):
    """What every correction is told."""

    why: str
    by: str
    starts: str


def _reasons(command: F) -> F:
    """Add the options of every correction."""
    for option in (
        click.option("--from", "starts", default="", metavar="DATE", help="First day; always if not said."),
        click.option("--by", default="", metavar="NAME", help="Who says so; else the user of this machine."),
        click.option("--why", required=True, metavar="TEXT", help="The reason, kept with the correction."),
    ):
        command = option(command)
    return command


@click.group("override")
def override_command() -> None:
    """Correct accounts and owners on top of what was imported; no later import undoes it.

    A merge, name, parent, segment, region or industry holds for the whole history, once the order lines
    reach its first day. An owner holds from the first day on.

    \b
    Examples:
      fourfold override merge A17 A4 --why "one customer"
      fourfold override owner A4 S9 --from 2026-01-01 --why "new territory"
      fourfold override end 1
    """


@override_command.command("list")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@click.pass_context
def list_command(ctx: click.Context, form: str) -> None:
    """List every correction, ended ones too: what, who, when, why.

    \b
    Example: fourfold override list --format json
    """
    with book_of(ctx) as book:
        grid = overrides_grid(book.origin.overrides, book.overrides)
    if form == "json":
        write(json_text(grid_records(grid)), None)
        return
    show(plain_table(grid, look()) if grid.rows else "Nothing is corrected.")


@override_command.command("merge")
@click.argument("account")
@click.argument("into")
@_reasons
@click.pass_context
def merge_command(ctx: click.Context, account: str, into: str, **told: Unpack[Reasons]) -> None:
    """Let the account INTO continue ACCOUNT; '' for INTO takes an imported merge back.

    \b
    Example: fourfold override merge A17 A4 --why "one customer"
    """
    _correct(ctx, (account, MERGE, into), told)


@override_command.command("rename")
@click.argument("account")
@click.argument("name")
@_reasons
@click.pass_context
def rename_command(ctx: click.Context, account: str, name: str, **told: Unpack[Reasons]) -> None:
    """Give ACCOUNT another NAME; no figure changes.

    \b
    Example: fourfold override rename A17 "Acme Ltd" --why "new name"
    """
    _correct(ctx, (account, NAME, name), told)


@override_command.command("parent")
@click.argument("account")
@click.argument("parent")
@_reasons
@click.pass_context
def parent_command(ctx: click.Context, account: str, parent: str, **told: Unpack[Reasons]) -> None:
    """Place ACCOUNT under PARENT; '' for PARENT is none.

    \b
    Example: fourfold override parent A17 A4 --why "bought by A4"
    """
    _correct(ctx, (account, PARENT, parent), told)


@override_command.command("attribute")
@click.argument("account")
@click.argument("name", type=click.Choice(ACCOUNT_ATTRIBUTES))
@click.argument("value")
@_reasons
@click.pass_context
def attribute_command(
    ctx: click.Context, account: str, name: str, value: str, **told: Unpack[Reasons]
) -> None:
    """Correct the segment, region or industry of ACCOUNT; '' for VALUE is none.

    \b
    Example: fourfold override attribute A17 segment Clinics --why "was a shop"
    """
    _correct(ctx, (account, name, value), told)


@override_command.command("owner")
@click.argument("account")
@click.argument("seller")
@_reasons
@click.pass_context
def owner_command(ctx: click.Context, account: str, seller: str, **told: Unpack[Reasons]) -> None:
    """Make SELLER the one owner of ACCOUNT from a day on; overlays stay.

    \b
    Example: fourfold override owner A4 S9 --from 2026-01-01 --why "new territory"
    """
    _correct(ctx, (account, OWNER, seller), told)


@override_command.command("end")
@click.argument("number", type=int)
@click.option("--why", default="", metavar="TEXT", help="The reason, kept with the correction.")
@click.option("--by", default="", metavar="NAME", help="Who says so; else the user of this machine.")
@click.pass_context
def end_command(ctx: click.Context, number: int, why: str, by: str) -> None:
    """End correction NUMBER: what was imported counts again. Its record stays.

    \b
    Example: fourfold override end 3 --why "a mistake"
    """
    ended = end_override(workspace_of(ctx), number, by=by or getpass.getuser(), why=why, wait=WAIT)
    click.echo(f"correction {ended.number} is ended: {described(ended)}")


def _correct(ctx: click.Context, wish: tuple[str, str, str], told: Reasons) -> None:
    by = told["by"] or getpass.getuser()
    correction = Correction(*wish, starts_on=_day(told["starts"]), why=told["why"])
    made = correct(workspace_of(ctx), correction, by=by, wait=WAIT)
    click.echo(f"correction {made.number}: {described(made)}")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadRequest(f"{text!r} is no date", place="--from", remedy="write 2025-12-31") from None
