"""Starting the application: in a command, or as the server with its worker.

Guarantees that the tables of people are as this version needs them before anything is read, and
that several processes may start at once. Leaves what is served to `urls`.
"""

from __future__ import annotations

import fcntl
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
    from django.conf import settings  # noqa: PLC0415  read once Django is ready

    with (settings.FOURFOLD_WORKSPACE / "people.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several processes may start at once
        call_command("migrate", verbosity=0, interactive=False)
