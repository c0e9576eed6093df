"""Commands that run the web application: serve and work."""

from __future__ import annotations

from typing import TypedDict, Unpack

import click

from fourfold.cli.options import book_of, workspace_of


class ServeOptions(TypedDict):
    """What `serve` is told."""

    bind: str
    processes: int
    threads: int
    demo_people: bool
    worker: bool


@click.command("serve")
@click.option("--bind", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT", help="Where.")
@click.option("--processes", default=1, show_default=True, help="How many processes answer.")
@click.option("--threads", default=8, show_default=True, help="How many requests each answers at a time.")
@click.option("--demo-people", is_flag=True, help="If nobody can sign in yet: make one person of each role.")
@click.option("--worker/--no-worker", default=True, help="A worker for the jobs beside it, or elsewhere.")
@click.pass_context
def serve_command(ctx: click.Context, **options: Unpack[ServeOptions]) -> None:
    """Open the web application on a workspace, with a worker for imports and other long work.

    \b
    Example: fourfold serve --demo-people
    """
    from fourfold.web.starting import start

    start(workspace_of(ctx).folder)
    from fourfold.web.members.first import demo_people
    from fourfold.web.members.models import Person
    from fourfold.web.serving import Serving, serve

    if options["demo_people"]:
        with book_of(ctx) as book:
            people = demo_people(book)
        for person in people:
            click.echo(f"  {person.role:<20} {person.email:<40} {person.password}")
        if people:
            click.echo("These passwords are shown this once.")
    if not Person.objects.exists():
        click.echo("Nobody can sign in yet: fourfold person add EMAIL --role revenue_operations")
    told = f"Fourfold is at http://{options['bind']}/ (end with Ctrl-C)"
    serving = Serving(options["bind"], options["processes"], options["threads"], options["worker"])
    serve(serving, lambda: click.echo(told))


@click.command("work")
@click.pass_context
def work_command(ctx: click.Context) -> None:
    """Do the jobs of the web application: imports, mails, whatever takes longer than a page.

    `serve` runs one of these itself; several may run, on the same workspace.

    \b
    Example: fourfold work
    """
    from fourfold.web.starting import start

    start(workspace_of(ctx).folder)
    from fourfold.web.jobs.worker import main

    main()
