"""The front door: commands by name, errors as text, exit codes from the error tree.

Guarantees that a command loads only what it needs, that an error is printed with cause, place and
remedy and without a traceback, and that Ctrl-C leaves the workspace as it was.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from importlib.metadata import version

import click

from fourfold.cli.printing import complain
from fourfold.errors import FourfoldError, Interrupted

COMMANDS: Mapping[str, tuple[str, str]] = {
    "init": ("fourfold.cli.workspaces", "Make a workspace."),
    "import": ("fourfold.cli.loading", "Import a file; every line of it is accounted for."),
    "status": ("fourfold.cli.workspaces", "What the book holds, and from which imports."),
    "rejects": ("fourfold.cli.loading", "Faulty rows not in the book yet; export them for repair."),
    "undo": ("fourfold.cli.loading", "Take an import back."),
    "rebuild": ("fourfold.cli.loading", "Make the snapshot anew from the files as received."),
    "override": ("fourfold.cli.overrides", "Correct accounts and owners on top of what was imported."),
    "growth": ("fourfold.cli.growth", "Where the change in revenue came from."),
    "series": ("fourfold.cli.growth", "The sources period by period."),
    "lines": ("fourfold.cli.opening", "The order lines behind a figure."),
    "penetration": ("fourfold.cli.opening", "Products per account, and which are bought together."),
    "objectives": ("fourfold.cli.objectives", "Set, cut and track objectives; scorecards."),
    "balance": ("fourfold.cli.balancing", "Where objectives point, against where growth came from."),
    "lint": ("fourfold.cli.balancing", "What a list of objectives points at, and what it misses."),
    "report": ("fourfold.cli.reporting", "Write one HTML report."),
    "prepare": ("fourfold.cli.growth", "Compute the usual ledgers ahead, so that they answer at once."),
    "backup": ("fourfold.cli.keeping", "Write the book and its people into one file."),
    "restore": ("fourfold.cli.keeping", "Make a workspace from a backup."),
    "person": ("fourfold.cli.members", "Enter the people who sign in to the web application."),
    "audit": ("fourfold.cli.members", "Read and check the log of who did what."),
    "serve": ("fourfold.cli.serving", "Open the web application on a workspace."),
    "work": ("fourfold.cli.serving", "Do the long work of the web application."),
    "demo": ("fourfold.cli.reporting", "Make a company that never existed, and show its ledger."),
}
"""Each command, the module that holds it, and what it does."""

EXAMPLES = """\b
Examples:
  fourfold init my-book --currency EUR --timezone Europe/Berlin
  fourfold --workspace my-book import orders.csv
  fourfold --workspace my-book growth --current 2025
  fourfold --workspace my-book lines --current 2025 --row lost_account

\b
Exit codes:
  0 done     2 the request cannot be meant     3 needs a yes, nothing changed
  4 file refused     5 workspace     6 engine     78 unsafe setting
  130 interrupted, nothing changed

\b
Shell completion: eval "$(_FOURFOLD_COMPLETE=bash_source fourfold)" (or zsh_source, fish_source)
"""


WITHOUT_WORKSPACE = ("init", "demo", "restore")
"""Commands that make their own folder."""


def workspace_option() -> click.Option:
    """Return the option --workspace for a command, where it may stand as well as before the command."""

    def remember(ctx: click.Context, _option: click.Parameter, value: str | None) -> None:
        if value:
            ctx.find_root().obj = value

    told = "The workspace; else FOURFOLD_WORKSPACE, else here."
    return click.Option(["--workspace"], metavar="DIR", help=told, expose_value=False, callback=remember)


class Front(click.Group):
    """A group whose commands are loaded when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of a first user's day."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command, or return None if there is none of that name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(COMMANDS[cmd_name][0])
        command: click.Command = getattr(module, f"{cmd_name}_command")
        if cmd_name not in WITHOUT_WORKSPACE and not any(p.name == "workspace" for p in command.params):
            command.params.append(workspace_option())
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands without loading them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in COMMANDS.items()])


@click.command(cls=Front, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--workspace", "workspace", metavar="DIR", help="The workspace; else FOURFOLD_WORKSPACE, else here."
)
@click.version_option(version("fourfold"), prog_name="fourfold")
@click.pass_context
def fourfold(ctx: click.Context, workspace: str | None) -> None:
    """Where growth really comes from: a ledger of every order line by source, exact to the cent."""
    ctx.obj = workspace


def main(arguments: list[str] | None = None) -> None:
    """Run one command and exit with its code."""
    try:
        fourfold.main(arguments, prog_name="fourfold", standalone_mode=False)
    except FourfoldError as error:
        complain(error)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        stopped = Interrupted("interrupted", remedy="nothing was changed: repeat the command when it suits")
        complain(stopped)
        sys.exit(stopped.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
