"""Code planted in a reading process, as a file that takes its reader over would plant it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_HOOK = """
import sys

def attack():
{code}

def hook(event, arguments):
    opened = event == "open" and str(arguments[0]).endswith("orders.csv") and arguments[1]
    if opened and not done:
        done.append(1)
        attack()

done = []
sys.addaudithook(hook)
"""


def plant(folder: Path, patch: pytest.MonkeyPatch, code: str, *, at_once: bool = False) -> None:
    """Make the next reading process run code when it first opens `orders.csv`, or as it starts."""
    planted = folder / "planted"
    planted.mkdir(exist_ok=True)
    indented = "".join(f"    {line}\n" for line in code.strip().splitlines())
    (planted / "sitecustomize.py").write_text(code if at_once else _HOOK.format(code=indented), "utf-8")
    patch.setenv("PYTHONPATH", os.pathsep.join([str(planted), os.environ.get("PYTHONPATH", "")]))
