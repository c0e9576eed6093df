"""The import rules of pyproject.toml hold, and would be seen not to: a planted fault is caught."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, ROOT


@dataclass(frozen=True)
class Planted:
    """One fault: a line added to a file of the package, and the contract that must break."""

    file: str
    line: str
    contract: str


FAULTS = {
    "upward import": Planted("errors.py", "from fourfold import cli", "imports point down the floors"),
    "import between neighbours": Planted(
        "datasets/__init__.py", "from fourfold import reports", "imports point down the floors"
    ),
    "import hidden in a function": Planted(
        "book/schema.py", "def later():\n    import fourfold.growth", "imports point down the floors"
    ),
    "module without a floor": Planted("leftovers.py", "", "imports point down the floors"),
    "cycle inside a package": Planted(
        "growth/comparison.py",
        "from fourfold.growth import ledger",
        "no cycles between the modules of a package",
    ),
    "second door to a driver": Planted(
        "growth/__init__.py", "import psycopg", "only book/engines.py imports a database driver"
    ),
    "web framework": Planted(
        "cli/__init__.py",
        "import django",
        "only the web application knows Django",
    ),
    "another web framework": Planted(
        "web/__init__.py",
        "import flask",
        "DuckDB only through Ibis, Django the only web framework",
    ),
}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the copy of the package in the folder."""
    run = "from importlinter.cli import lint_imports_command as run; run()"
    command = [sys.executable, "-c", run, "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package and its rules in a folder of their own."""
    shutil.copytree(PACKAGE, tmp_path / "fourfold", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_package_as_it_is_breaks_no_import_rule(copy: Path) -> None:
    checked = lint_imports(copy)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "0 broken" in checked.stdout


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_planted_fault_is_caught(copy: Path, fault: Planted) -> None:
    with (copy / "fourfold" / fault.file).open("a") as file:
        file.write(f"\n{fault.line}\n")
    checked = lint_imports(copy)
    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert f"{fault.contract} BROKEN" in checked.stdout


def test_the_rules_tolerate_no_exception() -> None:
    rules = (ROOT / "pyproject.toml").read_text("utf-8").partition("[tool.importlinter]")[2]
    assert "ignore_imports" not in rules
    assert "exhaustive_ignores" not in rules
