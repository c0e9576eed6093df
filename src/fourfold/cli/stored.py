"""What the commands about objectives share: what they open, and how they write.

Guarantees that an imported row which is no objective is told whenever objectives are read. Leaves what
is asked of them to the commands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from fourfold.book import journal
from fourfold.cli.options import book_of, workspace_of
from fourfold.cli.printing import write
from fourfold.objectives.store import JOURNAL, read_store
from fourfold.reports import csv_text, grid_records, json_text, xlsx_bytes

if TYPE_CHECKING:
    from fourfold.book.book import Book
    from fourfold.book.workspace import Workspace
    from fourfold.objectives.store import Store
    from fourfold.reports import Grid

FORMATS = click.Choice(["table", "json", "csv", "xlsx"])


@dataclass(frozen=True, slots=True)
class Opened:
    """A workspace with its book and its objectives."""

    workspace: Workspace
    book: Book
    store: Store


@contextmanager
def opened_of(ctx: click.Context) -> Iterator[Opened]:
    """Open the workspace of this run, its book and its objectives; imported rows that are none are told."""
    workspace = workspace_of(ctx)
    with book_of(ctx) as book:
        store = read_store(book, journal.read(workspace, JOURNAL))
        for one in store.unusable:
            click.echo(f"line {one.file_line} of an import is no objective: {one.cause}", err=True)
        yield Opened(workspace, book, store)


def write_grids(grids: Iterable[Grid], form: str, output: str | None) -> None:
    """Write grids as CSV, one after the other, as a workbook, or as JSON with one list for each."""
    made = list(grids)
    if form == "json":
        first, *others = made
        records = grid_records(first)
        write(json_text(records if not others else {g.title: grid_records(g) for g in made}), output)
    else:
        write(xlsx_bytes(made) if form == "xlsx" else "\n".join(map(csv_text, made)), output)
