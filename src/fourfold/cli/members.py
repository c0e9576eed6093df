"""Commands about people and the audit log: person and audit."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import click

from fourfold.book.scope import Role
from fourfold.cli.options import workspace_of
from fourfold.errors import BadRequest, FourfoldError

BY = "command line"
"""Who did it, as the audit log says."""


@click.group("person")
def person_command() -> None:
    """Enter the people who sign in to the web application.

    \b
    Example: fourfold person add you@example.com --role revenue_operations
    """


@person_command.command("add")
@click.argument("email")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice([r.value for r in Role]))
@click.option("--name", default="", help="As it stands on pages.")
@click.option(
    "--address",
    default="http://127.0.0.1:8000",
    show_default=True,
    metavar="URL",
    help="Where the application is.",
)
@click.pass_context
def add_person(ctx: click.Context, email: str, roles: tuple[str, ...], name: str, address: str) -> None:
    """Enter a person, and print once the address under which they set a password.

    The first administrator is made here: with the role revenue_operations.

    \b
    Example: fourfold person add ada@example.com --role revenue_operations --name "Ada Ops"
    """
    workspace = workspace_of(ctx)
    _checked(email)
    from fourfold.web.starting import start

    start(workspace.folder)
    from fourfold.web.members.people import Newcomer, add_person, password_path

    today = datetime.now(ZoneInfo(workspace.settings.timezone)).date()
    person = add_person(Newcomer(email, name, roles, today), by=BY)
    click.echo(f"entered: {person.email}, {', '.join(roles)} from {today}")
    click.echo("a password is set under this address, once, within three days:")
    click.echo(f"  {address.rstrip('/')}{password_path(person, by=BY)}")


@person_command.command("list")
@click.pass_context
def list_people(ctx: click.Context) -> None:
    """List everybody with their roles of today.

    \b
    Example: fourfold person list
    """
    workspace = workspace_of(ctx)
    from fourfold.web.starting import start

    start(workspace.folder)
    from fourfold.web.members.people import everybody

    today = datetime.now(ZoneInfo(workspace.settings.timezone)).date()
    for known in everybody((), today):
        roles = ", ".join(known.roles) or "no role"
        click.echo(f"{known.person.email:<40} {roles if known.person.is_active else 'cannot sign in'}")


@click.group("audit")
def audit_command() -> None:
    """Read and check the log of who did what in the web application.

    \b
    Example: fourfold audit verify
    """


@audit_command.command("verify")
@click.pass_context
def verify_audit(ctx: click.Context) -> None:
    """Check that no entry was changed, removed, swapped or cut off; exit 1 and name the first if one was.

    \b
    Example: fourfold audit verify
    """
    workspace = workspace_of(ctx)
    from fourfold.web.starting import start

    start(workspace.folder)
    from fourfold.web.audit.checking import verify

    verdict = verify()
    if verdict.first_bad is not None:
        raise FourfoldError(
            f"{verdict.why}; the {verdict.good} entries before it are whole",
            place=f"entry {verdict.first_bad}",
            remedy="keep the database and audit.head as they are, and tell whoever answers for security",
        )
    click.echo(f"whole: {verdict.good} entries")


@audit_command.command("list")
@click.option("--since", default="", metavar="DATE", help="Only entries from this day (UTC) on.")
@click.pass_context
def list_audit(ctx: click.Context, since: str) -> None:
    """List the entries, oldest first.

    \b
    Example: fourfold audit list --since 2026-11-01
    """
    workspace = workspace_of(ctx)
    if since:
        _day(since)
    from fourfold.web.starting import start

    start(workspace.folder)
    from fourfold.web.audit.log import Asked, entries

    for entry in entries(Asked(since=since)).reverse().iterator():
        click.echo(str(entry))


def _day(text: str) -> None:
    try:
        datetime.strptime(text, "%Y-%m-%d")  # noqa: DTZ007  a day alone
    except ValueError:
        raise BadRequest(f"{text!r} is no date", place="--since", remedy="write 2026-01-31") from None


def _checked(email: str) -> None:
    name, at, host = email.strip().partition("@")
    if not (name and at and host) or any(c.isspace() for c in email.strip()):
        raise BadRequest(f"{email!r} is no e-mail address", place="EMAIL", remedy="write ada@example.com")
