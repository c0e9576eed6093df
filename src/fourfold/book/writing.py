"""The one place to write to a workspace: who has it, what is cleared away first, how numbers go on.

Guarantees that writers stand in line, that what a dead process left is gone before the next one
begins, that no number is used twice, and that readers are not disturbed. Leaves reading to
`workspace`, and what is written to `imports` and `rebuild`.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from fourfold.book.overrides import Override
from fourfold.book.snapshots import NAME, Snapshot
from fourfold.book.workspace import Workspace, commit, current, read_snapshot
from fourfold.errors import Finding, WorkspaceFault

SNAPSHOTS_KEPT, KEPT_AT_LEAST = 100, 7 * 24 * 3600
"""How many snapshots behind the current one are kept, and how many seconds each is kept at least."""

BUSY = "the workspace is busy with another import"
"""The cause of the fault that somebody else is writing, by which who can wait knows it."""


def restore(workspace: Workspace, name: str) -> Snapshot:
    """Make the state of an earlier snapshot current again, as a new snapshot; nothing is deleted.

    Imports that came later are marked as undone, and overrides that were made later as ended.
    """
    with hold(workspace):
        before, wanted = to_write_on(workspace)[0], read_snapshot(workspace, name)
        for segment in wanted.files:
            workspace.file(segment)
        kept = {record.number: record for record in wanted.imports}
        later = (replace(r, undone=True) for r in before.imports if r.number not in kept)
        imports = tuple(sorted((*wanted.imports, *later), key=lambda r: r.number))
        state = replace(wanted, imports=imports, overrides=_as_of(wanted, before))
        return commit(workspace, succeed(before, state, f"restored {name}"))


def _as_of(wanted: Snapshot, before: Snapshot) -> tuple[Override, ...]:
    """Return the overrides of a snapshot that is restored, and those made since, all ended."""
    at, told = datetime.now(UTC).isoformat(timespec="seconds"), f"restored {wanted.name}"
    later = (one for one in before.overrides if wanted.find_override(one.number) is None)
    ended = (replace(one, ended_at=at, ended_why=told) if one.is_open else one for one in later)
    return (*wanted.overrides, *ended)


def succeed(before: Snapshot, state: Snapshot, reason: str) -> Snapshot:
    """Return the state as the successor of a snapshot: numbers go on, none is used twice."""
    return replace(
        state,
        name="",
        number=before.number + 1,
        parent=before.name,
        reason=reason,
        next_import=max(before.next_import, state.next_import),
    )


def to_write_on(workspace: Workspace) -> tuple[Snapshot, tuple[Finding, ...]]:
    """Return the current snapshot as `current` does, with numbers beyond those of damaged manifests."""
    state, warnings = current(workspace)
    named = [NAME.fullmatch(path.stem) for path in (workspace.folder / "snapshots").iterdir()]
    beyond = max(0, *(int(n[1]) - state.number for n in named if n))
    return replace(state, number=state.number + beyond, next_import=state.next_import + beyond), warnings


@contextmanager
def hold(workspace: Workspace, wait: float = 0.0, told: Callable[[], None] | None = None) -> Iterator[Path]:
    """Hold the one place to write, and give a folder for temporary files that is gone afterwards.

    Waits up to `wait` seconds for another writer (`told` is called once when waiting begins), then
    sweeps what dead processes left.

    Raises
    ------
    WorkspaceFault
        Another import is still running; the remedy is to wait for it. Or the disk failed or is full.
    """
    with (workspace.folder / "tmp" / "lock").open("ab") as lock:
        _take(lock.fileno(), wait, told)
        sweep(workspace)
        own = workspace.folder / "tmp" / f"work-{os.getpid()}"
        own.mkdir()
        try:
            yield own
        except OSError as error:
            free = shutil.disk_usage(workspace.folder).free / 1e9
            raise WorkspaceFault(
                f"storing failed: {error} ({free:.1f} GB free)",
                place=str(workspace.folder),
                remedy="nothing was changed; make room or mend the disk, then repeat",
            ) from error
        finally:
            shutil.rmtree(own, ignore_errors=True)


def _take(handle: int, wait: float, told: Callable[[], None] | None) -> None:
    until = time.monotonic() + wait
    while True:
        try:
            return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if told:
                told()
                told = None
            if time.monotonic() >= until:
                raise WorkspaceFault(BUSY, remedy="wait for it, then repeat") from None
            time.sleep(0.1)


def sweep(workspace: Workspace) -> None:
    """Delete what no snapshot needs: unfinished work, manifests never made current, the oldest of many.

    Files go only while every manifest is whole: what a damaged one names may be wanted for its
    repair.
    """
    for path in (workspace.folder / "tmp").iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != "lock":
            path.unlink()
    now = current(workspace)[0].number
    for path in (workspace.folder / "snapshots").glob("snap-*.json"):
        _keep_or_delete(path, now)
    sweep_files(workspace)


def sweep_files(workspace: Workspace) -> None:
    """Delete segments, indexes and raw files that no manifest names; none while a manifest is damaged."""
    left = list((workspace.folder / "snapshots").glob("snap-*.json"))
    if not all(_is_whole(path) for path in left):
        return
    named = rb'"((?:segments|raw)/[^"]+)"'
    needed = {name.decode() for path in left for name in re.findall(named, path.read_bytes())}
    needed |= {f"index/{Path(name).stem}.probes" for name in needed}
    for folder in ("segments", "index", "raw"):
        for path in (workspace.folder / folder).iterdir():
            if f"{folder}/{path.name}" not in needed:
                path.unlink()


def _keep_or_delete(manifest: Path, now: int) -> None:
    named = NAME.fullmatch(manifest.stem)
    number = int(named[1]) if named else now
    age = time.time() - manifest.stat().st_mtime
    never_current, too_old = number > now, number < now - SNAPSHOTS_KEPT and age > KEPT_AT_LEAST
    if (never_current and _is_whole(manifest)) or too_old:
        manifest.unlink()


def _is_whole(manifest: Path) -> bool:
    return hashlib.sha256(manifest.read_bytes()).hexdigest()[:12] == manifest.stem[-12:]
