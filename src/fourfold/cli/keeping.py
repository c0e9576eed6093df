"""Commands that keep a workspace safe: backup and restore."""

from __future__ import annotations

from pathlib import Path

import click

from fourfold.book.backup import back_up, restore_backup
from fourfold.cli.options import workspace_of
from fourfold.cli.printing import Progress


@click.command("backup")
@click.argument("file", metavar="FILE.tar")
@click.pass_context
def backup_command(ctx: click.Context, file: str) -> None:
    """Write the book, its files as received, its settings and its people into one file.

    Nobody has to stop for it. People kept in PostgreSQL are not in it: use pg_dump for them.

    \b
    Example: fourfold backup fourfold-2026-11-23.tar
    """
    progress = Progress()
    try:
        made = back_up(workspace_of(ctx), Path(file), lambda n, all_: progress("backing up", n, all_))
    finally:
        progress.close()
    click.echo(f"backed up: {made}")


@click.command("restore")
@click.argument("file", metavar="FILE.tar")
@click.argument("folder", metavar="DIR")
def restore_command(file: str, folder: str) -> None:
    """Make a workspace in a new folder from a backup; every byte of it is checked first.

    \b
    Example: fourfold restore fourfold-2026-11-23.tar restored
    """
    made = restore_backup(Path(file), Path(folder))
    click.echo(f"restored: {made.folder}")
