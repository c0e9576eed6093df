"""The command objectives cascade: an objective cut for everybody below, shown, and stored if asked.

Guarantees that nothing is stored without `--write`, and that a second run writes only what differs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from fourfold.book.chain import Signed
from fourfold.cli.options import pairs_of
from fourfold.cli.owners import owner_names, owner_of
from fourfold.cli.printing import look, show
from fourfold.cli.stored import FORMATS, Opened, opened_of, write_grids
from fourfold.errors import BadRequest
from fourfold.objectives.cascade import Base
from fourfold.objectives.handing import Cut, HandedDown, drafts, handed_down
from fourfold.objectives.seasons import Shape
from fourfold.objectives.store import write as write_store
from fourfold.reports.objectives import Names, assigned_line, handed_grid, handed_list, roll_up_grid
from fourfold.reports.terminal import grid_table

if TYPE_CHECKING:
    from fourfold.objectives.objective import Owner

BY = "command line"

_BASES = {base.value.replace("_", "-"): base for base in Base}
_SHAPES = {shape.value.replace("_", "-"): shape for shape in (Shape.EVEN, Shape.LAST_YEAR)}


class CascadeOptions(TypedDict):
    """What `cascade` is told."""

    objective: str
    base: str
    over: tuple[str, ...]
    season: str | None
    grain: str
    fixed: tuple[str, ...]
    own: tuple[str, ...]
    write: bool
    form: str
    output: str | None


@click.command("cascade")
@click.option("--objective", required=True, metavar="ID", help="What is cut; see `objectives list`.")
@click.option("--base", type=click.Choice([*_BASES]), default="last-year", show_default=True)
@click.option(
    "--over-assignment",
    "over",
    multiple=True,
    metavar="RATE",
    help="0.05 hands out 5 % more; again for the level below.",
)
@click.option("--season", type=click.Choice([*_SHAPES]), default=None, help="Cut each part by this shape ...")
@click.option("--grain", default="quarter", show_default=True, help="... into quarter, month, half ...")
@click.option("--fix", "fixed", multiple=True, metavar="WHO=TARGET", help='A target that stays: "team N=9".')
@click.option(
    "--share", "own", multiple=True, metavar="WHO=SHARE", help="With --base own: everybody's share."
)
@click.option("--write", is_flag=True, help="Store the parts as drafts.")
@click.option("--format", "form", type=FORMATS, default="table", show_default=True)
@click.option("--output", default=None, metavar="FILE", help="Write to a file.")
@click.pass_context
def cascade_command(ctx: click.Context, **options: Unpack[CascadeOptions]) -> None:
    """Cut an objective into parts for the teams and sellers below, which sum to it exactly.

    Only shown, unless --write stores the parts as drafts. Repeated, it changes what differs, and keeps
    what a person has changed since.

    \b
    Examples:
      fourfold objectives cascade --objective o-1 --base last-year
      fourfold objectives cascade --objective o-1 --base even --over-assignment 0.05 --write
      fourfold objectives cascade --objective o-1 --season last-year --grain month
    """
    with opened_of(ctx) as opened:
        cut = _cut(opened, options)
        made = handed_down(opened.book, opened.store, options["objective"], cut)
        names = owner_names(opened.book)
        stored = _stored(opened, made) if options["write"] else None
    _tell(made, names, options)
    if stored is None:
        click.echo("Nothing is stored; --write stores these parts as drafts.", err=True)
    else:
        click.echo(f"{stored} of {len(made.parts)} parts are stored; the others were the same.", err=True)


def _cut(opened: Opened, options: CascadeOptions) -> Cut:
    return Cut(
        _BASES[options["base"]],
        tuple(_number(text, "--over-assignment") for text in options["over"]),
        _SHAPES[options["season"]] if options["season"] else None,
        options["grain"],
        _by_owner(opened, options["fixed"], "--fix"),
        _by_owner(opened, options["own"], "--share"),
    )


def _stored(opened: Opened, made: HandedDown) -> int:
    """Store the parts as drafts, and return how many were written."""
    signed = Signed(BY, datetime.now(UTC).isoformat(timespec="seconds"))
    before = opened.store.count
    after = write_store(opened.workspace, opened.book, lambda store: drafts(store, made), signed=signed)
    return after.count - before


def _tell(made: HandedDown, names: Names, options: CascadeOptions) -> None:
    form, output = options["form"], options["output"]
    if form != "table" or output:
        write_grids([handed_grid(made, names), roll_up_grid(made, names)], form, output)
        return
    click.echo(assigned_line(made))
    show(grid_table(handed_list(made, names), look()))
    if made.roll_up:
        show(grid_table(roll_up_grid(made, names), look()))


def _by_owner(opened: Opened, told: Sequence[str], option: str) -> Mapping[Owner, Decimal]:
    pairs = pairs_of(told, option)
    return {owner_of(opened.book, who): _number(text, option) for who, text in pairs.items()}


def _number(text: str, place: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise BadRequest(f"{text!r} is no number", place=place, remedy="write it like 0.05") from None
