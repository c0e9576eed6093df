"""The commands person and audit, as a first administrator uses them; each runs as its own process."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of this file's own: its people stay from test to test."""
    made = tmp_path_factory.mktemp("members") / "book"
    fourfold(made, "init", str(made), "--currency", "EUR")
    return made


def fourfold(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FOURFOLD_")}
    environment["FOURFOLD_WORKSPACE"] = str(folder)
    program = str(Path(sys.executable).with_name("fourfold"))
    return subprocess.run([program, *words], env=environment, capture_output=True, text=True, check=False)


def test_the_first_administrator_is_entered_and_set_a_password_by_a_link(folder: Path) -> None:
    made = fourfold(
        folder, "person", "add", "Ada@Example.com", "--role", "revenue_operations", "--name", "Ada"
    )
    assert made.returncode == 0, made.stderr
    assert "entered: ada@example.com, revenue_operations from" in made.stdout
    assert re.search(r"http://127\.0\.0\.1:8000/sign/password/reset/key/\w+-[\w-]+/", made.stdout)
    again = fourfold(folder, "person", "add", "ada@example.com", "--role", "seller")
    assert again.returncode == 2
    assert "entered already" in again.stderr
    listed = fourfold(folder, "person", "list").stdout.split()
    assert listed == ["ada@example.com", "revenue_operations"]


@pytest.mark.parametrize(
    "words",
    [("person", "add", "no address", "--role", "seller"), ("person", "add", "a@b.example", "--role", "king"),
     ("person", "add", "a@b.example"), ("audit", "list", "--since", "soon")],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(words: tuple[str, ...], folder: Path) -> None:
    refused = fourfold(folder, *words)
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr


def test_the_log_is_listed_and_a_change_to_it_ends_with_1_and_names_the_entry(folder: Path) -> None:
    fourfold(folder, "person", "add", "bo@example.com", "--role", "seller")
    whole = fourfold(folder, "audit", "verify")
    assert whole.returncode == 0, whole.stderr
    assert whole.stdout.startswith("whole: ")
    listed = fourfold(folder, "audit", "list", "--since", "2020-01-01").stdout
    assert "person_added command line bo@example.com" in listed
    assert fourfold(folder, "audit", "list", "--since", "2999-01-01").stdout == ""
    with closing(sqlite3.connect(folder / "people.sqlite3")) as database:
        database.execute("DROP TRIGGER audit_no_update")
        database.execute("UPDATE audit_entry SET about = 'eve@example.com' WHERE number = 2")
        database.commit()
    broken = fourfold(folder, "audit", "verify")
    assert broken.returncode == 1
    assert "entry 2" in broken.stderr
