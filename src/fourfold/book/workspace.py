"""A workspace: the folder that holds a book, and which of its snapshots is current.

    fourfold.toml               settings
    profiles/NAME.toml          how a source is read
    raw/<sha256>.<ext>          files as received
    segments/*.parquet          rows, immutable
    snapshots/snap-*.json       manifests; snapshots/CURRENT names the current one
    journals/*                  what people did, line after line; see `journal`
    index/, .verified           derived, remade when missing
    tmp/                        unfinished work of a process, swept by the next import

Guarantees that a reader sees one whole snapshot and never waits, that a file is checked against
its SHA-256 before it is read, and that a commit is there whole or not at all. Leaves the one place
to write to `writing`, and what goes into a snapshot to `imports` and `rebuild`.
"""

from __future__ import annotations

import json
import os
import re
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from fourfold.book import codes, durable, snapshots
from fourfold.book.failpoints import reach
from fourfold.book.settings import SETTINGS_FILE, Settings, read_settings, settings_text
from fourfold.book.snapshots import NAME, Segment, Snapshot
from fourfold.errors import BadRequest, Finding, WorkspaceFault

JOURNALS = "journals"
FOLDERS = ("profiles", "raw", "segments", "snapshots", "index", JOURNALS, "tmp")
POINTER = re.compile(r"(snap-\d{6,}-[0-9a-f]{12}) [0-9a-f]{64}\n")
VERIFIED_FOR = 24 * 3600
"""Seconds for which a verified file whose size, times and inode are unchanged is not read again."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """An open workspace; opening costs nothing and holds nothing."""

    folder: Path
    settings: Settings

    @property
    def company(self) -> str:
        """The name to show above figures: what the settings say, else the folder's."""
        return self.settings.company or self.folder.name

    def snapshot(self) -> Snapshot:
        """Return the current snapshot.

        Raises
        ------
        WorkspaceFault
            No manifest is whole; the remedy is a backup, or `fourfold rebuild`.
        """
        return current(self)[0]

    def file(self, segment: Segment) -> Path:
        """Return the path of a segment whose content was checked against its SHA-256; see `files`."""
        return self.files([segment])[0]

    def files(self, segments: Sequence[Segment]) -> tuple[Path, ...]:
        """Return the paths of segments whose content was checked against their SHA-256.

        A file that was found whole within a day and has not changed its size, times or inode since
        is not read again.

        Raises
        ------
        WorkspaceFault
            A file is missing or changed; the remedy is `fourfold rebuild`.
        """
        _verify(self, segments)
        return tuple(self.folder / segment.file for segment in segments)


def create_workspace(folder: Path, settings: Settings) -> Workspace:
    """Make a workspace in a folder, which is made if it is not there, with an empty first snapshot.

    Raises
    ------
    WorkspaceFault
        The folder holds a workspace, or folders of its names; the remedy is another folder.
    """
    if (taken := _taken(folder)) is not None:
        raise WorkspaceFault(taken, place=str(folder), remedy="choose another folder")
    create_folders(folder)
    made = Workspace(folder.absolute(), settings)
    if not (folder / "snapshots" / "CURRENT").exists():
        commit(made, Snapshot(name="", number=0, parent=""))
    temporary = folder / "tmp" / f"settings.{os.getpid()}"
    durable.replace_pointer(temporary, folder / SETTINGS_FILE, settings_text(settings))
    return made


def create_folders(folder: Path) -> None:
    """Make the folders of a workspace where they are missing."""
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)


def _taken(folder: Path) -> str | None:
    """Return what stands in the way of a workspace: one that is there, or its folders of other content.

    Other files may stand beside it, and what an interrupted attempt left does not count.
    """
    if folder.exists() and not folder.is_dir():
        return "this is a file"
    if (folder / SETTINGS_FILE).exists():
        return "there is a workspace already"
    kept = [name for name in ("raw", "segments") if (folder / name).exists()]
    full = [name for name in kept if not (folder / name).is_dir() or any((folder / name).iterdir())]
    return f"it holds a {full[0]} of another kind" if full else None


def open_workspace(folder: Path) -> Workspace:
    """Open the workspace in a folder; raises `WorkspaceFault` if there is none, or of another version."""
    settings = read_settings(folder / SETTINGS_FILE)
    missing = [name for name in ("raw", "segments", "snapshots") if not (folder / name).is_dir()]
    if missing:
        raise WorkspaceFault(
            f"the folder {missing[0]} is missing", place=str(folder), remedy="restore a backup"
        )
    return Workspace(folder.absolute(), settings)


def current(workspace: Workspace) -> tuple[Snapshot, tuple[Finding, ...]]:
    """Return the current snapshot; if the pointer is damaged, the last whole one with a warning."""
    pointer = workspace.folder / "snapshots" / "CURRENT"
    try:
        told = POINTER.fullmatch(pointer.read_bytes().decode("ascii", "replace"))
    except FileNotFoundError:
        told = None
    if told:
        with suppress(WorkspaceFault, BadRequest):
            return read_snapshot(workspace, told[1]), ()
    whole = history(workspace)
    if not whole:
        raise WorkspaceFault(
            "no whole snapshot is left", place=str(pointer.parent), remedy="restore a backup"
        )
    message = f"the pointer to the current snapshot was damaged; {whole[-1].name} is used"
    return whole[-1], (codes.finding("W951", message, file=str(pointer)),)


def read_snapshot(workspace: Workspace, name: str) -> Snapshot:
    """Return a snapshot by name.

    Raises
    ------
    BadRequest
        There is none of that name; the remedy names the folder.
    WorkspaceFault
        Its manifest is damaged.
    """
    path = workspace.folder / "snapshots" / f"{name}.json"
    if not NAME.fullmatch(name) or not path.exists():
        raise BadRequest(
            f"no snapshot {name!r}", place=str(path.parent), remedy="use a name that stands there"
        )
    return snapshots.unseal(name, path.read_bytes())


def history(workspace: Workspace) -> list[Snapshot]:
    """Return every whole snapshot in order of number; a damaged manifest is left out."""
    whole = []
    for path in sorted((workspace.folder / "snapshots").glob("snap-*.json")):
        with suppress(WorkspaceFault):
            whole.append(snapshots.unseal(path.stem, path.read_bytes()))
    return sorted(whole, key=lambda s: s.number)


def commit(workspace: Workspace, snapshot: Snapshot) -> Snapshot:
    """Write a snapshot's manifest, make it current, and return it with its name."""
    sealed, content = snapshots.seal(snapshot)
    manifest = workspace.folder / "snapshots" / f"{sealed.name}.json"
    temporary = workspace.folder / "tmp" / f"{sealed.name}.{os.getpid()}"
    reach("manifest")
    temporary.write_bytes(content)
    durable.place(temporary, manifest)
    reach("pointer")
    point_to(workspace.folder, sealed.name)
    return sealed


def point_to(folder: Path, name: str) -> None:
    """Make the snapshot of that name, whose manifest is there, the current one of a workspace's folder."""
    digest = durable.sha256_of(folder / "snapshots" / f"{name}.json")
    temporary = folder / "tmp" / f"{name}.{os.getpid()}"
    durable.replace_pointer(temporary, folder / "snapshots" / "CURRENT", f"{name} {digest}\n")


def _verify(workspace: Workspace, segments: Sequence[Segment]) -> None:
    seen, now = _verified(workspace), time.time()
    marks = {segment.file: _mark(workspace, segment) for segment in segments}
    stale = [s for s in segments if not _is_fresh(seen.get(s.file), marks[s.file], now)]
    if not stale:
        return
    with ThreadPoolExecutor(2) as pool:
        digests = list(pool.map(durable.sha256_of, [workspace.folder / s.file for s in stale]))
    for segment, digest in zip(stale, digests, strict=True):
        if digest != segment.sha256:
            raise WorkspaceFault(
                "segment changed since it was written", place=segment.file, remedy="fourfold rebuild"
            )
        seen[segment.file] = [now, *marks[segment.file]]
    there = {name: told for name, told in seen.items() if (workspace.folder / name).exists()}
    with suppress(OSError):  # only a memory of work done; a reader may lack the right to write it
        temporary = workspace.folder / f".verified.{os.getpid()}.{threading.get_ident()}"
        temporary.write_text(json.dumps(there))
        temporary.replace(workspace.folder / ".verified")


def _mark(workspace: Workspace, segment: Segment) -> list[int]:
    try:
        stat = (workspace.folder / segment.file).stat()
    except FileNotFoundError as error:
        raise WorkspaceFault("segment is missing", place=segment.file, remedy="fourfold rebuild") from error
    return [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino]


def _is_fresh(seen: object, mark: list[int], now: float) -> bool:
    match seen:
        case [float() | int() as at, *marked]:
            return marked == mark and 0 <= now - at < VERIFIED_FOR
    return False


def _verified(workspace: Workspace) -> dict[str, list[float]]:
    try:
        found = json.loads((workspace.folder / ".verified").read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
