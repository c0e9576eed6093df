"""Options that several commands share, and what they open.

Guarantees one spelling and one meaning of each option. Leaves checking of values to the floors
that know them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

import click

from fourfold.book.workspace import Workspace, open_workspace
from fourfold.config import read_config
from fourfold.errors import BadRequest

if TYPE_CHECKING:
    from fourfold.book.book import Book
    from fourfold.growth import Asked

F = TypeVar("F", bound=Callable[..., Any])


class ComparisonOptions(TypedDict):
    """The options of every command that compares two periods."""

    current: str
    base: str
    account_level: str
    product_level: str
    policy: str
    constant_rates: bool
    as_of: str


_COMPARISON = (
    click.option(
        "--base",
        default="",
        metavar="PERIOD",
        help="A period, year (a year before) or previous (just before).",
    ),
    click.option("--account-level", default="", metavar="LEVEL", help="account or parent."),
    click.option(
        "--product-level", default="", metavar="LEVEL", help="product, family, category or division."
    ),
    click.option(
        "--policy",
        default="",
        metavar="NAME",
        help="When accounts are new: first-order-ever, 12-month-window, dormant-12, dormant-N ...; "
        "default: what fourfold.toml says.",
    ),
    click.option("--constant-rates", is_flag=True, help="Convert at the base period's average rates."),
    click.option(
        "--as-of", default="", metavar="DATE", help="Last complete day; default: the last order line's."
    ),
)


def comparison_options(command: F) -> F:
    """Add the options of a comparison, but for the current period."""
    for option in reversed(_COMPARISON):
        command = option(command)
    return command


def current_option(*, required: bool, about: str) -> Callable[[F], F]:
    """Return the option of the current period."""
    told = f"{about} 2012, 2012-Q1, 2012-06, 2012-H1, FY2012 or 2012-01-01..2012-05-31."
    if required:
        return click.option("--current", required=True, metavar="PERIOD", help=told)
    return click.option("--current", default="", metavar="PERIOD", help=told)


def workspace_of(ctx: click.Context) -> Workspace:
    """Open the workspace of this run: --workspace, else FOURFOLD_WORKSPACE, else the current folder."""
    named = ctx.find_root().obj
    return open_workspace(Path(named) if named else read_config().workspace)


@contextmanager
def book_of(ctx: click.Context) -> Iterator[Book]:
    """Open the book of this run, and close it at the end."""
    from fourfold.book.book import open_book

    book = open_book(workspace_of(ctx), engine_url=read_config().engine_url)
    try:
        yield book
    finally:
        book.close()


def asked_of(options: ComparisonOptions, *, base: str = "year") -> Asked:
    """Return what was asked by the options of a comparison; `base` where they name none.

    Raises
    ------
    BadRequest
        If the policy or the date cannot be read.
    """
    from fourfold.growth import Asked, policy

    return Asked(
        current=options["current"],
        base=options["base"] or base,
        account_level=options["account_level"],
        product_level=options["product_level"],
        policy=policy(options["policy"]) if options["policy"] else None,
        constant_rates=options["constant_rates"],
        as_of=_day(options["as_of"]) if options["as_of"] else None,
    )


def names(listed: str) -> tuple[str, ...]:
    """Return the names in a list with commas; empty for none."""
    return tuple(name.strip() for name in listed.split(",") if name.strip())


def pairs_of(told: Sequence[str], option: str) -> dict[str, str]:
    """Return NAME=VALUE arguments as a mapping.

    Raises
    ------
    BadRequest
        If one has no equals sign.
    """
    found = {}
    for text in told:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise BadRequest(
                f"{text!r} is not NAME=VALUE", place=option, remedy="write NAME=VALUE, quoted if needed"
            )
        found[name.strip()] = value
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadRequest(f"{text!r} is no date", place="--as-of", remedy="write 2025-12-31") from None
