"""The head of the audit log, kept apart from the database: how many entries it has, and their last hash.

Guarantees that the head never goes back, however many processes write, and is there whole. Leaves
comparing it with the log to `checking`.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from fourfold.errors import WorkspaceFault


@dataclass(frozen=True, slots=True)
class Head:
    """The number and the hash of the last entry."""

    number: int
    hash: str


def head_file() -> Path:
    """Return where the head is kept."""
    return Path(settings.FOURFOLD_WORKSPACE) / "audit.head"


def read_head() -> Head | None:
    """Return the head, or None if none was ever written.

    Raises
    ------
    WorkspaceFault
        The file cannot be read as a head; the remedy is a backup.
    """
    path = head_file()
    try:
        told = json.loads(path.read_text("ascii"))
        return Head(int(told["number"]), str(told["hash"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        raise WorkspaceFault(
            "the head of the audit log is damaged", place=str(path), remedy="restore it from a backup"
        ) from None


def advance(head: Head) -> None:
    """Write the head, unless a later one stands there."""
    path = head_file()
    with _alone(path):
        known = read_head()
        if known is not None and known.number >= head.number:
            return
        unfinished = path.with_name(f"{path.name}.{os.getpid()}")
        with unfinished.open("w", encoding="ascii") as file:
            json.dump({"number": head.number, "hash": head.hash}, file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
