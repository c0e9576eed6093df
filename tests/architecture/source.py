"""The package's own source, parsed: what the tests of this folder look at."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "fourfold"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One file of Python: its path under the root, its lines, its tree."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """The path as a person writes it: `src/fourfold/money.py`."""
        return self.path.relative_to(ROOT).as_posix() if self.path.is_absolute() else self.path.as_posix()

    def functions(self) -> Iterator[Function]:
        """Every function and method, nested ones too."""
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))


def module(text: str, path: str = "planted.py") -> Module:
    """A module from text: how a test plants a fault."""
    return Module(Path(path), text, ast.parse(text))


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """All modules below the folders (from the root), in order of path."""
    paths = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return tuple(Module(path, text, ast.parse(text)) for path in paths for text in [path.read_text("utf-8")])
