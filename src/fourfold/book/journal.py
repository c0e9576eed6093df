"""Journals of a workspace: what people did, line after line, never changed.

    journals/NAME.jsonl     one line for each append: its records, chained to the line before
    journals/NAME.head      how far acknowledged lines reach, and the hash of the last
    journals/NAME.torn      what a crash left of lines that nobody was told are there

Guarantees that an append is there whole or not at all and outlasts a crash once it returns, that
writers stand in line, and that a changed or missing line is found and named. An import, an undo, a
rebuild and a restored snapshot leave journals as they are; a backup carries them. Leaves lines to
`chain`, and what entries mean to whoever owns the name.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TypeAlias

from fourfold.book import durable
from fourfold.book.chain import (
    NOTHING,
    START,
    Chain,
    Entry,
    Head,
    Record,
    Signed,
    broken,
    chained_line,
    entries_of,
    parse_lines,
)
from fourfold.book.failpoints import reach
from fourfold.book.workspace import JOURNALS, Workspace
from fourfold.errors import BadRequest, WorkspaceFault
from fourfold.words import say

_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
_HELD = 16
"""So many journals stay parsed in a process."""

_Mark: TypeAlias = tuple[int, int, Head]
_held: dict[Path, tuple[_Mark, Chain]] = {}


def read(workspace: Workspace, name: str) -> tuple[Entry, ...]:
    """Return the entries of a journal in order; empty if nothing was written yet.

    Raises
    ------
    WorkspaceFault
        A line was changed or is missing; the place names it, the remedy is a backup.
    """
    return _load(_path(workspace, name)).entries


def append(
    workspace: Workspace, name: str, records: Sequence[Record], *, signed: Signed, expected: int
) -> tuple[Entry, ...]:
    """Write records at the end of a journal, all or none, and return their entries.

    `expected` is how many entries the writer had read.

    Raises
    ------
    BadRequest
        Somebody wrote since; the remedy is to read again. Nothing was written.
    TypeError, WorkspaceFault
        As `revise`.
    """

    def make(before: tuple[Entry, ...]) -> Sequence[Record]:
        if len(before) != expected:
            last = before[-1] if before else NOTHING
            raise BadRequest(
                say("somebody wrote in the meantime: {by}, {at}", by=last.by, at=last.at),
                place=f"{JOURNALS}/{name}.jsonl",
                remedy=say("read again, look at what changed, then repeat"),
            )
        return records

    return revise(workspace, name, make, signed=signed)


def revise(
    workspace: Workspace,
    name: str,
    make: Callable[[tuple[Entry, ...]], Sequence[Record]],
    *,
    signed: Signed,
) -> tuple[Entry, ...]:
    """Write what `make` returns for the entries that are there; no other writer comes between.

    Returns the new entries; none if `make` returns no records. What `make` raises passes through, and
    nothing is written.

    Raises
    ------
    TypeError
        A record holds something else than text, whole numbers, true, false and none, lists and
        mappings of these.
    WorkspaceFault
        A line was changed or is missing, or the disk failed or is full.
    """
    path = _path(workspace, name)
    with _writing(path) as handle:
        before = _load(path)
        records = tuple(make(before.entries))
        if not records:
            return ()
        line = chained_line(before.last, records, signed)
        made = entries_of(line)
        _put_aside(path, handle, before.whole)
        handle.write(line)
        handle.flush()
        reach("fsync")
        os.fsync(handle.fileno())
        reach("acknowledge")
        _write_head(path, Head(made[-1].number, made[-1].hash))
        _hold(path, _mark(path), Chain((*before.entries, *made), before.whole + len(line)))
        return made


def copy_journals(workspace: Workspace, to: Path) -> tuple[str, ...]:
    """Copy every journal into a folder while people write, and return the names of the files.

    The head comes first: a line that is written meanwhile is whole, or lies beyond it and is no entry.
    """
    names = []
    for path in sorted((workspace.folder / JOURNALS).glob("*.jsonl")):
        for part in (path.with_suffix(".head"), path, path.with_suffix(".torn")):
            with suppress(FileNotFoundError):
                (to / part.name).write_bytes(part.read_bytes())
                names.append(part.name)
    return tuple(names)


def check_journals(workspace: Workspace) -> None:
    """Read every journal through; raises `WorkspaceFault` for a line that changed or is missing."""
    for path in (workspace.folder / JOURNALS).glob("*.head"):
        _load(path.with_suffix(".jsonl"))


def _path(workspace: Workspace, name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise KeyError(name)
    return workspace.folder / JOURNALS / f"{name}.jsonl"


@contextmanager
def _writing(path: Path) -> Iterator[BinaryIO]:
    """Hold a journal's file as the only writer, at its end; it is made where it is missing."""
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("a+b") as handle:
            fcntl.flock(handle.fileno(), fcntl.LOCK_EX)
            if not path.stat().st_size and not path.with_suffix(".head").exists():
                _write_head(path, Head(0, START))
            yield handle
    except OSError as error:
        raise WorkspaceFault(
            say("storing failed: {error}", error=error),
            place=str(path),
            remedy=say("nothing was changed; make room or mend the disk, then repeat"),
        ) from error


def _put_aside(path: Path, handle: BinaryIO, whole: int) -> None:
    """Cut what a crash left of a line off the journal, and keep it beside."""
    if path.stat().st_size == whole:
        return
    with path.with_suffix(".torn").open("ab") as kept:
        handle.seek(whole)
        kept.write(handle.read() + b"\n")
        kept.flush()
        os.fsync(kept.fileno())
    handle.truncate(whole)


def _load(path: Path) -> Chain:
    mark = _mark(path)
    if mark is None:
        return Chain((), 0)
    known = _held.get(path)
    if known is not None and known[0] == mark:
        return known[1]
    chain = parse_lines(path.read_bytes(), mark[2], f"{JOURNALS}/{path.name}")
    _hold(path, mark, chain)
    return chain


def _mark(path: Path) -> _Mark | None:
    """Return by what a journal is known to be unchanged: its size, its time, and its head, read first."""
    head = _head(path)
    try:
        stat = path.stat()
    except FileNotFoundError:
        if head is not None and head.number:
            raise broken(say("the journal is missing"), f"{JOURNALS}/{path.name}") from None
        return None
    if head is None and stat.st_size:
        raise broken(say("the head of the journal is missing"), f"{JOURNALS}/{path.stem}.head")
    return stat.st_size, stat.st_mtime_ns, head or Head(0, START)


def _hold(path: Path, mark: _Mark | None, chain: Chain) -> None:
    if mark is not None:
        _held.pop(path, None)
        _held[path] = (mark, chain)
    while len(_held) > _HELD:
        _held.pop(next(iter(_held)), None)


def _head(path: Path) -> Head | None:
    try:
        told = path.with_suffix(".head").read_bytes().decode("ascii", "replace")
    except FileNotFoundError:
        return None
    number, _, last = told.strip().partition(" ")
    if not number.isdecimal() or len(last) != len(START):
        raise broken(say("the head of the journal was changed"), f"{JOURNALS}/{path.stem}.head")
    return Head(int(number), last)


def _write_head(path: Path, head: Head) -> None:
    durable.replace_pointer(
        path.with_suffix(".new"), path.with_suffix(".head"), f"{head.number} {head.hash}\n"
    )
