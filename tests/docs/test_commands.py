"""Every command that a page names exists, with the options it is given there."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from fourfold.cli.front import fourfold
from tests.docs.pages import ROOT, pages

_SPAN = re.compile(r"`(fourfold [^`]+)`")
_LINE = re.compile(r"^(?: {4}|\$ )?(fourfold .+)$", re.MULTILINE)
_COMMAND = re.compile(r"fourfold(?: --workspace \S+)? (?P<name>[a-z]+)(?P<rest>(?: [^`\n]*)?)")
_OPTION = re.compile(r"(?<!\S)--[a-z][a-z-]*")


def commands(page: Path) -> list[tuple[str, str]]:
    """Each command line in code: its name and the rest of the line."""
    text = page.read_text("utf-8")
    found = [_COMMAND.match(line) for line in (*_SPAN.findall(text), *_LINE.findall(text))]
    return [(match["name"], match["rest"]) for match in found if match]


def options(command: click.Command, rest: str) -> set[str]:
    """What a command understands, and its group; of a group of commands, the one that the line names."""
    made = (*fourfold.params, *command.params)
    if isinstance(command, click.Group):
        named = [command.commands[word] for word in rest.split() if word in command.commands]
        made = (*made, *(parameter for sub in named for parameter in sub.params))
    return {"--help", *(o for parameter in made for o in (*parameter.opts, *parameter.secondary_opts))}


@pytest.mark.parametrize(
    "page", [page for page in pages() if commands(page)], ids=lambda page: page.relative_to(ROOT).as_posix()
)
def test_every_command_and_option_that_a_page_names_exists(page: Path) -> None:
    unknown = []
    for name, rest in commands(page):
        command = fourfold.get_command(click.Context(fourfold), name)
        if command is None:
            unknown.append(f"fourfold {name}")
            continue
        unknown += [f"fourfold {name} {o}" for o in _OPTION.findall(rest) if o not in options(command, rest)]
    assert unknown == []
