"""Settings of one run, from the environment; read by delivery only.

Guarantees that a setting is either valid or refused with its choices. What belongs to a book
(currency, calendar, levels) stands in its workspace and is read by `fourfold.book.settings`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Config:
    """Where the workspace is, and on which engine questions run (empty: what the workspace says)."""

    workspace: Path
    engine_url: str


VARIABLES: Mapping[str, str] = {
    "FOURFOLD_WORKSPACE": "the workspace's folder; the current folder if not set",
    "FOURFOLD_ENGINE_URL": "the engine for questions; what fourfold.toml says if not set",
}
"""The environment variables and what they mean."""


def read_config(environment: Mapping[str, str] = os.environ) -> Config:
    """Return the settings of this run; what is not set takes its default."""
    return Config(
        Path(environment.get("FOURFOLD_WORKSPACE") or "."),
        environment.get("FOURFOLD_ENGINE_URL", ""),
    )
