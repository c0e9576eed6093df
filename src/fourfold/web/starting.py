"""Starting the application: in a command, or as the server with its worker.

Guarantees that the tables of people are as this version needs them before anything is read, and
that the worker ends with the server. Leaves what is served to `urls`.
"""

from __future__ import annotations

import os
from pathlib import Path

import django
from django.core.management import call_command

SETTINGS = "fourfold.web.settings"


def start(workspace: Path | None = None) -> None:
    """Make Django ready in this process, and its tables as this version needs them.

    Parameters
    ----------
    workspace
        The workspace's folder; what the environment says if None.

    Raises
    ------
    UnsafeSettings
        In production, a setting that would put data at risk.
    """
    if workspace is not None:
        os.environ["FOURFOLD_WORKSPACE"] = str(workspace)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
