from __future__ import annotations

import click
import pytest

from fourfold.cli import workspaces
from fourfold.cli.front import COMMANDS, Front, fourfold
from fourfold.errors import EngineFault, FourfoldError
from tests.unit.cli.conftest import Run


@pytest.mark.parametrize("name", list(COMMANDS))
def test_the_help_of_every_command_has_an_example_of_it_and_fits_80_columns(run: Run, name: str) -> None:
    said = run(name, "--help")
    assert (said.code, said.err) == (0, "")
    assert f"fourfold {name}" in said.out.split("Example", 1)[1]
    assert max(len(line) for line in said.out.splitlines()) <= 80


def test_the_front_page_names_every_command_and_every_exit_code(run: Run) -> None:
    said = run("--help")
    assert said.code == 0
    assert all(f"  {name} " in said.out and about in said.out for name, (_, about) in COMMANDS.items())
    tree = {kind.exit_code for kind in FourfoldError.__subclasses__()}
    assert all(f" {code} " in said.out for code in tree)


def test_a_command_that_is_not_there_is_none() -> None:
    assert isinstance(fourfold, Front)
    context = click.Context(fourfold)
    assert fourfold.list_commands(context) == list(COMMANDS)
    assert fourfold.get_command(context, "grow") is None


@pytest.mark.parametrize("arguments", [["grow"], ["growth"], ["growth", "--current"], ["--colour"], []])
def test_a_command_that_cannot_be_read_ends_with_2_and_says_what_is_wrong(
    run: Run, arguments: list[str]
) -> None:
    said = run(*arguments)
    assert (said.code, said.out) == (2, "")
    assert "Error: " in said.err or "Usage: " in said.err


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (EngineFault("no answer", place="db", remedy="start it"), 6, "Error: no answer (db)"),
        (KeyboardInterrupt(), 130, "Error: interrupted"),
    ],
)
def test_whatever_stops_a_command_is_told_in_words_and_by_its_exit_code(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, *, code: int, told: str
) -> None:
    def stopped(_: object) -> None:
        raise error

    monkeypatch.setattr(workspaces, "workspace_of", stopped)
    said = run("status")
    assert (said.code, said.out) == (code, "")
    first, remedy = said.err.strip().splitlines()
    assert first == told
    assert remedy.startswith("Remedy: ")


def test_the_version_is_told(run: Run) -> None:
    assert run("--version").out.startswith("fourfold, version ")
