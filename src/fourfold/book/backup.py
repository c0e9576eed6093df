"""Backups: a workspace in one file, taken while people read and import, and made anew from it.

Guarantees that a backup holds one whole snapshot with the files as received, and that a restored
workspace is checked, byte for byte, before it is there. Leaves encryption and where backups are
kept to whoever runs Fourfold: the file is readable by its owner alone.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from fourfold.book import durable
from fourfold.book.journal import check_journals, copy_journals
from fourfold.book.settings import SETTINGS_FILE
from fourfold.book.snapshots import Snapshot
from fourfold.book.workspace import (
    FOLDERS,
    JOURNALS,
    Workspace,
    create_folders,
    open_workspace,
    point_to,
)
from fourfold.errors import WorkspaceFault

BESIDE = ("people.sqlite3", "audit.head")
"""What stands beside a book in its folder and belongs to it: who may see it, and the audit log's head."""


def back_up(workspace: Workspace, to: Path, progress: Callable[[int, int], None] | None = None) -> Path:
    """Write the current snapshot, its raw files, profiles, settings, journals and people into one tar file.

    Nothing waits: what a snapshot names is never changed, people and journals are copied as of one moment.
    `progress` is told how many files of how many are in.

    Raises
    ------
    WorkspaceFault
        The file is there already, or a file of the snapshot is missing or changed.
    """
    if to.exists():
        raise WorkspaceFault("this file exists", place=str(to), remedy="choose another name")
    snapshot = workspace.snapshot()
    workspace.files(snapshot.files)
    unfinished = to.with_name(f".{to.name}.{os.getpid()}")
    try:
        with TemporaryDirectory(dir=to.absolute().parent) as copies:
            files = [*_named(workspace, snapshot), *_beside(workspace, Path(copies))]
            handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as stream, tarfile.open(fileobj=stream, mode="w") as made:
                for place, (name, path) in enumerate(files):
                    made.add(path, name)
                    if progress:
                        progress(place + 1, len(files))
        durable.flush_file(unfinished)
        unfinished.replace(to)
    finally:
        unfinished.unlink(missing_ok=True)
    return to


def _named(workspace: Workspace, snapshot: Snapshot) -> Iterator[tuple[str, Path]]:
    """Return what a snapshot consists of, the pointer to it last."""
    profiles = sorted(path.name for path in (workspace.folder / "profiles").iterdir())
    raw = sorted({record.raw for record in snapshot.imports})
    segments = sorted({segment.file for segment in snapshot.files})
    manifest = f"snapshots/{snapshot.name}.json"
    for name in (SETTINGS_FILE, *(f"profiles/{p}" for p in profiles), *raw, *segments, manifest):
        yield name, workspace.folder / name


def _beside(workspace: Workspace, copies: Path) -> Iterator[tuple[str, Path]]:
    for name in BESIDE:
        path = workspace.folder / name
        if not path.exists():
            continue
        copy = copies / name
        if path.suffix == ".sqlite3":
            with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
                source.backup(target)
        else:
            shutil.copyfile(path, copy)
        yield name, copy
    for name in copy_journals(workspace, copies):
        yield f"{JOURNALS}/{name}", copies / name


def restore_backup(file: Path, folder: Path) -> Workspace:
    """Make a workspace in a new folder from a backup.

    Raises
    ------
    WorkspaceFault
        The folder is not empty, or the file is no backup, is cut off or was changed; then nothing
        is left behind.
    """
    if folder.exists() and any(folder.iterdir()):
        raise WorkspaceFault("the folder is not empty", place=str(folder), remedy="choose another folder")
    unfinished = folder.with_name(f".{folder.name}.{os.getpid()}")
    unfinished.mkdir(parents=True, mode=0o700)
    try:
        _unpack(file, unfinished)
        _checked(unfinished, file)
        if folder.exists():
            folder.rmdir()
        unfinished.replace(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return open_workspace(folder)


def _unpack(file: Path, folder: Path) -> None:
    create_folders(folder)
    allowed = {SETTINGS_FILE, *BESIDE}
    try:
        with tarfile.open(file) as kept:
            for member in kept:
                head, _, rest = member.name.partition("/")
                inside = head in FOLDERS and rest and "/" not in rest and ".." not in rest
                if not member.isfile() or not (member.name in allowed or inside):
                    raise _no_backup(file, f"it holds {member.name!r}")
                kept.extract(member, folder, filter="data")
    except (tarfile.TarError, EOFError) as error:
        raise _no_backup(file, str(error)) from error
    except FileNotFoundError as error:
        raise WorkspaceFault("there is no such file", place=str(file), remedy="check its name") from error


def _checked(folder: Path, file: Path) -> None:
    """Point to the snapshot, and read every file that it names."""
    manifests = list((folder / "snapshots").glob("snap-*.json"))
    if len(manifests) != 1 or not (folder / SETTINGS_FILE).exists():
        raise _no_backup(file, "it holds no whole snapshot")
    point_to(folder, manifests[0].stem)
    workspace = open_workspace(folder)
    snapshot = workspace.snapshot()
    workspace.files(snapshot.files)
    check_journals(workspace)
    for record in snapshot.imports:
        if durable.sha256_of(folder / record.raw) != record.sha256:
            raise _no_backup(file, f"{record.file} changed since it was received")


def _no_backup(file: Path, why: str) -> WorkspaceFault:
    return WorkspaceFault(f"this is no whole backup: {why}", place=str(file), remedy="take another backup")
