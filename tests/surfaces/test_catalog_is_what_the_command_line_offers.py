"""The catalogue, the front page and the modules behind it name the same questions in the same words."""

from __future__ import annotations

import importlib

import click
import pytest

from fourfold.catalog import QUESTIONS
from fourfold.cli.front import COMMANDS, fourfold

CHANGES = {
    *("init", "import", "undo", "rebuild", "override", "prepare", "demo"),
    *("serve", "work", "backup", "restore", "person", "audit"),
}
"""Commands that change something, make it or run it, and so answer no question of a book."""


WITHIN = {"scorecard": "objectives"}
"""Questions that a command of a group answers, and the group."""


def test_a_command_either_answers_a_question_of_the_catalogue_or_changes_something() -> None:
    assert set(COMMANDS) - CHANGES == set(QUESTIONS) - set(WITHIN)
    assert set(COMMANDS) >= CHANGES
    for name, group in WITHIN.items():
        command = fourfold.get_command(click.Context(fourfold), group)
        assert isinstance(command, click.Group)
        assert name in command.commands
        assert name in QUESTIONS


@pytest.mark.parametrize("name", list(COMMANDS))
def test_a_command_is_loaded_by_its_name_and_its_module_holds_it(name: str) -> None:
    module, about = COMMANDS[name]
    command = fourfold.get_command(click.Context(fourfold), name)
    assert command is getattr(importlib.import_module(module), f"{name}_command")
    assert command.name == name
    assert command.help
    assert about.endswith(".")


def test_questions_about_two_periods_ask_for_them_in_the_same_words() -> None:
    for name in ("growth", "series", "lines", "report"):
        command = fourfold.get_command(click.Context(fourfold), name)
        assert command is not None
        asked = {option for parameter in command.params for option in parameter.opts}
        words = {"--current", "--base", "--account-level", "--product-level", "--policy", "--as-of"}
        assert words | {"--constant-rates"} <= asked, name
